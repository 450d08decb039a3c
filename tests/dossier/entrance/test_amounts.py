"""Amounts as they come in: parted by their comma, in another unit, beside no money: read or refused."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innosprint_rules.dossier import Dossier, read_dossier
from innosprint_rules.errors import DossierError
from tests.dossier.entrance.files import AMOUNTS, COMMAS, HEADER, ROWS, codes, folder, payments, refusal
from tests.profiles import examples

# commas and quotes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        "V1,08/02/2019,CASQ->FN,,,20 000,50,",
        "V1,08/02/2019,CASQ->FN,,,20000,50,dotation",
        "V1,08/02/2019,CASQ->FN,,,20 000,50 €,dotation",
        "V1,08/02/2019,CASQ->FN,,,20 000,5,",
        "V1,08/02/2019,CASQ->FN,,,20,000.50,dotation",
        "V1,08/02/2019,CASQ->FN,,,20,000,dotation",
        "V1,08/02/2019,CASQ->FN,,,20 000,50",  # the last cell is not written: its place is taken by the cents
    ],
)
def test_an_amount_parted_by_its_comma_is_refused(tmp_path: Path, row: str) -> None:
    (problem,) = refusal(tmp_path, versements=COMMAS + row + '\nV2,24/05/2019,CASQ->FN,,,"14 999,50",x\n').problems
    assert (problem.code, problem.location.row, problem.location.column) == ("decimal-comma", 2, "montant")
    assert "« 20" in problem.message.fr


@pytest.mark.parametrize(
    "row",
    [
        'V1,08/02/2019,CASQ->FN,,,"20 000,50",dotation',
        'V1,08/02/2019,CASQ->FN,,,"20 000,50",',
        "V1,08/02/2019,CASQ->FN,,,20000.50,dotation",
        "V1,08/02/2019,CASQ->FN,,,20000.50,dotation,,,",
        "V1,08/02/2019,CASQ->FN,,,20000.50,12 rue",
        'V1,08/02/2019,CASQ->FN,,,20000.50,"deux\nlignes, et encore"',
    ],
)
def test_an_amount_with_its_comma_in_quotes_is_read(tmp_path: Path, row: str) -> None:
    assert [row.amount for row in payments(tmp_path, COMMAS + row + "\n").payments or ()] == [2_000_050]


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        (["V1,08/02/2019,CASQ->FN,20000,50"], False),
        (["V1,08/02/2019,CASQ->FN,20000,50", "V2,08/02/2019,FN->projet,5,P1,A1,x"], False),
        (["V1,08/02/2019,CASQ->FN,20000,50", "V2,08/02/2019,FN->projet,5,51,A1,x"], True),
        (["V1,08/02/2019,CASQ->FN,20000,50,,"], True),
        (["V1,08/02/2019,CASQ->FN,20000.00,50"], True),
        (["V1,08/02/2019,CASQ->FN,20000,P50"], True),
    ],
)
def test_cents_in_the_place_of_a_project_are_refused(tmp_path: Path, rows: list[str], read: bool) -> None:
    text = "id,date,sens,montant,projet,allocation,libelle\n" + "\n".join(rows)
    if read:
        assert (payments(tmp_path, text).payments or ())[0].amount == 2_000_000
    else:
        assert codes(refusal(tmp_path, versements=text)) == ["decimal-comma"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("cle,valeur\ndotation,35000,00\n", "decimal-comma"),
        ("cle,valeur\ndotation,35 000,50\n", "decimal-comma"),
        ("cle;valeur\ndotation;35000;50\n", "cell-without-header"),
        ("cle;valeur;cle;valeur\ndotation;35000;quorum;39\n", "duplicate-column"),
    ],
)
def test_nothing_beside_a_value_is_lost(tmp_path: Path, text: str, code: str) -> None:
    assert codes(refusal(tmp_path, convention=text)) == [code]


def test_a_remark_beside_a_value_is_no_fault(tmp_path: Path) -> None:
    text = "cle;valeur;remarque\ndotation;35000;voir l'article 3\n"
    assert read_dossier(folder(tmp_path, convention=text)).notices == ()


def test_a_score_after_an_amount_is_no_cents(tmp_path: Path) -> None:
    text = "id,session,projet,montant_demande,montant_minimum,note_besoin,note_objectifs\nD1,S1,P1,5000,3000,4,5\n"
    dossier = read_dossier(folder(tmp_path, demandes=text + "\n" * 3))
    assert [(row.requested, row.minimum, row.need_score) for row in dossier.requests or ()] == [(500_000, 300_000, 4)]
    assert codes(refusal(tmp_path, demandes=text.replace(",4,5", ",00,4,"))) == ["decimal-comma"]


@pytest.mark.parametrize(
    "rows",
    [
        'V1;08/02/2019;CASQ->FN;;;20000;"dotation\nV2;24/05/2019;CASQ->FN;;;14999;solde"\nV3;24/05/2019;CASQ->FN;;;1;x\n',
        'V1;08/02/2019;"CASQ->FN;;;20000;a\nV2;24/05/2019;CASQ->FN";;;14999;solde\n',
        'V1;08/02/2019;CASQ->FN;;;20000;"a\nV2;24/05/2019;CASQ->FN;;;1;b\nV3;24/05/2019;CASQ->FN;;;2;c"\n',
    ],
)
def test_a_quote_that_swallows_a_row_is_refused_with_both_lines(tmp_path: Path, rows: str) -> None:
    error = refusal(tmp_path, versements=HEADER + rows)
    assert codes(error)[0] == "row-in-a-cell"
    assert "line 2" in str(error)
    assert "line 3" in str(error)


def test_line_breaks_and_separators_in_a_cell_are_text(tmp_path: Path) -> None:
    dossier = payments(tmp_path, HEADER + 'V1;08/02/2019;CASQ->FN;;;20000;"un ; deux\ntrois ; quatre ;\ncinq"\n')
    assert [row.label for row in dossier.payments or ()] == ["un ; deux\ntrois ; quatre ;\ncinq"]


@pytest.mark.parametrize(
    "content",
    [
        ("\ufeff" * 2 + HEADER + ROWS).encode(),
        ("\ufeff" * 3 + HEADER + ROWS).encode(),
        ("ï»¿" + HEADER + ROWS).encode(),
        (HEADER + ROWS).encode("utf-16"),
        ("\ufeff" + HEADER + ROWS).encode("utf-16-be"),
        re.sub(r"[^;\n]+", r'"\g<0>"', HEADER + ROWS).replace(";", "; ").encode(),
        ("sep=;\n" + HEADER + ROWS).encode(),
        (HEADER + ROWS).replace("\n", ";;;\n").encode() + b";;;;;;;;;\n" * 40,
        (HEADER.replace("montant", "montant €") + ROWS).encode(),
        (HEADER.replace("montant", "Montant en €") + ROWS).encode(),
        (HEADER.replace("montant", "Montant (en euros)") + ROWS).encode(),
        (HEADER + ROWS.replace("2019;", "2019 ;").replace(";a", ";a\u200b")).encode(),
        (HEADER + ROWS.replace("14 999,50", "14.999,50 €").replace("20 000,00", "20 000 EUR")).encode(),
        ("Versements;2018-2019;;;;;\nSession;S4;Montant;;;;\n;;;;;;\n" + HEADER + ROWS).encode(),
        ("Dotation de 35 k€, soit 80 % du total;;;;;;\n" + HEADER + ROWS).encode(),
    ],
)
def test_one_table_in_many_forms(tmp_path: Path, content: bytes) -> None:
    dossier = payments(tmp_path, content)
    assert [row.amount for row in dossier.payments or ()] == AMOUNTS
    assert [(row.label, row.paid_on) for row in dossier.payments or ()] == [
        ("a", dt.date(2019, 2, 8)), ("b", dt.date(2019, 5, 24)),
    ]  # fmt: skip


# units and moneys ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    ["montant (k€)", "montant k€", "montant en k€", "Montant (en milliers d'euros)", "montant (CHF)", "montant ($)",
     "montant (%)", "montant en dollars", "montant USD", "montant (£)", "montant en centimes", "montant M€",
     "montant HT (k€)", "montant (k€ TTC)", "montant k€ (HT)", "montant : k€", "montant-k€", "montant/k€",
     "montant (x1000)", "Montant (en € x 1 000)", "montant (pts)", "montant (unités)", "montant (DHS)",
     "montant (en 1 000 €)"],
)  # fmt: skip
def test_a_header_in_another_unit_is_refused(tmp_path: Path, header: str) -> None:
    (problem,) = refusal(tmp_path, versements=HEADER.replace("montant", header) + ROWS).problems
    assert problem.code == "header-unit"
    assert header in problem.message.fr


@pytest.mark.parametrize(
    "header", ["montant TTC", "montant (HT)", "montant/€", "montant (€ TTC)", "Montant [€]", "montant – €"]
)
def test_a_header_in_euros_is_read(tmp_path: Path, header: str) -> None:
    dossier = payments(tmp_path, HEADER.replace("montant", header) + ROWS)
    assert ([row.amount for row in dossier.payments or ()], dossier.notices) == (AMOUNTS, ())


@pytest.mark.parametrize(
    "title",
    ["Versements (en k€)", "k€", "Montants en milliers d'euros", "Tous les montants sont en dollars", "(USD)",
     "Unité : k€", "En CHF", "Devise : CHF", "Currency: USD", "Montants x 1 000", "Versements (x1000)", "en 1 000 €"],
)  # fmt: skip
@pytest.mark.parametrize("below", [False, True])
def test_a_title_or_a_note_in_another_unit_is_refused(tmp_path: Path, title: str, below: bool) -> None:
    line = f"{title};;;;;;\n"
    text = HEADER + ROWS + line if below else line + "\n" + HEADER + ROWS
    assert codes(refusal(tmp_path, versements=text)) == ["title-unit"]


@pytest.mark.parametrize(
    "title", ["Montants HT", "5 x 1 000 €", "max 1000", "Versements 2018-2019 (35 000 €)", "12 points"]
)
def test_a_title_that_says_nothing_of_the_unit_is_none(tmp_path: Path, title: str) -> None:
    dossier = payments(tmp_path, f"{title};;;;;;\n\n{HEADER}{ROWS}")
    assert [row.amount for row in dossier.payments or ()] == AMOUNTS


@pytest.mark.parametrize(
    ("cells", "code", "said"),
    [
        (";#REF!;", "cell-error", "mend the formula"), (";NULL;", "cell-error", "empty the cell"),
        (";à compléter;", "amount-unreadable", "empty the cell"), (";-;", "amount-unreadable", "empty the cell"),
        (";20 mille;", "amount-unreadable", "write an amount"),
    ],
)  # fmt: skip
def test_what_stands_for_no_amount_yet_is_refused_and_says_what_to_do(
    tmp_path: Path, cells: str, code: str, said: str
) -> None:
    (problem,) = refusal(tmp_path, versements=HEADER + ROWS.replace(";14 999,50;", cells)).problems
    assert (problem.code, problem.location.row) == (code, 3)
    assert problem.hint is not None
    assert said in problem.hint.en


_SPACES = st.sampled_from(("", " ", "\u00a0", "\u202f"))


@st.composite
def _written(draw: st.DrawFn, cents: int) -> str:
    whole, part = divmod(cents, 100)
    space = draw(_SPACES)
    text = f"{whole:,}".replace(",", space) if space else str(whole)
    return text + draw(st.sampled_from((f",{part:02d}", f".{part:02d}"))) + draw(st.sampled_from(("", " €", "€")))


@st.composite
def _tables(draw: st.DrawFn) -> tuple[list[list[str]], dict[str, int]]:
    """Draw the rows of a table of payments with what people write between them, and the amounts by identifier."""
    rows: list[list[str]] = []
    amounts: dict[str, int] = {}
    cents = st.integers(1, 3_500_000)
    for number in range(draw(st.integers(1, 6))):
        amount = draw(cents)
        key = draw(st.sampled_from(("V{}", "v-{}", "2019-{}", "Versement {}"))).format(number)
        amounts[key] = amount
        filled = draw(st.booleans())
        rows.append([key, "08/02/2019" if filled else "", "CASQ->FN" if filled else "", draw(_written(amount)),
                     draw(st.sampled_from(("", "acompte", "50", "a;b", 'dit "x"'))) if filled else ""])  # fmt: skip
        if draw(st.integers(0, 3)) == 0:
            label = draw(st.sampled_from((
                "Total", "Sous-total", "Reste", "NB", "S4", "2019", "Divers", "Année 2019", "", "V99", "Note 1",
            )))  # fmt: skip
            figure = draw(st.one_of(st.just(""), cents.flatmap(_written)))
            rows.append([label, "", "", figure, draw(st.sampled_from(("", "", "voir")))])
    return rows, amounts


@settings(max_examples=examples(300), deadline=None)
@given(_tables(), st.sampled_from((";", ",", "\t")), st.booleans())
def test_every_amount_is_read_or_the_file_is_refused(
    drawn: tuple[list[list[str]], dict[str, int]], separator: str, quoted: bool
) -> None:
    rows, amounts = drawn
    lines = [["id", "date", "sens", "montant", "libelle"], *rows]
    if quoted:
        lines = [['"' + cell.replace('"', '""') + '"' for cell in line] for line in lines]
    text = "\n".join(separator.join(line) for line in lines)
    with tempfile.TemporaryDirectory() as path:
        try:
            dossier = payments(Path(path), text)
        except DossierError:
            return
    read = {row.id: row.amount for row in dossier.payments or ()}
    assert {key: amount for key, amount in read.items() if key in amounts} == amounts
    quotes = " ".join(notice.message.fr for notice in dossier.notices if notice.code == "row-left-out")
    for label, _date, _way, _amount, _text in rows:
        if label and label not in read:
            assert f"« {label} »" in quotes


def test_frames_hold_sums_of_floats() -> None:
    frame = pd.DataFrame({"id": ["V1", "V2"], "montant": [0.1 + 0.2, 35000.10 - 34999.95]})
    assert [row.amount for row in Dossier.from_frames({"versements": frame}).payments or ()] == [30, 15]
    with pytest.raises(DossierError):
        Dossier.from_frames({"versements": pd.DataFrame({"id": ["V1"], "montant": [1000 / 3]})})
