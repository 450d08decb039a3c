"""What a decision and a project must hold."""

from __future__ import annotations

from tests.acceptance.boundaries.case import DECIDED, NOTHING_TO_RETURN, PAID, Case, each, on
from tests.acceptance.year import (
    allocate,
    drop,
    put,
)

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
