"""What must always hold, on random dossiers with facts missing: engines agree, decided verdicts stay."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from innosprint_rules import check
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema
from innosprint_rules.errors import DossierError
from innosprint_rules.money import plain
from tests.profiles import examples
from tests.strategies import Document, build, cents, days, dossiers

TABLES = bundled_schema().tables

DECIDED = ("satisfied", "violated", "not_applicable")
readings = st.fixed_dictionaries(
    {},
    optional={
        "Q1": st.sampled_from(["publication", "signed_agreement"]),
        "Q2": st.just("eve"),
        "Q3": st.just("start"),
        "Q4": st.just("any_twelve_months"),
        "Q5": st.just("ratify"),
        "Q8": st.just("running_costs"),
        "Q9": st.just("gross"),
        "Q10": st.just("decided"),
        "Q14": st.just("closed"),
        "Q15": st.just("per_session"),
        "Q16": st.just("three"),
        "Q17": st.just("strict"),
        "Q18": st.just("breach"),
        "Q21": st.just("measured"),
        "Q22": st.sampled_from(["funded", "completed"]),
    },
)
slow = settings(
    max_examples=examples(120),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a whole dossier takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def documents(gaps: bool = True) -> st.SearchStrategy[Document]:
    """Draw dossiers that repeat nothing of the agreement itself (a contradiction there is an input error)."""
    return dossiers(gaps=gaps).map(lambda document: {k: v for k, v in document.items() if k != "convention"})


def verdicts(document: Document, as_of: dt.date, chosen: dict[str, str], **options: Any) -> dict[Any, Any]:
    report = check(build(document), as_of=as_of, readings=chosen, **options)
    return {(f.rule, f.subject): f for f in report.findings}


@slow
@given(documents(), days(), readings)
def test_both_engines_agree_on_every_verdict(document: Document, as_of: dt.date, chosen: dict[str, str]) -> None:
    pytest.importorskip("durable.engine", reason="durable_rules runs on CPython 3.11 and 3.12 with a C compiler")
    report = check(build(document), as_of=as_of, readings=chosen)  # raises where they do not
    assert report.inference is not None
    assert sum(report.summary[v] for v in ("violated", "pending", "unknown", "satisfied", "not_applicable")) == len(
        report.findings
    )


@slow
@given(documents(), days(), readings)
def test_an_unknown_verdict_names_what_is_missing(document: Document, as_of: dt.date, chosen: dict[str, str]) -> None:
    for finding in verdicts(document, as_of, chosen, inference=False).values():
        if finding.verdict == "unknown":
            assert finding.missing, finding
        if finding.verdict in ("satisfied", "not_applicable", "pending"):
            assert not finding.missing, finding


def gaps_of(document: Document) -> list[tuple[str, str, int | None]]:
    """Return the facts that are missing: (table, column, row), row None for a whole column."""
    found: list[tuple[str, str, int | None]] = []
    for code, rows in document.items():
        table = TABLES[code]
        present = {column for row in rows for column in row}
        for column in table.columns:
            if column.code in table.identity or column.default is not None:
                continue
            if rows and column.code not in present:
                found.append((code, column.code, None))
            elif column.blank == "unknown":
                found += [(code, column.code, n) for n, row in enumerate(rows) if row.get(column.code) is None]
    return found


@st.composite
def filled(draw: st.DrawFn) -> tuple[Document, Document, dt.date]:
    """Draw a dossier and the same with one missing fact filled in."""
    document = draw(documents())
    as_of = draw(days())
    for row in document.get("allocations", ()):
        if row.get("status") == "proposée":
            row["status"] = "décidée"  # a proposed row moves the moment of judgement with its date and session
    gaps = gaps_of(document)
    assume(gaps)
    code, name, at = draw(st.sampled_from(gaps))
    after = copy.deepcopy(document)
    column = TABLES[code].by_code[name]
    for row in after[code] if at is None else [after[code][at]]:
        row[name] = draw(_value(column, row, document, as_of))
    for row in after.get("reports", ()):
        start, end = row.get("period_start"), row.get("period_end")
        assume(not (start and end and end < start))
    try:
        build(after)
    except ValidationError:
        assume(False)  # the cell drawn does not suit its row: an input error, not a filled gap
    return document, after, as_of


def _value(column: Any, row: dict[str, Any], document: Document, as_of: dt.date) -> st.SearchStrategy[Any]:
    if column.target is not None:
        rows = document.get(column.target)
        keys = [next(iter(each.values())) for each in rows] if rows is not None else ["P01", "S1", "A01"]
        return st.sampled_from(keys) if keys else st.none()
    if column.kind == "date":
        return days().filter(lambda day: day <= as_of).map(dt.date.isoformat)
    if column.kind == "amount":
        return cents().map(plain)
    if column.kind in ("flag", "done"):
        return st.booleans()
    if column.kind == "choice":
        return st.sampled_from(column.choices) if "value" not in row else st.none()
    if column.kind == "list":
        return st.lists(st.sampled_from(["CASQ", "FN", "UPJV", "rencontres"]), unique=True)
    if column.kind == "value":
        return st.sampled_from(["1", "12", "3"]) if "parameter" not in row else st.none()
    return st.sampled_from(["entrepreneur", "industrie", "x", "C22"]) if column.code != "parameter" else st.none()


@settings(slow, max_examples=examples(200))
@given(filled(), readings)
def test_a_decided_verdict_stays_when_a_missing_fact_is_filled_in(
    drawn: tuple[Document, Document, dt.date], chosen: dict[str, str]
) -> None:
    document, after, as_of = drawn
    before = verdicts(document, as_of, chosen, inference=False)
    try:
        later = verdicts(after, as_of, chosen, inference=False)
    except DossierError:
        reject()  # the cell drawn contradicts the agreement: an input error, not a filled gap
    for key, finding in before.items():
        if finding.verdict in DECIDED and key in later:
            assert later[key].verdict == finding.verdict, (key, finding.values, later[key].values)
        elif finding.verdict in ("satisfied", "violated"):
            assert key in later or finding.rule == "PRJ03", key


@slow
@given(documents(gaps=False), days(), st.integers(1, 4_000_000))
def test_a_payment_never_creates_an_unpaid_endowment(document: Document, as_of: dt.date, amount: int) -> None:
    one = {"id": "V99", "paid_on": "2019-05-01", "direction": "CASQ->FN", "amount": plain(amount)}
    blank = dict.fromkeys(column.code for column in TABLES["payments"].columns)
    after = {**document, "payments": [*document["payments"], {**blank, **one}]}
    options: dict[str, Any] = {"inference": False, "select": ["END02"]}
    before, later = verdicts(document, as_of, {}, **options), verdicts(after, as_of, {}, **options)
    for key, finding in later.items():
        assert finding.verdict != "violated" or before[key].verdict == "violated"


@slow
@given(documents(), days())
def test_the_same_dossier_gives_the_same_report(document: Document, as_of: dt.date) -> None:
    texts = {check(build(document), as_of=as_of, inference=False).model_dump_json() for _ in range(2)}
    assert len(texts) == 1


@settings(slow, max_examples=examples(32))  # most of what is drawn is not full, and is left out
@given(documents(gaps=False), days())
def test_a_full_dossier_leaves_nothing_unknown(document: Document, as_of: dt.date) -> None:
    assume(all(row["entry_session"] for row in document["projects"]))
    keys = [(code, c.code) for code, t in TABLES.items() for c in t.columns if c.target and c.blank == "unknown"]
    assume(all(row[name] for code, name in keys if code in document for row in document[code]))
    named = {(code, c.code) for code, t in TABLES.items() for c in t.columns if c.names}
    for finding in verdicts(document, as_of, {}, inference=False).values():
        # a name that is almost a member's is a question however full the dossier is
        asked = all((each.table, each.fact) in named for each in finding.missing)
        assert finding.verdict != "unknown" or (finding.missing and asked), (finding, finding.missing)
