"""The limits of what is read: ``README.md`` and ``LISEZMOI.md`` have them in a table, and a test holds both together.

A dossier of this kind takes some hundred kilobytes. What goes beyond a limit is refused, with the limit in the message,
before the work that it would make is done.
"""

from __future__ import annotations

FILE_BYTES = 16 * 1024 * 1024
"""Bytes of one file."""

UNPACKED_BYTES = 64 * 1024 * 1024
"""Bytes that the parts of a workbook may take once unpacked."""

CELLS = 500_000
"""Cells of one dossier: those of the lines in CSV, of the sheets of a workbook the rectangles up to the last filled."""

ROWS = 50_000
"""Rows of one table. The totals of the rules are proved to be exact for that many."""

LINES = 100_000
"""Lines of one CSV file, blank ones and titles included."""

COLUMNS = 1_000
"""Columns of one table."""

SHEETS = 200
"""Sheets of one workbook, tables of one document."""

CELL_CHARACTERS = 32_767
"""Characters of one cell: as many as spreadsheets allow."""

ID_CHARACTERS = 200
"""Characters of an identifier."""

TEXT_CHARACTERS = 16 * 1024 * 1024
"""Characters of all the cells of one workbook, a text that several share counted for each."""

PARTS = 10_000
"""Parts, that is files packed into one, of a workbook."""

XML_TAGS = 2_500_000
"""Tags of the parts of a workbook that are looked through."""

ERRORS_TOLD = 50
"""Errors that are told, one a cause; of the others the number."""

ERRORS_READ = 10_000
"""Errors after which reading stops."""

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

RULES_PARSED = 512 * 1024
"""Characters of the rules of one folder, their examples aside."""

FORMULA_CHARACTERS = 5_000
"""Characters of one formula."""

FORMULA_DEPTH = 100
"""Levels of one formula."""

FORMULA_ROWS = 100
"""Rows of each table for which the cost of a formula is counted."""

FORMULA_STEPS = 100**4
"""Steps that a formula may take over tables of that many rows: four loops within each other."""

NUMBERS = 10_000
"""Whole numbers that ``numbers(first, last)`` may go through."""

FOLDER_FILES = 1_000
"""Files of a folder of tables, whatever they are."""
