"""The tables and the columns of a dossier as formulas see them: each with its type."""

from __future__ import annotations

from collections.abc import Mapping

from innosprint_rules.dossier.schema.columns import Column, View
from innosprint_rules.dossier.schema.tables import Schema, Table
from innosprint_rules.formula.types import TableType, Type

_KINDS: Mapping[str, Type] = {
    "amount": Type("amount"),
    "number": Type("number"),
    "decimal": Type("decimal"),
    "date": Type("date"),
    "flag": Type("flag"),
    "done": Type("flag"),
    "text": Type("text"),
    "key": Type("text"),
    "list": Type("list", of="text"),
}


def value_columns(table: Table) -> dict[str, tuple[Column, View]]:
    """Return what formulas see of the columns whose kind another cell decides: one column a kind, by its name."""
    return {view.name: (column, view) for column in table.columns if column.read_by is not None
            for view in column.read_by.views if view.ruled}  # fmt: skip


def column_type(column: Column, headings: tuple[str, ...] = ()) -> Type:
    """Return the type under which formulas see a column of the dossier; ``headings`` are those of the agreement."""
    nothing = column.blank == "nothing" and column.default is None
    if column.kind == "ref":
        return Type("ref", table=column.target or "", nothing=nothing)
    if column.kind == "choice":
        return Type("choice", choices=column.choices, nothing=nothing)
    if column.names == "members":
        return Type("list", of="member")
    if column.names == "headings" and headings:
        return Type("list", of="choice", choices=headings)
    plain = _KINDS[column.kind]
    return plain if plain.kind == "list" or not nothing else plain.maybe()


def base_tables(schema: Schema, headings: tuple[str, ...] = ()) -> dict[str, TableType]:
    """Return the tables of the dossier as formulas see them."""
    found: dict[str, TableType] = {}
    for table in schema.tables.values():
        if table.keyed:
            continue
        columns = {c.code: column_type(c, headings) for c in table.columns if c.kind != "value"}
        columns.update(
            {name: Type(view.kind, nothing=view.nothing) for name, (_, view) in value_columns(table).items()}
        )
        found[table.code] = TableType(table.code, columns, table.date_column)
    return found
