"""What a dossier itself proposes is put to the vote like a proposal that is given: one mode, wherever it is written."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import innosprint_rules as ir
from innosprint_rules.dossier.writing.text import to_document, write_csv_folder
from innosprint_rules.engine.report import Report
from tests.acceptance.year import M4, dossier, edited

DAY = date(2019, 6, 19)
HEADERS = ("id", "session", "date_decision", "projet", "montant", "besoin", "objectif", "evaluation_avancees",
           "decideurs")  # fmt: skip
LINES = (
    ("A08", "S4", "20/06/2019", "P02", "1 000,00 €", "b", "o", "e", M4),
    ("A09", "S4", "20/06/2019", "P03", "90 000,00 €", "b", "o", "e", M4),
)
ROWS = [dict(zip(HEADERS, line, strict=True)) for line in LINES]


def sample(*rows: dict[str, str]) -> dict[str, Any]:
    """Return the sample year, with more rows among its allocations."""
    tables: dict[str, Any] = edited()
    known = next(iter(tables["attributions"]))
    tables["attributions"] += [{**dict.fromkeys(known, ""), **row} for row in rows]
    return tables


def given(tables: dict[str, Any] | None = None, as_of: date = DAY) -> Report:
    return ir.check(dossier(tables or sample()), proposal=ROWS, as_of=as_of, inference=False)


def told(report: Report) -> dict[str, Any]:
    """Return what is said of a check, places aside."""
    document = report.model_dump()
    for finding in document["findings"]:
        del finding["location"]
    return {key: document[key] for key in ("findings", "proposal", "balance", "summary", "next_steps")}


def by_subject(report: Report) -> dict[tuple[str, str | None], tuple[str, str, bool]]:
    return {(f.rule, f.subject.id): (f.verdict, f.severity, f.new) for f in report.findings}


# one mode ------------------------------------------------------------------------------------------------


def in_table(_: Path) -> ir.Dossier:
    return dossier(sample(*({**row, "statut": "proposée"} for row in ROWS)))


def in_document(_: Path) -> ir.Dossier:
    return ir.Dossier.model_validate({**sample(), "Proposition S4": ROWS})


def in_json(folder: Path) -> ir.Dossier:
    path = folder / "dossier.json"
    path.write_text(json.dumps({**sample(), "proposal": ROWS}), encoding="utf-8")
    return ir.read_dossier(path)


def in_folder(folder: Path) -> ir.Dossier:
    write_csv_folder(dossier(sample()), folder / "d")
    with (folder / "d" / "Proposition de juin.csv").open("x", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([HEADERS, *LINES])
    return ir.read_dossier(folder / "d")


def workbook(path: Path, **sheets: list[tuple[Any, ...]]) -> Path:
    """Write the sample year as a workbook, with sheets beside its tables."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    written: dict[str, Any] = to_document(dossier(sample()))
    for name, rows in written.items():
        sheet = book.create_sheet(name)
        if isinstance(rows, dict):
            grid = [("cle", "valeur"), *rows.items()]
        else:
            grid = [tuple(rows[0]) if rows else ("id",), *(tuple(row.values()) for row in rows)]
        for cells in grid:
            sheet.append(["; ".join(cell) if isinstance(cell, list) else cell for cell in cells])
    for name, grid in sheets.items():
        sheet = book.create_sheet(name)
        for cells in grid:
            sheet.append(cells)
    book.save(path)
    return path


def in_workbook(folder: Path) -> ir.Dossier:
    first, second = LINES
    return ir.read_dossier(
        workbook(folder / "d.xlsx", **{"Proposition": [HEADERS, first], "Propositions (suite)": [HEADERS, second]})
    )


def in_folder_as_workbook(folder: Path) -> ir.Dossier:
    write_csv_folder(dossier(sample()), folder / "d")
    book = openpyxl.Workbook()
    for cells in (HEADERS, *LINES):
        book.worksheets[0].append(cells)
    book.save(folder / "d" / "proposition.xlsx")
    return ir.read_dossier(folder / "d")


PLACES = [in_table, in_document, in_json, in_folder, in_workbook, in_folder_as_workbook]


@pytest.mark.parametrize("place", PLACES)
def test_wherever_it_is_written_it_is_the_proposal(place: Callable[[Path], ir.Dossier], tmp_path: Path) -> None:
    held = place(tmp_path)
    report = ir.check(held, as_of=DAY, inference=False)
    assert report.proposal is not None
    assert [(line.id, line.ok) for line in report.proposal.lines] == [("A08", True), ("A09", False)]
    assert told(report) == told(given())
    assert report.dossier_digest == held.digest

    wanted = ir.repair(dossier(sample()), proposal=ROWS, as_of=DAY)
    found = ir.repair(held, as_of=DAY)
    assert [a.changes for g in found.groups for a in g.alternatives] == [
        a.changes for g in wanted.groups for a in g.alternatives
    ]
    assert ir.headroom(held, as_of=DAY) == ir.headroom(dossier(sample()), proposal=ROWS, as_of=DAY)


