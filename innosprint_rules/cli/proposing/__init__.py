"""Proposals that commands write: in which file, in which form."""
