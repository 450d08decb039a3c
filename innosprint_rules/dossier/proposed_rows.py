"""Rows that are put to the vote: their status, and their names where the file gives none."""

from __future__ import annotations

from innosprint_rules.dossier.cells import choice_reader, is_blank
from innosprint_rules.dossier.raw import RawTable
from innosprint_rules.dossier.tables_decisions import STATUSES
from innosprint_rules.dossier.values import quietly

PROPOSED, DECIDED = "proposée", "décidée"
_read_status = choice_reader(STATUSES, DECIDED)


def put_forward(table: RawTable) -> None:
    """Read status décidée, or none, as proposée (refusée stays), and number the rows that have no identifier."""
    (name,) = table.table.identity
    for number, row in enumerate(table.rows, start=1):
        status = row.cells.get("status")
        if is_blank(status) or quietly(_read_status, status) == DECIDED:
            row.cells["status"] = PROPOSED
        if is_blank(row.cells.get(name)):
            row.cells[name] = f"{table.table.numbered}-{number}"
