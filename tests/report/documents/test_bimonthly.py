"""The two-month report says what the rules judge: its figures are theirs, its gaps are said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from innosprint_rules import DossierError, UsageError, check
from innosprint_rules.engine.check import worth
from innosprint_rules.money import format_amount, plain
from innosprint_rules.report.documents.model import walk
from tests.acceptance.year import add, dossier, drop, edited, put, without, without_column
from tests.report.documents.made import (
    PERIOD_2,
    bimonthly_report,
    column,
    judged,
    second_report,
    section,
    sentences,
    table,
    year,
)


def euros(cents: object) -> str:
    assert isinstance(cents, int)
    return format_amount(cents, "fr")


def test_its_sections_are_the_headings_that_the_rule_asks_for_and_what_comes_next() -> None:
    titles = [each.title for level, each in walk(second_report().sections) if level == 1]
    assert titles == [
        "Rencontres",
        "Financement des projets",
        "Répartition des dotations partielles",
        "Prochaines étapes",
        "Données non renseignées",
        "Date et signature",
    ]


@pytest.mark.parametrize("number", range(1, 7))
def test_its_bounds_are_those_of_the_rule_that_asks_for_it(number: int) -> None:
    finding = judged(date(2020, 2, 1)).find("REP01", f"P{number}")
    assert finding is not None
    first, last = (date.fromisoformat(finding.values[name]) for name in ("first", "last"))
    made = bimonthly_report(year(), number)
    assert made.day == last
    assert dict(made.facts)["Période"] == f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"


def test_the_balance_is_the_reports_at_both_ends_of_the_period() -> None:
    first, last = PERIOD_2
    eve = first - timedelta(days=1)
    shown = table(second_report(), "Solde de la dotation")
    for day in (eve, last):
        cells = list(column(shown, f"Au {day:%d/%m/%Y}").values())
        assert cells == [euros(cents) for cents in judged(day).balance.values()]


def test_the_balance_moves_by_the_difference() -> None:
    moved = column(table(second_report(), "Solde de la dotation"), "Mouvement")
    assert moved["Attribué par décision"] == "+" + euros(550_000)
    assert moved["Reste à attribuer"] == euros(-550_000)
    assert moved["Dotation"] == euros(0)


def test_the_running_total_is_the_one_that_the_ceiling_is_judged_on() -> None:
    shown = column(table(second_report(), "Cumul après chaque attribution"), "Total attribué")
    for row in ("A03", "A05"):
        finding = judged(PERIOD_2[1]).find("END01", row)
        assert finding is not None
        assert finding.values["total"] == {"A03": "9000.00", "A05": "11000.00"}[row]
        assert shown[row] == euros(int(finding.values["total"].replace(".", "")))
    assert shown["A04"] == "—"  # refused: it counts nowhere


def test_money_given_back_raises_what_is_left_as_the_reading_says() -> None:
    back = {"id": "V98", "date": "20/02/2019", "sens": "projet->FN", "projet": "P01", "montant": "500,00 €"}
    facts = dossier(edited(add("versements", **back)))
    net = column(table(bimonthly_report(facts, 2), "Cumul après chaque attribution"), "Reste de la dotation")
    gross = column(
        table(bimonthly_report(facts, 2, readings={"Q9": "gross"}), "Cumul après chaque attribution"),
        "Reste de la dotation",
    )
    assert (net["A05"], gross["A05"]) == (euros(2_450_000), euros(2_400_000))


def test_the_rows_are_those_of_the_period() -> None:
    made = second_report()
    assert [row[0] for row in table(made, "Sessions tenues pendant la période").rows] == ["S2"]
    assert column(table(made, "Sessions tenues pendant la période"), "Projets présentés") == {"S2": "8"}
    assert len(table(made, "Projets présentés à la session S2").rows) == 8
    assert [row[0] for row in table(made, "Versements de la période").rows] == ["V02", "V03", "V04", "V05", "V06"]
    assert [row[0] for row in table(made, "Attributions de la période").rows] == ["A03", "A04", "A05"]
    assert [row[0] for row in table(made, "Sessions à venir").rows] == ["S3", "S4", "S5", "S6"]
    assert sentences(made, "Demandes") == "Aucune demande pendant la période."


def test_every_row_of_the_year_stands_in_one_report() -> None:
    shown = [row[0] for n in range(1, 7) for row in _rows(n, "Versements de la période")]
    assert sorted(shown) == [f"V{n:02}" for n in range(1, 17)]  # V17 is paid the day after the term
    shown = [row[0] for n in range(1, 7) for row in _rows(n, "Attributions de la période")]
    assert sorted(shown) == sorted(row.id for row in year().allocations or ())


def _rows(number: int, caption: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        row for each in bimonthly_report(year(), number).tables() if each.caption == caption for row in each.rows
    )


def test_the_next_steps_are_the_reports() -> None:
    report = judged(PERIOD_2[1])
    shown = table(second_report(), "Prochaines étapes")
    assert [row[2] for row in shown.rows] == [step.what.get("fr") for step in report.next_steps]
    assert shown.rows[0][0].startswith("31/05/2019")


def test_what_is_missing_is_said_to_be_missing() -> None:
    facts = dossier(
        edited(
            without("demandes", "documents"),
            put("attributions", "A03", besoin="", montant=""),
            put("sessions", "S2", lieu="", membres_presents=""),
            put("presentations", "S2/P01", avancees=""),
        )
    )
    made = bimonthly_report(facts, 2)
    assert sentences(made, "Demandes") == "Non renseigné\u00a0: le dossier n’a pas de table «\u00a0demandes\u00a0»."
    allocations = table(made, "Attributions de la période")
    assert column(allocations, "Besoin")["A03"] == "non renseigné"
    assert column(allocations, "Montant")["A03"] == "non renseigné"
    assert table(made, "Sessions tenues pendant la période").rows[0][2] == "non renseigné"
    assert table(made, "Sessions tenues pendant la période").rows[0][4] == "non renseigné"
    assert table(made, "Projets présentés à la session S2").rows[0][1] == "non renseigné"
    assert column(table(made, "Cumul après chaque attribution"), "Total attribué")["A05"].startswith("au moins")
    missing = table(made, "Données non renseignées").rows
    assert ("demandes", "la table entière", "—") in missing
    assert any(row[:2] == ("attributions", "montant") and "A03" in row[2] for row in missing)


def test_without_any_table_every_part_says_so_and_no_figure_is_made_up() -> None:
    made = bimonthly_report(dossier({}), 2)
    for title in ("Rencontres", "Demandes", "Versements", "Investissements captés"):
        assert sentences(made, title).startswith("Non renseigné")
    cells = column(table(made, "Solde de la dotation"), "Au 11/04/2019")
    assert cells.pop("Dotation") == euros(3_500_000)
    assert set(cells.values()) <= {"non renseigné"} | {v for v in cells.values() if v.startswith("au ")}


def test_without_presentations_the_number_of_projects_is_not_zero() -> None:
    made = bimonthly_report(dossier(edited(without("presentations"))), 2)
    assert column(table(made, "Sessions tenues pendant la période"), "Projets présentés") == {"S2": "non renseigné"}


def test_a_row_without_date_is_shown_with_a_note() -> None:
    made = bimonthly_report(dossier(edited(put("versements", "V16", date=""))), 2)
    assert table(made, "Versements de la période").rows[-1][:2] == ("V16", "non renseigné")
    assert "sans date" in sentences(made, "Versements")


def test_an_absent_column_is_not_given() -> None:
    made = bimonthly_report(dossier(edited(without_column("attributions", "objectif"))), 2)
    assert set(column(table(made, "Attributions de la période"), "Objectif").values()) == {"non renseigné"}


def test_as_of_before_the_end_the_report_is_provisional_and_tells_of_that_day() -> None:
    made = bimonthly_report(year(), 2, as_of=date(2019, 3, 10))
    assert made.day == date(2019, 3, 10)
    assert "provisoire" in dict(made.facts)["Arrêté au"]
    assert [row[0] for row in table(made, "Versements de la période").rows] == ["V02", "V03"]
    assert "provisoire" not in dict(second_report().facts)["Arrêté au"]


def test_as_of_after_the_end_the_period_stays_the_same() -> None:
    made = bimonthly_report(year(), 2, as_of=date(2019, 9, 1))
    assert [row[0] for row in table(made, "Versements de la période").rows] == ["V02", "V03", "V04", "V05", "V06"]


def test_an_amendment_moves_the_last_day_of_the_last_period() -> None:
    amended = add("avenants", id="N1", date="01/12/2019", objet="durée", forme="avenant", parametre="date_fin",
                  valeur="31/03/2020")  # fmt: skip
    made = bimonthly_report(dossier(edited(amended)), 8)
    assert made.day == date(2020, 3, 31)


@pytest.mark.parametrize("number", [0, 7, -1])
def test_a_period_that_is_not_there_is_refused_with_those_that_are(number: int) -> None:
    with pytest.raises(UsageError) as refused:
        bimonthly_report(year(), number)
    (problem,) = refused.value.problems
    assert problem.code == "no-such-period"
    assert problem.hint is not None
    assert "1 à 6" in problem.hint.fr


def test_one_report_a_session_allows_a_seventh() -> None:
    held = add("sessions", code="S7", date="02/12/2019", lieu="Büro")
    facts = dossier(edited(held))
    assert bimonthly_report(facts, 7, readings={"Q15": "per_session"}).title.endswith("7")
    with pytest.raises(UsageError):
        bimonthly_report(facts, 7)


def test_bounds_that_rest_on_a_missing_fact_are_asked_for() -> None:
    with pytest.raises(UsageError) as refused:
        bimonthly_report(year(), 2, readings={"Q1": "signed_agreement"})
    assert refused.value.problems[0].code == "day-not-known"


def test_a_dossier_that_contradicts_the_agreement_is_refused() -> None:
    with pytest.raises(DossierError):
        bimonthly_report(dossier(edited(put("convention", "dotation", valeur="40 000,00 €"))), 2)


def test_in_english_nothing_of_ours_is_french() -> None:
    made = second_report("en")
    assert made.title == "Two-month report no. 2"
    assert [row[-1] for row in table(made, "Allocations of the period").rows] == ["decided", "refused", "decided"]
    assert table(made, "Balance of the endowment").rows[0][-1] == "€35,000.00"
    assert "FN → project" in table(made, "Payments of the period").rows[0]
    assert section(made, "Facts not given")


def test_what_is_left_is_the_measure_that_rules_use() -> None:
    left = worth(check(year(), as_of=PERIOD_2[1]).judge, "remaining")
    assert plain(left) == "24000.00"
    shown = column(table(second_report(), "Solde de la dotation"), "Au 11/04/2019")
    assert shown["Reste à attribuer"] == euros(left)


def test_a_session_dropped_takes_its_part_with_it() -> None:
    tables = edited(drop("sessions", "S2"))
    tables["attributions"] = [row for row in tables["attributions"] if row["session"] != "S2"]
    tables["presentations"] = [row for row in tables["presentations"] if row["session"] != "S2"]
    tables["projets"] = [
        {**row, "session_entree": row["session_entree"].replace("S2", "S3")} for row in tables["projets"]
    ]
    tables["versements"] = [row for row in tables["versements"] if row["allocation"] not in ("A03", "A05")]
    made = bimonthly_report(dossier(tables), 2)
    assert sentences(made, "Rencontres") == "Aucune session ne s’est tenue pendant la période."
    assert sentences(made, "Répartition des dotations partielles") == (
        "Aucune attribution n’a été décidée pendant la période."
    )
