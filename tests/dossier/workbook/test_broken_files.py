"""Files that are no workbook, locked, vast or damaged: a located problem, never anything else."""

from __future__ import annotations

import contextlib
import io
import random
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlrd
import xlwt

import innosprint_rules as ir
from innosprint_rules import apart, limits
from innosprint_rules.dossier.workbook import xls as workbook_xls
from innosprint_rules.errors import InputError
from tests.dossier.workbook.books import WRITERS, edited, ods, problems, xlsx, zipped
from tests.profiles import examples

GRID = [("id", "session", "montant"), ("A1", "S1", 5), ("A2", "S1", "=1+1")]


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".xlsm"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"id;montant\nA1;5\n", "texte"),
        (b"<html><table><tr><td>id</td></tr></table></html>", "page web"),
        (b"PK", "pas un classeur"),
        (b"\0\1\2" * 100, "pas un classeur"),
        (zipped({"word/document.xml": b"<w/>"}), "pas un classeur"),
        (zipped({"xl/workbook.bin": b""}), ".xlsb"),
    ],
)
def test_not_a_workbook(tmp_path: Path, suffix: str, content: bytes, said: str) -> None:
    path = tmp_path / f"d{suffix}"
    path.write_bytes(content)
    assert said in problems(path)["not-a-workbook"].message.fr


