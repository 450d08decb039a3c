"""Rows as they come in: totals, headers again, notes, other separators; no row of money is lost without a word."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from innosprint_rules.dossier import read_dossier
from tests.dossier.entrance.files import AMOUNTS, HEADER, ROWS, codes, folder, payments, refusal


@pytest.mark.parametrize(
    ("line", "separator"),
    [("V3,24/05/2019,CASQ->FN,,,1.00,c", ";"), ("V3\t24/05/2019\tCASQ->FN\t\t\t1.00\tc", ";"),
     ("V3;24/05/2019;CASQ->FN;;;1,00;c", ",")],
)  # fmt: skip
def test_a_row_parted_by_another_separator_is_refused(tmp_path: Path, line: str, separator: str) -> None:
    text = (HEADER + "V1;08/02/2019;CASQ->FN;;;20000.00;a\n").replace(";", separator)
    error = refusal(tmp_path, versements=f"{text}{line}\n")
    assert (codes(error)[0], error.problems[0].location.row) == ("other-separator", 3)


def test_a_note_with_commas_is_no_row(tmp_path: Path) -> None:
    dossier = payments(tmp_path, HEADER + ROWS + "NB : avance, solde, reliquat, intérêts et frais;;;;;;\n")
    assert [notice.code for notice in dossier.notices] == ["row-left-out"]


def test_a_total_above_its_rows_is_not_compared_with_none(tmp_path: Path) -> None:
    dossier = payments(tmp_path, HEADER + "Total;;;;;34 999,50;\n" + ROWS)
    assert [notice.code for notice in dossier.notices] == ["row-left-out"]


# rows that are no data -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "again",
    [
        HEADER, HEADER.upper(), "\ufeff" + HEADER, "id;date;sens;;;montant;\n",
        "id;paid_on;direction;project;allocation;amount;label\n", "Versements (suite);;;;;;\n" + HEADER,
    ],
)  # fmt: skip
def test_headers_repeated_in_the_table_are_left_out_and_quoted(tmp_path: Path, again: str) -> None:
    one, two = ROWS.splitlines()
    dossier = payments(tmp_path, HEADER + one + "\n" + again + two + "\n")
    assert [row.amount for row in dossier.payments or ()] == AMOUNTS
    assert {notice.code for notice in dossier.notices} == {"row-left-out"}
    assert "« " in dossier.notices[0].message.fr


@pytest.mark.parametrize(
    ("again", "code"),
    [
        ("id;montant;date;sens;;;\n", "headers-differ"), ("projet;montant;;;;;\n", "headers-differ"),
        (HEADER.replace("montant", "montant (k€)"), "header-unit"),
    ],
)  # fmt: skip
def test_other_headers_in_the_table_are_refused(tmp_path: Path, again: str, code: str) -> None:
    error = refusal(tmp_path, versements=HEADER + ROWS + again + "V3;24/05/2019;autre;;;1;c\n")
    assert codes(error)[0] == code
    assert error.problems[0].location.row == 4


@pytest.mark.parametrize(
    ("label", "amount", "notices"),
    [
        ("Montant total", "34 999,50", ["row-left-out"]),
        ("TOTAL GÉNÉRAL DES VERSEMENTS DE L'ANNÉE 2019 AU TITRE DE LA CONVENTION", "34999.50", ["row-left-out"]),
        ("Cumul", "34 999,49", ["row-left-out", "sum-disagrees"]),
        ("Sous-total", "1", ["row-left-out", "sum-disagrees"]),
        ("Reste à attribuer", "0,50", ["row-left-out"]),
        ("Solde au 30/06/2019", "-12", ["row-left-out"]),
        ("NB : les montants sont provisoires", "", ["row-left-out"]),
        ("Session du 5 février", "", ["row-left-out"]),
        ("* hors frais", "", ["row-left-out"]),
    ],
)
def test_a_row_that_cannot_be_data_is_left_out_and_quoted(
    tmp_path: Path, label: str, amount: str, notices: list[str]
) -> None:
    dossier = payments(tmp_path, HEADER + ROWS + f"{label};;;;;{amount};\n")
    assert [row.amount for row in dossier.payments or ()] == AMOUNTS
    assert [notice.code for notice in dossier.notices] == notices
    told = dossier.notices[0]
    assert label in told.message.fr
    assert amount in told.message.en
    assert told.location.row == 4
    assert ("somme des lignes" in told.message.fr) == amount.startswith("34999.50") or amount == "34 999,50"
    if "sum-disagrees" in notices:
        assert "34\u202f999,50\u00a0€" in dossier.notices[1].message.fr
        assert "€34,999.50" in dossier.notices[1].message.en


def test_subtotals_are_sums_since_the_one_before(tmp_path: Path) -> None:
    one, two = ROWS.splitlines()
    rows = [one, "Sous-total 2018;;;;;20000;", two, "Sous-total 2019;;;;;14999,50;", "Total;;;;;34 999,50;"]
    dossier = payments(tmp_path, HEADER + "\n".join(rows))
    assert [notice.code for notice in dossier.notices] == ["row-left-out"] * 3
    assert all("somme des lignes" in notice.message.fr for notice in dossier.notices)


@pytest.mark.parametrize(
    "row",
    [
        "2019;;;;;;", "S4;;;;;;", "W3;;;;;500;", "V3 bis;;;;;500;", "Total;01/06/2019;CASQ->FN;;;500;c",
        "Total;;;P1;;500;",
    ],
)  # fmt: skip
def test_a_row_that_may_be_either_is_refused(tmp_path: Path, row: str) -> None:
    (problem,) = refusal(tmp_path, versements=HEADER + ROWS + row + "\n").problems
    assert (problem.code, problem.location.row) == ("row-unclear", 4)
    assert problem.hint is not None


@pytest.mark.parametrize(
    "row", ["V3;;;;;500;", "V3;;;;;;", "v-3;08/02/2019;CASQ->FN;;;500;", "X;08/02/2019;autre;;;5;"]
)
def test_a_row_that_is_data_is_kept(tmp_path: Path, row: str) -> None:
    dossier = payments(tmp_path, HEADER + ROWS + row + "\n")
    assert len(dossier.payments or ()) == 3
    assert [notice.code for notice in dossier.notices] == []


@pytest.mark.parametrize("row", [";;;;;500;", ";;;;;34999,50;", ";;;;;500;acompte", ";08/02/2019;;;;500;"])
def test_money_without_an_identifier_is_refused(tmp_path: Path, row: str) -> None:
    assert codes(refusal(tmp_path, versements=HEADER + ROWS + row + "\n")) == ["key-blank"]


def test_names_as_identifiers_are_data(tmp_path: Path) -> None:
    text = "code;titre;porteur;domaine\nCapteurs;x;entrepreneur;industrie\nServeur;y;étudiant;commerce\nDrone;;;\n"
    dossier = read_dossier(folder(tmp_path, projets=text))
    assert [row.code for row in dossier.projects or ()] == ["Capteurs", "Serveur", "Drone"]


def test_two_payments_alike_but_for_their_id_are_told(tmp_path: Path) -> None:
    dossier = payments(
        tmp_path, HEADER + ROWS + "V3;24/05/2019;CASQ->FN;;;14999,50;b\nV4;24/05/2019;CASQ->FN;;;14999,50;c\n"
    )
    assert [notice.code for notice in dossier.notices] == ["possible-duplicate"]
    assert "« V3 »" in dossier.notices[0].message.fr
    assert (dossier.payments or ())[2].amount == int(Decimal("14999.50") * 100)


def test_totals_of_a_long_table_are_summed_once(tmp_path: Path) -> None:
    rows = [f"V{n};08/02/2019;autre;1;x{n}\n" for n in range(20_000)]
    totals = "".join(f"Total {'abcdefghij'[n % 10]};;;20000;\n" for n in range(2_000))
    dossier = payments(tmp_path, "id;date;sens;montant;libelle\n" + "".join(rows) + totals)
    assert len(dossier.payments or ()) == 20_000
    assert [notice.code for notice in dossier.notices] == ["row-left-out"] * 2_000
    assert all("somme des lignes" in notice.message.fr for notice in dossier.notices)
