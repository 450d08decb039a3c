"""Formulas that the language refuses: code, place and hint. `▸` stands before the character told."""

from __future__ import annotations

import warnings

import pytest

from innosprint_rules.formula.checking import Checker
from innosprint_rules.formula.grammar import FormulaError
from innosprint_rules.rulebook.book import Rulebook

# scope, formula, code, part of the hint ("" when there need be none)
REFUSED = [
    # not in the grammar
    ("", "▸", "formula-empty", ""),
    ("", "▸   ", "formula-empty", ""),
    ("", "▸(1", "formula-syntax", ""),
    ("", "endowment > 1▸if true else 2", "formula-syntax", ""),
    ("", "'1if' == 'a' and 2▸or true", "formula-syntax", ""),
    ("allocations", "status == '▸\\d'", "formula-syntax", ""),
    ("", "allocated <=\r▸endowmnt", "unknown-name", "endowment"),
    ("", "x31▸)(2\r", "formula-syntax", ""),
    ("", "▸endowment, allocated \n", "formula-construct", ""),
    ("", "▸allocated / 2 <= endowment", "formula-construct", "other side"),
    ("", "1 < ▸allocated // 2", "formula-construct", "other side"),
    ("", "▸endowment ** 2 > allocated", "formula-construct", "+ - and *"),
    ("allocations", "▸session is nothing", "formula-construct", "given"),
    ("", "sum(▸[a.amount for a in allocations])", "formula-construct", "sum("),
    ("", "▸members[0]", "formula-construct", "dot"),
    ("", "▸[1, 2]", "formula-construct", ""),
    ("", "▸lambda: 1", "formula-construct", "measures/"),
    ("", "(▸x := 1)", "formula-construct", "measures/"),
    ("", "▸f'{as_of}'", "formula-construct", ""),
    ("", "min(▸x=1)", "formula-construct", ""),
    ("", "▸1.5", "formula-constant", "parameter"),
    ("", "allocated <= ▸True", "formula-constant", ""),
    ("", "▸None", "formula-constant", ""),
    ("", "▸b'x'", "formula-constant", ""),
    ("", "▸...", "formula-constant", ""),
    ("allocations", "▸-amount", "formula-construct", "0 - x"),
    # names
    ("", "allocated <= ▸endowmnt", "unknown-name", "endowment"),
    ("", "'é' == 'é' and ▸alocated <= endowment", "unknown-name", "allocated"),
    ("", "allocated\n<=\n  ▸endowmnt", "unknown-name", "endowment"),
    ("allocations", "▸amont <= endowment", "unknown-name", "amount"),
    ("allocations", "▸project.tilte", "unknown-column", "title"),
    ("", "▸agreement.endowmnt", "unknown-fact", "endowment"),
    ("", "any(true for a in ▸alocations)", "unknown-table", "allocations"),
    ("", "▸summ(a.amount for a in allocations)", "unknown-function", "sum"),
    ("", "▸sum(endowment)", "unknown-function", "for y in table"),
    ("", "▸__import__('os')", "unknown-function", ""),
    ("", "▸term_end.on(as_of)", "unknown-function", "name.on"),
    ("", "▸endowment.at(as_of)", "unknown-function", "name.on"),
    ("", "▸Q9", "reading-out-of-place", "Q9 =="),
    ("", "Q9 == ▸'brut'", "unknown-reading", "net, gross"),
    ("", "Q9 == ▸'nett'", "unknown-reading", "net"),
    ("", "▸Q9 < 'net'", "reading-out-of-place", ""),
    ("allocations", "status == ▸'decidee'", "unknown-value", "décidée"),
    ("allocations", "status == ▸'annulée'", "unknown-value", "décidée, proposée, refusée"),
    ("allocations", "▸'FNN' in decided_by", "unknown-value", "FN"),
    # generators
    ("allocations", "sum(▸amount for a in allocations)", "bare-column", "row.amount"),
    ("allocations", "any(a.amount > ▸amount for a in allocations)", "bare-column", "row.amount"),
    ("", "count(endowment for ▸endowment in sessions)", "variable-shadows", "letter"),
    ("", "count(s for s in sessions for ▸s in sessions)", "variable-shadows", "letter"),
    ("allocations", "count(row for ▸row in allocations)", "variable-shadows", ""),
    ("allocations", "sum(p.amount for p in payments.until(▸row))", "type-mismatch", ""),
    ("", "count(x for x in ▸3)", "type-mismatch", ""),
    # types
    ("", "▸allocated + 1", "type-mismatch", ""),
    ("", "▸attested_months + allocated", "type-mismatch", ""),
    ("", "▸allocated <= sessions_held", "type-mismatch", ""),
    ("", "allocated > ▸35000", "literal-of-the-agreement", "parameter"),
    ("", "as_of > ▸20190531", "literal-of-the-agreement", "parameter"),
    ("", "attested_months >= ▸12", "literal-of-the-agreement", "parameter"),
    ("", "▸as_of - term_start > 30", "date-arithmetic", "days_between"),
    ("", "▸as_of + 30 > term_end", "date-arithmetic", "days_after"),
    ("allocations", "▸amount * amount", "product-of-facts", ""),
    ("", "▸agreement.present * agreement.seats", "product-of-facts", ""),
    ("", "true and ▸1", "type-mismatch", ""),
    ("", "not ▸as_of", "type-mismatch", ""),
    ("", "1 if ▸1 else 2", "type-mismatch", ""),
    ("allocations", "▸amount if counts else decided_on", "type-mismatch", ""),
    ("allocations", "▸project == session", "type-mismatch", ""),
    ("allocations", "▸project.code.x", "type-mismatch", ""),
    ("", "sum(▸a.decided_on for a in allocations)", "type-mismatch", ""),
    ("", "max(▸s for s in sessions)", "type-mismatch", ""),
    ("", "all(▸a.amount for a in allocations)", "type-mismatch", ""),
    ("", "months_after(term_start, ▸as_of)", "type-mismatch", ""),
    ("", "▸months_after(term_start)", "arguments", ""),
    ("", "▸latest(term_start)", "arguments", ""),
    ("", "earliest(term_start, ▸3)", "type-mismatch", ""),
    # nothing
    ("allocations", "▸session.held_on <= as_of", "unguarded-nothing", "given(row.session)"),
    ("allocations", "given(need) and ▸session.held_on <= as_of", "unguarded-nothing", ""),
    ("allocations", "given(session) or ▸session.held_on <= as_of", "unguarded-nothing", ""),
    ("allocations", "not given(session) and ▸session.held_on <= as_of", "unguarded-nothing", ""),
    ("projects", "any(s.held_on > ▸row.left_on for s in sessions)", "unguarded-nothing", "given(row.left_on)"),
    ("projects", "contains(▸field, 'x')", "unguarded-nothing", "given(row.field)"),
    ("", "▸last_day_by_amendment <= as_of", "unguarded-nothing", "given(last_day_by_amendment)"),
    ("", "days_between(▸max(s.held_on for s in sessions), as_of) > 3", "unguarded-nothing", ""),
    ("allocations", "▸session == nothing", "compare-nothing", "given(x)"),
    ("allocations", "▸given(amount)", "never-nothing", "remove"),
]


