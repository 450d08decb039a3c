"""What cannot be read is marked where it stands: in a copy of the workbook, on a web page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from innosprint_rules.cli.app import main
from innosprint_rules.dossier import read_dossier
from innosprint_rules.dossier.writing.formulas import with_results
from innosprint_rules.dossier.writing.workbook import write_dossier_workbook
from innosprint_rules.errors import DossierError
from innosprint_rules.report.workbook.marks import FILLS

SAMPLE = Path(__file__).parents[2] / "examples" / "saint-quentin-2019"
Run = Callable[..., tuple[int, str, str]]

HARM = {
    "Attributions": {"C2": "31/02/2019", "E3": "quatre mille", "E4": "quatre mille", "J5": "acceptée", "D6": "P99"},
    "Versements": {"C3": "FN vers qui ?", "F4": "=cmd|' /C calc'!A1"},
    "Projets": {"E2": "<script>alert(1)</script>"},
}
"""Cells of the sample that nobody can read, several alike in one column among them."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*arguments: object) -> tuple[int, str, str]:
        status = main([str(each) for each in (*arguments, "--lang", "fr")])
        out, err = capsys.readouterr()
        return status, out, " ".join(err.split())

    return go


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of four tables of the sample."""
    path = write_dossier_workbook(read_dossier(SAMPLE), tmp_path_factory.mktemp("unread") / "clean.xlsx")
    book = load_workbook(path)
    for name in [name for name in book.sheetnames if name not in (*HARM, "Sessions")]:
        del book[name]
    book.save(path)
    return path


@pytest.fixture(scope="module")
def harmed(clean: Path) -> Path:
    """That workbook with cells that cannot be read, a comment of somebody's, a formula beside the tables."""
    path = clean.with_name("année.xlsx")
    book = load_workbook(clean)
    for name, cells in HARM.items():
        for cell, value in cells.items():
            book[name][cell].value = value
            book[name][cell].data_type = "s"
    book["Attributions"]["E3"].comment = Comment("à revoir", "P01")
    book.create_sheet("Notes")["A1"] = "=1+1"
    book.save(path)
    path.write_bytes(with_results(path.read_bytes(), {"Notes": {"A1": 2}}, book.sheetnames))
    return path


def marked(path: Path) -> set[tuple[str, str]]:
    """Return the cells that are coloured as mistakes and say so in a comment."""
    book = load_workbook(path)
    return {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None and cell.fill.start_color.rgb == f"00{FILLS['error']}"
    }


def test_every_cell_at_fault_is_marked_with_what_to_write(run: Run, harmed: Path, tmp_path: Path) -> None:
    before, copy = harmed.read_bytes(), tmp_path / "copie.xlsx"
    status, out, err = run("check", harmed, "--format", "xlsx", "--output", copy)
    assert (status, out) == (2, "")
    assert f"Copie annotée : {copy}" in err
    assert harmed.read_bytes() == before
    with pytest.raises(DossierError) as told:
        read_dossier(harmed)
    assert len(told.value.each) > len(told.value.problems)
    assert marked(copy) == {(name, cell) for name, cells in HARM.items() for cell in cells}
    book = load_workbook(copy)
    said = book["Attributions"]["J5"].comment.text.replace("\xa0", " ")
    assert "écrire « décidée », « proposée » ou « refusée »" in said
    assert book["Attributions"]["E3"].comment.text.endswith("à revoir")
    assert book.sheetnames[0] == "À corriger"
    assert [row[2].hyperlink.location for row in book.worksheets[0].iter_rows() if row[2].hyperlink][:2] == [
        "Projets!E2", "Attributions!C2",
    ]  # fmt: skip
    assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)
    assert (book["Notes"]["A1"].value, load_workbook(copy, data_only=True)["Notes"]["A1"].value) == ("=1+1", 2)


