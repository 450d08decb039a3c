"""The HTTP API answers what it says of itself: schemathesis asks it all that its description allows, and more."""

from __future__ import annotations

import copy
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="FastAPI, the extra `web`, is not installed")
pytest.importorskip("schemathesis", reason="schemathesis is not installed")

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from innosprint_rules.rulebook.loading import bundled
from innosprint_rules.web.app import application, made
from innosprint_rules.web.room import Room
from tests.profiles import LONG, examples
from tests.web.clients import TOKEN

AS_DECLARED = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def bounded() -> dict[str, Any]:
    """Return what the API says of itself; by default with a few tables and columns of a dossier, by their codes."""
    found: dict[str, Any] = copy.deepcopy(made(bundled(), Room(bundled())).openapi())
    if not LONG:
        parts = found["components"]["schemas"]
        rows = [parts["CheckAsked"]["properties"]["proposal"]["anyOf"][0]]
        tables = parts["Dossier"]["properties"] = {name: parts["Dossier"]["properties"][name] for name in TABLES}
        for table in (*tables.values(), *rows):
            columns = table["anyOf"][0]["items"]["properties"]
            for name in columns.keys() - COLUMNS:
                del columns[name]
    return found


TABLES = ("sessions", "payments")
COLUMNS = {"code", "held_on", "members_present", "id", "paid_on", "amount", "direction"}
described = schemathesis.openapi.from_dict(bounded())
app: Any = application(bundled(), TOKEN)


# /v1/simulate draws years for each question: what it answers is held in `test_api`.
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/v1/check"), ("POST", "/v1/repair"), ("POST", "/v1/allocate"), ("GET", "/v1/rules")],
)
@settings(max_examples=examples(24), phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_answer_is_as_declared(method: str, path: str, data: st.DataObject) -> None:
    case = data.draw(described[path][method].as_strategy())
    case.operation.app = app
    case.call_and_validate(
        base_url="http://127.0.0.1:8000", headers={"authorization": f"Bearer {TOKEN}"}, checks=AS_DECLARED
    )
