"""Money: whole cents of euro inside, words outside. No float ever holds an amount."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from innosprint_rules.wording import Lang

MOST_CENTS = 10**10
"""The greatest amount accepted in one cell, in cents (100 M€): totals of 50,000 of them stay exact below 2^53."""


def plain(cents: int) -> str:
    """Write ``cents`` for machines: ``3500000`` gives ``"35000.00"``."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros}.{rest:02d}"


def as_decimal(cents: int) -> Decimal:
    """Return ``cents`` as an exact number of euros with two decimals."""
    return Decimal(plain(cents))


@lru_cache(maxsize=4096)  # most amounts of a page are those of the one before, and babel is slow
def format_amount(cents: int, lang: Lang) -> str:
    """Write ``cents`` for readers of ``lang``.

    French: ``35 000,00 €`` with U+202F between groups and U+00A0 before the sign. English: ``€35,000.00``.
    What is below zero has a true minus, U+2212.
    """
    from babel.numbers import format_currency  # on use only: importing babel costs more than a check

    return format_currency(as_decimal(cents), "EUR", locale=lang).replace("-", "−")
