"""What is left blank, and the moment at which the year is judged."""

from __future__ import annotations

from tests.acceptance.boundaries.case import ATTENDED, DECIDED, OVER_BY_500, PAID, SESSIONS, Case, each, on
from tests.acceptance.boundaries.sessions import session_7
from tests.acceptance.year import (
    add,
    allocate,
    drop,
    emptied,
    pay,
    put,
    without,
    without_column,
)

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
