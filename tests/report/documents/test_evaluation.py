"""The evaluations say what the rules judge: balance, what falls back, objectives, compliance."""

from __future__ import annotations

from datetime import date

import pytest

from innosprint_rules import load_rulebook
from innosprint_rules.engine.check import worth
from innosprint_rules.engine.evaluation.decision import VERDICTS
from innosprint_rules.money import format_amount
from innosprint_rules.report.content.teller import ENGLISH
from innosprint_rules.report.documents.model import walk
from innosprint_rules.rulebook.agreement import BALANCE_LINES
from tests.acceptance.year import dossier, edited, put, without
from tests.report.documents.made import (
    MID_TERM,
    TERM_END,
    column,
    evaluation,
    final,
    judged,
    section,
    sentences,
    table,
    trouble,
    year,
)


def test_its_sections_are_the_contents_that_the_agreement_asks_for() -> None:
    titles = [each.title for level, each in walk(final().sections) if level == 1]
    assert titles[:3] == ["Actions entreprises", "Actions à entreprendre", "Équilibre financier"]
    assert titles[3:6] == ["Objectifs", "Respect de la convention", "Données non renseignées"]
    assert titles[6:] == ["Appréciation, date et signature"]


def test_each_is_made_as_of_its_own_day() -> None:
    assert evaluation(year(), "mid-term").day == MID_TERM
    assert final().day == TERM_END
    assert evaluation(year(), "end", as_of=date(2020, 1, 8)).day == date(2020, 1, 8)


def test_an_amendment_moves_the_end() -> None:
    tables = edited()
    tables["avenants"] = [
        {"id": "N1", "date": "01/12/2019", "objet": "durée", "forme": "avenant", "parametre": "date_fin",
         "valeur": "31/03/2020"}
    ]  # fmt: skip
    assert evaluation(dossier(tables), "end").day == date(2020, 3, 31)


@pytest.mark.parametrize("in_trouble", [False, True])
def test_the_balance_is_the_reports(in_trouble: bool) -> None:
    report = judged(TERM_END, in_trouble)
    shown = [row[1] for row in table(final(in_trouble=in_trouble), "Équilibre financier").rows]
    assert shown == [format_amount(report.balance[line] or 0, "fr") for line in BALANCE_LINES]


@pytest.mark.parametrize("in_trouble", [False, True])
def test_what_falls_back_is_told_under_both_readings(in_trouble: bool) -> None:
    report = judged(TERM_END, in_trouble)
    shown = table(final(in_trouble=in_trouble), "À restituer selon la lecture").rows
    by_reading = {row[0]: (row[1], row[2]) for row in shown}
    paid, decided = (report.rulebook.agreement.readings["Q10"].options[each].get("fr") for each in ("paid", "decided"))
    assert {name: by_reading[name] for name in (paid, decided)} == {
        paid: ("oui", format_amount(worth(report.judge, "left_if_paid"), "fr")),
        decided: ("non", format_amount(worth(report.judge, "left_if_decided"), "fr")),
    }


def test_the_reading_chosen_is_marked() -> None:
    made = evaluation(trouble(), "end", readings={"Q10": "decided"})
    assert [row[1] for row in table(made, "À restituer selon la lecture").rows][:2] == ["non", "oui"]
    assert "Q10=decided" in made.origin


def test_the_objectives_are_the_rules_words() -> None:
    report = judged(TERM_END)
    shown = table(final(), "Objectifs du programme").rows
    own = [f for f in report.findings if f.nature == "objective"]
    assert [row[1] for row in shown] == [f.message.get("fr") for f in own]
    assert {row[2] for row in shown} == {"atteint"}
    funded = report.rulebook.agreement.readings["Q22"].options["funded"].get("fr")
    assert shown[0][3] == f"{funded}\u00a0: pas encore exigible"


