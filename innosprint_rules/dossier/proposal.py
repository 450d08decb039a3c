"""Proposals: allocations not decided yet, read from a file, rows or a frame, and put beside a dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from innosprint_rules.dossier.assembly import assemble
from innosprint_rules.dossier.csv_folder import read_csv_table
from innosprint_rules.dossier.document import is_json, parse_document
from innosprint_rules.dossier.encoding import file_name
from innosprint_rules.dossier.integrity import duplicate_identity, unknown_reference
from innosprint_rules.dossier.mappings import Lined, add_table
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.named_tables import too_many_tables
from innosprint_rules.dossier.raw import Notice, RawDossier
from innosprint_rules.dossier.reading import READERS, WORKBOOKS, existing, files_read
from innosprint_rules.dossier.row import Row
from innosprint_rules.dossier.rows import Allocation
from innosprint_rules.dossier.schema import PROPOSAL, TABLES, find_input
from innosprint_rules.errors import DossierError, Location, Problem, expect
from innosprint_rules.folding import same_key
from innosprint_rules.wording import Text, brief_repr

if TYPE_CHECKING:
    import pandas as pd

    ProposalSource = str | Path | Sequence[Mapping[str, object]] | Mapping[str, object] | pd.DataFrame

_SOURCES = Text("un chemin, des lignes (liste de dictionnaires) ou une DataFrame",
                "a path, rows (a list of dictionaries) or a DataFrame")  # fmt: skip
_NAMES = (TABLES["allocations"], PROPOSAL)
"""What the one table of a proposal may be called."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Allocations that are proposed, the columns they carry, what was noticed, where they come from."""

    rows: tuple[Allocation, ...]
    columns: frozenset[str]
    notices: tuple[Notice, ...] = ()
    source: str | None = None

    __repr__ = brief_repr


def read_proposal(source: ProposalSource | Proposal) -> Proposal:
    """Read a proposal from a CSV file, a workbook, a YAML or JSON file, rows as mappings, or a pandas data frame.

    Status décidée, or none, is read as proposée; refusée stays. Rows without an identifier are ``ligne-1``,
    ``ligne-2`` … Raises DossierError with every problem found, UsageError for what is none of these.
    """
    if isinstance(source, Proposal):
        return source
    if not hasattr(source, "iloc"):
        expect("proposal", source, (str, Path, list, tuple, Mapping), _SOURCES)
    name: str | None = None
    if isinstance(source, (str, Path)):
        name = str(source)
        raw = _from_path(existing(source))
    elif hasattr(source, "iloc"):
        from innosprint_rules.dossier.frames import frame_rows, labels_of

        header, rows = frame_rows(cast("pd.DataFrame", source))
        raw = RawDossier()
        _add(raw, rows, PROPOSAL.code, header, labels=labels_of(cast("pd.DataFrame", source)))
    else:
        raw = RawDossier()
        _from_value(raw, source)
    assembled = assemble(raw)
    if assembled.faults:
        raise DossierError(assembled.problems)
    read = cast("tuple[Allocation, ...]", assembled.rows[PROPOSAL.code])
    return Proposal(read, assembled.columns[PROPOSAL.code], assembled.notices, name)


def kinds_read() -> Text:
    """Say which files are read as a proposal."""
    books, documents = files_read()
    return Text(f"fichier CSV, classeur ({books.fr}) ou document {documents.fr}",
                f"CSV file, workbook ({books.en}) or document {documents.en}")  # fmt: skip


