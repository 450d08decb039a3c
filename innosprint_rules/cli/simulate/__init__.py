"""The command `simulate`: a file of events played once, or many drawn years."""

from innosprint_rules.cli.simulate.command import register
from innosprint_rules.cli.simulate.help import FORMATS

__all__ = ["FORMATS", "register"]
