"""A session shared out: whatever the dossier and the rules, the engine finds nothing to object to."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import innosprint_rules as ir
from innosprint_rules.allocation.extraction.constraints import extract
from innosprint_rules.allocation.extraction.lines import Line
from innosprint_rules.allocation.sharing import allocate as module
from innosprint_rules.allocation.sharing.allocate import allocate
from innosprint_rules.allocation.sharing.document import AllocationDocument
from innosprint_rules.allocation.sharing.investor import worth_of
from innosprint_rules.allocation.sharing.limits import limits_of
from innosprint_rules.allocation.sharing.proposing import as_proposal, new_ids
from innosprint_rules.allocation.sharing.results import METHODS, USUAL, Allocation
from innosprint_rules.allocation.sharing.weighted import Bid
from innosprint_rules.dossier.writing.text import proposal_csv
from innosprint_rules.errors import InputError, UsageError
from innosprint_rules.money import plain
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.allocation import allocation_lines
from tests.allocation.cases import AS_OF, SESSIONS, near_ceiling, near_the_ceiling
from tests.allocation.rulebooks import LINEAR, with_formulas, with_rules
from tests.profiles import examples
from tests.strategies import Document, build

ROOT = Path(__file__).parents[2]
FOURTH = ROOT / "examples" / "fourth-session"
EVENING = dt.date(2019, 6, 19)
SCORES = ("need_score", "objectives_score", "progress_score", "capacity_score")
TINY = {"small": "0.02", "large": "0.04"}
RULES = ("none", *LINEAR)


def request(
    number: int, requested: int | None, minimum: int | None = 0, points: int = 3, **cells: Any
) -> dict[str, Any]:
    """Return a request that is right in everything but what ``cells`` say; amounts in cents."""
    wanted, least = ("" if cents is None else plain(cents) for cents in (requested, minimum))
    usual = {
        "id": f"D{number}", "session": "S3", "project": f"P0{number}", "requested": wanted, "minimum": least,
        **dict.fromkeys(SCORES, points), "besoin": "b", "objectif": "o", "evaluation_avancees": "e",
    }  # fmt: skip
    return {**usual, **cells}


def dossier(left: int, *requests: dict[str, Any], **tables: Any) -> ir.Dossier:
    return build({**near_ceiling(left), "requests": list(requests), **tables})


@st.composite
def tiny(draw: st.DrawFn, lines: int = 3, most: int = 5) -> Document:
    """Draw a dossier with a few cents left and requests of a few cents: every sharing can be tried."""
    document = draw(near_the_ceiling(8))
    rows = []
    for number in range(1, draw(st.integers(1, lines)) + 1):
        requested = draw(st.integers(0, most))
        cells: dict[str, Any] = {score: draw(st.integers(0, 5)) for score in SCORES}
        if draw(st.integers(0, 5)) == 0:
            cells[draw(st.sampled_from(["besoin", "objectif", "evaluation_avancees"]))] = ""
        rows.append(request(number, requested, draw(st.integers(0, requested)), **cells))
    return {**document, "requests": rows}


def rulebook(rule: str) -> ir.Rulebook | None:
    return None if rule == "none" else with_rules(rule, **TINY)


def shared(document: Document, rule: str = "none", methods: Sequence[str] = USUAL, **options: Any) -> Allocation | None:
    """Share out, or None where a rule leaves no sharing, not even to refuse all."""
    try:
        return allocate(
            build(document), rulebook(rule), session="S3", as_of=AS_OF, methods=methods, **{"reserve": 0, **options}
        )
    except UsageError as error:
        if rule == "none" or [problem.code for problem in error.problems] != ["no-sharing"]:
            raise
        return None


@settings(max_examples=examples(25))
@given(tiny(), st.sampled_from(RULES))
def test_every_sharing_keeps_every_rule_and_every_wish(document: Document, rule: str) -> None:
    found = shared(document, rule, METHODS)
    for sharing in found.sharings if found else ():
        assert sharing.ok, (sharing.method, sharing.report.violations)
        assert not [f for f in sharing.report.violations if f.new and f.severity == "error"]
        for share in sharing.shares:
            assert share.amount == 0 or max(share.asked.minimum, 1) <= share.amount <= share.asked.requested
            assert share.reason.text.fr
            assert share.reason.text.en
        proposed = [row["amount"] for row in sharing.rows]
        assert proposed == [plain(share.amount) for share in sharing.shares]


@settings(max_examples=examples(20))
@given(tiny(), st.sampled_from(RULES), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(document: Document, rule: str, order: random.Random) -> None:
    mixed = {**document, "requests": order.sample(document["requests"], len(document["requests"]))}
    one, other = shared(document, rule, METHODS), shared(mixed, rule, METHODS)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        for method in METHODS:
            amounts = [{s.asked.id: s.amount for s in each.by(method).shares} for each in (one, other)]
            assert amounts[0] == amounts[1]


@settings(max_examples=examples(25))
@given(tiny(), st.sampled_from(RULES))
def test_the_investor_finds_the_best_that_the_rules_allow(document: Document, rule: str) -> None:
    found = shared(document, rule, ["investor"])
    if found is None:
        return
    lines, model = drawn(document, rule)
    bids = [Bid(a.id, a.requested, a.minimum, a.requested, a.points) for a in found.requests]
    choices = [[0, *range(max(1, line.least), line.most + 1)] for line in lines]
    best = 0
    for amounts in product(*choices):
        if not model.broken({n: cents for n, cents in enumerate(amounts) if cents}):
            worth = sum(worth_of(b, c, found.weights.worths) for b, c in zip(bids, amounts, strict=True))
            best = max(best, worth)
    assert found.by("investor").worth == best


@settings(max_examples=examples(25))
@given(tiny(), st.sampled_from(RULES))
def test_limits_say_exactly_what_the_rules_demand(document: Document, rule: str) -> None:
    lines, model = drawn(document, rule)
    limits = limits_of(model)
    for amounts in product(*([0, *range(max(1, line.least), line.most + 1)] for line in lines)):
        kept = not any(amounts[n] for n in limits.excluded)
        kept &= all(amounts[n] <= most or not amounts[n] for n, (most, _) in limits.ceilings.items())
        kept &= all(amounts[n] >= least or not amounts[n] for n, (least, _) in limits.floors.items())
        kept &= all(sum(w * amounts[n] for n, w in s.weights.items()) <= s.bound for s in limits.sums) or not any(
            amounts
        )
        broken = model.broken({n: cents for n, cents in enumerate(amounts) if cents})
        assert kept == (not [demand for demand in broken if demand not in limits.rest])


def drawn(document: Document, rule: str) -> tuple[list[Line], Any]:
    """Return the lines and the rules' model of the requests, in the order of the file."""
    read = build(document)
    rows = [
        {"id": f"A{n}", "session": "S3", "decided_on": "2019-06-20", "project": each.project, "status": "proposée",
         "amount": plain(each.requested or 0), **{code: (each.model_extra or {}).get(header, "") for code, header in
         (("need", "besoin"), ("objective", "objectif"), ("progress_evaluation", "evaluation_avancees"))}}
        for n, each in enumerate(read.requests or (), 2)
    ]  # fmt: skip
    lines = [
        Line(row["id"], each.requested, min(each.requested or 0, max(1, each.minimum or 0)), each.requested or 0)
        for row, each in zip(rows, read.requests or (), strict=True)
    ]
    book = rulebook(rule) or ir.load_rulebook()
    return lines, extract(book, read, ir.read_proposal(rows), as_of=AS_OF, lines=lines)


