"""``innosprint publish``: documents and open data, each a command of its own."""

from innosprint_rules.cli.publish.command import register

__all__ = ["register"]
