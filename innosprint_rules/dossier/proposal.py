"""Proposals: rows not decided yet, read from a file, rows or a frame, and put beside a dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from innosprint_rules.dossier.assembly import assemble
from innosprint_rules.dossier.integrity import duplicate_identity, unknown_reference
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.paths import existing, files_read
from innosprint_rules.dossier.proposal_reading import add_rows, add_value, raw_from_path
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.bundled_schema import schema_of
from innosprint_rules.dossier.schema.raw import Notice, RawDossier
from innosprint_rules.dossier.schema.roles import missing_role
from innosprint_rules.dossier.schema.tables import PROPOSAL, Described, Schema, Table
from innosprint_rules.errors import DossierError, Problem, expect
from innosprint_rules.folding import same_key
from innosprint_rules.wording import Text, brief_repr

if TYPE_CHECKING:
    import pandas as pd

    ProposalSource = str | Path | Sequence[Mapping[str, object]] | Mapping[str, object] | pd.DataFrame

_SOURCES = Text("un chemin, des lignes (liste de dictionnaires) ou une DataFrame",
                "a path, rows (a list of dictionaries) or a DataFrame")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rows that are proposed, the columns they carry, what was noticed, where they come from."""

    rows: tuple[Row, ...]
    columns: frozenset[str]
    notices: tuple[Notice, ...] = ()
    source: str | None = None
    rulebook: Described | None = None

    @property
    def schema(self) -> Schema:
        """The schema of the dossiers that it can stand beside; the bundled one unless another is said."""
        return self.rows[0].table.schema if self.rows else schema_of(self.rulebook)

    __repr__ = brief_repr


def read_proposal(source: ProposalSource | Proposal, rulebook: Described | None = None) -> Proposal:
    """Read a proposal from a CSV file, a workbook, a YAML or JSON file, rows as mappings, or a pandas data frame.

    Its columns are those of ``rulebook``, of the bundled agreement where it is None. The status of what is decided, or
    none, is read as proposed; refused stays. Rows without an identifier are ``ligne-1``, ``ligne-2`` … Raises
    DossierError with every problem found, UsageError for what is none of these, and where the agreement has no table
    of what is proposed.
    """
    if isinstance(source, Proposal):
        return source
    if not hasattr(source, "iloc"):
        expect("proposal", source, (str, Path, list, tuple, Mapping), _SOURCES)
    schema = schema_of(rulebook)
    table = _proposed(schema)
    name: str | None = None
    if isinstance(source, (str, Path)):
        name = str(source)
        raw = raw_from_path(existing(source), table)
    elif hasattr(source, "iloc"):
        from innosprint_rules.dossier.formats.frames import frame_rows, labels_of

        header, rows = frame_rows(cast("pd.DataFrame", source))
        raw = RawDossier(schema)
        add_rows(raw, table, rows, PROPOSAL, header, labels=labels_of(cast("pd.DataFrame", source)))
    else:
        raw = RawDossier(schema)
        add_value(raw, table, source)
    assembled = assemble(raw)
    if assembled.faults:
        raise assembled.error()
    return Proposal(assembled.rows[PROPOSAL], assembled.columns[PROPOSAL], assembled.notices, name, schema)


def raw_proposal(path: str | Path, rulebook: Described | None = None) -> RawDossier:
    """Read the rows of a file of what is proposed, their cells not yet read; faults of form are in the result."""
    return raw_from_path(existing(path), _proposed(schema_of(rulebook)))


def _proposed(schema: Schema) -> Table:
    if schema.proposal is None:
        raise missing_role("proposals")
    return schema.proposal


def kinds_read() -> Text:
    """Say which files are read as a proposal."""
    books, documents = files_read()
    return Text(f"fichier CSV, classeur ({books.fr}) ou document {documents.fr}",
                f"CSV file, workbook ({books.en}) or document {documents.en}")  # fmt: skip


def combine(dossier: Dossier, proposal: Proposal) -> Dossier:
    """Return ``dossier`` with the rows of ``proposal`` after its own.

    Raises DossierError, located in the proposal, for an identifier the dossier already uses and for
    references to rows it does not hold. When the dossier has no table of what is decided, the result ``is_open``
    there; UsageError where the agreement has none.
    """
    table = _proposed(dossier.schema)
    (key,) = table.identity
    problems: list[Problem] = []
    taken = {same_key(row.identity): row for row in dossier.decided}
    known = {str(column.target): _spellings(dossier, str(column.target)) for column in table.references}
    rows: list[Row] = []
    for row in proposal.rows:
        first = taken.get(same_key(row.identity))
        if first is not None:
            problem = duplicate_identity(row.identity, table, first.identity, first.location())
            problems.append(_at(problem, row, key))
        settled: dict[str, Any] = {}
        for column in table.references:
            value, target = getattr(row, column.code), str(column.target)
            if value is None:
                continue
            spelling = known[target].get(same_key(value))
            if spelling is not None:
                settled[column.code] = spelling
            elif dossier.rows(target) is not None:
                problem = unknown_reference(value, known[target], dossier.schema.tables[target])
                problems.append(_at(problem, row, column.code))
        rows.append(row.model_copy(update=settled) if settled else row)
    if problems:
        raise DossierError(problems)
    return dossier.with_proposal(tuple(rows), proposal.columns, proposal.notices)


def _spellings(dossier: Dossier, target: str) -> dict[str, str]:
    """Return how the rows of ``target`` are named; without that table, how the dossier refers to them."""
    rows = dossier.rows(target)
    if rows is not None:
        return {same_key(row.identity): row.identity for row in rows}
    heard: dict[str, str] = {}
    for table in dossier.schema.tables.values():
        codes = [column.code for column in table.references if column.target == target]
        for row in dossier.rows(table.code) or ():
            for code in codes:
                value = getattr(row, code)
                if value is not None:
                    heard.setdefault(same_key(value), value)
    return heard


def _at(problem: Problem, row: Row, column: str) -> Problem:
    return Problem(problem.code, problem.message, problem.hint, row.location(column), row.loc(column))