# one case at a time --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fourth() -> Allocation:
    return allocate(ir.read_dossier(FOURTH), session="S4", as_of=EVENING, methods=METHODS)


def test_the_example_is_shared_out_to_the_cent_by_every_method(fourth: Allocation) -> None:
    assert fourth.reserve.left == 19_000_00
    assert fourth.reserve.budget == 6_333_33
    for sharing in fourth.sharings:
        assert sharing.ok
        assert sharing.unknown == ()
        assert sharing.total == 6_333_33
        (refused,) = (share for share in sharing.shares if share.reason.why == "excluded")
        assert (refused.asked.project, refused.amount, refused.reason.rules) == ("P10", 0, ("ALC03",))
        assert "objectif" in refused.reason.text.fr
        assert [binding.rule for binding in sharing.binding] == ["reserve"]
        assert sharing.marginal is not None
        assert sum(sharing.marginal.changes.values()) == 100_00
    worths = [sharing.worth for sharing in fourth.sharings]
    assert worths[0] == max(worths)
    greedy = {share.asked.project: share.amount for share in fourth.by("greedy").shares if share.amount}
    assert greedy == {"P04": 1_800_00, "P01": 2_000_00, "P07": 2_533_33}  # 46, 44, 42 points: what is left goes to P07


def test_where_more_money_goes_is_what_more_money_does(fourth: Allocation) -> None:
    less = allocate(ir.read_dossier(FOURTH), session="S4", as_of=EVENING, methods=METHODS,
                    reserve=fourth.reserve.amount - 100_00)  # fmt: skip
    for before, after in zip(fourth.sharings, less.sharings, strict=True):
        changes = {
            new.asked.project: new.amount - old.amount
            for old, new in zip(before.shares, after.shares, strict=True)
            if new.amount != old.amount
        }
        assert before.marginal is not None
        assert before.marginal.changes == changes


