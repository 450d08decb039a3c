"""The schemas that are given: what is read, what is written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

import innosprint_rules as ir
from innosprint_rules.cli.app import main
from innosprint_rules.cli.schema import READ, schema_named
from innosprint_rules.dossier import to_document
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema
from innosprint_rules.engine.documents.documented import documents
from tests.profiles import examples
from tests.strategies import build, dossiers

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DOSSIER = jsonschema.Draft202012Validator(schema_named("dossier"))


@pytest.mark.parametrize("name", [*READ, *documents()])
def test_each_is_given(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", name]) == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


def test_another_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "dossiers", "--lang", "en"]) == 2
    assert "did you mean “dossier”?" in capsys.readouterr().err


def test_the_library_gives_the_same() -> None:
    assert ir.Dossier.model_json_schema()["properties"] == schema_named("dossier")["properties"]
    assert ir.Dossier.model_json_schema(mode="serialization") == ir.Dossier.model_json_schema()
    assert ir.Report.model_json_schema() == schema_named("report")


def test_the_shipped_example_keeps_to_it() -> None:
    DOSSIER.validate(json.loads((EXAMPLES / "dossier.json").read_text(encoding="utf-8")))
    for name in ("saint-quentin-2019", "year-in-trouble", "fourth-session", "dossier.yaml"):
        DOSSIER.validate(ir.read_dossier(EXAMPLES / name).model_dump(mode="json"))
    read = ir.read_dossier(EXAMPLES / "saint-quentin-2019")
    DOSSIER.validate(json.loads(read.model_dump_json()))
    proposal = ir.read_proposal(EXAMPLES / "proposals" / "session-4-fine.csv")
    rows = json.loads(read.with_proposal(proposal.rows, proposal.columns, ()).model_dump_json())["allocations"]
    jsonschema.validate(rows, schema_named("proposal"))


def test_its_examples_keep_to_it_and_are_read() -> None:
    told = 0
    for name, held in schema_named("dossier")["properties"].items():
        table = bundled_schema().find_input(name)
        if table.keyed:
            continue
        first = dict.fromkeys(table.identity, "1")
        for column in table.columns:
            cell = held["anyOf"][0]["items"]["properties"][column.header]
            shown = cell if "examples" in cell else cell.get("anyOf", [{}])[0]
            for example in shown.get("examples", ()):
                tables = {name: [{**first, column.header: example}]}
                DOSSIER.validate(tables)
                ir.Dossier.model_validate(tables)
                told += 1
    assert told > 50


@settings(max_examples=examples(25), deadline=None)
@given(dossiers())
def test_what_is_written_keeps_to_it(document: dict[str, Any]) -> None:
    dossier = build(document)
    DOSSIER.validate(json.loads(dossier.model_dump_json()))
    DOSSIER.validate(json.loads(json.dumps(to_document(dossier))))


@pytest.mark.parametrize(
    ("tables", "cents"),
    [
        ({"versements": [{"id": "V1", "montant": "1 500,00 €"}]}, 150_000),
        ({"payments": [{"id": "V1", "amount": "1500.00"}]}, 150_000),
        ({"payments": [{"id": "V1", "amount": 1500}]}, 150_000),
        ({"payments": [{"id": "V1", "amount": 1500.5}]}, 150_050),
        ({"payments": [{"id": "V1", "amount": None}]}, None),
    ],
)
def test_amounts_are_euros(tables: Any, cents: int | None) -> None:
    DOSSIER.validate(tables)
    (row,) = ir.Dossier.model_validate(tables).payments or ()
    assert row.amount == cents


@pytest.mark.parametrize(
    "tables",
    [
        {"attributions": [{"montant": 5}]},
        {"attributions": [{"id": "", "montant": 5}]},
        {"attributions": [{"id": "A", "montant": -5}]},
        {"attributions": [{"id": "A", "montant": "-5,00"}]},
        {"attributions": [{"id": "A", "montant": "beaucoup"}]},
        {"attributions": [{"id": "A", "montant": True}]},
        {"attributions": [{"id": "A", "amount": {}}]},
        {"attributions": {"id": "A"}},
        {"presentations": [{"session": "S1"}]},
        {"demandes": [{"id": "D", "note_besoin": 6}]},
        {"documents": [{"id": "D", "destinataires": [["CASQ"]]}]},
    ],
)
def test_what_is_refused_by_the_schema_is_refused_by_the_reader(tables: Any) -> None:
    assert not DOSSIER.is_valid(tables)
    with pytest.raises(ValueError, match="validation error"):
        ir.Dossier.model_validate(tables)


def test_a_proposal_needs_no_identifier() -> None:
    tables = {"proposition": [{"Projet": "P1", "Montant proposé": 5}]}
    DOSSIER.validate(tables)
    report = ir.check(ir.Dossier.model_validate(tables), as_of=date(2019, 6, 1))
    assert report.proposal is not None
