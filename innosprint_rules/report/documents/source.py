"""How a document says what a report holds: cells, amounts and days as read, and plainly what is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.evaluation.values import written_value
from innosprint_rules.formula.logic import LEAST, MOST, UNKNOWN, Interval, high, interval, low
from innosprint_rules.formula.types import TEXT, Type
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import party
from innosprint_rules.report.documents.model import Block, Paragraph, Table
from innosprint_rules.wording import Text, capital, printable

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report

NOT_GIVEN = Text("non renseigné", "not given")
AMOUNT = Type("amount")


class ListingColumn(NamedTuple):
    """One column of a listing: its header, how a row's cell is written, how wide it is."""

    head: Text
    write: Callable[[Row], str]
    weight: int = 2
    right: bool = False


class Source:
    """Tells in one language what one report was made from."""

    def __init__(self, report: Report, teller: Teller) -> None:
        self.report = report
        self.teller = teller
        self.judge = report.judge
        self.world = report.judge.world
        self.context = report.judge.context
        self.not_given = teller.say(NOT_GIVEN)

    def say(self, fr: str, en: str) -> str:
        """Return the wording of this document's language."""
        return self.teller.say(Text(fr, en))

    def day(self, ordinal: int | None) -> str:
        """Return a day as people write it."""
        return self.not_given if ordinal is None else self.teller.day(ordinal)

    def value(self, value: Any, kind: Type = AMOUNT) -> str:
        """Return a value, its bounds where it is not known exactly, or that it is not given."""
        if value is None or value is UNKNOWN or value == ():
            return self.not_given
        least = LEAST if kind.kind == "date" else 0  # an amount or a number is never negative: 0 or more says nothing
        if isinstance(value, Interval) and value.lo <= least and value.hi >= MOST:
            return self.not_given
        return printable(written_value(value, kind, self.teller.lang))

    def cell(self, row: Row, column: str) -> str:
        """Return a cell of a row of the dossier."""
        value = row.values[column]
        kind = self.report.rulebook.names.tables[row.table].columns[column]
        if kind.kind == "choice" and isinstance(value, str):
            described = self.world.described[row.table].by_code.get(column)
            return value if described is None else self.teller.say(described.label(value))
        return self._named(value) if isinstance(value, Row) else self.value(value, kind)

    def _named(self, row: Row) -> str:
        """Return how a row is named: by its code, a beneficiary by code and title."""
        role = self.report.rulebook.schema.roles.beneficiaries
        title = None if role is None or role.table != row.table or role.title is None else row.values[role.title]
        return printable(f"{row.id}, {title}" if isinstance(title, str) else row.id)

    def clause(self, number: Any) -> str:
        """Return the article of a clause, which is what an official document cites."""
        found = self.report.rulebook.agreement.clauses.get(str(number).upper())
        return self.value(number, TEXT) if found is None else found.article

    def figure(self, finding: Finding, name: str, negated: bool = False) -> str:
        """Return a figure behind a verdict, worked out by the rule's own formula."""
        formula: Any = finding.compiled.values[name]
        value = formula(finding.context.environment(finding.row))
        kind: Any = finding.compiled.rule.values[name]
        return self.value(interval(-high(value), -low(value)) if negated else value, kind.type)

    def computed(self, row: Row, name: str) -> tuple[Any, Type]:
        """Return a computed column of a row, as rules see it, and its type."""
        body, _ = self.judge.program.computed(row.table, name)
        measure = self.report.rulebook.measures[row.table, name]
        return body(self.context.environment(row)), measure.formula.type

    def who(self, debtor: str | None) -> str:
        """Return who owes something, by name."""
        return capital(party(self.report.rulebook, debtor, self.teller))

    def several(self, phrases: Iterable[str]) -> str:
        """Return phrases one after the other in a cell."""
        return self.teller.clauses(list(phrases))

    # tables ------------------------------------------------------------------------------------------

    def is_absent(self, table: str) -> bool:
        """Tell whether the dossier lacks a table."""
        return table in self.world.absent

    def rows(self, table: str, first: int = LEAST, last: int = MOST) -> list[Row]:
        """Return the rows that have happened between two days, then those of which the day is not given."""
        return [row for row in self.context.table(table).all() if row.day is None or first <= row.day <= last]

    def absence(self, table: str) -> Paragraph:
        """Say that a table is not in the dossier."""
        name = self.world.described[table].name
        return Paragraph(
            self.say(f"Non renseigné : le dossier n'a pas de table « {name} ».",
                     f"Not given: the dossier has no table “{table}”.")
        )  # fmt: skip

    def listing(
        self, table: str, caption: Text, columns: Sequence[ListingColumn], rows: Iterable[Row], none: Text
    ) -> list[Block]:
        """Return the table of some rows of the dossier, or the sentence that says why there is none."""
        shown = list(rows)
        if not shown:
            return [self.absence(table) if self.is_absent(table) else Paragraph(self.teller.say(none))]
        blocks: list[Block] = [self.table(caption, columns, [[each.write(row) for each in columns] for row in shown])]
        described = self.report.rulebook.schema.tables.get(table)
        undated = sum(row.day is None for row in shown)
        if undated and described is not None and (described.date_column or described.dated_by):
            said = Text("{n:ligne est|lignes sont} sans date : le dossier ne dit pas de quel jour.",
                        "{n:row has|rows have} no date: the dossier does not say which day.")  # fmt: skip
            blocks.append(Paragraph(self.teller.counted(said, n=undated), note=True))
        return blocks

    def table(self, caption: Text, columns: Sequence[ListingColumn], rows: Iterable[Sequence[str]]) -> Table:
        """Return a table of cells that are written already."""
        return Table(
            self.teller.say(caption),
            tuple(self.teller.say(each.head) for each in columns),
            tuple(tuple(row) for row in rows),
            frozenset(place for place, each in enumerate(columns) if each.right),
            tuple(each.weight for each in columns),
        )