def test_a_copy_that_was_mended_is_a_dossier_again(run: Run, clean: Path, harmed: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    run("check", harmed, "--format", "xlsx", "--output", first)
    right, book = load_workbook(clean), load_workbook(first)
    for name, cells in HARM.items():
        for cell in cells:
            if (name, cell) != ("Attributions", "J5"):
                book[name][cell].value = right[name][cell].value
                book[name][cell].data_type = right[name][cell].data_type
    book.save(first)
    assert run("check", first, "--format", "xlsx", "--output", second)[0] == 2
    assert marked(second) == {("Attributions", "J5")}, "the marks of the first copy are gone from the second"
    assert load_workbook(second)["Attributions"]["E3"].comment.text == "à revoir"
    book = load_workbook(second)
    book["Attributions"]["J5"].value = right["Attributions"]["J5"].value
    book.save(second)
    assert read_dossier(second).digest == read_dossier(clean).digest


@pytest.mark.parametrize("source", ["folder", "workbook"])
def test_a_page_shows_the_rows_with_their_cells(run: Run, harmed: Path, tmp_path: Path, source: str) -> None:
    if source == "folder":
        dossier = tmp_path / "année"
        shutil.copytree(SAMPLE, dossier)
        file = dossier / "attributions.csv"
        file.write_text(file.read_text("utf-8").replace("décidée", "acceptée", 1), "utf-8")
    else:
        dossier = harmed
    assert "--format " + ("html" if source == "folder" else "xlsx") in run("check", dossier)[2]
    status, page, _ = run("check", dossier, "--format", "html")
    assert status == 2
    assert page.count('class="unread"') == (1 if source == "folder" else sum(map(len, HARM.values())))
    assert "acceptée" in page
    assert "<script>alert" not in page
    assert "Rien n’est jugé" in page


def test_what_somebody_wrote_is_not_replaced_and_a_folder_gives_a_list(run: Run, harmed: Path, tmp_path: Path) -> None:
    own = tmp_path / "mon.xlsx"
    shutil.copy(harmed, own)
    status, _, err = run("check", harmed, "--format", "xlsx", "--output", own)
    assert status == 2
    assert own.read_bytes() == harmed.read_bytes()
    assert "existe déjà" in err
    folder, listed = tmp_path / "d", tmp_path / "liste.xlsx"
    folder.mkdir()
    (folder / "versements.csv").write_text("id;date;sens;montant\nV1;hier;autre;10\n", "utf-8")
    assert "Liste de ce qu’il faut corriger" in run("check", folder, "--format", "xlsx", "--output", listed)[2]
    assert "hier" in str(list(load_workbook(listed)["À corriger"].values))


def test_a_proposal_is_marked_as_a_dossier_is(run: Run, tmp_path: Path) -> None:
    proposal, copy = tmp_path / "lignes.xlsx", tmp_path / "copie.xlsx"
    from tests.dossier.workbook.books import xlsx

    xlsx(proposal, {"proposition": [["id", "session", "projet", "montant"], ["A90", "S4", "P77", 100],
                                    ["A91", "S4", "P01", "dix"]]})  # fmt: skip
    assert run("check", SAMPLE, "--proposal", proposal, "--format", "xlsx", "--output", copy)[0] == 2
    assert marked(copy) == {("proposition", "D3")}
    book = load_workbook(proposal)
    book["proposition"]["D3"].value = 10
    book.save(proposal)
    again = tmp_path / "encore.xlsx"
    assert run("check", SAMPLE, "--proposal", proposal, "--format", "xlsx", "--output", again)[0] == 2
    assert marked(again) == {("proposition", "C2")}, "a project that the dossier does not know is found beside it"


def test_what_is_no_workbook_has_no_cells_to_mark(run: Run, harmed: Path, tmp_path: Path) -> None:
    damaged, copy = tmp_path / "abîmé.xlsx", tmp_path / "copie.xlsx"
    damaged.write_bytes(harmed.read_bytes()[:3000])
    for dossier, said in ((damaged, "abîmé"), (tmp_path / "rien.xlsx", "n’existe pas")):
        status, _, err = run("check", dossier, "--format", "xlsx", "--output", copy)
        assert (status, said in err, err.count("erreur")) == (2, True, 1)
    assert not copy.exists()
