"""What cannot hold together is named: a set that surely cannot, and no smaller one."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from innosprint_rules.allocation.extraction.constraints import extract
from innosprint_rules.allocation.extraction.lines import Line
from innosprint_rules.allocation.extraction.model import Demand, Model
from innosprint_rules.allocation.solver import infeasible
from innosprint_rules.allocation.solver.infeasible import smallest_conflict
from tests.allocation.cases import MOST, Offer, every_decision, small_offers
from tests.allocation.rulebooks import LINEAR, with_rules
from tests.profiles import examples

slow = settings(
    max_examples=examples(50),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@st.composite
def firm_decisions(draw: st.DrawFn) -> Model:
    """Draw a decision of which some lines may not be refused, or insist on an amount."""
    offer: Offer = draw(small_offers())
    name = draw(st.sampled_from(["", *sorted(LINEAR)]))
    rulebook = with_rules(*([name] if name else []), small="0.02", large="0.03")
    lines = []
    for row in offer.proposal.rows:
        firm = draw(st.booleans())
        least = draw(st.integers(1, MOST)) if firm else 1
        lines.append(Line(row.id, row.amount, least=least, most=MOST, refusable=not firm))
    return extract(rulebook, offer.dossier, offer.proposal, as_of=offer.as_of, lines=lines)


def holds(model: Model, demands: tuple[Demand, ...], firm: tuple[int, ...]) -> bool:
    """Tell by trying every decision whether some demands and lines hold together."""
    lines = [each if n in firm else replace(each, refusable=True) for n, each in enumerate(model.lines)]
    return any(not model.broken(tried, demands) for tried in every_decision(model.with_lines(lines)))


@slow
@given(firm_decisions())
def test_the_conflict_is_the_smallest(model: Model) -> None:
    found = smallest_conflict(model)
    firm = tuple(n for n, each in enumerate(model.lines) if not each.refusable)
    if found is None:
        assert holds(model, model.demands, firm)
        return
    assert found.smallest
    places = {each.id: n for n, each in enumerate(model.lines)}
    assert not holds(model, found.demands, tuple(places[each.id] for each in found.lines))
    count = len(found.demands) + len(found.lines)
    everything: list[Demand | int] = [*model.demands, *firm]
    if len(everything) > 14:
        return  # all smaller sets are too many to try here; the next cases are smaller
    for chosen in combinations(everything, count - 1):
        demands = tuple(each for each in chosen if isinstance(each, Demand))
        assert holds(model, demands, tuple(each for each in chosen if isinstance(each, int)))


@settings(slow, max_examples=examples(25))
@given(firm_decisions())
def test_without_the_time_to_look_further_nothing_can_be_left_out(model: Model) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(infeasible, "SEARCHES", 0)
        found = smallest_conflict(model)
    if found is None:
        return
    assert not found.smallest
    firm = {each.id for each in found.lines}
    places = {each.id: n for n, each in enumerate(model.lines)}
    for left_out in (*found.demands, *found.lines):
        demands = tuple(each for each in found.demands if each is not left_out)
        lines = tuple(places[name] for name in firm if not (isinstance(left_out, Line) and left_out.id == name))
        assert holds(model, demands, lines)
