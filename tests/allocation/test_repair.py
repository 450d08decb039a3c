"""Repairs are the smallest there are, hold under every reading, and are confirmed by the engine."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from innosprint_rules import UsageError, read_proposal
from innosprint_rules.allocation.extraction.constraints import extract
from innosprint_rules.allocation.extraction.model import Demand, Model
from innosprint_rules.allocation.repairing.repair import repair
from innosprint_rules.allocation.repairing.results import Group, Repair
from innosprint_rules.allocation.sharing.applied import breaches, judged
from innosprint_rules.allocation.solver.smallest import Size, smallest_changes
from tests.allocation.cases import AS_OF, Offer, any_offers, bounded, every_decision, line, near_ceiling, small_offers
from tests.allocation.rulebooks import LINEAR, with_formulas, with_rules
from tests.profiles import examples
from tests.strategies import build

slow = settings(
    max_examples=examples(50),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
NAMES = sorted(LINEAR)


def size(model: Model, amounts: dict[int, int]) -> tuple[Size, tuple[int, ...]]:
    """Return how large a change is, and the lines that it touches."""
    stands = model.as_they_stand()
    touched = tuple(n for n in stands if amounts.get(n) != stands[n])
    return Size(sum(abs(amounts.get(n, 0) - stands[n]) for n in stands), len(touched)), touched


def smallest_by_trial(model: Model, demands: Sequence[Demand]) -> list[tuple[Size, set[tuple[int, ...]]]]:
    """Return the least euros and then the fewest lines, each with the sets of lines that reach it."""
    ways = [size(model, each) for each in every_decision(model) if not model.broken(each, demands)]
    if not ways:
        return []
    sizes = {each for each, _ in ways}
    ends = [min(sizes, key=lambda s: (s.cents, s.lines)), min(sizes, key=lambda s: (s.lines, s.cents))]
    return [(end, {lines for each, lines in ways if each == end}) for end in dict.fromkeys(ends)]


@slow
@given(small_offers(), st.sampled_from(["", *NAMES]), st.booleans())
def test_no_smaller_change_exists_and_none_is_left_out(offer: Offer, name: str, everywhere: bool) -> None:
    rulebook = with_rules(*([name] if name else []), small="0.02", large="0.03")
    model = extract(rulebook, offer.dossier, offer.proposal, as_of=offer.as_of, lines=bounded(offer))
    demands = model.demands if everywhere else tuple(model.under(None))
    found: dict[Size, list[tuple[int, ...]]] = {}
    for change in smallest_changes(model, demands):
        assert not model.broken(change.amounts, demands)
        assert size(model, dict(change.amounts)) == (change.size, change.touched)
        found.setdefault(change.size, []).append(change.touched)
    expected = smallest_by_trial(model, demands)
    assert [(each, set(lines)) for each, lines in found.items()] == expected
    for lines in found.values():
        assert lines == sorted(lines, key=lambda each: each[::-1], reverse=True)  # the last lines first, none twice
        assert len(lines) == len(set(lines))


@slow
@given(small_offers(), st.sampled_from(NAMES))
def test_of_one_set_of_lines_the_last_change_most(offer: Offer, name: str) -> None:
    model = extract(
        with_rules(name, small="0.02", large="0.03"), offer.dossier, offer.proposal, as_of=offer.as_of,
        lines=bounded(offer),
    )  # fmt: skip
    every = [each for each in every_decision(model) if not model.broken(each)]
    for change in smallest_changes(model, model.demands):
        alike = [each for each in every if size(model, each) == (change.size, change.touched)]
        order = [[each.get(n, 0) for n in reversed(change.touched)] for each in alike]
        assert [change.amounts.get(n, 0) for n in reversed(change.touched)] == min(order)


@settings(slow, max_examples=examples(40))
@given(small_offers(), st.sampled_from(["", *NAMES]))
def test_what_is_shown_complies_under_its_readings(offer: Offer, name: str) -> None:
    rulebook = with_rules(*([name] if name else []), small="0.02", large="0.03")
    found = repair(offer.dossier, rulebook, proposal=offer.proposal, as_of=offer.as_of)
    blocked = {(f.rule, f.subject) for each in found.blocked for f in each.findings}
    hopeless = {(f.rule, f.subject) for f in found.hopeless}
    for group, permitted in [(g, hopeless) for g in found.groups] + [
        (g, hopeless | blocked) for g in [found.completed] if g is not None
    ]:
        for alternative in group.alternatives:
            for reading in group.readings:
                amounts = as_amounts(found.model, alternative.proposal)
                assert breaches(judged(found.model, amounts, reading)) <= permitted
    if found.ok:
        for reading in (None, *found.model.declared):
            assert breaches(judged(found.model, found.model.as_they_stand(), reading)) == frozenset()


@settings(slow, max_examples=examples(30))
@given(any_offers(), st.sampled_from(["", *NAMES]))
def test_gaps_in_a_dossier_never_make_the_constraints_and_the_engine_disagree(offer: Offer, name: str) -> None:
    rulebook = with_rules(*([name] if name else []))
    found = repair(offer.dossier, rulebook, proposal=offer.proposal, as_of=offer.as_of, most=3)  # raises if they do
    hopeless = {(f.rule, f.subject) for f in found.hopeless}
    for group in found.groups:
        for alternative in group.alternatives:
            for reading in group.readings:
                assert breaches(judged(found.model, as_amounts(found.model, alternative.proposal), reading)) <= hopeless


@settings(slow, max_examples=examples(20))
@given(
    st.integers(0, 3_500_000), st.lists(st.integers(1, 2_000_000), min_size=1, max_size=6), st.sets(st.integers(0, 7))
)
def test_amounts_as_people_have_them_stay_exact_to_the_cent(left: int, cents: list[int], blocked: set[int]) -> None:
    rows = [line(n + 1, each, project="P01", objective="" if n in blocked else "o") for n, each in enumerate(cents)]
    found = repair(
        build(near_ceiling(left)), with_formulas(), proposal=rows, as_of=AS_OF, most=2, readings={"Q18": "guidance"}
    )
    free = sorted((each for n, each in enumerate(cents) if n not in blocked), reverse=True)
    barred = [each for n, each in enumerate(cents) if n in blocked]
    excess = max(0, sum(free) - left)
    fewest = next(count for count in range(len(free) + 1) if sum(free[:count]) >= excess)
    sizes = {each.size for each in found.groups[0].alternatives}
    assert sizes == ({Size(sum(barred) + excess, len(barred) + fewest)} if barred or excess else set())


def as_amounts(model: Model, proposal: object) -> dict[int, int]:
    rows = {row.id: row for row in proposal.rows}  # type: ignore[attr-defined]  # it is there, whatever the wider type says
    return {
        n: rows[each.id].amount or 0 for n, each in enumerate(model.lines) if rows[each.id].status == "proposée"
    }  # fmt: skip


# by hand ---------------------------------------------------------------------------------------------


def repaired(left: int, *rows: dict[str, object], given_back: int | None = None, **options: object) -> Repair:
    dossier = build(near_ceiling(left, given_back))
    return repair(dossier, with_formulas(), proposal=list(rows), as_of=AS_OF, **options)  # type: ignore[arg-type]  # options of many types


def told(group: Group | None) -> list[list[tuple[str, int | None]]]:
    assert group is not None
    return [[(change.line, change.after) for change in each.changes] for each in group.alternatives]


def test_each_line_that_can_give_way_is_an_alternative_the_last_first() -> None:
    [group] = repaired(10_000, line(1, 4_000), line(2, 3_000), line(3, 5_000)).groups
    assert told(group) == [[("B3", 3_000)], [("B2", 1_000)], [("B1", 2_000)]]
    assert {each.size for each in group.alternatives} == {Size(2_000, 1)}


def test_the_least_euros_and_the_fewest_lines_may_differ() -> None:
    rulebook = with_formulas(
        ("allocations", "amount <= least_given or amount >= most_given"), small="20.00", large="100.00"
    )
    rows = [line(1, 10_000), line(2, 2_000), line(3, 2_000)]
    [group] = repair(build(near_ceiling(10_000)), rulebook, proposal=rows, as_of=AS_OF).groups
    assert told(group) == [[("B2", None), ("B3", None)], [("B1", 2_000)]]
    assert [each.size for each in group.alternatives] == [Size(4_000, 2), Size(8_000, 1)]


def test_a_line_below_a_minimum_is_raised_or_refused() -> None:
    rulebook = with_formulas(("allocations", "amount >= least_given"), small="20.00")
    [group] = repair(build(near_ceiling(10_000)), rulebook, proposal=[line(1, 1_500)], as_of=AS_OF).groups
    assert told(group) == [[("B1", 2_000)]]
    [group] = repair(build(near_ceiling(10_000)), rulebook, proposal=[line(1, 500)], as_of=AS_OF).groups
    assert told(group) == [[("B1", None)]]


def test_a_line_brought_to_nothing_is_refused_and_keeps_what_it_was_asked_at() -> None:
    found = repaired(0, line(1, 4_000))
    assert told(found.groups[0]) == [[("B1", None)]]
    assert found.first is not None
    [row] = found.first.proposal.rows
    assert (row.status, row.amount) == ("refusée", 4_000)


def test_a_missing_field_blocks_a_line_and_says_where() -> None:
    found = repaired(10_000, line(1, 4_000), line(2, 7_000, objective=""))
    assert told(found.groups[0]) == [[("B2", None)]]
    [blocked] = found.blocked
    [finding] = blocked.findings
    assert (blocked.line, finding.rule, finding.remedy.en) == ("B2", "ALC03", "ask the holder to write the objective")
    assert told(found.completed) == [[("B2", 6_000)], [("B1", 3_000)]]


def test_where_readings_differ_both_repairs_are_shown() -> None:
    rows = [line(1, 12_000)]
    both = repaired(10_000, *rows, given_back=1_000)
    assert [(group.readings[0], told(group)) for group in both.groups] == [
        (None, [[("B1", 10_000)]]), (None, [[("B1", 11_000)]])
    ]  # fmt: skip
    assert len(both.groups[0].readings) > 1
    assert both.groups[1].readings == (None,)
    for reading, after in (("net", 11_000), ("gross", 10_000)):
        [group] = repaired(10_000, *rows, given_back=1_000, readings={"Q9": reading}).groups
        assert told(group) == [[("B1", after)]]


def test_what_complies_here_may_not_under_another_reading() -> None:
    found = repaired(10_000, line(1, 10_500), given_back=1_000)
    assert found.complies
    assert not found.ok
    assert [told(group) for group in found.groups] == [[[("B1", 10_000)]], []]
    assert found.groups[1].settled


def test_nothing_to_repair() -> None:
    found = repaired(10_000, line(1, 4_000))
    assert found.ok
    assert found.first is None


def test_lines_to_keep_may_leave_no_way_and_the_smallest_reason_is_named() -> None:
    rows = [line(1, 4_000), line(2, 8_000), line(3, 5_000)]
    assert told(repaired(10_000, *rows, keep=["B1"]).groups[0]) == [[("B2", 1_000)]]
    found = repaired(10_000, *rows, keep=["b1", "B2"])
    [group] = found.groups
    assert group.alternatives == ()
    assert group.conflict is not None
    assert group.conflict.codes == ("END01",)
    assert [each.id for each in group.conflict.lines] == ["B1", "B2"]
    with pytest.raises(UsageError, match="B9"):
        repaired(10_000, *rows, keep=["B9"])


def test_what_was_broken_before_is_not_repaired() -> None:
    found = repaired(-500, line(1, 4_000))
    assert told(found.groups[0]) == [[("B1", None)]]
    assert found.hopeless == ()


def test_a_refused_line_stays_refused_and_a_blank_amount_may_only_be_refused() -> None:
    found = repaired(10_000, line(1, 4_000, status="refusée"), line(2, None, need=""), line(3, 12_000))
    assert told(found.groups[0]) == [[("B2", None), ("B3", 10_000)]]


def test_a_rule_that_cannot_be_steered_is_kept_by_refusing() -> None:
    rulebook = with_formulas(("allocations", "count_distinct(a.project for a in allocations if a.counts) <= 2"))
    dossier = build(near_ceiling(10_000))
    rows = [line(2, 1_000), line(3, 1_000), line(4, 1_000, project="")]
    found = repair(dossier, rulebook, proposal=rows, as_of=AS_OF)
    assert found.afterwards
    for alternative in found.groups[0].alternatives:
        amounts = as_amounts(found.model, alternative.proposal)
        assert breaches(judged(found.model, amounts)) == frozenset()


def test_a_proposal_is_read_like_any_other() -> None:
    found = repair(build(near_ceiling(0)), proposal=read_proposal([line(1, 5)]), as_of=AS_OF)
    assert told(found.groups[0]) == [[("B1", None)]]