@pytest.mark.parametrize("place", PLACES)
def test_it_is_kept_whatever_is_done_with_the_dossier(place: Callable[[Path], ir.Dossier], tmp_path: Path) -> None:
    held = place(tmp_path)
    again = ir.Dossier.model_validate(held.model_dump())
    assert again == held
    assert again.digest == held.digest
    write_csv_folder(held, tmp_path / "again")
    assert ir.read_dossier(tmp_path / "again").digest == held.digest


def test_a_dossier_that_is_nothing_but_a_proposal() -> None:
    """What was decided before is not known: as with a proposal given beside a dossier without allocations."""
    tables = {"sessions": [{"code": "S4", "date": "20/06/2019"}]}
    alone = ir.check(ir.Dossier.model_validate({**tables, "proposition": ROWS}), as_of=DAY, inference=False)
    beside = ir.check(ir.Dossier.model_validate(tables), proposal=ROWS, as_of=DAY, inference=False)
    assert told(alone) == told(beside)
    assert alone.balance["allocated"] is None


# whose day is past ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "as_of", "open_lines"),
    [
        ({}, date(2019, 6, 20), ["A08"]),  # the day of the session itself
        ({}, date(2019, 6, 21), None),
        ({"date_decision": ""}, date(2019, 6, 21), None),
        ({"date_decision": "01/01/2020"}, date(2019, 6, 21), None),  # the session's day, where it names one
        ({"session": ""}, date(2019, 6, 20), ["A08"]),
        ({"session": ""}, date(2019, 6, 21), None),
        ({"session": "", "date_decision": ""}, date(2019, 6, 21), ["A08"]),  # no day: not past
        ({"statut": "refusée"}, date(2019, 6, 19), None),
    ],
)
@pytest.mark.parametrize("beside", [True, False])
def test_a_row_whose_day_is_past_is_no_proposal(
    cells: dict[str, str], as_of: date, open_lines: list[str] | None, beside: bool
) -> None:
    row = {**ROWS[0], "statut": "proposée", **cells}
    held = ir.Dossier.model_validate({**sample(), "proposition": [row]}) if beside else dossier(sample(row))
    report = ir.check(held, as_of=as_of, inference=False)
    assert (None if report.proposal is None else [line.id for line in report.proposal.lines]) == open_lines
    asked = [notice for notice in report.notices if notice.code == "proposal-lapsed"]
    assert len(asked) == (1 if open_lines is None and row["statut"] == "proposée" else 0)
    for notice in asked:
        assert "A08" in notice.message.fr
        assert "what was voted?" in notice.message.en
    if report.proposal is None:
        assert not any(finding.new for finding in report.findings)


@pytest.mark.parametrize("beside", [True, False])
def test_it_still_counts_under_the_ceiling(beside: bool) -> None:
    row = {**ROWS[1], "statut": "proposée"}
    held = ir.Dossier.model_validate({**sample(), "proposition": [row]}) if beside else dossier(sample(row))
    report = ir.check(held, as_of=date(2019, 6, 25), select=["END01"], inference=False)
    assert report.proposal is None
    found = report.find("END01", "A09")
    assert found is not None
    assert found.verdict == "violated"


# beside a proposal that is given ---------------------------------------------------------------------------


@pytest.mark.parametrize("beside", [True, False])
def test_what_the_dossier_proposes_counts_beside_what_is_given(beside: bool) -> None:
    own = {**ROWS[1], "statut": "proposée"}
    held = ir.Dossier.model_validate({**sample(), "proposition": [own]}) if beside else dossier(sample(own))
    report = ir.check(held, proposal=[{**ROWS[0], "id": "A10"}], as_of=DAY, inference=False)
    assert report.proposal is not None
    assert [line.id for line in report.proposal.lines] == ["A10"]
    assert by_subject(report)["END01", "A10"] == ("violated", "error", True), (
        "the dossier's rows come before the proposal's"
    )
    assert by_subject(report)["END01", "A09"][0] == "violated"


@pytest.mark.parametrize("beside", [True, False])
def test_a_repaired_line_takes_the_place_of_the_dossier_s(beside: bool) -> None:
    own = [{**row, "statut": "proposée"} for row in ROWS]
    held = ir.Dossier.model_validate({**sample(), "proposition": own}) if beside else dossier(sample(*own))
    repaired = [ROWS[0], {**ROWS[1], "id": "a09", "montant": "100,00"}]
    report = ir.check(held, proposal=repaired, as_of=DAY, inference=False)
    assert report.proposal is not None
    assert report.proposal.ok
    assert [notice.code for notice in report.notices].count("proposal-replaces") == 1
    decided = {**ROWS[0], "statut": "décidée"}
    with pytest.raises(ir.DossierError) as caught:
        ir.check(dossier(sample(decided)), proposal=ROWS, as_of=DAY)
    assert [problem.code for problem in caught.value.problems] == ["duplicate-identity"]


# names and headers ----------------------------------------------------------------------------------------


