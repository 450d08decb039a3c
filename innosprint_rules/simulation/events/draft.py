"""A dossier being changed: rows as plain cells, each change noted, and the dossier that they make.

What has happened by ``as_of`` stays: only rows dated later are changed, added or removed. Rows that a scenario
leaves alone keep their place in the user's files; those that it adds have theirs in the scenario.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from innosprint_rules.dossier.assembly import assemble
from innosprint_rules.dossier.canonical import plain_cell
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.raw import RawDossier, RawRow, RawTable, RowSource, TableSource
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.engine.evaluation.values import written_day
from innosprint_rules.errors import Location, Problem, ScenarioError
from innosprint_rules.folding import same_key
from innosprint_rules.simulation.events.changes import Change, added, changed
from innosprint_rules.wording import Text

_MADE_AGAIN = frozenset({"zero-amount", "unknown-parameter"})  # notices that assembling gives once more

_REMARKS = frozenset({"place", "label"})  # free text that a row may carry alone: nothing follows from its absence


@dataclass(eq=False, slots=True)
class Line:
    """One row: its cells by code as JSON carries them, and where it was read."""

    table: Table
    cells: dict[str, object]
    source: RowSource

    @property
    def id(self) -> str:
        """What names the row in its table."""
        return "/".join(str(self.cells.get(code)) for code in self.table.identity)


class DraftDossier:
    """The rows of a dossier while events change them."""

    def __init__(self, dossier: Dossier, as_of: date) -> None:
        self.original = dossier
        self.as_of = as_of
        self.changes: list[Change] = []
        self.tables: dict[str, list[Line]] = {}
        self.columns: dict[str, frozenset[str]] = {}
        self._built: Dossier | None = None
        for code, table in dossier.schema.tables.items():
            rows = dossier.rows(code)
            if rows is not None:
                self.columns[code] = dossier.columns(code)
                self.tables[code] = [_line(table, row, self.columns[code]) for row in rows]

    # looking -----------------------------------------------------------------------------------------

    def lines(self, table: str) -> list[Line]:
        """Return the rows of a table, none when it is not there."""
        return self.tables.get(table, [])

    def find(self, table: str, identity: str) -> Line | None:
        """Return the row of that name."""
        key = same_key(identity)
        return next((line for line in self.lines(table) if same_key(line.id) == key), None)

    def day(self, line: Line) -> date | None:
        """Return the day of a row; None where it has none or it is not known."""
        if line.table.date_column is not None:
            value = line.cells.get(line.table.date_column)
            return None if value is None else date.fromisoformat(str(value))
        reference = line.cells.get(line.table.dated_by or "")
        target = None if reference is None else line.table.by_code[str(line.table.dated_by)].target
        dating = None if target is None else self.find(target, str(reference))
        return None if dating is None else self.day(dating)

    def ahead(self, line: Line) -> bool:
        """Tell whether a row is still to come; one without a day has happened."""
        day = self.day(line)
        return day is not None and day > self.as_of

    def latest(self) -> date:
        """Return the last day on which anything is dated."""
        days = [day for lines in self.tables.values() for line in lines if (day := self.day(line)) is not None]
        return max([self.as_of, *days])

    # changing ----------------------------------------------------------------------------------------

    def must_be_ahead(self, day: date | None, what: Text, where: Location) -> date:
        """Refuse to touch what has happened, and what is dated nowhere; return the day."""
        if day is None:
            reason = Text(f"{what.fr} n'a pas de date", f"{what.en} has no date")
            hint = Text("dater la ligne dans le dossier", "date the row in the dossier")
        elif day <= self.as_of:
            fr, en = (written_day(self.as_of.toordinal(), lang) for lang in ("fr", "en"))
            on_fr, on_en = (written_day(day.toordinal(), lang) for lang in ("fr", "en"))
            reason = Text(f"{what.fr} : le {on_fr} est passé, ce qui précède le {fr} ne change plus",
                          f"{what.en}: {on_en} is past, what precedes {en} no longer changes")  # fmt: skip
            hint = Text("choisir un jour plus ancien avec --as-of, ou une date plus tardive dans le scénario",
                        "choose an earlier day with --as-of, or a later date in the scenario")  # fmt: skip
        else:
            return day
        raise ScenarioError(Problem("already-happened", reason, hint, where))

    def add(self, table: str, cells: Mapping[str, object], where: Location, quiet: Iterable[str] = ()) -> Line:
        """Add a row; cells of the columns ``quiet`` are left out where the table does not carry them.

        Where a blank is a fact, a column that comes with one row would make it a fact of every other row.
        """
        described = self.original.schema.tables[table]
        carried = self.columns.get(table)
        held = {code: value for code, value in cells.items() if value is not None}
        if carried is not None and self.lines(table):
            new = [described.by_code[code] for code in held if code not in carried]
            telling = [
                column
                for column in new
                if column.blank == "nothing" and column.default is None and column.code not in _REMARKS
            ]
            for column in telling:
                if column.code not in quiet:
                    raise ScenarioError(_no_column(described, column, where))
                del held[column.code]
        source = TableSource(described, where.file, None, {}, frozenset(held))
        line = Line(described, held, RowSource(source, where.row))
        self.tables.setdefault(table, []).append(line)
        self.columns[table] = (carried or frozenset()) | frozenset(held)
        self.note(added(described, line.id, held, where))
        return line

    def change(self, line: Line, code: str, value: object, where: Location) -> None:
        """Change one cell."""
        before = line.cells.get(code)
        if before == value:
            return
        line.cells[code] = value
        self.columns[line.table.code] |= {code}
        self.note(changed(line.table, line.id, line.table.by_code[code], before, value, where))

    def note(self, change: Change) -> None:
        """Keep a change that was made."""
        self.changes.append(change)
        self._built = None

    # the result --------------------------------------------------------------------------------------

    def build(self) -> Dossier:
        """Return the dossier as it stands now, read and checked like any other.

        Raises:
            ScenarioError: the rows contradict each other.
        """
        if self._built is not None:
            return self._built
        original = self.original
        if not self.changes:
            return original
        notices = [notice for notice in original.notices if notice.code not in _MADE_AGAIN]
        raw = RawDossier(original.schema, original.source, notices=notices)
        for code, lines in self.tables.items():
            source = _table_source(original, code, self.columns[code])
            raw.tables[code] = RawTable(source, [RawRow(dict(line.cells), line.source) for line in lines])
        assembled = assemble(raw)
        if assembled.faults:
            raise ScenarioError(assembled.problems)
        built = Dossier.from_assembled(assembled, original.source)
        built._open = original._open | {code for code in self.tables if original.rows(code) is None}
        self._built = built
        return built


def _line(table: Table, row: Row, columns: frozenset[str]) -> Line:
    cells: dict[str, object] = {
        column.code: plain_cell(column, getattr(row, column.code)) for column in table.columns if column.code in columns
    }
    cells.update(row.model_extra or {})
    return Line(table, cells, row._source or RowSource(TableSource(table, columns=columns)))


def _table_source(dossier: Dossier, code: str, columns: frozenset[str]) -> TableSource:
    first = next(iter(dossier.rows(code) or ()), None)
    known = (
        first._source.table
        if first is not None and first._source is not None
        else TableSource(dossier.schema.tables[code])
    )
    return replace(known, columns=columns)


def _no_column(table: Table, column: Column, where: Location) -> Problem:
    return Problem(
        "no-such-column",
        Text(f"la table « {table.name} » du dossier n'a pas de colonne « {column.header} »",
             f"the dossier's table “{table.name}” has no column “{column.header}”"),
        Text("l'ajouter au dossier : ailleurs, un blanc y serait un fait",
             "add it to the dossier: in the other rows a blank would be a fact"),
        where,
    )  # fmt: skip
