"""``python -m innosprint_rules`` is the command ``innosprint``."""

from __future__ import annotations

import sys

from innosprint_rules.cli.app import main

sys.exit(main())
