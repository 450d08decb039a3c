"""The constraints say what the engine says: at every decision, under every reading, for rules of every shape."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from innosprint_rules.allocation.applied import breaches, judged
from innosprint_rules.allocation.constraints import extract
from innosprint_rules.allocation.model import Model
from tests.allocation.cases import CENTS, Offer, any_offers
from tests.allocation.rulebooks import LINEAR, with_formulas, with_rules

slow = settings(
    max_examples=100,
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
        found = breaches(judged(model, amounts, reading))
        said = {(d.code, d.subject) for d in model.broken(amounts, tuple(model.under(reading)))}
        left = {code for code, other in named if other in (None, reading)}
        assert {each for each in found if each[0] not in left} == {each for each in said if each[0] not in left}


@slow
@given(any_offers(), st.data())
def test_the_bundled_rules(offer: Offer, data: st.DataObject) -> None:
    model = extract(load_rulebook_once(), offer.dossier, offer.proposal, as_of=offer.as_of)
    assert model.afterwards == ()
    hold_together(model, data.draw(decisions(model)))
    hold_together(model, model.as_they_stand())


@settings(slow, max_examples=200)
@given(any_offers(), st.sampled_from(NAMES), st.booleans(), st.data())
def test_rules_of_every_shape(offer: Offer, name: str, applies: bool, data: st.DataObject) -> None:
    model = extract(with_rules(name, applies=applies), offer.dossier, offer.proposal, as_of=offer.as_of)
    hold_together(model, data.draw(decisions(model)))


def load_rulebook_once() -> object:
    return with_formulas()
