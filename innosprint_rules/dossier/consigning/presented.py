"""The presentations of a session from a file of their own, whose rows need not name the session."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from innosprint_rules.dossier.assembly import assemble
from innosprint_rules.dossier.cells import is_blank
from innosprint_rules.dossier.formats.encoding import file_name
from innosprint_rules.dossier.formats.folder import read_csv_table
from innosprint_rules.dossier.paths import existing
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.bundled_schema import schema_of
from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.dossier.schema.tables import Described
from innosprint_rules.errors import DossierError


def read_presented(path: Path, session: str, rulebook: Described | None = None) -> tuple[Row, ...]:
    """Read presentations from a CSV file; a row or a file without a session is that of ``session``.

    Raises:
        DossierError: with every problem found.
        UsageError: the agreement has no table of presentations.
    """
    schema = schema_of(rulebook)
    role = required(schema.roles.presentations, "presentations")
    table = schema.tables[role.table]
    raw = RawDossier(schema, file_name(path))
    read_csv_table(table, existing(path), raw)
    raw.faults[:] = [fault for fault in raw.faults if fault.problem.code != "key-column-missing"]
    found = raw.tables.get(table.code)
    if found is not None:
        found.source = replace(found.source, columns=found.source.columns | {role.meeting})
        for row in found.rows:
            if is_blank(row.cells.get(role.meeting)):
                row.cells[role.meeting] = session
    assembled = assemble(raw)
    if assembled.faults:
        raise DossierError(assembled.problems)
    return assembled.rows.get(table.code, ())
