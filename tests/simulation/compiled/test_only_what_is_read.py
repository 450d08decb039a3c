"""What no rule and no measure asked for reads is not drawn, and the rest of the year stays what it is."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock

import pytest

from innosprint_rules.simulation.running.prepare import prepare
from innosprint_rules.simulation.running.years import run_years
from tests.simulation.made import the_plan

YEARS = 40


@pytest.mark.parametrize("select", [["SES"], ["OBJ", "END"], ["ALC"], ["PRJ01"]])
def test_fewer_rules_draw_fewer_words_and_judge_alike(select: list[str]) -> None:
    whole, part = prepare("baseline"), prepare("baseline", select=select)
    every = run_years(whole.module, YEARS, 7, engine="interpreted").tally
    some = run_years(part.module, YEARS, 7, engine="interpreted").tally
    assert some.words < every.words
    assert {code: some.rules[code].rows for code in part.judged} == {
        code: every.rules[code].rows for code in part.judged
    }
    assert part.digest == whole.digest


@pytest.mark.parametrize("share", [None, "35 %"])
def test_each_rule_alone_is_judged_as_in_a_year_drawn_in_full(share: str | None) -> None:
    """What a rule rests on is drawn for that rule alone, also what is only handed on to what it reads."""
    words = {"fr": "Des cases vides", "en": "Blank cells"}
    blanks = {} if share is None else {"missing": dict.fromkeys(the_plan().missing, share)}
    scenario = {"title": words, "description": words, "extends": "baseline", **blanks}
    whole = prepare(scenario)
    full = replace(whole.module, drawing=whole.whole, loaded={}, lock=Lock())
    every = run_years(full, YEARS, 7, engine="interpreted", watched=8).tally
    among = run_years(whole.module, YEARS, 7, engine="interpreted", watched=8).tally
    assert (among.rules, among.dated, among.measures) == (every.rules, every.dated, every.measures)
    assert len(whole.judged) > 40
    for code in whole.judged:
        alone = prepare(scenario, select=[code], measures=())
        some = run_years(alone.module, YEARS, 7, engine="interpreted", watched=8).tally
        assert (some.rules[code], some.dated.get(code)) == (every.rules[code], every.dated.get(code)), code


def test_columns_of_texts_that_nothing_reads_are_not_drawn() -> None:
    sessions, presentations = prepare("baseline", select=["SES01"]), prepare("baseline", select=["PRJ01"])
    assert sessions.module.drawing.count("    draw_flags(M, W, ") == 0
    assert presentations.module.drawing.count("    draw_flags(M, W, ") == 3  # the three axes
