"""``python -m innosprint_rules`` is the command ``innosprint``."""

from __future__ import annotations

from innosprint_rules.cli.app import program

program()
