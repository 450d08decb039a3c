"""The year in trouble breaks exactly what is written beside it, and so does the small document nothing."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from innosprint_rules.dossier import read_dossier
from innosprint_rules.engine.check import check
from innosprint_rules.engine.findings import Finding
from tests.acceptance.year import AFTER, EXAMPLES, TROUBLE, pairs

EXPECTED = EXAMPLES / "year-in-trouble.expected.csv"


def expected() -> list[tuple[str, str, str, str]]:
    with EXPECTED.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream, delimiter=";")
        return [(row["code"], row["subject"], row["verdict"], row["severity"]) for row in rows]


def written(finding: Finding) -> tuple[str, str, str, str]:
    return finding.rule, finding.subject.id or "agreement", finding.verdict, finding.severity


def test_it_breaks_exactly_what_is_listed() -> None:
    report = check(read_dossier(TROUBLE), as_of=AFTER)
    assert sorted(map(written, report.violations)) == sorted(expected())
    assert pairs(report, "unknown") == set()


def test_it_breaks_enough() -> None:
    rows = expected()
    assert len(rows) == len(set(rows))
    assert len({code for code, *_ in rows}) >= 40
    assert len({code for code, _, _, severity in rows if severity == "error"}) >= 25
    assert {severity for *_, severity in rows} == {"error", "warning", "notice"}


def test_what_the_messages_say() -> None:
    report = check(read_dossier(TROUBLE), as_of=AFTER)
    said = {
        (f.rule, f.subject.id): f.message.fr.replace("\u202f", " ").replace("\u00a0", " ") for f in report.violations
    }
    assert "500,00 €" in said["END01", "A10"]
    assert "15 000,00 €" in said["END02", None]
    assert "1 000,00 €" in said["END03", None]
    assert "2 099,99 €" in said["END04", None]
    assert "A12" in said["DEL04", None]
    assert "Faubourg Numérique" in said["SES03", "S2"]
    assert "INNOVALTECH" in said["SES03", "S3"]


def test_every_violation_has_a_place_in_a_file() -> None:
    report = check(read_dossier(TROUBLE), as_of=AFTER)
    files = {path.name for path in TROUBLE.iterdir()}
    for finding in report.violations:
        if finding.row is None or finding.subject.table in ("periods", "attendances", "years"):
            continue
        location = finding.as_document()["location"]
        assert Path(str(location["file"])).name in files, finding
        assert isinstance(location["row"], int), finding


def test_the_small_document_complies_in_both_formats() -> None:
    first, second = (read_dossier(EXAMPLES / f"dossier.{suffix}") for suffix in ("yaml", "json"))
    assert first.digest == second.digest
    for dossier in (first, second):
        report = check(dossier, as_of=date(2019, 3, 15))
        assert (pairs(report, "violated"), pairs(report, "unknown")) == (set(), set())


def test_the_script_that_uses_the_library(tmp_path: Path) -> None:
    root = EXAMPLES.parent
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, str(EXAMPLES / "use_the_library.py")],
        cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert "2019-06-19: ok=True complete=True" in run.stdout
    assert "left to allocate: 19000.00 €" in run.stdout
    assert "session-4-fine.csv: ok=True" in run.stdout
    assert "A11: END01" in run.stdout
    assert "2020-02-01, innosprint-report/2: 0 violated" in run.stdout
    assert "year-in-trouble is refused: 35 violations of severity error" in run.stdout
