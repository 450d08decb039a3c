"""The sample year complies, on every day of it, however it is written down."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from innosprint_rules.dossier import read_dossier, to_document, to_frames, write_csv_folder
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import check
from tests.acceptance.year import AFTER, EVENING_BEFORE, YEAR, dossier, judged, pairs, sample, verdict

MONTHS = [(2018, 12), *((2019, month) for month in range(1, 13)), (2020, 1), (2020, 2)]


@pytest.mark.parametrize(("year", "month"), MONTHS)
def test_nothing_is_violated_or_unknown_on_any_day(year: int, month: int) -> None:
    day = date(year, month, 1)
    sampled = dossier(sample())
    while day.month == month:
        report = check(sampled, as_of=day)
        assert (pairs(report, "violated"), pairs(report, "unknown")) == (set(), set()), day
        assert report.ok
        assert report.complete
        day += dt.timedelta(days=1)


def test_once_the_year_is_over_nothing_is_pending() -> None:
    report = judged(sample())
    assert pairs(report, "pending") == set()
    assert report.balance == {
        "endowment": 3_500_000,
        "received": 3_500_000,
        "allocated": 3_350_000,
        "given_back": 0,
        "paid_out": 3_350_000,
        "returned": 150_000,
        "remaining": 150_000,
        "in_hand": 0,
    }
    judged_rules = {finding.rule for finding in report.findings if finding.verdict == "satisfied"}
    never_applicable = {"PAY03", "PAY08", "TRM01", "TRM03"}  # no such payment and no renewal in a good year
    assert {finding.rule for finding in report.findings} - judged_rules == never_applicable - {"TRM01", "TRM03"}


@pytest.mark.parametrize(
    ("as_of", "states"),
    [
        (
            "2018-12-12",
            "SES01 pending, END02 pending, END04 pending, SES04 pending, REP01 P1 pending, DEL04 satisfied",
        ),
        (
            "2019-01-17",
            "SES01 pending, SES04 satisfied, SES02 S1 satisfied, PAY06 A01 pending, REP01 P1 pending",
        ),
        (
            "2019-05-23",
            "END02 pending, END04 pending, SES02 S3 satisfied, REP01 P2 satisfied, PAY06 A07 satisfied",
        ),
        ("2019-05-24", "END02 satisfied, END04 pending, REP01 P3 pending"),
        (
            "2019-06-19",
            "SES01 pending, EVA01 pending, REP03 R03 pending, REP03 R02 satisfied, OBJ01 pending, OBJ02 pending",
        ),
        ("2019-06-19", "SES02 S4 not_applicable, REP03 R04 not_applicable, END01 A12 not_applicable"),
        ("2019-06-20", "OBJ01 satisfied, SES02 S4 satisfied, EVA01 pending"),
        ("2019-06-28", "EVA01 satisfied, EVA03 E01 satisfied, EVA02 pending"),
        ("2019-08-29", "SES01 satisfied, SES02 S5 satisfied, OBJ03 pending"),
        (
            "2019-12-11",
            "OBJ01 satisfied, OBJ02 satisfied, OBJ03 satisfied, OBJ04 satisfied, HUB01 satisfied, HUB02 pending",
        ),
        (
            "2019-12-12",
            "END04 pending, HUB02 satisfied, REP01 P6 satisfied, REP03 R06 satisfied, EVA02 pending",
        ),
        ("2019-12-13", "END04 satisfied, PAY06 A18 satisfied, EVA02 pending"),
        ("2020-01-08", "EVA02 satisfied, EVA03 E02 satisfied"),
    ],
)
def test_states_along_the_year(as_of: str, states: str) -> None:
    report = judged(sample(), date.fromisoformat(as_of))
    for state in states.split(", "):
        *subject, expected = state.split()
        assert verdict(report, *subject) == expected, state


def test_what_is_due_and_by_whom_on_the_evening_before() -> None:
    report = judged(sample(), EVENING_BEFORE)
    due = {(step.rule, step.who, step.due) for step in report.next_steps}
    assert ("EVA01", "casq", date(2019, 7, 12)) in due
    assert ("REP01", "fn", date(2019, 9, 10)) in due
    found = report.find("SES01", "Y1")
    assert found is not None
    assert found.reachable is True


# the same year, written otherwise --------------------------------------------------------------------------

FIRST_TITLE = ["Programme Innosprint, année 2019"]


def _iso(cell: str) -> str:
    found = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", cell)
    return f"{found[3]}-{found[2]}-{found[1]}" if found else cell


def _plain_amount(cell: str) -> str:
    bare = re.sub(r"\s", "", cell)
    found = re.fullmatch(r"(\d+),(\d\d)€", bare)
    return f"{found[1]}.{found[2]}" if found else cell


def _write(
    folder: Path,
    encoding: str,
    separator: str,
    cell: Callable[[str], str],
    before: bool = False,
    total: bool = False,
) -> Path:
    folder.mkdir()
    for path in YEAR.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header, *rows = csv.reader(stream, delimiter=";")
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
        if before and path.stem != "convention":
            writer.writerows([FIRST_TITLE, []])
        writer.writerow(header)
        writer.writerows([[cell(each) for each in row] for row in rows])
        if total and path.stem in ("attributions", "versements"):
            at = header.index("montant")
            cents = sum(int(re.sub(r"\D", "", row[at])) for row in rows)
            sums = ["Total", *[""] * (len(header) - 1)]
            sums[at] = f"{cents // 100},{cents % 100:02} €"
            writer.writerow(sums)
        (folder / path.name).write_bytes(out.getvalue().encode(encoding))
    return folder


def _windows(path: Path) -> Path:
    def cell(text: str) -> str:
        return text.replace("\u202f", "\u00a0")

    return _write(path / "dossier", "cp1252", ";", cell, before=True, total=True)


def _english(path: Path) -> Path:
    return _write(path / "dossier", "utf-8", ",", lambda text: _plain_amount(_iso(text)))


def _tabs(path: Path) -> Path:
    return _write(path / "dossier", "utf-8", "\t", lambda text: text.replace("\u202f", " "), total=True)


def _yaml(path: Path) -> Path:
    target = path / "dossier.yaml"
    target.write_text(yaml.safe_dump(to_document(read_dossier(YEAR)), allow_unicode=True), encoding="utf-8")
    return target


def _json(path: Path) -> Path:
    target = path / "dossier.json"
    target.write_text(json.dumps(to_document(read_dossier(YEAR))), encoding="utf-8")
    return target


def _code_names(path: Path) -> Path:
    target = path / "dossier.json"
    target.write_text(read_dossier(YEAR).model_dump_json(), encoding="utf-8")
    return target


def _written_back(path: Path) -> Path:
    write_csv_folder(read_dossier(YEAR), path / "dossier")
    return path / "dossier"


WRITERS = [_windows, _english, _tabs, _yaml, _json, _code_names, _written_back]


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__.strip("_"))
def test_the_same_year_written_otherwise(write: Callable[[Path], Path], tmp_path: Path) -> None:
    usual, other = read_dossier(YEAR), read_dossier(write(tmp_path))
    assert other.digest == usual.digest
    for as_of in (EVENING_BEFORE, AFTER):
        first, second = (check(each, as_of=as_of) for each in (usual, other))
        assert _findings(second) == _findings(first)
        assert second.balance == first.balance


def test_the_same_year_in_frames() -> None:
    usual = read_dossier(YEAR)
    assert Dossier.from_frames(to_frames(usual)).digest == usual.digest


def test_windows_1252_totals_and_titles_are_said(tmp_path: Path) -> None:
    codes = [notice.code for notice in read_dossier(_windows(tmp_path)).notices]
    assert codes.count("row-left-out") == 2
    assert any("1252" in code or "encoding" in code for code in codes), codes


def test_the_sample_is_written_as_excel_does() -> None:
    for path in YEAR.glob("*.csv"):
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf"), path.name
        assert data.count(b"\n") == data.count(b"\r\n"), path.name


def test_the_same_report_bit_for_bit() -> None:
    first, second = (check(read_dossier(YEAR), as_of=AFTER).model_dump_json() for _ in range(2))
    assert first == second


def _findings(report: object) -> list[dict[str, object]]:
    return [
        {name: value for name, value in found.as_document().items() if name != "location"}
        for found in report.findings  # type: ignore[attr-defined]  # it is there, whatever the wider type says
    ]
