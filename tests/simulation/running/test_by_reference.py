"""What the kernel cannot hold is judged by the reference in each drawn year, counted beside the rest, and named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from innosprint_rules import simulate
from innosprint_rules.engine import kernel
from innosprint_rules.engine.check import check, worth
from innosprint_rules.engine.kernel.specialising.nodes import REASONS
from innosprint_rules.engine.kernel.unheld import Unheld
from innosprint_rules.errors import NOWHERE, UsageError
from innosprint_rules.report.content.outcome.moments import untold
from innosprint_rules.report.content.teller import ENGLISH, FRENCH
from innosprint_rules.report.html.outcome.page import html_outcome
from innosprint_rules.report.text.outcome.text import outcome_lines
from innosprint_rules.report.text.screen.simulated import short_outcome
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.loading import load_rulebook
from innosprint_rules.simulation.drawing.as_dossier import year_dossier
from innosprint_rules.simulation.outcome.outcome import Outcome
from innosprint_rules.simulation.running import limits, run, years
from innosprint_rules.simulation.running.prepare import Prepared, prepare
from innosprint_rules.simulation.running.progress import Progress
from innosprint_rules.simulation.running.run import RunOptions, run_scenario
from innosprint_rules.simulation.running.years import run_years
from innosprint_rules.simulation.tally.by_reference import ByReference, YearJudged
from innosprint_rules.simulation.tally.counts import VERDICTS, Tally
from innosprint_rules.wording import same
from tests.allocation.rulebooks import write_rules
from tests.profiles import LONG
from tests.simulation import made
from tests.strategies import Document, year_scenarios

RULES = (
    ("allocations", "share_rate * amount <= least_given"),  # the kernel holds this one
    ("agreement", "sum(share_rate * a.amount for a in allocations if a.counts) <= share_rate * endowment"),
    ("allocations", "cents(share_rate * cents(share_rate * amount, 'up'), 'down') <= least_given"),
    ("agreement", "not given(share_of) or share_of <= share_rate"),
    ("agreement", "weighted <= weight * most_given"),  # 2^63 is among what it is in some years
    ("sessions", "weight * sum(share_rate * a.amount for a in allocations if a.session == row) <= weight * weighted"),
)
LEFT = ("NEW02", "NEW03", "NEW04", "NEW05", "NEW06")
MEASURES = """measures:
  share_of:
    label: {fr: part attribuée, en: share allocated}
    formula: ratio(allocated, endowment, 'down')
  weighted:
    label: {fr: total pesé, en: weighted total}
    formula: weight * (weight * allocated)
