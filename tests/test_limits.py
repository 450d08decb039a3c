"""Work is bounded: what is too large is refused in time and memory that are bounded, too, and the limits are told."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import innosprint_rules as ir
from innosprint_rules import limits
from innosprint_rules.dossier.assembly import validation_error
from innosprint_rules.dossier.gathering import gathered
from innosprint_rules.dossier.schema.raw import Fault
from innosprint_rules.errors import DossierError, InputError, Problem
from innosprint_rules.files import FileTrouble, read_bytes
from innosprint_rules.wording import Text
from tests.dossier.workbook.books import ods, xlsx, zipped

ROOT = Path(__file__).parents[1]
MOST_MEMORY = 500  # MB
HEAD = "id;date;sens;montant;libelle\n"
ORDER = (
    "FILE_BYTES", "ROWS", "LINES", "COLUMNS", "CELLS", "CELL_CHARACTERS", "ID_CHARACTERS", "SHEETS",
    "FOLDER_FILES", "UNPACKED_BYTES", "PARTS", "XML_TAGS", "TEXT_CHARACTERS", "XLS_SECONDS", "XLS_BYTES",
    "VALUES", "DEPTH", "EXTENDED", "RULES_FILES", "RULES_BYTES", "RULES_PARSED", "FORMULA_CHARACTERS",
    "FORMULA_DEPTH", "FORMULA_STEPS", "FORMULA_ROWS", "NUMBERS", "ERRORS_TOLD", "ERRORS_READ",
)  # fmt: skip
"""The limits in the order of the tables in the pages."""


def said(name: str, value: int, lang: str) -> str:
    """Return a limit as the pages write it."""
    if name.endswith("BYTES"):
        return f"{value // 2**20} {'MB' if lang == 'en' else 'Mo'}"
    if name.endswith("SECONDS"):
        return f"{value} s"
    return f"{value:,}" if lang == "en" else f"{value:,}".replace(",", " ")


@pytest.mark.parametrize(
    ("page", "title", "lang"), [("README.md", "## Limits", "en"), ("LISEZMOI.md", "## Limites", "fr")]
)
def test_the_pages_tell_every_limit(page: str, title: str, lang: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8").split(title + "\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
    values = {name: value for name, value in vars(limits).items() if name.isupper()}
    assert sorted(ORDER) == sorted(values)
    assert [value for _, value in rows] == [said(name, values[name], lang) for name in ORDER]


def problems(path: Path) -> list[Problem]:
    with pytest.raises(DossierError) as caught:
        ir.read_dossier(path)
    return list(caught.value.problems)


def folder(path: Path, **tables: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


class TestFiles:
    """Only regular files are read, by bounded reads."""

    NAMES = ("d.yaml", "d.json", "d.xlsx", "d.xls", "d.ods", "d/versements.csv")

    def odd(self, path: Path, kind: str) -> None:
        path.parent.mkdir(exist_ok=True)
        if kind == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to("/dev/zero" if kind == "device" else path)

    @pytest.mark.parametrize("kind", ["pipe", "device", "circle"])
    @pytest.mark.parametrize("name", NAMES)
    def test_dossiers(self, tmp_path: Path, name: str, kind: str) -> None:
        self.odd(tmp_path / name, kind)
        (problem,) = problems(tmp_path / name.partition("/")[0])
        assert problem.code in ("not-a-file", "unreadable-file", "unreadable-path")

    @pytest.mark.parametrize("kind", ["pipe", "device", "circle"])
    def test_proposals_rules_and_scenarios(self, tmp_path: Path, kind: str) -> None:
        self.odd(tmp_path / "p.csv", kind)
        self.odd(tmp_path / "s.yaml", kind)
        (tmp_path / "rules").mkdir()
        (tmp_path / "rules" / "agreement.yaml").write_text("name: x", encoding="utf-8")
        self.odd(tmp_path / "rules" / "hub" / "X01_x.yaml", kind)
        from innosprint_rules.simulation.scenario.loading import read_scenario

        reads: list[Callable[[], object]] = [
            lambda: ir.read_proposal(tmp_path / "p.csv"),
            lambda: ir.load_rulebook(tmp_path / "rules"),
            lambda: read_scenario(tmp_path / "s.yaml"),
        ]
        for read in reads:
            with pytest.raises(InputError):
                read()

    def test_a_file_that_grows(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "d.yaml"
        path.write_bytes(b"a" * 100)
        read = os.read

        def growing(handle: int, most: int) -> bytes:
            with path.open("ab") as file:
                file.write(b"b" * 100)
            return read(handle, most)

        monkeypatch.setattr(os, "read", growing)
        with pytest.raises(FileTrouble) as caught:
            read_bytes(path, 5_000)
        assert caught.value.code in ("file-changed", "file-too-large")

    def test_a_file_at_the_limit(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        path.write_bytes(b"a" * 100)
        assert len(read_bytes(path, 100)) == 100
        with pytest.raises(FileTrouble, match="too large"):
            read_bytes(path, 99)


class TestTables:
    """Rows, columns, cells and characters, at their limits and one beyond."""

    def test_rows(self, tmp_path: Path) -> None:
        rows = [f"V{n};5\n" for n in range(limits.ROWS + 1)]
        read = ir.read_dossier(folder(tmp_path / "d", versements="id;montant\n" + "".join(rows[:-1])))
        assert len(read.payments or ()) == limits.ROWS
        found = problems(folder(tmp_path / "d", versements="id;montant\n" + "".join(rows)))
        assert [each.code for each in found] == ["too-many-rows"]
        text = json.dumps({"versements": [{"id": f"V{n}"} for n in range(limits.ROWS + 1)]})
        (tmp_path / "d.json").write_text(text, encoding="utf-8")
        assert [each.code for each in problems(tmp_path / "d.json")] == ["too-many-rows"]

    def test_columns(self, tmp_path: Path) -> None:
        more = [f"c{n}" for n in range(limits.COLUMNS - 1)]
        head = ";".join(["id", *more])
        assert ir.read_dossier(folder(tmp_path / "d", versements=f"{head}\nV1\n")).payments
        for name, text in (("d", f"{head};x\nV1\n"), ("e", f"id\nV1{';' * limits.COLUMNS}\n")):
            assert [each.code for each in problems(folder(tmp_path / name, versements=text))] == ["too-many-columns"]
        text = json.dumps({"versements": [dict.fromkeys(["id", *more, "x"])]})
        (tmp_path / "d.json").write_text(text, encoding="utf-8")
        assert [each.code for each in problems(tmp_path / "d.json")] == ["too-many-columns"]
        row = ["V1", *["x"] * (limits.COLUMNS)]
        assert (
            problems(xlsx(tmp_path / "d.xlsx", {"Versements": [["id", *more, "x"], row]}))[0].code
            == "workbook-too-large"
        )

    def test_cells(self, tmp_path: Path) -> None:
        width = 900
        row = ";" * (width - 1) + "\n"
        count = limits.CELLS // width
        tables = {"versements": "id" + row + row * (count // 2), "attributions": "id" + row + row * (count // 2 + 5)}
        assert [each.code for each in problems(folder(tmp_path / "d", **tables))] == ["too-many-cells"]

    def test_characters(self, tmp_path: Path) -> None:
        for length, code in ((limits.CELL_CHARACTERS, None), (limits.CELL_CHARACTERS + 1, "cell-too-large")):
            text = "x" * length
            paths = [
                folder(tmp_path / "d", versements=f"id;libelle\nV1;{text}\n"),
                tmp_path / "d.json",
                ods(tmp_path / "d.ods", {"Versements": [("id", "libelle"), ("V1", text)]}),
            ]
            paths[1].write_text(json.dumps({"versements": [{"id": "V1", "libelle": text}]}), encoding="utf-8")
            for path in paths:
                if code is None:
                    assert ir.read_dossier(path).payments
                else:
                    assert [each.code for each in problems(path)] == [code], path

    def test_identifiers(self, tmp_path: Path) -> None:
        good, bad = "V" * limits.ID_CHARACTERS, "V" * (limits.ID_CHARACTERS + 1)
        assert ir.read_dossier(folder(tmp_path / "d", versements=f"id;montant\n{good};5\n")).payments
        assert len(problems(folder(tmp_path / "d", versements=f"id;montant\n{bad};5\n"))) == 1

    def test_files_of_a_folder(self, tmp_path: Path) -> None:
        path = folder(tmp_path / "d", versements="id;montant\nV1;5\n")
        for number in range(limits.FOLDER_FILES):
            (path / f"{number}.txt").touch()
        assert [each.code for each in problems(path)] == ["too-many-files"]


class TestErrors:
    """The first fifty are told, and how many more there are."""

    def test_the_first_and_the_number(self, tmp_path: Path) -> None:
        count = limits.ERRORS_TOLD + 7
        text = "".join(f"- {{id: V{n}, id: V{n}}}\n" for n in range(count))
        (tmp_path / "d.yaml").write_text(f"versements:\n{text}", encoding="utf-8")
        found = problems(tmp_path / "d.yaml")
        assert [each.code for each in found] == ["duplicate-key"]
        assert str(count) in found[0].message.en
        faults = [Fault(Problem(f"code-{n}", Text("x", "x"))) for n in range(count)]
        told = gathered(faults)
        assert [each.code for each in told] == [*(f"code-{n}" for n in range(limits.ERRORS_TOLD)), "more-errors"]
        assert "7" in told[-1].message.en
        error = validation_error("Dossier", tuple(faults))
        assert error.error_count() == limits.ERRORS_TOLD + 1

    def test_reading_stops(self, tmp_path: Path) -> None:
        text = "id;date;montant\n" + "".join(f"V{n};x;y\n" for n in range(limits.ERRORS_READ))
        found = problems(folder(tmp_path / "d", versements=text))
        assert found[-1].code == "more-errors"
        assert f"{limits.ERRORS_READ}" in found[-1].message.en
        assert len(found) <= limits.ERRORS_TOLD + 1


def csv(text: str) -> Callable[[Path], Path]:
    return lambda path: folder(path / "d", versements=text)


def document(name: str, text: str) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        (path / name).write_text(text, encoding="utf-8")
        return path / name

    return write


def book(part: str, old: str, new: str, strings: str = "") -> Callable[[Path], Path]:
    """Return what writes an .xlsx workbook one part of which is edited."""

    def write(path: Path) -> Path:
        made = xlsx(path / "d.xlsx", {"Versements": [("id", "montant", "libelle"), ("V1", 5, "x")]})
        with zipfile.ZipFile(made) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        text = parts.get(part, b"").decode()
        assert old in text
        parts[part] = text.replace(old, new, 1).encode()
        if strings:
            parts["xl/sharedStrings.xml"] = strings.encode()
        made.write_bytes(zipped(parts))
        return made

    return write


def spreadsheet(row: str, head: str = "") -> Callable[[Path], Path]:
    """Return what writes an .ods workbook with a row of our own XML."""

    def write(path: Path) -> Path:
        made = ods(path / "d.ods", {"Versements": [("id", "montant"), ("MARK", 5)]})
        with zipfile.ZipFile(made) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        text = parts["content.xml"].decode().replace("</table:table>", row + "</table:table>")
        parts["content.xml"] = text.replace("?>", "?>" + head, 1).encode()
        made.write_bytes(zipped(parts))
        return made

    return write


SHEET, END = "xl/worksheets/sheet1.xml", "</sheetData>"
BIG = limits.FILE_BYTES - 200
ENTITIES = "<!DOCTYPE x [<!ENTITY a '" + "x" * 1000 + "'>" + "".join(
    f"<!ENTITY a{n} '{('&a%s;' % ('' if n == 0 else n - 1)) * 10}'>" for n in range(8)
) + "]>"  # fmt: skip
CELL = '<table:table-cell office:value-type="float" office:value="1"{}/>'

HOSTILE: dict[str, Callable[[], Callable[[Path], Path]]] = {
    "one endless line": lambda: csv("id;montant;" + "x" * BIG),
    "one endless cell": lambda: csv(HEAD + 'V1;01/01/2019;CASQ->FN;5;"' + "x" * BIG + '"\n'),
    "a quotation mark never closed": lambda: csv(HEAD + 'V1;;;5;"' + "x;y\n" * (BIG // 4)),
    "separators": lambda: csv(HEAD + ";" * BIG),
    "line ends": lambda: csv(HEAD + "\n" * BIG),
    "short rows": lambda: csv(HEAD + "a\n" * (BIG // 2)),
    "rows that are all wrong": lambda: csv(HEAD + "".join(f"V{n};x;y;z;t\n" for n in range(limits.ROWS))),
    "one row over and over": lambda: csv(HEAD + "V1;01/01/2019;CASQ->FN;5;x\n" * limits.ROWS),
    "digits": lambda: csv(HEAD + "V1;01/01/2019;CASQ->FN;" + "9" * 100_000 + ";x\n"),
    "JSON objects": lambda: document("d.json", '{"versements":[' + "{}," * (BIG // 3) + "{}]}"),
    "JSON numbers": lambda: document("d.json", '{"versements":[' + "1," * (BIG // 2 - 20) + "1]}"),
    "a JSON number": lambda: document("d.json", '{"versements":[{"id":"V1","montant":' + "9" * (BIG - 100) + "}]}"),
    "an exponent": lambda: document("d.json", '{"versements":[{"id":"V1","montant":1e999999999999}]}'),
    "a JSON text": lambda: document("d.json", '{"versements":[{"id":"V1","libelle":"' + "x" * (BIG - 100) + '"}]}'),
    "JSON keys": lambda: document("d.json", "{" + ",".join(f'"k{n}":1' for n in range(400_000)) + "}"),
    "JSON levels": lambda: document("d.json", "[" * BIG),
    "YAML values": lambda: document("d.yaml", "versements:\n" + "- a\n" * (BIG // 4 - 10)),
    "a YAML number": lambda: document("d.yaml", "versements:\n- {id: V1, montant: " + "9" * (BIG - 100) + "}\n"),
    "YAML keys": lambda: document("d.yaml", "versements:\n- {" + ",".join(f"k{n}: 1" for n in range(200_000)) + "}\n"),
    "YAML levels": lambda: document("d.yaml", "a: " + "[" * (BIG - 10)),
    "a million columns": lambda: book(SHEET, END, "<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>" + END),
    "a million rows": lambda: book(
        SHEET, END, "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(3, 10**6)) + END
    ),
    "a cell far away": lambda: book(SHEET, END, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + END),
    "a row that cannot be": lambda: book(
        SHEET, END, '<row r="9999999999999"><c r="A9999999999999"><v>1</v></c></row>' + END
    ),
    "an endless attribute": lambda: book(SHEET, "<sheetData>", '<sheetData x="' + "y" * 70_000_000 + '">'),
    "elements": lambda: book(SHEET, END, "<a/>" * 10_000_000 + END),
    "a text in every cell": lambda: book(
        SHEET, END,
        "".join(f'<row r="{n}"><c r="C{n}" t="s"><v>0</v></c></row>' for n in range(3, 40_000)) + END,
        f"<sst><si><t>{'x' * 30_000}</t></si></sst>",
    ),
    "empty texts": lambda: book(SHEET, END, END, "<sst>" + "<si/>" * 10_000_000 + "</sst>"),
    "entities in xlsx": lambda: book(SHEET, "<worksheet", ENTITIES + "<worksheet"),
    "one part for every sheet": lambda: book(
        "xl/workbook.xml",
        "</sheets>",
        "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(9, 9_999)) + "</sheets>",
    ),
    "nothing but zeros": lambda: book("xl/zeros.xml", "", "\0" * (limits.UNPACKED_BYTES + 1)),
    "rows repeated": lambda: spreadsheet(
        f'<table:table-row table:number-rows-repeated="1000000">{CELL.format("")}</table:table-row>'
    ),
    "columns repeated": lambda: spreadsheet(
        "<table:table-row>" + CELL.format(' table:number-columns-repeated="2000000000"') + "</table:table-row>"
    ),
    "spaces without end": lambda: spreadsheet(
        '<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="2000000000"/>x</text:p>'
        "</table:table-cell></table:table-row>"
    ),
    "empty cells": lambda: spreadsheet("<table:table-row>" + "<table:table-cell/>" * 4_000_000 + "</table:table-row>"),
    "entities in ods": lambda: spreadsheet("<table:table-row/>", ENTITIES),
}  # fmt: skip

MEASURED = """
import resource, subprocess, sys
status = subprocess.run([sys.executable, "-m", "innosprint_rules", "check", sys.argv[1], "--lang", "en"]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)  # of what a small process starts: it goes on from there
peak = used.ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)
print("status", status, "memory", peak, "seconds", round(used.ru_utime + used.ru_stime, 2))
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_within_bounds(tmp_path: Path, name: str) -> None:
    path = HOSTILE[name]()(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True, timeout=100, cwd=ROOT
    )
    words = done.stdout.split()
    assert words[:2] == ["status", "2"], done.stdout[:500]
    assert done.stderr.startswith("error: ") or re.match("[0-9]+ errors:", done.stderr), done.stderr[:500]
    assert "error of the program" not in done.stderr
    assert int(words[3]) < MOST_MEMORY, words