def test_the_content_counts_not_the_name(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xls", {"Projets": [("code",), ("P1",)]})
    assert ir.read_dossier(path).projects


def test_locked_workbooks(tmp_path: Path) -> None:
    entry = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    assert "workbook-encrypted" in problems(ods(tmp_path / "d.ods", {"Projets": [("code",)]}, entry))
    whole = bytearray(Path(WRITERS[".xls"](tmp_path / "d.xls", {"Projets": [("code",)]})).read_bytes())
    at = whole.index("Workbook".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    whole[at : at + len(name)] = name
    whole[at + 64 : at + 66] = (len(name) + 2).to_bytes(2, "little")
    (tmp_path / "d.xlsx").write_bytes(whole)
    assert "workbook-encrypted" in problems(tmp_path / "d.xlsx")


def test_a_stray_cell_far_away(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xlsx", {"Attributions": [*GRID[:2], ("A2", "S1", 6)]})
    edited(path, "xl/worksheets/sheet1.xml", ('r="C3"', 'r="XFD1048576"'))
    assert "XFD1048576" in problems(path)["workbook-too-large"].message.fr
    far = {"office:value-type": "string", "text": "x", "table:number-columns-repeated": "16000"}
    path = ods(tmp_path / "d.ods", {"Attributions": [*GRID[:2], *[(far,)] * 600]})
    assert "workbook-too-large" in problems(path)


def test_bombs(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xlsx", {"Attributions": GRID[:2]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/bomb.xml"] = bytes(limits.UNPACKED_BYTES)
    path.write_bytes(zipped(parts))
    assert "workbook-too-large" in problems(path)
    parts["xl/bomb.xml"] = b""
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>' + parts[sheet]
    path.write_bytes(zipped(parts))
    assert "workbook-damaged" in problems(path)
    path.write_bytes(bytes(limits.FILE_BYTES + 1))
    assert "file-too-large" in problems(path)


def test_a_text_repeated_beyond_measure(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xlsx", {"Projets": [("code", "titre"), ("P1", "x")]})
    cells = "".join(f'<row r="{line}"><c r="B{line}" t="s"><v>0</v></c></row>' for line in range(3, 120_000))
    edited(path, "xl/worksheets/sheet1.xml", ("</sheetData>", cells + "</sheetData>"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/sharedStrings.xml"] = f"<sst><si><t>{'x' * 20_000}</t></si></sst>".encode()
    path.write_bytes(zipped(parts))
    assert "workbook-too-large" in problems(path)


def test_a_size_that_lies(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xlsx", {"Attributions": GRID[:2]})
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    assert "workbook-damaged" in problems(path)


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("import os; os.abort()", "workbook-too-large"),
        ("raise SystemExit(1)", "workbook-damaged"),
        ("import time; time.sleep(50)", "workbook-too-large"),
        ("print(1)", "workbook-damaged"),
    ],
)
def test_a_reader_that_brings_its_process_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: str, told: str
) -> None:
    path = Path(WRITERS[".xls"](tmp_path / "d.xls", {"Projets": [("code",), ("P1",)]}))
    assert ir.read_dossier(path).projects
    monkeypatch.setattr(apart, "command", lambda *_: [sys.executable, "-I", "-c", deed])
    monkeypatch.setattr(workbook_xls, "LONGEST", 0.5)
    assert told in problems(path)


def xls_with_records(path: Path, *records: tuple[int, bytes]) -> Path:
    """Write an .xls workbook whose one sheet ends with records of our own."""
    WRITERS[".xls"](path, {"Projets": [("code",), ("P1",)]})
    book = xlrd.compdoc.CompDoc(path.read_bytes(), logfile=io.StringIO())
    stream, start, length = book.locate_named_stream("Workbook")
    body = bytearray(stream[start : start + length])
    added = b"".join(struct.pack("<HH", kind, len(content)) + content for kind, content in records)
    body = body.rstrip(b"\0")
    assert body.endswith(b"\x0a"), "the end of the sheet, whose length of 0 was stripped"
    body = body[:-1] + added + b"\x0a\0\0\0"
    whole = xlwt.CompoundDoc.XlsDoc()
    whole.save(str(path), bytes(body))
    return path


_MEASURED = """
import contextlib, resource, sys
import innosprint_rules as ir
for read in (ir.read_dossier, ir.read_proposal):
    with contextlib.suppress(ir.InputError):
        read(sys.argv[1])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize(
    "record",
    [
        (0x1B8, struct.pack("<4H", 0, 65535, 0, 255) + bytes(40)),  # one link on every cell: a dictionary of 2 GB
        (0x7D, struct.pack("<6H", 0, 65535, 0, 0, 0, 0)),
        (0xE5, struct.pack("<H4H", 1, 0, 65535, 0, 255)),
    ],
)
def test_an_xls_that_asks_for_all_the_memory(tmp_path: Path, record: tuple[int, bytes]) -> None:
    path = xls_with_records(tmp_path / "d.xls", record)
    # in a process of its own: what the children of the other tests took does not count
    ran = subprocess.run([sys.executable, "-c", _MEASURED, str(path)], capture_output=True, text=True, check=True)
    assert 0 < int(ran.stdout) < 500 * 1024


def _read(path: Path) -> None:
    for read in (ir.read_dossier, ir.read_proposal):
        with contextlib.suppress(InputError):
            read(path)


@pytest.mark.parametrize("suffix", WRITERS)
def test_damaged_files(tmp_path: Path, suffix: str) -> None:
    path = Path(WRITERS[suffix](tmp_path / f"d{suffix}", {"Attributions": GRID[:2], "Projets": [("code",), ("P1",)]}))
    whole = path.read_bytes()
    for seed in range(examples(20 if suffix == ".xls" else 150)):
        draw = random.Random(seed)  # noqa: S311  # the same damage every time
        content = bytearray(whole)
        for _ in range(draw.choice((1, 3, 20))):
            content[draw.randrange(len(content))] = draw.randrange(256)
        if draw.random() < 0.3:
            content = content[: draw.randrange(len(content))]
        path.write_bytes(content)
        _read(path)


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_damaged_parts(tmp_path: Path, suffix: str) -> None:
    path = Path(WRITERS[suffix](tmp_path / f"d{suffix}", {"Attributions": GRID, "Projets": [("code",), ("P1",)]}))
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    for seed in range(examples(250)):
        draw = random.Random(seed)  # noqa: S311  # the same damage every time
        name = draw.choice(names)
        content = bytearray(parts[name])
        for _ in range(draw.choice((1, 2, 6))):
            content[draw.randrange(len(content))] = draw.choice(b'0123456789<>/"=ABCabc ')
        path.write_bytes(zipped({**parts, name: bytes(content)}))
        _read(path)
