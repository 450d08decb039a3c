"""The self-contained executable that ``make app`` makes works: it runs these, `make test` does not."""

from __future__ import annotations

import os
import subprocess
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = ROOT / "dist" / ("innosprint.exe" if os.name == "nt" else "innosprint")
SAMPLE = ROOT / "examples" / "saint-quentin-2019"
TROUBLE = ROOT / "examples" / "proposals" / "session-4-in-trouble.csv"


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(APP), *map(str, arguments)], cwd=cwd, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


def test_it_checks_repairs_and_writes_documents(tmp_path: Path) -> None:
    done = run("check", SAMPLE, "--proposal", TROUBLE, "--as-of", "2019-06-19", "--lang", "fr", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "refuser A10" in done.stdout.replace("\xa0", " ")
    assert (
        run("check", SAMPLE, "--as-of", "2019-06-19", "--format", "docx", "--output", "f.docx", cwd=tmp_path).returncode
        == 0
    )
    assert run("new", "a.xlsx", cwd=tmp_path).returncode == 0
    assert (
        run("check", "a.xlsx", "--as-of", "2019-06-19", "--quiet", cwd=tmp_path).returncode == 1
    )  # nothing is filled in


def test_it_starts_children_of_its_own(tmp_path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("sessions")
    for position, (header, value) in enumerate({"code": "S1", "lieu": "Gare"}.items()):
        sheet.write(0, position, header)
        sheet.write(1, position, value)
    book.save(str(tmp_path / "d.xls"))
    assert run("check", "d.xls", "--as-of", "2019-06-19", "--quiet", cwd=tmp_path).returncode in (0, 1, 3)
    done = run("simulate", "baseline", "--years", "40", "--workers", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_it_serves_the_page(tmp_path: Path) -> None:
    command = [str(APP), "serve", str(SAMPLE), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=tmp_path) as running:
        try:
            assert running.stdout is not None
            with urllib.request.urlopen(running.stdout.readline().decode().strip(), timeout=60) as answer:  # noqa: S310  # an address of this machine
                assert answer.status == 200
        finally:
            running.terminate()
