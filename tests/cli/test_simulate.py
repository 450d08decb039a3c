"""``innosprint simulate``: statuses, streams, both languages, JSON, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from innosprint_rules.cli.app import main

YEAR = {
    "sessions": [{"code": f"S{n}", "date": day} for n, day in enumerate(
        ("2019-01-15", "2019-03-15", "2019-05-15", "2019-07-10", "2019-09-10"), 1)],
    "versements": [{"id": "V1", "date": "2019-05-15", "sens": "CASQ->FN", "montant": "35000", "allocation": ""}],
    "attributions": [],
}  # fmt: skip


@pytest.fixture
def dossier(tmp_path: Path) -> str:
    path = tmp_path / "year.json"
    path.write_text(json.dumps(YEAR), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("lang", "title", "full"), [
    ("fr", "La quatrième session glisse de 60 jours", "Contrôle complet au 13/12/2019"),
    ("en", "The fourth session slips by 60 days", "Full check on 13\u00a0December\u00a02019"),
])  # fmt: skip
def test_it_tells_the_changes_then_the_full_check(
    lang: str, title: str, full: str, dossier: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["simulate", "fourth-session-slips", "--from", dossier, "--lang", lang, "--detail"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(title)
    assert "S4" in out
    assert "SES02" in out
    assert full in out
    assert err == ""
    assert max(map(len, out.splitlines())) <= 80


def test_json_is_one_document(dossier: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "simulate", "payment-after-the-deadline", "--from", dossier, "--as-of",
        "01/03/2019", "--format", "json",
    ]  # fmt: skip
    assert main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {
        "schema", "scenario", "as_of", "at", "changes", "balance", "differences", "report",
    }  # fmt: skip
    assert found["schema"] == "innosprint-simulation/1"
    assert found["scenario"]["name"] == "payment-after-the-deadline"
    assert (found["as_of"], found["at"], found["report"]["as_of"]) == ("2019-03-01", "2019-12-13", "2019-12-13")
    assert [change["kind"] for change in found["changes"]] == ["removed", "added"]
    assert found["balance"]["after"]["to_return"] == "35000.00"
    told = [each for each in found["differences"] if each["kind"] != "other"]
    assert [(each["kind"], each["rule"], each["before"]["verdict"]) for each in told] == [
        ("newly_violated", "END02", "satisfied"),
    ]
    assert found["report"]["schema"] == "innosprint-report/2"


def test_several_scenarios_are_played_each_on_its_own(dossier: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "simulate", "payment-after-the-deadline", "nothing-more-happens", "--from",
        dossier, "--as-of", "2019-03-01",
    ]  # fmt: skip
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "La dotation arrive un mois trop tard" in out
    assert "Plus rien ne se passe" in out
    assert main([*arguments, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "innosprint-simulations/1"
    assert [each["scenario"]["name"] for each in found["simulations"]] == [
        "payment-after-the-deadline",
        "nothing-more-happens",
    ]


def test_it_writes_a_file_and_spares_its_inputs(
    dossier: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.txt"
    arguments = ["simulate", "payment-after-the-deadline", "--from", dossier, "--as-of", "2019-03-01", "--output"]
    assert main([*arguments, str(target)]) == 0
    assert "Contrôle complet" in target.read_text(encoding="utf-8")
    assert capsys.readouterr().out.startswith("versement-hors-délai")
    assert main([*arguments, dossier]) == 2
    assert json.loads(Path(dossier).read_text(encoding="utf-8")) == YEAR


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["late-paiment"], "vouliez-vous dire « late-payment »"),
        (["all-allocated-at-once"], "aucun projet"),
        (["payment-after-the-deadline", "--as-of", "2019-06-01"], "payment-after-the-deadline.yaml, ligne"),
        (["payment-after-the-deadline", "--as-of", "31/02/2019"], "--as-of"),
        (["payment-after-the-deadline", "--at", "bientôt"], "--at"),
        (["payment-after-the-deadline", "--reading", "Q3=hier"], "Q3"),
        (["payment-after-the-deadline", "--format", "pdf"], "--format"),
        (["payment-after-the-deadline", "--select", "XYZ"], "XYZ"),
    ],
)
def test_bad_input_exits_with_2(
    arguments: list[str], said: str, dossier: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", *arguments, "--from", dossier]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in " ".join(err.replace("\u00a0", " ").split())


def test_it_needs_a_dossier(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "payment-after-the-deadline", "--lang", "en"]) == 2
    assert "--from" in capsys.readouterr().err
