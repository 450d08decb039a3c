"""What no rule and no measure asked for reads is not drawn, and the rest of the year stays what it is."""

from __future__ import annotations

import pytest

from innosprint_rules.simulation.preparing import prepare
from innosprint_rules.simulation.years import run_years

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


def test_columns_of_texts_that_nothing_reads_are_not_drawn() -> None:
    sessions, presentations = prepare("baseline", select=["SES01"]), prepare("baseline", select=["PRJ01"])
    assert sessions.module.drawing.count("    draw_flags(M, W, ") == 0
    assert presentations.module.drawing.count("    draw_flags(M, W, ") == 3  # the three axes
