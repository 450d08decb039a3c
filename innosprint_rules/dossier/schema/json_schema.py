"""What the readers accept, as a JSON Schema: French and English names, amounts in euros, cells as people write them.

JSON Schema compares names and words letter by letter; the readers do not mind case and accents, so that what the
schema accepts is read, and some of what is read it does not name.
"""

from __future__ import annotations

from typing import Any

from innosprint_rules.dossier.schema.columns import Column, Kind
from innosprint_rules.dossier.schema.tables import KEY_HEADER, KEY_NAMES, VALUE_NAMES, Described, Table
from innosprint_rules.wording import Text

Schema = dict[str, Any]

_EUROS = Text("« 1500.00 », « 1 500,00 € » ou 1500", "“1500.00”, “1 500,00 €” or 1500")
_DAY = Text("« 2019-05-31 » ou « 31/05/2019 »", "“2019-05-31” or “31/05/2019”")
_NULL: Schema = {"type": "null"}
_TEXT: Schema = {"type": "string"}
_WORDS: Schema = {"type": ["string", "number"]}
_YES_NO: Schema = {"anyOf": [{"type": "boolean"}, {"enum": [0, 1]}, _TEXT]}

_CELLS: dict[Kind, Schema] = {
    "key": {"anyOf": [{"type": "string", "pattern": r"\S"}, {"type": "number"}]},
    "ref": _WORDS,
    "text": _WORDS,
    "amount": {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^[^-]*[0-9][^-]*$|^\s*$"}]},
    "number": {"anyOf": [{"type": "number", "minimum": 0, "multipleOf": 1}, _TEXT]},
    "decimal": {"anyOf": [{"type": "number", "minimum": 0}, _TEXT]},
    "date": _TEXT,
    "flag": _YES_NO,
    "done": {"anyOf": [{"type": "boolean"}, _WORDS]},
    "choice": _TEXT,
    "list": {"anyOf": [_TEXT, {"type": "array", "items": _WORDS}]},
    "value": _WORDS,
}

_EXAMPLES: dict[Kind, list[Any]] = {
    "amount": ["1500.00", "1 500,00 €", 1500],
    "number": [12],
    "decimal": ["11,5", 11.5],
    "date": ["2019-05-31", "31/05/2019"],
    "flag": ["oui", "non", True],
    "done": ["oui", "non", True],
}
"""What people write in a cell; of an enumeration its words are, and of names nothing: they are the agreement's."""


def dossier_schema(title: str, described: Described) -> Schema:
    """Return the schema of a dossier as a mapping of tables by name."""
    properties: Schema = {}
    for table in described.schema.inputs.values():
        held = table_schema(table)
        for name in dict.fromkeys((table.name, table.code)):
            properties[name] = held
    return {
        "title": title,
        "type": "object",
        "description": "tables by name, French or English; a table that is null or left out is not there",
        "properties": properties,
    }


def table_schema(table: Table) -> Schema:
    """Return the schema of one table: a list of rows, or of a keyed table one mapping too."""
    row = row_schema(table)
    several: Schema = {"type": "array", "items": row}
    if table.keyed:
        keys = dict.fromkeys(KEY_NAMES, _TEXT)
        values = {name: {"type": ["string", "number", "boolean", "null"]} for name in VALUE_NAMES}
        pair = {"type": "object", "properties": {**keys, **values}, "required": [KEY_HEADER]}
        several = {"anyOf": [row, {"type": "array", "items": pair}]}
    return {"description": _both(table.many), "anyOf": [several, _NULL]}


def row_schema(table: Table) -> Schema:
    """Return the schema of one row of a table."""
    properties = {name: cell_schema(column) for column in table.columns for name in _names(column)}
    schema: Schema = {"title": table.one.en, "type": "object", "properties": properties}
    needed = [table.by_code[code] for code in table.identity] if not table.numbered else []
    if needed:
        schema["allOf"] = [{"anyOf": [{"required": [name]} for name in _names(column)]} for column in needed]
    return schema


def cell_schema(column: Column) -> Schema:
    """Return the schema of one cell."""
    schema: Schema = {"description": _both(column.help), **_CELLS[column.kind]}
    hint = {"amount": _EUROS, "date": _DAY}.get(column.kind)
    if hint is not None:
        schema["description"] += f" — {_both(hint)}"
    examples = list(column.choices) or _EXAMPLES.get(column.kind)
    if examples:
        schema["examples"] = examples if column.most is None else [column.most]
    if column.most is not None:
        schema = {**schema, "anyOf": [{"type": "number", "minimum": 0, "maximum": column.most, "multipleOf": 1}, _TEXT]}
    if column.blank == "error":
        return schema
    described = schema.pop("description")
    return {"description": described, "anyOf": [schema, _NULL]}


def _names(column: Column) -> tuple[str, ...]:
    return tuple(dict.fromkeys((column.header, column.code, *column.aliases)))


def _both(text: Text) -> str:
    return f"{text.fr} / {text.en}" if text.fr != text.en else text.en