def test_without_a_reserve_the_endowment_binds_and_says_so() -> None:
    found = allocate(
        dossier(100_00, request(1, 80_00), request(2, 90_00)), session="S3", as_of=AS_OF, reserve=0, methods=["greedy"]
    )
    (sharing,) = found.sharings
    assert [share.amount for share in sharing.shares] == [80_00, 20_00]  # alike but for the id: D1 goes first
    assert [(each.rule, each.ceiling) for each in sharing.binding] == [("END01", 100_00)]
    assert sharing.binding[0].label.fr == "dotation (END01)"
    assert sharing.marginal is not None
    assert sharing.marginal.changes == {"P02": 70_00}  # of the 100 euros more, it can use 70


def test_a_rule_written_in_yaml_changes_the_sharing() -> None:
    asked = dossier(500_00, request(1, 300_00, points=5), request(2, 300_00, points=1))
    free = allocate(asked, session="S3", as_of=AS_OF, reserve=0)
    assert [s.amount for s in free.by("greedy").shares] == [300_00, 200_00]
    book = with_formulas(("allocations", "amount <= most_given"), large="120.00")
    capped = allocate(asked, book, session="S3", as_of=AS_OF, reserve=0)
    for sharing in capped.sharings:
        assert [share.amount for share in sharing.shares] == [120_00, 120_00]
        assert [share.reason.why for share in sharing.shares] == ["capped", "capped"]
        assert sharing.shares[0].reason.rules == ("NEW01",)
    few = with_formulas(("agreement", "count(a for a in allocations if a.counts) <= 2"))  # one is decided already
    for sharing in allocate(asked, few, session="S3", as_of=AS_OF, reserve=0).sharings:
        assert [share.amount for share in sharing.shares] == ([300_00, 0] if sharing.method != "proportional" else
                                                              [share.amount for share in sharing.shares])  # fmt: skip
        assert sum(1 for share in sharing.shares if share.amount) == 1


def test_amounts_hold_under_every_reading_unless_one_is_chosen() -> None:
    new = [{"code": f"P0{n}", "holder": "entrepreneur", "entry_session": "S3"} for n in range(1, 7)]
    asked = dossier(
        500_00, request(1, 100_00), request(2, 100_00, evaluation_avancees=""), projects=new, presentations=[]
    )
    cautious = allocate(asked, session="S3", as_of=AS_OF, reserve=0, methods=["greedy"])
    refused = cautious.by("greedy").shares[1]
    assert (refused.amount, refused.reason.why, refused.reason.rules) == (0, "excluded", ("ALC04",))
    assert "Q17=strict" in refused.reason.text.fr
    options = ir.load_rulebook().agreement.readings["Q17"]
    chosen = allocate(
        asked, session="S3", as_of=AS_OF, reserve=0, methods=["greedy"], readings={"Q17": options.default}
    )
    assert chosen.by("greedy").shares[1].amount == 100_00


