"""Which known name was meant: spelled alike, case and accents aside, the nearest of several lists."""

from __future__ import annotations

import pytest

from innosprint_rules.nearest import closest, did_you_mean, quoted, suggestion
from innosprint_rules.wording import Text


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("amout", ["amount", "account"], "amount"),
        ("MONTANT", ["montant"], "montant"),
        ("décidé_le", ["decide le", "signé le"], "decide le"),
        ("zzz", ["amount"], None),
        ("", ["amount"], None),
        ("amount", [], None),
        ("x" * 100_000, ["amount"], None),
    ],
)
def test_the_nearest_name(name: str, known: list[str], meant: str | None) -> None:
    assert closest(name, known) == meant


def test_only_so_many_names_are_looked_at() -> None:
    known = [f"{number:04d}" for number in range(1_000)]
    assert closest("amout", [*known, "amount"]) is None
    assert closest("amout", ["amount", *known]) == "amount"


@pytest.mark.parametrize(
    ("word", "lists", "meant"),
    [
        ("paid_bye", (["paid_by"], ["paye_par"]), "paid_by"),
        ("paye_pare", (["paid_by"], ["paye_par"]), "paye_par"),
        ("abcd", (["abce"], ["abcf"]), "abce"),  # as near: the first
    ],
)
def test_another_list_serves_where_it_is_nearer(word: str, lists: tuple[list[str], ...], meant: str) -> None:
    assert suggestion(word, *lists) == Text(f"vouliez-vous dire « {meant} » ?", f"did you mean “{meant}”?")


def test_nothing_near_says_otherwise() -> None:
    otherwise = Text("voir la liste", "see the list")
    assert suggestion("zzz", ["amount"], ["montant"]) is None
    assert did_you_mean("zzz", ["amount"], otherwise) == otherwise
    assert did_you_mean("amont", ["amount"], otherwise).en == "did you mean “amount”?"


def test_names_in_a_sentence() -> None:
    assert quoted(["A1", "A2"]).fr == "« A1 » et « A2 »"
    assert quoted(["A1", "A2"], either=True).en == "“A1” or “A2”"