def test_rows_need_no_identifier() -> None:
    rows = [{"N°": "", "Projet": "P01", "Montant proposé": "5", "Besoins": "b"}, {"Projet": "P02", "Montant": "6"}]
    proposal = ir.read_proposal(rows[:1])
    assert [row.id for row in proposal.rows] == ["ligne-1"]
    held = ir.Dossier.model_validate({"proposition": rows})
    assert [(row.id, row.amount, row.need, row.status) for row in held.proposal or ()] == [
        ("ligne-1", 500, "b", "proposée"), ("ligne-2", 600, None, "proposée")
    ]  # fmt: skip
    assert ir.Dossier.model_validate({"proposition": rows, "attributions": []}).rows("allocations") == ()


@pytest.mark.parametrize(
    ("header", "code"),
    [("N°", "id"), ("Nº", "id"), ("Évaluation des avancées", "progress_evaluation"), ("Besoins", "need"),
     ("Montant proposé", "amount"), ("Montant proposé (€)", "amount"), ("Projet", "project"),
     ("Objectifs", "objective"), ("Montant", "amount"), ("Objectif", "objective"), ("Date", "decided_on"),
     ("Séance", "session"), ("Avancées", "progress_evaluation"), ("N", "id")],
)  # fmt: skip
def test_headers_as_people_write_them(header: str, code: str) -> None:
    found = ir.load_rulebook().schema.inputs["proposal"].find(header)
    assert found is not None
    assert found.code == code


def test_a_number_beside_the_identifier_only_counts_the_rows() -> None:
    held = ir.Dossier.model_validate({"attributions": [{"N°": 1, "id": "A1", "montant": 5}]})
    assert [row.id for row in held.allocations or ()] == ["A1"]
    assert [notice.code for notice in held.notices] == ["unknown-column"]


def test_a_payment_may_name_a_proposed_row_and_a_name_is_given_once() -> None:
    tables = {"attributions": [{"id": "A1"}], "versements": [{"id": "V1", "attribution": "a08"}]}
    held = ir.Dossier.model_validate({**tables, "proposition": [{"id": "A08", "montant": 5}]})
    assert [row.allocation for row in held.payments or ()] == ["A08"]
    with pytest.raises(ValueError, match="already names another row"):
        ir.Dossier.model_validate({**tables, "proposition": [{"id": "a1", "montant": 5}]})


# the copy of a workbook -------------------------------------------------------------------------------------


def copied(source: Path, target: Path, proposal: Any = None) -> Report:
    """Return the check of the workbook that the report of a check is."""
    from innosprint_rules.report.content.teller import FRENCH
    from innosprint_rules.report.workbook.write import write_workbook

    held = ir.read_dossier(source)
    report = ir.check(held, proposal=proposal, as_of=DAY, inference=False)
    write_workbook(report, source, target, FRENCH)
    again = ir.check(ir.read_dossier(target), as_of=DAY, inference=False)
    assert told(again) == told(report)
    return again


@pytest.mark.parametrize("given_too", [None, ROWS, [{**ROWS[1], "montant": "100"}]])
def test_the_copy_reads_back_to_the_same_verdicts(tmp_path: Path, given_too: Any) -> None:
    plain = workbook(tmp_path / "plain.xlsx")
    if given_too:
        copied(plain, tmp_path / "copy.xlsx", given_too)
    held = workbook(tmp_path / "held.xlsx", Proposition=[("Vote du 20 juin",), HEADERS, *LINES])
    if given_too != [{**ROWS[1], "montant": "100"}]:
        copied(held, tmp_path / "copy2.xlsx", given_too)
    write_csv_folder(ir.read_dossier(held), tmp_path / "folder")
    copied(tmp_path / "folder", tmp_path / "copy3.xlsx")


# tables under other names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "head", "table"),
    [
        ("Subventions", ("id", "session", "projet", "montant"), "attributions"),
        ("Vote du 20 juin", ("Projet", "Montant", "Besoin", "Objectif"), "attributions"),
        ("Flux", ("id", "date", "sens", "montant"), "versements"),
        ("Liste", ("code", "titre"), "projets"),
    ],
)
@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_a_table_under_another_name_is_refused(
    tmp_path: Path, form: str, name: str, head: tuple[str, ...], table: str
) -> None:
    if form == "xlsx":
        path = workbook(tmp_path / "d.xlsx", **{name: [("titre", None), (), head, ("X1",)]})
    elif form == "csv":
        write_csv_folder(dossier(sample()), path := tmp_path / "d")
        (path / f"{name}.csv").write_text(",".join(head) + "\n", encoding="utf-8")
    else:
        path = tmp_path / "d.json"
        path.write_text(json.dumps({"projets": [], name: [dict.fromkeys(head, "x")]}))
    with pytest.raises(ir.DossierError) as caught:
        ir.read_dossier(path)
    (problem,) = caught.value.problems
    assert problem.code == "sheet-of-a-table"
    assert f"«\u00a0{table}\u00a0»" in problem.words("fr")
    assert name in problem.words("en")


def test_notes_are_no_table(tmp_path: Path) -> None:
    path = workbook(tmp_path / "d.xlsx", Contacts=[("nom", "projet", "courriel"), ("x", "P01", "y")])
    assert "unknown-table" in [notice.code for notice in ir.read_dossier(path).notices]