def combine(dossier: Dossier, proposal: Proposal) -> Dossier:
    """Return ``dossier`` with the rows of ``proposal`` after its own.

    Raises DossierError, located in the proposal, for an identifier the dossier already uses and for
    references to rows it does not hold. When the dossier has no table of allocations, the result
    ``is_open("allocations")``.
    """
    problems: list[Problem] = []
    taken = {same_key(row.id): row for row in dossier.allocations or ()}
    known = {str(column.target): _spellings(dossier, str(column.target)) for column in PROPOSAL.references}
    rows: list[Allocation] = []
    for row in proposal.rows:
        first = taken.get(same_key(row.id))
        if first is not None:
            problem = duplicate_identity(row.id, PROPOSAL, first.id, first.location())
            problems.append(_at(problem, row, "id"))
        settled: dict[str, Any] = {}
        for column in PROPOSAL.references:
            value, target = getattr(row, column.code), str(column.target)
            if value is None:
                continue
            spelling = known[target].get(same_key(value))
            if spelling is not None:
                settled[column.code] = spelling
            elif dossier.rows(target) is not None:
                problem = unknown_reference(value, known[target], TABLES[target])
                problems.append(_at(problem, row, column.code))
        rows.append(row.model_copy(update=settled) if settled else row)
    if problems:
        raise DossierError(problems)
    return dossier.with_proposal(tuple(rows), proposal.columns, proposal.notices)


def add_proposal(path: Path, raw: RawDossier) -> None:
    """Add to a dossier the proposal that a file beside its tables holds, in whatever format."""
    read = _from_path(path)
    raw.faults += read.faults
    raw.notices += read.notices
    for table in read.tables.values():
        table.source = replace(table.source, proposal=False)
        for row in table.rows:
            row.source = replace(row.source, table=table.source)
        raw.add(table)


def _from_path(path: Path) -> RawDossier:
    raw = RawDossier(file_name(path))
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        from innosprint_rules.dossier.workbook import read_proposed_workbook

        read_proposed_workbook(path, raw)
    elif path.is_dir():
        raw.fault(
            "proposal-folder",
            Text("une proposition est un fichier, non un dossier", "a proposal is a file, not a folder"),
            Text("donner le fichier des lignes proposées", "give the file of the proposed rows"),
        )
    elif suffix in READERS:
        value = parse_document(path, raw)
        if not raw.faults:
            _from_value(raw, value, paths=is_json(path))
    else:
        read_csv_table(PROPOSAL, path, raw, proposal=True)
    return raw


def _from_value(raw: RawDossier, value: object, paths: bool = True) -> None:
    """Take a list of rows, or a mapping whose one table is the allocations."""
    if not isinstance(value, Mapping):
        if value is None:
            value = ()
        _add(raw, value, PROPOSAL.code, (), paths)
        return
    if too_many_tables(raw, value):
        return
    for key, rows in value.items():
        if find_input(str(key)) in _NAMES:
            _add(raw, () if rows is None else rows, str(key), (), paths)
            continue
        line = value.lines.get(str(key)) if isinstance(value, Lined) and value.lines else None
        raw.fault(
            "proposal-other-table",
            Text(
                f"« {key} » n'a pas sa place dans une proposition",
                f"“{key}” has no place in a proposal",
            ),
            Text(f"n'y laisser que la table « {PROPOSAL.name} »", f"leave nothing but the table “{PROPOSAL.name}”"),
            Location(raw.file, None, line, None if line else str(key)),
        )
    if not value:
        _add(raw, (), PROPOSAL.code, (), paths)


def _add(
    raw: RawDossier,
    rows: object,
    name: str,
    header: Sequence[str],
    paths: bool = True,
    labels: Sequence[str | int] | None = None,
) -> None:
    where = Location(raw.file, None, None, None if raw.file else name)
    add_table(raw, PROPOSAL, rows, name, where, paths=paths, proposal=True, header=header, labels=labels)


def _spellings(dossier: Dossier, target: str) -> dict[str, str]:
    """Return how the rows of ``target`` are named; without that table, how the dossier refers to them."""
    rows = dossier.rows(target)
    if rows is not None:
        return {same_key(row.identity): row.identity for row in rows}
    heard: dict[str, str] = {}
    for table in TABLES.values():
        codes = [column.code for column in table.references if column.target == target]
        for row in dossier.rows(table.code) or ():
            for code in codes:
                value = getattr(row, code)
                if value is not None:
                    heard.setdefault(same_key(value), value)
    return heard


def _at(problem: Problem, row: Row, column: str) -> Problem:
    return Problem(problem.code, problem.message, problem.hint, row.location(column), row.loc(column))
