"""YAML and JSON documents: nothing guessed, nothing given twice, faults with their line or path."""

from __future__ import annotations

from pathlib import Path

import pytest

from innosprint_rules.dossier import Dossier, read_dossier
from innosprint_rules.errors import DossierError, Problem

YAML = """\
# un dossier
convention:
  date_publication: 2018-12-11
  dotation: 35 k€
projets:
  - code: P01
    titre: no
    porteur: 012
    dans_agglomeration: no
attributions:
  - {id: A01, projet: p01, montant: "1 500,00 €", besoin: ~, objectif: null, decideurs: [CASQ, FN]}
  - id: A02
    montant: 1_000
"""
JSON = """{
  "attributions": [
    {"id": "A01", "montant": 1500.10, "besoin": null},
    {"id": "A02", "montant": 0.1,
     "decideurs": ["CASQ", "FN"], "date_decision": "31/02/2019"}
  ]
}"""


def write(path: Path, name: str, text: str | bytes) -> Path:
    file = path / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(DossierError) as caught:
        read_dossier(path)
    return caught.value.problems


def test_yaml_scalars_stay_as_typed(tmp_path: Path) -> None:
    (problem,) = problems(write(tmp_path, "d.yaml", YAML))
    assert problem.words("fr").startswith("d.yaml, ligne 13, colonne «\u00a0montant\u00a0»\u00a0: «\u00a01_000\u00a0»")
    dossier = read_dossier(write(tmp_path, "d.yml", YAML.replace("1_000", "1 000")))
    assert dossier.projects is not None
    assert (dossier.projects[0].title, dossier.projects[0].holder, dossier.projects[0].local) == (
        "no",
        "012",
        False,
    )
    assert dossier.allocations is not None
    first = dossier.allocations[0]
    assert (first.amount, first.need, first.objective, first.decided_by) == (
        150_000,
        None,
        None,
        ("CASQ", "FN"),
    )
    assert first.location("amount").row == 11
    assert dossier.convention is not None
    assert dossier.convention.location("endowment").row == 4


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("projets:\n  - code: P01\n    code: P02\n", "duplicate-key", 3),
        ("projets: []\nprojets: []\n", "duplicate-key", 2),
        ("projets: []\nProjets: []\n", "duplicate-table", 2),
        ("projets:\n  - &a {code: P01}\n  - *a\n", "yaml-alias", 3),
        ("projets: !!python/object/apply:os.system [ls]\n", "yaml-tag", 1),
        ("projets: []\n---\nprojets: []\n", "yaml-documents", 2),
        ("projets: [\n", "yaml-syntax", 2),
        ("projets:\n\t- code: P01\n", "yaml-syntax", 2),
        ("? {a: b}\n: c\n", "yaml-key", 1),
        ("projets:\n  - P01\n", "row-shape", 1),
        ("projets: P01\n", "table-shape", 1),
        ("atributions:\n  - {id: A}\n", "unknown-table", 1),
        ("- 1\n", "no-table", None),
        ("", "yaml-empty", 1),
        ("titre: essai\n", "no-table", None),
        ("projets: " + "[" * 5000, "too-deep", 1),
        ("projets:\n  - {code: P01, titre: {a: b}}\n", "text-unreadable", 2),
    ],
)
def test_yaml_faults(tmp_path: Path, text: str, code: str, row: int | None) -> None:
    found = problems(write(tmp_path, "d.yaml", text))
    assert [(problem.code, problem.location.row) for problem in found] == [(code, row)]


def test_json_keeps_decimals_and_places(tmp_path: Path) -> None:
    (problem,) = problems(write(tmp_path, "d.json", JSON))
    where = problem.location
    assert (where.file, where.row, where.column) == ("d.json", 4, "attributions[1].date_decision")
    dossier = read_dossier(write(tmp_path, "e.json", JSON.replace("31/02", "28/02")))
    assert dossier.allocations is not None
    assert [row.amount for row in dossier.allocations] == [150_010, 10]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"projets": [{"code": "P01", "code": "P02"}]}', "duplicate-key"),
        ('{"projets": [{"code": "P01"}]', "json-syntax"),
        ('{"attributions": [{"id": "A", "montant": NaN}]}', "json-constant"),
        ('{"attributions": [{"id": "A", "montant": 1e999999999}]}', "amount-too-large"),
        ('{"attributions": [{"id": "A", "montant": ' + "9" * 6000 + "}]}", "amount-too-large"),
        ('{"attributions": [{"id": "A", "montant": true}]}', "amount-unreadable"),
        ('{"attributions": [{"id": "A", "besoin": "\\ud800"}]}', "text-unreadable"),
        ('{"attributions": [{"id": "A", "\\ud800": "x"}]}', "text-unreadable"),
        ("[]", "no-table"),
        ("{}", "no-table"),
        ("null", "no-table"),
        ("[" * 100_000, "too-deep"),
        ("", "json-syntax"),
    ],
)
def test_json_faults(tmp_path: Path, text: str, code: str) -> None:
    assert [problem.code for problem in problems(write(tmp_path, "d.json", text))] == [code]


def test_a_fault_of_form_does_not_hide_those_of_cells(tmp_path: Path) -> None:
    text = "projets:\n  - code: P01\n    code: P02\nattributions:\n  - id: A\n    montant: x\n"
    assert [problem.code for problem in problems(write(tmp_path, "d.yaml", text))] == [
        "duplicate-key", "amount-unreadable",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["d.yaml", "d.json"])
def test_windows_1252(tmp_path: Path, name: str) -> None:
    text = '{"projets": [{"code": "P01", "titre": "écran"}]}'
    dossier = read_dossier(write(tmp_path, name, text.encode("cp1252")))
    assert [notice.code for notice in dossier.notices] == ["windows-1252"]
    assert dossier == Dossier.model_validate({"projets": [{"code": "P01", "titre": "écran"}]})
