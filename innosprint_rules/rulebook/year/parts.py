"""The parts of ``year.yaml`` that follow the money: documents, results, what is attested, actions, rows that follow."""

from __future__ import annotations

from innosprint_rules.fields import FieldReader
from innosprint_rules.rulebook.year.pieces import EMPTY, PieceReader
from innosprint_rules.rulebook.year.plan import (
    Actions,
    Attested,
    Evaluation,
    Evaluations,
    Following,
    InParts,
    Once,
    Periodic,
    ResultKind,
    Results,
    Sent,
)
from innosprint_rules.strict_yaml import Scalar

MOST_KINDS, MOST_ONCE, MOST_PARTS, MOST_TABLES, MOST_TOLD = 3, 2, 1, 4, 6
"""Kinds of results, what is attested once and in parts, tables that follow others, columns of a result.

There are words for that many in a year."""


class PartReader(PieceReader):
    """Reads what an agreement need not have."""

    def _sent(self, reader: FieldReader | None) -> Sent | None:
        role = self.roles.reports
        if reader is None or role is None:
            return None
        found = Sent(self.word(reader, "kind", role.table, role.kind), reader.one_of("sender", self.names.members))
        reader.finish()
        return found

    def _reports(self, reader: FieldReader | None) -> tuple[Sent | None, Periodic | None, Sent | None]:
        role = self.roles.reports
        if reader is None or role is None:
            return None, None, None
        calendar, answer = (self._sent(self.part(reader, key)) for key in ("calendar", "answer"))
        periodic, inner = None, self.part(reader, "periodic")
        if inner is not None:
            recipients = self.listed(inner, "recipients", self.names.members)
            periodic = Periodic(
                self.word(inner, "kind", role.table, role.kind), inner.one_of("sender", self.names.members),
                self.months(inner, "months") or 1, inner.whole("least") or 0, recipients, self.headings(inner),
            )  # fmt: skip
            inner.need("months")
            inner.finish()
        reader.finish()
        if answer is not None and periodic is None:
            reader.need("periodic")
        return calendar, periodic, answer

    def headings(self, reader: FieldReader) -> tuple[tuple[str, str], ...]:
        role = self.roles.reports
        allowed = () if role is None else self.allowed(self.types(role.table).get(role.headings or ""))
        found: list[tuple[str, str]] = []
        for key, value in reader.mapping("headings").items():
            word = value.text.strip() if isinstance(value, Scalar) else ""
            if allowed and word not in allowed:
                self.unknown_word(word, key, list(allowed), value)
            found.append((key, word))
        return tuple(found)

    def _evaluations(self, reader: FieldReader | None) -> Evaluations | None:
        role = self.roles.reports
        if reader is None or role is None:
            return None
        moments: list[Evaluation] = []
        for name, inner in self.each(reader, "moments", required=True):
            kind = self.word(inner, "kind", role.table, role.kind)
            moments.append(Evaluation(name, kind, self.months(inner, "months"), inner.both("label") or EMPTY))
            inner.finish()
        found = Evaluations(reader.one_of("sender", self.names.members), tuple(moments), self.headings(reader))
        reader.finish()
        return found

    def _results(self, reader: FieldReader | None) -> Results | None:
        if reader is None:
            return None
        table = self.table(reader)
        self.needs_day(reader, table)
        kind = self.column(reader, "kind", table) or ""
        beneficiary = self.column(reader, "beneficiary", table, required=False)
        kinds: list[ResultKind] = []
        for name, inner in self.each(reader, "kinds", required=True):
            self.at_most(inner.fields, "columns", inner.mapping("columns"), MOST_TOLD)
            kinds.append(ResultKind(
                name, self.word(inner, "kind", table, kind), inner.both("label") or EMPTY,
                self.columns(inner, table), self.written(inner, table),
            ))  # fmt: skip
            inner.finish()
        self.at_most(reader.fields, "kinds", kinds, MOST_KINDS)
        reader.finish()
        return Results(table, kind, beneficiary, tuple(kinds))

    def _attested(self, reader: FieldReader | None) -> Attested | None:
        if reader is None:
            return None
        table = self.table(reader)
        self.needs_day(reader, table)
        clause = self.column(reader, "clause", table) or ""
        once: list[Once] = []
        for name, inner in self.each(reader, "once"):
            once.append(Once(name, self.word(inner, "clause", table, clause), inner.both("label") or EMPTY))
            inner.finish()
        parts: list[InParts] = []
        for name, inner in self.each(reader, "parts"):
            parts.append(InParts(
                name, self.word(inner, "clause", table, clause), self.column(inner, "months", table) or "",
                inner.text("number", "number", required=False),
            ))  # fmt: skip
            inner.finish()
        self.at_most(reader.fields, "once", once, MOST_ONCE)
        self.at_most(reader.fields, "parts", parts, MOST_PARTS)
        found = Attested(table, clause, tuple(once), tuple(parts), reader.text("write", required=False) or None)
        reader.finish()
        return found

    def _actions(self, reader: FieldReader | None) -> Actions | None:
        if reader is None:
            return None
        table = self.table(reader)
        self.needs_day(reader, table)
        found = Actions(table, self.column(reader, "agreed", table) or "", self.written(reader, table))
        reader.finish()
        return found

    def _following(self, reader: FieldReader, drawn: list[str]) -> tuple[Following, ...]:
        """Read the tables of which rows follow those of another, one that is drawn."""
        found: list[Following] = []
        for name, inner in self.each(reader, "rows"):
            table = self.table(inner)
            types = self.types(table)
            of = inner.one_of("of", [each for each, kind in types.items() if kind.table in drawn])
            source = types[of].table if of in types else ""
            label = inner.both("label") or EMPTY
            described = self.names.schema.tables.get(source)
            dated = None if described is None else described.date_column or described.dated_by
            found.append(Following(
                name, table, of, source, dated, label, self.columns(inner, table), self.written(inner, table)
            ))  # fmt: skip
            inner.finish()
        self.at_most(reader.fields, "rows", found, MOST_TABLES)
        return tuple(found)

    def _renewal(self, reader: FieldReader | None) -> str | None:
        role = self.roles.amendments
        if reader is None or role is None:
            return None
        found = self.word(reader, "purpose", role.table, role.purpose)
        reader.finish()
        return found
