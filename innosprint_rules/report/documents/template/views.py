"""What a template sees of a dossier and of its verdicts: rows whose cells are written as people read them.

A cell compares by what it holds and reads as it is told: ``{{ payment.amount }}`` is « 1 500,00 € », while
``payments.where(direction='autre')`` looks at the word that the table keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.folding import same_key
from innosprint_rules.formula.logic import LEAST, MOST, UNKNOWN, Interval
from innosprint_rules.formula.types import AMOUNT, TEXT, Type
from innosprint_rules.report.documents.source import Source
from innosprint_rules.wording import french_spacing


class NotThere(Exception):  # noqa: N818  # told as a problem of the template
    """A name that a row, a table or a verdict does not have, and those that it has."""

    def __init__(self, name: str, of: str, known: tuple[str, ...]) -> None:
        self.name, self.of, self.known = name, of, known
        super().__init__(name)


class Cell:
    """A value and how it is told; false where it is blank, not known, or no."""

    __slots__ = ("kind", "source", "value", "written")

    def __init__(self, source: Source, value: Any, kind: Type = AMOUNT, written: str | None = None) -> None:
        self.source, self.value, self.kind, self.written = source, value, kind, written

    def __str__(self) -> str:
        return self.written if self.written is not None else self.source.value(self.value, self.kind)

    def __bool__(self) -> bool:
        return self.value not in (None, UNKNOWN, (), False) and not isinstance(self.value, Interval)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Cell | RowView):
            return bool(self.value == plain(other))
        if isinstance(self.value, Row) and isinstance(other, str):
            return same_key(self.value.id) == same_key(other)
        return bool(self.value == other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __add__(self, other: Cell) -> Cell:
        return self._worked_out(other, 1)

    def __sub__(self, other: Cell) -> Cell:
        return self._worked_out(other, -1)

    def __le__(self, other: Cell) -> bool:
        return self._ordered(other, -1) or self == other

    def __lt__(self, other: Cell) -> bool:
        return self._ordered(other, -1)

    def __ge__(self, other: Cell) -> bool:
        return self._ordered(other, 1) or self == other

    def __gt__(self, other: Cell) -> bool:
        return self._ordered(other, 1)

    def _ordered(self, other: Cell, sign: int) -> bool:
        mine, theirs = self.value, plain(other)
        return isinstance(mine, int) and isinstance(theirs, int) and sign * (mine - theirs) > 0

    def _worked_out(self, other: Cell, sign: int) -> Cell:
        mine, theirs = self.value, plain(other)
        known = isinstance(mine, int) and isinstance(theirs, int)
        return Cell(self.source, mine + sign * theirs if known else UNKNOWN, self.kind)

    def seen(self, name: str) -> Any:
        """Return what a template sees under a name: a cell of the row that this one leads to. Raises NotThere."""
        if isinstance(self.value, Row):
            return RowView(self.source, self.value).seen(name)
        raise NotThere(name, str(self), ())


class RowView:
    """A row: each of its columns and computed columns is a cell; ``id`` is its name."""

    __slots__ = ("row", "source")

    def __init__(self, source: Source, row: Row) -> None:
        self.source, self.row = source, row

    def __str__(self) -> str:
        return self.row.id

    def __eq__(self, other: object) -> bool:
        return bool(self.row == plain(other))

    def __hash__(self) -> int:
        return hash(self.row)

    def seen(self, name: str) -> Any:
        """Return what a template sees under a name: ``said``, or a cell. Raises NotThere."""
        return self.said if name == "said" else self.cell(name)

    def cell(self, name: str) -> Cell:
        """Return a cell by the code of its column. Raises NotThere."""
        source, row = self.source, self.row
        if name == "id":
            return Cell(source, row.id, TEXT)
        book = source.report.rulebook
        columns = book.names.tables[row.table].columns
        if name in row.values:
            return Cell(source, row.values[name], columns[name], source.cell(row, name))
        if (row.table, name) in book.measures:
            return Cell(source, *source.computed(row, name))
        model = getattr(row.model, name, None)
        if row.model is not None and name in row.model.table.by_code:
            return Cell(source, model, TEXT, source.value(model, TEXT))
        raise NotThere(name, row.table, ("id", *columns, *(own for table, own in book.measures if table == row.table)))

    def said(self, name: str) -> str:
        """Return the words in which a cell that counts as yes or no was written; nothing where it was yes or no."""
        self.cell(name)
        return "" if self.row.model is None else str(self.row.model.said.get(name, ""))


class Offering:
    """Something of which a template sees what it offers, and nothing else."""

    __slots__ = ()
    offered: ClassVar[tuple[str, ...]] = ()

    def seen(self, name: str) -> Any:
        """Return what is offered under a name. Raises NotThere."""
        if name not in self.offered:
            raise NotThere(name, type(self).__name__.lower(), self.offered)
        return getattr(self, name)


class Rows(Offering):
    """Rows of one table: those that have happened by the moment of the document, those without a day last."""

    __slots__ = ("rows", "source", "table")
    offered = ("where", "but", "between", "to_come", "all", "dated", "sum", "each", "ids", "absent")

    def __init__(self, source: Source, table: str, rows: list[Row] | None = None) -> None:
        self.source, self.table = source, table
        self.rows = source.rows(table) if rows is None else rows

    def __iter__(self) -> Iterator[RowView]:
        return (RowView(self.source, row) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def absent(self) -> bool:
        """Whether the dossier lacks the table."""
        return self.source.is_absent(self.table)

    @property
    def ids(self) -> str:
        """The names of the rows, one after the other."""
        return ", ".join(row.id for row in self.rows)

    @property
    def to_come(self) -> Rows:
        """The rows dated after the moment of the document."""
        return self._of(list(self.source.context.view(self.table, "to_come").placed))

    @property
    def all(self) -> Rows:
        """The rows, whether they have happened or not."""
        return self._of([*self.rows, *self.to_come.rows])

    @property
    def dated(self) -> Rows:
        """The rows that have a day."""
        return self._of([row for row in self.rows if row.day is not None])

    def between(self, first: Any, last: Any) -> Rows:
        """Return the rows of the days from first to last, and those without a day."""
        least, most = (plain(each) for each in (first, last))
        least = least if isinstance(least, int) else LEAST
        most = most if isinstance(most, int) else MOST
        return self._of([row for row in self.rows if row.day is None or least <= row.day <= most])

    def where(self, **wanted: Any) -> Rows:
        """Return the rows whose cells hold what is given: a word, a row, none, or one of a list of them."""
        return self._of([view.row for view in self if all(_holds(view.cell(name), v) for name, v in wanted.items())])

    def but(self, **unwanted: Any) -> Rows:
        """Return the rows of which no cell holds what is given."""
        return self._of(
            [view.row for view in self if not any(_holds(view.cell(name), v) for name, v in unwanted.items())]
        )

    def sum(self, column: str) -> Cell:
        """Return the sum of a column: not known as soon as one of its cells is not."""
        cells = [view.cell(column) for view in self]
        known = all(isinstance(each.value, int) for each in cells)
        kind = self.source.report.rulebook.names.tables[self.table].columns.get(column, AMOUNT)
        return Cell(self.source, sum(each.value for each in cells) if known else UNKNOWN, kind)

    def each(self, column: str) -> str:
        """Return what a column holds in each row, one after the other, the cells that hold nothing left out."""
        return ", ".join(str(cell) for cell in (view.cell(column) for view in self) if cell)

    def _of(self, rows: list[Row]) -> Rows:
        return Rows(self.source, self.table, rows)


def spaced(text: str) -> str:
    """Return French words with their spaces; they may go on a sentence, beginning with a colon."""
    return french_spacing(f"x{text}")[1:]


def plain(value: Any) -> Any:
    """Return what a cell or a row holds."""
    return value.value if isinstance(value, Cell) else value.row if isinstance(value, RowView) else value


def _holds(cell: Cell, wanted: Any) -> bool:
    return any(cell == each for each in wanted) if isinstance(wanted, list | tuple) else cell == wanted
