"""``check --format sarif``: a log that keeps to the standard, each finding at its cell, the same from day to day."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import jsonschema
import pytest

import innosprint_rules as ir
from innosprint_rules.cli.app import main
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.sarif import FINGERPRINT, KINDS, LEVELS, sarif_log
from innosprint_rules.wording import LANGUAGES, Lang
from tests.report.sarif_schema import SARIF

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
YEAR, TROUBLE = EXAMPLES / "saint-quentin-2019", EXAMPLES / "year-in-trouble"
BAD = EXAMPLES / "proposals" / "session-4-in-trouble.csv"


def log(source: Path, as_of: date, lang: Lang = "en", proposal: Path | None = None) -> dict[str, Any]:
    """Return the run of a log that keeps to the standard."""
    report = ir.check(ir.read_dossier(source), proposal=proposal, as_of=as_of)
    made = sarif_log(report, Teller(lang), str(source), None if proposal is None else str(proposal))
    jsonschema.Draft202012Validator(SARIF, format_checker=jsonschema.FormatChecker()).validate(made)
    (run,) = made["runs"]
    wanted = sum(finding.verdict in KINDS for finding in report.findings)
    assert len(run["results"]) == wanted
    return dict(run)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_result_has_a_rule_a_level_and_a_place(lang: Lang) -> None:
    run = log(TROUBLE, date(2020, 2, 1), lang)
    rules = run["tool"]["driver"]["rules"]
    book = ir.load_rulebook().rules
    assert {rule["id"] for rule in rules} <= set(book)
    assert all(rule["defaultConfiguration"]["level"] == LEVELS[book[rule["id"]].severity] for rule in rules)
    assert all(rule["shortDescription"]["text"] == book[rule["id"]].title.get(lang) for rule in rules)
    assert all(f"innosprint explain {rule['id']}" in rule["help"]["text"] for rule in rules)
    assert not any("{" in rule["help"]["text"] for rule in rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert len(result["locations"]) == 1
    failed = [each for each in run["results"] if each["kind"] == "fail"]
    assert {each["level"] for each in failed} >= {"error", "warning"}
    prints = [each["fingerprints"][FINGERPRINT] for each in run["results"]]
    assert len(set(prints)) == len(prints)


def cell(result: dict[str, Any]) -> str:
    """Return what stands at the place of a result."""
    place = result["locations"][0]["physicalLocation"]
    uri = place["artifactLocation"]["uri"]
    path = Path(unquote(urlparse(uri).path)) if uri.startswith("file:") else Path.cwd() / unquote(uri)
    region = place["region"]
    line = path.read_text("utf-8-sig").split("\n")[region["startLine"] - 1].rstrip("\r")
    return line[region["startColumn"] - 1 : region["endColumn"] - 1] if "startColumn" in region else line


@pytest.mark.parametrize("below", [True, False])
def test_a_place_is_the_very_cell(below: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT if below else tmp_path)
    run = log(YEAR, date(2019, 6, 19), proposal=BAD)
    found = {each["ruleId"]: each for each in run["results"] if each["kind"] == "fail"}
    assert "".join(cell(found["END01"]).split()) == "8000,00€"
    assert cell(found["ALC03"]) == ""
    artifact = found["END01"]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"].startswith("examples/" if below else "file:///")
    assert artifact.get("uriBaseId") == ("%SRCROOT%" if below else None)


def test_places_with_quotes_spaces_and_several_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mon dossier é"
    folder.mkdir()
    (folder / "attributions.csv").write_text(
        'id;libre;date_decision;montant\nA1;"un; deux";01/02/2019;"40 000,00"\nA2;"deux\nlignes";02/02/2019;1,00\n',
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    run = log(folder, date(2019, 6, 19))
    found = [each for each in run["results"] if each["ruleId"] == "END01"]
    assert cell(found[0]) == '"40 000,00"'
    artifact = found[0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == "mon%20dossier%20%C3%A9/attributions.csv"
    assert "startColumn" not in found[1]["locations"][0]["physicalLocation"]["region"]


def test_a_sheet_is_a_logical_place(tmp_path: Path) -> None:
    from innosprint_rules.dossier.writing.workbook import write_dossier_workbook

    path = write_dossier_workbook(ir.read_dossier(TROUBLE), tmp_path / "d.xlsx")
    run = log(path, date(2020, 2, 1))
    rows = [each["locations"][0] for each in run["results"] if "physicalLocation" in each["locations"][0]]
    assert rows
    for place in rows:
        assert place["physicalLocation"]["artifactLocation"]["uri"] == path.as_uri()
        assert "region" not in place["physicalLocation"]
        (sheet,) = place["logicalLocations"]
        assert sheet["kind"] == "cell"
        assert sheet["fullyQualifiedName"].count("/") >= 1
    whole = [each["locations"][0] for each in run["results"] if "physicalLocation" not in each["locations"][0]]
    assert all(place["logicalLocations"][0]["name"] for place in whole)


def test_fingerprints_outlast_a_day_an_order_and_a_format(tmp_path: Path) -> None:
    def prints(source: Path, day: date) -> dict[tuple[str, str], str]:
        return {
            (each["ruleId"], each["message"]["text"]): each["partialFingerprints"][FINGERPRINT]
            for each in log(source, day)["results"]
            if each["kind"] == "fail"
        }

    copy = tmp_path / "copy"
    shutil.copytree(TROUBLE, copy)
    file = copy / "versements.csv"
    head, *rows = file.read_text("utf-8-sig").splitlines()
    file.write_text("\n".join([head, "", *rows]), "utf-8")
    assert prints(TROUBLE, date(2020, 2, 1)) == prints(copy, date(2020, 2, 1))
    today, later = prints(TROUBLE, date(2020, 2, 1)), prints(TROUBLE, date(2020, 2, 2))
    assert {each: digest for each, digest in today.items() if each in later}.items() <= later.items()


def test_the_command_prints_and_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["check", str(YEAR), "--as-of", "2019-06-19", "--proposal", str(BAD), "--format", "sarif", "--lang", "en"]
    assert main(asked) == 1
    printed = json.loads(capsys.readouterr().out)
    jsonschema.validate(printed, SARIF)
    path = tmp_path / "r.sarif"
    for _ in range(2):  # ours, and unchanged
        assert main([*asked, "--output", str(path)]) == 1
    written = json.loads(path.read_text("utf-8"))
    jsonschema.validate(written, SARIF)
    assert len(written.pop("properties")["innosprint_digest"]) == 64
    assert written == printed
    path.write_text(path.read_text("utf-8").replace(os.linesep, " ", 1), "utf-8")
    assert main([*asked, "--output", str(path)]) == 2
