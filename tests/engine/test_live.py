"""A check that goes on while lines are edited says after each edit what a fresh check says, to the last word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from innosprint_rules import check, read_dossier, read_proposal
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.resting import resting_on
from innosprint_rules.engine.live import Live
from innosprint_rules.engine.report import Report
from innosprint_rules.errors import DossierError
from innosprint_rules.money import plain
from innosprint_rules.rulebook.loading import bundled
from tests.engine.test_properties import documents, readings, slow
from tests.profiles import examples
from tests.strategies import Document, build, cents, days, texts
from tests.web.clients import EXAMPLES

BOOK = bundled()
Line = dict[str, Any]

CELLS: dict[str, st.SearchStrategy[Any]] = {
    "amount": cents().map(plain) | st.none(),
    "need": texts() | st.none(),
    "objective": texts() | st.none(),
    "progress_evaluation": texts() | st.none(),
    "project": st.sampled_from(["P01", "P02", None]),
    "session": st.sampled_from(["S1", "S2", None]),
    "decided_on": days().map(dt.date.isoformat) | st.none(),
    "decided_by": st.sampled_from(["tous", "CASQ; FN", None]),
    "status": st.sampled_from(["proposée", "refusée"]),
}
PLAIN = ("amount", "amount", "need", "objective", "progress_evaluation")
drawn = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=3)
edits = st.lists(
    st.sampled_from([*PLAIN, *CELLS]).flatmap(lambda code: st.tuples(st.integers(0, 2), st.just(code), CELLS[code]))
    | st.tuples(st.integers(0, 2), st.sampled_from(["add", "remove"]), st.none()),
    min_size=1, max_size=5,
)  # fmt: skip


def edited(rows: list[Line], edit: tuple[int, str, Any]) -> list[Line]:
    number, what, value = edit
    at = number % len(rows) if rows else 0
    if what == "add":
        last = max((int(row["id"][1:]) for row in rows), default=0)
        return [*rows, {**dict.fromkeys(CELLS), "id": f"X{last + 1}", "amount": "1.00", "status": "proposée"}]
    if what == "remove" or not rows:
        return rows[:at] + rows[at + 1 :]
    return [{**row, what: value} if place == at else row for place, row in enumerate(rows)]


def outcome(work: Callable[[], Report], whole: bool) -> Any:
    """Return all that a report says, or of each verdict what counts, or why there is none."""
    try:
        report = work()
    except DossierError as error:
        return str(error)
    if whole:
        return report.model_dump_json()
    verdicts = [(f.rule, f.subject, f.judgement, f.new, f.contested) for f in report.findings]
    return verdicts, report.amounts, report.proposal and (report.proposal.ok, report.proposal.amounts)


@settings(slow, max_examples=examples(24))
@given(documents(), days(), readings, drawn, edits)
def test_each_edit_is_judged_as_by_a_fresh_check(
    document: Document, as_of: dt.date, chosen: dict[str, str], rows: list[Line], changes: list[Any]
) -> None:
    try:
        live = Live(dossier := build(document), BOOK, as_of, chosen)
    except DossierError:
        reject()
    rows = [{"id": f"X{number}", **row} for number, row in enumerate(rows, 1)]
    for number, edit in enumerate([None, *changes]):
        rows = rows if edit is None else edited(rows, edit)
        lines = read_proposal(rows) if rows else None
        last = number == len(changes)
        again = outcome(partial(check, dossier, proposal=lines, as_of=as_of, readings=chosen, inference=False), last)
        assert outcome(partial(live.report, lines), last) == again


@pytest.fixture
def example() -> tuple[Live, list[Line]]:
    """The example year with its proposal, judged once."""
    proposal = read_proposal(EXAMPLES / "proposals/session-4-in-trouble.csv")
    rows = [row.model_dump(exclude_none=True) for row in proposal.rows]
    live = Live(read_dossier(EXAMPLES / "saint-quentin-2019"), BOOK, dt.date(2019, 6, 19))
    live.report(read_proposal(rows))
    return live, rows


def test_an_amount_that_changes_leaves_what_does_not_rest_on_it(example: tuple[Live, list[Line]]) -> None:
    live, rows = example
    before = live.report(read_proposal(rows)).findings
    after = live.report(read_proposal([{**rows[0], "amount": "1.00"}, *rows[1:]])).findings
    resting = resting_on(compiled(BOOK), frozenset({("allocations", "amount")})).rules
    assert {"END01", "END04"} <= resting
    assert {"ALC03", "SES01", "REP01"}.isdisjoint(resting)
    again = {new.rule for old, new in zip(before, after, strict=True) if old is not new}
    assert again == resting & {finding.rule for finding in after}


def test_lines_that_cannot_stand_beside_the_dossier_leave_the_check_as_it_was(
    example: tuple[Live, list[Line]],
) -> None:
    live, rows = example
    with pytest.raises(DossierError):
        live.report(read_proposal([{**rows[0], "project": "P99"}]))
    fresh = check(live.dossier, proposal=read_proposal(rows), as_of=live.as_of, inference=False)
    assert live.report(read_proposal(rows)).model_dump_json() == fresh.model_dump_json()
