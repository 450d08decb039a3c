"""The pieces of which the parts of ``year.yaml`` are read: tables, columns, words, each held against the agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from innosprint_rules.errors import Location, ProblemList
from innosprint_rules.fields import FieldReader, read_typed
from innosprint_rules.formula.types import Type
from innosprint_rules.nearest import suggestion
from innosprint_rules.rulebook.naming import RulebookNames
from innosprint_rules.rulebook.year.plan import Drawn, DrawnColumn
from innosprint_rules.strict_yaml import Fields, Scalar, Value
from innosprint_rules.wording import Text

_DRAWN: Mapping[str, Drawn] = {"flag": "flag", "amount": "amount", "number": "count", "date": "days"}
EMPTY = Text("", "")
_MOST_MONTHS = 120


class PieceReader:
    """Reads tables, columns and words; every mistake goes to ``problems``."""

    def __init__(self, names: RulebookNames, problems: ProblemList) -> None:
        self.names = names
        self.problems = problems
        self.roles = names.schema.roles

    def lacking(self, role: str) -> str | None:
        """Return a role that the agreement does not declare; None where it does."""
        return role if getattr(self.roles, role) is None else None

    def part(self, reader: FieldReader, key: str, lacking: str | None = None) -> FieldReader | None:
        """Return the reader of a part that may be left out; it needs the role that is ``lacking``, if any."""
        value = reader.get(key)
        if value is None:
            return None
        if not isinstance(value, Fields):
            reader.wrong(value.location, key, "clé : valeur", "key: value")
            return None
        if lacking is not None:
            self.problems.add(
                "year-needs-roles",
                Text(f"« {key} » ne va pas sans le rôle « {lacking} »",
                     f"“{key}” does not go without the role “{lacking}”"),
                Text("le déclarer sous « roles » dans agreement.yaml", "declare it under “roles” in agreement.yaml"),
                value.location,
            )  # fmt: skip
            return None
        return FieldReader(value, self.problems)

    def each(self, reader: FieldReader, key: str, required: bool = False) -> list[tuple[str, FieldReader]]:
        """Return the readers of the entries of a mapping, by name."""
        found: list[tuple[str, FieldReader]] = []
        for name, value in reader.mapping(key, required).items():
            if isinstance(value, Fields):
                found.append((name, FieldReader(value, self.problems)))
            else:
                reader.wrong(value.location, name, "clé : valeur", "key: value")
        return found

    def at_most(self, fields: Fields, key: str, found: Iterable[object], most: int) -> None:
        """Tell where more stands than a year has words for."""
        if len(list(found)) > most:
            self.problems.add(
                "year-has-no-room",
                Text(f"« {key} » : {most} au plus", f"“{key}”: {most} at most"),
                location=fields.values[key].location,
            )

    def table(self, reader: FieldReader) -> str:
        """Read the name of a table."""
        return reader.one_of("table", self.names.schema.tables)

    def types(self, table: str) -> Mapping[str, Type]:
        """Return the types of the columns of a table, as formulas see them."""
        held = self.names.tables.get(table)
        return {} if held is None else {name: held.columns[name] for name in held.columns}

    def column(self, reader: FieldReader, key: str, table: str, required: bool = True) -> str | None:
        """Read the name of a column of a table."""
        if not required and reader.get(key) is None:
            return None
        return reader.one_of(key, self.types(table))

    def word(self, reader: FieldReader, key: str, table: str, column: str | None) -> str:
        """Read a word that a column takes."""
        kind = self.types(table).get(column or "")
        allowed = self.allowed(kind)
        return reader.one_of(key, allowed) if allowed else reader.text(key)

    def allowed(self, kind: Type | None) -> tuple[str, ...]:
        """Return the words that a type takes; none where it takes any."""
        if kind is None:
            return ()
        return self.names.members if kind.of == "member" else tuple(kind.choices)

    def columns(self, reader: FieldReader, table: str) -> tuple[DrawnColumn, ...]:
        """Read the columns of a table that are drawn, each by its type."""
        found: list[DrawnColumn] = []
        types = self.types(table)
        for name, inner in self.each(reader, "columns"):
            where = reader.fields.values["columns"]
            place = where.keys[name] if isinstance(where, Fields) else where.location
            kind = types.get(name)
            if kind is None:
                self._no_column(name, table, place)
                continue
            write = inner.text("write", required=False) or None
            otherwise = inner.text("else", required=False) or None
            drawn = _DRAWN.get(kind.kind)
            each = inner.words("each")
            if kind.kind in ("text", "choice"):
                drawn = "each" if each else "words" if write is None else "either"
            if drawn is None:
                self.problems.add(
                    "column-not-drawn",
                    Text(f"une colonne de ce type ne se tire pas : « {name} » ({kind.kind})",
                         f"a column of this type cannot be drawn: “{name}” ({kind.kind})"),
                    Text("types : flag, text, choice, amount, number, date",
                         "types: flag, text, choice, amount, number, date"),
                    place,
                )  # fmt: skip
                continue
            allowed = self.allowed(kind)
            for one in each:
                if allowed and one not in allowed:
                    self.unknown_word(one, "each", list(allowed), inner.fields.values["each"])
            for key, word in (("write", write), ("else", otherwise)):
                if word is not None and allowed and word not in allowed:
                    inner.one_of(key, allowed)
            most = self.most(table, name)
            found.append(
                DrawnColumn(
                    name,
                    inner.text("key", name, required=False),
                    inner.both("label", required=drawn != "each") or EMPTY,
                    drawn,
                    write,
                    otherwise,
                    each or allowed,
                    most,
                )
            )
            inner.finish()
        return tuple(found)

    def most(self, table: str, column: str) -> int | None:
        described = self.names.schema.tables[table].by_code.get(column)
        return None if described is None else described.most

    def written(self, reader: FieldReader, table: str) -> tuple[tuple[str, Any], ...]:
        """Read what is the same in all rows: a column, its value."""
        found: list[tuple[str, Any]] = []
        types = self.types(table)
        values = reader.mapping("write")
        inner = FieldReader(Fields(values, {}, None, reader.fields.document), self.problems)
        for name, value in values.items():
            kind = types.get(name)
            if kind is None:
                self._no_column(name, table, value.location)
            elif kind.kind == "flag":
                found.append((name, inner.one_of(name, ("yes", "no")) == "yes"))
            elif self.allowed(kind):
                found.append((name, inner.one_of(name, self.allowed(kind))))
            elif kind.kind in ("amount", "number", "decimal", "date") and isinstance(value, Scalar):
                found.append((name, read_typed(value, kind.kind, self.problems)))
            else:
                found.append((name, inner.text(name)))
        return tuple(found)

    def _no_column(self, name: str, table: str, where: Location) -> None:
        told = Text(f"pas de colonne « {name} » dans « {table} »", f"no column “{name}” in “{table}”")
        self.problems.add("unknown-column", told, suggestion(name, list(self.types(table))), where)

    def listed(self, reader: FieldReader, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """Read a list of words, each one of those allowed."""
        words = reader.words(key)
        known = list(allowed)
        for word in words:
            if word not in known:
                self.unknown_word(word, key, known, reader.fields.values[key])
        return words

    def unknown_word(self, word: str, key: str, known: list[str], value: Value) -> None:
        """Tell a word that is none of those known."""
        hint = suggestion(word, known) or Text(f"valeurs : {', '.join(known)}", f"values: {', '.join(known)}")
        told = Text(f"« {word} » n'est pas admis pour « {key} »", f"“{word}” is not allowed for “{key}”")
        self.problems.add("unknown-word", told, hint, value.location)

    def months(self, reader: FieldReader, key: str) -> int | None:
        """Read a number of months."""
        months = reader.whole(key)
        if months is not None and not 1 <= months <= _MOST_MONTHS:
            reader.wrong(reader.fields.values[key].location, key, f"1 à {_MOST_MONTHS}", f"1 to {_MOST_MONTHS}")
            return 1
        return months

    def needs_day(self, reader: FieldReader, table: str) -> None:
        """Refuse a table whose rows have no day of their own."""
        described = self.names.schema.tables.get(table)
        if described is not None and described.date_column is None:
            reader.wrong(reader.fields.location, "table", "une table dont les lignes ont leur jour (« day »)",
                         "a table whose rows have a day of their own (“day”)")  # fmt: skip
