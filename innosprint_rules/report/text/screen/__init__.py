"""Answers on one screen: what is shown of a check, a vote, an allocation unless all is asked for."""
