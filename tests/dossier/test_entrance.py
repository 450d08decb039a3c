"""Files as they come in: what cannot be read rightly is refused with its place, and no row of money is ever lost."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innosprint_rules.dossier import Dossier, read_dossier
from innosprint_rules.errors import DossierError
from tests.profiles import examples

HEADER = "id;date;sens;projet;allocation;montant;libelle\n"
ROWS = "V1;08/02/2019;CASQ->FN;;;20 000,00;a\nV2;24/05/2019;CASQ->FN;;;14 999,50;b\n"
COMMAS = HEADER.replace(";", ",")
AMOUNTS = [2_000_000, 1_499_950]


def folder(path: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (path / f"{name}.csv").write_bytes(data)
    return path


def payments(path: Path, content: str | bytes) -> Dossier:
    return read_dossier(folder(path, versements=content))


def refusal(path: Path, **files: str | bytes) -> DossierError:
    with pytest.raises(DossierError) as caught:
        read_dossier(folder(path, **files))
    return caught.value


def codes(error: DossierError) -> list[str]:
    return [problem.code for problem in error.problems]


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


# cells -----------------------------------------------------------------------------------------------------------

ERRORS = (
    "#N/A",
    "#REF!",
    "#VALEUR!",
    "#VALUE!",
    "#DIV/0!",
    "#NOM?",
    "#NAME?",
    "#NOMBRE!",
    "NULL",
    "nan",
    "Err:502",
    "####",
    "#BLOQUÉ!",
    "null",
    "-nan",
    "1.#QNAN",
    "(null)",
)


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_text_is_blank_in_free_text_alone(tmp_path: Path, error: str) -> None:
    need = Dossier.model_validate({"attributions": [{"id": "A1", "besoin": error, "objectif": f" {error}\u200b"}]})
    assert need.allocations is not None
    assert (need.allocations[0].need, need.allocations[0].objective) == (None, None)
    assert [notice.code for notice in need.notices] == ["error-text-blank"] * 2
    assert error in need.notices[0].message.fr
    for table, column in [("attributions", "montant"), ("attributions", "date_decision"), ("attributions", "session"),
                          ("attributions", "decideurs"), ("attributions", "statut"), ("attributions", "id"),
                          ("presentations", "axe_marche_usage"), ("projets", "dans_agglomeration"),
                          ("documents", "emetteur"), ("attestations", "clause")]:  # fmt: skip
        row = {"id": "A1", "session": "S1", "projet": "P1", "code": "P1"}
        kept = {"attributions": ("id",), "presentations": ("session", "projet"), "projets": ("code",)}.get(
            table, ("id",)
        )
        cells = {code: row[code] for code in kept} | {column: error}
        text = ";".join(cells) + "\n" + ";".join(cells.values()) + "\n"
        path = tmp_path / f"{table}-{column}"
        path.mkdir()
        assert error in str(refusal(path, **{table: text}))


@pytest.mark.parametrize(
    "said", ["—", "...", "?", "À compléter", "a completer.", "N/A", "n.a.", "TBD", "Néant", "(néant)"]
)
def test_what_says_nothing_is_blank_in_what_is_to_be_said(said: str) -> None:
    dossier = Dossier.model_validate({"attributions": [{"id": "A1", "besoin": said, "objectif": "un écran"}]})
    assert dossier.allocations is not None
    assert (dossier.allocations[0].need, dossier.allocations[0].objective) == (None, "un écran")
    assert [notice.code for notice in dossier.notices] == ["says-nothing"]


@pytest.mark.parametrize(
    "said", ["sans objet", "S.O.", "RAS", "(à préciser)", "non renseigné", "en attente", "Aucun.", "NC"]
)
def test_what_looks_like_no_answer_is_told_and_kept(said: str) -> None:
    dossier = Dossier.model_validate({"attributions": [{"id": "A1", "besoin": said, "objectif": "sans fil, à poser"}]})
    assert [row.need for row in dossier.allocations or ()] == [said]
    assert [notice.code for notice in dossier.notices] == ["looks-like-no"]


@pytest.mark.parametrize("word", ["proposée", "Proposé", "DECIDEE", "refusées"])
def test_a_need_that_is_a_status_is_told(word: str) -> None:
    dossier = Dossier.model_validate({"attributions": [{"id": "A1", "besoin": word}]})
    assert [notice.code for notice in dossier.notices] == ["status-word"]


@pytest.mark.parametrize(
    "text", ["non abordé", "✗", "à faire", "néant", "pas encore", "-", "Aucune", "à venir", "n/a", "☐"]
)
def test_what_looks_like_no_is_yes_and_told(text: str) -> None:
    dossier = Dossier.model_validate({"presentations": [{"session": "S1", "projet": "P1", "avancees": text}]})
    assert dossier.presentations is not None
    assert dossier.presentations[0].progress is True
    (notice,) = dossier.notices
    assert notice.code == "looks-like-no"
    assert f"« {text} »" in notice.message.fr


@pytest.mark.parametrize(
    "text", ["oui", "x", "✓", "Prototype testé", "non", "nouvelle maquette", "1", "présenté", "NORD"]
)
def test_what_says_yes_or_no_is_not_told(text: str) -> None:
    dossier = Dossier.model_validate({"presentations": [{"session": "S1", "projet": "P1", "avancees": text}]})
    assert dossier.notices == ()


def test_odd_characters_are_named(tmp_path: Path) -> None:
    text = HEADER + "V1;08/02/2019;CASQ->FN;;;35  000,00;\nV2;08/02/2019;CASQ->FN;;;35\u2002000,00;\n"
    told = [problem.message.fr for problem in refusal(tmp_path, versements=text).problems]
    assert "U+0020 ×2" in told[0]
    assert "U+2002" in told[1]


@pytest.mark.parametrize(
    "text",
    ["08.02.2019", "8-2-2019", "2019/02/08", "8 févr. 2019", "08/02/2019", "8 fevrier 2019", "2019-2-8", "8-févr.-2019",
     "8 Feb 2019", "\u200e08/02/2019", "8\u00a0février\u00a02019"],
)  # fmt: skip
def test_dates_that_mean_one_day(text: str) -> None:
    (row,) = Dossier.model_validate({"sessions": [{"code": "S1", "date": text}]}).sessions or ()
    assert row.held_on == dt.date(2019, 2, 8)


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ([dt.date(2019, 2, 5), "24/05/2019"], True), ([dt.date(2019, 2, 5), "13 mai 2019"], True),
        (["2019-02-05", "24/05/2019"], True), (["2019-02-25", "24/05/2019"], False),
        ([dt.date(2019, 2, 25), "24/05/2019"], False), ([dt.date(2019, 2, 5), dt.date(2019, 5, 24)], False),
        (["05/02/2019", "24/05/2019"], False), (["2019-02-05", "2019-05-24"], False),
        ([dt.date(2019, 2, 5), ""], False),
    ],
)  # fmt: skip
def test_two_kinds_of_dates_in_a_column_are_told(dates: list[object], told: bool) -> None:
    rows = [{"code": f"S{number}", "date": day} for number, day in enumerate(dates)]
    notices = Dossier.model_validate({"sessions": rows}).notices
    assert [notice.code for notice in notices] == (["dates-of-two-kinds"] if told else [])
    assert not told or "02/05/2019" in notices[0].message.fr


def test_frames_hold_sums_of_floats() -> None:
    frame = pd.DataFrame({"id": ["V1", "V2"], "montant": [0.1 + 0.2, 35000.10 - 34999.95]})
    assert [row.amount for row in Dossier.from_frames({"versements": frame}).payments or ()] == [30, 15]
    with pytest.raises(DossierError):
        Dossier.from_frames({"versements": pd.DataFrame({"id": ["V1"], "montant": [1000 / 3]})})


# one message a cause ---------------------------------------------------------------------------------------------


def test_one_cause_is_one_message_with_the_count_and_the_first_places(tmp_path: Path) -> None:
    text = HEADER + "".join(f"V{n};31/02/2019;CASQ->FN;;;{n};\n" for n in range(200)) + ";;CASQ->FN;;;1;x\n" * 5
    problems = refusal(tmp_path, versements=text).problems
    assert [problem.code for problem in problems] == ["date-impossible", "key-blank"]
    assert "200 places: line 2, line 3, line 4…" in problems[0].message.en
    assert "5 endroits : ligne 202, ligne 203, ligne 204…" in problems[1].message.fr


def test_different_values_of_one_cause_are_quoted(tmp_path: Path) -> None:
    text = HEADER + "".join(f"V{n};{n}/02/19;CASQ->FN;;;{n};\n" for n in range(1, 8))
    (problem,) = refusal(tmp_path, versements=text).problems
    assert "7 places: line 2 “1/02/19”, line 3 “2/02/19”, line 4 “3/02/19”…" in problem.message.en


# identity --------------------------------------------------------------------------------------------------------

ALIKE = ("p01", "P 01", "P\u200b01", "\u202eP01", "Р01", "Ρ01", "Ｐ０１", "P\u00ad01", "\ufeffP01")
KEYS = {
    "projets": {"code": ""}, "sessions": {"code": ""}, "attributions": {"id": ""}, "demandes": {"id": ""},
    "versements": {"id": ""}, "documents": {"id": ""}, "actions": {"id": ""}, "indicateurs": {"id": ""},
    "avenants": {"id": ""}, "attestations": {"id": ""}, "proposition": {"id": ""},
    "presentations": {"session": "S1", "projet": ""},
}  # fmt: skip


@pytest.mark.parametrize("table", KEYS)
@pytest.mark.parametrize("alike", ALIKE)
def test_identifiers_that_look_alike_are_one_in_every_table(table: str, alike: str) -> None:
    rows = [{column: given or key for column, given in KEYS[table].items()} for key in ("P01", alike)]
    with pytest.raises(ValueError, match="duplicate-"):
        Dossier.model_validate({table: rows})
    with pytest.raises(DossierError) as caught:
        Dossier.from_frames({table: pd.DataFrame(rows)})
    assert "P01" in str(caught.value)


def test_the_message_shows_both_spellings_and_the_odd_character(tmp_path: Path) -> None:
    (problem,) = refusal(tmp_path, projets="code;titre\nP01;x\nР01;y\n").problems
    assert "« Р01 » (U+0420)" in problem.message.fr
    assert "« P01 »" in problem.message.fr
    (problem,) = refusal(tmp_path, projets="code;titre\nP01;x\n", attributions="id;projet\nA1;Р02\n").problems
    assert "« Р02 » (U+0420)" in problem.message.fr
    assert "« P01 »" in (problem.hint or problem.message).fr


@pytest.mark.parametrize("alike", ALIKE)
def test_references_fold_as_identifiers_do(alike: str) -> None:
    dossier = Dossier.model_validate({"projets": [{"code": "P01"}], "attributions": [{"id": "A1", "projet": alike}]})
    assert dossier.allocations is not None
    assert dossier.allocations[0].project == "P01"


def test_an_identifier_has_200_characters_at_most(tmp_path: Path) -> None:
    assert len(read_dossier(folder(tmp_path, projets=f"code\n{'P' * 200}\n")).projects or ()) == 1
    assert codes(refusal(tmp_path, projets=f"code\n{'P' * 201}\n")) == ["key-too-long"]


# tables by year, contradictions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["Versements 2018-2019", "versements_2019", "Versements - Tableau 1", "VERSEMENTS (2019)", "2018-2019 versements",
     "Versements 2018-2019 - Tableau 1"],
)  # fmt: skip
def test_names_of_tables_with_their_year(tmp_path: Path, name: str) -> None:
    assert [row.amount for row in read_dossier(folder(tmp_path, **{name: HEADER + ROWS})).payments or ()] == AMOUNTS


def test_one_file_a_year_is_one_table(tmp_path: Path) -> None:
    later = ROWS.replace("V", "W").replace("2019", "2020")
    folder(tmp_path, **{"Versements 2018-2019": HEADER + ROWS, "Versements 2019-2020": HEADER + later})
    dossier = read_dossier(tmp_path)
    assert [(row.id, row.location().file) for row in dossier.payments or ()] == [
        ("V1", "Versements 2018-2019.csv"), ("V2", "Versements 2018-2019.csv"),
        ("W1", "Versements 2019-2020.csv"), ("W2", "Versements 2019-2020.csv"),
    ]  # fmt: skip
    rows = [{"id": "V1", "montant": 1}], [{"id": "W1", "montant": 2}]
    names = ("versements 2018-2019", "versements 2019-2020")
    tables = dict(zip(names, rows, strict=True))
    frames = {name: pd.DataFrame(each) for name, each in tables.items()}
    for read in (Dossier.model_validate(tables), Dossier.from_frames(frames)):
        assert [row.id for row in read.payments or ()] == ["V1", "W1"]


@pytest.mark.parametrize("other", ["versements", "Versements 2018-2019 - Tableau 1", "payments"])
def test_two_files_of_one_year_are_refused(tmp_path: Path, other: str) -> None:
    folder(tmp_path, **{"Versements 2018-2019": HEADER + ROWS, other: HEADER + ROWS.replace("V", "W")})
    assert codes(refusal(tmp_path)) == ["duplicate-table"]


def test_a_column_that_one_year_lacks_is_refused_where_a_blank_is_a_fact(tmp_path: Path) -> None:
    one, two = "id;montant;besoin\nA1;1;x\n", "id;montant\nB1;2\n"
    assert codes(refusal(tmp_path, **{"attributions 2018": one, "attributions 2019": two})) == ["columns-differ"]


def test_an_identifier_of_two_years_is_a_double(tmp_path: Path) -> None:
    files = {"Versements 2018-2019": HEADER + ROWS, "Versements 2019-2020": HEADER + ROWS}
    assert codes(refusal(tmp_path, **files)) == ["duplicate-identity"] * 2


def test_an_exit_before_the_entry_is_refused(tmp_path: Path) -> None:
    sessions = "code;date\nS1;10/01/2019\nS2;10/03/2019\n"
    projects = "code;titre;session_entree;date_sortie\nP1;x;S2;{}\n"
    (problem,) = refusal(tmp_path, projets=projects.format("15/01/2019"), sessions=sessions).problems
    assert (problem.code, problem.location.row, problem.location.column) == ("exit-before-entry", 2, "date_sortie")
    assert read_dossier(folder(tmp_path, projets=projects.format("10/03/2019"))).projects


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


@pytest.mark.parametrize(
    ("table", "headers", "cells", "read"),
    [
        ("projets", "N°;Nom du projet;Porteur de projet;Secteur d'activité;Session d'entrée",
         "P1;Capteurs;étudiant;industrie;S1", ("code", "title", "holder", "field", "entry_session")),
        ("projets", "code;titre;nom", "P1;Capteurs;x", ("code", "title")),
        ("sessions", "Session;Date de la session;Lieu;Organisateurs;Présents", "S1;08/02/2019;y;CASQ;CASQ",
         ("code", "held_on", "place", "co_organisers", "members_present")),
        ("demandes", "N°;Session;Code projet;Montant demandé;Montant minimal", "D1;S1;P1;5;3",
         ("id", "session", "project", "requested", "minimum")),
        ("demandes", "id;projet;Montant (€)", "D1;P1;5", ("id", "project", "requested")),
        ("versements", "N°;Date de versement;Sens;Code du projet;Attribution;Montant versé (€);Objet",
         "V1;08/02/2019;CASQ->FN;;;5;x", ("id", "paid_on", "direction", "amount", "label")),
        ("versements", "N°;id;montant;libelle;objet", "1;V1;5;x;y", ("id", "amount", "label")),
        ("documents", "Référence;Nature;Début de période;Fin de période;Date d’envoi;Expéditeur;Destinataire",
         "R1;compte_rendu_bimestriel;12/12/2018;11/02/2019;12/02/2019;FN;CASQ",
         ("id", "kind", "period_start", "period_end", "sent_on", "sender", "recipients")),
        ("actions", "N°;Date;Partenaire;Objet de l'action;Date de l'accord", "C1;08/02/2019;z;y;01/02/2019",
         ("id", "started_on", "partner", "purpose", "agreed_on")),
        ("avenants", "N° d'avenant;Date de signature;Objet;Forme", "N1;08/02/2019;autre;avenant",
         ("id", "signed_on", "purpose", "form")),
        ("proposition", "Ligne;Projet;Montant de la proposition;Besoins", "1;P1;5;x",
         ("id", "project", "amount", "need")),
    ],
)  # fmt: skip
def test_headers_as_people_write_them(
    tmp_path: Path, table: str, headers: str, cells: str, read: tuple[str, ...]
) -> None:
    dossier = read_dossier(folder(tmp_path, **{table: f"{headers}\n{cells}\n"}))
    described = dossier.schema.find_input(table)
    assert described is not None
    (row,) = dossier.rows(described.code) or ()
    assert [code for code in read if getattr(row, code) is None] == []
    known = headers.count(";") + 1 - sum(notice.code == "unknown-column" for notice in dossier.notices)
    assert len(dossier.columns(described.code)) == known


def test_a_list_with_headers_that_stand_anywhere_is_no_table(tmp_path: Path) -> None:
    told = codes(refusal(tmp_path, adherents="N°;Objet;Motif\n1;x;y\n"))
    assert told == ["no-table"]
