"""Reading the roles that tables play from an agreement: every table, column and word held against the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from innosprint_rules.dossier.schema.roles import KINDS, Roles, TableRole
from innosprint_rules.errors import ProblemList
from innosprint_rules.fields import FieldReader
from innosprint_rules.nearest import suggestion
from innosprint_rules.strict_yaml import Fields, Items, Scalar
from innosprint_rules.wording import Text

_COLUMNS = frozenset({"shown", "purpose"})
"""What a role lists that are columns."""
_WAYS: Mapping[str, str] = dict.fromkeys(
    ("received", "paid_out", "given_back", "returned", "elsewhere"), "direction"
) | {"express": "form"}
"""What a role lists that are words of one of its columns, and which one."""
_WORDS = frozenset({"proposed", "decided", "refused"})
"""What a role says that is a word of a column, not a column."""


def read_roles(declared: Mapping[str, Any], columns: Mapping[str, Mapping[str, Any]], problems: ProblemList) -> Roles:
    """Read the roles that tables play; ``columns`` has the columns of each table, by code."""
    made: dict[str, Any] = {
        name: _role(kind, declared[name], columns, problems)
        for name, kind in KINDS.items()
        if isinstance(declared.get(name), Fields)
    }
    return Roles(**made)


def _role(
    kind: type[TableRole], declared: Fields, columns: Mapping[str, Mapping[str, Any]], problems: ProblemList
) -> TableRole | None:
    reader = FieldReader(declared, problems)
    table = reader.one_of("table", columns)
    known = columns.get(table, {})
    said: dict[str, Any] = {"table": table}
    for each in fields(kind):
        if each.name == "table":
            continue
        needed = each.default is MISSING and each.default_factory is MISSING
        value = reader.need(each.name) if needed else reader.get(each.name)
        if each.name in _WORDS:
            said[each.name] = reader.text(each.name)
        elif isinstance(value, Fields):
            said[each.name] = tuple(
                (other, name.text) for other, name in value.values.items() if isinstance(name, Scalar)
            )
        elif isinstance(value, Items):
            said[each.name] = reader.words(each.name)
            column = known.get(getattr(declared.values.get(_WAYS.get(each.name, "")), "text", ""))
            allowed = list(known) if each.name in _COLUMNS else list(getattr(column, "choices", ()))
            for word in said[each.name] if allowed else ():
                if word not in allowed:
                    problems.add(
                        "unknown-word",
                        Text(f"« {word} » n'est pas admis pour « {each.name} »",
                             f"“{word}” is not allowed for “{each.name}”"),
                        suggestion(word, allowed) or Text(f"valeurs : {', '.join(allowed)}",
                                                          f"values: {', '.join(allowed)}"),
                        value.location,
                    )  # fmt: skip
        elif isinstance(value, Scalar) and known:
            said[each.name] = reader.one_of(each.name, known)
    reader.finish()
    return kind(**said) if not problems else None
