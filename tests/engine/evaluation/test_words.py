"""Values in words: what stands before a day that is not known."""

from __future__ import annotations

from datetime import date

import pytest

from innosprint_rules.engine.evaluation.values import around_days, written_value
from innosprint_rules.formula.logic import UNKNOWN, Interval
from innosprint_rules.formula.types import AMOUNT, DATE, Type
from innosprint_rules.wording import Lang, fill


@pytest.mark.parametrize(
    ("written", "fr", "en"),
    [
        ("au {d}", "au 12/12/2019", "by 12 December 2019"), ("au {u}", "à une date inconnue", "by an unknown date"),
        ("le {b}", "entre le 12/12/2019 et le 13/12/2019", "between 12 December 2019 and 13 December 2019"),
        ("du {u} au {d}", "d'une date inconnue au 12/12/2019", None),
        ("du {b}", "d'un jour entre le 12/12/2019 et le", None),
        ("entre {a} et {a}", "entre 5,00 € et 5,00 €", None),
    ],
)  # fmt: skip
def test_small_words_before_a_day_that_is_not_known(written: str, fr: str, en: str | None) -> None:
    first = date(2019, 12, 12).toordinal()
    values: dict[str, tuple[object, Type]] = {
        "d": (first, DATE), "u": (UNKNOWN, DATE), "b": (Interval(first, first + 1), DATE), "a": (500, AMOUNT),
    }  # fmt: skip

    def said(text: str, lang: Lang) -> str:
        return around_days(fill(text, lambda name: written_value(*values[name], lang)), lang).replace("\u00a0", " ")

    assert said(written, "fr").startswith(fr)
    if en is not None:
        assert said(written.replace("au", "by").replace("le", "on"), "en") == en
