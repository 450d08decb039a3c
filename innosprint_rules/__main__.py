"""``python -m innosprint_rules`` is the command ``innosprint``."""

from __future__ import annotations

import sys

# Python has put the current folder first of where modules are looked for: it goes, lest a ``json.py`` that lies beside
# somebody's dossier be taken for the library's own. Our own modules are found by the package, wherever it stands.
# The executable that PyInstaller makes looks nowhere but in itself.
FROZEN = getattr(sys, "frozen", False)
if not sys.flags.safe_path and not FROZEN:
    del sys.path[0]

from innosprint_rules.apart import CHILD, be_child  # noqa: E402  # once nothing of the current folder is in the way

if FROZEN and sys.argv[1:2] == [CHILD]:
    be_child(sys.argv[2:])
else:
    from innosprint_rules.cli.app import program

    program()
