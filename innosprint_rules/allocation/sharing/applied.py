"""A decision put into the proposal it is about, and judged by the engine: nothing is shown that it does not confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from innosprint_rules.allocation.extraction.model import Model, Reading
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.roles import Proposals, required
from innosprint_rules.engine.check import check
from innosprint_rules.engine.findings import Finding, Subject
from innosprint_rules.engine.report import Report

Breach = tuple[str, Subject]


def decided(model: Model, amounts: Mapping[int, int]) -> tuple[Dossier, Proposal | None]:
    """Return the dossier and the proposal once a decision is written into the rows that it is about.

    A refused line keeps the amount it was asked at, and gets the status of what is refused.

    Args:
        model: the decision.
        amounts: cents by index of line; the lines left out are refused.
    """
    changed = {line.id: amounts.get(index) for index, line in enumerate(model.lines)}
    role = required(model.rulebook.schema.roles.proposals, "proposals")
    if model.proposal is None:
        rows = tuple(_settled(role, row, changed) for row in model.dossier.decided)
        dossier = model.dossier.model_copy(update={role.table: rows})
        dossier._digest = None  # that of the rows before
        return dossier, None
    return model.dossier, replace(
        model.proposal, rows=tuple(_settled(role, row, changed) for row in model.proposal.rows)
    )


def judged(model: Model, amounts: Mapping[int, int], reading: Reading | None = None) -> Report:
    """Return the engine's report on a decision under the readings in force.

    With another ``reading`` it holds the rules that declare it, and those alone, under that reading.
    """
    dossier, proposal = decided(model, amounts)
    readings, codes = dict(model.readings), list[str]()
    if reading is not None:
        readings[reading.key] = reading.value
        codes = [code for code, rule in model.rulebook.rules.items() if reading.key in rule.readings]
    return check(
        dossier, model.rulebook, proposal=proposal, as_of=model.as_of, readings=readings, select=codes, inference=False
    )  # fmt: skip


def breaches(report: Report) -> frozenset[Breach]:
    """Return what a proposal breaks at severity error, its own lines and elsewhere."""
    return frozenset((f.rule, f.subject) for f in report.findings if _breach(report, f))


def _breach(report: Report, finding: Finding) -> bool:
    counts = finding.new or report.proposal is None
    return counts and finding.verdict == "violated" and finding.severity == "error"


def _settled(role: Proposals, row: Row, changed: Mapping[str, int | None]) -> Row:
    if row.identity not in changed:
        return row
    cents = changed[row.identity]
    if cents is None:
        return row.model_copy(update={role.status: role.refused})
    written = None if getattr(row, role.amount) is None and cents == 0 else cents
    return row.model_copy(update={role.status: role.proposed, role.amount: written})
