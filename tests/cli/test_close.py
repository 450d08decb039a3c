"""``innosprint close``: the year put away with a digest of every file, the next prepared where it is renewed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import load_workbook

import innosprint_rules as ir
from innosprint_rules.cli.app import main
from innosprint_rules.dossier.writing.workbook import write_dossier_workbook
from innosprint_rules.report.archive import MANIFEST, Difference, differences, manifest

ROOT = Path(__file__).parents[2]
SAMPLE, TROUBLE = ROOT / "examples" / "saint-quentin-2019", ROOT / "examples" / "year-in-trouble"
AFTER = ("--as-of", "2020-02-01")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*arguments: object, lang: str = "fr") -> tuple[int, str, str]:
        status = main([str(each) for each in (*arguments, "--lang", lang)])
        out, err = capsys.readouterr()
        return status, " ".join(out.split()), " ".join(err.split())

    return go


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_year_is_put_away_whole_and_never_replaced(run: Run, tmp_path: Path) -> None:
    archive = tmp_path / "2019"
    before = held(TROUBLE)
    status, out, _ = run("close", TROUBLE, "--output", archive, *AFTER)
    assert status == 0
    assert out.startswith("Convention terminée le 12/12/2019 : 2 099,99 € à restituer")
    assert "restituer 2 099,99 € à l’agglomération" in out
    files = held(archive)
    assert (
        {name[8:]: content for name, content in files.items() if name.startswith("dossier/")} == before == held(TROUBLE)
    )
    rulebook = ir.load_rulebook()
    assert {name[7:] for name in files if name.startswith("regles/")} == set(held(rulebook.root))
    assert ir.load_rulebook(archive / "regles").digest == rulebook.digest
    assert json.loads(files["controle.json"])["dossier"]["digest"] == ir.read_dossier(archive / "dossier").digest
    lines = files.pop(MANIFEST).decode().splitlines()
    assert dict(reversed(line.split("  ", 1)) for line in lines) == {
        name: sha256(content).hexdigest() for name, content in files.items()
    }
    status, _, err = run("close", SAMPLE, "--output", archive, *AFTER)
    assert (status, "contient déjà des fichiers" in err) == (2, True)
    assert run("close", archive, "--verify")[0] == 0
    (archive / "dossier" / "projets.csv").write_text("code\n", "utf-8")
    (archive / "controle.html").unlink()
    (archive / "note.txt").write_text("x", "utf-8")
    assert differences(archive) == [
        Difference("controle.html", "missing"), Difference("dossier/projets.csv", "changed"),
        Difference("note.txt", "added"),
    ]  # fmt: skip
    status, out, _ = run("close", archive, "--verify", lang="en")
    assert (status, "dossier/projets.csv has changed" in out) == (1, True)


def test_what_cannot_be_closed_leaves_nothing(run: Run, tmp_path: Path) -> None:
    archive, following = tmp_path / "a", tmp_path / "n.xlsx"
    status, _, err = run("close", SAMPLE, "--output", archive, "--next", following, *AFTER)
    assert (status, "aucun avenant connu ne prolonge la convention" in err) == (2, True)
    following.write_text("mine", "utf-8")
    assert run("close", SAMPLE, "--output", archive, "--next", following, *AFTER)[0] == 2
    own = shutil.copytree(SAMPLE, tmp_path / "d")
    assert "fait partie de ce qui est lu" in run("close", own, "--output", own / "archive", *AFTER)[2]
    assert "ajouter --output" in run("close", SAMPLE)[2]
    assert "pas de manifeste" in run("close", SAMPLE, "--verify")[2]
    assert not archive.exists()
    assert following.read_text("utf-8") == "mine"
    assert held(own) == held(SAMPLE)


def test_the_next_year_holds_all_there_was(run: Run, tmp_path: Path) -> None:
    folder = shutil.copytree(TROUBLE, tmp_path / "d")
    with (folder / "avenants.csv").open("a", encoding="utf-8") as file:
        file.write("N09;20/11/2019;renouvellement;avenant;date_fin;12/12/2020\n")
    with (folder / "convention.csv").open("a", encoding="utf-8") as file:
        file.write("remarque;vue en séance\n")
    (folder / "projets.csv").write_text(
        "\n".join(line + (";suivi" if at == 0 else f";note {at}") if line else line
                  for at, line in enumerate((folder / "projets.csv").read_text("utf-8-sig").splitlines())), "utf-8",
    )  # fmt: skip
    dossier = ir.read_dossier(folder)
    source = write_dossier_workbook(dossier, tmp_path / "année.xlsx")
    archive, following = tmp_path / "a", tmp_path / "2020.xlsx"
    status, out, err = run("close", source, "--output", archive, "--next", following, *AFTER)
    assert status == 0, err
    assert "Année suivante" in out
    assert ir.read_dossier(following).digest == dossier.digest
    assert (archive / "dossier" / "année.xlsx").read_bytes() == source.read_bytes()
    book = load_workbook(following)
    assert "prolongée jusqu’au 12/12/2020" in book.worksheets[0]["A2"].value
    assert book["Attributions"].data_validations.dataValidation


def test_any_agreement_can_be_closed(run: Run, tmp_path: Path) -> None:
    rules = ROOT / "rules" / "participatory"
    status, out, err = run("close", rules / "sample", "--rules", rules, "--output", tmp_path / "a", lang="en")
    assert status == 0, err
    assert "Archive:" in out
    assert run("close", tmp_path / "a", "--verify")[0] == 0


def test_a_manifest_escapes_as_sha256sum_does(tmp_path: Path) -> None:
    files = {"a\\b": b"1", "c\nd": b"2", "é ü": b"3", "f\u2028g\x0ch\x85": b"4"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / MANIFEST).write_bytes(manifest(files))
    assert differences(tmp_path) == []
    (tmp_path / MANIFEST).write_text("../../etc/passwd\n", "utf-8")
    with pytest.raises(ir.UsageError):
        differences(tmp_path)