def test_an_objective_that_is_missed_is_never_a_breach() -> None:
    made = evaluation(trouble(), "end", as_of=date(2020, 2, 1))
    assert {row[2] for row in table(made, "Objectifs du programme").rows} <= {"atteint", "non atteint"}
    assert not any(
        row[0].startswith("OBJ") for each in made.tables() if each.caption == "Manquements" for row in each.rows
    )


@pytest.mark.parametrize("in_trouble", [False, True])
def test_the_counts_are_the_summary(in_trouble: bool) -> None:
    *parts, total = table(final(in_trouble=in_trouble), "Verdicts par nature de règle").rows
    summary = judged(TERM_END, in_trouble).summary
    order = ("satisfied", "violated", "pending", "unknown", "not_applicable")
    assert set(order) == set(VERDICTS)
    assert [int(cell) for cell in total[1:]] == [summary[verdict] for verdict in order]
    assert [sum(int(row[n]) for row in parts) for n in range(1, 6)] == [int(cell) for cell in total[1:]]


def test_every_breach_is_listed() -> None:
    report = judged(TERM_END, True)
    shown = {(row[0].partition(" (")[0], row[1]) for row in table(final(in_trouble=True), "Manquements").rows}
    broken = [f for f in report.violations if f.severity == "error" and f.nature not in ("guidance", "objective")]
    assert shown == {(f.compiled.rule.title.get("fr"), f.subject.id or "—") for f in broken}
    assert "END03" in {f.rule for f in broken}


def test_what_was_paid_for_an_allocation_is_the_rules_measure() -> None:
    paid = column(table(final(in_trouble=True), "Attributions décidées"), "Versé")
    for row in ("A02", "A09"):
        finding = judged(TERM_END, True).find("PAY06", row)
        assert finding is not None
        assert paid[row] == format_amount(int(finding.values["paid"].replace(".", "")), "fr")


def test_money_used_otherwise_is_shown() -> None:
    shown = table(final(in_trouble=True), "Versements autres qu’aux projets").rows
    assert {"V14", "V15", "V16"} <= {row[0] for row in shown}
    assert not any(row[2] == "FN → projet" for row in shown)


def test_actions_are_those_begun_by_then() -> None:
    made = evaluation(year(), "mid-term")
    assert [row[0] for row in table(made, "Actions engagées").rows] == ["C01", "C02", "C03"]
    assert [row[0] for row in table(made, "Actions annoncées").rows] == ["C04"]
    assert [row[0] for row in table(made, "Sessions à venir").rows] == ["S4", "S5", "S6"]
    assert table(final(), "Attestations").rows[1][3] == "3 mois à temps plein"


def test_missing_facts_are_told_where_they_hide_a_verdict() -> None:
    facts = dossier(edited(without("versements", "indicateurs"), put("attributions", "A05", date_decision="")))
    made = evaluation(facts, "end", as_of=date(2020, 2, 1))
    assert "n’a pas de table «\u00a0versements\u00a0»" in sentences(made, "Équilibre financier")
    assert ("indicateurs", "la table entière", "—") in table(made, "Données non renseignées").rows
    doubts = {row[0].partition(" (")[0] for row in table(made, "Non vérifiable").rows}
    rules = load_rulebook().rules
    assert {rules[code].title.get("fr") for code in ("END02", "END04")} <= doubts
    assert "non vérifiable" in {row[2] for row in table(made, "Objectifs du programme").rows}


def test_an_empty_dossier_makes_a_document_all_the_same() -> None:
    made = evaluation(dossier({}), "mid-term", teller=ENGLISH)
    assert sentences(made, "Sessions").startswith("Not given")
    assert len(table(made, "Facts not given").rows) >= 11


def test_in_english() -> None:
    made = final("en", in_trouble=True)
    assert made.title == "Final evaluation"
    assert {"reached", "not due yet"} & {row[2] for row in table(made, "Objectives of the programme").rows}
    assert section(made, "What goes back to the agglomeration")
    assert "\u202f" not in table(made, "Depending on how the text is read").rows[0][3]
