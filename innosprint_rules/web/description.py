"""What the HTTP API says of itself (OpenAPI): the documents that it answers, the dossiers it reads, its problems."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from innosprint_rules.allocation.repairing.results import Repair
from innosprint_rules.allocation.sharing.results import Allocation
from innosprint_rules.dossier.schema.json_schema import dossier_schema, table_schema
from innosprint_rules.engine.documents.documented import inlined, published
from innosprint_rules.engine.report import Report
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.web.problems import MEDIA, ProblemDetails

DOCUMENTS = {"/v1/check": Report.document, "/v1/repair": Repair.document, "/v1/allocate": Allocation.document}
"""The document that a route answers."""
STATUSES = {401: "no token", 403: "another host or site", 413: "too large", 422: "what was sent cannot be read",
            500: "the tool failed"}  # fmt: skip
EVENTS = {"text/event-stream": {"schema": {"type": "string"}}}
_PARTS = "#/components/schemas/"


def described(app: FastAPI, rulebook: Rulebook) -> dict[str, Any]:
    """Return the description of the API for one set of rules, made once."""
    if app.openapi_schema is not None:
        return app.openapi_schema
    found = get_openapi(title=app.title, version=app.version, routes=app.routes)
    parts = found["components"]["schemas"]
    problem = ProblemDetails.model_json_schema(ref_template=_PARTS + "{model}")
    parts |= problem.pop("$defs") | {"ProblemDetails": problem}
    for gone in ("HTTPValidationError", "ValidationError"):
        parts.pop(gone, None)
    answer = {MEDIA: {"schema": {"$ref": f"{_PARTS}ProblemDetails"}}}
    for path, operations in found["paths"].items():
        for operation in operations.values():
            told = operation["responses"]
            told |= {str(status): {"description": said, "content": answer} for status, said in STATUSES.items()}
            if path in DOCUMENTS:
                document = inlined(published(DOCUMENTS[path]))
                told["200"]["content"] = {"application/json": {"schema": document}}
            operation["security"] = [{"token": []}]
    found["paths"]["/v1/simulate"]["post"]["responses"]["200"]["content"] = EVENTS
    found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    dossier = dossier_schema("Dossier", rulebook)
    for name in ("CheckAsked", "AllocateAsked", "SimulateAsked"):
        given = parts[name]["properties"]["dossier"]
        parts[name]["properties"]["dossier"] = {"$ref": f"{_PARTS}Dossier"} if name != "SimulateAsked" else {
            "anyOf": [{"$ref": f"{_PARTS}Dossier"}, {"type": "null"}], **{k: given[k] for k in ("title",) if k in given}
        }  # fmt: skip
    parts["Dossier"] = dossier
    proposals = rulebook.schema.proposals
    if proposals is not None:
        rows = table_schema(proposals)
        parts["CheckAsked"]["properties"]["proposal"] = {"anyOf": [rows, {"type": "null"}]}
    app.openapi_schema = found
    return found
