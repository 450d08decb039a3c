"""What readers hand over: cells not yet read, each with the place it came from.

Every format (CSV, document, data frame, plain dicts) becomes a :class:`RawDossier`; one assembly turns it
into models. So a fault is found, worded and located in one place whatever the format.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Self

from innosprint_rules import limits
from innosprint_rules.dossier.addresses import CellLocation
from innosprint_rules.dossier.schema.tables import Schema, Table
from innosprint_rules.errors import Location, Problem
from innosprint_rules.wording import Text, brief_repr


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader should know that is no mistake: a stable code, what, and where."""

    code: str
    message: Text
    location: Location = field(default_factory=Location)

    __repr__ = brief_repr


def first_notices(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return the first notices of each code, and one that says how many more of it there are."""
    told: list[Notice] = []
    count: dict[str, int] = {}
    for notice in notices:
        count[notice.code] = count.get(notice.code, 0) + 1
        if count[notice.code] <= limits.ERRORS_TOLD:
            told.append(notice)
    for code, many in count.items():
        rest = many - limits.ERRORS_TOLD
        if rest > 0:
            more = Text(f"et {rest} autres remarques du même genre (« {code} »)",
                        f"and {rest} more remarks of the same kind (“{code}”)")  # fmt: skip
            told.append(Notice("more-notices", more))
    return tuple(told)


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake in the input: the problem as told, and for pydantic where and what.

    ``path`` is ``(table, row index, column)`` by code, as far as it goes, and sets the order in which faults are told;
    ``found`` is the value there.
    """

    problem: Problem
    path: tuple[str | int, ...] = ()
    found: object = None


class Faults(list[Fault]):
    """The faults found so far. Beyond a limit no more are taken: ``full`` tells those who look for them to stop."""

    @property
    def full(self) -> bool:
        """Tell whether no more faults are taken."""
        return len(self) >= limits.ERRORS_READ

    def append(self, fault: Fault) -> None:
        """Take a fault, unless there are too many."""
        if not self.full:
            super().append(fault)

    def extend(self, faults: Iterable[Fault]) -> None:
        """Take several faults, as long as there are not too many."""
        super().extend(islice(faults, max(0, limits.ERRORS_READ - len(self))))

    def __iadd__(self, faults: Iterable[Fault]) -> Self:  # type: ignore[override, misc]  # of faults alone
        self.extend(faults)
        return self


@dataclass(frozen=True, slots=True)
class TableSource:
    """Where a table was read: file, sheet, its headers as written, the columns it carries, by code.

    ``letters`` gives the letters of a workbook's columns, by code. ``proposal`` marks rows put to the vote.
    ``key`` is what a caller called the table.
    """

    table: Table
    file: str | None = None
    sheet: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    proposal: bool = False
    letters: Mapping[str, str] = field(default_factory=dict)
    key: str | None = None

    def __post_init__(self) -> None:
        if self.table.numbered:  # each row has a name, given or not
            object.__setattr__(self, "columns", self.columns.union(self.table.identity))


@dataclass(frozen=True, slots=True)
class RowSource:
    """Where a row was read: its line, or its path in a document (``allocations[3]``).

    ``lines`` gives the line of a cell where it is not the row's own. ``loc`` says which row it is in what a caller
    gave, ``keys`` what it calls its cells, by code.
    """

    table: TableSource
    line: int | None = None
    path: str | None = None
    lines: Mapping[str, int] | None = None
    loc: tuple[str | int, ...] = ()
    keys: Mapping[str, str] | None = None

    def loc_of(self, column: str | None) -> tuple[str | int, ...]:
        """Return where the cell ``column`` (by code) stands in what a caller gave, by its own keys and labels."""
        if not self.loc or column is None:
            return self.loc
        return (*self.loc, (self.keys or {}).get(column, column))

    def location(self, column: str | None = None) -> Location:
        """Return the place of the row, or of its cell ``column`` (name in code, or an unknown header)."""
        line = self.line if self.lines is None or column is None else self.lines.get(column, self.line)
        header: str | None = None
        if column is not None:
            described = self.table.table.by_code.get(column)
            fallback = described.header if described is not None else column
            header = self.table.headers.get(column, fallback)
        if self.path is not None:
            header = self.path if header is None else f"{self.path}.{header}"
        letter = self.table.letters.get(column) if column is not None else None
        if letter is not None:
            return CellLocation(self.table.file, self.table.sheet, line, header, letter)
        return Location(self.table.file, self.table.sheet, line, header)


@dataclass(slots=True)
class RawRow:
    """One row: unread cells by column code, or by header for columns that no table knows, in their order."""

    cells: dict[str, object]
    source: RowSource


@dataclass(slots=True)
class RawTable:
    """One table, its rows in their order."""

    source: TableSource
    rows: list[RawRow] = field(default_factory=list)

    @property
    def table(self) -> Table:
        """The table's description."""
        return self.source.table

    @property
    def missing(self) -> tuple[str, ...]:
        """The identity columns that the table does not carry."""
        return tuple(code for code in self.table.identity if code not in self.source.columns)


@dataclass(slots=True)
class RawDossier:
    """Everything read so far: tables of ``schema`` by code, faults of form, notices. ``file`` names the whole."""

    schema: Schema
    file: str | None = None
    tables: dict[str, RawTable] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    notices: list[Notice] = field(default_factory=list)
    cells_left: int = limits.CELLS

    def add(self, table: RawTable) -> None:
        """Take a table, or more rows of one that is there already."""
        known = self.tables.setdefault(table.table.code, table)
        if known is not table:
            self._same_columns(known, table)
            known.rows += table.rows
            known.source = replace(known.source, columns=known.source.columns | table.source.columns)

    def _same_columns(self, one: RawTable, two: RawTable) -> None:
        """Refuse parts of a table of which one lacks a column where a blank is a fact: it would be taken for blanks."""
        if one.table.numbered:
            return
        for lacking, having in ((two, one), (one, two)):
            for column in one.table.columns:
                if column.blank != "nothing" or column.default is not None or not lacking.rows or not having.rows:
                    continue
                if column.code in having.source.columns and column.code not in lacking.source.columns:
                    place, other = lacking.source, having.source.sheet or having.source.file or having.table.name
                    self.fault(
                        "columns-differ",
                        Text(f"la colonne « {column.header} » manque ici et se trouve dans « {other} »,"
                             " qui est la même table",
                             f"the column “{column.header}” is missing here and stands in “{other}”,"
                             " which is the same table"),
                        Text("donner les mêmes colonnes aux deux", "give both the same columns"),
                        Location(place.file, place.sheet),
                        (one.table.code,),
                    )  # fmt: skip

    def fault(
        self,
        code: str,
        message: Text,
        hint: Text | None = None,
        location: Location | None = None,
        path: tuple[str | int, ...] = (),
        loc: tuple[str | int, ...] = (),
    ) -> None:
        """Note one fault; without a location it is the whole file's."""
        where = location if location is not None else Location(self.file)
        self.faults.append(Fault(Problem(code, message, hint, where, loc), path))

    def notice(self, code: str, message: Text, location: Location | None = None) -> None:
        """Note something that is no mistake."""
        self.notices.append(Notice(code, message, location if location is not None else Location(self.file)))
