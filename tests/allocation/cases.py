"""Small dossiers with a proposal beside them: few lines, small amounts, so that every decision can be tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from hypothesis import strategies as st

from innosprint_rules import Dossier, Proposal, read_proposal
from innosprint_rules.allocation.extraction.lines import Line, proposed_lines
from innosprint_rules.allocation.extraction.model import Model
from innosprint_rules.money import plain
from tests.strategies import Document, build, dossiers

AS_OF = dt.date(2019, 6, 19)
SESSIONS = (("S1", "2019-01-17"), ("S2", "2019-04-25"), ("S3", "2019-06-20"))
ALL = "CASQ; FN; UPJV-INSSET; INNOVALTECH"
CENTS = (0, 1, 2, 19_999, 20_000, 20_001, 29_999, 30_000, 30_001, 50_000)


@dataclass(frozen=True)
class Offer:
    """A dossier, a proposal to go with it, and the moment."""

    dossier: Dossier
    proposal: Proposal
    as_of: dt.date
    document: Document


def line(number: int, cents: int | None, **cells: Any) -> dict[str, Any]:
    """Return a proposed row that is right in everything but what ``cells`` say."""
    usual = {
        "id": f"B{number}", "session": "S3", "decided_on": "", "project": f"P0{number}", "need": "b", "objective": "o",
        "progress_evaluation": "e", "decided_by": ALL, "amount": "" if cents is None else plain(cents),
    }  # fmt: skip
    return {**usual, **cells}


def near_ceiling(left: int, given_back: int | None = None) -> Document:
    """Return a dossier in which ``left`` cents of the endowment remain to be allocated."""
    decided = {
        "id": "A1", "session": "S1", "decided_on": "2019-01-17", "project": "P01", "need": "b", "objective": "o",
        "progress_evaluation": "e", "decided_by": ALL, "status": "décidée", "ratified_at": "",
        "amount": plain(3_500_000 - left),
    }  # fmt: skip
    payments = [] if given_back is None else [
        {"id": "V0", "paid_on": "2019-05-31", "direction": "FN->projet", "project": "P01", "allocation": "A1",
         "amount": plain(given_back)},
        {"id": "V1", "paid_on": "2019-06-01", "direction": "projet->FN", "project": "P01", "allocation": "A1",
         "amount": plain(given_back)}
    ]  # fmt: skip
    return {
        "projects": [{"code": f"P0{n}", "holder": "entrepreneur", "entry_session": "S1"} for n in range(1, 7)],
        "sessions": [{"code": code, "held_on": day, "co_organisers": ALL} for code, day in SESSIONS],
        "presentations": [
            {"session": code, "project": f"P0{n}", "progress": "oui", "action_plan": "oui"}
            for code, _ in SESSIONS for n in range(1, 7)
        ],
        "allocations": [decided],
        "payments": payments,
        "amendments": [],
    }  # fmt: skip


@st.composite
def near_the_ceiling(draw: st.DrawFn, left: int = 6) -> Document:
    """Draw a dossier in which a few cents are left, now and then as people leave them.

    More is given back than was paid, by nobody or on a day left blank; the decision has no day; a project has left;
    two members only were there.
    """
    document = near_ceiling(draw(st.integers(0, left)), draw(st.none() | st.integers(1, 3)))
    if draw(st.booleans()):
        return document
    for row in document["payments"]:
        row["paid_on"] = draw(st.sampled_from([row["paid_on"], row["paid_on"], ""]))
    for row in document["payments"][1:]:
        row["amount"] = plain(draw(st.integers(1, 5)))
        if draw(st.integers(0, 3)) == 0:
            row |= {"project": "", "allocation": ""}
    if draw(st.booleans()):
        document["allocations"][0] |= {"decided_on": "", "session": ""}
    for row in document["projects"]:
        row["left_on"] = draw(st.sampled_from(["", "2019-06-19", "2019-06-20"]))
    for row in document["sessions"]:
        row["members_present"] = draw(st.sampled_from([ALL, "CASQ; FN", ""]))
    return document


@st.composite
def small_offers(draw: st.DrawFn, lines: int = 3, most: int = 4) -> Offer:
    """Draw a proposal of a few cents a line, where a few cents are left: each decision can be tried in turn."""
    document = draw(near_the_ceiling())
    rows: list[dict[str, Any]] = []
    for number in range(1, draw(st.integers(1, lines)) + 1):
        cells: dict[str, Any] = {}
        if draw(st.integers(0, 5)) == 0:
            cells[draw(st.sampled_from(["need", "objective"]))] = ""
        if draw(st.integers(0, 7)) == 0:
            cells["session"] = draw(st.sampled_from(["S2", ""]))
        rows.append(line(number, draw(st.integers(0, most)), **cells))
    return Offer(build(document), read_proposal(rows), AS_OF, document)


@st.composite
def any_offers(draw: st.DrawFn) -> Offer:
    """Draw a plausible dossier, gaps and all, and a proposal with gaps of its own."""
    document = {key: rows for key, rows in draw(dossiers()).items() if key != "convention"}
    codes = {
        table: [next(iter(row.values())) for row in document.get(table, ())] or [None]
        for table in ("sessions", "projects")
    }
    rows = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        row = line(
            number,
            draw(st.none() | st.sampled_from(CENTS) | st.integers(0, 4_000_000)),
            session=draw(st.sampled_from(codes["sessions"])),
            project=draw(st.sampled_from(codes["projects"])),
            decided_on=draw(st.sampled_from(["", "", "2018-12-05", "2019-06-19", "2019-06-20", "2019-12-13"])),
        )
        for name in draw(st.sets(st.sampled_from(["need", "objective", "decided_by", "progress_evaluation"]))):
            row[name] = ""
        rows.append(row)
    as_of = draw(st.sampled_from([AS_OF, dt.date(2018, 12, 1), dt.date(2019, 12, 20)]))
    return Offer(build(document), read_proposal(rows), as_of, document)


MOST = 7  # cents: beyond what the small offers and the rules of the tests can tell apart


def bounded(offer: Offer) -> tuple[Line, ...]:
    """Return the lines of an offer, none of which may get more than a few cents."""
    return tuple(replace(each, most=MOST) for each in proposed_lines(offer.proposal))


def every_decision(model: Model) -> Iterator[dict[int, int]]:
    """Yield every decision on lines of a few cents: amounts by index, refused lines left out."""
    choices = [
        [*([None] if each.refusable else []), *range(each.least, min(each.most, MOST) + 1)] for each in model.lines
    ]
    for chosen in product(*choices):
        yield {n: cents for n, cents in enumerate(chosen) if cents is not None}
