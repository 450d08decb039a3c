"""Paths that lead nowhere, or to something else: always a located problem, never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from innosprint_rules import limits
from innosprint_rules.dossier import read_dossier, read_proposal
from innosprint_rules.errors import DossierError


def code_of(path: str | Path) -> str:
    with pytest.raises(DossierError) as caught:
        read_dossier(path)
    (problem,) = caught.value.problems
    assert problem.words("fr")
    assert problem.hint is not None
    return problem.code


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".XLSX"])
def test_what_is_named_like_a_workbook_must_be_one(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"d{suffix}").write_bytes(b"PK")
    assert code_of(tmp_path / f"d{suffix}") == "not-a-workbook"
    with pytest.raises(DossierError):
        read_proposal(tmp_path / f"d{suffix}")


def test_files_that_are_no_dossier(tmp_path: Path) -> None:
    (tmp_path / "attributions.csv").write_text("id;montant\n")
    (tmp_path / "notes.docx").write_bytes(b"PK")
    (tmp_path / "rien").write_text("")
    assert code_of(tmp_path / "attributions.csv") == "single-csv"
    assert code_of(tmp_path / "notes.docx") == "unknown-format"
    assert code_of(tmp_path / "rien") == "unknown-format"


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text("projets: []")
    assert code_of(tmp_path / "absent.yaml") == "unreadable-path"
    assert code_of(tmp_path / "d.yaml" / "x") == "unreadable-path"
    assert code_of("a\0b") == "unreadable-path"
    assert code_of("x" * 5000) == "unreadable-path"
    assert code_of("\udcff.yaml") == "unreadable-path"
    if os.name == "posix":
        os.mkfifo(tmp_path / "pipe.yaml")
        assert code_of(tmp_path / "pipe.yaml") == "unreadable-path"


def test_a_file_far_too_large(tmp_path: Path) -> None:
    with (tmp_path / "d.json").open("wb") as stream:
        stream.truncate(limits.FILE_BYTES + 1)
    assert code_of(tmp_path / "d.json") == "file-too-large"


def test_permission_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "projets.csv").write_text("code;titre\n")

    def refuse(*_arguments: object) -> int:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(os, "open", refuse)
    assert code_of(tmp_path) == "unreadable-file"


def test_the_source_is_kept_out_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text("projets: [{code: P01}]")
    (tmp_path / "e.json").write_text('{"projects": [{"code": "P01"}]}')
    first, second = read_dossier(tmp_path / "d.yaml"), read_dossier(str(tmp_path / "e.json"))
    assert first == second
    assert first.digest == second.digest
    assert first.source == str(tmp_path / "d.yaml")
