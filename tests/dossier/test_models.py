"""Dossiers built from Python: typed, located, equal by content, every fault told at once."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import Any

import pytest
from pydantic import ValidationError

from innosprint_rules.dossier import Allocation, Dossier, Indicator

PROJECTS = [{"code": "P01"}, {"code": "P02"}]


def faults(data: dict[str, Any]) -> list[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(ValidationError) as caught:
        Dossier.model_validate(data)
    return [(error["type"], error["loc"]) for error in caught.value.errors()]


def test_french_headers_or_names_in_code() -> None:
    french = Dossier.model_validate(
        {"Attributions": [{"ID": "A01", "Montant (€)": "1 500,00 €", "Date décision": "31/05/2019"}]}
    )
    english = Dossier.model_validate({"allocations": [{"id": "A01", "amount": "1500.00", "decided_on": "2019-05-31"}]})
    assert french == english
    assert hash(french) == hash(english)
    assert french.digest == english.digest
    assert french.allocations is not None
    row = french.allocations[0]
    assert (row.amount, row.decided_on, row.status) == (150_000, dt.date(2019, 5, 31), "décidée")
    assert row.identity == "A01"
    assert row.location("amount").column == "Attributions[0].Montant (€)"
    assert french.columns("allocations") == {"id", "amount", "decided_on"}
    assert row.columns == french.columns("allocations")
    assert not row.from_proposal


def test_rows_and_dossiers_are_immutable() -> None:
    dossier = Dossier.model_validate({"projets": PROJECTS})
    with pytest.raises(ValidationError):
        dossier.projects = None  # type: ignore[misc]  # what must fail
    with pytest.raises(ValidationError):
        Allocation.model_validate({"id": "A01"}).amount = 1  # type: ignore[misc]  # what must fail


def test_absent_empty_blank() -> None:
    dossier = Dossier.model_validate({"sessions": [], "projects": [{"code": "P01", "left_on": None}, {"code": "P02"}]})
    assert dossier.rows("payments") is None
    assert dossier.is_open("payments")
    assert dossier.rows("sessions") == ()
    assert not dossier.is_open("sessions")
    assert dossier.columns("sessions") == {"code", "held_on", "place", "co_organisers", "members_present"}
    assert dossier.columns("projects") == {"code", "left_on"}
    assert dossier.columns("payments") == frozenset()


def test_every_fault_at_once() -> None:
    assert faults(
        {
            "projets": [*PROJECTS, {"titre": "sans code"}],
            "attributions": [
                {"id": "A01", "montant": "1,234", "projet": "P09", "statut": "votée"},
                {"id": "a01", "date_decision": "31/02/2019"},
            ],
        }
    ) == [
        ("key-blank", ("projets", 2, "code")),
        ("unknown-reference", ("attributions", 0, "projet")),
        ("amount-ambiguous", ("attributions", 0, "montant")),
        ("choice-unknown", ("attributions", 0, "statut")),
        ("duplicate-identity", ("attributions", 1, "id")),
        ("date-impossible", ("attributions", 1, "date_decision")),
    ]


def test_errors_carry_both_languages() -> None:
    with pytest.raises(ValidationError) as caught:
        Dossier.model_validate({"attributions": [{"id": "A01", "montant": "3 5 000"}]})
    error = caught.value.errors()[0]
    assert error["input"] == "3 5 000"
    assert error["ctx"]["message_fr"].startswith("«\u00a03 5 000\u00a0» a des espaces")
    assert error["ctx"]["hint_en"] == "write an amount like 1234.56 or 1 234,56"
    assert error["msg"].startswith("“3 5 000” has spaces")
    assert '"amount-grouping"' in caught.value.json()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"projets": [{"code": "P01"}], "projects": []}, "duplicate-table"),
        ({"projets": {"code": "P01"}}, "table-shape"),
        ({"projets": "P01"}, "table-shape"),
        ({"projets": ["P01"]}, "row-shape"),
        ({"projet": [{"titre": "x"}]}, "key-column-missing"),
        ({"atributions": [{"id": "A01"}]}, "unknown-table"),
        ({"projets": [{"code": "P01", "Code ": "P02"}]}, "duplicate-column"),
        ({"projets": [{"code": "P01", "": "x"}]}, "cell-without-header"),
        ({"attributions": [{"id": "A01", "montant (k€)": "35"}]}, "header-unit"),
        ({"presentations": [{"session": "S1", "projet": " "}]}, "key-blank"),
        ({"presentations": [{"session": "S1"}]}, "key-column-missing"),
        (
            {"presentations": [{"session": "S1", "projet": "P01"}, {"session": "s1", "projet": "p01"}]},
            "duplicate-presentation",
        ),
        ({"projets": [], "versements": [{"id": "V1", "projet": "P01"}]}, "unknown-reference"),
        (
            {"attributions": [{"id": "A1"}], "versements": [{"id": "V1", "attribution": "A2"}]},
            "unknown-reference",
        ),
        ({"documents": [{"id": "D1", "en_reponse_a": "D2"}]}, "unknown-reference"),
        ({"avenants": [{"id": "N1", "parametre": "dotation", "valeur": " "}]}, "value-missing"),
        ({"demandes": [{"id": "D1", "note_besoin": 6}]}, "score-out-of-range"),
        ({"indicateurs": [{"id": "I1", "indicateur": "emploi", "valeur": "2,5"}]}, "number-not-whole"),
        (
            {"indicateurs": [{"id": "I1", "indicateur": "investissement_capte", "valeur": "x"}]},
            "amount-unreadable",
        ),
        ({"avenants": [{"id": "N1", "parametre": "date_fin", "valeur": "35000"}]}, "date-unreadable"),
        ({"attestations": [{"id": "T1", "clause": "c23", "valeur": "un an"}]}, "decimal-unreadable"),
        ({"convention": {"dotation": "beaucoup"}}, "amount-unreadable"),
        ({"convention": {"dotation": 1, "Dotation ": 2}}, "duplicate-column"),
        ({"convention": [{"dotation": 1}]}, "row-shape"),
        ({"attributions": [{"id": "Total", "montant": 1, "besoin": "x"}, {"id": "A1", "montant": 1}]}, "row-unclear"),
        ({"projets": [{"code": "P01", "note\ud800": "x"}]}, "text-unreadable"),
        ({"projets": [{"code": "P01", "note": {"a": 1}}]}, "text-unreadable"),
    ],
)
def test_what_cannot_be(data: dict[str, Any], code: str) -> None:
    assert [found for found, _ in faults(data)] == [code]


def test_references_take_the_spelling_of_the_row_they_name() -> None:
    dossier = Dossier.model_validate({"projets": PROJECTS, "attributions": [{"id": "A1", "projet": "p02"}]})
    assert dossier.allocations is not None
    assert dossier.allocations[0].project == "P02"
    without = Dossier.model_validate(
        {"attributions": [{"id": "A1", "projet": "p02"}], "versements": [{"id": "V1", "projet": "P02"}]}
    )
    assert without.payments is not None
    assert without.payments[0].project == "p02"


def test_values_follow_what_their_row_says() -> None:
    dossier = Dossier.model_validate(
        {
            "indicateurs": [
                {"id": "I1", "indicateur": "investissement_capte", "valeur": "90 k€"},
                {"id": "I2", "indicateur": "emploi", "valeur": "3"},
                {"id": "I3", "indicateur": "", "valeur": "12"},
                {"id": "I4", "indicateur": "", "valeur": "12,50"},
            ],
            "avenants": [
                {"id": "N1", "parametre": "Dotation", "valeur": "40 000 €"},
                {"id": "N2", "parametre": "date fin", "valeur": "31/12/2020"},
                {"id": "N3", "parametre": "siège", "valeur": "INSSET"},
            ],
            "attestations": [
                {"id": "T1", "clause": "c23", "valeur": "11,5"},
                {"id": "T2", "clause": "C22", "valeur": "bail signé"},
                {"id": "T3", "clause": "", "valeur": "6"},
            ],
        }
    )
    assert dossier.indicators is not None
    assert [(row.amount, row.number) for row in dossier.indicators] == [
        (9_000_000, None), (None, 3), (1_200, 12), (1_250, None),
    ]  # fmt: skip
    assert dossier.amendments is not None
    assert [(row.amount, row.last_day) for row in dossier.amendments] == [
        (4_000_000, None), (None, dt.date(2020, 12, 31)), (None, None),
    ]  # fmt: skip
    assert dossier.attestations is not None
    assert [row.fte_months for row in dossier.attestations] == [11_500_000, None, 6_000_000]
    assert [notice.code for notice in dossier.notices] == ["unknown-parameter"]
    assert Indicator(id="I9", indicator="emploi", value="2").number == 2


def test_notices() -> None:
    dossier = Dossier.model_validate(
        {
            "attributions": [
                {"id": "A1", "montant": 0, "montnt": "x"},
                {"id": "A2", "montant": 5, "montnt": "y"},
                {"id": "Total", "montant": 5, "montnt": None},
            ],
            "description": "essai",
        }
    )
    assert [notice.code for notice in dossier.notices] == [
        "unknown-column", "row-left-out", "unknown-table", "zero-amount",
    ]  # fmt: skip
    assert "vouliez-vous dire « montant »" in dossier.notices[0].message.fr
    assert dossier.allocations is not None
    assert dossier.allocations[0].model_extra == {"montnt": "x"}


def test_convention_as_mapping_or_pairs() -> None:
    mapping = Dossier.model_validate({"convention": {"dotation": "35 k€", "Date publication": "11/12/2018"}})
    pairs = Dossier.model_validate(
        {
            "convention": [
                {"clé": "dotation", "valeur": 35000},
                {"clé": "published_on", "valeur": "2018-12-11"},
            ]
        }
    )
    assert mapping == pairs
    assert mapping.convention is not None
    assert mapping.convention.endowment == 3_500_000
    assert mapping.columns("convention") == {"endowment", "published_on"}
    assert mapping.rows("convention") == (mapping.convention,)


def test_a_dump_reads_back() -> None:
    dossier = Dossier.model_validate(
        {
            "convention": {"dotation": "35 k€"},
            "attributions": [{"id": "A01", "montant": "0,01", "decideurs": "CASQ; FN", "note": "x"}],
        }
    )
    assert Dossier.model_validate(dossier.model_dump()) == dossier
    assert Dossier.model_validate_json(dossier.model_dump_json()).digest == dossier.digest
    assert Dossier(allocations=dossier.allocations, convention=dossier.convention).digest == dossier.digest
    assert Dossier.model_validate(dossier) is dossier


def test_importing_is_light() -> None:
    code = "import sys, innosprint_rules.dossier as d; print({'pandas', 'numpy', 'babel'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
