"""The split of the partial allocations in a two-month report, with the running balance that rules work out."""

from __future__ import annotations

from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.judging import Judge
from innosprint_rules.report.documents.model import Block
from innosprint_rules.report.documents.parts import balance_table, plain
from innosprint_rules.report.documents.teller import Column, Teller
from innosprint_rules.wording import Text

CEILING = "END01"  # the rule whose figures give the running balance


def split(teller: Teller, first: int, last: int) -> list[Block]:
    """Return the allocations of the period, the running total after each, and the balance."""
    rows = teller.rows("allocations", first, last)
    columns = [
        Column(Text("N°", "No."), lambda row: row.id, 2),
        Column(Text("Projet", "Project"), teller.project, 4),
        Column(Text("Montant", "Amount"), teller.column("amount"), 3, True),
        Column(Text("Besoin", "Need"), teller.column("need"), 4),
        Column(Text("Objectif", "Objective"), teller.column("objective"), 4),
        Column(Text("Avancées évaluées", "Progress evaluated"), teller.column("progress_evaluation"), 4),
        Column(Text("Statut", "Status"), teller.column("status"), 3),
    ]
    caption = Text("Attributions de la période", "Allocations of the period")
    none = Text("Aucune attribution n'a été décidée pendant la période.", "No allocation was decided in the period.")
    blocks = teller.listing("allocations", caption, columns, rows, none)
    if rows and CEILING in teller.report.rulebook.rules:
        blocks.append(_running(teller, rows))
    before = Judge(teller.judge.program, teller.world, first - 1, teller.report.readings)
    blocks.append(balance_table(teller, before))
    if teller.is_absent("payments"):
        blocks.append(teller.absence("payments"))
    return blocks


def _running(teller: Teller, rows: list[Row]) -> Block:
    columns = [
        plain("Attribution", "Allocation"),
        plain("Session", "Session"),
        plain("Décidée le", "Decided on"),
        plain("Montant", "Amount", 3, True),
        plain("Total attribué", "Total allocated", 3, True),
        plain("Reste de la dotation", "Left of the endowment", 3, True),
    ]
    written: list[list[str]] = []
    for row in rows:
        finding = teller.report.find(CEILING, row.id)
        told = finding is not None and finding.verdict != "not_applicable"
        total, left = "—", "—"
        if finding is not None and told:
            total, left = teller.figure(finding, "total"), teller.figure(finding, "excess", negated=True)
        written.append(
            [
                row.id,
                teller.cell(row, "session"),
                teller.cell(row, "decided_on"),
                teller.cell(row, "amount"),
                total,
                left,
            ]
        )
    return teller.table(Text("Cumul après chaque attribution", "Running total after each allocation"), columns, written)
