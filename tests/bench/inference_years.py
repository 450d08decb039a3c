"""What durable_rules needs to judge a simulated year, given the year's atoms: only the inference itself is timed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.inference.comparison import consequences, inference_engine
from innosprint_rules.engine.judging import Judge
from innosprint_rules.simulation.drawing.as_dossier import year_dossier
from innosprint_rules.simulation.running.prepare import Prepared
from innosprint_rules.simulation.tally.counts import VERDICTS, Tally


class _Recorder:
    """Stands before the inference engine, and keeps what it was asked."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.asked: list[tuple[Any, ...]] = []

    def evaluate(self, *asked: Any) -> Any:
        """Pass on a question, which is kept."""
        self.asked.append(asked)
        return self.engine.evaluate(*asked)


def evaluations(prepared: Prepared, years: int, seed: int, tally: Tally) -> Callable[[], None] | None:
    """Return what judges the years 0 to ``years - 1`` once more by durable_rules; None where it is not installed.

    Before that, every verdict of every row of those years is checked to be the same by the reference, by
    durable_rules and, in number, by the kernel, whose tally of those years is given.

    Raises:
        EngineDisagreement: the reference and durable_rules differ.
        ValueError: they and the kernel do.
    """
    model = prepared.model
    program = compiled(model.rulebook)
    engine = inference_engine(program)
    if engine is None:
        return None
    recorder = _Recorder(engine)
    kept = program.rulebook.compiled
    kept["inference"] = recorder
    counted: Counter[tuple[str, str]] = Counter()
    try:
        for year in range(years):
            dossier = year_dossier(model, year, seed)
            findings = Judge(program, World(program.rulebook, dossier), model.at, model.readings).findings(
                prepared.judged
            )
            consequences(program, findings, True)
            counted.update((each.rule, each.verdict) for each in findings)
    finally:
        kept["inference"] = engine
    for code, rule in tally.rules.items():
        for verdict, rows in zip(VERDICTS, rule.rows, strict=True):
            if counted[code, verdict] != rows:
                raise ValueError(
                    f"{code}: {rows} rows {verdict} by the kernel, {counted[code, verdict]} by the engines"
                )

    def again() -> None:
        for asked in recorder.asked:
            engine.evaluate(*asked)

    return again
