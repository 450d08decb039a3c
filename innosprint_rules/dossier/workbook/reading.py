"""Reader of workbooks (.xlsx, .xlsm, .xls, .ods): a sheet a table, named after it in French or English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from innosprint_rules.dossier.cells.noise import DIGITS, settled
from innosprint_rules.dossier.formats.encoding import file_name
from innosprint_rules.dossier.formats.grid import add_grid, find_header
from innosprint_rules.dossier.formats.unnamed_tables import refuse, table_held
from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.dossier.schema.tables import Schema, Table
from innosprint_rules.dossier.workbook.opening import open_sheets
from innosprint_rules.dossier.workbook.scan import Sheet, Trouble, Unreadable
from innosprint_rules.dossier.workbook.troubles import (
    header_troubled,
    tell_hidden,
    tell_spans,
    tell_troubles,
    tell_units,
)
from innosprint_rules.errors import Location
from innosprint_rules.folding import fold
from innosprint_rules.nearest import closest, quoted
from innosprint_rules.wording import Text

_MILLISECOND = dt.timedelta(milliseconds=1)


def readable(sheet: Sheet) -> list[list[object]]:
    """Return the cells of a sheet as cells are read, each trouble standing in its cell."""
    grid = [[_cell(value) if type(value) not in _AS_THEY_ARE else value for value in row] for row in sheet.cells]
    for (row, column), trouble in sheet.scan.troubles.items():
        while len(grid) <= row:
            grid.append([])
        cells = grid[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = trouble
    return grid


def _cell(value: object) -> object:
    if isinstance(value, float):
        if abs(value) >= 10**DIGITS:
            return Trouble("digits", f"{value:.{DIGITS}g}")
        return settled(value)
    if isinstance(value, dt.datetime):
        nearest = (value + _MILLISECOND).replace(microsecond=0)
        return nearest if abs(nearest - value) <= _MILLISECOND else value
    if isinstance(value, (dt.time, dt.timedelta)):
        return str(value)
    return value


_AS_THEY_ARE = frozenset((str, bool, int, dt.date))


CONSIGNED = "Consignations"
GUIDE, SUMMARY = Text("Mode d'emploi", "Read me"), Text("Synthèse", "Summary")
TO_CORRECT = Text("À corriger", "To correct")
"""The sheets that we write ourselves beside the tables; they are never read as tables."""

_OURS = frozenset(fold(name) for name in (*GUIDE, *SUMMARY, *TO_CORRECT, CONSIGNED))


def read_workbook(path: Path, schema: Schema) -> RawDossier:
    """Read every sheet of the workbook that is named after a table; faults and notices are in the result."""
    raw = RawDossier(schema, file_name(path))
    sheets = _sheets(path, raw)
    found: dict[str, list[Sheet]] = {}
    others: list[Sheet] = []
    proposed: list[Sheet] = []
    for sheet in sheets:
        table = schema.find_input(sheet.name)
        if table is not None and table is schema.proposal:
            proposed.append(sheet)
        elif table is None:
            if sheet.scan.rows and fold(sheet.name) not in _OURS:
                others.append(sheet)
        elif table.code in found and not table.by_years(sheet.name, (each.name for each in found[table.code])):
            _two_sheets(table, found[table.code][0], sheet, raw)
        else:
            found.setdefault(table.code, []).append(sheet)
    for sheet in others:
        _unknown_sheet(sheet, found, raw)
    if not found and not proposed and not raw.faults:
        _no_table(raw, sheets)
    for code in schema.tables:
        for sheet in found.get(code, ()):
            _read(schema.tables[code], sheet, raw)
    for sheet in proposed:
        if sheet.scan.rows and schema.proposal is not None:
            _read(schema.proposal, sheet, raw)
    return raw


def read_proposed_workbook(path: Path, table: Table, raw: RawDossier) -> None:
    """Add to ``raw`` the rows of a proposal, ``table``: the sheet of that name, or the only one there is."""
    schema = raw.schema
    sheets = [sheet for sheet in _sheets(path, raw) if fold(sheet.name) not in _OURS and sheet.cells]
    if raw.faults:
        return
    named = [sheet for sheet in sheets if schema.find_input(sheet.name) is table]
    named = named or [sheet for sheet in sheets if schema.find_table(sheet.name) is schema.proposals] or sheets
    if len(named) != 1:
        names = quoted(sheet.name for sheet in named)
        nothing = Text("le classeur est vide", "the workbook is empty")
        many = Text(f"plusieurs feuilles peuvent être la proposition : {names.fr}",
                    f"several sheets may be the proposal: {names.en}")  # fmt: skip
        raw.fault(
            "proposal-sheet",
            many if named else nothing,
            Text("n'en garder qu'une, ou la nommer « Proposition »", "keep one of them, or call it “Proposal”"),
        )
        return
    _read(table, named[0], raw, proposal=True)
    rest = [sheet.name for sheet in sheets if sheet is not named[0]]
    if rest:
        names = quoted(rest)
        raw.notice(
            "sheets-ignored",
            Text(f"d'une proposition, seule la feuille « {named[0].name} » est lue, et non {names.fr}",
                 f"of a proposal only the sheet “{named[0].name}” is read, not {names.en}"),
        )  # fmt: skip


def _sheets(path: Path, raw: RawDossier) -> list[Sheet]:
    try:
        return open_sheets(path)
    except Unreadable as error:
        raw.fault(error.code, error.message, error.hint)
        return []


def _read(table: Table, sheet: Sheet, raw: RawDossier, proposal: bool = False) -> None:
    grid = readable(sheet)
    if header_troubled(raw, table, sheet, grid):
        return
    before = raw.tables.pop(table.code, None)  # more sheets than one may hold the proposal
    add_grid(raw, table, grid, raw.file, sheet.name, proposal=proposal)
    kept = raw.tables.pop(table.code, None)
    if before is not None:
        raw.add(before)
    if kept is not None:
        tell_troubles(raw, kept)
        tell_units(raw, kept, sheet)
        tell_spans(raw, kept, sheet)
        tell_hidden(raw, kept, sheet)
        raw.add(kept)


def _two_sheets(table: Table, first: Sheet, second: Sheet, raw: RawDossier) -> None:
    raw.fault(
        "duplicate-table",
        Text(
            f"les feuilles « {first.name} » et « {second.name} » sont la même table",
            f"the sheets “{first.name}” and “{second.name}” are the same table",
        ),
        Text(
            f"n'en garder qu'une, ou les nommer par année : « {table.name} 2018 », « {table.name} 2019 »",
            f"keep only one of them, or name each after its year: “{table.name} 2018”, “{table.name} 2019”",
        ),
        Location(raw.file, second.name),
        (table.code,),
    )


def _unknown_sheet(sheet: Sheet, found: Mapping[str, object], raw: RawDossier) -> None:
    """Refuse what is a table under another name, or with its name mistyped; note any other sheet."""
    held = table_held(readable(sheet), raw.schema)
    if held is not None:
        told = Text(f"la feuille « {sheet.name} »", f"the sheet “{sheet.name}”")
        refuse(raw, held, told, Location(raw.file, sheet.name))
        return
    hint = raw.schema.unknown_table(sheet.name)
    near = closest(sheet.name, raw.schema.every_name, 0.75)
    table = None if near is None else raw.schema.find_table(near)
    where = Location(raw.file, sheet.name)
    if table is not None and table.code not in found and find_header(table, readable(sheet)) is not None:
        raw.fault(
            "unknown-table",
            Text(f"la feuille « {sheet.name} » ne porte le nom d'aucune table",
                 f"the sheet “{sheet.name}” is named after no table"),
            hint,
            where,
        )  # fmt: skip
        return
    raw.notice(
        "unknown-table",
        Text(
            f"la feuille ne porte le nom d'aucune table et n'est pas lue ; {hint.fr}",
            f"the sheet is named after no table and is not read; {hint.en}",
        ),
        where,
    )


def _no_table(raw: RawDossier, sheets: list[Sheet]) -> None:
    """Say that no sheet is a table, and what each looks like."""
    names = raw.schema.quoted_names
    fr = f"nommer les feuilles d'après les tables {names.fr}"
    en = f"name the sheets after the tables {names.en}"
    for sheet in sheets[:5]:
        table = _alike(sheet, raw.schema)
        if table is not None:
            fr += f" ; la feuille « {sheet.name} » ressemble à « {table.name} »"
            en += f"; the sheet “{sheet.name}” looks like “{table.name}”"
    raw.notices.clear()
    raw.fault(
        "no-table", Text("aucune feuille ne porte le nom d'une table", "no sheet is named after a table"), Text(fr, en)
    )


def _alike(sheet: Sheet, schema: Schema) -> Table | None:
    """Return the table of which the sheet has the most headers."""
    from innosprint_rules.dossier.formats.grid import TITLE_ROWS, header_score

    head = readable(sheet)[:TITLE_ROWS]
    scores = {table.code: max((header_score(table, cells) for cells in head), default=0)
              for table in schema.tables.values()}  # fmt: skip
    best = max(scores, key=lambda code: scores[code])
    return schema.tables[best] if scores[best] >= 3 else None
