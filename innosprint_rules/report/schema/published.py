"""The published JSON Schemas: one file a document, in the folder above, made from the document's own declaration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from innosprint_rules.allocation.repairing.document import RepairDocument
from innosprint_rules.allocation.sharing.document import AllocationDocument
from innosprint_rules.engine.documents.check import ReportDocument
from innosprint_rules.engine.documents.shape import Written, schema_text
from innosprint_rules.report.content.status import StatusDocument
from innosprint_rules.simulation.amended.document import AmendedDocument
from innosprint_rules.simulation.outcome.compare_document import OutcomesDocument
from innosprint_rules.simulation.outcome.document import OutcomeDocument

FOLDER = Path(__file__).parents[1]


def _file(shape: type[Written]) -> str:
    """Return the name of a document's file: of ``innosprint-report/2``, ``innosprint-report-2.schema.json``."""
    (name,) = get_args(shape.model_fields["schema_"].annotation)
    return f"{name.replace('/', '-')}.schema.json"


DOCUMENTS: Mapping[str, type[Written]] = MappingProxyType(
    {
        _file(shape): shape
        for shape in (
            ReportDocument,
            StatusDocument,
            RepairDocument,
            AllocationDocument,
            OutcomeDocument,
            OutcomesDocument,
            AmendedDocument,
        )
    }
)
"""Each document by the name of the file of its schema."""


def write_schemas(folder: Path = FOLDER) -> None:
    """Write every schema anew; needed when a declaration changes.

    A key that goes or means another thing changes ``schema`` in the document too; one more key does not.
    """
    for name, shape in DOCUMENTS.items():
        (folder / name).write_text(schema_text(shape), encoding="utf-8")
