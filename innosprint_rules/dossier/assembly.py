"""From raw tables to rows: every cell read, every fault collected, every row knowing where it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails

from innosprint_rules import limits
from innosprint_rules.dossier.cells import CellError, is_blank, read_text
from innosprint_rules.dossier.gathering import gathered
from innosprint_rules.dossier.integrity import settle
from innosprint_rules.dossier.proposed_rows import put_forward
from innosprint_rules.dossier.remarks import cell_remarks, row_remarks
from innosprint_rules.dossier.schema.base_row import Row, row_class
from innosprint_rules.dossier.schema.fields import as_custom_error
from innosprint_rules.dossier.schema.raw import Fault, Faults, Notice, RawDossier, RawRow, RawTable
from innosprint_rules.dossier.schema.row_cells import Cells
from innosprint_rules.dossier.schema.tables import Schema
from innosprint_rules.errors import DossierError, Location, Problem, first_problems
from innosprint_rules.formula.types import MOST_ROWS
from innosprint_rules.wording import Text


@dataclass(frozen=True, slots=True)
class Assembled:
    """What came out of a raw dossier: rows and columns by table, faults, notices."""

    schema: Schema
    file: str | None
    rows: dict[str, tuple[Row, ...]]
    columns: dict[str, frozenset[str]]
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The faults as they are told, each cause once."""
        return gathered(self.faults)

    def error(self) -> DossierError:
        """Return the error that tells them."""
        return DossierError(self.problems, [fault.problem for fault in self.faults])


def assemble(raw: RawDossier) -> Assembled:
    """Read every cell of ``raw`` and check the rows against each other; all is collected, nothing raised."""
    faults = raw.faults
    _refuse_long_cells(raw)
    notices = list(raw.notices)
    for table in raw.tables.values():
        if table.table.numbered:
            put_forward(table)
    settle(raw)
    rows: dict[str, tuple[Row, ...]] = {}
    for code in raw.schema.inputs:
        if code in raw.tables:
            if len(raw.tables[code].rows) > MOST_ROWS:
                faults.append(_too_many(raw.tables[code]))
                continue
            notices += cell_remarks(raw.tables[code])
            rows[code] = _read_rows(raw.tables[code], faults)
            notices += row_remarks(rows[code])
            notices += _zero_amounts(rows[code])
            notices += _not_read(rows[code])
    columns = {code: raw.tables[code].source.columns for code in rows}
    placed = tuple(_with_loc(fault, raw) for fault in sorted(faults, key=_placing(raw)))
    return Assembled(raw.schema, raw.file, rows, columns, placed, tuple(notices))


def _refuse_long_cells(raw: RawDossier) -> None:
    """Refuse cells of more characters than a spreadsheet lets one hold; they are read no further."""
    most = limits.CELL_CHARACTERS
    for table in raw.tables.values():
        for position, row in enumerate(table.rows):
            for code, value in row.cells.items():
                if type(value) is str and len(value) > most:
                    row.cells[code] = None
                    problem = Problem(
                        "cell-too-large",
                        Text(f"{len(value)} caractères dans une cellule, {most} au plus",
                             f"{len(value)} characters in one cell, {most} at most"),
                        Text("raccourcir le texte, ou chercher un guillemet jamais fermé",
                             "shorten the text, or look for a quotation mark that is never closed"),
                        row.source.location(code),
                    )  # fmt: skip
                    raw.faults.append(Fault(problem, (table.table.code, position, code)))


def validation_error(title: str, faults: tuple[Fault, ...]) -> ValidationError:
    """Make the pydantic error that tells ``faults``: the first ones, and how many more there are."""
    told = first_problems([fault.problem for fault in faults], len(faults) >= limits.ERRORS_READ)
    faults = (*faults[: limits.ERRORS_TOLD], *map(Fault, told[limits.ERRORS_TOLD :]))
    details = [
        InitErrorDetails(type=as_custom_error(fault.problem), loc=fault.problem.loc or fault.path, input=fault.found)
        for fault in faults
    ]
    return ValidationError.from_exception_data(title, details)


def _read_rows(table: RawTable, faults: Faults) -> tuple[Row, ...]:
    kind = row_class(table.table)
    known = table.table.by_code
    validate = kind.model_validate
    rows: list[Row] = []
    for position, raw in enumerate(table.rows):
        cells = Cells(raw.cells) if raw.cells.keys() <= known.keys() else _with_extras(table, raw, position, faults)
        if faults.full:
            break
        try:
            row = validate(cells)
        except ValidationError as error:
            faults += _faults_of(error, table, raw, position)
            continue
        row._source = raw.source
        rows.append(row)
    return tuple(rows)


