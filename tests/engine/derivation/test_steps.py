"""What a derivation shows beside figures: amendments, readings, rows that may count, tables that are not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import check
from innosprint_rules.engine.derivation.derive import Derivation, derive
from innosprint_rules.engine.derivation.steps import DerivationStep
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.outlined import derivation_page

PAYMENTS = [
    {"id": "V1", "date": "2019-03-01", "sens": "CASQ->FN", "montant": "20 000"},
    {"id": "V2", "date": "", "sens": "CASQ->FN", "montant": "5 000"},
    {"id": "V3", "date": "2019-04-01", "sens": "FN->projet", "montant": "1 000"},
    {"id": "V4", "date": "2019-09-01", "sens": "CASQ->FN", "montant": "10 000"},
]


def derived(
    tables: Mapping[str, Any], code: str, row: str | None = None, as_of: date = date(2019, 6, 15), **readings: str
) -> Derivation:
    """Return the derivation of one verdict on a small dossier."""
    report = check(Dossier.model_validate(dict(tables)), as_of=as_of, readings=readings, inference=False)
    finding = report.find(code, row)
    assert finding is not None
    return derive(finding)


def find(step: DerivationStep, name: str) -> DerivationStep:
    """Return the step that works a name out, below another one."""
    work = [step]
    while work:
        each = work.pop(0)
        if each.name == name and each.see is None:
            return each
        work.extend(each.steps)
    raise AssertionError(f"no step {name}")


def walk(step: DerivationStep) -> Iterator[DerivationStep]:
    """Return a step and all below it, the nearest first."""
    yield step
    for each in step.steps:
        yield from walk(each)


def page(derivation: Derivation) -> str:
    """Return the French page on one line."""
    return " ".join(line.text.strip(" ") for line in derivation_page(derivation, Teller("fr", 80)))


def test_rows_that_count_that_may_that_do_not_and_that_come_later() -> None:
    found = derived({"payments": PAYMENTS}, "END02")
    received = find(found.requires[0].condition, "received_by_deadline")
    rows = next(step.rows for step in walk(received) if step.rows is not None)
    assert [row.ids for row in rows.counted] == [("V1",)]
    assert [row.ids for row in rows.maybe] == [("V2",)]
    assert (rows.left_out, rows.later) == (1, 1)
    assert [tuple(fact) for fact in rows.maybe[0].missing] == [("paid_on", "payments", "V2")]
    words = page(found)
    assert "1 ligne retenue (versements), 1 laissée de côté, 1 datée d’après ce jour" in words
    assert "manque «\u00a0date\u00a0» de V2" in words


def test_a_table_that_is_not_there_is_named() -> None:
    found = derived({}, "END02")
    assert [fact.fact for fact, _ in found.missing] == ["payments"]
    assert "la table «\u00a0versements\u00a0» n’est pas dans le dossier" in page(found)


def test_where_a_rule_s_own_table_is_not_there_that_is_all() -> None:
    found = derived({}, "END01")
    assert found.requires == ()
    assert "rien à juger, il manque la table «\u00a0attributions\u00a0»" in found.why.get("fr")


def test_a_row_that_has_not_happened_is_not_judged() -> None:
    found = derived({"payments": PAYMENTS}, "PAY03", "V4")
    assert found.why.get("en").startswith("this row is dated 1\u00a0September\u00a02019")


def test_a_parameter_says_its_article_its_day_and_the_amendment_that_changed_it() -> None:
    found = derived({"payments": PAYMENTS}, "END03")
    plain = find(found.requires[0].condition, "endowment")
    assert plain.details == {"clause": "C17", "article": "4.1 §1", "since": "2018-11-27"}
    amendment = {"id": "N1", "date": "2019-05-02", "objet": "montant", "forme": "avenant", "parametre": "dotation",
                 "valeur": "40000"}  # fmt: skip
    found = derived({"payments": PAYMENTS, "amendments": [amendment]}, "END03")
    changed = find(found.requires[0].condition, "endowment")
    assert changed.value == 4_000_000
    assert (changed.details["amendment"], changed.details["since"]) == ("N1", "2019-05-02")
    assert changed.note is not None
    assert changed.note.fr == "article 4.1 §1, changé par l'avenant N1 du 02/05/2019"
    letter = {**amendment, "forme": "courrier"}
    found = derived({"payments": PAYMENTS, "amendments": [letter]}, "END03")
    assert "amendment" not in find(found.requires[0].condition, "endowment").details
    doubtful = {**amendment, "forme": ""}
    found = derived({"payments": PAYMENTS, "amendments": [doubtful]}, "END03")
    assert find(found.requires[0].condition, "endowment").details["perhaps_amended_by"] == ["N1"]


def test_a_reading_in_force_says_its_answer_and_whether_it_is_the_default() -> None:
    default = find(derived({"payments": PAYMENTS}, "END02").requires[0].condition, "Q3")
    assert default.details["default"] is True
    assert "par défaut" in default.words.fr
    other = find(derived({"payments": PAYMENTS}, "END02", Q3="start").requires[0].condition, "Q3")
    assert (other.details["in_force"], other.details["default"]) == ("start", False)
    assert "avant le début de mai" in other.words.fr


def test_a_measure_is_worked_out_once_and_then_referred_to() -> None:
    found = derived({"payments": PAYMENTS}, "END02")
    due = found.requires[0].due
    assert due is not None
    assert (due.see, due.steps) == ("payment_deadline", ())
    assert find(found.requires[0].condition, "payment_deadline").steps


def test_a_cell_says_its_file_its_line_and_why_it_is_not_known() -> None:
    tables = {"allocations": [{"id": "A1", "date_decision": "", "montant": "100", "besoin": "b", "objectif": "o"}]}
    found = derived(tables, "ALC06", "A1", Q1="signed_agreement")
    assert found.finding.verdict == "unknown"
    assert "«\u00a0date_signature\u00a0» (convention)" in page(found)
    sessions = {"sessions": [{"code": "S1", "date": "2019-01-15", "co_organisers": "CASQ"}], **tables}
    found = derived(sessions, "ALC07", "A1")
    assert "colonne absente du fichier" in page(found)


def test_a_condition_behind_a_blank_cell_is_left_out() -> None:
    tables = {"actions": [{"id": "C1", "date_engagement": "2019-02-01", "accord_partenaire_date": ""}]}
    found = derived(tables, "GOV01", "C1")
    assert [step.value for step in (found.requires[0].condition,)] == [False]
    assert "n’est pas après" not in page(found)
