"""Two engines, one verdict: what the inference engine says is held against the reference at every check."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from innosprint_rules.engine.evaluation.judge_rule import Judgement
from innosprint_rules.engine.evaluation.program import Program
from innosprint_rules.engine.findings import Finding
from innosprint_rules.engine.inference.consequences import Fired, Start, StepGraph, chain, starts, step_graph
from innosprint_rules.errors import EngineDisagreement

_lock = threading.Lock()


def graph_of(program: Program) -> StepGraph:
    """Return the steps of a program, worked out once."""
    kept = program.rulebook.compiled
    found: StepGraph | None = kept.get("steps")
    if found is None:
        found = kept["steps"] = step_graph(program)
    return found


def inference_engine(program: Program) -> Any:
    """Return the inference engine of a program, or None where durable_rules is not installed."""
    kept = program.rulebook.compiled
    if "inference" not in kept:
        with _lock:
            if "inference" not in kept:
                kept["inference"] = _build(program)
    return kept["inference"]


def _build(program: Program) -> Any:
    try:
        from innosprint_rules.engine.inference.durable import InferenceEngine
    except ImportError:
        return None  # the extra `inference` is not there: the report says so
    return InferenceEngine(program, graph_of(program))


def inference_version() -> str | None:
    """Return the name and version of the inference engine, or None where it is not installed."""
    try:
        from innosprint_rules.engine.inference.durable import VERSION
    except ImportError:
        return None
    return VERSION


def consequences(program: Program, findings: Sequence[Finding], compare: bool) -> tuple[list[Start], set[Fired], bool]:
    """Return what follows from the findings; with ``compare`` both engines judge and must agree.

    Returns:
        The starts, the steps that fired, and whether the inference engine took part.

    Raises:
        EngineDisagreement: a verdict or a consequence differs.
    """
    graph = graph_of(program)
    found = starts(graph, findings)
    fired = chain(graph, found)
    engine = inference_engine(program) if compare else None
    if engine is not None:
        _compare(program, engine, findings, found, fired)
    return found, fired, engine is not None


def _compare(program: Program, engine: Any, findings: Sequence[Finding], found: list[Start], fired: set[Fired]) -> None:
    position = {id(start.finding): index for index, start in enumerate(found)}
    distinct: dict[tuple[str, Judgement], int] = {}
    judged: list[tuple[str, Judgement, tuple[str, ...]]] = []
    waiting: dict[int, list[tuple[int, Start]]] = {}
    keys: list[int] = []
    for finding in findings:
        judgement = finding.judgement
        if not judgement.atoms:
            keys.append(-1)  # no row to judge: a table is absent, or the row has not happened
            continue
        key = distinct.setdefault((finding.rule, judgement), len(distinct))
        keys.append(key)
        if key == len(judged):
            names = tuple(control.name for control in program.rules[finding.rule].controls())
            judged.append((finding.rule, judgement, names))
        index = position.get(id(finding))
        if index is not None:
            waiting.setdefault(key, []).append((index, found[index]))
    verdicts, also_fired = engine.evaluate(judged, waiting)
    for finding, key in zip(findings, keys, strict=True):
        if key < 0:
            continue
        said = verdicts[key]
        if said != (finding.verdict, finding.severity):
            raise EngineDisagreement(
                f"{finding.rule} on {finding.subject.id or finding.subject.table}: the reference says "
                f"{finding.verdict} ({finding.severity}), the inference engine says {said}"
            )
    if also_fired != fired:
        odd = sorted(also_fired ^ fired)[0]
        raise EngineDisagreement(f"{odd.rule}: the engines differ on what follows (step {odd.number})")