def _with_extras(table: RawTable, raw: RawRow, position: int, faults: Faults) -> Cells:
    cells = Cells()
    for code, value in raw.cells.items():
        if code in table.table.by_code:
            cells[code] = value
        elif not is_blank(value):
            try:
                cells[code] = read_text(value)
            except CellError as error:
                source = raw.source
                problem = Problem(error.code, error.message, error.hint, source.location(code), source.loc_of(code))
                faults.append(Fault(problem, (table.table.code, position, code), value))
    return cells


def _faults_of(error: ValidationError, table: RawTable, raw: RawRow, position: int) -> list[Fault]:
    """Turn the errors of one row into faults with their places."""
    found: list[Fault] = []
    for detail in error.errors(include_url=False, include_input=False):
        code = str(detail["loc"][0]) if detail["loc"] else None
        if code is not None and code in table.missing:
            continue  # the column itself is missing, which was said once
        where, loc = raw.source.location(code), raw.source.loc_of(code)
        path = (table.table.code, position, code) if code is not None else (table.table.code, position)
        context: dict[str, Any] = detail.get("ctx", {})
        if "message_fr" in context:
            hint = Text(context["hint_fr"], context["hint_en"]) if "hint_fr" in context else None
            message = Text(context["message_fr"], context["message_en"])
            found.append(Fault(Problem(detail["type"], message, hint, where, loc), path, raw.cells.get(code or "")))
        else:
            found.append(Fault(Problem(*_BLANK_KEY, where, loc), path))
    return found


_BLANK_KEY = (
    "key-blank",
    Text("l'identifiant manque", "the identifier is missing"),
    Text("remplir la cellule ou supprimer la ligne", "fill in the cell or remove the row"),
)


def _too_many(table: RawTable) -> Fault:
    """Say that a table is longer than the totals of the rules are proved exact for."""
    count = len(table.rows)
    problem = Problem(
        "too-many-rows",
        Text(f"{count} lignes, {MOST_ROWS} au plus", f"{count} rows, {MOST_ROWS} at most"),
        Text("répartir le dossier par année", "split the dossier by year"),
        Location(table.source.file, table.source.sheet),
    )
    return Fault(problem, (table.table.code,))


def _zero_amounts(rows: tuple[Row, ...]) -> list[Notice]:
    """Note amounts of 0: accepted, and seldom meant."""
    if not rows:
        return []
    codes = [column.code for column in rows[0].table.columns if column.kind == "amount" and not column.zero]
    message = Text("le montant est de 0 €", "the amount is €0")
    return [
        Notice("zero-amount", message, row.location(code)) for row in rows for code in codes if getattr(row, code) == 0
    ]


def _not_read(rows: tuple[Row, ...]) -> list[Notice]:
    """Note values of which the cell that says how to read them names nothing known."""
    notices: list[Notice] = []
    for column in rows[0].table.columns if rows else ():
        read_by = column.read_by
        if read_by is None or read_by.unread is None:
            continue
        for row in rows:
            said = getattr(row, read_by.column)
            if said and not read_by.knows(said):
                message = read_by.unread.message.fill(by=said)
                notices.append(Notice(read_by.unread.code, message, row.location(read_by.column)))
    return notices


def _with_loc(fault: Fault, raw: RawDossier) -> Fault:
    """Return the fault of a whole table with what the caller calls that table."""
    if fault.problem.loc or not fault.path:
        return fault
    table = raw.tables.get(str(fault.path[0]))
    if table is None or table.source.key is None:
        return fault
    return replace(fault, problem=replace(fault.problem, loc=(table.source.key, *fault.path[1:])))


def _placing(raw: RawDossier) -> Callable[[Fault], tuple[int, int, int]]:
    """Return the order of faults as people go through them: by table, then down its rows."""
    orders = {code: position for position, code in enumerate(raw.schema.inputs)}

    def place(fault: Fault) -> tuple[int, int, int]:
        table, position = (*fault.path, None, None)[:2]
        order = orders.get(table, len(orders)) if isinstance(table, str) else -1
        return order, position if isinstance(position, int) else -1, fault.problem.location.row or 0

    return place
