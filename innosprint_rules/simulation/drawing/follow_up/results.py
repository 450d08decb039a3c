"""Drawing what comes of the programme, which objectives count: rows of one table, some of each kind.

What comes at random over the year and would have come by now is left out: the dossier says what did.
"""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.rulebook.year.plan import ResultKind
from innosprint_rules.rulebook.year.plan import Results as Planned
from innosprint_rules.simulation.drawing.columns import announce, cell
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, SLOTS, stream
from innosprint_rules.simulation.drawing.source import function, once, sample


class Results:
    """The part of the year that draws the results."""

    name = "draw_results"

    def __init__(self, drawing: Drawing, planned: Planned) -> None:
        self.drawing = drawing
        self.planned = planned
        self.tables = (planned.table,)
        start, inputs, table = drawing.start, drawing.inputs, planned.table
        self.day = drawing.day_of(table)
        self.most = [inputs[f"results.{each.name}.number"].distribution.high for each in planned.kinds]
        drawing.rows(table, sum(self.most), {
            self.day: Cells((), start.first, start.at), planned.beneficiary: Cells(),
            planned.kind: Cells(tuple(each.kind for each in planned.kinds)),
        })  # fmt: skip
        self.columns = self._written()
        drawing.spend(SLOTS * max(self.most, default=0))

    def _written(self) -> list[str]:
        """Announce what the cells of every other column may hold, those of one kind or another; return the columns."""
        drawing, table = self.drawing, self.planned.table
        held: dict[str, list[Cells]] = {}
        for each in self.planned.kinds:
            for told in each.columns:
                announce(drawing, table, told, f"results.{each.name}.{told.key}")
                held.setdefault(told.column, []).append(drawing.tables[table].columns[told.column])
            for column, value in each.write:
                held.setdefault(column, []).append(drawing.cells_of(table, column, (value,)))
        blank = {column for column in held for each in self.planned.kinds if not _says(each, column)}
        for column, cells in held.items():
            if column in blank:
                cells.append(drawing.cells_of(table, column, (drawing.blank(table, column),)))
            drawing.tables[table].columns[column] = _together(cells)
        return list(held)

    def source(self) -> str:
        """Return the function that draws them."""
        drawing, table = self.drawing, self.planned.table
        loops = "\n    ".join(self._kind(number, each) for number, each in enumerate(self.planned.kinds, start=1))
        return function(
            self.name,
            f"""
    row = {drawing.there(table)}
    projects = {drawing.count(drawing.plan.beneficiaries.table)}
    if projects > 0:
        {loops.replace(chr(10), chr(10) + "    ")}
    {drawing.count(table)} = row""",
        )

    def _kind(self, number: int, each: ResultKind) -> str:
        drawing, table = self.drawing, self.planned.table
        day = sample(drawing.inputs["results.day"], "w")
        told = {one.column: (slot, one) for slot, one in enumerate(each.columns, start=2)}  # slot 1 chooses the project
        written = dict(each.write)
        cells: dict[str | None, str] = {
            self.day: "day",
            self.planned.kind: drawing.cell(table, self.planned.kind, each.kind),
        }
        if self.planned.beneficiary is not None:
            cells[self.planned.beneficiary] = "W[w + 1] * projects >> 32"
        for column in self.columns:
            if column in told:
                slot, one = told[column]
                cells[column] = cell(drawing, table, one, f"results.{each.name}.{one.key}", f"w + {slot}", "day")
            else:
                value = written.get(column, drawing.blank(table, column))
                cells[column] = drawing.cell(table, column, value)
        rows = "\n            ".join(drawing.stores(table, "row", cells))
        return f"""n = {once(drawing, f"results.{each.name}.number", f"results.{number}")}
    fill(W, {SCRATCH}, {SLOTS} * n, seed, year, {stream(f"results.{number}")})
    words += {len(told) + 2} * n
    for i in range(n):
        w = {SCRATCH} + {SLOTS} * i
        day = {drawing.start.begins} + {day}
        if {drawing.still_ahead("day")}:
            {rows}
            row += 1"""


def _says(kind: ResultKind, column: str) -> bool:
    return any(each.column == column for each in kind.columns) or any(name == column for name, _ in kind.write)


def _together(found: list[Cells]) -> Cells:
    """Return what cells may hold that are of one of several kinds."""
    values = tuple(dict.fromkeys(value for each in found for value in each.values))
    known = [each for each in found if (each.low, each.high) != (0, 0)] or found
    return Cells(
        values, min(each.low for each in known), max(each.high for each in known),
        any(each.nothing for each in found), any(each.unknown for each in found),
    )  # fmt: skip
