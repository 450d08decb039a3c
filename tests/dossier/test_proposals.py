"""Proposals: read from anything, judged as proposed, put beside a dossier without a clash."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from innosprint_rules.dossier import Dossier, combine, read_proposal
from innosprint_rules.errors import DossierError

ROWS: list[dict[str, Any]] = [
    {"id": "A09", "projet": "p01", "montant": "1 000", "statut": "décidée"},
    {"id": "A10", "projet": "P02", "montant": "2 000", "statut": ""},
    {"id": "A11", "projet": "P02", "montant": "2 000", "statut": "Refusee"},
]
DOSSIER = Dossier.model_validate(
    {
        "projets": [{"code": "P01"}, {"code": "P02"}],
        "attributions": [{"id": "A01", "projet": "P01", "montant": 5, "besoin": "x"}],
    }
)


def codes(source: Any) -> list[str]:
    with pytest.raises(DossierError) as caught:
        combine(DOSSIER, read_proposal(source))
    return [problem.code for problem in caught.value.problems]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    lines = [";".join(ROWS[0]), *(";".join(row.values()) for row in ROWS)]
    (tmp_path / "session 4.csv").write_text("\n".join(lines), encoding="cp1252")
    (tmp_path / "p.json").write_text(str(ROWS).replace("'", '"'), encoding="utf-8")
    (tmp_path / "p.yaml").write_text("attributions: " + str(ROWS), encoding="utf-8")
    return sorted(tmp_path.iterdir())


def test_every_source_gives_the_same_rows(files: list[Path]) -> None:
    expected = read_proposal(ROWS)
    assert [row.status for row in expected.rows] == ["proposée", "proposée", "refusée"]
    for source in (*files, str(files[0]), pd.DataFrame(ROWS), {"allocations": ROWS}, tuple(ROWS), expected):
        found = read_proposal(source)
        assert found.rows == expected.rows
        assert found.columns == {"id", "project", "amount", "status"}
        assert all(row.from_proposal for row in found.rows)
    assert read_proposal(files[2]).rows[0].location("amount").words("fr").startswith("session 4.csv, ligne 2")


def test_without_the_column_every_row_is_proposed() -> None:
    proposal = read_proposal([{"id": "A09"}])
    assert proposal.rows[0].status == "proposée"
    assert proposal.columns == {"id"}
    assert read_proposal([]).rows == ()


def test_combine_puts_the_proposal_last() -> None:
    combined = combine(DOSSIER, read_proposal(ROWS))
    assert combined.allocations is not None
    assert [row.id for row in combined.allocations] == ["A01", "A09", "A10", "A11"]
    assert [row.from_proposal for row in combined.allocations] == [False, True, True, True]
    assert combined.allocations[1].project == "P01", "references take the dossier's spelling"
    assert combined.columns("allocations") == {"id", "project", "amount", "status", "need"}
    assert "need" not in combined.allocations[1].columns, "the proposal did not carry it"
    assert not combined.is_open("allocations")
    assert DOSSIER.allocations is not None
    assert len(DOSSIER.allocations) == 1
    assert combined.digest != DOSSIER.digest


def test_without_the_table_the_rows_are_known_to_be_incomplete() -> None:
    empty = Dossier.model_validate({"projets": [{"code": "P01"}, {"code": "P02"}]})
    combined = combine(empty, read_proposal(ROWS))
    assert combined.is_open("allocations")
    assert combined.allocations is not None
    assert len(combined.allocations) == 3


def test_without_the_target_the_dossier_s_spelling_holds() -> None:
    dossier = Dossier.model_validate({"versements": [{"id": "V1", "projet": "p02"}]})
    combined = combine(dossier, read_proposal(ROWS))
    assert combined.allocations is not None
    assert [row.project for row in combined.allocations] == ["p01", "p02", "p02"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ([{"id": "a01"}, {"id": "A02", "projet": "P09"}], ["duplicate-identity", "unknown-reference"]),
        ([{"id": "A02"}, {"id": "A02"}], ["duplicate-identity"]),
        ([{"id": "A02", "montant": "-5"}], ["amount-negative"]),
        ([{"id": "A02", "statut": "votée"}], ["choice-unknown"]),
        ([{"projet": "P09"}], ["unknown-reference"]),
        ({"attributions": [], "projets": []}, ["proposal-other-table"]),
        (["A02"], ["row-shape"]),
        ({"attributions": 3}, ["table-shape"]),
    ],
)
def test_faults(source: Any, expected: list[str]) -> None:
    assert codes(source) == expected


def test_faults_of_files(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("projets: []\nattributions: []\n")
    with pytest.raises(DossierError) as caught:
        read_proposal(tmp_path / "p.yaml")
    assert caught.value.problems[0].location.row == 1
    assert codes(tmp_path) == ["proposal-folder"]
    assert codes(tmp_path / "absent.csv") == ["unreadable-path"]
    (tmp_path / "p.csv").write_text("id;montant\nA01;5\n")
    with pytest.raises(DossierError) as caught:
        combine(DOSSIER, read_proposal(tmp_path / "p.csv"))
    assert caught.value.words("en")[0].startswith("p.csv, line 2, column “id”: “A01” already names another row")
