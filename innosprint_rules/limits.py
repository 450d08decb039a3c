"""The limits of what is read: one table of them stands in ``rules/README.md``, and a test holds both together.

A dossier of this kind takes some hundred kilobytes. What goes beyond a limit is refused, with the limit in the message,
before the work that it would make is done.
"""

from __future__ import annotations

FILE_BYTES = 16 * 1024 * 1024
"""Bytes of one file."""

UNPACKED_BYTES = 128 * 1024 * 1024
"""Bytes that the parts of a workbook may take once unpacked."""

CELLS = 1_000_000
"""Cells of one workbook: of each sheet the rectangle from A1 to its last filled cell."""

XLS_SECONDS = 4
"""Seconds of computing that an .xls workbook may take, in a process of its own."""

XLS_BYTES = 384 * 1024 * 1024
"""Bytes of memory that the process reading an .xls workbook may take."""

DEPTH = 20
"""Levels of a YAML or JSON document."""

VALUES = 500_000
"""Values of a YAML or JSON document, keys and what aliases repeat included."""

EXTENDED = 8
"""Scenarios that extend one another, the first included."""

RULES_BYTES = 4 * 1024 * 1024
"""Bytes of the rule files of one folder together."""

RULES_FILES = 1_000
"""Rule files of one folder."""
