"""A workbook says what the same data says in CSV: same digest, same verdicts."""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import innosprint_rules as ir
from innosprint_rules.dossier.addresses import column_index, letters
from innosprint_rules.dossier.cells.noise import settled
from innosprint_rules.dossier.writing.workbook import write_dossier_workbook
from innosprint_rules.errors import DossierError
from tests.dossier.workbook.books import WRITERS, xlsx
from tests.profiles import examples
from tests.strategies import build, built

EXAMPLES = Path(__file__).parents[3] / "examples"
MOMENTS = [dt.date(2019, 6, 19), dt.date(2020, 2, 1)]


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])
@given(built())
def test_a_workbook_reads_back_to_the_same_digest(dossier: ir.Dossier) -> None:
    if all(dossier.rows(table) is None for table in ir.Dossier.model_fields):
        return
    with tempfile.TemporaryDirectory() as folder:
        read = ir.read_dossier(write_dossier_workbook(dossier, Path(folder) / "d.xlsx"))
    assert read == dossier
    assert read.digest == dossier.digest


@pytest.mark.parametrize("name", ["saint-quentin-2019", "year-in-trouble"])
@pytest.mark.parametrize("as_of", MOMENTS)
def test_same_verdicts_as_csv(tmp_path: Path, name: str, as_of: dt.date) -> None:
    written = ir.read_dossier(EXAMPLES / name)
    read = ir.read_dossier(write_dossier_workbook(written, tmp_path / "dossier.xlsx"))
    assert read.digest == written.digest
    for proposal in (None, *sorted((EXAMPLES / "proposals").glob("*.csv"))) if name.startswith("saint") else (None,):
        one = ir.check(written, as_of=as_of, proposal=proposal).model_dump()
        two = ir.check(read, as_of=as_of, proposal=proposal).model_dump()
        for report in (one, two):
            for finding in (*report["findings"], *report["notices"]):
                finding.pop("location")
        assert one == two


def test_findings_point_at_cells(tmp_path: Path) -> None:
    written = ir.read_dossier(EXAMPLES / "year-in-trouble")
    read = ir.read_dossier(write_dossier_workbook(written, tmp_path / "dossier.xlsx"))
    report = ir.check(read, as_of=dt.date(2020, 2, 1))
    finding = report.find("END01", "A10")
    assert finding is not None
    assert finding.as_document()["location"] == {
        "file": "dossier.xlsx", "sheet": "Attributions", "row": 11, "column": "montant",
    }  # fmt: skip
    assert finding.location.words("fr") == "dossier.xlsx, Attributions!E11, colonne «\u00a0montant\u00a0»"
    assert finding.location.words("en") == "dossier.xlsx, Attributions!E11, column “montant”"


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_kind_of_workbook_says_the_same(tmp_path: Path, suffix: str) -> None:
    sheets = {
        "Projets": [("code", "titre", "dans_agglomeration"), ("P01", "Capteurs", True), (12, "Vitrine", "non")],
        "SÉANCES": [("x",)],
        "Sessions": [("code", "date"), ("S1", dt.date(2019, 1, 17)), ("S2", "07/03/2019")],
        "Allocations": [("id", "session", "decided_on", "project", "amount"),
                        ("A01", "S1", dt.date(2019, 1, 17), "P01", 2500.0),
                        ("A02", "S2", "07/03/2019", 12, "1 500,50 €")],
        "Versements": [("id", "montant", "libelle"), ("V01", 0.1 + 0.2, 21860194600000.0)],
    }  # fmt: skip
    read = ir.read_dossier(WRITERS[suffix](tmp_path / f"d{suffix}", sheets))
    expected = build({
        "projects": [
            {"code": "P01", "title": "Capteurs", "local": True},
            {"code": "12", "title": "Vitrine", "local": False},
        ],
        "sessions": [{"code": "S1", "held_on": "2019-01-17"}, {"code": "S2", "held_on": "2019-03-07"}],
        "allocations": [
            {"id": "A01", "session": "S1", "decided_on": "2019-01-17", "project": "P01", "amount": "2500.00"},
            {"id": "A02", "session": "S2", "decided_on": "2019-03-07", "project": "12", "amount": "1500.50"},
        ],
        "payments": [{"id": "V01", "amount": "0.30", "label": "21860194600000"}],
    })  # fmt: skip
    assert read.digest == expected.digest
    assert [notice.code for notice in read.notices] == ["unknown-table"]


@pytest.mark.parametrize("name", ["Proposition", "attributions", "Feuil1"])
def test_a_proposal_is_one_sheet(tmp_path: Path, name: str) -> None:
    from innosprint_rules.dossier.formats.separated import SEPARATORS

    source = EXAMPLES / "proposals" / "session-4-in-trouble.csv"
    lines = source.read_text(encoding="utf-8-sig").splitlines()
    grid = [[cell or None for cell in line.split(SEPARATORS[0])] for line in lines]
    path = xlsx(tmp_path / "p.xlsx", {name: grid, **({} if name == "Feuil1" else {"Notes": [("à relire",)]})})
    one, two = ir.read_proposal(source), ir.read_proposal(path)
    assert one.rows == two.rows
    assert all(row.from_proposal for row in two.rows)
    assert len(two.notices) == (name != "Feuil1")
    dossier = ir.read_dossier(EXAMPLES / "saint-quentin-2019")
    verdicts = [
        [(f.rule, f.subject, f.verdict, f.new) for f in ir.check(dossier, proposal=each, as_of=MOMENTS[0]).findings]
        for each in (source, path)
    ]
    assert verdicts[0] == verdicts[1]


def test_a_proposal_that_could_be_several_sheets(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "p.xlsx", {"a": [("id", "montant"), ("A1", 5)], "b": [("id", "montant"), ("A2", 5)]})
    with pytest.raises(DossierError, match="several sheets may be"):
        ir.read_proposal(path)
    with pytest.raises(DossierError, match="empty"):
        ir.read_proposal(xlsx(tmp_path / "q.xlsx", {"a": []}))


@given(st.integers(0, 10**15 - 1), st.lists(st.integers(0, 10**9), max_size=6))
def test_amounts_survive_arithmetic(cents: int, parts: list[int]) -> None:
    assert round(settled(cents / 100) * 100) == cents
    total = math.fsum(part / 100 for part in parts) + 0.1 - 0.1
    assert settled(total) == sum(parts) / 100
    assert settled(total - sum(parts[1:]) / 100) == sum(parts[:1]) / 100


def test_a_third_of_a_thousand_is_not_rounded() -> None:
    assert settled(0.1 + 0.2) == 0.3
    assert settled(35000.10 - 34999.95) == 0.15
    assert settled(1000 / 3) != 333.33
    assert settled(12.345) == 12.345


@given(st.integers(0, 20_000))
def test_letters(index: int) -> None:
    assert column_index(letters(index)) == index
    assert (letters(0), letters(25), letters(26), letters(16383)) == ("A", "Z", "AA", "XFD")
