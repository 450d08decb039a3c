"""Whoever tells a result speaks one language: its colon, lists, counts, figures, dates and signs."""

from __future__ import annotations

from datetime import date

import pytest

from innosprint_rules.formula.logic import Interval
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.wording import Text

YEAR, YEARS = Text("année", "year"), Text("années", "years")


@pytest.mark.parametrize(
    ("french", "english", "told"),
    [
        ("le reste\u00a0: rien", "the rest: nothing",
         lambda t: t.say(Text("le reste", "the rest")) + t.colon + t.either("rien", "nothing")),
        ("«\u00a0un: titre\u00a0»", "“un: titre”", lambda t: t.quoted("un: titre")),
        ("a, b et c", "a, b and c", lambda t: t.lists(["a", "b", "c"])),
        ("a ou b", "a or b", lambda t: t.lists(["a", "b"], either=True)),
        ("a\u202f; b", "a; b", lambda t: t.clauses(["a", "b"])),
        ("0\u00a0année", "0\u00a0years", lambda t: t.number(0, YEAR, YEARS)),
        ("1\u00a0année", "1\u00a0year", lambda t: t.number(1, YEAR, YEARS)),
        ("10\u202f000\u00a0années", "10,000\u00a0years", lambda t: t.number(10_000, YEAR, YEARS)),
        ("2\u00a0lignes", "2\u00a0rows", lambda t: t.counted(Text("{n:ligne|lignes}", "{n:row|rows}"), n=2)),
        ("35\u202f000,00\u00a0€", "€35,000.00", lambda t: t.amount(3_500_000)),
        ("inconnu", "unknown", lambda t: t.amount(None)),
        ("31/05/2019", "31\u00a0May\u00a02019", lambda t: t.date(date(2019, 5, 31))),
        ("31/05/2019", "31\u00a0May\u00a02019", lambda t: t.day(date(2019, 5, 31).toordinal())),
        ("83\u00a0%", "83%", lambda t: f"83{t.percent_sign}"),
    ],
)  # fmt: skip
def test_each_language_has_its_own_way(french: str, english: str, told: object) -> None:
    assert callable(told)
    assert (told(FRENCH), told(ENGLISH)) == (french, english)


def test_bounds_are_told_where_only_they_are_known() -> None:
    assert "1\u202f000,00" in FRENCH.amount(Interval(100_000, 200_000))
    assert "2\u202f000,00" in FRENCH.amount(Interval(100_000, 200_000))


def test_another_width_is_another_teller() -> None:
    assert Teller("en", 100).at(60) == Teller("en", 60)
    assert FRENCH.width == 80