def test_what_a_check_still_finds_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that no constraint says is kept all the same: its line is barred, and the rest shared again."""
    book = with_formulas(("allocations", "need != 'b'"))
    asked = dossier(100_00, request(1, 80_00, points=5), request(2, 90_00, besoin="x"))

    def blind(*arguments: Any, **named: Any) -> Any:
        model = extract(*arguments, **named)
        return model.restricted(demand for demand in model.demands if demand.code != "NEW01")

    monkeypatch.setattr(module, "extract", blind)
    for sharing in allocate(asked, book, session="S3", as_of=AS_OF, reserve=0).sharings:
        assert sharing.ok
        assert [share.amount for share in sharing.shares] == [0, 90_00]
        assert sharing.shares[0].reason.rules == ("NEW01",)


def test_texts_that_every_row_lacks_are_missing_as_in_one_row() -> None:
    bare = dict.fromkeys(("besoin", "objectif", "evaluation_avancees"))
    found = allocate(dossier(100_00, request(1, 50_00, **bare)), session="S3", as_of=AS_OF, reserve=0)
    for sharing in found.sharings:
        assert sharing.ok
        assert sharing.unknown == ()
        assert sharing.shares[0].amount == 0
        assert sharing.shares[0].reason.rules == ("ALC03",)


def test_what_is_saved_is_what_check_reads(fourth: Allocation, tmp_path: Path) -> None:
    read = ir.read_dossier(FOURTH)
    for sharing in fourth.sharings:
        path = tmp_path / f"{sharing.method}.csv"
        path.write_text(proposal_csv(as_proposal(sharing.rows, fourth.rulebook)), encoding="utf-8-sig")
        report = ir.check(read, proposal=path, as_of=EVENING)
        assert report.proposal is not None
        assert report.proposal.ok
        rows = ir.read_proposal(path).rows
        assert [row.amount for row in rows] == [share.amount for share in sharing.shares]
        assert [row.status for row in rows] == ["proposée" if s.amount else "refusée" for s in sharing.shares]
        assert {row.need for row in rows} >= {"pince et vision"}


def test_the_json_keeps_to_its_published_schema(fourth: Allocation) -> None:
    jsonschema.validate(json.loads(fourth.model_dump_json()), fourth.model_json_schema())
    document = AllocationDocument.model_validate_json(fourth.model_dump_json())
    assert document.reserve.planned == ["S5", "S6"]
    assert (
        fourth.model_dump_json()
        == allocate(ir.read_dossier(FOURTH), session="S4", as_of=EVENING, methods=METHODS).model_dump_json()
    )


def test_how_far_the_best_may_be_is_told_where_the_search_stopped(fourth: Allocation) -> None:
    stopped = replace(fourth, sharings=(replace(fourth.sharings[0], short=123), *fourth.sharings[1:]))
    for lang, said in (("fr", "au plus 0,0123\u00a0% de plus"), ("en", "at most 0.0123% more")):
        pages = [
            " ".join(line.text.strip() for line in allocation_lines(each, Teller(lang, 100)))
            for each in (fourth, stopped)
        ]
        assert said not in pages[0]
        assert said in pages[1]


def test_a_request_of_nothing_gets_what_it_asks() -> None:
    found = allocate(dossier(10_00, request(1, 0), request(2, 5_00)), session="S3", as_of=AS_OF, reserve=0)
    for sharing in found.sharings:
        assert [share.amount for share in sharing.shares] == [0, 5_00]
        assert sharing.shares[0].reason.text.en == "it asks for nothing"


def test_what_is_over_is_said_and_everything_refused() -> None:
    found = allocate(dossier(-500_00, request(1, 100_00), request(2, 50_00, 50_00)), session="S3", as_of=AS_OF)
    assert (found.reserve.left, found.reserve.budget) == (-500_00, 0)
    for sharing in found.sharings:
        assert sharing.ok
        assert sharing.total == 0
        assert {share.reason.why for share in sharing.shares} == {"limited", "minimum"}
    told = " ".join(line.text for line in allocation_lines(found, Teller("en", 80)))
    assert "nothing is left: €500.00 too much are allocated already" in told


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], ["A01", "A02"]),
        (["A01", "A18"], ["A19", "A20"]),
        (["A9"], ["A10", "A11"]),
        (["x", "2019-007"], ["2019-008", "2019-009"]),
        (["B2", "b3"], ["b4", "b5"]),
    ],
)
def test_new_rows_are_numbered_after_those_there_are(taken: list[str], expected: list[str]) -> None:
    assert new_ids(taken, 2) == expected


UNDATED = [{"code": code, "held_on": "" if code == "S3" else day} for code, day in SESSIONS]
MISTAKES: dict[str, tuple[ir.Dossier | None, dict[str, Any], str, str]] = {
    "unknown session": (None, {"session": "S8"}, "unknown-session", "S1"),
    "session over": (None, {"session": "S1"}, "session-over", "--as-of 2019-01-17"),
    "session without a date": (
        dossier(1, request(1, 1), sessions=UNDATED),
        {},
        "session-without-date",
        "date",
    ),
    "no requests": (dossier(1, request(1, 1, session="S2")), {}, "no-requests", "S2"),
    "no table": (build(near_ceiling(1)), {}, "no-requests-table", "montant_demande"),
    "minimum above request": (dossier(1, request(1, 100, 101)), {}, "minimum-above-request", "1.01"),
    "one project twice": (dossier(1, request(1, 1), request(2, 1, project="P01")), {}, "second-request", "D1"),
    "nothing requested": (dossier(1, request(1, None)), {}, "request-incomplete", "montant_demande"),
    "no project": (dossier(1, request(1, 1, project="")), {}, "request-incomplete", "projet"),
    "unknown method": (None, {"methods": ["best"]}, "unknown-method", "greedy"),
    "no method": (None, {"methods": []}, "unknown-method", "greedy"),
    "unknown reading": (None, {"readings": {"Q99": "x"}}, "unknown-reading", "Q99"),
    "reserve above what is left": (None, {"reserve": 2_00}, "reserve-too-large", "€2.00"),
    "reserve that is no amount": (None, {"reserve": "beaucoup"}, "amount-unreadable", "beaucoup"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_told_with_what_to_do(name: str) -> None:
    given_, options, code, word = MISTAKES[name]
    with pytest.raises(InputError) as caught:
        allocate(given_ or dossier(1_00, request(1, 1)), **{"session": "S3", "as_of": AS_OF, **options})
    problems = caught.value.problems
    assert code in [problem.code for problem in problems]
    for problem in problems:
        assert problem.hint is not None
        assert problem.message.fr != problem.message.en
    assert word in " ".join(caught.value.words("en"))


def test_every_mistake_of_the_requests_is_told_at_once() -> None:
    rows = [request(1, 100, 101), request(2, None), request(3, 1, project="P02")]
    with pytest.raises(ir.DossierError) as caught:
        allocate(dossier(1, *rows), session="S3", as_of=AS_OF)
    codes = sorted(problem.code for problem in caught.value.problems)
    assert codes == ["minimum-above-request", "request-incomplete", "second-request"]


def test_what_is_blank_is_said_and_what_it_is_taken_for() -> None:
    rows = [request(1, 100, None), request(2, 100, need_score=None), request(3, 100, session=None)]
    found = allocate(dossier(5_00, *rows), session="S3", as_of=AS_OF, reserve=0)
    told = {notice.code: notice.message.en for notice in found.notices}
    assert set(told) == {"minimum-missing", "score-missing", "request-without-session"}
    assert "(D1)" in told["minimum-missing"]
    assert "counted as 0 (D2)" in told["score-missing"]
    assert [asked.id for asked in found.requests] == ["D1", "D2"]
    assert found.requests[1].points == 24  # 3 of 5 under weights 2, 2, 2 and 4, need aside


def test_a_long_list_says_what_its_search_leaves_open() -> None:
    codes = [f"Q{n:03}" for n in range(201)]
    rows = [request(n, 100, 50, n % 5, project=code) for n, code in enumerate(codes)]
    extra = [{"code": code, "holder": "entrepreneur", "entry_session": "S1"} for code in codes]
    many = dossier(90_00, *rows, projects=[*near_ceiling(0)["projects"], *extra])
    found = allocate(many, session="S3", as_of=AS_OF, reserve=0, methods=["investor"])
    assert [notice.code for notice in found.notices] == ["ties-left-to-solver"]
    assert found.by("investor").ok
    assert found.by("investor").total == 90_00
    assert allocate(many, session="S3", as_of=AS_OF, reserve=0, methods=["greedy"]).notices == ()


@pytest.mark.parametrize("who", [(1,), (1, 2), (1, 2, 3)])
def test_a_blank_need_is_treated_alike_whether_one_row_or_all_lack_it(who: tuple[int, ...]) -> None:
    asked = [request(n, 10_000, besoin="" if n in who else "b") for n in (1, 2, 3)]
    found = allocate(dossier(100_000, *asked), session="S3", methods=USUAL, as_of=AS_OF)
    for sharing in found.sharings:
        for number, share in enumerate(sharing.shares, start=1):
            assert (share.amount == 0) == (number in who), (sharing.method, number)
            assert ("ALC03" in share.reason.rules) == (number in who)


@pytest.mark.parametrize("method", USUAL)
def test_a_request_worth_nothing_gets_nothing(method: str) -> None:
    asked = [request(1, 10_000), request(2, 10_000, points=0)]
    [sharing] = allocate(dossier(100_000, *asked), session="S3", methods=[method], as_of=AS_OF).sharings
    assert [share.amount for share in sharing.shares] == [10_000, 0]
    assert sharing.shares[1].reason.text.fr == "aucun point"
    assert sharing.rows[1]["status"] == "refusée"


@pytest.mark.parametrize("method", ["proportional", "greedy"])
def test_where_nothing_is_rated_nothing_is_worthless(method: str) -> None:
    blank = dict.fromkeys(SCORES, "")
    asked = [request(1, 10_000, **blank), request(2, 10_000, **blank)]
    [sharing] = allocate(dossier(100_000, *asked), session="S3", methods=[method], as_of=AS_OF).sharings
    assert [share.amount for share in sharing.shares] == [10_000, 10_000]


@pytest.mark.parametrize(
    ("proposed", "beside", "shared", "codes"),
    [
        ({"session": "S3"}, False, 100_00, ["proposal-aside"]),
        ({"session": "s3"}, True, 100_00, ["proposal-aside"]),
        ({"session": "", "decided_on": ""}, True, 100_00, ["proposal-aside"]),
        ({"session": "", "decided_on": dict(SESSIONS)["S3"]}, False, 100_00, ["proposal-aside"]),
        ({"session": "S2", "decided_on": dict(SESSIONS)["S2"]}, False, 0, ["proposal-counted"]),
        ({"session": "S3", "status": "décidée"}, False, 0, []),
    ],
)
def test_what_the_dossier_proposes_for_the_session_gives_its_place(
    proposed: dict[str, Any], beside: bool, shared: int, codes: list[str]
) -> None:
    """Proposals that use up the ceiling, in the table or beside it, do not count against what takes their place."""
    document = near_ceiling(100_00)
    row = {**document["allocations"][0], "id": "A2", "project": "P02", "status": "proposée", "amount": "100.00",
           "decided_on": dict(SESSIONS)["S3"], **proposed}  # fmt: skip
    tables = {"proposal": [row]} if beside else {"allocations": [*document["allocations"], row]}
    found = allocate(
        dossier(100_00, request(1, 80_00), request(3, 20_00), **tables), session="S3", as_of=AS_OF, reserve=0
    )
    assert {sharing.total for sharing in found.sharings} == {shared}
    assert all(sharing.ok for sharing in found.sharings)
    assert [notice.code for notice in found.notices] == codes
