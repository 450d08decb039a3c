"""Writes ``bundled.pyi``: what type checkers know of the rows of the bundled agreement, made from its tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from innosprint_rules.dossier.schema.bundled_schema import bundled_schema
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.tables import Schema, Table

STUB = Path(__file__).with_name("bundled.pyi")

_TYPES = {"key": "str", "amount": "int | None", "number": "int | None", "decimal": "int | None",
          "date": "dt.date | None", "flag": "bool | None", "done": "bool | None",
          "list": "tuple[str, ...] | None"}  # fmt: skip


def stub_of(schema: Schema) -> str:
    """Return the stub of the rows of ``schema``: a class a table, and a dossier's tables by name."""
    lines = [
        "# Made from the tables of the bundled agreement by innosprint_rules.dossier.schema.stubs: not to be edited.",
        "# fmt: off",
        "import datetime as dt",
        "from typing import Literal",
        "",
        "from innosprint_rules.dossier.schema.base_row import Row",
        "",
    ]
    for table in schema.tables.values():
        lines += [f"class {table.row}(Row):", *_fields(table), ""]
    lines.append("class Tables:")
    for code, table in schema.inputs.items():
        name = table.row if table.keyed else f"tuple[{table.row}, ...]"
        lines.append(f"    {code}: {name} | None")
    return "\n".join(lines) + "\n"


def _fields(table: Table) -> Iterator[str]:
    for column in table.columns:
        yield f"    {column.code}: {_type(column, table)}"
    for column in table.columns:
        if column.kind == "amount":
            yield from _property(f"{column.code}_cents", "int | None")
        for view in () if column.read_by is None else column.read_by.views:
            yield from _property(view.name, _TYPES.get(view.kind, "str | None"))
            if view.kind == "amount":
                yield from _property(f"{view.name}_cents", "int | None")


def _property(name: str, type_: str) -> Iterator[str]:
    yield "    @property"
    yield f"    def {name}(self) -> {type_}: ..."


def _type(column: Column, table: Table) -> str:
    if column.choices:
        words = "Literal[\n        " + ",\n        ".join(f'"{word}"' for word in column.choices) + "\n    ]"
        return words if column.default is not None else f"{words} | None"
    if column.kind == "ref" and column.code in table.identity:
        return "str"
    return _TYPES.get(column.kind, "str | None")


if __name__ == "__main__":
    STUB.write_text(stub_of(bundled_schema()), encoding="utf-8")
