"""The kernel run by the interpreter over one dossier, and what the reference evaluator says of the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import innosprint_rules as ir
from innosprint_rules.engine.check import worth
from innosprint_rules.engine.evaluation.decision import VERDICTS
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.kernel.layout import Layout
from innosprint_rules.engine.kernel.values import within
from innosprint_rules.engine.kernel.write import (
    LOST,
    MET,
    NOT_APPLICABLE,
    OPEN,
    STRIDE,
    UNKNOWN_STATE,
    Kernel,
    write_kernel,
)
from innosprint_rules.formula.logic import UNKNOWN, high, low

FIRST_MOMENT = date(2018, 10, 1)
_GRAVER = (NOT_APPLICABLE, MET, OPEN, UNKNOWN_STATE, LOST)


@dataclass(frozen=True)
class Judged:
    """Counts of verdicts by rule, and bounds of measures."""

    rules: dict[str, list[int]]
    measures: dict[str, tuple[int, int]]


def decided(dossier: ir.Dossier) -> ir.Dossier:
    """Leave out what no simulated year holds: proposals, and agreements that contradict this one."""
    rows = [row for row in dossier.rows("allocations") or () if row.status != "proposée"]
    there = dossier.rows("allocations") is not None
    return dossier.model_copy(
        update={"convention": None, "allocations": tuple(rows) if there else None, **_without(dossier, rows)}
    )


def _without(dossier: ir.Dossier, kept: list[object]) -> dict[str, object]:
    """Drop the payments of allocations that were dropped."""
    payments = dossier.rows("payments")
    if payments is None or dossier.rows("allocations") is None:
        return {}
    names = {row.identity for row in kept}  # type: ignore[attr-defined]  # rows of a dossier
    return {"payments": tuple(row for row in payments if row.allocation is None or row.allocation in names)}


def written(
    dossier: ir.Dossier, at: date, readings: Mapping[str, str] | None = None, rulebook: ir.Rulebook | None = None
) -> Kernel:
    """Write the kernel of one dossier, every row of which is fixed, for a rulebook (the bundled one)."""
    rulebook = rulebook or ir.load_rulebook()
    layout = Layout(rulebook, World(rulebook, dossier), {})
    return write_kernel(rulebook, layout, at=at.toordinal(), readings=readings, first_moment=FIRST_MOMENT.toordinal())


def functions(kernel: Kernel) -> dict[str, Any]:
    """Return the functions of a kernel, interpreted."""
    names: dict[str, Any] = {"njit": lambda function: function}
    exec(compile(kernel.source, "kernel", "exec"), names)  # noqa: S102  # our own source
    return names


def by_kernel(kernel: Kernel) -> Judged:
    """Judge the dossier of a kernel with it."""
    counts = [0] * (STRIDE * len(kernel.rules))
    bounds = [0] * (2 * len(kernel.measures))
    functions(kernel)["judge"](list(kernel.memory), list(kernel.counts), counts, bounds)
    return Judged(
        {code: counts[STRIDE * n : STRIDE * (n + 1)] for n, code in enumerate(kernel.rules)},
        {name: (bounds[2 * n], bounds[2 * n + 1]) for n, name in enumerate(kernel.measures)},
    )


def by_check(
    dossier: ir.Dossier,
    at: date,
    kernel: Kernel,
    readings: Mapping[str, str] | None = None,
    rulebook: ir.Rulebook | None = None,
) -> Judged:
    """Judge the same dossier with the reference evaluator."""
    report = ir.check(dossier, rulebook, as_of=at, readings=readings, inference=False)
    rules = {code: [0] * STRIDE for code in kernel.rules}
    for finding in report.findings:
        if finding.rule not in rules:  # the kernel cannot hold it
            continue
        rules[finding.rule][VERDICTS.index(finding.verdict)] += 1
        if finding.verdict == "violated" and finding.severity == "error":
            rules[finding.rule][STRIDE - 1] += 1
    measures: dict[str, tuple[int, int]] = {}
    for name in kernel.measures:
        value = worth(report.judge, name)
        flag = report.rulebook.measures[(None, name)].formula.type.kind == "flag"
        if value is None:
            measures[name] = (1, 0)  # nothing
        else:
            measures[name] = (
                (0, 1) if flag and value is UNKNOWN else (within(int(low(value))), within(int(high(value))))
            )
    return Judged(rules, measures)


def states_by_kernel(kernel: Kernel, moment: date) -> dict[str, int]:
    """Return the state of each dated rule at a moment, as the kernel says."""
    states = [-1] * len(kernel.dated)
    functions(kernel)["judge_at"](list(kernel.memory), list(kernel.counts), states, moment.toordinal())
    return dict(zip(kernel.dated, states, strict=True))


def states_by_check(
    dossier: ir.Dossier, kernel: Kernel, moment: date, readings: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Return the state of each dated rule at a moment, as the reference evaluator says."""
    report = ir.check(dossier, as_of=moment, readings=readings, inference=False)
    states = dict.fromkeys(kernel.dated, NOT_APPLICABLE)
    for finding in report.findings:
        if finding.rule in states:
            lost = finding.verdict == "violated" or (finding.verdict == "pending" and finding.reachable is False)
            state = LOST if lost else _STATES[finding.verdict]
            states[finding.rule] = max(states[finding.rule], state, key=_GRAVER.index)
    return states


_STATES = {"unknown": UNKNOWN_STATE, "pending": OPEN, "satisfied": MET, "not_applicable": NOT_APPLICABLE}
