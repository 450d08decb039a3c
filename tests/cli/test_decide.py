"""``innosprint decide``: from a proposal to decided rows, in a copy that keeps what is the user's."""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from innosprint_rules.cli.app import main
from innosprint_rules.dossier import read_dossier
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema
from innosprint_rules.dossier.writing.workbook import write_dossier_workbook

EXAMPLES = Path(__file__).parents[2] / "examples"
SAMPLE, FINE = EXAMPLES / "saint-quentin-2019", EXAMPLES / "proposals" / "session-4-fine.csv"
TROUBLE = EXAMPLES / "proposals" / "session-4-in-trouble.csv"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*arguments: object) -> tuple[int, str, str]:
        status = main([str(each) for each in (*arguments, "--lang", "en")])
        out, err = capsys.readouterr()
        return status, out, err

    return go


def decide(run: Run, dossier: Path, copy: Path, *options: object) -> tuple[int, str, str]:
    return run("decide", dossier, "--session", "S4", "--output", copy, *options)


def votes(path: Path) -> dict[str, tuple[str | None, int | None, Sequence[str] | None]]:
    rows = read_dossier(path).allocations or ()
    return {row.id: (row.status, row.amount, row.decided_by) for row in rows if row.session == "S4"}


def test_what_was_voted_is_written_with_the_columns_and_statuses_of_the_template(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    status, out, _ = decide(run, SAMPLE, copy, "--proposal", FINE, "--present", "CASQ, FN et UPJV",
                            "--refuse", "A09", "--amount", "A08=1 000,50")  # fmt: skip
    assert status == 0
    assert "copy no. 1" in " ".join(out.split())
    there = ("CASQ", "FN", "UPJV-INSSET")
    assert votes(copy) == {
        "A08": ("décidée", 100_050, there), "A09": ("refusée", 400_000, there),
        "A10": ("décidée", 250_000, there), "A11": ("décidée", 300_000, there),
    }  # fmt: skip
    session = next(row for row in read_dossier(copy).sessions or () if row.code == "S4")
    assert session.members_present == there
    header = (copy / "attributions.csv").read_text("utf-8-sig").splitlines()[0].split(";")
    order = [column.header for column in bundled_schema().tables["allocations"].columns]
    assert header == [name for name in order if name in header]


def test_every_other_line_of_a_folder_stays_as_it_was(run: Run, tmp_path: Path) -> None:
    source, copy = tmp_path / "mine", tmp_path / "copy"
    shutil.copytree(SAMPLE, source)
    (source / "notes").mkdir()
    (source / "notes" / "letter.txt").write_bytes(b"\x00my letter")
    text = (source / "attributions.csv").read_bytes().decode("utf-8-sig")
    untidy = (
        "Mes attributions;;;\n"
        + text.replace("\r\n", "\n").replace("\u202f", "\u00a0")
        + "Total;;;;33 500,00 €;;;;;;\n"
    )
    (source / "attributions.csv").write_bytes(untidy.encode("cp1252"))
    assert decide(run, source, copy, "--proposal", FINE)[0] == 0
    for path in source.rglob("*"):
        if path.is_file() and path.name != "attributions.csv":
            assert (copy / path.relative_to(source)).read_bytes() == path.read_bytes(), path.name
    before, after = untidy.splitlines(), (copy / "attributions.csv").read_bytes().decode("cp1252").splitlines()
    assert [line for line in after if not line.startswith(("A08", "A09", "A10", "A11"))] == before
    assert after[-1].startswith("Total")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook of somebody's own: comments, notes, formulas, a sheet of theirs, a proposal kept beside."""
    path = tmp_path / "mine.xlsx"
    write_dossier_workbook(read_dossier(SAMPLE), path)
    book = load_workbook(path)
    sheet = book["Attributions"]
    sheet["E2"].comment = Comment("seen", "P01")
    sheet["L1"], sheet["L3"] = "note", "a note of mine"
    sheet.add_table(Table(displayName="aid", ref=f"A1:{sheet.dimensions.split(':')[1]}"))
    mine = book.create_sheet("Mes notes")
    mine["A1"], mine["A2"] = "bonjour", "=Attributions!E2+1"
    mine.merge_cells("B1:C2")
    _propose(book)
    book.save(path)
    return path


def _propose(book: Workbook) -> None:
    sheet = book.create_sheet("Proposition")
    sheet.append(["session", "projet", "montant", "besoin", "objectif", "evaluation_avancees", "decideurs"])
    sheet.append(["S4", "P02", 5000, "payment", "twenty orders", "ten shops", None])
    sheet.append(["S4", "P07", 600, "a claw", "fifty pieces", "an arm", "CASQ; FN"])


def test_a_copy_of_a_workbook_keeps_all_that_is_the_users(run: Run, workbook: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    before = workbook.read_bytes()
    status, out, err = decide(run, workbook, copy)
    assert (status, err) == (0, "")
    assert "“ligne-1” is now called A19" in " ".join(out.split())
    assert workbook.read_bytes() == before
    assert votes(copy) == {
        "A19": ("décidée", 500_000, ("CASQ", "FN", "UPJV-INSSET", "INNOVALTECH")),
        "A20": ("décidée", 60_000, ("CASQ", "FN")),
    }
    assert not read_dossier(copy).proposal
    old, new = load_workbook(workbook), load_workbook(copy)
    assert new.sheetnames == [*old.sheetnames, "Consignations"]
    assert new["Attributions"]["E2"].comment.text == "seen"
    assert new["Attributions"].tables["aid"].ref.endswith(str(old["Attributions"].max_row + 2))
    assert [str(each) for each in new["Mes notes"].merged_cells.ranges] == ["B1:C2"]
    for sheet in old.worksheets:
        if sheet.title == "Proposition":
            continue
        for row in sheet.iter_rows():
            for cell in row:
                kept = new[sheet.title][cell.coordinate]
                assert (kept.value, kept.number_format, kept.font.b) == (cell.value, cell.number_format, cell.font.b)


def test_what_formulas_gave_is_kept_so_that_a_copy_can_be_read_at_once(
    run: Run, workbook: Path, tmp_path: Path
) -> None:
    from innosprint_rules.dossier.writing.formulas import with_results

    book = load_workbook(workbook)
    book["Attributions"]["E2"] = "=2*1250"
    book["Mes notes"]["A3"] = '="a"&"<b>"'
    book.calculation.fullCalcOnLoad = False
    book.save(workbook)
    names = [sheet.title for sheet in book.worksheets]
    results = {"Attributions": {"E2": 2500}, "Mes notes": {"A3": "a<b>"}}
    workbook.write_bytes(with_results(workbook.read_bytes(), results, names))
    copy = tmp_path / "copy.xlsx"
    assert decide(run, workbook, copy)[0] == 0
    assert next(row.amount for row in read_dossier(copy).allocations or () if row.id == "A01") == 250_000
    assert load_workbook(copy)["Attributions"]["E2"].value == "=2*1250"
    assert load_workbook(copy, data_only=True)["Mes notes"]["A3"].value == "a<b>"


def test_what_a_copy_cannot_keep_is_named(run: Run, workbook: Path, tmp_path: Path) -> None:
    from openpyxl.chart import BarChart, Reference

    book = load_workbook(workbook)
    chart = BarChart()
    chart.add_data(Reference(book["Attributions"], min_col=5, min_row=1, max_row=4))
    book["Mes notes"].add_chart(chart, "D4")
    book.save(workbook)
    status, _, err = decide(run, workbook, tmp_path / "copy.xlsx")
    assert status == 0
    assert "charts" in err


def test_macros_that_a_copy_loses_are_named(run: Run, workbook: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(workbook, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    status, _, err = decide(run, workbook, tmp_path / "copy.xlsx")
    assert status == 0
    assert "macros" in err


def test_a_session_is_consigned_once_and_can_be_corrected(run: Run, workbook: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    decide(run, workbook, first)
    status, _, err = decide(run, first, second)
    assert status == 2
    assert "consigned already" in " ".join(err.split())
    status, out, _ = decide(run, first, second, "--amount", "A19=4000", "--refuse", "A20")
    assert status == 0
    assert "corrected" in out
    assert "copy no. 2" in " ".join(out.split())
    found = votes(second)
    assert found["A19"][:2] == ("décidée", 400_000)
    assert found["A20"] == ("refusée", 60_000, ("CASQ", "FN"))
    status, _, err = decide(run, workbook, tmp_path / "three.xlsx")
    assert "older than a copy" in err
    assert "one.xlsx" in err


def test_a_proposal_that_is_consigned_already_is_refused(run: Run, tmp_path: Path) -> None:
    decide(run, SAMPLE, tmp_path / "one", "--proposal", FINE)
    status, _, err = decide(run, tmp_path / "one", tmp_path / "two", "--proposal", FINE)
    assert status == 2
    assert "consigned already" in err
    assert not (tmp_path / "two").exists()


def test_a_vote_that_breaks_the_agreement_is_written_and_told(run: Run, tmp_path: Path) -> None:
    status, out, _ = decide(run, SAMPLE, tmp_path / "copy", "--proposal", TROUBLE)
    assert status == 1
    assert "breaks END01" in out
    assert votes(tmp_path / "copy")["A11"][0] == "décidée"


def test_presentations_are_consigned_with_their_axes(run: Run, tmp_path: Path) -> None:
    shown = tmp_path / "shown.csv"
    shown.write_text("projet;avancees;plan_actions;axe_marche_usage\nP13;oui;oui;premiers essais\n", "utf-8")
    copy = tmp_path / "copy"
    assert decide(run, SAMPLE, copy, "--proposal", FINE, "--presentations", shown)[0] == 0
    found = next(row for row in read_dossier(copy).presentations or () if row.identity == "S4/P13")
    assert (found.progress, found.axis_market, found.axis_funding) == (True, True, None)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--session", "S9"], "“S9” is in no row"),
        (["--present", "CASQ, Bob"], "“Bob” is no member's name"),
        (["--refuse", "A99"], "none of the lines"),
        (["--amount", "A08"], "write the line, = and euros"),
        (["--amount", "A08=2", "--refuse", "A08"], "choose one"),
        (["--output", "copy.xlsx"], "is a folder of CSV files"),
        (["--session", "S5"], "consigned already"),
    ],
)
def test_mistakes_are_told_and_nothing_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, _, err = run(
        "decide", SAMPLE, "--session", "S4", "--proposal", FINE, "--output", tmp_path / "copy", *options
    )
    if "S5" in options:
        status, _, err = run("decide", SAMPLE, "--session", "S5", "--output", tmp_path / "copy")
    assert status == 2
    assert said in " ".join(err.split())
    assert not any(tmp_path.iterdir())


def test_a_consigned_folder_reads_without_a_notice_on_its_record(run: Run, tmp_path: Path) -> None:
    decide(run, SAMPLE, tmp_path / "copy", "--proposal", FINE)
    assert not [each for each in read_dossier(tmp_path / "copy").notices if "onsignation" in each.message.fr]
    with (tmp_path / "copy" / "consignations.csv").open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file, delimiter=";")
    assert dict(zip(header, row, strict=True))["session"] == "S4"
