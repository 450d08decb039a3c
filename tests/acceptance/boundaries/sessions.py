"""The days of the agreement, and the sessions: how many, how far apart, with whom."""

from __future__ import annotations

from tests.acceptance.boundaries.case import STILL_THERE, Case, on
from tests.acceptance.year import M4, Edit, absent, add, allocate, drop, held, pay, present, put, without


def session_7(day: str) -> tuple[Edit, ...]:
    """A seventh session with one allocation, paid the same day."""
    return (
        add("sessions", code="S7", date=day, co_organisateurs=M4, membres_presents=M4),
        present("S7", STILL_THERE),
        allocate("A19", "S7", day, "P03", "500,00 €"),
        pay("V18", day, "FN->projet", "500,00 €", "P03", "A19"),
    )


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
