"""`rules format`: names of formulas in one language or the other, and nothing else of a file."""

from __future__ import annotations

import shutil
from codecs import BOM_UTF8
from pathlib import Path

import pytest

from innosprint_rules import UsageError, load_rulebook
from innosprint_rules.cli.app import main
from innosprint_rules.location import rules_root
from innosprint_rules.rulebook.renaming import renamed

FRENCH = (
    ("p.amount", "p.montant"), ("in payments", "in versements"), ("p.direction", "p.sens"), ("c.amount", "c.montant"),
    ("in costs", "in depenses"), ("c.paid_on", "c.date"),
)  # fmt: skip


def copy(tmp_path: Path, folder: str) -> Path:
    own = tmp_path / folder
    shutil.copytree(rules_root() / folder, own)
    return own


def files(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*.yaml"))}


@pytest.mark.parametrize("folder", ["objectives", "participatory"])
def test_there_and_back_gives_the_same_bytes(tmp_path: Path, folder: str) -> None:
    own = copy(tmp_path, folder)
    before, rules = files(own), list(load_rulebook(own).rules)
    for file, each in renamed(own, "fr").items():
        (own / file).write_bytes(each.content)
    assert files(own) != before
    assert list(load_rulebook(own).rules) == rules
    for file, each in renamed(own, "en").items():
        (own / file).write_bytes(each.content)
    assert files(own) == before


def test_comments_layout_and_line_ends_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = copy(tmp_path, "starter")
    path = own / "measures" / "money.yaml"
    text = path.read_text("utf-8").replace(
        "formula: sum(p.amount for p in payments if p.direction == 'ville->association')",
        "formula: >-  # amount of payments\n      sum(p.amount   for p in payments\n"
        "      if p.direction == 'ville->association')",
        1,
    )
    path.write_bytes(BOM_UTF8 + text.replace("\n", "\r\n").encode())
    assert main(["rules", "format", str(own), "--to", "fr", "--check", "--lang", "en"]) == 1
    assert "would change" in capsys.readouterr().out
    assert path.read_bytes() == BOM_UTF8 + text.replace("\n", "\r\n").encode()
    assert main(["rules", "format", str(own), "--to", "fr", "--file", "measures/money.yaml", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "measures/money.yaml: 12\u00a0names rewritten" in told
    assert "GRA01" not in told
    wanted = (
        text.replace("p.amount", "p.montant").replace("in payments", "in versements").replace("p.direction", "p.sens")
    )
    wanted = wanted.replace("c.amount", "c.montant").replace("in costs", "in depenses").replace("c.paid_on", "c.date")
    assert path.read_bytes().decode("utf-8-sig") == wanted.replace("\n", "\r\n")
    assert main(["rules", "test", "--rules", str(own)]) == 0
    assert main(["rules", "format", str(own), "--to", "fr", "--file", "measures/money.yaml", "--lang", "en"]) == 0
    assert "nothing to change" in capsys.readouterr().out


@pytest.mark.parametrize("file", ["measures/mony.yaml", "./measures/money.yaml"])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str) -> None:
    own = copy(tmp_path, "starter")
    assert main(["rules", "format", str(own), "--to", "fr", "--file", file, "--lang", "en"]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert f"“{file}” is no file of these rules" in told
    assert "measures/money.yaml" in told


def test_the_other_name_of_a_measure_is_written(tmp_path: Path) -> None:
    own = copy(tmp_path, "starter")
    path = own / "measures" / "money.yaml"
    path.write_text(path.read_text("utf-8").replace("  cost:\n", "  cost:\n    nom: coût\n", 1), "utf-8")
    changed = renamed(own, "fr")["measures/money.yaml"].content.decode()
    assert "coût" in changed.replace("nom: coût", "")


def test_names_with_which_a_formula_would_mean_something_else_are_refused(tmp_path: Path) -> None:
    own = copy(tmp_path, "starter")
    rule = next((own / "grant").glob("GRA01*"))
    rule.write_text(
        rule.read_text("utf-8").replace("applies: direction ==", "applies: paid_on >= first_day and direction ==")
    )
    parameters = own / "parameters.yaml"
    parameters.write_text(
        parameters.read_text("utf-8") + "date: {type: date, clause: C1, label: {fr: un jour, en: a day},"
        " values: {2024-01-01: 2024-06-01}}\n"
    )
    before = files(own)
    with pytest.raises(UsageError, match="no longer mean the same"):
        renamed(own, "fr")
    assert main(["rules", "format", str(own), "--to", "fr"]) == 2
    assert files(own) == before
