"""``check --amend``: what an amendment would change, tried on a dossier that stays as it is."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import innosprint_rules as ir
from innosprint_rules.cli.app import main
from innosprint_rules.dossier.amending import Act, amended

YEAR = Path(__file__).parents[2] / "examples" / "saint-quentin-2019"
ARGUMENTS = ["check", str(YEAR), "--as-of", "2020-02-01", "--lang", "en"]


def test_a_larger_endowment_was_not_all_received(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ARGUMENTS, "--amend", "dotation=40000@2019-05-15"]) == 1
    out = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
    assert out.startswith("Rows that differ: 1; verdicts that change: 1, 1 of them broken now")
    assert "END02 – compliant → breach" in out


def test_a_longer_term_goes_on_with_its_duties(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ARGUMENTS, "--amend", "date_fin=2020-06-30@2019-11-15", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["schema", "before", "after", "changes"]
    schema = ir.Report.model_json_schema()
    for each in ("before", "after"):
        jsonschema.validate(found[each], schema)
    periods = [each["subject"]["id"] for each in found["changes"] if each["rule"] == "REP01"]
    assert periods == ["P7", "P8", "P9", "P10"]
    assert {each["after"] for each in found["changes"] if each["rule"] == "REP01"} == {"pending"}


def test_several_acts_and_the_dossier_stays_as_it_is() -> None:
    dossier = ir.read_dossier(YEAR)
    before = dossier.model_dump()
    after = amended(dossier, [Act("dotation", "40 000 €", "15/05/2019"), Act("date_fin", "30/06/2020", "2019-11-15")])
    assert dossier.model_dump() == before
    assert [(row.identity, row.model_dump()["purpose"]) for row in after.rows("amendments") or ()] == [
        ("essai-1", "montant"),
        ("essai-2", "durée"),
    ]


@pytest.mark.parametrize(("act", "said"), [
    ("dotation", "is not of the form NAME=VALUE@DATE"),
    ("dotation=40000", "is not of the form NAME=VALUE@DATE"),
    ("dotatoin=40000@2019-05-15", "did you mean “dotation” ?"),
    ("dotation=plenty@2019-05-15", "“plenty” is not an amount"),
    ("dotation=40000@someday", "“someday”"),
])  # fmt: skip
def test_an_act_that_cannot_be_read_is_told(act: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ARGUMENTS, "--amend", act]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said.replace(" ?", "?") in " ".join(err.replace("\u00a0", " ").split())


def test_other_formats_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ARGUMENTS, "--amend", "dotation=40000@2019-05-15", "--format", "html"]) == 2
    assert "--format" in capsys.readouterr().err
