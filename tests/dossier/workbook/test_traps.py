"""What real workbooks hold: titles, totals, merged and hidden cells, errors, formulas never computed."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

import innosprint_rules as ir
from innosprint_rules.errors import DossierError
from tests.dossier.workbook.books import edited, notices, ods, problems, xls, xlsx

HEAD = ("id", "session", "montant", "besoin")
NAIVE = dt.datetime  # the moments of a spreadsheet know no time zone
SHEET = "xl/worksheets/sheet1.xml"


def words(path: Path, code: str) -> str:
    return problems(path)[code].words("fr")


def test_titles_blank_rows_and_totals(tmp_path: Path) -> None:
    grid = [
        ("Attributions 2019",),
        (),
        HEAD,
        ("A1", "S1", 10.5),
        (),
        ("A2", "S1", "1 000,00 €"),
        (),
        ("TOTAL", None, 1010.5),
    ]
    read = ir.read_dossier(xlsx(tmp_path / "d.xlsx", {"attributions": grid}))
    assert [(row.id, row.amount, row.line) for row in read.allocations or ()] == [("A1", 1050, 4), ("A2", 100000, 6)]
    (left_out,) = read.notices
    assert left_out.code == "row-left-out"
    assert left_out.location.row == 8
    assert "« TOTAL » ; « 1010.5 », somme des lignes" in left_out.message.fr


def test_the_sheet_need_not_start_at_a1(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Attributions"
    for column, (header, value) in enumerate([("id", "A1"), ("montant", "-5")], start=3):
        sheet.cell(6, column).value, sheet.cell(7, column).value = header, value
    book.save(tmp_path / "d.xlsx")
    assert "Attributions!D7, colonne" in words(tmp_path / "d.xlsx", "amount-negative")


def test_hidden_things_are_read_and_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Attributions"
    for row in (HEAD, ("A1", "S1", 10), ("A2", "S1", 20)):
        sheet.append(row)
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = True
    sheet.sheet_state = "hidden"
    book.create_sheet("Notes")["A1"] = "à relire"
    book.save(tmp_path / "d.xlsx")
    read = ir.read_dossier(tmp_path / "d.xlsx")
    assert [row.amount for row in read.allocations or ()] == [1000, 2000]
    told = notices(read)
    assert told.keys() == {"unknown-table", "hidden-sheet", "hidden-columns", "hidden-rows"}
    assert "montant" in told["hidden-columns"]
    assert told["hidden-rows"].endswith("1 (3)")


def test_errors_are_told_with_their_place(tmp_path: Path) -> None:
    grid = [HEAD, ("A1", "S1", "#REF!"), ("#N/A", "S1", 5), ("A3", "S1", 5, "#DIV/0!")]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Attributions"
    for row in grid:
        sheet.append(row)
    book.save(tmp_path / "d.xlsx")  # openpyxl writes such texts as errors
    for path in (tmp_path / "d.xlsx", xls(tmp_path / "d.xls", {"Attributions": grid})):
        with pytest.raises(DossierError) as caught:
            ir.read_dossier(path)
        told = [problem.words("fr") for problem in caught.value.problems]
        assert [problem.code for problem in caught.value.problems] == ["cell-error"] * 2, "free text is blank there"
        assert all(text in line for text, line in zip(("!C2", "!A3"), told, strict=True))
        assert "« #REF! »".replace(" ", "\u00a0") in told[0]


def test_errors_of_ods(tmp_path: Path) -> None:
    gone = {"text": "#N/D", "office:value-type": "string", "calcext:value-type": "error", "table:formula": "of:=NA()"}
    wrong = {"text": "Err:502", "office:value-type": "float", "office:value": "0", "table:formula": "of:=1"}
    never = {"table:formula": "of:=1+1"}
    path = ods(
        tmp_path / "d.ods", {"Attributions": [HEAD, ("A1", "S1", gone), ("A2", "S1", wrong), ("A3", None, never)]}
    )
    with pytest.raises(DossierError) as caught:
        ir.read_dossier(path)
    found = [(problem.code, problem.location.row) for problem in caught.value.problems]
    assert found == [("cell-error", 2), ("cell-error", 3), ("formula-not-computed", 4)]


def test_formulas_never_computed(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xlsx", {"Attributions": [HEAD, ("A1", "S1", "=5+5"), ("Total", None, "=SUM(C2:C2)")]})
    told = problems(path)
    assert list(told) == ["formula-not-computed"]
    assert "Attributions!C2, colonne" in told["formula-not-computed"].words("fr")
    edited(path, SHEET, ("<f>5+5</f><v></v>", "<f>5+5</f><v>10</v>"))
    assert [row.amount for row in ir.read_dossier(path).allocations or ()] == [1000]


def test_a_formula_whose_result_is_empty_is_a_blank(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xlsx", {"Attributions": [HEAD, ("A1", "S1", 5, '=""')]})
    edited(path, SHEET, ('<c r="D2"><f>""</f><v></v>', '<c r="D2" t="str"><f>""</f><v></v>'))
    assert (ir.read_dossier(path).allocations or ())[0].need is None


def test_a_zero_that_waits_to_be_computed(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xlsx", {"Attributions": [HEAD, ("A1", "S1", "=5+5")]})
    edited(path, SHEET, ("<v></v>", "<v>0</v>"))  # as programs that write without computing do
    assert "formula-not-computed" in problems(path)
    edited(path, "xl/workbook.xml", ('fullCalcOnLoad="1"', ""))
    assert (ir.read_dossier(path).allocations or ())[0].amount == 0


def test_troubles_that_do_not_matter(tmp_path: Path) -> None:
    grid = [("=1+1",), (*HEAD, "calcul"), ("A1", "S1", 5, "b", "=1+1"), ("A2", "S1", 5, "b", "#N/A")]
    read = ir.read_dossier(xlsx(tmp_path / "d.xlsx", {"Attributions": grid, "Autre": [("#REF!",)]}))
    assert notices(read).keys() == {"unknown-column", "unread-error", "unknown-table"}
    assert not any(row.model_extra for row in read.allocations or ())


def test_a_header_that_is_an_error(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xlsx", {"Attributions": [("id", "session", "#REF!"), ("A1", "S1", 5)]})
    assert "Attributions!C1" in words(path, "cell-error")
    assert len(problems(path)) == 1


def test_merged_cells(tmp_path: Path) -> None:
    def book(merged: str, total: bool = False) -> Path:
        made = openpyxl.Workbook()
        sheet = made.worksheets[0]
        sheet.title = "Attributions"
        for row in (
            ("Titre",),
            HEAD,
            ("A1", "S1", 5, "x"),
            ("A2", None, 6, "y"),
            ("Total", None, 11)[: 3 if total else 0],
        ):
            sheet.append(row)
        sheet.merge_cells("A1:D1")
        sheet.merge_cells(merged)
        made.save(tmp_path / "d.xlsx")
        return tmp_path / "d.xlsx"

    told = problems(book("B3:B4"))["merged-cells"]
    assert "Attributions!B3, colonne" in told.words("fr")
    assert "B3 à B4" in told.message.fr
    assert "merged-cells" in problems(book("C4:D4"))
    ir.read_dossier(book("A5:B5", total=True))
    ir.read_dossier(book("F3:G9"))
    spanned = {"text": "S1", "office:value-type": "string", "table:number-rows-spanned": "2"}
    path = ods(tmp_path / "d.ods", {"Attributions": [HEAD, ("A1", spanned, 5), ("A2", None, 6)]})
    assert "merged-cells" in problems(path)


def test_dates_and_times(tmp_path: Path) -> None:
    head = ("code", "date", "lieu")
    good = [head, ("S1", NAIVE(2019, 5, 31), dt.time(10, 30)), ("S2", "2019-06-01", dt.date(2019, 1, 1))]
    read = ir.read_dossier(xlsx(tmp_path / "d.xlsx", {"Sessions": good}))
    assert [(row.held_on, row.place) for row in read.sessions or ()] == [
        (dt.date(2019, 5, 31), "10:30:00"), (dt.date(2019, 6, 1), "2019-01-01"),
    ]  # fmt: skip
    late = xlsx(tmp_path / "e.xlsx", {"Sessions": [head, ("S1", NAIVE(2019, 5, 31, 14, 30))]})
    assert "Sessions!B2" in words(late, "date-with-time")
    number = xlsx(tmp_path / "f.xlsx", {"Sessions": [head, ("S1", 43616)]})
    assert "Sessions!B2" in words(number, "date-unreadable")


def test_days_counted_from_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.title = "Sessions"
    for row in (("code", "date"), ("S1", dt.date(2019, 5, 31))):
        sheet.append(row)
    book.save(tmp_path / "d.xlsx")
    assert (ir.read_dossier(tmp_path / "d.xlsx").sessions or ())[0].held_on == dt.date(2019, 5, 31)


def test_identifiers_that_are_numbers(tmp_path: Path) -> None:
    grid = [("code", "titre"), (12.0, 21860194600000.0), ("P2", 123456789012345678)]
    told = problems(xlsx(tmp_path / "d.xlsx", {"Projets": grid}))["digits-lost"]
    assert "Projets!B3" in told.words("fr")
    (row,) = ir.read_dossier(xlsx(tmp_path / "e.xlsx", {"Projets": grid[:2]})).projects or ()
    assert (row.code, row.title) == ("12", "21860194600000")


def test_a_third_is_refused_and_noise_is_not(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xlsx", {"Attributions": [HEAD, ("A1", "S1", 1000 / 3)]})
    assert "Attributions!C2" in words(path, "amount-too-precise")
    read = ir.read_dossier(xlsx(tmp_path / "e.xlsx", {"Attributions": [HEAD, ("A1", "S1", 35000.10 - 34999.95)]}))
    assert (read.allocations or ())[0].amount == 15


def test_names_of_sheets(tmp_path: Path) -> None:
    table = [("id", "montant"), ("A1", 5)]
    twice = xlsx(tmp_path / "a.xlsx", {"Attributions": table, "allocations": table})
    assert "feuille «\u00a0allocations" in words(twice, "duplicate-table")
    mistyped = xlsx(tmp_path / "b.xlsx", {"Atributions": [("id", "x"), ("A1", 5)], "Projets": [("code",)]})
    assert "vouliez-vous dire «\u00a0attributions\u00a0»" in words(mistyped, "unknown-table")
    other = xlsx(tmp_path / "c.xlsx", {"Attributions": table, "Vote": table, "Synthèse": [("x",)], "é": []})
    assert "lui donner le nom «\u00a0attributions\u00a0»" in words(other, "sheet-of-a-table")
    note = xlsx(tmp_path / "g.xlsx", {"Attributions": table, "Notes": [("sujet", "montant"), ("x", 5)]})
    assert notices(ir.read_dossier(note)).keys() == {"unknown-table"}
    nothing = xlsx(tmp_path / "e.xlsx", {"Feuil1": [HEAD, ("A1", "S1", 5)], "Feuil2": []})
    assert "la feuille «\u00a0Feuil1\u00a0»" in words(nothing, "sheet-of-a-table")
    blank = xlsx(tmp_path / "f.xlsx", {"Attributions": []})
    assert "feuille «\u00a0Attributions" in words(blank, "no-header")


def test_the_convention_is_keys_and_values(tmp_path: Path) -> None:
    grid = [("Convention",), ("clé", "valeur", "note"), ("dotation", 35000, "x"), ("quorum", "#N/A"), ("presents", 62)]
    path = xlsx(tmp_path / "d.xlsx", {"Convention": grid})
    assert "Convention!B4, colonne «\u00a0quorum\u00a0»" in words(path, "cell-error")
    grid[3] = ("quorum", 39.5)
    assert "Convention!B4" in words(xlsx(path, {"Convention": grid}), "number-not-whole")


def test_a_note_beside_the_table(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xlsx", {"Attributions": [HEAD, ("A1", "S1", 5, "x", None, "à revoir")]})
    assert "Attributions!F2" in words(path, "cell-without-header")


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = xlsx(tmp_path / "d.xlsx", {"Projets": [("code",)]})
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    told = problems(path)["excel-extra-missing"]
    assert told.hint is not None
    assert 'pip install "innosprint-rules[excel]"' in told.hint.fr


@pytest.mark.parametrize(
    ("shown", "unit"),
    [
        ('#,##0 "k€"', "k€"), ("[$$-409]#,##0.00", "$"), ("0.00%", "%"), ("[$CHF] #,##0.00", "CHF"), ("#,##0,", "1000"),
        ('0 "pts"', "pts"), ('0 "unités"', "unités"), ('0.00\\ "k€"', "k€"), ('0 "M€"', "M€"),
        ('0 "k€ HT"', "k€ HT"), ('0" %"', "%"), ('"env. "0 "points"', "points"), ("0 [$pts]", "pts"), ("0\\h", "h"),
        ('#,##0.00\\ "€"', None), ("General", None), ("_-* #,##0.00\\ [$€-40C]_-", None), ("0.00", None), ("@", None),
        ('0 "euros"', None), ("0 [$EUR]", None), ('0 "€ TTC"', None), ('0.00 "HT"', None), ("0.00E+00", None),
        ('"+"0;[Red]-0', None), ('"soit "0.00 "€"', None), ("#,##0.00_);(#,##0.00)", None),
    ],
)  # fmt: skip
def test_the_format_of_an_amount_in_another_unit_is_refused(tmp_path: Path, shown: str, unit: str | None) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Versements"
    for row in (["id", "montant", "libelle"], ["V1", 35, 0.5], ["V2", "35 €", 12]):
        sheet.append(row)
    sheet["B2"].number_format = sheet["B3"].number_format = shown
    sheet["C2"].number_format = "0%"  # of a column that holds no amounts nothing is said
    book.save(tmp_path / "d.xlsx")
    if unit is None:
        assert [row.amount for row in ir.read_dossier(tmp_path / "d.xlsx").payments or ()] == [3500, 3500]
        return
    (problem,) = problems(tmp_path / "d.xlsx").values()
    assert (problem.code, getattr(problem.location, "cell", None)) == ("cell-unit", "B2")
    assert unit in problem.message.fr


@pytest.mark.parametrize(
    ("kind", "currency", "text", "unit"),
    [("currency", "USD", "$35.00", "$"), ("currency", "EUR", "35,00 €", None), ("percentage", "", "50 %", "%"),
     ("float", "", "35 k€", "k€"), ("float", "", "35", None), ("float", "", "35 pts", "pts"),
     ("float", "", "35 unités", "unités"), ("float", "", "3,5E+01", None), ("float", "", "35 € TTC", None)],
)  # fmt: skip
def test_the_unit_of_an_ods_amount_is_seen(
    tmp_path: Path, kind: str, currency: str, text: str, unit: str | None
) -> None:
    cell = {"office:value-type": kind, "office:value": "35", "text": text}
    if currency:
        cell["office:currency"] = currency
    path = ods(tmp_path / "d.ods", {"Versements": [["id", "montant"], ["V1", cell]]})
    if unit is None:
        assert [row.amount for row in ir.read_dossier(path).payments or ()] == [3500]
        return
    (problem,) = problems(path).values()
    assert problem.code == "cell-unit"
    assert unit in problem.message.fr


def test_sheets_a_year_and_rows_of_boxes(tmp_path: Path) -> None:
    one, two = [["id", "montant"], ["V1", 10]], [["Versements 2020"], ["montant", "id"], [20, "W1"], [30, "W2"]]
    book = xlsx(tmp_path / "d.xlsx", {"Versements 2018-2019": one, "Versements 2019-2020": two})
    dossier = ir.read_dossier(book)
    assert [(row.id, row.amount, row.location("amount").words("en")) for row in dossier.payments or ()] == [
        ("V1", 1000, "d.xlsx, 'Versements 2018-2019'!B2, column “montant”"),
        ("W1", 2000, "d.xlsx, 'Versements 2019-2020'!A3, column “montant”"),
        ("W2", 3000, "d.xlsx, 'Versements 2019-2020'!A4, column “montant”"),
    ]
    boxes = [["code", "titre", "dans_agglomeration"], ["P1", "x", True], *([None, None, False] for _ in range(200))]
    (problem,) = problems(xlsx(tmp_path / "boxes.xlsx", {"projets": boxes})).values()
    assert (problem.code, "200 places: A3, A4, A5…" in problem.message.en) == ("key-blank", True)


def test_an_error_in_free_text_is_blank_in_every_format(tmp_path: Path) -> None:
    dossier = ir.read_dossier(
        xlsx(tmp_path / "d.xlsx", {"attributions": [["id", "besoin", "montant"], ["A1", "#REF!", 5]]})
    )  # openpyxl writes such texts as errors
    assert [row.need for row in dossier.allocations or ()] == [None]
    assert [notice.code for notice in dossier.notices] == ["error-text-blank"]
