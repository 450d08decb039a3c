"""From the bytes of a workbook to its sheets: what kind of file it truly is, guarded before it is read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from innosprint_rules import limits
from innosprint_rules.dossier.addresses import letters
from innosprint_rules.dossier.workbook.scan import (
    MergedCells,
    Sheet,
    SheetScan,
    Unreadable,
    damaged,
    encrypted,
    too_large,
)
from innosprint_rules.dossier.workbook.xls import SIGNATURE, read_xls
from innosprint_rules.files import FileTrouble, read_bytes
from innosprint_rules.wording import Text

Values = list[tuple[str, bool, list[list[Any]], list[MergedCells]]]
"""Of each sheet: its name, whether it is hidden, its cells, its merged cells."""


def extra_missing(what: Text) -> Unreadable:
    """Make the error for a library that is not installed."""
    return Unreadable(
        "excel-extra-missing",
        Text(f"il manque de quoi {what.fr} les classeurs", f"what {what.en} workbooks is not installed"),
        Text('installer : pip install "innosprint-rules[excel]"', 'install it: pip install "innosprint-rules[excel]"'),
    )


def open_sheets(path: Path) -> list[Sheet]:
    """Return the sheets of the workbook at ``path`` in their order; charts are no sheets. Raises Unreadable."""
    try:
        content = read_bytes(path)
    except FileTrouble as trouble:
        raise Unreadable(trouble.code, trouble.message, trouble.hint) from trouble
    if content.startswith(SIGNATURE):
        _need("xlrd")
        return read_xls(content)
    if not content.startswith(b"PK\x03\x04"):
        raise _no_workbook(content)
    _need("python_calamine")
    scans = _scan_archive(content)
    _refuse_vast(scans)
    sheets: list[Sheet] = []
    for name, hidden, cells, spans in _values(content, set(scans)):
        scan = scans.get(name, SheetScan())
        scan.spans += spans
        sheets.append(Sheet(name, cells, scan, hidden))
    return sheets


def _need(library: str) -> None:
    """Ask for a library first, so that its absence is told plainly."""
    if find_spec(library) is None:
        raise extra_missing(Text("lire", "reads"))


def _values(content: bytes, wanted: set[str]) -> Values:
    """Return the values of the sheets called ``wanted``."""
    try:
        return _calamine(content, wanted)
    except Exception as error:
        raise (encrypted() if type(error).__name__ == "PasswordError" else damaged(str(error)[:80])) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader's own word for a bug; derives from nothing else
            raise damaged() from error
        raise


def _calamine(content: bytes, wanted: set[str]) -> Values:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    found: Values = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for position, told in enumerate(book.sheets_metadata):
            if told.typ != SheetTypeEnum.WorkSheet or told.name not in wanted:
                continue
            sheet = book.get_sheet_by_index(position)
            spans = [MergedCells(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
            cells = sheet.to_python(skip_empty_area=False)
            found.append((told.name, told.visible != SheetVisibleEnum.Visible, cast("list[list[Any]]", cells), spans))
    return found


_CHUNK = 1 << 20
_MEGABYTES = limits.UNPACKED_BYTES // 2**20
_UNPACKED = too_large(
    Text(f"plus de {_MEGABYTES} Mo, de {limits.XML_TAGS} balises ou de {limits.PARTS} parties une fois décompressé",
         f"more than {_MEGABYTES} MB, {limits.XML_TAGS} tags or {limits.PARTS} parts once unpacked")
)  # fmt: skip


def _scan_archive(content: bytes) -> dict[str, SheetScan]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise encrypted()
            if sum(member.file_size for member in members) > limits.UNPACKED_BYTES:
                raise _UNPACKED
            if len(members) > limits.PARTS:
                raise _UNPACKED
            names = {member.filename.lower() for member in members}
            if "xl/workbook.xml" in names:
                from innosprint_rules.dossier.workbook.xlsx import scan_xlsx

                _verify(archive)
                return scan_xlsx(archive)
            if "content.xml" in names:
                from innosprint_rules.dossier.workbook.ods import scan_ods

                _verify(archive)
                return scan_ods(archive)
            raise _no_workbook(content, binary="xl/workbook.bin" in names)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError) as error:
        raise damaged(str(error)[:80]) from error
    except (ValueError, LookupError, OverflowError, RuntimeError, struct.error, zlib.error) as error:
        raise damaged() from error


def _verify(archive: zipfile.ZipFile) -> None:
    """Unpack every part once, so that no size in the file is taken on trust, and count what is to be gone through."""
    left, tags = limits.UNPACKED_BYTES, limits.XML_TAGS
    for member in archive.infolist():
        with archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                left -= len(chunk)
                tags -= chunk.count(b"<")
                if left < 0 or tags < 0:
                    raise _UNPACKED


def _refuse_vast(scans: dict[str, SheetScan]) -> None:
    left = limits.CELLS
    if len(scans) > limits.SHEETS:
        raise too_large(Text(f"plus de {limits.SHEETS} feuilles", f"more than {limits.SHEETS} sheets"))
    for name, scan in scans.items():
        left -= scan.rows * scan.columns
        if left < 0 or scan.columns > limits.COLUMNS:
            cell = f"{letters(scan.columns - 1)}{scan.rows}"
            raise too_large(
                Text(f"la feuille « {name} » va jusqu'à la cellule {cell}", f"the sheet “{name}” goes as far as {cell}")
            )


def _no_workbook(content: bytes, binary: bool = False) -> Unreadable:
    head = content[:400].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not content:
        what = Text("le fichier est vide", "the file is empty")
    elif binary:
        what = Text("les classeurs binaires (.xlsb) ne sont pas lus", "binary workbooks (.xlsb) are not read")
    elif head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        what = Text(
            "c'est une page web ou un fichier XML qui porte le nom d'un classeur",
            "it is a web page or an XML file named like a workbook",
        )
    elif b"\0" not in content[:4096] and not content.startswith(b"PK"):
        what = Text("c'est un texte qui porte le nom d'un classeur", "it is a text named like a workbook")
    else:
        what = Text("le fichier n'est pas un classeur", "the file is not a workbook")
    return Unreadable(
        "not-a-workbook",
        what,
        Text("l'ouvrir dans un tableur et l'enregistrer en « Classeur Excel (.xlsx) »",
             "open it in a spreadsheet program and save it as “Excel workbook (.xlsx)”"),
    )  # fmt: skip
