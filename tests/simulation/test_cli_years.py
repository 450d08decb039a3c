"""``innosprint simulate`` over years: outcomes in every form, mistakes; the same from the library."""

from __future__ import annotations

import json
from datetime import date
from math import inf
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest

import innosprint_rules as ir
from innosprint_rules.cli.app import main, named_sensitivity
from innosprint_rules.cli.simulate import progress as years_progress
from innosprint_rules.simulation.compiled.cache import usual_folder
from innosprint_rules.simulation.outcome.outcome import Outcome
from innosprint_rules.simulation.whatif.play import Simulation
from tests.simulation.commands import FEW, counted, document, simulate

SCHEMAS = Path(ir.__file__).parent / "report"


# outcomes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "said", "told"), [
    ("fr", "Sur 25 années simulées", "référence : 25 années, interprétées\n"),
    ("en", "Of 25 simulated years", "baseline: 25 years, interpreted\n"),
])  # fmt: skip
def test_the_text_answers_first(
    lang: str, said: str, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(years_progress, "SILENCE", inf)
    assert simulate("baseline", *FEW, lang=lang) == 0
    out, err = capsys.readouterr()
    assert said in out.replace("\u00a0", " ")
    assert max(map(len, out.splitlines())) <= 80
    assert err.replace("\u00a0", " ").startswith(told)  # shares of what is done may follow where it takes long


def test_json_is_one_document_that_keeps_to_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "baseline", *FEW, "--seed", "7")
    schema = json.loads((SCHEMAS / "innosprint-outcome-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, schema)
    assert found["years"]["done"] == 25
    assert found["seed"] == 7
    assert not found["partial"]


def test_the_same_seed_gives_the_same_text_and_another_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    texts = []
    for seed in ("1", "1", "2"):
        assert simulate("baseline", *FEW, "--seed", seed, "--format", "json") == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["rules"] != json.loads(texts[2])["rules"]


def test_several_scenarios_stand_side_by_side(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(years_progress, "SILENCE", inf)
    found = document(capsys, "baseline", "late-payment", *FEW)
    schema = json.loads((SCHEMAS / "innosprint-outcomes-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, schema)
    assert simulate("baseline", "late-payment", *FEW) == 0
    out, err = capsys.readouterr()
    assert "side by side" in out
    told = [line for line in err.replace("\u00a0", " ").splitlines() if line.endswith("interpreted")]
    assert told == ["baseline: 25 years, interpreted", "late-payment: 25 years, interpreted"]


def test_compiled_gives_the_same_document(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("numba", reason="nothing can be compiled without Numba")
    some = ("baseline", "--years", "300", "--select", "END02,OBJ01,PAY01", "--measure", "to_return")
    slow = document(capsys, *some, "--engine", "interpreted")
    for workers in ("1", "3"):
        assert document(capsys, *some, "--engine", "compiled", "--workers", workers) == slow


def test_rules_are_compiled_ahead_once(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("numba", reason="nothing can be compiled without Numba")
    few = ("--select", "END02,OBJ01,PAY01", "--measure", "to_return")
    assert simulate("--prepare", *few) == 0
    assert capsys.readouterr().out.startswith("The rules are compiled")
    made = set(usual_folder().iterdir())
    for scenario in ("baseline", "late-payment"):
        assert simulate(scenario, *few, "--years", "300", "--engine", "compiled") == 0
        assert simulate("--prepare", scenario, *few, "--cluster", "tcp://127.0.0.1:1") == 0  # this machine's own
    assert set(usual_folder().iterdir()) == made


def test_nothing_is_compiled_ahead_without_numba(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    assert simulate("--prepare", "--select", "END02", "--measure", "to_return") == 2
    assert "nothing can be compiled" in capsys.readouterr().err


def test_a_page_goes_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "outcome.html"
    assert simulate("baseline", *FEW, "--format", "html", "--output", str(target)) == 0
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert capsys.readouterr().out.startswith("Of 25\u00a0simulated years")
    assert simulate("baseline", "late-payment", *FEW, "--format", "html", "--output", str(target)) == 0
    assert capsys.readouterr().out.startswith("baseline: Of 25\u00a0simulated years")


def test_only_what_is_asked_for_is_judged_and_measured(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "baseline", *FEW, "--select", "END,OBJ01", "--measure", "to_return,allocated")
    assert [rule["rule"] for rule in found["rules"]] == ["END01", "END02", "END03", "END04", "END05", "OBJ01"]
    assert [measure["measure"] for measure in found["measures"]] == ["to_return", "allocated"]


def test_sensitivity_with_and_without_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    some = ("baseline", "--years", "2", "--engine", "interpreted", "--select", "END02,OBJ", "--measure", "to_return")
    usual = document(capsys, *some, "--sensitivity")
    assert [each["outcome"] for each in usual["sensitivity"]] == ["to_return", "all-objectives"]
    named = document(capsys, *some, "--sensitivity", "END02")
    assert [each["outcome"] for each in named["sensitivity"]] == ["END02"]


@pytest.mark.parametrize(("given", "read"), [
    (["a", "--sensitivity"], ["a", "--sensitivity", "usual"]),
    (["a", "--sensitivity", "--years", "3"], ["a", "--sensitivity", "usual", "--years", "3"]),
    (["a", "--sensitivity", "END02"], ["a", "--sensitivity", "END02"]),
    (["a", "--sensitivity=END02"], ["a", "--sensitivity=END02"]),
])  # fmt: skip
def test_sensitivity_may_stand_alone(given: list[str], read: list[str]) -> None:
    assert named_sensitivity(given) == read


# a dossier to start from ------------------------------------------------------------------------------


def test_what_has_happened_is_kept(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("baseline", "--from", folder, "--as-of", "2019-06-30", *FEW)
    found = document(capsys, *arguments)
    rules = {rule["rule"]: rule for rule in found["rules"]}
    assert found["as_of"] == "2019-06-30"
    assert counted(rules["END02"])["satisfied"] == 25, "the endowment has been paid in full"
    assert simulate(*arguments) == 0
    assert "planned after 30 June 2019" in capsys.readouterr().err.replace("\u00a0", " ")


def test_events_alone_give_what_check_finds(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = ("payment-after-the-deadline", "--from", folder, "--as-of", "2019-03-01")
    sure = document(capsys, *given, *FEW)
    played = document(capsys, *given)
    assert played["schema"] == "innosprint-simulation/1"
    grave = ("violated", "unknown", "pending", "satisfied", "not_applicable")
    for rule in sure["rules"]:
        verdicts = {each["verdict"] for each in played["report"]["findings"] if each["rule"] == rule["rule"]}
        expected = next((each for each in grave if each in verdicts), "not_applicable")
        assert counted(rule) == {verdict: 25 if verdict == expected else 0 for verdict in rule["years"]}, rule["rule"]


def test_a_year_is_written_as_a_dossier_that_can_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "year 7"
    written = ("baseline", "--year", "7", "--write", str(target), "--seed", "3", "--reading", "Q9=gross")
    assert simulate(*written) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert f'innosprint check "{target}" --as-of 2020-01-12 --reading Q9=gross' in out
    status = main(["check", str(target), "--as-of", "2020-01-12", "--format", "json"])
    checked = json.loads(capsys.readouterr().out)
    graves = {finding["verdict"] for finding in checked["findings"] if finding["severity"] == "error"}
    assert status == (1 if "violated" in graves else 3 if "unknown" in graves else 0)
    assert any(finding["rule"] == "PAY06" for finding in checked["findings"])
    assert simulate(*written) == 2
    assert "already" in capsys.readouterr().err


def test_a_year_is_written_among_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table that is there already would be read as a part of the year."""
    (tmp_path / "convention.csv").write_text("cle;valeur\ndotation;1,00\n", encoding="utf-8")
    assert simulate("baseline", "--year", "3", "--write", str(tmp_path)) == 2
    assert "holds files already" in " ".join(capsys.readouterr().err.split())
    assert [path.name for path in tmp_path.iterdir()] == ["convention.csv"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert simulate("baseline", "--year", "3", "--write", str(empty), "--select", "END,PAY01", "--ignore", "END01") == 0
    assert "--select END,PAY01 --ignore END01" in capsys.readouterr().out


@pytest.mark.parametrize("there", [False, True])
def test_a_year_is_written_whole_or_not_at_all(there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "year"
    if there:
        target.mkdir()
    real = Path.open

    def full(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == "versements.csv":
            raise OSError(28, "No space left on device")
        return real(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", full)
    assert simulate("baseline", "--year", "3", "--write", str(target)) == 2
    assert target.exists() == there
    assert not there or list(target.iterdir()) == []


# events beside years ----------------------------------------------------------------------------------

EVENTS = """\
extends: baseline
title: {fr: a, en: a}
description: {fr: b, en: b}
events:
  - remove: {table: payments, direction: "CASQ->FN", after: as_of}
  - pay: {direction: "CASQ->FN", amount: remaining, date: payment_deadline + 30 days}
"""


def test_events_beside_years_happen_or_are_refused(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "both.yaml"
    path.write_text(EVENTS, encoding="utf-8")
    late = document(capsys, str(path), "--from", folder, "--as-of", "2019-03-01", *FEW, "--select", "END02")
    assert counted(late["rules"][0])["violated"] == 25
    assert simulate(str(path), *FEW) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "the dossier to start from is missing" in err
    assert "the events of the scenario “both” happen to a dossier" in " ".join(err.split())
    with pytest.raises(ir.UsageError, match="happen to a dossier"):
        ir.simulate(str(path), years=3, engine="interpreted")


def test_events_alone_when_nothing_is_left_to_happen(dossier: ir.Dossier) -> None:
    """A year that is over is played as it was, however many times."""
    day = date(2020, 1, 20)
    played = ir.simulate("nothing-more-happens", dossier, as_of=day)
    sure = ir.simulate("nothing-more-happens", dossier, as_of=day, years=2, engine="interpreted")
    assert isinstance(played, Simulation)
    violated = {finding.rule for finding in played.report.findings if finding.verdict == "violated"}
    assert {code for code, rule in sure.rules.items() if rule.years["violated"] == 2} == violated
    assert all(rule.years["violated"] in (0, 2) for rule in sure.rules.values())


# mistakes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("arguments", "said"), [
    (["baseline", "--years", "0"], ["--years: “0” is not possible", "from 1 to"]),
    (["baseline", "--years", "-5"], ["--years: “-5” is not possible"]),
    (["baseline", "--years", "many"], ["--years: “many” is not a whole number"]),
    (["baseline", "--seed", "-1", "--workers", "0", "--engine", "steam", "--as-of", "31/02/2019"],
     ["4 errors", "--seed", "--workers", "--engine: “steam” is not known", "--as-of"]),
    (["baseline", "--seed", str(2**63)], ["--seed"]),
    (["baseline", "--year", "3"], ["--year does not go without --write"]),
    (["baseline", "--write", "x"], ["--write does not go without --year"]),
    (["baseline", "--measure", "to_retrun", "--measure", "weather"],
     ["2 errors", "did you mean “to_return”", "no measure of the agreement is called “weather”"]),
    (["baseline", "--sensitivity", "END99"], ["nothing called “END99”"]),
    (["baseline", "--select", "OBJ", "--sensitivity", "END02"], ["nothing called “END02”"]),
    (["baseline", "--select", "ZZZ"], ["ZZZ"]),
    (["baseline", "--reading", "Q3=yesterday"], ["Q3"]),
    (["baseline", "nowhere", "elsewhere"], ["2 errors", "no scenario “nowhere”", "no scenario “elsewhere”"]),
    (["baseline", "--at", "2018-01-01"], ["comes before the term"]),
    (["baseline", "--format", "pdf"], ["--format"]),
    (["baseline", "--keep", ""], ["--keep is empty"]),
    (["baseline", "late-payment", "--keep", "years.parquet"], ["--keep goes with one scenario alone"]),
    (["baseline", "--keep", "no/such/folder/years.parquet", "--output", "neither/this.txt"],
     ["there is no such path"]),
    (["baseline", "--keep", "same.txt", "--output", "same.txt"], ["name the same file"]),
    (["payment-after-the-deadline", "--years", "5"], ["the dossier to start from is missing, --from"]),
    (["baseline", "--as-of", "2019-03-01"], ["--as-of does not go without --from"]),
    (["baseline", "--select", "END", "--ignore", "END"], ["no rule is chosen"]),
    (["baseline", "--engine", ""], ["--engine: “” is not known"]),
    (["", "nowhere"], ["2 errors", "the name of the scenario is empty", "no scenario “nowhere”"]),
    (["baseline", "--measure", "weather", "--select", "ZZZ", "--reading", "Q3=yesterday"],
     ["3 errors", "called “weather”", "starts with “ZZZ”", "Q3"]),
    (["baseline", "--year", "3", "--write", ""], ["--write is empty"]),
    (["baseline", "--year", "3", "--write", "year.xlsx"], ["is the name of a file", "write --write year"]),
    (["baseline", "--year", "3", "--write", "year", "--years", "5", "--output", "o.txt", "--format", "json"],
     ["one year alone, without “--years”, “--format” and “--output”"]),
    (["baseline", "--year", "3", "--write", "year", "--keep", "k.parquet", "--sensitivity"],
     ["without “--keep” and “--sensitivity”"]),
])  # fmt: skip
def test_mistakes_are_told_at_once_and_nothing_is_written(
    arguments: list[str], said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert simulate(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    told = " ".join(err.replace("\u00a0", " ").split())
    for each in said:
        assert each in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("arguments", "said"), [
    (["--as-of", "2021-01-01"], "is not before the end of the simulated year"),
    (["--as-of", "2019-03-01", "--at", "2019-02-01"], "is not before the end of the simulated year"),
])  # fmt: skip
def test_a_dossier_later_than_the_year_is_refused(
    arguments: list[str], said: str, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulate("baseline", "--from", folder, *arguments, *FEW) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in " ".join(err.replace("\u00a0", " ").split())


def test_an_impossible_distribution_is_told_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "title: {fr: a, en: a}\ndescription: {fr: b, en: b}\nextends: baseline\n"
        'projects:\n  number: "triangular(20, 15, 12)"\n',
        encoding="utf-8",
    )
    assert simulate(str(path), *FEW) == 2
    assert "mine.yaml, line 5" in capsys.readouterr().err


# the library ------------------------------------------------------------------------------------------


def test_the_library_gives_the_same_document(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = ir.simulate("baseline", years=25, engine="interpreted")
    assert isinstance(outcome, Outcome)
    assert outcome.model_dump() == document(capsys, "baseline", *FEW)


def test_the_library_plays_events_once_and_years_many_times(dossier: ir.Dossier) -> None:
    played = ir.simulate("payment-after-the-deadline", dossier, as_of=date(2019, 3, 1))
    assert isinstance(played, Simulation)
    counted = ir.simulate("payment-after-the-deadline", dossier, as_of=date(2019, 3, 1), years=3, engine="interpreted")
    assert isinstance(counted, Outcome)
    assert counted.rules["END02"].years["violated"] == 3


def test_the_library_tells_how_far_it_is_and_keeps_the_years(tmp_path: Path) -> None:
    done: list[int] = []
    ir.simulate(
        "baseline", years=25, engine="interpreted", progress=lambda each: done.append(each.done),
        keep=tmp_path / "years.parquet", measures=["to_return"], select=["END"],
    )  # fmt: skip
    assert done[-1] == 25
    with pytest.raises(ir.UsageError, match="exists already"):
        ir.simulate("baseline", years=1, engine="interpreted", keep=tmp_path / "years.parquet")
    assert pq.read_table(tmp_path / "years.parquet").column_names == [
        "year", "to_return_cents", "to_return_low_cents", "to_return_high_cents",
        "END01", "END02", "END03", "END04", "END05",
    ]  # fmt: skip


def test_the_library_refuses_all_at_once() -> None:
    with pytest.raises(ir.UsageError) as caught:
        ir.simulate("baseline", years=0, seed=-1, workers=0, engine="steam")  # type: ignore[call-overload]  # wrong on purpose
    assert len(caught.value.problems) == 4
    with pytest.raises(ir.UsageError, match="nothing called"):
        ir.simulate("baseline", years=5, sensitivity=["END99"])


@pytest.mark.parametrize("wrong", [
    {"years": "5"}, {"years": 5.0}, {"years": True}, {"seed": 1.5}, {"workers": 2.0}, {"as_of": "2019-03-01"},
    {"at": "2020-01-12"}, {"as_of": date(2019, 3, 1)}, {"select": "END", "ignore": ["END"]},
])  # fmt: skip
def test_the_library_refuses_what_it_cannot_do(wrong: dict[str, Any]) -> None:
    with pytest.raises(ir.UsageError):
        ir.simulate("baseline", **{"years": 5, "engine": "interpreted", **wrong})


def test_one_name_alone_is_one_name() -> None:
    found = ir.simulate("baseline", years=2, engine="interpreted", select="END02", measures="to_return")
    assert isinstance(found, Outcome)
    assert (list(found.rules), list(found.measures)) == (["END02"], ["to_return"])


def test_a_run_that_fails_leaves_no_file(tmp_path: Path) -> None:
    def stop(_: object) -> None:
        raise RuntimeError("the listener is gone")

    with pytest.raises(RuntimeError, match="the listener is gone"):
        ir.simulate("baseline", years=10**6, engine="interpreted", keep=tmp_path / "a.parquet", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_long_run_is_announced_before_the_rules_are_ready(capsys: pytest.CaptureFixture[str]) -> None:
    assert simulate("baseline", "--years", "2000", "--select", "SES01", "--engine", "interpreted") == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if line]
    assert lines[0].startswith("baseline: the rules are applied to the scenario")
    assert lines[1].startswith("baseline: 2,000\u00a0years, interpreted")
