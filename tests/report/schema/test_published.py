"""Each document keeps to its published schema, which is made from the declaration that writes it."""

from __future__ import annotations

import json
from datetime import date
from types import SimpleNamespace

import jsonschema
import pytest

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import check
from innosprint_rules.engine.documents.check import LocationPart, ReportDocument
from innosprint_rules.engine.documents.shape import schema_text
from innosprint_rules.errors import Location
from innosprint_rules.report.schema.published import DOCUMENTS, FOLDER


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_published_schema_is_the_one_of_the_declaration(name: str) -> None:
    published = (FOLDER / name).read_text(encoding="utf-8")
    remake = "python -c 'from innosprint_rules.report.schema.published import write_schemas; write_schemas()'"
    assert published == schema_text(DOCUMENTS[name]), f"make it again: {remake}"
    jsonschema.Draft202012Validator.check_schema(json.loads(published))


def test_every_published_schema_has_its_declaration() -> None:
    assert {path.name for path in FOLDER.glob("*.schema.json")} == set(DOCUMENTS)


def test_a_document_can_be_read_back_with_types() -> None:
    report = check(Dossier.model_validate({"projects": [{"code": "P1"}]}), as_of=date(2019, 6, 1))
    document = ReportDocument.model_validate_json(report.model_dump_json())
    assert document.schema_ == "innosprint-report/2"
    assert document.balance.received is None
    assert {finding.rule for finding in document.findings} == {finding.rule for finding in report.findings}
    assert document.model_dump(mode="json", by_alias=True, exclude_unset=True) == report.model_dump()


def test_a_name_that_is_no_unicode_is_written_as_it_is() -> None:
    place = Location("d\udce9pense.csv", None, 3, "montant")
    assert LocationPart.written(place) == {"file": "d\udce9pense.csv", "sheet": None, "row": 3, "column": "montant"}


def test_what_the_result_does_not_have_is_no_silence() -> None:
    with pytest.raises(AttributeError):
        LocationPart.written(SimpleNamespace(file="a"))
