"""What stands in the XML of an .ods workbook beside its values, sheet by sheet."""

from __future__ import annotations

from zipfile import ZipFile

from innosprint_rules import limits
from innosprint_rules.dossier.cells.units import shown_unit
from innosprint_rules.dossier.workbook.scan import (
    ERROR,
    MergedCells,
    SheetScan,
    Trouble,
    encrypted,
    too_large,
    xml_parts,
)
from innosprint_rules.wording import Text

_REPEATED = 1_000
"""A trouble repeated over more rows or columns than this is told for the first ones."""


def scan_ods(archive: ZipFile) -> dict[str, SheetScan]:
    """Return what each sheet says beside its values, by its name. Raises Unreadable."""
    _refuse_encrypted(archive)
    reader = _Content()
    with archive.open("content.xml") as stream:
        xml_parts(stream, reader.start, reader.end, reader.text)
    return reader.found


def _refuse_encrypted(archive: ZipFile) -> None:
    if "META-INF/manifest.xml" not in archive.namelist():
        return
    locked: set[str] = set()
    entry = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal entry
        if name.endswith("file-entry"):
            entry = next((value for key, value in attributes.items() if key.endswith("full-path")), "")
        elif name.endswith("encryption-data"):
            locked.add(entry)

    with archive.open("META-INF/manifest.xml") as stream:
        xml_parts(stream, start)
    if locked:
        raise encrypted()


_NUMBERS = ("float", "currency", "percentage")


class _Content:
    """Takes the elements of ``content.xml`` as they come."""

    def __init__(self) -> None:
        self.found: dict[str, SheetScan] = {}
        self._scan: SheetScan | None = None
        self._row = self._rows = self._column = self._columns = 0
        self._next_row = self._next_column = self._described = 0
        self._cell: dict[str, str] | None = None
        self._text: list[str] | None = None
        self._aside = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._scan = self.found[attributes.get("table:name", "")] = SheetScan()
            self._next_row = self._described = 0
        elif self._scan is None:
            return
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._column = self._next_column
            self._columns = int(attributes.get("table:number-columns-repeated", 1))
            self._next_column += self._columns
            self._cell, self._text = attributes, []
        elif name == "table:table-row":
            self._row, self._next_column = self._next_row, 0
            self._rows = int(attributes.get("table:number-rows-repeated", 1))
            self._next_row += self._rows
            if attributes.get("table:visibility", "visible") != "visible" and self._rows < _REPEATED:
                self._scan.hidden_rows.update(range(self._row, self._next_row))
        elif name == "table:table-column":
            first = self._described
            self._described += int(attributes.get("table:number-columns-repeated", 1))
            if attributes.get("table:visibility", "visible") != "visible" and self._described - first < _REPEATED:
                self._scan.hidden_columns.update(range(first, self._described))
        elif name == "text:s":
            if int(attributes.get("text:c", 1)) > limits.CELL_CHARACTERS:
                raise too_large(Text("une cellule d'espaces sans fin", "a cell of spaces without end"))
        elif name == "office:annotation":
            self._aside += 1

    def text(self, data: str) -> None:
        if self._text is not None and not self._aside:
            self._text.append(data)

    def end(self, name: str) -> None:
        if name == "table:table":
            self._scan = None
        elif name == "office:annotation":
            self._aside -= 1
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._settle()

    def _settle(self) -> None:
        cell, text, scan = self._cell, "".join(self._text or ()).strip(), self._scan
        self._cell = self._text = None
        if cell is None or scan is None:
            return
        kind = cell.get("office:value-type")
        if kind is not None or text:
            scan.reach(self._row + self._rows - 1, self._column + self._columns - 1)
        down = int(cell.get("table:number-rows-spanned", 1))
        across = int(cell.get("table:number-columns-spanned", 1))
        if down > 1 or across > 1:
            scan.spans.append(MergedCells(self._row, self._column, self._row + down - 1, self._column + across - 1))
        unit = shown_unit(text + cell.get("office:currency", "")) if kind in _NUMBERS else None
        if unit is not None:
            for row in range(self._row, self._row + min(self._rows, _REPEATED)):
                for column in range(self._column, self._column + min(self._columns, _REPEATED)):
                    scan.units[row, column] = unit
        trouble = _trouble(cell, text)
        if trouble is not None and len(scan.troubles) < limits.ERRORS_READ:
            scan.reach(self._row, self._column)
            for row in range(self._row, self._row + min(self._rows, _REPEATED)):
                for column in range(self._column, self._column + min(self._columns, _REPEATED)):
                    scan.troubles[row, column] = trouble


def _trouble(cell: dict[str, str], text: str) -> Trouble | None:
    if cell.get("calcext:value-type") == "error":
        return Trouble("error", text or "#")
    if "table:formula" not in cell:
        return None
    if "office:value-type" not in cell and not text:
        return Trouble("uncomputed")
    return Trouble("error", text) if ERROR.fullmatch(text) else None
