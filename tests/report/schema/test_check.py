"""The JSON documents keep to the schemas that are published."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from innosprint_rules.report.schema import check as machine
from innosprint_rules.report.schema.check import DOCUMENTS, ReportDocument, schema_text

PACKAGE = Path(machine.__file__).parents[1]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_published_schema_is_the_one_of_the_models(name: str) -> None:
    published = (PACKAGE / name).read_text(encoding="utf-8")
    remake = "python -c 'from innosprint_rules.report.schema.check import write_schemas; write_schemas()'"
    assert published == schema_text(DOCUMENTS[name]), f"make it again: {remake}"
    jsonschema.Draft202012Validator.check_schema(json.loads(published))


def test_a_document_can_be_read_back_with_types() -> None:
    from datetime import date

    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.engine.check import check

    report = check(Dossier.model_validate({"projects": [{"code": "P1"}]}), as_of=date(2019, 6, 1))
    document = ReportDocument.model_validate_json(report.model_dump_json())
    assert document.schema_ == "innosprint-report/2"
    assert document.balance.received is None
    assert {finding.rule for finding in document.findings} == {finding.rule for finding in report.findings}
