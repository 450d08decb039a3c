"""Where the rows of one simulated year lie in memory: one run of whole numbers a column, known beforehand.

A cell of an amount (cents), a number, a decimal (millionths), a date (day ordinal) or a key (the number of the row
it names) is that number, or ``NOTHING`` or ``UNKNOWN_CELL``. A cell of any other kind is the index of its value
among the values that the column may hold. The two slots in front of each column hold what a row that is nothing
or not known would: following a key is safe whatever it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from innosprint_rules.engine.evaluation.cells import typed_unknown
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.folding import fold
from innosprint_rules.formula.logic import UNKNOWN, Interval
from innosprint_rules.formula.types import MOST_ROWS, SMALLEST, Type
from innosprint_rules.rulebook.book import Rulebook

NOTHING, UNKNOWN_CELL = -1, -2
GHOSTS = 2
NUMBERED = frozenset({"amount", "number", "decimal", "percent", "share", "date"})


@dataclass(frozen=True, slots=True)
class Cells:
    """What the drawn cells of one column may hold.

    ``values`` lists them for texts, choices, members, lists and flags (None is nothing, ``UNKNOWN`` not known);
    for numbers and dates ``low`` and ``high`` bound those that are known, in cents, units, millionths or day
    ordinals; ``nothing`` and ``unknown`` say whether such a cell, or a key, may be blank as a fact or not known.
    """

    values: tuple[Any, ...] = ()
    low: int = 0
    high: int = 0
    nothing: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """The rows that a year adds to a table: at most ``capacity``; a column not named is blank in all of them.

    ``ordered`` promises that rows are added in the order of their table, after all those already there.
    """

    capacity: int
    columns: Mapping[str, Cells] = field(default_factory=dict)
    ordered: bool = False


@dataclass(slots=True)
class ColumnPlan:
    """One column: where its first row lies, and what its cells may hold, fixed and drawn together."""

    table: str
    name: str
    type: Type
    offset: int
    domain: list[Any] = field(default_factory=list)
    codes: dict[Any, int] = field(default_factory=dict)
    low: int = 0
    high: int = 0
    nothing: bool = False
    unknown: bool = False
    own_day: bool = False
    unreached: set[int] = field(default_factory=set)  # codes that no row's cell holds: for the slots in front alone
    seen: set[int] = field(default_factory=set)  # codes that cells hold in this run
    open: bool = False  # whether cells hold texts or lists: other dossiers have other values

    @property
    def finite(self) -> bool:
        """Whether cells are indexes into ``domain``."""
        return self.type.kind not in NUMBERED and self.type.kind != "ref"

    def code(self, value: Any) -> int:
        """Return the cell that holds ``value``: None is nothing, ``UNKNOWN`` or an interval not known."""
        if self.finite:
            return self.codes[_key(value)]
        if value is None:
            return NOTHING
        return UNKNOWN_CELL if value is UNKNOWN or isinstance(value, Interval) else int(value)

    def learn(self, value: Any) -> None:
        """Note that a cell may hold ``value``."""
        if self.finite:
            code = self._known(value)
            self.seen.add(code)
            self.unreached.discard(code)
        elif value is None:
            self.nothing = True
        elif value is UNKNOWN or isinstance(value, Interval):
            self.unknown = True
        elif isinstance(value, int):
            first = self.high < self.low
            self.low = value if first else min(self.low, value)
            self.high = value if first else max(self.high, value)

    def foresee(self, members: Iterable[str]) -> None:
        """Give codes to what any cell may hold, in an order of its own: blanks first, then what its type lists."""
        blank = None if self.type.nothing or self.type.kind == "list" else UNKNOWN
        for value in (blank, UNKNOWN if blank is None else None):
            self.unreached.add(self._known(value))
        listed: Mapping[str, Iterable[Any]] = {"flag": (True, False), "choice": self.type.choices, "member": members}
        for value in listed.get(self.type.kind, ()):
            self._known(value)
        self.open = self.type.kind not in listed

    def _known(self, value: Any) -> int:
        """Return the code of a value, a new one where it has none."""
        code = self.codes.setdefault(_key(value), len(self.domain))
        if code == len(self.domain):
            self.domain.append(value)
        return code


@dataclass(slots=True)
class TablePlan:
    """One table: its columns, how many rows are there before any is drawn, and how many there may be."""

    name: str
    number: int
    fixed: int
    capacity: int
    open: bool
    dated: bool
    ordered: bool
    closed: bool  # whether it can have no row
    columns: dict[str, ColumnPlan] = field(default_factory=dict)


class Layout:
    """The memory of one simulated year: tables, columns, and the rows that every year starts from.

    Args:
        rulebook: the rules that will judge the years.
        world: what has happened already, with proposals left out; its rows are in every year.
        drawn: the tables to which years add rows.

    Raises:
        ValueError: a table may hold more rows than the figures of the rulebook are proved for.
    """

    def __init__(self, rulebook: Rulebook, world: World, drawn: Mapping[str, DrawnTable]) -> None:
        self.rulebook = rulebook
        self.world = world
        self.tables: dict[str, TablePlan] = {}
        self.places: dict[Row, int] = {}
        self.memory: list[int] = []
        self.counts: list[int] = []
        rows = {name: self._number(name, drawn.get(name)) for name in world.tables}
        for name, plan in self.tables.items():
            for row in rows[name]:
                for column in plan.columns.values():
                    self.memory[column.offset + self.places[row]] = self._cell(column, row.values[column.name])

    def column(self, table: str, name: str) -> ColumnPlan:
        """Return the plan of a column."""
        return self.tables[table].columns[name]

    def reserve(self, capacity: int) -> int:
        """Add a run of ``capacity`` slots to the memory, two blank ones before it; return where it starts."""
        offset = len(self.memory) + GHOSTS
        self.memory += [0] * (capacity + GHOSTS)
        return offset

    def _number(self, name: str, drawn: DrawnTable | None) -> list[Row]:
        """Plan one table; return its rows and those that keys name in it although it is absent."""
        stored = self.world.tables[name]
        known = list(stored.all())
        ghosts = self.world.ghosts(name)
        room = len(known) + (drawn.capacity if drawn is not None else 0)
        for place, row in enumerate(known):
            self.places[row] = place
        for place, row in enumerate(ghosts, start=room):  # never in a loop over the table, only named by keys
            self.places[row] = place
        capacity = room + len(ghosts)
        if capacity > MOST_ROWS:
            raise ValueError(f"{name} may hold {capacity} rows, more than {MOST_ROWS}")
        ordered = not stored.unplaced and (drawn is None or drawn.capacity == 0 or drawn.ordered)
        plan = TablePlan(
            name,
            len(self.counts),
            len(known),
            capacity,
            stored.open,
            stored.dated,
            ordered,
            drawn is None and capacity == 0,
        )
        self.tables[name] = plan
        self.counts.append(len(known))
        kinds = self.rulebook.names.tables[name].columns
        for column, kind in kinds.items():
            values = [row.values[column] for row in (*known, *ghosts)]
            plan.columns[column] = self._plan(name, column, kind, capacity, values, drawn)
        return [*known, *ghosts]

    def _plan(
        self, table: str, name: str, kind: Type, capacity: int, values: Iterable[Any], drawn: DrawnTable | None
    ) -> ColumnPlan:
        own_day = self.rulebook.names.tables[table].date_column == name
        column = ColumnPlan(table, name, kind, self.reserve(capacity), low=0, high=-1, own_day=own_day)
        if column.finite:
            column.foresee(self.rulebook.agreement.members)
        for value in values:
            column.learn(value)
        if drawn is not None:
            cells = drawn.columns.get(name)
            for value in cells.values if cells is not None else (self._blank(kind),):
                column.learn(value)
            if cells is not None:
                if not column.finite and kind.kind != "ref":
                    column.learn(cells.low)
                    column.learn(cells.high)
                column.nothing |= cells.nothing
                column.unknown |= cells.unknown
        # what the two slots in front hold: a row that is nothing, a row that is not known
        unknown = typed_unknown(kind)
        self.memory[column.offset - 1] = column.code(None)
        self.memory[column.offset - 2] = column.code(unknown)
        return column

    @staticmethod
    def _blank(kind: Type) -> Any:
        return None if kind.nothing else typed_unknown(kind)

    def _cell(self, column: ColumnPlan, value: Any) -> int:
        if isinstance(value, Row):
            return self.places[value]
        return column.code(value)


def _key(value: Any) -> Any:
    """Return what two values that no formula tells apart have in common."""
    if isinstance(value, str):
        return ("text", value)
    return (type(value).__name__, value) if isinstance(value, bool) else value


__all__ = ["GHOSTS", "NOTHING", "SMALLEST", "UNKNOWN_CELL", "Cells", "ColumnPlan", "DrawnTable", "Layout", "fold"]
