"""The classes of the rows of the bundled agreement, by name; ``bundled.pyi`` tells type checkers their columns.

They are made from its tables when they are first asked for. The stub is made from them too: ``python -m
innosprint_rules.dossier.schema.stubs`` writes it anew.
"""

from __future__ import annotations

from innosprint_rules.dossier.schema.base_row import Row, row_class
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema


def __getattr__(name: str) -> type[Row]:
    table = next((each for each in bundled_schema().tables.values() if each.row == name), None)
    if table is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return row_class(table)


def __dir__() -> list[str]:
    return sorted(each.row for each in bundled_schema().tables.values())
