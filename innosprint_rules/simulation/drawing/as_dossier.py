"""One simulated year as a dossier, which ``check`` judges as the kernel judged it: row for row, in the same order.

What has happened keeps its rows as they were read; drawn rows are named after them: ``S4``, ``P15``, ``A007``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from innosprint_rules.dossier.assembly import Assembled
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.base_row import Row, row_class
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.row_cells import Cells
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.dossier.schema.values import decimal_text
from innosprint_rules.engine.kernel.layout import ColumnPlan, Layout, TablePlan
from innosprint_rules.errors import DossierError, ProblemList
from innosprint_rules.folding import same_key
from innosprint_rules.formula.logic import UNKNOWN
from innosprint_rules.money import plain
from innosprint_rules.nearest import quoted
from innosprint_rules.simulation.drawing.model import YearModel
from innosprint_rules.simulation.drawing.random_words import RUN, fill, keys
from innosprint_rules.wording import Text

_REMARKS = frozenset({"title", "place", "label", "partner", "purpose", "instrument"})
"""Free text from whose absence nothing follows."""


def year_dossier(model: YearModel, year: int, seed: int) -> Dossier:
    """Return year number ``year`` of a run with this seed as a dossier, to be judged on the day ``model.at``."""
    layout = model.layout()
    found: dict[str, Any] = {"njit": _as_it_is, "bits": int.bit_length, "fill": fill, "keys": keys}
    exec(compile(model.source(layout), "<year>", "exec"), found)  # noqa: S102  # our own source, no user's text
    memory, counts = list(layout.memory), list(layout.counts)
    found["draw"](memory, counts, model.data(), [0] * (model.words + RUN), seed, year)
    return dossier_of(model, layout, memory, counts)


def dossier_of(model: YearModel, layout: Layout, memory: Sequence[int], counts: Sequence[int]) -> Dossier:
    """Return the dossier that a drawn year makes: ``memory`` and ``counts`` as ``draw`` left them."""
    start = model.start.dossier
    names = {name: _named(model, layout, plan, counts[plan.number]) for name, plan in layout.tables.items()}
    rows: dict[str, tuple[Row, ...]] = {}
    columns: dict[str, frozenset[str]] = {}
    added: set[str] = set()
    for code, table in start.schema.tables.items():
        there = start.rows(code)
        if table.keyed:
            if there is not None:
                rows[code], columns[code] = there, start.columns(code)
            continue
        plan = layout.tables[code]
        reader = _Reader(table, plan, names, memory, _said(model, code))
        drawn = [reader.row(place) for place in range(plan.fixed, counts[plan.number])]
        if there is None and not drawn:
            continue
        fixed = [row.model for row in model.start.rows(code)]
        rows[code] = (*fixed, *drawn)
        columns[code] = start.columns(code) | (frozenset(table.by_code) if drawn else frozenset())
        if there is None:
            added.add(code)
    built = Dossier.from_assembled(
        Assembled(start.schema, start.source, rows, columns, (), start.notices), start.source
    )
    built._open = start._open | added
    return built


def check_writable(dossier: Dossier) -> None:
    """Refuse to write a year into files where what its dossier does not know would become a fact.

    Files have no way to say that a column or a table is there for some rows only.

    Raises:
        DossierError: naming every such table and column.
    """
    problems = ProblemList()
    for code, table in dossier.schema.tables.items():
        rows = dossier.rows(code)
        if not rows or table.keyed:
            continue
        if dossier.is_open(code):
            problems.add(
                "table-was-absent",
                Text(f"le dossier de départ n'a pas de table « {table.name} »",
                     f"the dossier to start from has no table “{table.name}”"),
                Text("l'ajouter, fût-elle vide : écrite, elle dirait que rien d'autre n'a eu lieu",
                     "add it, be it empty: written out it would say that nothing else happened"),
            )  # fmt: skip
        facts = {column.code for column in table.columns if column.blank == "nothing" and column.default is None}
        facts -= _REMARKS
        lacking = {code for row in rows for code in facts - row.columns}
        if lacking:
            told = quoted(column.header for column in table.columns if column.code in lacking)
            problems.add(
                "column-was-absent",
                Text(f"la table « {table.name} » du dossier de départ n'a pas {told.fr}",
                     f"the table “{table.name}” of the dossier to start from lacks {told.en}"),
                Text("ajouter ces colonnes : vides, elles seraient un fait",
                     "add these columns: left blank they would be a fact"),
            )  # fmt: skip
    if problems:
        raise DossierError(problems.problems)


class _Reader:
    """Reads the rows of one table back from the memory."""

    def __init__(
        self, table: Table, plan: TablePlan, names: dict[str, dict[int, str]], memory: Sequence[int], said: str | None
    ) -> None:
        self.said = said
        self.plan = plan
        self.table = table
        self.names = names
        self.memory = memory

    def row(self, place: int) -> Row:
        """Return the row at a place of the memory."""
        cells = Cells()
        for column in self.table.columns:
            code = column.code
            if column.read_by is not None:
                cells[code] = self._value(column, place)
            elif column.kind == "key":
                cells[code] = self.names[self.plan.name][place]
            else:
                cell = self._cell(self.plan.columns[code], place)
                cells[code] = "; ".join(cell) if column.kind == "text" and isinstance(cell, list) else cell
        return row_class(self.table).model_validate(cells)

    def _cell(self, column: ColumnPlan, place: int) -> object:
        cell = self.memory[column.offset + place]
        if column.finite:
            value = column.domain[cell]
            if value is None or value is UNKNOWN:
                return None
            return list(value) if isinstance(value, tuple) else value
        if cell < 0:
            return None
        kind = column.type.kind
        if kind == "ref":
            return self.names[column.type.table][cell]
        if kind == "amount":
            return plain(cell)
        if kind == "decimal":
            return decimal_text(cell)
        return date.fromordinal(cell) if kind == "date" else cell

    def _value(self, column: Column, place: int) -> object:
        """Return the cell whose kind another one tells."""
        if column.read_by is None:
            return None
        said = self._cell(self.plan.columns[column.read_by.column], place)
        meaning = column.read_by.meaning(None if said is None else str(said))
        view = next((view for view in column.read_by.views if view.kind == meaning and view.ruled), None)
        if view is None:
            return self.said if column.blank == "nothing" else None
        value = self._cell(self.plan.columns[view.name], place)
        return None if value is None else str(value)


def _said(model: YearModel, table: str) -> str | None:
    """Return what stands in an attestation of which nothing else is read."""
    attested = None if model.scenario.year is None else model.scenario.year.plan.attested
    return attested.write if attested is not None and attested.table == table else None


def _named(model: YearModel, layout: Layout, plan: TablePlan, count: int) -> dict[int, str]:
    """Return what the row at each place of a table is called: those there first, those drawn, those only named."""
    names = [row.id for row in model.start.rows(plan.name)]
    only_named = model.start.world.ghosts(plan.name)
    if len(names) < count and _has_names(model, plan.name):
        taken = {same_key(name) for name in (*names, *(row.id for row in only_named))}
        letter, digits = _pattern(model, plan.name)
        number = len(names)
        while len(names) < count:
            number += 1
            name = f"{letter}{number:0{digits}}"
            if same_key(name) not in taken:
                names.append(name)
    return dict(enumerate(names)) | {layout.places[row]: row.id for row in only_named}


def _has_names(model: YearModel, table: str) -> bool:
    """Tell whether rows of a table have names of their own, and are not told by those of others."""
    described = model.rulebook.schema.tables[table]
    return [described.by_code[each].kind for each in described.identity] == ["key"]


def _pattern(model: YearModel, table: str) -> tuple[str, int]:
    """Return how drawn rows are named: letters, and how many digits at least; ``A001`` as the folder says it."""
    plan = None if model.scenario.year is None else model.scenario.year.plan
    first = f"{table[:1].upper()}01" if plan is None else plan.names.get(table, f"{table[:1].upper()}01")
    letters = first.rstrip("0123456789")
    return letters, len(first) - len(letters)


def _as_it_is(function: Callable[..., Any]) -> Callable[..., Any]:
    return function
