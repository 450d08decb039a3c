"""The rows of a proposal, from a file of whatever format, or from a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from innosprint_rules.dossier.formats.document import is_json, parse_document
from innosprint_rules.dossier.formats.encoding import file_name
from innosprint_rules.dossier.formats.folder import read_csv_table
from innosprint_rules.dossier.formats.mappings import Lined, add_table
from innosprint_rules.dossier.formats.named_tables import too_many_tables
from innosprint_rules.dossier.paths import DOCUMENTS, WORKBOOKS
from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.dossier.schema.tables import PROPOSAL, Table
from innosprint_rules.errors import Location
from innosprint_rules.wording import Text


def add_proposal(path: Path, raw: RawDossier) -> None:
    """Add to a dossier the proposal that a file beside its tables holds, in whatever format.

    Raises:
        UsageError: the agreement has no table of what is proposed.
    """
    read = raw_from_path(path, required(raw.schema.proposal, "proposals"))
    raw.faults += read.faults
    raw.notices += read.notices
    for table in read.tables.values():
        table.source = replace(table.source, proposal=False)
        for row in table.rows:
            row.source = replace(row.source, table=table.source)
        raw.add(table)


def raw_from_path(path: Path, proposal: Table) -> RawDossier:
    """Return the one table, ``proposal``, that a file of proposed rows holds, its faults and notices."""
    raw = RawDossier(proposal.schema, file_name(path))
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        from innosprint_rules.dossier.workbook.reading import read_proposed_workbook

        read_proposed_workbook(path, proposal, raw)
    elif path.is_dir():
        raw.fault(
            "proposal-folder",
            Text("une proposition est un fichier, non un dossier", "a proposal is a file, not a folder"),
            Text("donner le fichier des lignes proposées", "give the file of the proposed rows"),
        )
    elif suffix in DOCUMENTS:
        value = parse_document(path, raw)
        if not raw.faults:
            add_value(raw, proposal, value, paths=is_json(path))
    else:
        read_csv_table(proposal, path, raw, proposal=True)
    return raw


def add_value(raw: RawDossier, proposal: Table, value: object, paths: bool = True) -> None:
    """Take a list of rows, or a mapping whose one table is that of what is proposed."""
    if not isinstance(value, Mapping):
        if value is None:
            value = ()
        add_rows(raw, proposal, value, PROPOSAL, (), paths)
        return
    if too_many_tables(raw, value):
        return
    for key, rows in value.items():
        if raw.schema.find_input(str(key)) in (proposal, raw.schema.proposals):
            add_rows(raw, proposal, () if rows is None else rows, str(key), (), paths)
            continue
        line = value.lines.get(str(key)) if isinstance(value, Lined) and value.lines else None
        raw.fault(
            "proposal-other-table",
            Text(
                f"« {key} » n'a pas sa place dans une proposition",
                f"“{key}” has no place in a proposal",
            ),
            Text(f"n'y laisser que la table « {proposal.name} »", f"leave nothing but the table “{proposal.name}”"),
            Location(raw.file, None, line, None if line else str(key)),
        )
    if not value:
        add_rows(raw, proposal, (), PROPOSAL, (), paths)


def add_rows(
    raw: RawDossier,
    proposal: Table,
    rows: object,
    name: str,
    header: Sequence[str],
    paths: bool = True,
    labels: Sequence[str | int] | None = None,
) -> None:
    """Add proposed rows, mappings by header, under the name of their table."""
    where = Location(raw.file, None, None, None if raw.file else name)
    add_table(raw, proposal, rows, name, where, paths=paths, proposal=True, header=header, labels=labels)
