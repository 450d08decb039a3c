"""One change to the compliant year and what it breaks, with the names that the tables of changes share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.acceptance.year import (
    AFTER,
    Edit,
    Pair,
    drop,
    put,
    sample,
    whole,
)


@dataclass(frozen=True)
class Case:
    """One change: what it violates, what it leaves unknown, and verdicts that matter beside these."""

    name: str
    edits: tuple[Edit, ...] = ()
    violated: str = ""
    unknown: str = ""
    verdicts: dict[str, str] = field(default_factory=dict)
    as_of: date = AFTER
    readings: dict[str, str] = field(default_factory=dict)
    notices: frozenset[str] = frozenset()


def on(text: str) -> date:
    return date.fromisoformat(text)


def each(rule: str, subjects: str) -> str:
    """Write the pairs of one rule with several subjects: ``END01 A01, END01 A02``."""
    return ", ".join(f"{rule} {subject}" for subject in subjects.split())


def read(text: str) -> set[Pair]:
    """Read pairs: ``END01 A18, END02`` (the agreement's and a whole table's finding has no subject)."""
    written = (pair.split() for pair in text.split(",") if pair.strip())
    return {(words[0], words[1] if len(words) > 1 else whole(words[0])) for words in written}


DECIDED = "A01 A02 A03 A05 A06 A07 A12 A13 A14 A15 A16 A17 A18"

PAID = "V02 V03 V04 V05 V06 V07 V08 V10 V11 V12 V13 V14 V15 V16"

SESSIONS = "S1 S2 S3 S4 S5 S6"

ATTENDED = " ".join(f"{row['session']}/{row['projet']}" for row in sample()["presentations"])

STILL_THERE = [f"P{n:02}" for n in (1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14)]

# 33,500 € are allocated; the last row, A18, is 1,000 €, decided on 24/10/2019 and paid by V16; V17 returns 1,500 €.
FULL = (put("attributions", "A18", montant="2 500,00 €"), put("versements", "V16", montant="2 500,00 €"))

NOTHING_TO_RETURN = drop("versements", "V17")

OVER_BY_500 = (
    put("attributions", "A18", montant="3 000,00 €"),
    put("versements", "V16", montant="3 000,00 €"),
    NOTHING_TO_RETURN,
)
