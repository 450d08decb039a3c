"""What could not be read, cell by cell: the rows concerned as they stand, each mistake at its own cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from innosprint_rules.dossier.cells import show
from innosprint_rules.dossier.schema.raw import RawDossier, RawRow, RawTable
from innosprint_rules.errors import InputError, Location, Problem
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.wording import Text

_Place = tuple[str | None, str | None, int | None, str | int | None]

NOTHING_JUDGED = Text("Rien n'est jugé", "Nothing is judged")
HOW = Text("Corriger le fichier d'origine, ou une copie, puis le vérifier de nouveau.",
           "Mend the original file, or a copy, and check it again.")  # fmt: skip
_MISTAKES = (Text("erreur à corriger", "mistake to mend"), Text("erreurs à corriger", "mistakes to mend"))
EVERYWHERE = Text("Le fichier entier", "The whole file")


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A cell of a row: its column by code, what stands there, what is wrong with it."""

    column: str
    shown: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row with mistakes: its line, the cells that name it and those at fault, what is wrong with the row itself."""

    name: str
    cells: tuple[UnreadCell, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadTable:
    """A table with mistakes: where it was read, the headers shown by column code, its rows, what concerns it whole."""

    where: Location
    headers: dict[str, str]
    rows: tuple[UnreadRow, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Found:
    own: list[Problem] = field(default_factory=list)
    cells: dict[str, list[Problem]] = field(default_factory=dict)


def placed(error: InputError) -> bool:
    """Tell whether a mistake can be shown where it stands: those of a whole file stand nowhere in it."""
    return any(each.location.row is not None or each.location.sheet for each in error.each)


def unread_tables(error: InputError, raws: Sequence[RawDossier]) -> tuple[UnreadTable, ...]:
    """Return every mistake of ``error`` at its place in what was read, in the order in which they are told."""
    places = {place: spot for raw in raws for table in raw.tables.values() for place, spot in _places(table)}
    found: dict[_Place, tuple[list[Problem], dict[int, tuple[RawTable, RawRow, _Found]]]] = {}
    for problem in error.each:
        where = problem.location
        whole, rows = found.setdefault((where.file, where.sheet, None, None), ([], {}))
        spot = places.get((where.file, where.sheet, where.row, where.column))
        if spot is None:
            whole.append(problem)
            continue
        table, row, column = spot
        held = rows.setdefault(id(row), (table, row, _Found()))[2]
        (held.own if column is None else held.cells.setdefault(column, [])).append(problem)
    return tuple(
        _table(Location(file, sheet), whole, list(rows.values())) for (file, sheet, *_), (whole, rows) in found.items()
    )


def count_words(error: InputError, teller: Teller) -> str:
    """Return the first line: nothing is judged, and how many mistakes there are to mend."""
    count = len(error.each)
    mistakes = teller.number(count, *_MISTAKES)
    return f"{teller.say(NOTHING_JUDGED)}{teller.colon}{mistakes}"


def what_to_write(problem: Problem, teller: Teller) -> str:
    """Return what is wrong and what to write, a line each, as the comment of a cell."""
    said = teller.say(problem.message)
    return said if problem.hint is None else f"{said}\n→ {teller.say(problem.hint)}"


def _places(table: RawTable) -> Iterator[tuple[_Place, tuple[RawTable, RawRow, str | None]]]:
    for row in table.rows:
        whole = row.source.location()
        yield (whole.file, whole.sheet, whole.row, whole.column), (table, row, None)
        for code in dict.fromkeys((*row.source.table.columns, *row.cells)):
            where = row.source.location(code)
            yield (where.file, where.sheet, where.row, where.column), (table, row, code)


def _table(where: Location, whole: list[Problem], rows: list[tuple[RawTable, RawRow, _Found]]) -> UnreadTable:
    headers: dict[str, str] = {}
    if rows:
        table = rows[0][0]
        faulty = {code for _, _, held in rows for code in held.cells}
        shown = [*table.table.identity, *(code for code in _order(table) if code in faulty)]
        headers = {code: str(rows[0][1].source.location(code).column) for code in dict.fromkeys(shown)}
    told = tuple(_row(row, held, list(headers)) for _, row, held in rows)
    return UnreadTable(where, headers, told, tuple(whole))


def _order(table: RawTable) -> list[str]:
    known = list(table.table.by_code)
    return [*known, *(code for row in table.rows for code in row.cells if code not in table.table.by_code)]


def _row(row: RawRow, held: _Found, columns: list[str]) -> UnreadRow:
    cells = tuple(UnreadCell(code, _shown(row, code), tuple(held.cells.get(code, ()))) for code in columns)
    where = row.source.location()
    return UnreadRow(str(where.row if where.row is not None else row.source.path or ""), cells, tuple(held.own))


def _shown(row: RawRow, code: str) -> str:
    value = row.cells.get(code)
    return "" if value is None else show(value)
