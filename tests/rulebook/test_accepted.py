"""Formulas that the language takes, with the type it gives them; `?` marks what may be nothing."""

from __future__ import annotations

import pytest

from innosprint_rules.formula.checking import Checker
from innosprint_rules.rulebook.book import Rulebook

# scope ("" is the whole agreement), formula, type
ACCEPTED = [
    # constants and names
    ("", "true", "flag"),
    ("", "nothing", "nothing ?"),
    ("", "5", "number"),
    ("", "-5", "number"),
    ("", "'texte'", "text"),
    ("", "as_of", "date"),
    ("", "agreement.endowment", "amount"),
    ("", "agreement.signed_on", "date"),
    ("", "endowment", "amount"),
    ("", "facilitator_months", "decimal"),
    ("", "members", "list of member"),
    ("", "fields_named", "list of text"),
    ("", "last_day_by_amendment", "date ?"),
    ("", "term_end", "date"),
    ("allocations", "row", "row of allocations"),
    ("allocations", "row.amount", "amount"),
    ("allocations", "amount", "amount"),
    ("allocations", "need", "text ?"),
    ("allocations", "session", "row of sessions ?"),
    ("allocations", "project", "row of projects"),
    ("allocations", "project.code", "text"),
    ("allocations", "decided_by", "list of member"),
    ("allocations", "counts", "flag"),
    ("attendances", "session.held_on", "date"),
    ("indicators", "number", "number"),
    ("attestations", "fte_months", "decimal"),
    ("amendments", "form", "choice"),
    # arithmetic: what is alike, by a whole number or a parameter, and 0 of any unit
    ("", "2 * endowment - allocated", "amount"),
    ("", "allocated * 3", "amount"),
    ("", "received + 0", "amount"),
    ("", "0 - received", "amount"),
    ("", "2 * (projects_wanted - 1) + sessions_held", "number"),
    ("", "facilitator_months - attested_months", "decimal"),
    ("allocations", "amount * least_gap", "amount"),
    # comparisons
    ("", "0 <= allocated <= endowment", "flag"),
    ("", "allocated == received == endowment", "flag"),
    ("", "agreement.present != 0", "flag"),
    ("allocations", "status == 'décidée'", "flag"),
    ("allocations", "status in ('décidée', 'proposée')", "flag"),
    ("allocations", "status not in ('refusée',)", "flag"),
    ("allocations", "'FN' in decided_by", "flag"),
    ("allocations", "'FN' not in decided_by", "flag"),
    ("allocations", "session == project.entry_session", "flag"),
    ("allocations", "term_start <= decided_on < term_end", "flag"),
    ("", "Q9 == 'net'", "flag"),
    ("", "Q9 != 'net' or Q4 in ('term', 'any_twelve_months')", "flag"),
    # nothing, guarded
    ("allocations", "given(session) and session.held_on == decided_on", "flag"),
    ("allocations", "not given(session) or session.held_on == decided_on", "flag"),
    ("allocations", "session.held_on if given(session) else decided_on", "date"),
    ("allocations", "decided_on if not given(session) else session.held_on", "date"),
    ("allocations", "session == project.entry_session and session.held_on <= as_of", "flag"),
    ("allocations", "not (not given(session) or not given(need)) and session.held_on <= as_of", "flag"),
    ("allocations", "any(s.held_on > row.session.held_on for s in sessions) if given(session) else true", "flag"),
    ("projects", "not given(left_on) or any(s.held_on > row.left_on for s in sessions)", "flag"),
    ("projects", "left_on if given(left_on) else nothing", "date ?"),
    ("", "last_day_by_amendment if given(last_day_by_amendment) else one_year", "date"),
    ("sessions", "given(previous_on) and days_between(previous_on, held_on) > 0", "flag"),
    ("sessions", "given(co_organisers)", "flag"),
    ("", "known(agreement.signed_on)", "flag"),
    # functions
    ("", "months_after(term_start, 6)", "date"),
    ("", "years_after(term_start, 1)", "date"),
    ("", "days_after(term_end, 0 - restitution_grace_days)", "date"),
    ("", "month_end(payment_month)", "date"),
    ("", "latest(agreement.published_on, agreement.received_on, as_of)", "date"),
    ("", "earliest(as_of, term_end)", "date"),
    ("", "days_between(term_start, as_of)", "number"),
    ("", "days_in(term_start, term_end)", "number"),
    ("", "common_days(term_start, term_end, mid_term, as_of)", "number"),
    ("", "min(allocated, endowment)", "amount"),
    ("", "max(received - paid_out, 0)", "amount"),
    ("", "endowment.on(term_start)", "amount"),
    ("allocations", "endowment.on(decided_on)", "amount"),
    ("projects", "given(field) and contains(field, 'tourisme')", "flag"),
    ("projects", "given(field) and any(p in fields_named for p in parts(field))", "flag"),
    # aggregates
    ("", "sum(a.amount for a in allocations if a.counts)", "amount"),
    ("", "sum(n for n in numbers(1, 6))", "number"),
    ("", "sum(t.fte_months for t in attestations)", "decimal"),
    ("", "count(s for s in sessions.to_come)", "number"),
    ("", "count_distinct(q.project for q in presentations)", "number"),
    ("", "count_distinct(a.status for a in allocations)", "number"),
    ("", "max(s.held_on for s in sessions)", "date ?"),
    ("", "min(a.amount for a in allocations)", "amount ?"),
    ("", "any(true for s in sessions)", "flag"),
    ("", "all(m in s.members_present for s in sessions for m in members)", "flag"),
    ("", "rows(a for a in allocations if a.counts)", "list of text"),
    ("", "sum(a.amount for s in sessions for a in allocations if given(a.session) and a.session == s)", "amount"),
    ("allocations", "sum(a.amount for a in allocations.until(row) if a.project == row.project)", "amount"),
    ("sessions", "max(s.held_on for s in sessions.before(row))", "date ?"),
    ("sessions", "not any(true for s in sessions.after(row))", "flag"),
    ("payments", "given(allocation) and allocation.amount >= sum(p.amount for p in payments.until(row))", "flag"),
    ("periods", "first <= last and n <= reports_due", "flag"),
    # layout does not matter
    ("allocations", "amount\n  <=\n  endowment", "flag"),
    ("allocations", "  counts  ", "flag"),
]  # fmt: skip


@pytest.mark.parametrize(("scope", "text", "kind"), ACCEPTED)
def test_accepted(rulebook: Rulebook, scope: str, text: str, kind: str) -> None:
    checker = Checker(rulebook.names, scope or None)
    node = checker.formula(text)
    assert [str(error) for error in checker.errors] == []
    assert node.type.words() + (" ?" if node.type.nothing else "") == kind
    assert node.source


def test_derived_rows(rulebook: Rulebook) -> None:
    checker = Checker(rulebook.names, None)
    node = checker.derived("(s, n) for s in sessions for n in numbers(1, 3) if s.held_on <= as_of")
    assert checker.errors == []
    assert [part.type.words() for part in node.elements] == ["row of sessions", "number"]  # type: ignore[attr-defined]  # it is there, whatever the wider type says


def test_every_formula_of_the_agreement_has_its_own_source(rulebook: Rulebook) -> None:
    for measure in rulebook.measures.values():
        assert measure.formula.source
        assert "\n" not in measure.formula.source
