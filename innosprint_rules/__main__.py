"""``python -m innosprint_rules`` is the command ``innosprint``."""

from __future__ import annotations

import sys

# Python has put the current folder first of where modules are looked for: it goes, lest a ``json.py`` that lies beside
# somebody's dossier be taken for the library's own. Our own modules are found by the package, wherever it stands.
if not sys.flags.safe_path:
    del sys.path[0]

from innosprint_rules.cli.app import program  # once nothing of the current folder is in the way

program()
