"""The report as a workbook: the user's own copied and marked, the original untouched."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

import innosprint_rules as ir
from innosprint_rules.dossier.writing.workbook import write_dossier_workbook
from innosprint_rules.errors import UsageError
from innosprint_rules.report.content.standing import count
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.report.workbook.marks import FILLS
from innosprint_rules.report.workbook.write import write_workbook
from tests.dossier.workbook.books import WRITERS, edited, xlsx

EXAMPLES = Path(__file__).parents[3] / "examples"
AFTER = dt.date(2020, 2, 1)
PROPOSAL = EXAMPLES / "proposals" / "session-4-in-trouble.csv"


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any, ir.Report]:
    """A workbook with formats, formulas and other sheets, checked, and its marked copy."""
    folder = tmp_path_factory.mktemp("report")
    source = write_dossier_workbook(ir.read_dossier(EXAMPLES / "year-in-trouble"), folder / "mon année.xlsx")
    book = openpyxl.load_workbook(source)
    sheet = book["Attributions"]
    sheet["E2"].font = Font(italic=True, color="FF0000")
    sheet["E11"].comment = Comment("à revoir avec le trésorier", "Anne")
    sheet.column_dimensions["F"].width = 47
    last = sheet.max_row + 2
    sheet.cell(last, 1).value, sheet.cell(last, 5).value = "Total", f"=SUM(E2:E{last - 2})"
    notes = book.create_sheet("Notes")
    notes["A1"], notes["B2"] = "=1+1", "à relire"
    book.save(source)
    before = source.read_bytes()
    report = ir.check(ir.read_dossier(source), as_of=AFTER)
    write_workbook(report, source, folder / "rapport.xlsx", FRENCH)
    assert source.read_bytes() == before
    return folder, openpyxl.load_workbook(folder / "rapport.xlsx"), report


def test_what_the_user_made_survives(marked: tuple[Path, Any, ir.Report]) -> None:
    _, book, _ = marked
    sheet = book["Attributions"]
    assert book.sheetnames[0] == "Synthèse"
    assert {"Attributions", "Versements", "Notes"} <= set(book.sheetnames)
    assert sheet["E2"].font.italic
    assert sheet["E2"].number_format == '#,##0.00\\ "€"'
    assert sheet.column_dimensions["F"].width == 47
    assert str(sheet.cell(sheet.max_row, 5).value).startswith("=SUM(E2")
    assert book["Notes"]["A1"].value == "=1+1"
    assert sheet.freeze_panes == "B2"


def test_offending_cells_are_coloured_and_commented(marked: tuple[Path, Any, ir.Report]) -> None:
    _, book, report = marked
    finding = report.find("END01", "A10")
    assert finding is not None
    cell = book["Attributions"]["E11"]
    assert cell.fill.start_color.rgb.endswith(FILLS["error"])
    assert "END01" in cell.comment.text
    assert finding.message.fr in cell.comment.text
    assert finding.remedy.fr in cell.comment.text
    assert "art.\u00a04.1" in cell.comment.text
    assert "à revoir avec le trésorier" in cell.comment.text
    calm = book["Attributions"]["E3"]
    assert calm.comment is None
    assert calm.fill.fill_type is None


def test_the_summary_lists_every_finding_with_a_link(marked: tuple[Path, Any, ir.Report]) -> None:
    _, book, report = marked
    rows = list(book["Synthèse"].iter_rows())
    texts = {cell.value for row in rows for cell in row}
    assert report.rulebook.agreement.title.get("fr") in texts
    for finding in report.violations:
        assert finding.message.fr in texts
    linked = [cell for row in rows for cell in row if cell.hyperlink is not None]
    assert len(linked) > 30
    for cell in linked:
        sheet, _, place = cell.hyperlink.location.rpartition("!")
        assert book[sheet.strip("'")][place].comment is not None
    assert "Attributions!E11" in {cell.value for cell in linked}
    counts = {row[1].value: row[4].value for row in rows if row[1].value in ("Conformes", "Manquements")}
    assert counts == {"Conformes": report.summary["satisfied"], "Manquements": count(report.findings).breaches}


def test_the_report_checks_like_the_dossier(marked: tuple[Path, Any, ir.Report]) -> None:
    folder, _, report = marked
    again = ir.read_dossier(folder / "rapport.xlsx")
    assert again.digest == report.dossier_digest
    assert {notice.code for notice in again.notices} == {"unknown-table", "row-left-out"}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_from_csv_and_a_proposal(tmp_path: Path, lang: Any) -> None:
    report = ir.check(ir.read_dossier(EXAMPLES / "saint-quentin-2019"), proposal=PROPOSAL, as_of=dt.date(2019, 6, 19))
    write_workbook(report, EXAMPLES / "saint-quentin-2019", tmp_path / "r.xlsx", Teller(lang), (PROPOSAL,))
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    sheet = book["Proposition" if lang == "fr" else "Proposal"]
    assert [cell.value for cell in sheet["A"]] == ["id", "A08", "A09", "A10", "A11"]
    assert sheet["E5"].fill.start_color.rgb.endswith(FILLS["error"])
    assert "END01" in sheet["E5"].comment.text
    assert "ALC03" in sheet["F4"].comment.text
    assert "A08" not in [cell.value for cell in book["Attributions"]["A"]]
    proposed = ir.read_proposal(tmp_path / "r.xlsx")
    assert [row.id for row in proposed.rows] == ["A08", "A09", "A10", "A11"]


def test_a_refused_line_is_called_refused(tmp_path: Path) -> None:
    line = {"id": "A08", "session": "S4", "project": "P02", "amount": "10", "status": "refusée"}
    year = ir.read_dossier(EXAMPLES / "saint-quentin-2019")
    report = ir.check(year, proposal=[line], as_of=dt.date(2019, 6, 19))
    write_workbook(report, None, tmp_path / "r.xlsx", ENGLISH)
    cells = [cell.value for cell in openpyxl.load_workbook(tmp_path / "r.xlsx")["Summary"]["F"]]
    assert "refused, nothing to judge" in cells


def test_missing_facts_are_marked_where_they_are_missing(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xlsx", {
        "Sessions": [("code", "date"), ("S1", None)],
        "Projets": [("code",), ("P1",)],
        "Attributions": [("id", "session", "date_decision", "projet", "montant"), ("=1+1", "S1", None, "P1", 5)],
    })  # fmt: skip
    edited(path, "xl/worksheets/sheet3.xml", ("<f>1+1</f><v></v>", "<v>2</v>"))
    write_workbook(ir.check(ir.read_dossier(path), as_of=AFTER), path, tmp_path / "r.xlsx", ENGLISH)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames[0] == "Summary"
    marked = book["Sessions"]["B2"]
    assert marked.comment is not None
    assert marked.fill.start_color.rgb.endswith(FILLS["unknown"])


def test_a_part_of_the_rules_is_said_to_be_one(tmp_path: Path) -> None:
    report = ir.check(ir.read_dossier(EXAMPLES / "year-in-trouble"), as_of=AFTER, select=["END"])
    write_workbook(report, None, tmp_path / "r.xlsx", FRENCH, judged=["END01", "END02"])
    assert "(2\u00a0règles sur" in openpyxl.load_workbook(tmp_path / "r.xlsx")["Synthèse"]["A2"].value


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_what_cannot_be_copied_is_written_from_the_data(tmp_path: Path, suffix: str) -> None:
    path = WRITERS[suffix](
        tmp_path / f"d{suffix}", {"Attributions": [("id", "montant", "date_decision"), ("A1", 40000)]}
    )
    before = path.read_bytes()
    write_workbook(ir.check(ir.read_dossier(path), as_of=AFTER), path, tmp_path / "r.xlsx", FRENCH)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert path.read_bytes() == before
    assert book["Attributions"]["A2"].value == "A1"
    assert any(f"classeur {suffix}" in str(cell.value) for cell in book["Synthèse"]["A"])


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    words = ["=1+1", "+33 6", "-", "@casq", "=HYPERLINK(1)", "_x0041_", "a\nb"]
    rows = [{"code": f"P{number}", "titre": word, "=autre": word} for number, word in enumerate(words)]
    dossier = ir.Dossier.model_validate({"projets": rows})
    write_workbook(ir.check(dossier, as_of=AFTER), None, tmp_path / "r.xlsx", FRENCH)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "@")))
    assert ir.read_dossier(tmp_path / "r.xlsx").digest == dossier.digest


def test_merged_cells_and_names_already_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Attributions"
    for row in (("id", "date_decision", "montant", "note"), ("A1", "31/05/2019", 40000)):
        sheet.append(row)
    sheet.merge_cells("C2:D2")
    book.create_sheet("Synthèse")["A1"] = "la mienne"
    book.save(tmp_path / "d.xlsx")
    report = ir.check(ir.read_dossier(tmp_path / "d.xlsx"), as_of=AFTER)
    write_workbook(report, tmp_path / "d.xlsx", tmp_path / "r.xlsx", FRENCH)
    read = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert read.sheetnames == ["Synthèse (2)", "Attributions", "Synthèse"]
    assert read["Attributions"]["C2"].comment is not None


def test_where_it_may_not_be_written(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xlsx", {"Projets": [("code",), ("P1",)]})
    report = ir.check(ir.read_dossier(path), as_of=AFTER)
    before = path.read_bytes()
    (tmp_path / "link.xlsx").symlink_to(path)
    for output, said in ((path, "part of"), (tmp_path / "link.xlsx", "part of"), (tmp_path / "r.txt", "no name of"),
                         (tmp_path / "absent" / "r.xlsx", "no such path")):  # fmt: skip
        with pytest.raises(UsageError, match=said):
            write_workbook(report, path, output, FRENCH)
    assert path.read_bytes() == before
    path.write_bytes(b"PK")
    with pytest.raises(UsageError, match="not copied"):
        write_workbook(report, path, tmp_path / "r.xlsx", FRENCH)