"""
PARAMETERS = """
weight: {type: number, clause: C17, label: {fr: poids, en: weight}, values: {2018-11-27: 2000000}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = write_rules(tmp_path_factory.mktemp("rules"), *RULES, small="400.00", large="24000.00")
    with (found / "parameters.yaml").open("a", encoding="utf-8") as stream:
        stream.write(PARAMETERS)
    (found / "measures" / "new.yaml").write_text(MEASURES, encoding="utf-8")
    late = found / "new" / "NEW05_a-new-rule.yaml"
    text = late.read_text(encoding="utf-8").replace("severity: error", "severity: error\ndue: term_end")
    late.write_text(text.replace("nature: prohibition", "nature: objective"), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def book(folder: Path) -> Rulebook:
    return load_rulebook(folder)


@pytest.fixture(scope="module")
def few(book: Rulebook) -> Prepared:
    """A few rules of both kinds, quick to compile."""
    return prepare("baseline", rulebook=book, select=["NEW", "END01", "OBJ01"], measures=["allocated", "weighted"])


def by_check(prepared: Prepared, count: int, seed: int) -> tuple[Counter[tuple[str, str, str]], int, int]:
    """Return rows and years by rule and verdict, the clean years and those with every objective, as ``check`` finds."""
    found: Counter[tuple[str, str, str]] = Counter()
    clean = reached = 0
    rulebook = prepared.model.rulebook
    objectives = {code for code in prepared.judged if rulebook.rules[code].nature == "objective"}
    for year in range(count):
        report = check(year_dossier(prepared.model, year, seed), rulebook, as_of=date.fromordinal(prepared.model.at),
                       readings=prepared.model.readings, select=prepared.judged, inference=False)  # fmt: skip
        verdicts: dict[str, set[str]] = {code: {"not_applicable"} for code in prepared.judged}
        for finding in report.findings:
            found["rows", finding.rule, finding.verdict] += 1
            verdicts[finding.rule].add(finding.verdict)
        errors = {each.rule for each in report.findings if each.verdict == "violated" and each.severity == "error"}
        gravest = {code: next(v for v in GRAVEST if v in seen) for code, seen in verdicts.items()}
        found.update(("years", code, verdict) for code, verdict in gravest.items())
        found.update(("errors", code, "") for code in errors)
        clean += not errors
        reached += all(gravest[code] == "satisfied" for code in objectives)
    return found, clean, reached


GRAVEST = ("violated", "unknown", "pending", "satisfied", "not_applicable")


def by_tally(tally: Tally) -> tuple[Counter[tuple[str, str, str]], int, int]:
    found: Counter[tuple[str, str, str]] = Counter()
    for code, each in tally.rules.items():
        for place, verdict in enumerate(VERDICTS):
            found["rows", code, verdict] += each.rows[place]
            found["years", code, verdict] += each.years[place]
        found["errors", code, ""] += each.error_years
    return +found, tally.clean_years, tally.objective_years


def test_the_rest_of_the_rules_stays_in_the_kernel(few: Prepared) -> None:
    assert few.module.shape.rules == ("END01", "NEW01", "OBJ01")
    assert [each.name for each in few.unheld] == [*LEFT, "weighted"]
    assert few.judged == ("END01", "NEW01", *LEFT, "OBJ01")


def test_each_formula_is_named_with_its_place_and_why(few: Prepared) -> None:
    said = {each.name: each.words_with_place for each in few.unheld}
    assert said["NEW02"].en == (
        "NEW02: `sum(share_rate * a.amount for a in allocations if a.counts)` (new/NEW02_a-new-rule.yaml, line 8,"
        " column 10), which may pass 2^67, beyond 2^53"
    )
    assert said["NEW04"].fr == (
        "NEW04 : `ratio(allocated, endowment, 'down')` (measures/new.yaml, ligne 4, caractère 14), une division de ce"
        " que les années changent"
    )
    assert "measures/new.yaml, line 7" in said["NEW05"].en  # the measure that it rests on
    assert said["weighted"].en.startswith("“weighted total”: `weight * allocated` (measures/new.yaml, line 7")


@settings(max_examples=20 if LONG else 4, suppress_health_check=list(HealthCheck))
@given(year_scenarios(), st.integers(0, 2**63 - 1))
def test_counted_as_the_reference_judges_the_same_years(book: Rulebook, scenario: Document, seed: int) -> None:
    prepared = prepare(scenario, rulebook=book, select=["NEW", "END0", "ALC", "OBJ"])
    assert {*LEFT} <= {each.name for each in prepared.unheld}
    tally = run_years(prepared.module, 2, seed, engine="interpreted", watched=0).tally
    assert by_tally(tally) == by_check(prepared, 2, seed)


def test_figures_beyond_64_bits_are_added_up_exactly(few: Prepared) -> None:
    tally = run_years(few.module, 40, 5, engine="interpreted", watched=0).tally
    values = []
    for year in range(40):
        report = check(year_dossier(few.model, year, 5), few.model.rulebook, as_of=date.fromordinal(few.model.at),
                       select=["NEW05"], inference=False)  # fmt: skip
        values.append(worth(report.judge, "weighted"))
    found = tally.measures["weighted"]
    unknown = [value for value in values if not isinstance(value, int)]
    values = [value for value in values if isinstance(value, int)]
    assert found.unknown == len(unknown) > 0
    assert min(values) < 2**63 < max(values)
    assert (found.known, found.total, found.squares) == (
        40 - len(unknown),
        sum(values),
        sum(each * each for each in values),
    )
    assert (found.least, found.greatest) == (min(values), max(values))
    assert sum(found.bins.values()) == found.known
    assert all(found.bounds(number)[0] <= found.bounds(number)[1] for number in found.bins)
    assert [*tally.measures] == ["allocated", "weighted"]
    assert tally.objectives == ("NEW05", "OBJ01")


class ByHand(ByReference):
    """Judges the year of a module written by hand by what lies in its memory; its rule is no objective."""

    @cached_property
    def objectives(self) -> tuple[str, ...]:
        return ()

    def year(self, memory: Iterable[int], counts: Iterable[int]) -> YearJudged:
        cells, rows = list(memory), [0] * 6
        rows[cells[2] % 5] = next(iter(counts))
        rows[-1] = int(cells[5] % 3 == 0)
        return YearJudged({"R0": rows}, {"large": cells[3] << 60 if cells[4] % 7 else None})


def test_compiled_and_by_two_threads_it_is_the_same(few: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba", reason="nothing can be compiled without Numba")
    monkeypatch.setattr(years, "FEW_FOR_THREADS", 100)
    shared = made.module()
    left = tuple(
        Unheld(name, rule, "x", same("x"), NOWHERE, same(name)) for name, rule in (("R0", True), ("large", False))
    )
    assert few.module.by_reference is not None
    order = ("R0", *shared.shape.rules), ("large", *shared.shape.measures)
    module = replace(shared, by_reference=ByHand(few.model, few.module.by_reference.layout, left, *order, {}))
    slow = run_years(module, 900, 9, engine="interpreted").tally
    for workers in (1, 2):
        assert run_years(module, 900, 9, engine="compiled", workers=workers).tally == slow
    alone = run_years(shared, 900, 9, engine="interpreted").tally
    assert (slow.dated, slow.watched_years, slow.words) == (alone.dated, alone.watched_years, alone.words)
    assert {code: slow.rules[code] for code in alone.rules} == alone.rules
    assert slow.clean_years < alone.clean_years
    assert slow.objective_years == alone.objective_years
    assert slow.measures["large"].greatest > 2**63 > slow.measures["large"].nothing > 0


def test_a_run_of_nothing_but_such_rules(book: Rulebook) -> None:
    prepared = prepare("baseline", rulebook=book, select=LEFT, measures=["weighted"])
    assert prepared.module.shape.rules == prepared.module.shape.measures == ()
    tally = run_years(prepared.module, 4, 2, engine="interpreted").tally
    assert by_tally(tally) == by_check(prepared, 4, 2)


def test_levers_may_be_asked_of_such_rules(few: Prepared) -> None:
    limits.check_targets(few.module, ["NEW05", "new02", "weighted", "allocated", "all-objectives"])
    with pytest.raises(UsageError, match="NEW09"):
        limits.check_targets(few.module, ["NEW09"])


class TestHowManyYears:
    def test_more_than_ten_thousand_are_refused_by_the_name_of_each_formula(self, book: Rulebook) -> None:
        with pytest.raises(UsageError) as error:
            simulate("baseline", rulebook=book, select=["NEW02", "NEW04"], years=10_001)
        told = [problem.words("en") for problem in error.value.problems]
        assert told[0] == (
            "new/NEW02_a-new-rule.yaml, line 8, column 10: the kernel does not hold NEW02:"
            " `sum(share_rate * a.amount for a in allocations if a.counts)`, which may pass 2^67, beyond 2^53; the"
            " reference evaluator judges it, in 10,000 years at most"
            " → ask for fewer --years, or, in simulate, leave that formula out: --ignore NEW02"
        )
        assert told[1] == (
            "measures/new.yaml, line 4, column 14: the kernel does not hold NEW04:"
            " `ratio(allocated, endowment, 'down')`, a division of what years change; the reference evaluator judges"
            " it, in 10,000 years at most"
            " → ask for fewer --years, or, in simulate, leave that formula out: --ignore NEW04"
        )
        assert len(told) == 2

    def test_a_precision_stops_at_the_most_and_says_so(self, few: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
        assert run.MOST_BY_REFERENCE == 10_000
        monkeypatch.setattr(run, "MOST_BY_REFERENCE", 30)
        told: list[Progress] = []
        asked = RunOptions(1_000_000, limits.check_precision("0.01"), engine="auto")
        outcome = run_scenario(few, asked, told.append).outcome
        assert (outcome.years, outcome.stopped) == (30, "years")
        notes = [each.note.en for each in told if each.note is not None]
        assert len(notes) == len(few.unheld)
        assert all("the kernel does not hold" in note for note in notes)

    def test_the_workers_of_a_cluster_do_not_judge_so(self, book: Rulebook) -> None:
        with pytest.raises(UsageError) as error:
            simulate("baseline", rulebook=book, select=["NEW02"], years=10, cluster="tcp://127.0.0.1:1")
        [problem] = error.value.problems
        assert problem.code == "left-to-the-reference"
        assert problem.hint is not None
        assert "without --cluster" in problem.hint.en


@pytest.fixture(scope="module")
def outcome(few: Prepared) -> Outcome:
    return run_scenario(few, RunOptions(12, seed=3, engine="interpreted")).outcome


class TestTheOutcomeSaysSo:
    def test_in_text(self, outcome: Outcome) -> None:
        short = " ".join(" ".join(line.text for line in short_outcome(outcome, ENGLISH, ())).split())
        assert (
            "Judged by the reference evaluator, for 10,000 years at most: NEW02, NEW03, NEW04, NEW05, NEW06 and"
            " “weighted total”." in short
        )
        whole = " ".join(" ".join(line.text for line in outcome_lines(outcome, FRENCH, ())).split())
        assert "Jugé par l’évaluateur de référence" in whole.replace("'", "’")
        assert "Le noyau de calcul ne tient pas NEW04 : `ratio(allocated, endowment, 'down')`" in plain(whole)

    def test_in_html_and_json(self, outcome: Outcome) -> None:
        page = html_outcome(outcome, ENGLISH)
        assert "Judged by the reference evaluator" in page
        assert "measures/new.yaml, line 4, column 14" in page
        parts = outcome.model_dump()["by_reference"]
        assert [each["rule"] or each["measure"] for each in parts] == [*LEFT, "weighted"]
        assert parts[2]["file"] == "measures/new.yaml"
        assert parts[2]["row"] == 4
        assert parts[2]["reason"]["fr"] == "une division de ce que les années changent"

    def test_until_when_to_act_is_not_told_of_them(self, outcome: Outcome) -> None:
        assert "NEW05" not in outcome.no_return
        assert untold(outcome, ENGLISH)[-1] == (
            "Judged at the end of the year alone, by the reference evaluator: NEW05."  # the one that is dated
        )

    def test_an_agreement_that_the_kernel_holds_says_nothing(self) -> None:
        found = run_scenario(prepare("baseline", select=["END01"]), RunOptions(2, engine="interpreted")).outcome
        assert "by_reference" not in found.model_dump()
        assert found.setting.by_reference == ()


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def test_kept_years_have_the_verdicts_too(few: Prepared, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `bulk` is not installed")
    done = run_scenario(few, RunOptions(12, seed=3, engine="interpreted", keep=tmp_path / "years.parquet"))
    table = parquet.read_table(tmp_path / "years.parquet").to_pydict()
    assert {*LEFT, "END01", "allocated_cents"} <= {*table}
    for code in LEFT:
        assert Counter(table[code]) == +Counter(done.outcome.rules[code].years)


def test_amendments_go_through_such_rules(book: Rulebook) -> None:
    judged = ["NEW02", "NEW05", "END01"]
    amended = simulate("baseline", rulebook=book, amend=["dotation=1000@2019-11-15"], select=judged, years=6)
    assert {each.rule for each in amended.changes} == {"NEW02"}


def test_a_ceiling_that_no_year_can_be_drawn_under_is_named(folder: Path, tmp_path: Path) -> None:
    for path in folder.rglob("*.yaml"):
        target = tmp_path / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        if path.name == "agreement.yaml":
            text = re.sub(r"(?m)^(balance:\n(?:.*\n)*?\s+endowment: )\S+", r"\1weighted_endowment", text)
            assert "weighted_endowment" in text
        target.write_text(text, encoding="utf-8")
    with (tmp_path / "measures" / "new.yaml").open("a", encoding="utf-8") as stream:
        stream.write("  weighted_endowment:\n    label: {fr: plafond pesé, en: weighted ceiling}\n")
        stream.write("    formula: weight * (weight * endowment)\n")
    with pytest.raises(UsageError) as error:
        simulate("baseline", rulebook=load_rulebook(tmp_path), years=2)
    [problem] = error.value.problems
    assert problem.code == "ceiling-beyond-the-kernel"
    assert "“weighted ceiling” (weighted_endowment)" in problem.message.en


def test_every_reason_is_said_in_both_languages() -> None:
    root = Path(kernel.__file__).parent
    raised = {
        reason
        for path in root.rglob("*.py")
        for reason in re.findall(r"raise UnsupportedFormulaError\([\w.]+, \"([^\"]+)\"\)", path.read_text("utf-8"))
    }
    assert raised == {*REASONS}
