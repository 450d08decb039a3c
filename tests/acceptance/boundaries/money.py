"""What the endowment, the ceiling and the payments allow, to the cent and the day."""

from __future__ import annotations

from tests.acceptance.boundaries.case import FULL, NOTHING_TO_RETURN, OVER_BY_500, Case, on
from tests.acceptance.year import (
    allocate,
    drop,
    pay,
    put,
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
