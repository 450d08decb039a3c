"""Cells as people write them: what is read, what is refused, and that nothing else ever happens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innosprint_rules.dossier.cells import (
    CellError,
    choice_reader,
    read_amount,
    read_date,
    read_decimal,
    read_done,
    read_flag,
    read_key,
    read_list,
    read_number,
    read_text,
)
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema
from innosprint_rules.money import format_amount, plain

STATUSES = bundled_schema().tables["allocations"].by_code["status"].choices
DIRECTIONS = bundled_schema().tables["payments"].by_code["direction"].choices

read_direction = choice_reader(DIRECTIONS)
read_status = choice_reader(STATUSES, "décidée")
NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"
BLANKS = (None, "", " ", "\t", NBSP, f" {NARROW}{NBSP}\n")

ACCEPTED: list[tuple[Callable[[object], object], object, object]] = [
    (read_amount, "1 234,56 €", 123_456),
    (read_amount, f"1{NBSP}234,56{NBSP}€", 123_456),
    (read_amount, f"35{NARROW}000,00{NBSP}€", 3_500_000),
    (read_amount, f"1{THIN}234", 123_400),
    (read_amount, "1234.56", 123_456),
    (read_amount, "1 500 €", 150_000),
    (read_amount, "50 000 euros", 5_000_000),
    (read_amount, "1 euro", 100),
    (read_amount, "12 EUR", 1_200),
    (read_amount, "35 k€", 3_500_000),
    (read_amount, "2,5 k€", 250_000),
    (read_amount, "0.25k€", 25_000),
    (read_amount, "1 234 567,80", 123_456_780),
    (read_amount, "€35,000.00", 3_500_000),
    (read_amount, "1.234,56", 123_456),
    (read_amount, "0,01", 1),
    (read_amount, "0", 0),
    (read_amount, "012", 1_200),
    (read_amount, "7,5", 750),
    (read_amount, 1500, 150_000),
    (read_amount, 1500.5, 150_050),
    (read_amount, 0.1, 10),
    (read_amount, 1.1, 110),
    (read_amount, Decimal("1500.10"), 150_010),
    (read_amount, Decimal("1E+3"), 100_000),
    (read_amount, Decimal("1.500"), 150),
    (read_amount, "100 000 000,00", 10**10),
    (read_number, "12", 12),
    (read_number, "1 200", 1_200),
    (read_number, f"1{NBSP}200", 1_200),
    (read_number, "12.0", 12),
    (read_number, "12,00", 12),
    (read_number, 12, 12),
    (read_number, 12.0, 12),
    (read_number, Decimal("12"), 12),
    (read_number, "0", 0),
    (read_decimal, "12", 12_000_000),
    (read_decimal, "11,5", 11_500_000),
    (read_decimal, "11.999999", 11_999_999),
    (read_decimal, 11.5, 11_500_000),
    (read_decimal, 12, 12_000_000),
    (read_date, "31/05/2019", dt.date(2019, 5, 31)),
    (read_date, "1/6/2019", dt.date(2019, 6, 1)),
    (read_date, " 01/06/2019 ", dt.date(2019, 6, 1)),
    (read_date, "2019-05-31", dt.date(2019, 5, 31)),
    (read_date, "2019-05-31T00:00:00", dt.date(2019, 5, 31)),
    (read_date, "2019-05-31 00:00:00.000", dt.date(2019, 5, 31)),
    (read_date, "2019-05-31T00:00:00Z", dt.date(2019, 5, 31)),
    (read_date, "31/05/2019 00:00:00", dt.date(2019, 5, 31)),
    (read_date, "31/05/2019 00:00", dt.date(2019, 5, 31)),
    (read_date, "31 mai 2019", dt.date(2019, 5, 31)),
    (read_date, "1er juin 2019", dt.date(2019, 6, 1)),
    (read_date, f"12{NBSP}Décembre{NBSP}2019", dt.date(2019, 12, 12)),
    (read_date, "3 aout 2019", dt.date(2019, 8, 3)),
    (read_date, "31 May 2019", dt.date(2019, 5, 31)),
    (read_date, dt.date(2019, 5, 31), dt.date(2019, 5, 31)),
    (read_date, dt.datetime(2019, 5, 31), dt.date(2019, 5, 31)),  # noqa: DTZ001  # a day that names no place
    (read_date, "29/02/2020", dt.date(2020, 2, 29)),
    (read_date, "01/01/1900", dt.date(1900, 1, 1)),
    *((read_flag, text, True) for text in ("oui", "OUI", "Vrai", "x", "X", "1", "yes", "true", True, 1, 1.0)),
    *((read_flag, text, False) for text in ("non", "Faux", "0", "no", "FALSE", False, 0)),
    (read_done, "oui", True),
    (read_done, "non", False),
    (read_done, "prototype testé", True),
    (read_done, "-", True),
    (read_done, False, False),
    (read_list, "CASQ; FN", ("CASQ", "FN")),
    (read_list, "CASQ;FN ;", ("CASQ", "FN")),
    (read_list, "CASQ, FN", ("CASQ", "FN")),
    (read_list, "a,b", ("a,b",)),
    (read_list, ["CASQ", " FN "], ("CASQ", "FN")),
    (read_list, [], None),
    (read_list, " ; ", None),
    (read_direction, "CASQ->FN", "CASQ->FN"),
    (read_direction, "casq → fn", "CASQ->FN"),
    (read_direction, "FN => Projet", "FN->projet"),
    (read_direction, " AUTRE ", "autre"),
    (read_status, "decidee", "décidée"),
    (read_status, "PROPOSÉE", "proposée"),
    (read_status, None, "décidée"),
    (read_text, "  deux\nlignes ", "deux\nlignes"),
    (read_text, "=SOMME(A1)", "=SOMME(A1)"),
    (read_text, 2019, "2019"),
    (read_text, 21860194600000.0, "21860194600000"),
    (read_key, " A01 ", "A01"),
    (read_key, 1.0, "1"),
]

REFUSED: list[tuple[Callable[[object], object], object, str]] = [
    (read_amount, "1.234", "amount-ambiguous"),
    (read_amount, "1,234", "amount-ambiguous"),
    (read_amount, "1,234 k€", "amount-ambiguous"),
    (read_amount, "1234,567", "amount-too-precise"),
    (read_amount, "0,001", "amount-too-precise"),
    (read_amount, "12,3456", "amount-too-precise"),
    (read_amount, "3 5 000", "amount-grouping"),
    (read_amount, "3500 000", "amount-grouping"),
    (read_amount, "-5", "amount-negative"),
    (read_amount, "−5,00 €", "amount-negative"),
    (read_amount, "(500)", "amount-negative"),
    (read_amount, -5, "amount-negative"),
    (read_amount, -0.5, "amount-negative"),
    (read_amount, "NaN", "cell-error"),
    (read_amount, float("nan"), "amount-unreadable"),
    (read_amount, float("inf"), "amount-unreadable"),
    (read_amount, Decimal("Infinity"), "amount-unreadable"),
    (read_amount, "n/a", "amount-unreadable"),
    (read_amount, "-", "amount-unreadable"),
    (read_amount, "—", "amount-unreadable"),
    (read_amount, "1e3", "amount-unreadable"),
    (read_amount, "1_000", "amount-unreadable"),
    (read_amount, "1\t500", "amount-unreadable"),
    (read_amount, "١٢", "amount-unreadable"),
    (read_amount, "1\n500", "amount-unreadable"),
    (read_amount, "12 $", "amount-unreadable"),
    (read_amount, "2 M€", "amount-unreadable"),
    (read_amount, "1,5,5", "amount-unreadable"),
    (read_amount, "12,", "amount-unreadable"),
    (read_amount, True, "amount-unreadable"),
    (read_amount, [1], "amount-unreadable"),
    (read_amount, 0.1 + 0.2, "amount-too-precise"),
    (read_amount, Decimal("0.001"), "amount-too-precise"),
    (read_amount, "100 000 000,01", "amount-too-large"),
    (read_amount, "9" * 5000, "amount-too-large"),
    (read_amount, 10**400, "amount-too-large"),
    (read_amount, 1e300, "amount-too-large"),
    (read_amount, Decimal("1E+999999"), "amount-too-large"),
    (read_number, "1.5", "number-not-whole"),
    (read_number, 1.5, "number-not-whole"),
    (read_number, "1.000", "number-ambiguous"),
    (read_number, "-1", "number-negative"),
    (read_number, "douze", "number-unreadable"),
    (read_number, "9" * 30, "number-too-large"),
    (read_decimal, "1,1234567", "decimal-too-precise"),
    (read_decimal, "abc", "decimal-unreadable"),
    (read_decimal, "-1", "decimal-negative"),
    (read_date, "31/02/2019", "date-impossible"),
    (read_date, "05/31/2019", "date-impossible"),
    (read_date, "2019-02-30", "date-impossible"),
    (read_date, "00/01/2019", "date-impossible"),
    (read_date, "30 février 2019", "date-impossible"),
    (read_date, "31/05/19", "date-two-digit-year"),
    (read_date, "31 mai 19", "date-two-digit-year"),
    (read_date, "31/05/1899", "date-out-of-range"),
    (read_date, "01/01/2201", "date-out-of-range"),
    (read_date, "2019-05-31T10:00:00", "date-with-time"),
    (read_date, "31/05/2019 10:00", "date-with-time"),
    (read_date, dt.datetime(2019, 5, 31, 10), "date-with-time"),  # noqa: DTZ001  # a day that names no place
    (read_date, "mai 2019", "date-unreadable"),
    (read_date, "hier", "date-unreadable"),
    (read_date, 43616, "date-unreadable"),
    (read_flag, "peut-être", "flag-unreadable"),
    (read_flag, 2, "flag-unreadable"),
    (read_flag, "-", "flag-unreadable"),
    (read_direction, "CASQ vers FN", "choice-unknown"),
    (read_status, "votée", "choice-unknown"),
    (read_key, " ", "key-blank"),
    (read_text, "a\x00b", "text-unreadable"),
    (read_text, "\ud800", "text-unreadable"),
    (read_text, {"a": 1}, "text-unreadable"),
    (read_list, [["a"]], "text-unreadable"),
]


@pytest.mark.parametrize(("read", "cell", "expected"), ACCEPTED)
def test_accepted(read: Callable[[object], object], cell: object, expected: object) -> None:
    found = read(cell)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(("read", "cell", "code"), REFUSED)
def test_refused(read: Callable[[object], object], cell: object, code: str) -> None:
    with pytest.raises(CellError) as caught:
        read(cell)
    error = caught.value
    assert error.code == code
    for message in (*error.message, *error.hint):
        assert message
        assert not message.endswith(".")
        assert message[0].islower() or not message[0].isalpha()
        assert len(message) < 300


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize(
    "read",
    [
        read_amount,
        read_number,
        read_decimal,
        read_date,
        read_flag,
        read_done,
        read_list,
        read_text,
        read_direction,
    ],
)
def test_blank(read: Callable[[object], object], blank: object) -> None:
    assert read(blank) is None


def test_numbers_that_python_will_not_print_are_refused() -> None:
    with pytest.raises(CellError) as caught:
        read_amount(10**5000)
    assert caught.value.message.fr == "« 1… » est trop grand"


def test_a_refused_choice_suggests_the_nearest() -> None:
    with pytest.raises(CellError) as caught:
        read_status("proposé")
    assert caught.value.message.fr == "« proposé » n'est pas une valeur connue"
    assert caught.value.hint.fr == "vouliez-vous dire « proposée » ?"
    with pytest.raises(CellError) as caught:
        read_status("zzz")
    assert caught.value.hint.en == "write one of “décidée”, “proposée” or “refusée”"


READERS = [
    read_amount, read_number, read_decimal, read_date, read_flag, read_done, read_list, read_text, read_key,
    read_status, read_direction,
]  # fmt: skip
NUMERIC = st.text(st.sampled_from("0123456789 .,-€k/:TeurE()\u00a0\u202f"), max_size=14)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.dates(), st.datetimes(),
    st.text(), st.lists(st.text(max_size=3), max_size=3), NUMERIC,
    st.dictionaries(st.text(max_size=2), st.integers()),
)  # fmt: skip


@pytest.mark.parametrize("read", READERS)
@given(value=VALUES)
def test_anything_is_read_or_refused(read: Callable[[object], object], value: object) -> None:
    with suppress(CellError):
        read(value)


@given(st.integers(0, 10**10))
def test_what_is_printed_reads_back(cents: int) -> None:
    for written in (
        format_amount(cents, "fr"),
        format_amount(cents, "en"),
        plain(cents),
        plain(cents).replace(".", ","),
    ):
        assert read_amount(written) == cents


@given(NUMERIC)
def test_an_accepted_amount_reads_back(text: str) -> None:
    try:
        cents = read_amount(text)
    except CellError:
        return
    if cents is not None:
        assert read_amount(format_amount(cents, "fr")) == cents


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_read_as_it_is_printed(value: float) -> None:
    try:
        cents = read_amount(value)
    except CellError:
        return
    assert cents is not None
    assert Decimal(repr(value)) * 100 == cents


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
def test_a_date_reads_back(day: dt.date) -> None:
    assert read_date(day.isoformat()) == day
    assert read_date(f"{day.day:02d}/{day.month:02d}/{day.year}") == day
