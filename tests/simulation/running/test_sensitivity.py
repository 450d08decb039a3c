"""What moves an outcome: each input held low and high, the strongest first; and figures by name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from innosprint_rules.errors import UsageError
from innosprint_rules.simulation.outcome.compare import MOST_OTHERS, compare
from innosprint_rules.simulation.outcome.figures import figure
from innosprint_rules.simulation.outcome.outcome import Outcome
from innosprint_rules.simulation.outcome.sensitivity import HIGH, LOW, default_targets, sensitivity
from tests.simulation.made_outcome import DATA, LEVERS, made, moved, rerun


def test_each_input_is_held_twice_and_nothing_else_changes() -> None:
    seen: list[list[int]] = []
    told: list[tuple[int, int]] = []

    def run(data: Sequence[int]) -> Outcome:
        seen.append(list(data))
        return rerun(data)

    sensitivity(made(), LEVERS, DATA, run, ("SES01",), lambda done, whole: told.append((done, whole)))
    assert seen == [
        [40, 100, 8, 5], [200, 100, 8, 5], [100, 98, 8, 5], [100, 103, 8, 5], [100, 100, 7, 5], [100, 100, 9, 5],
    ]  # fmt: skip
    assert told == [(each, 6) for each in range(1, 7)]


def test_the_strongest_comes_first_and_the_idle_are_counted() -> None:
    for found in moved().sensitivity:
        assert [effect.name for effect in found.effects] == ["strong", "weak"]
        assert (found.idle, found.still) == (("idle",), ("still",))
        assert [effect.name for effect in found.sure] == ["strong"]
        swings = [effect.swing for effect in found.effects]
        assert swings == sorted(swings, reverse=True)
        assert [effect.sure for effect in found.effects] == [True, False]
        assert (found.effects[0].at_low.percent, found.effects[0].at_high.percent) == (LOW, HIGH)


def test_a_figure_moves_the_way_its_rule_does() -> None:
    clean, sessions, objectives = moved().sensitivity
    for found, rises in ((clean, False), (sessions, True), (objectives, False)):
        low, high = found.effects[0].low.value, found.effects[0].high.value
        assert low is not None
        assert high is not None
        assert (high > low) == rises


def test_the_default_is_what_is_returned_and_the_objectives() -> None:
    assert default_targets(made()) == ("to_return", "all-objectives")


def test_the_mean_of_a_measure_and_a_rule_in_small_letters_can_be_asked_for() -> None:
    found = made()
    assert figure(found, "ses01").share == found.rules["SES01"].share("violated")
    assert figure(found, "OBJ01").share == found.rules["OBJ01"].share("satisfied")
    assert figure(found, "to_return").mean == found.measures["to_return"].statistics
    assert figure(found, "no-violation").share == found.clean


def test_unknown_outcomes_are_told_all_at_once_before_anything_runs() -> None:
    def run(data: Sequence[int]) -> Outcome:
        raise AssertionError(data)

    with pytest.raises(UsageError) as caught:
        sensitivity(made(), LEVERS, DATA, run, ("SES1", "to_retrun", "quite-unlike-anything"))
    french, english = caught.value.words("fr"), caught.value.words("en")
    assert len(french) == len(english) == 3
    assert "SES01" in french[0]
    assert "to_return" in english[1]
    assert "all-objectives" in english[2]


def test_a_comparison_is_against_the_first() -> None:
    compared = compare([made(), made("harder", harder=1.5)])
    for row in compared.rows:
        assert row.cells[0].change == 0
        assert not row.cells[0].sure
    missed = next(row for row in compared.rows if row.name == "OBJ01")
    assert missed.cells[1].sure
    assert missed.cells[1].change is not None
    assert missed.cells[1].change < 0
    bounds = missed.cells[1].bounds
    assert bounds is not None
    assert bounds[0] < missed.cells[1].change < bounds[1]


def test_one_may_choose_what_is_compared_and_an_unknown_one_is_refused() -> None:
    assert [row.name for row in compare([made(), made("b")], ["REP01", "received"]).rows] == ["REP01", "received"]
    with pytest.raises(UsageError):
        compare([made(), made("b")], ["REP99"])


def test_other_rules_are_compared_where_they_differ_most() -> None:
    same = [row.name for row in compare([made(), made("again")]).rows]
    differing = [row.name for row in compare([made(), made("harder", harder=1.5)]).rows]
    assert "REP01" not in same
    assert "REP01" in differing
    assert len(differing) <= len(same) + MOST_OTHERS
    groups = [row.group for row in compare([made(), made("harder", harder=1.5)]).rows]
    assert sorted(groups, key=["years", "objectives", "rules", "guidance", "means"].index) == groups
