"""Reading the roles that tables play from an agreement: every table, column and word held against the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any

from innosprint_rules.dossier.schema.roles import KINDS, MEASURE_ROLES, Roles, TableRole
from innosprint_rules.errors import NOWHERE, ProblemList
from innosprint_rules.fields import FieldReader
from innosprint_rules.nearest import suggestion
from innosprint_rules.strict_yaml import Fields, Items, Scalar, Value
from innosprint_rules.wording import Text

_COLUMNS = frozenset({"shown", "purpose"})
"""What a role lists that are columns."""
_WAYS: Mapping[str, str] = dict.fromkeys(
    ("received", "paid_out", "given_back", "returned", "elsewhere"), "direction"
) | {"express": "form"}
"""What a role lists that are words of one of its columns, and which one."""
_WORDS = frozenset({"proposed", "decided", "refused"})
"""What a role says that is a word of a column, not a column."""


def check_played(declared: Mapping[str, Any], problems: ProblemList) -> None:
    """Refuse a role that no table plays, and a misspelled one of a measure; one that nobody asks for does no harm."""
    for name, value in declared.items():
        if isinstance(value, Fields) and name not in KINDS:
            told = Text(f"aucune table ne joue de rôle « {name} »", f"no table plays a role “{name}”")
            problems.add("unknown-word", told, _among(name, list(KINDS)), value.location)
        elif isinstance(value, Scalar) and name not in (*MEASURE_ROLES, *KINDS):
            meant = suggestion(name, MEASURE_ROLES)
            told = Text(f"aucune mesure ne joue de rôle « {name} »", f"no measure plays a role “{name}”")
            if meant is not None:
                problems.add("unknown-word", told, meant, value.location)


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
            status = known.get(str(said.get("status")))
            _check_words([said[each.name]], list(getattr(status, "choices", ())), each.name, value, problems)
        elif isinstance(value, Fields):
            said[each.name] = tuple(
                (other, name.text) for other, name in value.values.items() if isinstance(name, Scalar)
            )
        elif isinstance(value, Items):
            said[each.name] = reader.words(each.name)
            column = known.get(getattr(declared.values.get(_WAYS.get(each.name, "")), "text", ""))
            allowed = list(known) if each.name in _COLUMNS else list(getattr(column, "choices", ()))
            _check_words(said[each.name], allowed, each.name, value, problems)
        elif isinstance(value, Scalar) and known:
            said[each.name] = reader.one_of(each.name, known)
    reader.finish()
    return kind(**said) if not problems else None


def _check_words(
    words: Iterable[str], allowed: Sequence[str], name: str, value: Value | None, problems: ProblemList
) -> None:
    """Refuse words that are not among those that are allowed, where it is known which are."""
    for word in words:
        if allowed and word and word not in allowed:
            problems.add(
                "unknown-word",
                Text(f"« {word} » n'est pas admis pour « {name} »", f"“{word}” is not allowed for “{name}”"),
                _among(word, allowed),
                NOWHERE if value is None else value.location,
            )


def _among(word: str, allowed: Sequence[str]) -> Text:
    listed = ", ".join(allowed)
    return suggestion(word, allowed) or Text(f"valeurs : {listed}", f"values: {listed}")
