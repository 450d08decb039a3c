"""What is read: tables and columns, models, readers and writers of dossiers and proposals."""

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal, combine, read_proposal
from innosprint_rules.dossier.reading import read_dossier
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.raw import Notice
from innosprint_rules.dossier.schema.row_classes import (
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
from innosprint_rules.dossier.schema.tables import TABLES, Column, Table
from innosprint_rules.dossier.writing.text import to_document, to_frames, write_csv_folder

__all__ = [
    "TABLES",
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
    "Session",
    "Table",
    "combine",
    "read_dossier",
    "read_proposal",
    "to_document",
    "to_frames",
    "write_csv_folder",
]
