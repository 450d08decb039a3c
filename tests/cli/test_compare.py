"""``innosprint compare``: rows that came, changed, went; verdicts that changed and why; 0 or 1."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from innosprint_rules.cli.app import main

YEAR = Path(__file__).parents[2] / "examples" / "saint-quentin-2019"
AT = ("--as-of", "2020-02-01", "--lang", "en")


def test_nothing_differs_between_a_dossier_and_itself_in_another_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(YEAR, copy)
    lines = (copy / "projets.csv").read_text("utf-8-sig").splitlines()
    (copy / "projets.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n", "utf-8")
    assert main(["compare", str(YEAR), str(copy), *AT]) == 0
    assert capsys.readouterr().out == "Nothing differs\n"


def test_rows_and_verdicts_that_differ_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(YEAR, copy)
    path = copy / "attributions.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    changed = [re.sub(r"2\s000,00\s€", "20 000,00 €", line) if line.startswith("A07") else line for line in lines]
    path.write_text("\n".join(line for line in changed if not line.startswith("A04")) + "\n", "utf-8")
    lines = (copy / "projets.csv").read_text("utf-8-sig").splitlines()
    (copy / "projets.csv").write_text("\n".join([*lines, "P99;new;étudiant;industrie;oui;S1;"]) + "\n", "utf-8")
    assert main(["compare", str(YEAR), str(copy), *AT]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "~ allocations A07 montant: 2000.00 → 20000.00" in out
    assert "− allocations A04" in out
    assert "+ projects P99" in out
    assert "END01 A12 – compliant → breach: with this row" in out
    target = tmp_path / "compared.html"
    assert main(["compare", str(YEAR), str(copy), *AT, "--format", "html", "--output", str(target)]) == 1
    assert "20000.00" in target.read_text("utf-8")
