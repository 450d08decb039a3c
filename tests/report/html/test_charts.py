"""Scales, ticks and steps: what the charts are drawn with; and the balance over time that one of them shows."""

from __future__ import annotations

from datetime import date

import pytest

from innosprint_rules.report.content.outline import Cells, Item, Title
from innosprint_rules.report.content.teller import ENGLISH, FRENCH
from innosprint_rules.report.html.check.history import history
from innosprint_rules.report.html.check.outline import outline
from innosprint_rules.report.html.markup import tag
from innosprint_rules.report.html.svg import Scale, Series, excess, month_starts, round_amount, steps, ticks
from innosprint_rules.report.text.outlined import outlined
from tests.report.html.pages import report

X, Y = Scale(0, 10, 0, 100), Scale(0, 10, 100, 0)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 3_500_000), (-450_000, 3_950_000), (0, 10**12)])
def test_ticks_are_round_few_and_within(low: int, high: int) -> None:
    found = ticks(low, high)
    assert 1 <= len(found) <= 8
    assert low <= found[0]
    assert found[-1] <= high


def test_months_are_labelled_while_they_fit() -> None:
    year = month_starts(date(2018, 12, 12).toordinal(), date(2019, 12, 12).toordinal())
    assert [each.month for each in year] == list(range(1, 13))
    ten = month_starts(date(2018, 12, 12).toordinal(), date(2028, 12, 12).toordinal())
    assert len(ten) <= 15


def test_a_value_holds_until_the_next_and_a_gap_is_left_where_it_is_not_known() -> None:
    drawn = steps(Series("", "a", [(0, 0), (2, 5), (4, None), (6, 10)]), X, Y, 10)
    assert 'd="M0 100H20V50H40M60 0H100"' in drawn


def test_only_what_is_above_the_ceiling_is_hatched() -> None:
    over, under = Series("", "a", [(0, 4), (5, 8)]), Series("", "b", [(0, 6), (5, 6)])
    assert len(list(excess(over, under, X, Y, 10))) == 1


def test_amounts_on_the_axis_are_whole() -> None:
    assert round_amount(1_000_000, FRENCH) == "10\u202f000\u00a0€"
    assert round_amount(1_000_000, ENGLISH) == "€10,000"


def test_an_outline_is_lists_within_lists_and_its_cells_are_those_of_its_rows() -> None:
    parts = [
        Title("Pourquoi"),
        Item(1, " deux  espaces", lead="SES01"),
        Item(2, "le total", result=True),
        Cells(3, [["A1", "3,00 €", "un  titre"], ["A2", "4,00 €", ""]], (1,)),
        Item(1, "tenu", answer=("no", "non")),
    ]
    assert str(outline(parts)) == (
        '<p class="part">Pourquoi</p><ul><li><strong>SES01</strong> deux  espaces<ul><li><i>= le total</i>'
        '<table role="presentation" class="rows"><tbody><tr><td>A1</td><td class="n">3,00 €</td><td>un  titre</td></tr>'
        '<tr><td>A2</td><td class="n">4,00 €</td><td></td></tr></tbody></table></li></ul></li>'
        '<li><b class="no">non</b> tenu</li></ul>'
    )
    assert [line.text for line in outlined(parts, 80)] == [
        "",
        "Pourquoi",
        "  SES01 deux  espaces",
        "    = le total",
        "      A1  3,00 €  un  titre",
        "      A2  4,00 €",
        "  [non] tenu",
    ]


def test_history_ends_with_the_balance_of_the_report() -> None:
    found = report("trouble")
    points = history(found)
    assert points[-1].balance == found.balance
    assert points[-1].day == found.as_of.toordinal()
    assert [each.day for each in points] == sorted({each.day for each in points})
    received = [each.balance["received"] or 0 for each in points]
    assert received == sorted(received)
    told = [row for each in points for row in each.rows]
    assert len(told) == len(set(told))


def test_the_ceiling_rises_by_what_a_project_gave_back() -> None:
    ceilings = [each.ceiling for each in history(report("trouble"))]
    assert (ceilings[0], ceilings[-1]) == (3_500_000, 3_600_000)


def test_attributes_are_escaped_and_empty_ones_left_out() -> None:
    assert tag("p", 'a"<', title='"<', hidden=True, lang=None) == ('<p title="&quot;&lt;" hidden>a&quot;&lt;</p>')
