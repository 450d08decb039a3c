"""``innosprint rules``: the list, a page, the examples, the clauses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from innosprint_rules.cli.app import main
from innosprint_rules.rulebook.loading import bundled

FOLDER = bundled().root


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Copy the rules, so that a test may spoil them."""
    target = tmp_path / "rules"
    shutil.copytree(FOLDER, target)
    return target


def test_the_list_names_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "--lang", "fr"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert all(f"  {code}  " in out for code in bundled().rules)
    assert out.rstrip().endswith(f"{len(bundled().rules)} règles (✗ erreur, ! avertissement, · remarque)")
    assert max(map(len, out.splitlines())) <= 80


def test_the_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "--format", "json", "--lang", "en"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["code"] for row in rows] == list(bundled().rules)
    assert rows[0].keys() == {"code", "name", "title", "clause", "article", "nature", "severity", "debtor"}


def test_show_is_the_page_that_explain_gives(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "show", "SES01", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert main(["explain", "SES01", "--lang", "en"]) == 0
    assert capsys.readouterr().out == shown


def test_the_examples_of_a_family_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", "END", "DEL01", "--lang", "fr"]) == 0
    out = capsys.readouterr().out
    assert out.endswith(" exemples, tous conformes\n")


def test_an_example_that_does_not_hold_is_told_with_its_line(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = own / "deliberation" / "DEL01_quorum-not-met.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("verdict: violated", "verdict: satisfied", 1), encoding="utf-8")
    assert text != path.read_text(encoding="utf-8")
    assert main(["rules", "test", "DEL01", "--rules", str(own), "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "DEL01_quorum-not-met.yaml, line " in out
    assert "expected satisfied, found violated" in " ".join(out.split())
    assert "1 of which does not hold" in out


def test_examples_that_lack_are_told(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = own / "deliberation" / "DEL01_quorum-not-met.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("shows: unknown", "shows: other"), encoding="utf-8")
    assert main(["rules", "test", "DEL01", "--rules", str(own), "--lang", "fr"]) == 1
    assert "DEL01\u00a0: aucun exemple ne montre unknown" in capsys.readouterr().out


def test_rules_that_cannot_be_read_exit_with_2(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = own / "deliberation" / "DEL01_quorum-not-met.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("agreement.present", "agreement.presnt"), encoding="utf-8")
    assert main(["rules", "test", "--rules", str(own), "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "did you mean" in err


def test_the_trace_gives_every_clause(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "trace", "--lang", "fr"]) == 0
    out = capsys.readouterr().out
    assert "→ jugé par END01, END03" in out
    assert "→ sans règle\u00a0: un litige n’est pas un fait du dossier" in out
    assert max(map(len, out.splitlines())) <= 80


def test_the_trace_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "trace", "--format", "json", "--lang", "fr"]) == 0
    clauses = json.loads(capsys.readouterr().out)
    assert len(clauses) == 45
    assert all(bool(each["rules"]) != bool(each["not_ruled"]) for each in clauses)


def test_an_unknown_code_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "show", "SES10", "--lang", "en"]) == 2
    assert "did you mean" in capsys.readouterr().err
    assert main(["rules", "test", "XYZ", "--lang", "en"]) == 2
