"""Small workbooks made by the tests: .xlsx by openpyxl, .xls by xlwt, .ods by hand."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl

import innosprint_rules as ir
from innosprint_rules.errors import DossierError, Problem

Grid = Sequence[Sequence[Any]]


def xlsx(path: Path, sheets: Mapping[str, Grid]) -> Path:
    """Write an .xlsx workbook, a sheet a grid."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, grid in sheets.items():
        sheet = book.create_sheet(name)
        for row in grid:
            sheet.append(list(row))
    book.save(path)
    return path


def edited(path: Path, part: str, *changes: tuple[str, str]) -> Path:
    """Replace texts in one part of a zipped workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode("utf-8")
    for old, new in changes:
        assert old in text, (old, text[:2000])
        text = text.replace(old, new)
    parts[part] = text.encode("utf-8")
    path.write_bytes(zipped(parts))
    return path


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of ``parts``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def ods(path: Path, sheets: Mapping[str, Grid], manifest: str = "") -> Path:
    """Write an .ods workbook; a cell given as ``{...}`` is taken for its attributes and its text."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in grid)
        + "</table:table>"
        for name, grid in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{prefix}="urn:{prefix}"' for prefix in ("office", "table", "text", "calcext", "manifest", "style")
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0"?><office:document-content {spaces}>{body}</office:document-content>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = f"<manifest:manifest {spaces}>{manifest}</manifest:manifest>"
    path.write_bytes(
        zipped({"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": listed.encode()})
    )
    return path


def _ods_cell(value: Any) -> str:
    text, attributes = "" if value is None else str(value), ""
    if isinstance(value, dict):
        text = value.get("text", "")
        attributes = " ".join(f"{key}={quoteattr(each)}" for key, each in value.items() if key != "text")
    elif isinstance(value, bool):
        attributes = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, (int, float)):
        attributes = f'office:value-type="float" office:value="{value}"'
    elif isinstance(value, dt.date):
        attributes = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif value is not None:
        attributes = 'office:value-type="string"'
    paragraph = f"<text:p>{escape(text)}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{paragraph}</table:table-cell>"


def xls(path: Path, sheets: Mapping[str, Grid]) -> Path:
    """Write an .xls workbook; a text starting with ``#`` is written as the error of that name."""
    import xlwt

    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for name, grid in sheets.items():
        sheet = book.add_sheet(name)
        for line, row in enumerate(grid):
            for position, value in enumerate(row):
                if isinstance(value, str) and value.startswith("#"):
                    sheet.row(line).set_cell_error(position, _ERRORS[value])
                elif isinstance(value, dt.date):
                    sheet.write(line, position, value, day)
                elif value is not None:
                    sheet.write(line, position, value)
    book.save(str(path))
    return path


WRITERS = {".xlsx": xlsx, ".xls": xls, ".ods": ods}


_ERRORS = {"#REF!": 0x17, "#N/A": 0x2A, "#DIV/0!": 0x07}


def problems(path: Path) -> dict[str, Problem]:
    """Return the problems that reading ``path`` gives, by code; told in both languages and placed."""
    try:
        ir.read_dossier(path)
    except DossierError as error:
        for problem in error.problems:
            assert problem.location.file == path.name
            assert problem.words("fr") != problem.words("en")
            assert problem.hint is not None
        return {problem.code: problem for problem in error.problems}
    raise AssertionError("the dossier was read")


def notices(dossier: ir.Dossier) -> dict[str, str]:
    """Return the notices of a dossier, by code, with their places."""
    return {notice.code: f"{notice.location.words('fr')} | {notice.message.fr}" for notice in dossier.notices}
