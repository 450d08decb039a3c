"""What is reported, when and to whom, and the two evaluations."""

from __future__ import annotations

from tests.acceptance.boundaries.case import Case, on
from tests.acceptance.year import (
    M4,
    add,
    drop,
    put,
)

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
