"""The constraints say what the engine says: at every decision, under every reading, for rules of every shape."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from innosprint_rules import Dossier, Proposal, read_proposal
from innosprint_rules.allocation.extraction.constraints import extract
from innosprint_rules.allocation.extraction.linear import Linear, Terms, amount
from innosprint_rules.allocation.extraction.model import Model
from innosprint_rules.allocation.sharing.applied import breaches, judged
from innosprint_rules.allocation.solver.highs import MANNERS, Milp, SolverFailure, load_highs
from tests.allocation.cases import (
    AS_OF,
    CENTS,
    Offer,
    any_offers,
    bounded,
    every_decision,
    line,
    near_ceiling,
    small_offers,
)
from tests.allocation.rulebooks import LINEAR, ROUNDED, with_formulas, with_rules
from tests.profiles import examples
from tests.strategies import Document, build

slow = settings(
    max_examples=examples(60),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
NAMES = sorted(LINEAR)


def decisions(model: Model) -> st.SearchStrategy[dict[int, int]]:
    """Draw a decision: some lines funded, each with an amount near where something turns."""
    fixed = [index for index, line in enumerate(model.lines) if line.stands is None]
    funded = st.dictionaries(
        st.integers(0, len(model.lines) - 1), st.sampled_from(CENTS[1:]) | st.integers(1, 4_000_000)
    )
    return funded.map(lambda drawn: {index: 0 if index in fixed else cents for index, cents in drawn.items()})


def hold_together(model: Model, amounts: dict[int, int]) -> None:
    """Compare the constraints with the engine at one decision, under every reading that is declared."""
    named = {(each.rule.code, each.reading) for each in model.afterwards}
    for reading in (None, *model.declared):
        report = judged(model, amounts, reading)
        found = breaches(report)
        said = {(d.code, d.subject) for d in model.broken(amounts) if d.reading == reading}
        left = {code for code, other in named if other in (None, reading)}
        assert {each for each in found if each[0] not in left} == {each for each in said if each[0] not in left}


@slow
@given(any_offers(), st.data())
def test_the_bundled_rules(offer: Offer, data: st.DataObject) -> None:
    model = extract(with_formulas(), offer.dossier, offer.proposal, as_of=offer.as_of)
    assert model.afterwards == ()
    hold_together(model, data.draw(decisions(model)))
    hold_together(model, model.as_they_stand())


@settings(slow, max_examples=examples(120))
@given(any_offers(), st.sampled_from(NAMES), st.booleans(), st.data())
def test_rules_of_every_shape(offer: Offer, name: str, applies: bool, data: st.DataObject) -> None:
    model = extract(with_rules(name, applies=applies), offer.dossier, offer.proposal, as_of=offer.as_of)
    hold_together(model, data.draw(decisions(model)))


@settings(slow, max_examples=examples(120))
@given(small_offers(), st.sampled_from(NAMES), st.booleans(), st.data())
def test_rules_of_every_shape_on_full_dossiers(offer: Offer, name: str, applies: bool, data: st.DataObject) -> None:
    rulebook = with_rules(name, applies=applies, small="0.02", large="0.03")
    model = extract(rulebook, offer.dossier, offer.proposal, as_of=offer.as_of)
    assert model.afterwards == ()
    few = st.dictionaries(st.integers(0, len(model.lines) - 1), st.integers(1, 7))
    hold_together(model, data.draw(few))


def test_a_rule_that_no_linear_constraint_can_say_is_named() -> None:
    offer = Offer(*hand_made())
    proposal = read_proposal([line(1, 4_000), line(2, 7_000, project="")])
    model = extract(with_rules("at most two projects in all"), offer.dossier, proposal, as_of=offer.as_of)
    [named] = model.afterwards
    assert (named.rule.code, named.subject) == ("NEW01", ("agreement", None))
    assert named.source.startswith("count_distinct(")
    assert "distinct" in named.reason.en
    assert "distinctes" in named.reason.fr


@pytest.mark.parametrize("name", ROUNDED)
def test_rounded_amounts_multiplied_or_added_up_are_named(name: str) -> None:
    offer = Offer(*hand_made())
    proposal = read_proposal([line(1, 4_000), line(2, 7_000)])
    model = extract(with_formulas(ROUNDED[name]), offer.dossier, proposal, as_of=offer.as_of)
    assert model.afterwards
    assert {each.reason.en for each in model.afterwards} == {"rounded amounts, multiplied or added up"}


def hand_made() -> tuple[Dossier, Proposal, dt.date, Document]:
    document = near_ceiling(10_000)
    return build(document), read_proposal([line(1, 4_000), line(2, 7_000)]), AS_OF, document


def test_a_new_linear_rule_changes_the_optimum() -> None:
    offer = Offer(*hand_made())
    best = {}
    for rulebook in (with_formulas(), with_formulas(("allocations", "amount <= least_given"), small="25.00")):
        model = extract(rulebook, offer.dossier, offer.proposal, as_of=offer.as_of)
        milp = Milp(model)
        milp.maximise(Linear(0, Terms({amount(0): 1, amount(1): 2})))
        found = milp.solve()
        assert found is not None
        assert breaches(judged(model, found.amounts)) == frozenset()
        best[rulebook.digest] = found.amounts
    assert list(best.values()) == [{1: 10_000}, {0: 2_500, 1: 2_500}]


def test_a_line_without_objective_is_decided_beforehand() -> None:
    offer = Offer(*hand_made())
    proposal = read_proposal([line(1, 4_000), line(2, 7_000, objective="")])
    model = extract(with_formulas(), offer.dossier, proposal, as_of=offer.as_of)
    [found] = model.exclusions()
    assert (model.lines[found.line].id, found.demand.code, found.demand.source) == (
        "B2", "ALC03", "given(need) and given(objective)"
    )  # fmt: skip


@settings(slow, max_examples=examples(40))
@given(small_offers(), st.sampled_from(NAMES), st.lists(st.integers(-3, 5), min_size=3, max_size=3))
def test_the_best_decision_is_that_of_trying_all(offer: Offer, name: str, weights: list[int]) -> None:
    rulebook = with_rules(name, small="0.02", large="0.03")
    model = extract(rulebook, offer.dossier, offer.proposal, as_of=offer.as_of, lines=bounded(offer))
    milp = Milp(model)
    milp.maximise(Linear(0, Terms({amount(n): weights[n] for n in range(len(model.lines))})))
    found = milp.solve()
    tried = [
        sum(weights[n] * cents for n, cents in each.items()) for each in every_decision(model) if not model.broken(each)
    ]
    if found is None:
        assert tried == []
        return
    assert found.value == max(tried)
    for reading in (None, *model.declared):
        assert breaches(judged(model, found.amounts, reading)) == frozenset()


def test_an_error_of_the_solver_is_tried_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS has stopped in error on models that it solves with its usual tolerances."""
    offer = Offer(*hand_made())
    model = extract(with_formulas(), offer.dossier, offer.proposal, as_of=offer.as_of)
    milp = Milp(model)
    milp.maximise(Linear(0, Terms({amount(0): 1, amount(1): 2})))
    highs = load_highs()
    wrong = [True]

    class Faulty(highs._Highs):  # type: ignore[misc, name-defined]  # no types of its own
        def getModelStatus(self) -> object:  # noqa: N802  # HiGHS's own name
            return highs.HighsModelStatus.kSolveError if wrong and wrong.pop() else super().getModelStatus()

    monkeypatch.setattr(highs, "_Highs", Faulty)
    found = milp.solve()
    assert found is not None
    assert found.amounts == {1: 10_000}
    wrong[:] = [True] * len(MANNERS)
    with pytest.raises(SolverFailure, match="HiGHS stopped"):
        milp.solve()
