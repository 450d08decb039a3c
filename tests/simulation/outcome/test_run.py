"""The outcome of years that were really run, told in every form; and its assumptions in words."""

from __future__ import annotations

import json
from fractions import Fraction

import jsonschema
import pytest

from innosprint_rules.report.content.outcome.headline import headline
from innosprint_rules.report.content.teller import ENGLISH, Teller
from innosprint_rules.report.html.outcome import html_outcome
from innosprint_rules.report.schema.published import FOLDER
from innosprint_rules.report.text.outcome.text import outcome_lines
from innosprint_rules.simulation.distributions.table import Distribution, chance, constant, quantiles, values
from innosprint_rules.simulation.outcome.assumptions import in_words
from innosprint_rules.simulation.outcome.outcome import Outcome
from innosprint_rules.simulation.simulate import simulate
from innosprint_rules.wording import LANGUAGES, Lang

YEARS = 120


@pytest.fixture(scope="module")
def run() -> Outcome:
    found = simulate("baseline", years=YEARS, seed=5, engine="interpreted")
    assert isinstance(found, Outcome)
    return found


def test_every_rule_has_a_verdict_in_every_year(run: Outcome) -> None:
    assert run.years == YEARS
    assert set(run.rules) == set(run.setting.rulebook.rules)
    for rule in run.rules.values():
        assert sum(rule.years.values()) == YEARS, rule.code
        if not rule.of_rows:
            assert sum(rule.rows.values()) == YEARS, rule.code
    for measure in run.measures.values():
        assert measure.known + measure.nothing + measure.unknown == YEARS
        assert sum(each.years for each in measure.bins) == measure.known


def test_what_goes_back_is_what_was_received_and_not_passed_on(run: Outcome) -> None:
    parts = [run.measures[name].mean for name in ("received", "passed_on", "to_return")]
    assert None not in parts
    received, passed_on, back = parts
    assert received is not None
    assert passed_on is not None
    assert back is not None
    assert back >= received - passed_on  # never below nothing in a year, so not below in the mean
    assert back - (received - passed_on) < received / 10


def test_all_objectives_are_no_likelier_than_the_hardest(run: Outcome) -> None:
    assert run.all_objectives is not None
    reached = [run.rules[code].share("satisfied").count for code in run.objectives]
    assert 0 <= run.all_objectives.count <= min(reached)
    assert run.clean.count <= YEARS - max(rule.error_years for rule in run.rules.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_told_in_every_form(run: Outcome, lang: Lang) -> None:
    assert all(len(line.text) <= 80 for line in outcome_lines(run, Teller(lang, 80)))
    assert "</html>" in html_outcome(run, Teller(lang))
    published = json.loads((FOLDER / "innosprint-outcome-1.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(run.model_dump_json()), published)


def test_without_a_rule_that_can_be_broken_nothing_is_said_of_breaches() -> None:
    found = simulate("baseline", years=20, select=["OBJ"], engine="interpreted")
    assert isinstance(found, Outcome)
    lines = [line.text for line in outcome_lines(found, Teller("en", 80))]
    assert "all objectives in" in headline(found, ENGLISH)
    assert not any("breach" in line for line in lines)


def test_every_input_of_the_scenario_is_among_its_assumptions(run: Outcome) -> None:
    assert len(run.setting.assumptions) > 80
    for each in run.setting.assumptions:
        assert each.label.fr
        assert each.label.en
        assert each.value.fr
        assert each.value.en


@pytest.mark.parametrize(
    ("drawn", "french", "english"),
    [
        (chance("20 %", Fraction(1, 5)), "20 %", "20 %"),
        (constant("0 %", "chance", 0), "jamais", "never"),
        (constant("100 %", "chance", 1), "toujours", "always"),
        (constant("30", "days", 30), "30 jours", "30 days"),
        (values("", "count", [(2, Fraction(1, 4)), (3, Fraction(3, 4))]), "2 (25 %), 3 (75 %)", "2 (25 %), 3 (75 %)"),
        (
            values("", "word", [(0, Fraction(1, 2)), (1, Fraction(1, 2))], ("tous", "FN")),
            "tous (50 %), FN (50 %)",
            "tous (50 %), FN (50 %)",
        ),
        (
            quantiles("", "days", lambda p: 10 + 100 * p, 0, 500),
            "60 jours au milieu ; neuf fois sur dix, de 15 jours à 105 jours",
            "60 days in the middle; nine times out of ten, 15 days to 105 days",
        ),
    ],
)
def test_inputs_are_told_in_words(drawn: Distribution, french: str, english: str) -> None:
    assert in_words(drawn).fr.replace("\u00a0", " ") == french
    assert in_words(drawn).en.replace("\u00a0", " ") == english


def test_amounts_are_told_to_three_digits() -> None:
    drawn = quantiles("", "amount", lambda p: 60_000 + 160_001 * p, 0, 10**9)
    assert in_words(drawn).fr.replace("\u202f", " ").replace("\u00a0", " ") == (
        "1 400,00 € au milieu ; neuf fois sur dix, de 680,00 € à 2 120,00 €"
    )


def test_percentages_are_printed_as_each_language_does(run: Outcome) -> None:
    told = [each.value for each in run.setting.assumptions]
    assert any("\u00a0%" in each.fr for each in told)
    assert not any(" %" in each.fr or " %" in each.en or "\u00a0%" in each.en for each in told)
