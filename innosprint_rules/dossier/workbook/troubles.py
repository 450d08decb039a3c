"""What is wrong, or worth knowing, in the cells of a table read from a sheet, once its columns are known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from innosprint_rules.dossier.addresses import CellLocation, column_index, letters
from innosprint_rules.dossier.cells import is_blank, show
from innosprint_rules.dossier.cells.units import SCALED, is_other_unit
from innosprint_rules.dossier.formats.grid import find_header
from innosprint_rules.dossier.schema.header_faults import MEASURED
from innosprint_rules.dossier.schema.raw import Fault, RawDossier, RawTable
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.dossier.workbook.scan import MergedCells, Sheet, Trouble
from innosprint_rules.errors import Location, Problem
from innosprint_rules.nearest import quoted
from innosprint_rules.wording import Text


def header_troubled(raw: RawDossier, table: Table, sheet: Sheet, grid: Sequence[Sequence[object]]) -> bool:
    """Tell the troubles of the row of headers; return whether there are any."""
    position = find_header(table, grid)
    if position is None:
        return False
    found = [(at, cell) for at, cell in enumerate(grid[position]) if isinstance(cell, Trouble)]
    for at, trouble in found:
        where = CellLocation(raw.file, sheet.name, position + 1, None, letters(at))
        _fault(raw, trouble, where, (table.code,))
    return bool(found)


def tell_troubles(raw: RawDossier, table: RawTable) -> None:
    """Make a fault of each trouble in a column that is read; where a column is not read, say it once."""
    unread: set[str] = set()
    for position, row in enumerate(table.rows):
        for code, value in list(row.cells.items()):
            if not isinstance(value, Trouble):
                continue
            described = table.table.by_code.get(code)
            if described is not None and described.kind == "text" and not described.coded and value.kind == "error":
                row.cells[code] = str(value)  # blank with a notice there, as in a CSV file
                continue
            if described is not None:
                _fault(raw, value, row.source.location(code), (table.table.code, position, code))
                # told once: an identifier that stands for it keeps other faults from following from it
                row.cells[code] = f"{value} {position}" if code in table.table.identity else None
                continue
            del row.cells[code]
            if code not in unread:
                unread.add(code)
                raw.notice(
                    "unread-error",
                    Text(f"« {value} » se trouve dans une colonne inconnue, et n'est pas gardé",
                         f"“{value}” stands in an unknown column, and is not kept"),
                    row.source.location(code),
                )  # fmt: skip


def tell_units(raw: RawDossier, table: RawTable, sheet: Sheet) -> None:
    """Refuse amounts whose format shows another unit or money than the euro: the number alone is not what it says."""
    if not sheet.scan.units:
        return
    measured = {column.code for column in table.table.columns if column.kind in MEASURED}
    places = {code: column_index(letter) for code, letter in table.source.letters.items() if code in measured}
    for position, row in enumerate(table.rows):
        for code, column in places.items():
            line = row.source.line if row.source.lines is None else row.source.lines.get(code)
            unit = None if line is None else sheet.scan.units.get((line - 1, column))
            value = row.cells.get(code)
            if unit is None or isinstance(value, (str, Trouble)) or value is None:
                continue
            if table.table.by_code[code].kind == "value" and not (unit == SCALED or is_other_unit(unit)):
                continue  # it may count something else: `0 "jobs"`
            problem = Problem(
                "cell-unit",
                Text(f"le format de « {show(value)} » annonce une autre unité que l'euro (« {unit} »)",
                     f"the format of “{show(value)}” announces another unit than the euro (“{unit}”)"),
                Text("écrire le montant en euros, et donner à la cellule un format en euros",
                     "write the amount in euros, and give the cell a format in euros"),
                row.source.location(code),
            )  # fmt: skip
            raw.faults.append(Fault(problem, (table.table.code, position, code), value))


def tell_spans(raw: RawDossier, table: RawTable, sheet: Sheet) -> None:
    """Refuse merged cells among the data: which of their rows or columns the value is for is not written."""
    numbers = {row.source.line for row in table.rows if row.source.line is not None}
    numbers.update(line for row in table.rows if row.source.lines is not None for line in row.source.lines.values())
    lines = sorted(numbers)
    columns = {letter: code for code, letter in table.source.letters.items() if code in table.table.by_code}
    filled = sorted(map(column_index, columns))
    for span in sheet.scan.spans:
        down = _within(lines, span.top + 1, span.bottom + 1)
        across = _within(filled, span.left, span.right)
        if (span.top + 1) not in down or not across or (len(down) < 2 and len(across) < 2):
            continue
        if _blank(sheet, span):
            continue
        first, last = f"{letters(span.left)}{span.top + 1}", f"{letters(span.right)}{span.bottom + 1}"
        code = columns[letters(across[0])]
        header = table.source.headers.get(code, code)
        raw.fault(
            "merged-cells",
            Text(f"les cellules {first} à {last} sont fusionnées : seule la première porte la valeur",
                 f"the cells {first} to {last} are merged: only the first one holds the value"),
            Text("les défusionner, et écrire la valeur dans chaque cellule où elle vaut",
                 "unmerge them, and write the value in every cell that it is meant for"),
            CellLocation(raw.file, sheet.name, span.top + 1, header, letters(across[0])),
            (table.table.code,),
        )  # fmt: skip


def _within(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    """Return the first two of the sorted ``numbers`` from ``first`` to ``last``, as far as there are any."""
    at = bisect_left(numbers, first)
    return numbers[at : min(at + 2, bisect_right(numbers, last))]


def tell_hidden(raw: RawDossier, table: RawTable, sheet: Sheet) -> None:
    """Say what is read although a spreadsheet does not show it."""
    place = Location(raw.file, sheet.name)
    if sheet.hidden:
        told = Text("feuille masquée, lue comme les autres", "hidden sheet, read like any other")
        raw.notice("hidden-sheet", told, place)
    hidden = {letters(at) for at in sheet.scan.hidden_columns}
    source = table.source
    headers = [source.headers.get(code, code) for code, letter in source.letters.items() if letter in hidden]
    if headers and not table.table.keyed:
        names = quoted(headers)
        told = Text(f"colonnes masquées, lues comme les autres : {names.fr}",
                    f"hidden columns, read like any other: {names.en}")  # fmt: skip
        raw.notice("hidden-columns", told, place)
    rows = [row.source.line for row in table.rows if row.source.line and row.source.line - 1 in sheet.scan.hidden_rows]
    if rows:
        some = ", ".join(map(str, rows[:5])) + ("…" if len(rows) > 5 else "")
        told = Text(f"lignes masquées (ou filtrées), lues comme les autres : {len(rows)} ({some})",
                    f"hidden (or filtered) rows, read like any other: {len(rows)} ({some})")  # fmt: skip
        raw.notice("hidden-rows", told, place)


def _blank(sheet: Sheet, span: MergedCells) -> bool:
    cells = sheet.cells[span.top] if span.top < len(sheet.cells) else ()
    return span.left >= len(cells) or is_blank(cells[span.left])


def _fault(raw: RawDossier, trouble: Trouble, where: Location, path: tuple[str | int, ...]) -> None:
    if trouble.kind == "error":
        raw.fault(
            "cell-error",
            Text(f"la cellule contient l'erreur « {trouble} »", f"the cell holds the error “{trouble}”"),
            Text("corriger la formule, ou écrire la valeur", "mend the formula, or write the value"),
            where,
            path,
        )
    elif trouble.kind == "uncomputed":
        raw.fault(
            "formula-not-computed",
            Text("la formule n'a jamais été calculée", "the formula was never computed"),
            Text("ouvrir le classeur dans un tableur, l'enregistrer une fois, et recommencer",
                 "open the workbook in a spreadsheet program, save it once, and try again"),
            where,
            path,
        )  # fmt: skip
    else:
        raw.fault(
            "digits-lost",
            Text(f"le tableur n'a gardé que 15 chiffres de ce nombre ({trouble})",
                 f"the spreadsheet kept no more than 15 digits of this number ({trouble})"),
            Text("mettre la cellule au format « Texte » et retaper l'identifiant",
                 "give the cell the format “Text” and type the identifier again"),
            where,
            path,
        )  # fmt: skip
