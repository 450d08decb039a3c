"""Small changes to the compliant year, and exactly what each one breaks: the boundaries of the agreement.

Expected verdicts were worked out by hand from the agreement, not read from the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest
from pydantic import ValidationError

from innosprint_rules.errors import InputError
from tests.acceptance.year import (
    AFTER,
    M4,
    Edit,
    Pair,
    absent,
    add,
    allocate,
    drop,
    edited,
    emptied,
    held,
    judged,
    notices,
    pairs,
    pay,
    present,
    put,
    sample,
    verdict,
    whole,
    without,
    without_column,
)


@dataclass(frozen=True)
class Case:
    """One change: what it violates, what it leaves unknown, and verdicts that matter beside these."""

    name: str
    edits: tuple[Edit, ...] = ()
    violated: str = ""
    unknown: str = ""
    verdicts: dict[str, str] = field(default_factory=dict)
    as_of: date = AFTER
    readings: dict[str, str] = field(default_factory=dict)
    notices: frozenset[str] = frozenset()


def on(text: str) -> date:
    return date.fromisoformat(text)


def each(rule: str, subjects: str) -> str:
    """Write the pairs of one rule with several subjects: ``END01 A01, END01 A02``."""
    return ", ".join(f"{rule} {subject}" for subject in subjects.split())


def read(text: str) -> set[Pair]:
    """Read pairs: ``END01 A18, END02`` (the agreement's and a whole table's finding has no subject)."""
    written = (pair.split() for pair in text.split(",") if pair.strip())
    return {(words[0], words[1] if len(words) > 1 else whole(words[0])) for words in written}


DECIDED = "A01 A02 A03 A05 A06 A07 A12 A13 A14 A15 A16 A17 A18"
PAID = "V02 V03 V04 V05 V06 V07 V08 V10 V11 V12 V13 V14 V15 V16"
SESSIONS = "S1 S2 S3 S4 S5 S6"
ATTENDED = " ".join(f"{row['session']}/{row['projet']}" for row in sample()["presentations"])
STILL_THERE = [f"P{n:02}" for n in (1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14)]

# 33,500 € are allocated; the last row, A18, is 1,000 €, decided on 24/10/2019 and paid by V16; V17 returns 1,500 €.
FULL = (put("attributions", "A18", montant="2 500,00 €"), put("versements", "V16", montant="2 500,00 €"))
NOTHING_TO_RETURN = drop("versements", "V17")
OVER_BY_500 = (
    put("attributions", "A18", montant="3 000,00 €"),
    put("versements", "V16", montant="3 000,00 €"),
    NOTHING_TO_RETURN,
)

ENDOWMENT = [
    Case("paid on 31 May", (put("versements", "V09", date="31/05/2019"),), verdicts={"END02": "satisfied"}),
    Case("paid on 1 June", (put("versements", "V09", date="01/06/2019"),), "END02"),
    Case("paid on 24 May, before May begins", (), "END02", readings={"Q3": "start"}),
    Case(
        "paid on 30 April, before May begins",
        (put("versements", "V09", date="30/04/2019"),),
        readings={"Q3": "start"},
        verdicts={"END02": "satisfied"},
    ),
    Case(
        "not paid on the evening of 31 May",
        (put("versements", "V09", date="01/06/2019"),),
        as_of=on("2019-05-31"),
        verdicts={"END02": "pending"},
    ),
    Case(
        "not paid on the morning of 1 June",
        (put("versements", "V09", date="02/06/2019"),),
        "END02",
        as_of=on("2019-06-01"),
    ),
    Case("one cent short", (put("versements", "V09", montant="14 999,99 €"),), "END02, PAY05 V17"),
    Case(
        "one cent too much, before anything goes back",
        (put("versements", "V09", montant="15 000,01 €"),),
        "END03",
        as_of=on("2019-05-24"),
    ),
    Case(
        "one cent too much, and not sent back with the rest",
        (put("versements", "V09", montant="15 000,01 €"),),
        "END04",
        verdicts={"END03": "satisfied"},
    ),
    Case(
        "one cent too much, and sent back",
        (put("versements", "V09", montant="15 000,01 €"), put("versements", "V17", montant="1 500,01 €")),
        verdicts={"END03": "satisfied", "END04": "satisfied"},
    ),
    Case("35,000.00 € allocated", (*FULL, NOTHING_TO_RETURN), verdicts={"END01 A18": "satisfied"}),
    Case(
        "35,000.01 € allocated",
        (*FULL, put("attributions", "A18", montant="2 500,01 €"), NOTHING_TO_RETURN),
        "END01 A18, PAY06 A18",
        verdicts={"END01 A17": "satisfied"},
    ),
    Case(
        "beyond the endowment from a middle row on",
        (put("attributions", "A16", montant="5 500,01 €"),),
        "END01 A17, END01 A18, PAY06 A16",
        verdicts={"END01 A16": "satisfied"},
    ),
    Case(
        "a refused row counts nowhere",
        (put("attributions", "A04", montant="900 000,00 €"),),
        verdicts={"END01 A04": "not_applicable", "PAY06 A04": "not_applicable"},
    ),
    Case(
        "given back on the eve of the decision",
        (*OVER_BY_500, pay("V18", "23/10/2019", "projet->FN", "500,00 €", "P01", "A07")),
        "",
        verdicts={"END01 A18": "satisfied", "END04": "satisfied"},
    ),
    Case(
        "given back on the day of the decision",
        (*OVER_BY_500, pay("V18", "24/10/2019", "projet->FN", "500,00 €", "P01", "A07")),
        "END01 A18",
    ),
    Case(
        "given back on the eve, read gross",
        (*OVER_BY_500, pay("V18", "23/10/2019", "projet->FN", "500,00 €", "P01", "A07")),
        "END01 A18",
        readings={"Q9": "gross"},
    ),
    Case(
        "nothing returned on the last day",
        (NOTHING_TO_RETURN,),
        as_of=on("2019-12-12"),
        verdicts={"END04": "pending"},
    ),
    Case("nothing returned the day after", (NOTHING_TO_RETURN,), "END04", as_of=on("2019-12-13")),
    Case("a cent kept", (put("versements", "V17", montant="1 499,99 €"),), "END04"),
    Case("a cent too much returned", (put("versements", "V17", montant="1 500,01 €"),), violated="PAY05 V17"),
    Case(
        "a project gives back after the term",
        (pay("V18", "15/01/2020", "projet->FN", "200,00 €", "P03", "A06"),),
        "END04",
    ),
    Case(
        "decided and never paid, read as decided",
        (drop("versements", "V16"),),
        "PAY06 A18",
        readings={"Q10": "decided"},
        verdicts={"END04": "satisfied"},
    ),
    Case("decided and never paid", (drop("versements", "V16"),), "END04, PAY06 A18"),
]

DATES = [
    Case(
        "decided on the first day",
        (
            allocate("A19", "", "12/12/2018", "P01", "500,00 €"),
            pay("V18", "12/02/2019", "FN->projet", "500,00 €", "P01", "A19"),
        ),
        "ALC01 A19, PAY05 V17",
        verdicts={"ALC06 A19": "satisfied", "DEL04": "satisfied"},
    ),
    Case(
        "decided on the eve of the first day",
        (
            allocate("A19", "", "11/12/2018", "P01", "500,00 €"),
            pay("V18", "12/02/2019", "FN->projet", "500,00 €", "P01", "A19"),
        ),
        "ALC01 A19, ALC06 A19, DEL04, PAY05 V17",
    ),
    Case(
        "decided on the day of publication, read as the first",
        (
            allocate("A19", "", "11/12/2018", "P01", "500,00 €"),
            pay("V18", "12/02/2019", "FN->projet", "500,00 €", "P01", "A19"),
        ),
        "ALC01 A19, DEL04, PAY05 V17",
        readings={"Q1": "publication"},
        verdicts={"ALC06 A19": "satisfied"},
    ),
    Case("money received on the first day", (put("versements", "V01", date="12/12/2018"),)),
    Case("money received on the eve of the first day", (put("versements", "V01", date="11/12/2018"),), "DEL04"),
    Case(
        "a refused row before the first day",
        (put("attributions", "A04", date_decision="01/12/2018"),),
        verdicts={"DEL04": "satisfied", "ALC06 A04": "not_applicable"},
    ),
]


def session_7(day: str) -> tuple[Edit, ...]:
    """A seventh session with one allocation, paid the same day."""
    return (
        add("sessions", code="S7", date=day, co_organisateurs=M4, membres_presents=M4),
        present("S7", STILL_THERE),
        allocate("A19", "S7", day, "P03", "500,00 €"),
        pay("V18", day, "FN->projet", "500,00 €", "P03", "A19"),
    )


DATES += [
    Case(
        "session and decision on the anniversary",
        session_7("12/12/2019"),
        violated="PAY05 V17",
        verdicts={"ALC06 A19": "satisfied", "TRM02 S7": "satisfied"},
    ),
    Case(
        "session and decision on the anniversary, the year read to its eve",
        session_7("12/12/2019"),
        "ALC06 A19, TRM02 S7, PAY05 V17, PAY06 A19, PAY07 V18",
        readings={"Q2": "eve"},
    ),
    Case(
        "session and decision on the eve of the anniversary, the year read to its eve",
        session_7("11/12/2019"),
        violated="PAY05 V17",
        readings={"Q2": "eve"},
        verdicts={"ALC06 A19": "satisfied", "TRM02 S7": "satisfied"},
    ),
    Case(
        "session and decision the day after",
        session_7("13/12/2019"),
        "ALC06 A19, TRM02 S7, PAY05 V18, PAY06 A19, PAY07 V18",
    ),
]

# Sessions are held on 17/01, 07/03, 25/04, 20/06, 29/08 and 24/10/2019.
NO_S4 = (
    drop("sessions", "S4"),
    absent("S4"),
    without("demandes"),
    put("projets", "P10 P11 P12", session_entree="S5"),
)
NO_S6 = (
    drop("sessions", "S6"),
    absent("S6"),
    drop("attributions", "A16 A17 A18"),
    drop("versements", "V14 V15 V16"),
    put("versements", "V17", montant="7 500,00 €"),
)
EARLY_S5 = (
    put("projets", "P05", date_sortie="15/09/2019"),
    held("S5", "12/08/2019"),
    put("versements", "V14 V15 V16", date="15/11/2019"),
)
IN_JANUARY = (
    held("S4", "10/01/2020"),
    held("S5", "11/01/2020"),
    held("S6", "12/01/2020"),
    put("versements", "V10 V11 V12 V13 V14 V15 V16", date="20/01/2020"),
)

SESSIONS_CASES = [
    Case("five sessions", NO_S4, "SES02 S5", verdicts={"SES01": "satisfied"}),
    Case("four sessions", (*NO_S4, *NO_S6), "SES01, SES02 S5"),
    Case(
        "four sessions on the last day",
        (*NO_S4, *NO_S6),
        "SES02 S5",
        as_of=on("2019-12-12"),
        verdicts={"SES01": "pending"},
    ),
    Case("44 days apart", (held("S6", "12/10/2019"),), "SES02 S6"),
    Case("45 days apart", (held("S6", "13/10/2019"),), verdicts={"SES02 S6": "satisfied"}),
    Case(
        "75 days apart",
        (held("S6", "12/11/2019"), put("versements", "V14 V15 V16", date="15/11/2019")),
        verdicts={"SES02 S6": "satisfied"},
    ),
    Case(
        "76 days apart",
        (held("S6", "13/11/2019"), put("versements", "V14 V15 V16", date="15/11/2019")),
        "SES02 S6",
    ),
    Case(
        "the last session 75 days before the end",
        (*EARLY_S5, held("S6", "28/09/2019")),
        verdicts={"SES02 S6": "satisfied"},
    ),
    Case("the last session 76 days before the end", (*EARLY_S5, held("S6", "27/09/2019")), "SES02 S6"),
    Case(
        "75 days without a session",
        (held("S5", "30/09/2019"),),
        as_of=on("2019-09-03"),
        verdicts={"SES02 S4": "satisfied"},
    ),
    Case("76 days without a session", (held("S5", "30/09/2019"),), "SES02 S4", as_of=on("2019-09-04")),
    Case("one session so far", (), as_of=on("2019-01-20"), verdicts={"SES02 S1": "satisfied"}),
    Case(
        "three sessions, two days left",
        IN_JANUARY,
        "SES02 S3",
        as_of=on("2019-12-10"),
        verdicts={"SES01": "pending"},
    ),
    Case(
        "Faubourg Numérique not among the organisers",
        (put("sessions", "S2", co_organisateurs="CASQ ; UPJV-INSSET ; INNOVALTECH"),),
        "SES03 S2",
        verdicts={"SES03 S2": "violated error"},
    ),
    Case(
        "another member not among the organisers",
        (put("sessions", "S2", co_organisateurs="CASQ ; FN ; INNOVALTECH"),),
        "SES03 S2",
        verdicts={"SES03 S2": "violated warning"},
    ),
    Case(
        "no organiser written down",
        (put("sessions", "S2", co_organisateurs=""),),
        "SES03 S2",
        verdicts={"SES03 S2": "violated error"},
    ),
    Case(
        "members under the names that people use",
        (
            put(
                "sessions",
                "S2",
                co_organisateurs="Agglomération, faubourg numerique, INSSET, PFT Innovaltech",
            ),
        ),
        verdicts={"SES03 S2": "satisfied"},
    ),
    Case(
        "no calendar on the eve of the first session",
        (drop("documents", "K01"),),
        as_of=on("2019-01-16"),
        verdicts={"SES04": "pending"},
    ),
    Case(
        "no calendar on the day of the first session",
        (drop("documents", "K01"),),
        "SES04",
        as_of=on("2019-01-17"),
        verdicts={"SES04": "violated warning"},
    ),
    Case(
        "no calendar on the last day",
        (drop("documents", "K01 K02"),),
        "SES04",
        as_of=on("2019-12-12"),
        verdicts={"SES04": "violated warning"},
    ),
    Case(
        "no calendar once the term is over",
        (drop("documents", "K01 K02"),),
        "SES04",
        as_of=on("2019-12-13"),
        verdicts={"SES04": "violated error"},
    ),
    Case("the first calendar after four sessions", (drop("documents", "K01"),), verdicts={"SES04": "satisfied"}),
]

DECISIONS = [
    Case("need left blank", (put("attributions", "A12", besoin=""),), "ALC03 A12"),
    Case("objective left blank", (put("attributions", "A12", objectif="  "),), "ALC03 A12"),
    Case(
        "progress not evaluated at the first session",
        (put("attributions", "A01", evaluation_avancees=""),),
        "ALC04 A01",
        verdicts={"ALC04 A01": "violated warning"},
    ),
    Case(
        "progress not evaluated at the first session, read strictly",
        (put("attributions", "A01", evaluation_avancees=""),),
        "ALC04 A01",
        readings={"Q17": "strict"},
        verdicts={"ALC04 A01": "violated error"},
    ),
    Case(
        "progress not evaluated at the second session",
        (put("attributions", "A15", evaluation_avancees=""),),
        "ALC04 A15",
        verdicts={"ALC04 A15": "violated error"},
    ),
    Case(
        "progress not evaluated, the session of entry blank: the first presentation tells",
        (put("projets", "P01", session_entree=""), put("attributions", "A01", evaluation_avancees="")),
        "ALC04 A01",
        each("PRJ03", "S1/P01 S2/P01 S3/P01 S4/P01 S5/P01 S6/P01"),
        verdicts={"ALC04 A01": "violated warning"},
    ),
    Case(
        "decided by Faubourg Numérique alone",
        (put("attributions", "A12", decideurs="le Faubourg Numérique"),),
        "ALC02 A12",
    ),
    Case("decided by nobody", (put("attributions", "A12", decideurs=""),), "ALC02 A12"),
    Case(
        "decided with an outsider",
        (put("attributions", "A12", decideurs="CASQ ; FN ; banque"),),
        "ALC02 A12, ALC08 A12",
    ),
    Case(
        "decided by two members",
        (put("attributions", "A12", decideurs="FN ; CASQ"),),
        verdicts={"ALC02 A12": "satisfied"},
    ),
    Case(
        "decided the day after the session",
        (put("attributions", "A12", date_decision="30/08/2019"),),
        "ALC01 A12",
    ),
    Case(
        "decided outside a session, ratified later",
        (put("attributions", "A14", session="", date_decision="01/09/2019", ratifiee_en="S6"),),
        "ALC01 A14",
    ),
    Case(
        "decided outside a session, ratified later, ratification accepted",
        (put("attributions", "A14", session="", date_decision="01/09/2019", ratifiee_en="S6"),),
        readings={"Q5": "ratify"},
        verdicts={"ALC01 A14": "satisfied", "ALC07 A14": "not_applicable"},
    ),
    Case(
        "on the eve of the session that ratifies",
        (put("attributions", "A14", session="", date_decision="01/09/2019", ratifiee_en="S6"),),
        "ALC01 A14",
        readings={"Q5": "ratify"},
        as_of=on("2019-10-23"),
    ),
    Case(
        "on the day of the session that ratifies",
        (put("attributions", "A14", session="", date_decision="01/09/2019", ratifiee_en="S6"),),
        readings={"Q5": "ratify"},
        as_of=on("2019-10-24"),
    ),
    Case(
        "ratified by an earlier session",
        (put("attributions", "A14", session="", date_decision="01/09/2019", ratifiee_en="S4"),),
        "ALC01 A14",
        readings={"Q5": "ratify"},
    ),
    Case("project not presented", (drop("presentations", "S5/P07"),), "ALC07 A12, PRJ03 S5/P07"),
    Case(
        "one cent less than the whole endowment in one session",
        (
            drop("attributions", " ".join(DECIDED.split()[:-1])),
            put("attributions", "A18", montant="34 999,99 €"),
            drop("versements", " ".join(PAID.split()[:-1])),
            put("versements", "V16", montant="34 999,99 €"),
            put("versements", "V17", montant="0,01 €"),
        ),
        verdicts={"ALC05 S6": "satisfied", "END01 A18": "satisfied"},
    ),
    Case(
        "the whole endowment in one session",
        (
            drop("attributions", " ".join(DECIDED.split()[:-1])),
            put("attributions", "A18", montant="35 k€"),
            drop("versements", " ".join(PAID.split()[:-1])),
            put("versements", "V16", montant="35000"),
            NOTHING_TO_RETURN,
        ),
        "ALC05 S6",
        verdicts={"ALC05 S6": "violated warning", "END01 A18": "satisfied"},
    ),
    Case(
        "the whole endowment in one session, read as a breach",
        (
            drop("attributions", " ".join(DECIDED.split()[:-1])),
            put("attributions", "A18", montant="35 000"),
            drop("versements", " ".join(PAID.split()[:-1])),
            put("versements", "V16", montant="35.000,00 €"),
            NOTHING_TO_RETURN,
        ),
        "ALC05 S6",
        readings={"Q18": "breach"},
        verdicts={"ALC05 S6": "violated error"},
    ),
    Case(
        "an amount of zero",
        (allocate("A19", "S6", "24/10/2019", "P03", "0,00 €"),),
        verdicts={"END01 A19": "satisfied", "PAY06 A19": "satisfied"},
    ),
]

PAYMENTS = [
    Case("paid on the eve of the decision", (put("versements", "V07", date="24/04/2019"),), "PAY04 V07"),
    Case(
        "paid on the day of the decision",
        (put("versements", "V07", date="25/04/2019"),),
        verdicts={"PAY04 V07": "satisfied"},
    ),
    Case("paid one cent too much", (put("versements", "V07", montant="3 000,01 €"),), "PAY01 V07, PAY05 V17"),
    Case("paid in two, one cent too much", (put("versements", "V06", montant="1 500,01 €"),), "PAY01 V06, PAY05 V17"),
    Case(
        "paid again what was given back",
        (
            pay("V18", "20/03/2019", "projet->FN", "500,00 €", "P02", "A02"),
            put("versements", "V06", montant="2 000,00 €"),
        ),
        verdicts={"PAY01 V06": "satisfied", "END04": "satisfied"},
    ),
    Case(
        "paid again on the day on which it was given back, written below",
        (
            pay("V18", "05/04/2019", "projet->FN", "500,00 €", "P02", "A02"),
            put("versements", "V06", montant="2 000,00 €"),
        ),
        verdicts={"PAY01 V06": "satisfied"},
    ),
    Case(
        "paid for a refused allocation",
        (pay("V18", "10/09/2019", "FN->projet", "500,00 €", "P06", "A04"),),
        "PAY02 V18, PAY05 V17",
        verdicts={"PAY01 V18": "satisfied", "PAY04 V18": "satisfied"},
    ),
    Case(
        "paid for a proposed allocation",
        (
            allocate("A19", "S6", "24/10/2019", "P03", "500,00 €", statut="proposée"),
            pay("V18", "04/11/2019", "FN->projet", "500,00 €", "P03", "A19"),
        ),
        "PAY02 V18, PAY05 V17",
        verdicts={"PAY06 A19": "not_applicable", "END01 A19": "satisfied"},
    ),
    Case("paid to another project", (put("versements", "V08", projet="P03"),), "PAY02 V08"),
    Case(
        "project of the payment left blank",
        (put("versements", "V08", projet=""),),
        verdicts={"PAY02 V08": "satisfied"},
    ),
    Case(
        "paid without an allocation",
        (pay("V18", "10/09/2019", "FN->projet", "500,00 €", "P03"),),
        "PAY02 V18, PAY05 V17",
        verdicts={"PAY01 V18": "not_applicable", "PAY04 V18": "not_applicable"},
    ),
    Case(
        "kept by Faubourg Numérique",
        (pay("V18", "10/09/2019", "FN->FN", "300,00 €"),),
        "PAY03 V18",
        verdicts={"END04": "satisfied"},
    ),
    Case("spent elsewhere", (pay("V18", "10/09/2019", "autre", "300,00 €"),), "PAY03 V18, PAY05 V17"),
    Case(
        "kept by Faubourg Numérique, running costs accepted",
        (pay("V18", "10/09/2019", "FN->FN", "300,00 €"),),
        readings={"Q8": "running_costs"},
        verdicts={"PAY03 V18": "satisfied"},
    ),
    Case(
        "20,000.00 € paid out of 20,000.00 € received",
        (put("versements", "V09", date="10/09/2019"), put("versements", "V12 V13", date="11/09/2019")),
        "END02, PAY05 V11",
        verdicts={"PAY05 V10": "satisfied", "PAY05 V12": "satisfied"},
    ),
    Case(
        "received and paid the same day, the receipt written below",
        (
            put("versements", "V01", date="12/02/2019"),
            drop("versements", "V01"),
            pay("V01", "12/02/2019", "CASQ->FN", "20000"),
        ),
        verdicts={"PAY05 V02": "satisfied", "PAY05 V03": "satisfied"},
    ),
    Case("received the day after", (put("versements", "V01", date="13/02/2019"),), "PAY05 V02, PAY05 V03"),
    Case("left unpaid by one cent", (put("versements", "V07", montant="2 999,99 €"),), "PAY06 A06, END04"),
    Case(
        "left unpaid on the last day",
        (put("versements", "V16", date="13/12/2019"),),
        as_of=on("2019-12-12"),
        verdicts={"PAY06 A18": "pending"},
    ),
]

PROJECTS = [
    Case("an axis left blank", (put("presentations", "S5/P13", axe_financement_reseau=""),), "PRJ01 S5/P13"),
    Case("an axis not covered", (put("presentations", "S5/P13", axe_marche_usage="Non"),), "PRJ01 S5/P13"),
    Case(
        "an axis covered in a sentence",
        (put("presentations", "S5/P13", axe_technologie_competences="deux essais"),),
    ),
    Case("no plan", (put("presentations", "S5/P13", plan_actions="non"),), "PRJ02 S5/P13"),
    Case("no progress at the first session", (put("presentations", "S5/P13", avancees=""),), "PRJ02 S5/P13"),
    Case("a project absent", (drop("presentations", "S5/P01"),), "PRJ03 S5/P01"),
    Case("absent on the day it leaves", (put("projets", "P05", date_sortie="24/10/2019"),), "PRJ03 S6/P05"),
    Case("absent the day after it left", (put("projets", "P05", date_sortie="23/10/2019"),)),
    Case("another kind of holder", (put("projets", "P03", porteur="association"),), ""),
    Case("holder left blank", (put("projets", "P03", porteur=""),), "PRJ04 P03"),
    Case(
        "holders in other words",
        (
            put("projets", "P03", porteur="Jeunes Entrepreneuses"),
            put("projets", "P04", porteur="ETUDIANTS du lycée"),
        ),
    ),
    Case("another field", (put("projets", "P03", domaine="santé"),), "PRJ05 P03"),
    Case(
        "one field of two",
        (put("projets", "P03", domaine="Santé / Éducation"),),
        verdicts={"PRJ05 P03": "satisfied"},
    ),
    Case(
        "two fields",
        (put("projets", "P03", domaine="santé et Tourisme"),),
        verdicts={"PRJ05 P03": "satisfied"},
    ),
    Case(
        "another field, the list read as closed",
        (put("projets", "P03", domaine="santé"),),
        "PRJ05 P03",
        readings={"Q14": "closed"},
        verdicts={"PRJ05 P03": "violated warning"},
    ),
]

# P1 has 62 days, 12/12/2018 to 11/02/2019; P2 59; P3 61.
REPORTS = [
    Case(
        "exactly half of the period covered",
        (put("documents", "R01", periode_fin="11/01/2019"),),
        verdicts={"REP01 P1": "satisfied"},
    ),
    Case("a day less than half of the period", (put("documents", "R01", periode_fin="10/01/2019"),), "REP01 P1"),
    Case(
        "the second half of the period",
        (put("documents", "R01", periode_debut="12/01/2019"),),
        verdicts={"REP01 P1": "satisfied"},
    ),
    Case("a day less than the second half", (put("documents", "R01", periode_debut="13/01/2019"),), "REP01 P1"),
    Case(
        "one report for two periods",
        (
            drop("documents", "R02 X02"),
            put(
                "documents", "R01", periode_debut="15/12/2018", periode_fin="11/04/2019", date_transmission="11/04/2019"
            ),
            put("documents", "X01", date_transmission="12/04/2019"),
        ),
        verdicts={"REP01 P1": "satisfied", "REP01 P2": "satisfied"},
    ),
    Case("no period on the report", (put("documents", "R01", periode_debut=""),), "REP01 P1"),
    Case(
        "30 days of 61: two halves do not add up",
        (
            put("documents", "R03", periode_fin="11/05/2019"),
            add(
                "documents",
                id="R07",
                type="compte_rendu_bimestriel",
                periode_debut="12/05/2019",
                periode_fin="10/06/2019",
                date_transmission="11/06/2019",
                emetteur="FN",
                destinataires="CASQ",
                rubriques="rencontres ; repartition ; financement",
            ),
            add(
                "documents",
                id="X07",
                type="appreciation",
                date_transmission="20/06/2019",
                emetteur="CASQ",
                destinataires=M4,
                en_reponse_a="R07",
            ),
        ),
        "REP01 P3",
    ),
    Case(
        "two periods in a report sent at the end of the first",
        (drop("documents", "R02 X02"), put("documents", "R01", periode_fin="11/04/2019")),
        "REP01 P2",
    ),
    Case(
        "not sent on the last day of grace",
        (put("documents", "R01", date_transmission="14/03/2019"),),
        as_of=on("2019-03-13"),
        verdicts={"REP01 P1": "pending"},
    ),
    Case(
        "not sent on the day after the grace",
        (put("documents", "R01", date_transmission="15/03/2019"),),
        "REP01 P1",
        as_of=on("2019-03-14"),
    ),
    Case("sent two days after the period", (put("documents", "R01", date_transmission="13/02/2019"),)),
    Case(
        "six reports for six sessions",
        (put("documents", "R01", periode_debut="", periode_fin=""),),
        readings={"Q15": "per_session"},
        verdicts={"REP01 P6": "satisfied"},
    ),
    Case(
        "five reports for six sessions",
        (drop("documents", "R06 X06"),),
        "REP01 P6",
        readings={"Q15": "per_session"},
    ),
    Case(
        "no heading on funding",
        (put("documents", "R03", rubriques="rencontres ; répartition"),),
        "REP02 R03",
        verdicts={"REP02 R03": "violated notice"},
    ),
    Case(
        "no heading on funding, three wanted",
        (put("documents", "R03", rubriques="rencontres ; répartition"),),
        "REP02 R03",
        readings={"Q16": "three"},
        verdicts={"REP02 R03": "violated error"},
    ),
    Case(
        "no heading on the split",
        (put("documents", "R03", rubriques="rencontres ; financement"),),
        "REP02 R03",
        verdicts={"REP02 R03": "violated error"},
    ),
    Case(
        "not assessed on the last day",
        (drop("documents", "X06"),),
        as_of=on("2019-12-12"),
        verdicts={"REP03 R06": "pending"},
    ),
    Case(
        "not assessed on the last day of grace",
        (drop("documents", "X06"),),
        as_of=on("2020-01-05"),
        verdicts={"REP03 R06": "pending"},
    ),
    Case("not assessed the day after the grace", (drop("documents", "X06"),), "REP03 R06", as_of=on("2020-01-06")),
    Case(
        "assessed, and not for all members",
        (put("documents", "X01", destinataires="CASQ ; UPJV-INSSET ; INNOVALTECH"),),
        "REP03 R01",
        as_of=on("2019-02-25"),
        verdicts={"REP03 R01": "violated warning"},
    ),
    Case(
        "assessed for the three others: the sender counts as served",
        (put("documents", "X01", destinataires="FN ; UPJV ; INNOVALTECH"),),
        verdicts={"REP03 R01": "satisfied"},
    ),
    Case("only a calendar answers", (put("documents", "X01", type="calendrier"),), "REP03 R01, REP04 X01"),
]

EVALUATIONS = [
    Case(
        "evaluated on the six-month day",
        (put("documents", "E01", date_transmission="12/06/2019"),),
        verdicts={"EVA01": "satisfied"},
    ),
    Case(
        "evaluated a day before the six months",
        (put("documents", "E01", date_transmission="11/06/2019"),),
        "EVA01",
        as_of=on("2019-06-11"),
        verdicts={"EVA01": "violated warning"},
    ),
    Case(
        "evaluated on the last day of grace",
        (put("documents", "E01", date_transmission="12/07/2019"),),
        verdicts={"EVA01": "satisfied"},
    ),
    Case(
        "evaluated after the grace",
        (put("documents", "E01", date_transmission="13/07/2019"),),
        verdicts={"EVA01": "satisfied"},
        notices=frozenset({"mid-term-evaluation-late"}),
    ),
    Case(
        "not evaluated on the last day of grace",
        (put("documents", "E01", date_transmission="13/07/2019"),),
        as_of=on("2019-07-12"),
        verdicts={"EVA01": "pending"},
    ),
    Case(
        "not evaluated after the grace",
        (put("documents", "E01", date_transmission="14/07/2019"),),
        "EVA01",
        as_of=on("2019-07-13"),
        verdicts={"EVA01": "violated error"},
    ),
    Case(
        "evaluated early, and again",
        (
            put("documents", "E01", date_transmission="11/06/2019"),
            add(
                "documents",
                id="E03",
                type="evaluation_mi_parcours",
                date_transmission="30/06/2019",
                emetteur="CASQ",
                destinataires=M4,
                rubriques="actions entreprises, actions à entreprendre, équilibre financier",
            ),
        ),
        verdicts={"EVA01": "satisfied", "EVA03 E03": "satisfied"},
    ),
    Case(
        "final evaluation a day before the end",
        (put("documents", "E02", date_transmission="11/12/2019"),),
        "EVA02",
        verdicts={"EVA02": "violated warning"},
    ),
    Case(
        "final evaluation on the last day",
        (put("documents", "E02", date_transmission="12/12/2019"),),
        verdicts={"EVA02": "satisfied"},
    ),
    Case(
        "final evaluation on the last day of grace",
        (put("documents", "E02", date_transmission="11/01/2020"),),
        verdicts={"EVA02": "satisfied"},
    ),
    Case(
        "final evaluation after the grace",
        (put("documents", "E02", date_transmission="12/01/2020"),),
        verdicts={"EVA02": "satisfied"},
        notices=frozenset({"final-evaluation-late"}),
    ),
    Case(
        "no final evaluation on the last day of grace",
        (drop("documents", "E02"),),
        as_of=on("2020-01-11"),
        verdicts={"EVA02": "pending"},
    ),
    Case(
        "no final evaluation after the grace",
        (drop("documents", "E02"),),
        "EVA02",
        as_of=on("2020-01-12"),
        verdicts={"EVA02": "violated error"},
    ),
    Case(
        "evaluation sent to the three others: the sender counts as served",
        (put("documents", "E01", destinataires="FN ; UPJV-INSSET ; INNOVALTECH"),),
        verdicts={"EVA03 E01": "satisfied"},
    ),
    Case(
        "evaluation not sent to a member",
        (put("documents", "E01", destinataires="CASQ ; FN ; INNOVALTECH"),),
        "EVA03 E01",
        verdicts={"EVA03 E01": "violated error"},
    ),
    Case(
        "evaluation without the financial balance",
        (put("documents", "E02", rubriques="Actions entreprises ; actions a entreprendre"),),
        "EVA03 E02",
        verdicts={"EVA03 E02": "violated warning"},
    ),
]

TERM = [
    Case(
        "action agreed the same day",
        (put("actions", "C01", accord_partenaire_date="21/01/2019"),),
        verdicts={"GOV01 C01": "satisfied"},
    ),
    Case(
        "action agreed the day after",
        (put("actions", "C01", accord_partenaire_date="22/01/2019"),),
        "GOV01 C01",
    ),
    Case("action never agreed", (put("actions", "C01", accord_partenaire_date=""),), "GOV01 C01"),
    Case(
        "renewed by e-mail",
        (add("avenants", id="N01", date="02/12/2019", objet="renouvellement", forme="courriel"),),
        "TRM01 N01",
    ),
    Case(
        "renewed by an express amendment",
        (add("avenants", id="N01", date="02/12/2019", objet="renouvellement", forme="avenant"),),
        verdicts={"TRM01 N01": "satisfied"},
    ),
    Case(
        "renewed for a year: the last period and the last day move",
        (
            add(
                "avenants",
                id="N01",
                date="02/12/2019",
                objet="renouvellement",
                forme="avenant",
                parametre="date_fin",
                valeur="12/12/2020",
            ),
        ),
        "SES02 S6",
        verdicts={
            "TRM01 N01": "satisfied",
            "TRM03 N01": "satisfied",
            "END04": "pending",
            "REP01 P6": "satisfied",
            "REP01 P7": "pending",
            "EVA02": "satisfied",
            "EVA02 Y2": "pending",
        },
    ),
]


def raised(day: str, form: str) -> tuple[Edit, ...]:
    """The endowment raised to 40,000 €, received in full, 36,500 € allocated and 3,500 € returned."""
    return (
        put("attributions", "A18", montant="4 000,00 €"),
        put("versements", "V16", montant="4 000,00 €"),
        pay("V18", "30/10/2019", "CASQ->FN", "5 000,00 €"),
        put("versements", "V17", montant="3 500,00 €"),
        add(
            "avenants",
            id="N01",
            date=day,
            objet="montant",
            forme=form,
            parametre="dotation",
            valeur="40 000,00 €",
        ),
    )


TERM += [
    Case(
        "endowment raised on the day of the decision",
        raised("24/10/2019", "avenant"),
        verdicts={"END01 A18": "satisfied", "END02": "satisfied", "END03": "satisfied"},
    ),
    Case(
        "endowment raised the day after the decision",
        raised("25/10/2019", "avenant"),
        "END01 A18",
        verdicts={"END03": "satisfied"},
    ),
    Case("endowment raised by letter", raised("24/10/2019", "courrier"), "END01 A18, END03, END05 V16"),
]


def fewer(*projects: str) -> tuple[Edit, ...]:
    """Projects that never entered; what P12 received goes to P10."""

    def edit(tables: dict[str, list[dict[str, str]]]) -> None:
        tables["projets"] = [row for row in tables["projets"] if row["code"] not in projects]
        tables["presentations"] = [row for row in tables["presentations"] if row["projet"] not in projects]

    return (edit, put("attributions", "A18", projet="P10"), put("versements", "V16", projet="P10"))


def more(last: int) -> tuple[Edit, ...]:
    """Projects that enter at the last session, up to P20 or P21."""
    codes = [f"P{number}" for number in range(15, last + 1)]
    rows = (
        add(
            "projets",
            code=code,
            porteur="étudiant",
            domaine="tourisme",
            dans_agglomeration="oui",
            session_entree="S6",
        )
        for code in codes
    )
    return (*rows, present("S6", codes))


OBJECTIVES = [
    Case("11 projects", fewer("P12", "P13", "P14"), "OBJ01", verdicts={"OBJ01": "violated warning"}),
    Case("12 projects", fewer("P13", "P14"), verdicts={"OBJ01": "satisfied"}),
    Case("20 projects", more(20), verdicts={"OBJ01": "satisfied"}),
    Case(
        "21 projects",
        more(21),
        verdicts={"OBJ01": "satisfied"},
        notices=frozenset({"more-projects-than-planned"}),
    ),
    Case("11 projects funded", (), "OBJ01", readings={"Q22": "funded"}),
    Case("12 projects completed", (), readings={"Q22": "completed"}, verdicts={"OBJ01": "satisfied"}),
    Case(
        "12 projects completed: one leaves on the last day",
        (put("projets", "P14", date_sortie="12/12/2019"),),
        readings={"Q22": "completed"},
        verdicts={"OBJ01": "satisfied"},
    ),
    Case(
        "11 projects completed: one leaves on the eve",
        (put("projets", "P14", date_sortie="11/12/2019"),),
        "OBJ01",
        readings={"Q22": "completed"},
    ),
    Case(
        "200,000.00 € raised",
        (put("indicateurs", "I11", valeur="35 000,00 €"),),
        verdicts={"OBJ02": "satisfied"},
    ),
    Case("199,999.99 € raised", (put("indicateurs", "I11", valeur="34 999,99 €"),), "OBJ02"),
    Case(
        "the endowment is not investment",
        (put("indicateurs", "I11", origine="Dotation INNOSPRINT"),),
        "OBJ02",
    ),
    Case(
        "raised on the last day",
        (put("indicateurs", "I11", date="12/12/2019"),),
        verdicts={"OBJ02": "satisfied"},
    ),
    Case("raised the day after", (put("indicateurs", "I11", date="13/12/2019"),), "OBJ02"),
    Case(
        "raised the day after, any twelve months",
        (put("indicateurs", "I11", date="13/12/2019"),),
        readings={"Q4": "any_twelve_months"},
        verdicts={"OBJ02": "satisfied"},
    ),
    Case(
        "raised on the anniversary of the first fact, any twelve months",
        (put("indicateurs", "I11", date="21/03/2020"),),
        readings={"Q4": "any_twelve_months"},
        as_of=on("2020-04-01"),
        verdicts={"OBJ02": "satisfied"},
    ),
    Case(
        "raised the day after the anniversary of the first fact, any twelve months",
        (put("indicateurs", "I11", date="22/03/2020"),),
        "OBJ02",
        readings={"Q4": "any_twelve_months"},
        as_of=on("2020-04-01"),
    ),
    Case("one company", (drop("indicateurs", "I08"),), "OBJ03"),
    Case("two companies in one row", (drop("indicateurs", "I08"), put("indicateurs", "I02", valeur="2"))),
    Case("one company of two elsewhere", (put("indicateurs", "I08", dans_agglomeration="non"),), "OBJ03"),
    Case(
        "one company of two elsewhere, measured by the agglomeration",
        (put("indicateurs", "I08", dans_agglomeration="non"),),
        readings={"Q21": "measured"},
        verdicts={"OBJ03": "satisfied"},
    ),
    Case("four jobs", (put("indicateurs", "I12", filiere_locale="non"),), "OBJ04"),
    Case(
        "11.999999 months",
        (put("attestations", "T06", valeur="2,999999"),),
        "HUB02",
        verdicts={"HUB02": "violated notice"},
    ),
    Case("12 months", (put("attestations", "T06", valeur="3"),), verdicts={"HUB02": "satisfied"}),
    Case(
        "meetings not attested",
        (drop("attestations", "T05"),),
        "HUB01",
        verdicts={"HUB01": "violated notice"},
    ),
    Case(
        "attested, whatever the value",
        (put("attestations", "T05", valeur=""),),
        verdicts={"HUB01": "satisfied"},
    ),
    Case(
        "objectives unmet on the last day",
        (drop("indicateurs", "I08 I11 I12"), drop("attestations", "T05 T06")),
        as_of=on("2019-12-12"),
        verdicts={
            "OBJ02": "pending",
            "OBJ03": "pending",
            "OBJ04": "pending",
            "HUB01": "pending",
            "HUB02": "pending",
        },
    ),
    Case(
        "objectives unmet the day after",
        (drop("indicateurs", "I08 I11 I12"), drop("attestations", "T05 T06")),
        "OBJ02, OBJ03, OBJ04, HUB01, HUB02",
        as_of=on("2019-12-13"),
    ),
]

BLANKS = [
    Case(
        "an amount left blank",
        (put("attributions", "A18", montant=""),),
        unknown="END01 A18, PAY01 V16, PAY06 A18, ALC05 S6",
    ),
    Case(
        "an amount left blank, the ceiling broken whatever it is",
        (
            put("attributions", "A17", montant=""),
            put("attributions", "A16", montant="8 000,00 €"),
            put("attributions", "A12", montant="4 000,01 €"),
        ),
        violated="END01 A16, END01 A17, END01 A18, PAY06 A12, PAY06 A16",
        unknown="PAY01 V15, PAY06 A17, ALC05 S6",
    ),
    Case(
        "the day of a decision left blank",
        (put("attributions", "A18", date_decision=""),),
        unknown="ALC01 A18, ALC06 A18, PAY04 V16, DEL04",
        verdicts={"END01 A18": "satisfied", "ALC07 A18": "satisfied", "PAY06 A18": "satisfied"},
    ),
    Case(
        "the day of the second instalment left blank",
        (put("versements", "V09", date=""),),
        unknown=", ".join(("END02, DEL04, " + each("PAY05", "V11 V12 V13 V14 V15 V16"), "PAY05 V17")),
        verdicts={"PAY05 V10": "satisfied", "END03": "satisfied", "END04": "satisfied"},
    ),
    Case(
        "the amount of the second instalment left blank",
        (put("versements", "V09", montant=""),),
        unknown=", ".join(("END02, END03, END04, " + each("PAY05", "V11 V12 V13 V14 V15 V16"), "PAY05 V17")),
    ),
    Case(
        "the direction of a payment left blank",
        (put("versements", "V17", sens=""),),
        unknown="END03, END04, PAY02 V17, PAY03 V17, PAY05 V17, END05 V17, PAY07 V17, PAY08 V17",
        verdicts={"PAY01 V17": "not_applicable", "PAY04 V17": "not_applicable"},
    ),
    Case(
        "the day of the evaluation left blank",
        (put("documents", "E01", date_transmission=""),),
        unknown="EVA01",
    ),
    Case(
        "the day of the evaluation left blank, and it went to two members",
        (put("documents", "E01", date_transmission="", destinataires="CASQ ; FN"),),
        "EVA03 E01",
        "EVA01",
    ),
    Case(
        "the place of a company left blank",
        (put("indicateurs", "I08", dans_agglomeration=""),),
        unknown="OBJ03",
    ),
    Case(
        "the course of a graduate left blank",
        (put("indicateurs", "I12", filiere_locale=""),),
        unknown="OBJ04",
    ),
    Case(
        "the place of a job left blank, one to spare",
        (put("indicateurs", "I12", dans_agglomeration=""), put("indicateurs", "I05", valeur="3")),
        verdicts={"OBJ04": "satisfied"},
    ),
    Case("the months attested left blank", (put("attestations", "T06", valeur=""),), unknown="HUB02"),
    Case("the clause attested left blank", (put("attestations", "T05", clause=""),), unknown="HUB01"),
    Case("the start of an action left blank", (put("actions", "C01", date_engagement=""),), unknown="GOV01 C01"),
    Case(
        "the start of an action left blank, and no agreement",
        (put("actions", "C01", date_engagement="", accord_partenaire_date=""),),
        "GOV01 C01",
    ),
    Case(
        "the form of a renewal left blank",
        (add("avenants", id="N01", date="02/12/2019", objet="renouvellement"),),
        unknown="TRM01 N01",
    ),
    Case(
        "the session of entry left blank",
        (put("projets", "P09", session_entree=""),),
        unknown=each("PRJ03", "S1/P09 S2/P09 S3/P09 S4/P09 S5/P09 S6/P09"),
    ),
    Case(
        "the signature read as the first day and not given",
        (),
        unknown=", ".join(
            (
                "SES01, SES02 S6, END04, EVA01, EVA02, OBJ01, OBJ02, OBJ03, OBJ04, "
                + ", ".join((each("ALC06", DECIDED), each("TRM02", SESSIONS), each("REP01", "P1 P2 P3 P4 P5 P6"))),
                each("PAY06", DECIDED),
                each("PAY07", PAID),
                each("SES02", "S1 S2 S3 S4 S5"),
            )
        ),
        verdicts={"SES04": "satisfied", "REP03 R06": "satisfied", "HUB02": "satisfied", "DEL04": "satisfied"},
        readings={"Q1": "signed_agreement"},
    ),
    Case("no table of amendments", (without("avenants"),), notices=frozenset({"no-amendments-known"})),
    Case("no table of requests", (without("demandes"),)),
    Case("no table of attestations", (without("attestations"),), unknown="HUB01, HUB02"),
    Case("an empty table of attestations", (emptied("attestations"),), "HUB01, HUB02"),
    Case("no table of actions", (without("actions"),), unknown="GOV01"),
    Case("an empty table of actions", (emptied("actions"),)),
    Case("no table of indicators", (without("indicateurs"),), unknown="OBJ02, OBJ03, OBJ04"),
    Case("an empty table of indicators", (emptied("indicateurs"),), "OBJ02, OBJ03, OBJ04"),
    Case(
        "no table of documents",
        (without("documents"),),
        unknown=", ".join(("SES04, REP02, REP03, EVA01, EVA02, EVA03, " + each("REP01", "P1 P2 P3 P4 P5 P6"), "REP04")),
    ),
    Case(
        "an empty table of documents",
        (emptied("documents"),),
        "SES04, EVA01, EVA02, " + each("REP01", "P1 P2 P3 P4 P5 P6"),
    ),
    Case(
        "no table of payments",
        (without("versements"),),
        unknown=", ".join(
            (
                "END02, END03, END04, DEL04, PAY01, PAY02, PAY03, PAY04, PAY05, " + each("PAY06", DECIDED),
                "END05, PAY07, PAY08",
            )
        ),
        verdicts={"END01 A18": "satisfied"},
    ),
    Case(
        "no table of payments, before the deadline",
        (without("versements"),),
        unknown="END03, DEL04, PAY01, PAY02, PAY03, PAY04, PAY05, END05, PAY07, PAY08",
        as_of=on("2019-05-31"),
        verdicts={"END02": "pending", "END04": "pending", "PAY06 A01": "pending"},
    ),
    Case("an empty table of payments", (emptied("versements"),), "END02, " + each("PAY06", DECIDED)),
    Case(
        "no table of presentations",
        (without("presentations"),),
        unknown=", ".join(
            ("PRJ01, PRJ02, OBJ01, " + each("ALC07", DECIDED) + ", " + each("PRJ03", ATTENDED), "OBJ02, OBJ03, OBJ04")
        ),
    ),
    Case(
        "no table of projects",
        (without("projets"),),
        unknown=", ".join(("PRJ03, PRJ04, PRJ05", each("ALC09", DECIDED))),
    ),
    Case(
        "no table of sessions",
        (without("sessions"),),
        unknown=", ".join(
            (
                "SES01, SES02, SES03, TRM02, ALC05, PRJ03, OBJ01, " + each("ALC01", DECIDED),
                "OBJ02, OBJ03, OBJ04",
                each("ALC08", DECIDED),
            )
        ),
        verdicts={"ALC07 A01": "satisfied", "PRJ01 S1/P01": "satisfied", "SES04": "satisfied"},
    ),
    Case(
        "no table of allocations",
        (without("attributions"),),
        unknown=", ".join(
            (
                "END01, ALC01, ALC02, ALC03, ALC04, ALC06, ALC07, PAY06, DEL04, "
                + ", ".join((each("ALC05", SESSIONS), each("PAY01", PAID), each("PAY02", PAID), each("PAY04", PAID))),
                "ALC08, ALC09",
            )
        ),
        verdicts={"END04": "satisfied"},
    ),
    Case("no column of needs", (without_column("attributions", "besoin"),), unknown=each("ALC03", DECIDED)),
    Case(
        "no column of needs, and an objective left blank",
        (put("attributions", "A18", objectif=""), without_column("attributions", "besoin")),
        "ALC03 A18",
        each("ALC03", " ".join(DECIDED.split()[:-1])),
    ),
    Case(
        "no column of statuses: all are decided",
        (drop("attributions", "A04"), without_column("attributions", "statut")),
    ),
    Case(
        "no column of exits",
        (without_column("projets", "date_sortie"),),
        unknown=", ".join((each("PRJ03", ATTENDED + " S4/P06 S5/P06 S6/P06 S6/P05"), each("ALC09", DECIDED))),
    ),
    Case(
        "no column of organisers",
        (without_column("sessions", "co_organisateurs"),),
        unknown=each("SES03", SESSIONS),
    ),
]

SIGNED_IN_JANUARY = (add("convention", cle="date_signature", valeur="10/01/2019"),)

MOMENTS = [
    Case(
        "paid before a decision that has not happened yet",
        (put("versements", "V16", date="10/10/2019"),),
        "PAY04 V16",
        as_of=on("2019-10-15"),
        verdicts={"PAY01 V16": "satisfied", "PAY02 V16": "satisfied", "END01 A18": "not_applicable"},
    ),
    Case(
        "a row proposed in the dossier is judged the evening before",
        (allocate("A19", "S4", "20/06/2019", "P02", "19 000,01 €", statut="proposée", decideurs=""),),
        "END01 A19",
        as_of=on("2019-06-19"),
        verdicts={"ALC02 A19": "pending", "ALC07 A19": "satisfied", "PAY06 A19": "not_applicable"},
    ),
    Case(
        "a row proposed in the dossier still counts afterwards",
        (allocate("A19", "S4", "20/06/2019", "P02", "19 000,01 €", statut="proposée"),),
        each("END01", "A19 A12 A13 A14 A15 A16 A17 A18"),
        verdicts={"END04": "satisfied"},
    ),
    Case(
        "a decision of tomorrow has not happened",
        (put("attributions", "A12", besoin="", decideurs="FN", montant="900 000,00 €"),),
        as_of=on("2019-08-28"),
        verdicts={"ALC03 A12": "not_applicable", "END01 A12": "not_applicable"},
    ),
    Case(
        "seven sessions, six reports, one due for each",
        session_7("12/12/2019"),
        "REP01 P7, PAY05 V17",
        readings={"Q15": "per_session"},
        verdicts={"REP01 P6": "satisfied"},
    ),
    Case(
        "signed in January, and the signature read as the first day",
        SIGNED_IN_JANUARY,
        "SES02 S6, EVA01, EVA02",
        readings={"Q1": "signed_agreement"},
        verdicts={"EVA01": "violated warning", "EVA02": "violated warning", "REP01 P4": "satisfied"},
    ),
    Case("signed in January", SIGNED_IN_JANUARY, verdicts={"ALC06 A01": "satisfied"}),
    Case(
        "given back on a day left blank",
        (*OVER_BY_500, pay("V18", "", "projet->FN", "500,00 €", "P01", "A07")),
        "",
        "END01 A18, DEL04, END05 V16, PAY05 V16, PAY08 V18",
    ),
    Case(
        "neither a session of entry nor a presentation tells which session is the first",
        (
            put("projets", "P14", session_entree=""),
            drop("presentations", "S5/P14 S6/P14"),
            allocate("A19", "S6", "24/10/2019", "P14", "500,00 €", evaluation_avancees=""),
            pay("V18", "04/11/2019", "FN->projet", "500,00 €", "P14", "A19"),
        ),
        "ALC04 A19, ALC07 A19, PAY05 V17",
        each("PRJ03", "S1/P14 S2/P14 S3/P14 S4/P14 S5/P14 S6/P14"),
        verdicts={"ALC04 A19": "violated warning"},
    ),
]

CASES = [
    *ENDOWMENT, *DATES, *SESSIONS_CASES, *DECISIONS, *PAYMENTS, *PROJECTS, *REPORTS, *EVALUATIONS, *TERM,
    *OBJECTIVES, *BLANKS, *MOMENTS,
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_what_one_change_breaks(case: Case) -> None:
    before = judged(sample(), case.as_of)
    after = judged(edited(*case.edits), case.as_of, **case.readings)
    assert pairs(after, "violated") ^ pairs(before, "violated") == read(case.violated)
    assert pairs(after, "unknown") ^ pairs(before, "unknown") == read(case.unknown)
    found = {pair: verdict(after, *pair.split()) for pair in case.verdicts}
    assert found == case.verdicts
    assert case.notices <= notices(after)
    late = {"mid-term-evaluation-late", "final-evaluation-late", "more-projects-than-planned"}
    assert not (late - case.notices) & notices(after)


def test_a_blank_cell_silences_no_rule() -> None:
    usual = {(f.rule, f.subject.id) for f in judged(sample()).findings}
    blanked = [case for case in BLANKS if all(edit.__qualname__.startswith("put.") for edit in case.edits)]
    assert len(blanked) > 10
    for case in blanked:
        found = {(f.rule, f.subject.id) for f in judged(edited(*case.edits), case.as_of).findings}
        assert usual <= found, case.name


@pytest.mark.parametrize(
    ("as_of", "reachable"),
    [("2019-12-10", True), ("2019-12-11", False), ("2019-12-12", False), ("2019-06-19", True)],
)
def test_whether_five_sessions_can_still_be_held(as_of: str, reachable: bool) -> None:
    found = judged(edited(*IN_JANUARY), on(as_of)).find("SES01", "Y1")
    assert found is not None
    assert (found.verdict, found.due, found.reachable) == ("pending", on("2019-12-12"), reachable)


@pytest.mark.parametrize(
    ("name", "rule", "subject", "readings"),
    [
        ("given back on the eve of the decision", "END01", "A18", "Q9=gross violated"),
        (
            "session and decision on the anniversary",
            "ALC06",
            "A19",
            "Q1=publication violated, Q2=eve violated",
        ),
        ("decided on the eve of the first day", "ALC06", "A19", "Q1=publication satisfied"),
        ("decided outside a session, ratified later", "ALC01", "A14", "Q5=ratify satisfied"),
        ("kept by Faubourg Numérique", "PAY03", "V18", "Q8=running_costs satisfied"),
        ("decided and never paid", "END04", None, "Q10=decided satisfied"),
        ("paid on 31 May", "END02", None, "Q3=start violated"),
        ("one company of two elsewhere", "OBJ03", "Y1", "Q21=measured satisfied"),
        ("no heading on funding", "REP02", "R03", ""),
        ("progress not evaluated at the first session", "ALC04", "A01", ""),
        ("the whole endowment in one session", "ALC05", "S6", ""),
        ("another field", "PRJ05", "P03", ""),
    ],
)
def test_contested_readings(name: str, rule: str, subject: str | None, readings: str) -> None:
    case = next(case for case in CASES if case.name == name)
    found = judged(edited(*case.edits), case.as_of).find(rule, subject)
    assert found is not None
    contested = sorted(f"{each.reading}={each.value} {each.verdict}" for each in found.contested)
    assert contested == [each.strip() for each in readings.split(",") if each]


@pytest.mark.parametrize(
    ("edit", "word"),
    [
        (put("attributions", "A01", montant="-1,00 €"), "-1,00"),
        (put("attributions", "A01", projet="P99"), "P99"),
        (put("attributions", "A01", session="S9"), "S9"),
        (put("attributions", "A01", statut="perdue"), "perdue"),
        (put("attributions", "A01", date_decision="31/02/2019"), "31/02/2019"),
        (put("attributions", "A02", id="A01"), "A01"),
        (put("attributions", "A02", id=""), "id"),
        (put("presentations", "S1/P02", projet="P01"), "P01"),
        (put("presentations", "S1/P02", projet=""), "presentations"),
        (put("projets", "P14", code=" "), "code"),
        (put("versements", "V02", allocation="A99"), "A99"),
        (put("versements", "V02", sens="FN->lune"), "FN->lune"),
        (put("documents", "X01", en_reponse_a="R99"), "R99"),
        (put("convention", "dotation", valeur="40 000,00 €"), "40"),
        (put("convention", "presents", valeur="37"), "37"),
        (put("convention", "pour", valeur="33"), "33"),
        (put("convention", "date_reception_prefet", valeur="13/12/2018"), "date_reception_prefet"),
    ],
)
def test_what_cannot_be_is_an_input_error(edit: Edit, word: str) -> None:
    """No verdict: the mistake is told with its value or its place."""
    with pytest.raises((InputError, ValidationError)) as caught:
        judged(edited(edit))
    assert word in str(caught.value)


def test_an_express_amendment_allows_the_endowment_that_it_sets() -> None:
    typed = put("convention", "dotation", valeur="40 000,00 €")
    report = judged(edited(*raised("24/10/2019", "avenant"), typed))
    assert pairs(report, "violated") == pairs(judged(sample()), "violated")
    with pytest.raises(InputError):
        judged(edited(*raised("24/10/2019", "courriel"), typed))