def refused(rulebook: Rulebook, scope: str, text: str) -> list[FormulaError]:
    checker = Checker(rulebook.names, scope or None)
    checker.formula(text)
    return checker.errors


@pytest.mark.parametrize(("scope", "marked", "code", "hint"), REFUSED)
def test_refused(rulebook: Rulebook, scope: str, marked: str, code: str, hint: str) -> None:
    place, text = marked.index("▸"), marked.replace("▸", "")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Python's own remarks must not reach the user
        errors = refused(rulebook, scope, text)
    assert [error.code for error in errors] == [code]
    (error,) = errors
    assert error.offset == place
    assert error.message.fr
    assert error.message.en
    if hint:
        assert error.hint is not None
        assert hint in error.hint.en
        assert error.hint.fr


@pytest.mark.parametrize(
    ("scope", "text", "offsets"),
    [
        ("", "foo + bar", [0, 6]),
        ("", "sum(a.amont for a in allocations) <= endowmnt", [4, 37]),
        ("", "months_after(6, term_start)", [13, 16]),
        ("allocations", "amont <= 5 and given(amount) and project.titel == 'x'", [0, 15, 33]),
    ],
)
def test_every_mistake_of_a_formula_is_told(rulebook: Rulebook, scope: str, text: str, offsets: list[int]) -> None:
    assert [error.offset for error in refused(rulebook, scope, text)] == offsets


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 <= foo <= 2", "unknown-name"),
        ("foo in ('a', 'b')", "unknown-name"),
        ("amount + decided_by", "type-mismatch"),
        ("amount < status", "type-mismatch"),
    ],
)
def test_a_mistake_is_told_once(rulebook: Rulebook, text: str, code: str) -> None:
    assert [error.code for error in refused(rulebook, "allocations", text)] == [code]


def test_a_table_mistyped_in_a_row_rule_is_named(rulebook: Rulebook) -> None:
    (error,) = refused(rulebook, "allocations", "any(p.amount > 0 for p in paymentss)")
    assert error.hint is not None
    assert "payments" in error.hint.en


def test_row_is_not_suggested_where_there_is_none(rulebook: Rulebook) -> None:
    (error,) = refused(rulebook, "", "any(s == row for s in sessions)")
    assert error.hint is None or "“row”" not in error.hint.en


def test_nesting_without_end_is_refused(rulebook: Rulebook) -> None:
    for text in ("(" * 500 + "1" + ")" * 500, "not " * 5000 + "true", "1" + " + 1" * 20_000):
        errors = refused(rulebook, "", text)
        assert len(errors) == 1
        assert errors[0].code in ("formula-syntax", "formula-unreadable", "formula-deep", "formula-too-long")
