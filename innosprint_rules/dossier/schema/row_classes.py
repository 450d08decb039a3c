"""The rows of a dossier, one class a table; their columns are described in ``schema``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.followup_rows import (
    Action,
    Amendment,
    Attestation,
    Convention,
    Document,
    Indicator,
)
from innosprint_rules.dossier.schema.rows import (
    Allocation,
    Payment,
    Presentation,
    Project,
    Request,
    Session,
)
from innosprint_rules.dossier.schema.tables import PROPOSAL

__all__ = [
    "ROW_CLASSES",
    "Action",
    "Allocation",
    "Amendment",
    "Attestation",
    "Convention",
    "Document",
    "Indicator",
    "Payment",
    "Presentation",
    "Project",
    "Request",
    "Session",
]

_KINDS: tuple[type[Row], ...] = (
    Convention,
    Project,
    Session,
    Presentation,
    Allocation,
    Request,
    Payment,
    Document,
    Action,
    Indicator,
    Amendment,
    Attestation,
)

ROW_CLASSES: Mapping[str, type[Row]] = MappingProxyType(
    {**{kind.table.code: kind for kind in _KINDS}, PROPOSAL.code: Allocation}
)
"""The class of the rows of each table, by the table's name in code."""
