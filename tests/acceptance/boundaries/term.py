"""The end of the term, amendments of the endowment, and the objectives."""

from __future__ import annotations

from tests.acceptance.boundaries.case import Case, on
from tests.acceptance.year import (
    Edit,
    add,
    drop,
    pay,
    present,
    put,
)

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
