"""Headroom is exact: every amount below and above was tried, and the engine agrees on both sides of each limit."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from innosprint_rules.allocation.extraction.constraints import extract
from innosprint_rules.allocation.extraction.model import Reading
from innosprint_rules.allocation.repairing.headroom import Headroom, headroom, rooms
from innosprint_rules.allocation.sharing.applied import breaches, judged
from innosprint_rules.money import MOST_CENTS
from innosprint_rules.report.content.headroom import room_words
from innosprint_rules.report.content.teller import Teller
from tests.allocation.cases import AS_OF, Offer, line, near_ceiling, small_offers
from tests.allocation.rulebooks import LINEAR, with_formulas, with_rules
from tests.profiles import examples
from tests.strategies import build

slow = settings(
    max_examples=examples(60),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@settings(slow, max_examples=examples(80))
@given(small_offers(), st.sampled_from(["", *sorted(LINEAR)]))
def test_each_amount_is_allowed_or_not_as_the_demands_say(offer: Offer, name: str) -> None:
    rulebook = with_rules(*([name] if name else []), small="0.02", large="0.03")
    model = extract(rulebook, offer.dossier, offer.proposal, as_of=offer.as_of)
    sure = extract(rulebook, offer.dossier, offer.proposal, as_of=offer.as_of, vary=False, certain=True)
    stands = model.as_they_stand()
    for index, found in enumerate(rooms(model, sure)):
        others = {n: cents for n, cents in stands.items() if n != index}
        for reading in (None, *model.declared):
            room = found.room if reading is None else found.under.get(reading, found.room)
            demands = tuple(model.under(reading))
            before = set(model.broken(others, demands))
            for cents in (*range(9), MOST_CENTS):
                brought = set(model.broken({**others, index: cents}, demands)) - before
                assert room.allows(cents) == (not brought)


@settings(slow, max_examples=examples(25))
@given(small_offers(lines=2), st.sampled_from(["", *sorted(LINEAR)]))
def test_the_engine_agrees_on_both_sides_of_the_limit(offer: Offer, name: str) -> None:
    rulebook = with_rules(*([name] if name else []), small="0.02", large="0.03")
    model = extract(rulebook, offer.dossier, offer.proposal, as_of=offer.as_of)
    stands = model.as_they_stand()
    for index, found in enumerate(headroom(offer.dossier, rulebook, proposal=offer.proposal, as_of=offer.as_of)):
        others = {n: cents for n, cents in stands.items() if n != index}
        before = breaches(judged(model, others))
        largest = found.room.largest
        if largest is None:
            continue
        assert breaches(judged(model, {**others, index: largest})) <= before
        beyond = breaches(judged(model, {**others, index: largest + 1})) - before
        assert {code for code, _ in beyond} == set(found.room.above)
        assert beyond


# by hand ---------------------------------------------------------------------------------------------


def rooms_of(left: int, *rows: dict[str, object], given_back: int | None = None, **tables: object) -> list[Headroom]:
    document = {**near_ceiling(left, given_back), **tables}
    document = {name: found for name, found in document.items() if found is not None}
    return list(headroom(build(document), with_formulas(), proposal=list(rows), as_of=AS_OF))


def test_the_ceiling_is_what_the_others_leave() -> None:
    found = rooms_of(10_000, line(1, 4_000), line(2, 5_000))
    assert [(each.line, each.amount, each.room.smallest, each.room.largest, each.room.above) for each in found] == [
        ("B1", 4_000, 0, 5_000, ("END01",)), ("B2", 5_000, 0, 6_000, ("END01",))
    ]  # fmt: skip


def test_a_line_that_stands_too_high_has_less_room_than_it_takes() -> None:
    first, second = rooms_of(10_000, line(1, 4_000), line(2, 8_000))
    assert (first.room.largest, second.room.largest) == (2_000, 6_000)
    assert not first.room.allows(4_000)


def test_a_blocked_line_has_no_amount_and_says_why() -> None:
    [found] = rooms_of(10_000, line(1, 4_000, objective=""))
    assert (found.room.ranges, found.room.blocked, found.everywhere) == ((), ("ALC03",), None)


def test_another_reading_may_leave_less() -> None:
    [found] = rooms_of(10_000, line(1, 4_000), given_back=1_500)
    assert found.room.largest == 11_500
    assert {str(reading): room.largest for reading, room in found.under.items()} == {"Q9=gross": 10_000}
    assert found.everywhere == 10_000


def test_a_minimum_and_a_gap_are_told() -> None:
    rulebook = with_formulas(
        ("allocations", "amount >= least_given"), ("allocations", "amount <= most_given or amount >= 2 * most_given"),
        small="10.00", large="20.00",
    )  # fmt: skip
    [found] = headroom(build(near_ceiling(10_000)), rulebook, proposal=[line(1, 1_500)], as_of=AS_OF)
    assert found.room.ranges == ((1_000, 2_000), (4_000, 10_000))
    assert (found.room.below, found.room.above) == (("NEW01",), ("END01",))


def test_missing_payments_leave_a_doubt_beyond_what_is_sure() -> None:
    [found] = rooms_of(10_000, line(1, 4_000), payments=None)
    assert (found.room.limited, found.room.sure, found.room.doubtful) == (False, 10_000, True)
    assert found.under[Reading("Q9", "gross")].largest == 10_000


def test_a_blank_amount_elsewhere_leaves_nothing_sure() -> None:
    first, second = rooms_of(10_000, line(1, None), line(2, 4_000))
    assert (second.room.largest, second.room.sure, second.room.doubtful) == (10_000, None, True)
    assert not first.room.doubtful
    assert [room_words(second, Teller(lang)) for lang in ("fr", "en")] == [
        "non vérifiable\u202f; plus de 100,00\u00a0€\u00a0: END01",
        "cannot be verified; more than €100.00: END01",
    ]


def test_the_proposed_rows_of_a_dossier_have_room_too() -> None:
    document = near_ceiling(10_000)
    document["allocations"].append({**line(1, 4_000), "status": "proposée"})
    [found] = headroom(build(document), with_formulas(), as_of=AS_OF)
    assert (found.line, found.room.largest) == ("B1", 10_000)


@pytest.mark.parametrize("amount", [None, 0])
def test_a_blank_amount_and_a_zero_have_room(amount: int | None) -> None:
    [found] = rooms_of(10_000, line(1, amount))
    assert (found.amount, found.room.largest) == (amount, 10_000)
