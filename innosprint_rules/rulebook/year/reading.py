"""Reading ``year.yaml``: every table, column and word held against the tables and the roles of the agreement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from innosprint_rules.errors import ProblemList
from innosprint_rules.fields import FieldReader, read_typed
from innosprint_rules.formula.types import Type
from innosprint_rules.nearest import quoted, suggestion
from innosprint_rules.rulebook.naming import RulebookNames
from innosprint_rules.rulebook.year.inputs import input_names, sections_of
from innosprint_rules.rulebook.year.plan import (
    NEEDED,
    SECTIONS,
    Actions,
    Attested,
    Drawn,
    DrawnColumn,
    Evaluation,
    Evaluations,
    Following,
    InParts,
    Once,
    Periodic,
    ResultKind,
    Results,
    Sent,
    YearPlan,
)
from innosprint_rules.strict_yaml import Fields, Scalar, Value
from innosprint_rules.wording import Text, same

YEAR = "year.yaml"
"""The file, beside agreement.yaml."""

MOST_KINDS, MOST_ONCE, MOST_PARTS, MOST_IN_ROW, MOST_FOLLOWING = 3, 2, 1, 5, 4
"""Kinds of results, what is attested once and in parts, columns of a beneficiary, tables that follow others.

There are words for that many in a year."""

_DRAWN: Mapping[str, Drawn] = {"flag": "flag", "amount": "amount", "number": "count", "date": "days"}
_EMPTY = Text("", "")
_FIRST_NAME = re.compile(r"[A-Za-z]{1,8}0*1")
_MOST_MONTHS = 120


def read_year(fields: Fields, names: RulebookNames, problems: ProblemList) -> YearPlan | None:
    """Read what a folder says of its years; None where it is mistaken, which goes to ``problems``."""
    return _YearReader(names, problems).plan(fields)


class _YearReader:
    """Reads the parts of the file."""

    def __init__(self, names: RulebookNames, problems: ProblemList) -> None:
        self.names = names
        self.problems = problems
        self.roles = names.schema.roles

    def plan(self, fields: Fields) -> YearPlan | None:
        """Return the whole."""
        lacking = [name for name in NEEDED if getattr(self.roles, name) is None]
        money = self.roles.money
        if money is not None:
            lacking += [f"money.{each}" for each in ("day", "proposal", "paid_out") if not getattr(money, each)]
        if lacking:
            listed = quoted(lacking)
            self.problems.add(
                "year-needs-roles",
                Text(f"les années ne se tirent pas sans les rôles {listed.fr}",
                     f"years cannot be drawn without the roles {listed.en}"),
                Text("les déclarer sous « roles » dans agreement.yaml, ou retirer year.yaml",
                     "declare them under “roles” in agreement.yaml, or take year.yaml away"),
                fields.location,
            )  # fmt: skip
            return None
        roles, reader = self.roles, FieldReader(fields, self.problems)
        assert roles.meetings and roles.beneficiaries and roles.proposals and roles.requests and roles.money  # noqa: S101,PT018  # told above
        tables = {
            "meetings": roles.meetings.table, "beneficiaries": roles.beneficiaries.table,
            "presentations": None if roles.presentations is None else roles.presentations.table,
            "requests": roles.requests.table, "proposals": roles.proposals.table,
        }  # fmt: skip
        columns: dict[str, tuple[DrawnColumn, ...]] = {}
        envelope = None
        for name, table in tables.items():
            inner = self._part(reader, name, None if table else name)
            if inner is None or table is None:
                continue
            columns[name] = self._columns(inner, table)
            if name == "meetings" and inner.get("envelope") is not None:
                envelope = inner.one_of("envelope", [each.column for each in columns[name] if each.drawn == "amount"])
            inner.finish()
        self._at_most(fields, "beneficiaries", columns.get("beneficiaries", ()), MOST_IN_ROW)
        calendar, periodic, answer = self._reports(self._part(reader, "reports", self._lacking("reports")))
        found = YearPlan(
            roles=roles, beneficiaries=roles.beneficiaries, meetings=roles.meetings, proposals=roles.proposals,
            requests=roles.requests, money=roles.money, members=self.names.members,
            sections=self._sections(reader), names=self._first_names(reader), columns=columns, envelope=envelope,
            calendar=calendar, reports=periodic, answer=answer,
            evaluations=self._evaluations(self._part(reader, "evaluations", self._lacking("reports"))),
            results=self._results(self._part(reader, "results")),
            attested=self._attested(self._part(reader, "third_place")),
            actions=self._actions(self._part(reader, "actions")),
            following=self._following(reader, [each for each in tables.values() if each]),
            renewal=self._renewal(self._part(reader, "renewal", self._lacking("amendments"))), forms=self._forms(),
            missing=self._missing(reader), usual=self._usual(reader), labels=self._labels(reader),
        )  # fmt: skip
        reader.finish()
        if self.problems:
            return None
        self._check_labels(fields, found)
        return found

    # pieces ------------------------------------------------------------------------------------------

    def _lacking(self, role: str) -> str | None:
        return role if getattr(self.roles, role) is None else None

    def _part(self, reader: FieldReader, key: str, lacking: str | None = None) -> FieldReader | None:
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

    def _each(self, reader: FieldReader, key: str, required: bool = False) -> list[tuple[str, FieldReader]]:
        found: list[tuple[str, FieldReader]] = []
        for name, value in reader.mapping(key, required).items():
            if isinstance(value, Fields):
                found.append((name, FieldReader(value, self.problems)))
            else:
                reader.wrong(value.location, name, "clé : valeur", "key: value")
        return found

    def _at_most(self, fields: Fields, key: str, found: Iterable[object], most: int) -> None:
        if len(list(found)) > most:
            self.problems.add(
                "year-has-no-room",
                Text(f"« {key} » : {most} au plus", f"“{key}”: {most} at most"),
                location=fields.values[key].location,
            )

    def _table(self, reader: FieldReader) -> str:
        return reader.one_of("table", self.names.schema.tables)

    def _types(self, table: str) -> Mapping[str, Type]:
        held = self.names.tables.get(table)
        return {} if held is None else {name: held.columns[name] for name in held.columns}

    def _column(self, reader: FieldReader, key: str, table: str, required: bool = True) -> str | None:
        if not required and reader.get(key) is None:
            return None
        return reader.one_of(key, self._types(table))

    def _word(self, reader: FieldReader, key: str, table: str, column: str | None) -> str:
        """Read a word that a column takes."""
        kind = self._types(table).get(column or "")
        allowed = self._allowed(kind)
        return reader.one_of(key, allowed) if allowed else reader.text(key)

    def _allowed(self, kind: Type | None) -> tuple[str, ...]:
        if kind is None:
            return ()
        return self.names.members if kind.of == "member" else tuple(kind.choices)

    def _columns(self, reader: FieldReader, table: str) -> tuple[DrawnColumn, ...]:
        """Read the columns of a table that are drawn, each by its type."""
        found: list[DrawnColumn] = []
        types = self._types(table)
        for name, inner in self._each(reader, "columns"):
            where = reader.fields.values["columns"]
            place = where.keys[name] if isinstance(where, Fields) else where.location
            kind = types.get(name)
            if kind is None:
                self.problems.add(
                    "unknown-column",
                    Text(f"pas de colonne « {name} » dans « {table} »", f"no column “{name}” in “{table}”"),
                    suggestion(name, list(types)), place,
                )  # fmt: skip
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
            allowed = self._allowed(kind)
            for one in each:
                if allowed and one not in allowed:
                    self._unknown_word(one, "each", list(allowed), inner.fields.values["each"])
            for key, word in (("write", write), ("else", otherwise)):
                if word is not None and allowed and word not in allowed:
                    inner.one_of(key, allowed)
            most = self._most(table, name)
            found.append(
                DrawnColumn(
                    name,
                    inner.text("key", name, required=False),
                    inner.both("label", required=drawn != "each") or _EMPTY,
                    drawn,
                    write,
                    otherwise,
                    each or allowed,
                    most,
                )
            )
            inner.finish()
        return tuple(found)

    def _most(self, table: str, column: str) -> int | None:
        described = self.names.schema.tables[table].by_code.get(column)
        return None if described is None else described.most

    def _written(self, reader: FieldReader, table: str) -> tuple[tuple[str, Any], ...]:
        """Read what is the same in all rows: a column, its value."""
        found: list[tuple[str, Any]] = []
        types = self._types(table)
        values = reader.mapping("write")
        inner = FieldReader(Fields(values, {}, None, reader.fields.document), self.problems)
        for name, value in values.items():
            kind = types.get(name)
            if kind is None:
                self.problems.add(
                    "unknown-column",
                    Text(f"pas de colonne « {name} » dans « {table} »", f"no column “{name}” in “{table}”"),
                    suggestion(name, list(types)), value.location,
                )  # fmt: skip
            elif kind.kind == "flag":
                found.append((name, inner.one_of(name, ("yes", "no")) == "yes"))
            elif self._allowed(kind):
                found.append((name, inner.one_of(name, self._allowed(kind))))
            elif kind.kind in ("amount", "number", "decimal", "date") and isinstance(value, Scalar):
                found.append((name, read_typed(value, kind.kind, self.problems)))
            else:
                found.append((name, inner.text(name)))
        return tuple(found)

    # parts -------------------------------------------------------------------------------------------

    def _sent(self, reader: FieldReader | None) -> Sent | None:
        role = self.roles.reports
        if reader is None or role is None:
            return None
        found = Sent(self._word(reader, "kind", role.table, role.kind), reader.one_of("sender", self.names.members))
        reader.finish()
        return found

    def _reports(self, reader: FieldReader | None) -> tuple[Sent | None, Periodic | None, Sent | None]:
        role = self.roles.reports
        if reader is None or role is None:
            return None, None, None
        calendar, answer = (self._sent(self._part(reader, key)) for key in ("calendar", "answer"))
        periodic, inner = None, self._part(reader, "periodic")
        if inner is not None:
            recipients = self._listed(inner, "recipients", self.names.members)
            periodic = Periodic(
                self._word(inner, "kind", role.table, role.kind), inner.one_of("sender", self.names.members),
                self._months(inner, "months") or 1, inner.whole("least") or 0, recipients, self._headings(inner),
            )  # fmt: skip
            inner.need("months")
            inner.finish()
        reader.finish()
        if answer is not None and periodic is None:
            reader.need("periodic")
        return calendar, periodic, answer

    def _listed(self, reader: FieldReader, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        words = reader.words(key)
        known = list(allowed)
        for word in words:
            if word not in known:
                self._unknown_word(word, key, known, reader.fields.values[key])
        return words

    def _unknown_word(self, word: str, key: str, known: list[str], value: Value) -> None:
        hint = suggestion(word, known) or Text(f"valeurs : {', '.join(known)}", f"values: {', '.join(known)}")
        told = Text(f"« {word} » n'est pas admis pour « {key} »", f"“{word}” is not allowed for “{key}”")
        self.problems.add("unknown-word", told, hint, value.location)

    def _headings(self, reader: FieldReader) -> tuple[tuple[str, str], ...]:
        role = self.roles.reports
        allowed = () if role is None else self._allowed(self._types(role.table).get(role.headings or ""))
        found: list[tuple[str, str]] = []
        for key, value in reader.mapping("headings").items():
            word = value.text.strip() if isinstance(value, Scalar) else ""
            if allowed and word not in allowed:
                self._unknown_word(word, key, list(allowed), value)
            found.append((key, word))
        return tuple(found)

    def _months(self, reader: FieldReader, key: str) -> int | None:
        months = reader.whole(key)
        if months is not None and not 1 <= months <= _MOST_MONTHS:
            reader.wrong(reader.fields.values[key].location, key, f"1 à {_MOST_MONTHS}", f"1 to {_MOST_MONTHS}")
            return 1
        return months

    def _evaluations(self, reader: FieldReader | None) -> Evaluations | None:
        role = self.roles.reports
        if reader is None or role is None:
            return None
        moments: list[Evaluation] = []
        for name, inner in self._each(reader, "moments", required=True):
            kind = self._word(inner, "kind", role.table, role.kind)
            moments.append(Evaluation(name, kind, self._months(inner, "months"), inner.both("label") or _EMPTY))
            inner.finish()
        found = Evaluations(reader.one_of("sender", self.names.members), tuple(moments), self._headings(reader))
        reader.finish()
        return found

    def _results(self, reader: FieldReader | None) -> Results | None:
        if reader is None:
            return None
        table = self._table(reader)
        self._needs_day(reader, table)
        kind = self._column(reader, "kind", table) or ""
        beneficiary = self._column(reader, "beneficiary", table, required=False)
        kinds: list[ResultKind] = []
        for name, inner in self._each(reader, "kinds", required=True):
            kinds.append(ResultKind(
                name, self._word(inner, "kind", table, kind), inner.both("label") or _EMPTY,
                self._columns(inner, table), self._written(inner, table),
            ))  # fmt: skip
            inner.finish()
        self._at_most(reader.fields, "kinds", kinds, MOST_KINDS)
        reader.finish()
        return Results(table, kind, beneficiary, tuple(kinds))

    def _needs_day(self, reader: FieldReader, table: str) -> None:
        described = self.names.schema.tables.get(table)
        if described is not None and described.date_column is None:
            reader.wrong(reader.fields.location, "table", "une table dont les lignes ont leur jour (« day »)",
                         "a table whose rows have a day of their own (“day”)")  # fmt: skip

    def _attested(self, reader: FieldReader | None) -> Attested | None:
        if reader is None:
            return None
        table = self._table(reader)
        self._needs_day(reader, table)
        clause = self._column(reader, "clause", table) or ""
        once: list[Once] = []
        for name, inner in self._each(reader, "once"):
            once.append(Once(name, self._word(inner, "clause", table, clause), inner.both("label") or _EMPTY))
            inner.finish()
        parts: list[InParts] = []
        for name, inner in self._each(reader, "parts"):
            parts.append(InParts(
                name, self._word(inner, "clause", table, clause), self._column(inner, "months", table) or "",
                inner.text("number", "number", required=False),
            ))  # fmt: skip
            inner.finish()
        if "once" in reader.fields.values:
            self._at_most(reader.fields, "once", once, MOST_ONCE)
        if "parts" in reader.fields.values:
            self._at_most(reader.fields, "parts", parts, MOST_PARTS)
        found = Attested(table, clause, tuple(once), tuple(parts), reader.text("write", required=False) or None)
        reader.finish()
        return found

    def _actions(self, reader: FieldReader | None) -> Actions | None:
        if reader is None:
            return None
        table = self._table(reader)
        self._needs_day(reader, table)
        found = Actions(table, self._column(reader, "agreed", table) or "", self._written(reader, table))
        reader.finish()
        return found

    def _following(self, reader: FieldReader, drawn: list[str]) -> tuple[Following, ...]:
        """Read the tables of which rows follow those of another, one that is drawn."""
        found: list[Following] = []
        for name, inner in self._each(reader, "rows"):
            table = self._table(inner)
            types = self._types(table)
            of = inner.one_of("of", [each for each, kind in types.items() if kind.table in drawn])
            source = types[of].table if of in types else ""
            label = inner.both("label") or _EMPTY
            described = self.names.schema.tables.get(source)
            dated = None if described is None else described.date_column or described.dated_by
            found.append(Following(
                name, table, of, source, dated, label, self._columns(inner, table), self._written(inner, table)
            ))  # fmt: skip
            inner.finish()
        if found:
            self._at_most(reader.fields, "rows", found, MOST_FOLLOWING)
        return tuple(found)

    def _renewal(self, reader: FieldReader | None) -> str | None:
        role = self.roles.amendments
        if reader is None or role is None:
            return None
        found = self._word(reader, "purpose", role.table, role.purpose)
        reader.finish()
        return found

    def _forms(self) -> tuple[str, ...]:
        role = self.roles.amendments
        return () if role is None else self._allowed(self._types(role.table).get(role.form))

    def _sections(self, reader: FieldReader) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in reader.mapping("sections").items():
            if name not in SECTIONS:
                self._unknown_word(name, "sections", list(SECTIONS), value)
            elif isinstance(value, Scalar):
                found[name] = value.text.strip()
        shown = [found.get(name, name) for name in SECTIONS]
        for name in sorted({each for each in shown if shown.count(each) > 1}):
            reader.wrong(reader.fields.values["sections"].location, name, "un nom par partie", "one name a part")
        return found

    def _first_names(self, reader: FieldReader) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in reader.mapping("names").items():
            if name not in self.names.schema.tables:
                self._unknown_word(name, "names", list(self.names.schema.tables), value)
            elif isinstance(value, Scalar) and _FIRST_NAME.fullmatch(value.text.strip()):
                found[name] = value.text.strip()
            else:
                reader.wrong(value.location, name, "un premier nom comme A01", "a first name such as A01")
        return found

    def _missing(self, reader: FieldReader) -> dict[str, Text]:
        found: dict[str, Text] = {}
        for name, value in reader.mapping("missing").items():
            if self._is_cell(name, value):
                found[name] = reader.as_text(value, name) or same(name)
        return found

    def _usual(self, reader: FieldReader) -> tuple[str, ...]:
        missing = reader.mapping("missing")
        return self._listed(reader, "usually_missing", missing)

    def _is_cell(self, name: str, value: Value) -> bool:
        table, _, column = name.partition(".")
        cells = [f"{code}.{each}" for code in self.names.schema.tables for each in self._types(code)]
        if column not in self._types(table):
            told = Text(f"pas de colonne « {name} »", f"no column “{name}”")
            self.problems.add("unknown-column", told, suggestion(name, cells), value.location)
            return False
        return True

    def _check_labels(self, fields: Fields, plan: YearPlan) -> None:
        """Refuse the label of an input that no scenario has."""
        labels = fields.values.get("labels")
        own = {shown: name for name, shown in plan.sections.items()}
        known = [".".join((own.get(first, first), *rest)) for first, *rest in
                 (name.split(".") for name in input_names(sections_of(plan)))]  # fmt: skip
        for name, where in labels.keys.items() if isinstance(labels, Fields) else ():
            if name not in known:
                told = Text(f"aucune entrée ne s'appelle « {name} »", f"no input is called “{name}”")
                self.problems.add("unknown-input", told, suggestion(name, known), where)

    def _labels(self, reader: FieldReader) -> dict[str, Text]:
        return {name: reader.as_text(value, name) or _EMPTY for name, value in reader.mapping("labels").items()}
