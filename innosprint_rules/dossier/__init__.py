"""What is read: tables and columns, models, readers and writers of dossiers and proposals."""

from typing import TYPE_CHECKING, Any

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal, combine, read_proposal
from innosprint_rules.dossier.reading import read_dossier
from innosprint_rules.dossier.schema import bundled
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.raw import Notice
from innosprint_rules.dossier.schema.tables import Schema, Table
from innosprint_rules.dossier.writing.text import to_document, to_frames, write_csv_folder

if TYPE_CHECKING:
    from innosprint_rules.dossier.schema.bundled import (
        Action,
        Allocation,
        Amendment,
        Attestation,
        Convention,
        Document,
        Indicator,
        Payment,
        Presentation,
        Project,
        Request,
        Session,
    )

__all__ = [
    "Action",
    "Allocation",
    "Amendment",
    "Attestation",
    "Column",
    "Convention",
    "Document",
    "Dossier",
    "Indicator",
    "Notice",
    "Payment",
    "Presentation",
    "Project",
    "Proposal",
    "Request",
    "Row",
    "Schema",
    "Session",
    "Table",
    "bundled_schema",
    "combine",
    "read_dossier",
    "read_proposal",
    "to_document",
    "to_frames",
    "write_csv_folder",
]


def __getattr__(name: str) -> Any:
    """Return the class of the rows of one of the bundled agreement's tables."""
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(bundled, name)
