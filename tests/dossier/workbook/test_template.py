"""Empty dossiers: they read as they are, explain themselves, and read once filled in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import typer

import innosprint_rules as ir
from innosprint_rules.cli.new import facts_of, offers_of, register
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema
from innosprint_rules.dossier.writing.template import new_dossier
from innosprint_rules.dossier.writing.workbook import sheet_name
from innosprint_rules.errors import DossierError
from innosprint_rules.wording import LANGUAGES, Lang, Text

TABLES = bundled_schema().tables

TITLE = Text("Convention", "Agreement")


def made(path: Path, lang: Lang = "fr") -> Path:
    rulebook = ir.load_rulebook()
    new_dossier(path, facts_of(rulebook), TITLE, lang, offers=offers_of(rulebook))
    return path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_dossier_reads(tmp_path: Path, lang: Lang) -> None:
    book, folder = ir.read_dossier(made(tmp_path / "d.xlsx", lang)), ir.read_dossier(made(tmp_path / "d", lang))
    assert book.digest == folder.digest
    assert not book.notices
    assert book.convention is not None
    assert (book.convention.endowment, book.convention.seats, book.convention.signed_on) == (3_500_000, 76, None)
    assert book.convention.received_on == dt.date(2018, 12, 12)
    for table in TABLES.values():
        assert table.keyed or book.rows(table.code) == ()
    assert ir.check(book, as_of=dt.date(2019, 1, 1)).ok


def test_the_csv_folder_opens_in_a_french_spreadsheet(tmp_path: Path) -> None:
    folder = made(tmp_path / "d")
    assert len(list(folder.iterdir())) == len(TABLES)
    text = (folder / "attributions.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfid;session;")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_explains_itself(tmp_path: Path, lang: Lang) -> None:
    book = openpyxl.load_workbook(made(tmp_path / "d.xlsx", lang))
    guide, *sheets = book.worksheets
    assert guide["A1"].value == TITLE.get(lang)
    assert bundled_schema().find_table(guide.title) is None
    assert [found.code for sheet in sheets if (found := bundled_schema().find_table(sheet.title))] == list(TABLES)
    links = {cell.hyperlink.location for row in guide.iter_rows() for cell in row if cell.hyperlink is not None}
    assert links == {f"{sheet.title}!A1" for sheet in sheets}
    for sheet, table in zip(sheets, TABLES.values(), strict=True):
        rules = sheet.data_validations.dataValidation
        assert len(rules) == len(table.columns)
        for column, rule in zip(table.columns, rules, strict=True):
            help_text = column.help.get(lang)
            assert help_text[1:] in rule.prompt
            assert rule.promptTitle == column.header
            assert len(rule.prompt) <= 255
            assert len(rule.formula1 or "") <= 255
        if not table.keyed:
            assert [cell.value for cell in sheet[1]] == [column.header for column in table.columns]
            assert all(column.help.get(lang)[1:] in cell.comment.text
                       for column, cell in zip(table.columns, sheet[1], strict=True))  # fmt: skip
            assert sheet.freeze_panes == "B2"


def test_lists_and_formats(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path / "d.xlsx"))
    sheet = book["Attributions"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["J2:J501"].formula1 == '"décidée,proposée,refusée"'
    assert rules["B2:B501"].formula1 == "Sessions!$A$2:$A$501"
    assert rules["D2:D501"].formula1 == "Projets!$A$2:$A$501"
    assert sheet["C2"].number_format == "dd/mm/yyyy"
    assert sheet["E2"].number_format == '#,##0.00\\ "€"'
    assert sheet["A2"].number_format == "@"
    flags = {str(rule.sqref): rule.formula1 for rule in book["Projets"].data_validations.dataValidation}
    assert flags["E2:E501"] == '"oui,non"'


def test_filled_in_it_reads(tmp_path: Path) -> None:
    path = made(tmp_path / "d.xlsx")
    book = openpyxl.load_workbook(path)
    book["Sessions"]["A2"], book["Sessions"]["B2"] = "S1", dt.date(2019, 1, 17)
    book["Projets"]["A2"], book["Projets"]["E2"], book["Projets"]["F2"] = "P01", "oui", "S1"
    for column, value in enumerate(["A01", "S1", dt.date(2019, 1, 17), "P01", 2500, "capteurs", "mesurer"], start=1):
        book["Attributions"].cell(2, column).value = value
    book["Convention"]["B4"] = dt.date(2018, 12, 20)
    book.save(path)
    read = ir.read_dossier(path)
    assert not read.notices
    assert [(row.id, row.amount, row.status) for row in read.allocations or ()] == [("A01", 250_000, "décidée")]
    assert read.convention is not None
    assert read.convention.signed_on == dt.date(2018, 12, 20)
    assert ir.check(read, as_of=dt.date(2019, 1, 18)).find("END01", "A01")


def test_nothing_is_replaced(tmp_path: Path) -> None:
    made(tmp_path / "d")
    with pytest.raises(DossierError, match="holds files already"):
        made(tmp_path / "d")
    made(tmp_path / "d.xlsx")
    made(tmp_path / "d.xlsx")  # as we wrote it, nobody has filled it in
    book = openpyxl.load_workbook(tmp_path / "d.xlsx")
    book["Projets"]["A2"] = "P01"
    book.save(tmp_path / "d.xlsx")
    with pytest.raises(DossierError, match="exists already"):
        made(tmp_path / "d.xlsx")
    for name in ("d.xls", "d.ods", "d.csv", "d.yaml"):
        with pytest.raises(DossierError, match="not written as"):
            made(tmp_path / name)
    with pytest.raises(DossierError, match="no such path"):
        made(tmp_path / "absent" / "d.xlsx")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command(tmp_path: Path, lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app, lang)
    command = typer.main.get_command(app)
    assert command.main(["new", str(tmp_path / "d.xlsx")], standalone_mode=False) in (0, None)
    assert "innosprint check" in capsys.readouterr().out
    (tmp_path / "d.xlsx").write_bytes(b"mine")
    try:
        status = command.main(["new", str(tmp_path / "d.xlsx")], standalone_mode=False)
    except typer.Exit as end:
        status = end.exit_code
    assert status == 2
    assert str(tmp_path / "d.xlsx") not in capsys.readouterr().out


def test_cells_offer_members_headings_kinds_and_clauses(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path / "d.xlsx"))
    offered: dict[tuple[str, str], tuple[list[str], bool]] = {}
    for table in TABLES.values():
        rules = book[sheet_name(table)]
        for column, rule in zip(table.columns, rules.data_validations.dataValidation, strict=True):
            if rule.type == "list" and rule.formula1.startswith('"'):
                offered[table.code, column.code] = rule.formula1.strip('"').split(","), bool(rule.showErrorMessage)
    members = ["CASQ", "FN", "UPJV-INSSET", "INNOVALTECH"]
    for place in (("sessions", "co_organisers"), ("sessions", "members_present"), ("allocations", "decided_by"),
                  ("reports", "recipients")):  # fmt: skip
        assert offered[place] == ([" ; ".join(members), *members], False)
    assert offered["reports", "sender"] == (members, False)
    headings = offered["reports", "headings"][0]
    assert {"rencontres", "financement", "repartition", "actions entreprises", "équilibre financier"} < set(headings)
    assert offered["attestations", "clause"] == (["C22", "C23", "C24"], False)
    assert offered["amendments", "parameter"] == (["dotation", "date_fin"], False)
    assert offered["reports", "kind"][1], "what is no kind of document is refused"
    sheet = book[sheet_name(TABLES["sessions"])]
    for column, value in enumerate(("S1", dt.date(2019, 2, 5), "x", " ; ".join(members), "FN"), start=1):
        sheet.cell(2, column).value = value
    book.save(tmp_path / "filled.xlsx")
    (session,) = ir.read_dossier(tmp_path / "filled.xlsx").sessions or ()
    assert session.co_organisers == tuple(members)
