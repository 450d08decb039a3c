"""Amounts in words: the exact characters that each language wants."""

import pytest

from innosprint_rules.money import format_amount, plain


@pytest.mark.parametrize(
    ("cents", "machine", "french", "english"),
    [
        (3_500_000, "35000.00", "35\u202f000,00\u00a0€", "€35,000.00"),
        (1, "0.01", "0,01\u00a0€", "€0.01"),
        (0, "0.00", "0,00\u00a0€", "€0.00"),
        (-450_000, "-4500.00", "−4\u202f500,00\u00a0€", "−€4,500.00"),
        (
            2**53,
            "90071992547409.92",
            "90\u202f071\u202f992\u202f547\u202f409,92\u00a0€",
            "€90,071,992,547,409.92",
        ),
    ],
)
def test_formats(cents: int, machine: str, french: str, english: str) -> None:
    assert plain(cents) == machine
    assert format_amount(cents, "fr") == french
    assert format_amount(cents, "en") == english
