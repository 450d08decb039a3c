"""From requests and amounts to the rows of a proposal, as ``check --proposal`` reads them and members vote them.

A request that gets nothing becomes a row that is refused, so that the decision on it is kept too. What the
table of requests says of needs, objectives and progress, under the headers of the table of decisions, goes into
the rows; where it has no such column the rows that are judged have none either, and the check says what is to be
completed (the file that is written has every column of the table, blank).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from innosprint_rules.allocation.sharing.requests import requests_of, session_of
from innosprint_rules.allocation.sharing.weights import weights_at
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal, read_proposal
from innosprint_rules.dossier.proposed_rows import new_ids
from innosprint_rules.dossier.schema.roles import Proposals, required
from innosprint_rules.dossier.schema.tables import Described, Table
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.judging import Judge
from innosprint_rules.engine.options import chosen_readings
from innosprint_rules.money import plain
from innosprint_rules.rulebook.book import Rulebook

if TYPE_CHECKING:
    from innosprint_rules.allocation.sharing.requests import Requests

Rows = tuple[Mapping[str, Any], ...]


def drafted(dossier: Dossier, requests: Requests) -> Rows:
    """Return one proposed row a request, in their order, without an amount: cells by column code."""
    role = required(dossier.schema.roles.proposals, "proposals")
    table = dossier.schema.tables[role.table]
    (key,) = table.identity
    columns = _carried(table, role, requests)
    names = new_ids([row.identity for row in dossier.decided], len(requests.asked))
    rows: list[Mapping[str, Any]] = []
    for name, asked in zip(names, requests.asked, strict=True):
        row: dict[str, Any] = {
            key: name,
            role.meeting: requests.session,
            role.day: requests.held_on.isoformat(),
            role.beneficiary: asked.project,
        }
        extra = asked.row.model_extra or {}
        for column, header in columns.items():
            row[column] = extra.get(header, "")
        rows.append(row)
    return tuple(rows)


def with_amounts(role: Proposals, rows: Rows, amounts: Sequence[int], refuse: bool = True) -> Rows:
    """Return the rows with their amounts, in cents; what gets nothing is refused, unless told otherwise."""
    return tuple(
        {**row, role.amount: plain(cents), role.status: role.proposed if cents or not refuse else role.refused}
        for row, cents in zip(rows, amounts, strict=True)
    )


def as_proposal(rows: Rows, rulebook: Described) -> Proposal:
    """Return rows as the engine judges them; an amount of 0, which is a refusal here, is no news."""
    read = read_proposal([dict(row) for row in rows], rulebook)
    return Proposal(read.rows, read.columns, rulebook=rulebook)


def _carried(table: Table, role: Proposals, requests: Requests) -> dict[str, str]:
    """Return, by column of an allocation, the header under which the table of requests holds it."""
    found: dict[str, str] = {}
    # a column is there whether one of its cells is blank or all are
    for header in dict.fromkeys(header for asked in requests.asked for header in asked.row.other_headers):
        column = table.find(header)
        if column is not None and column.code in (*role.purpose, role.deciders):
            found.setdefault(column.code, header)
    return found


def requested(dossier: Dossier, rulebook: Rulebook, session: str, as_of: date, readings: Mapping[str, str]) -> Proposal:
    """Return the requests of ``session`` as they are made, in the order of the file.

    Raises:
        DossierError: there is none, or one cannot be read.
        UsageError: the session is unknown, over or without a day, or the agreement has no table of requests.
    """
    required(rulebook.schema.roles.requests, "requests")
    role = required(rulebook.schema.roles.proposals, "proposals")
    code, held_on = session_of(dossier, session, as_of)
    judge = Judge(
        compiled(rulebook), World(rulebook, dossier), held_on.toordinal(), chosen_readings(rulebook, readings)
    )
    found = requests_of(dossier, code, held_on, weights_at(judge.context))
    amounts = [each.requested for each in found.asked]
    return as_proposal(with_amounts(role, drafted(dossier, found), amounts), rulebook)
