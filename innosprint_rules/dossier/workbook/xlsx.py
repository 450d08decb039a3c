"""What stands in the XML of an .xlsx workbook beside its values, sheet by sheet."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from zipfile import ZipFile

from innosprint_rules import limits
from innosprint_rules.dossier.addresses import column_index
from innosprint_rules.dossier.cells.units import format_unit
from innosprint_rules.dossier.workbook.scan import SheetScan, Trouble, damaged, local_name, too_large, xml_parts
from innosprint_rules.wording import Text

_TRUE = ("1", "true")
_DIGITS = "0123456789"
_SHARED, _STYLES = "xl/sharedstrings.xml", "xl/styles.xml"


def scan_xlsx(archive: ZipFile) -> dict[str, SheetScan]:
    """Return what each sheet says beside its values, by its name. Raises Unreadable."""
    parts = {name.lower(): name for name in archive.namelist()}
    targets = _targets(archive, parts)
    names, stale = _sheets(archive, parts)
    lengths = _lengths(archive, parts)
    units = _units(archive, parts)
    left = limits.TEXT_CHARACTERS
    found: dict[str, SheetScan] = {}
    read: set[str] = set()
    for name, identity in names:
        target = targets.get(identity)
        part = parts.get(target.lower()) if target is not None else None
        if part is None or part in read or len(read) > limits.SHEETS:  # one part is one sheet
            raise damaged(name[:80])
        read.add(part)
        if not posixpath.basename(posixpath.dirname(part)).lower().startswith("worksheet"):
            continue  # a sheet that is a chart
        reader = _Sheet(stale, units)
        with archive.open(part) as stream:
            xml_parts(stream, reader.start, text=reader.text)
        reader.settle()
        most = reader.scan.texts * max(lengths, default=0)
        left -= most if most <= left else _shared_text(archive, part, lengths)
        if left < 0:
            raise too_large(
                Text("un long texte est répété dans trop de cellules", "a long text is repeated in too many cells")
            )
        found[name] = reader.scan
    return found


def _targets(archive: ZipFile, parts: dict[str, str]) -> dict[str, str]:
    """Return the parts of the workbook by the identities that it refers to them by."""
    targets: dict[str, str] = {}

    def start(_name: str, attributes: dict[str, str]) -> None:
        if "Id" in attributes and "Target" in attributes:
            target = attributes["Target"]
            whole = target[1:] if target.startswith("/") else posixpath.join("xl", target)
            targets[attributes["Id"]] = posixpath.normpath(target if target.startswith("xl/") else whole)

    with archive.open(parts["xl/_rels/workbook.xml.rels"]) as stream:
        xml_parts(stream, start)
    return targets


def _sheets(archive: ZipFile, parts: dict[str, str]) -> tuple[list[tuple[str, str]], bool]:
    """Return each sheet's name and identity, and whether the file says that its values are to be computed."""
    names: list[tuple[str, str]] = []
    stale = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal stale
        bare = name.rpartition(":")[2]
        if bare == "sheet" and "name" in attributes:
            identity = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            names.append((attributes["name"], identity))
        elif bare == "calcPr":
            stale = attributes.get("fullCalcOnLoad") in _TRUE

    with archive.open(parts["xl/workbook.xml"]) as stream:
        xml_parts(stream, start)
    return names, stale


def _lengths(archive: ZipFile, parts: dict[str, str]) -> list[int]:
    """Return how many characters each of the texts has that cells share."""
    lengths: list[int] = []
    if _SHARED not in parts:
        return lengths

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name == "si" or name.endswith(":si"):
            lengths.append(0)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    with archive.open(parts[_SHARED]) as stream:
        xml_parts(stream, start, text=text)
    return lengths


def _shared_text(archive: ZipFile, part: str, lengths: Sequence[int]) -> int:
    """Return how many characters the cells of a sheet hold together in texts that they share."""
    total = 0
    shared = listening = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal shared, listening
        bare = name.rpartition(":")[2]
        if bare == "c":
            shared = attributes.get("t") == "s"
        listening = shared and bare == "v"

    def text(data: str) -> None:
        nonlocal total
        if listening and data.strip().isdecimal() and int(data) < len(lengths):
            total += lengths[int(data)]

    with archive.open(part) as stream:
        xml_parts(stream, start, text=text)
    return total


def _units(archive: ZipFile, parts: dict[str, str]) -> list[str | None]:
    """Return, by style of cell, the unit other than the euro that it shows."""
    if _STYLES not in parts:
        return []
    codes = dict.fromkeys(("9", "10"), "0%")  # the percentages that need no description
    styles: list[str] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        bare = name.rpartition(":")[2]
        if bare == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif bare in ("cellXfs", "cellStyleXfs"):
            inside = bare == "cellXfs"
        elif bare == "xf" and inside:
            styles.append(attributes.get("numFmtId", ""))

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name.rpartition(":")[2] != "cellXfs"

    with archive.open(parts[_STYLES]) as stream:
        xml_parts(stream, start, end)
    said = {code: format_unit(text) for code, text in codes.items()}
    return [said.get(code) for code in styles]


class _Sheet:
    """Takes one sheet's elements as they come; a cell is judged when the next one starts."""

    def __init__(self, stale: bool, units: list[str | None]) -> None:
        self.scan = SheetScan()
        self.stale = stale
        self._units = units if any(units) else []
        self._names: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        self._row = self._column = -1
        self._described = 0
        self._type = ""
        self._formula = self._listening = False
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        bare = local_name(name, self._names)
        if bare == "c":
            if self._formula or self._type == "e":
                self.settle()
            self._open(attributes)
        elif bare == "v" or bare == "is":
            self.scan.reach(self._row, self._column)
            self._listening = self._formula or self._type == "e"
        elif bare == "f":
            self._formula, self._listening = True, False
        elif bare == "row":
            self.settle()
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
            if attributes.get("hidden") in _TRUE:
                self.scan.hidden_rows.add(self._row)
        elif bare == "col" and attributes.get("hidden") in _TRUE:
            first, last = int(attributes["min"]), min(int(attributes["max"]), limits.COLUMNS)
            self._described += 1
            if self._described <= limits.COLUMNS:  # each column may be described once
                self.scan.hidden_columns.update(range(first - 1, last))

    def _open(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            name = reference.rstrip(_DIGITS)
            column = self._columns.get(name)
            if column is None:
                if not (name.isascii() and name.isalpha() and len(name) <= 3):
                    raise damaged(reference[:20])
                column = self._columns[name] = column_index(name.upper())
            self._column = column
            if len(reference) > len(name):
                self._row = int(reference[len(name) :]) - 1
        kind = self._type = attributes.get("t", "")
        if kind == "s":
            self.scan.texts += 1
        elif self._units and kind in ("", "n"):
            style = int(attributes.get("s", 0))
            unit = self._units[style] if style < len(self._units) else None
            if unit is not None:
                self.scan.units[self._row, self._column] = unit

    def text(self, data: str) -> None:
        if self._listening:
            self._text.append(data)

    def settle(self) -> None:
        """Judge the cell that has just been read."""
        if not self._formula and self._type != "e":
            return
        said = "".join(self._text).strip()
        place = (self._row, self._column)
        if self._type == "e":
            self.scan.troubles[place] = Trouble("error", said or "#")
        elif self._type != "str" and (not said or (self.stale and said == "0")):
            self.scan.troubles[place] = Trouble("uncomputed")
            self.scan.reach(*place)
        self._formula = self._listening = False
        self._type = ""
        self._text = []
