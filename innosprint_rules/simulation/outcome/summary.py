"""From the sums of a run to its outcome: names, natures and the days that the text allows are put beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from innosprint_rules.engine.judging import Judge
from innosprint_rules.formula.tree import slots_used
from innosprint_rules.simulation.outcome.effects import Sensitivity
from innosprint_rules.simulation.outcome.intervals import Mean
from innosprint_rules.simulation.outcome.no_return import THRESHOLD, NoReturn, curve
from innosprint_rules.simulation.outcome.outcome import MeasureOutcome, Outcome, RuleOutcome, Setting
from innosprint_rules.simulation.outcome.quantiles import Bin, clipped
from innosprint_rules.simulation.tally.counts import STATES, VERDICTS, DatedTally, MeasureTally, RuleTally, Tally

_ROW = 1  # the slot of the row that a formula is about
_OPEN, _LOST, _UNKNOWN = (STATES.index(each) for each in ("open", "lost", "unknown"))


def outcome(
    setting: Setting,
    tally: Tally,
    dues: Mapping[str, Iterable[int]] | None = None,
    *,
    threshold: Fraction = THRESHOLD,
    sensitivity: Iterable[Sensitivity] = (),
) -> Outcome:
    """Return the outcome of a run.

    Args:
        setting: with what it was made.
        tally: the sums over its years.
        dues: for each dated rule the last days that the text allows, as ``text_dues`` gives them.
        threshold: the part of the years not met yet that must still make it before the point of no return.
        sensitivity: what moves the outcome, when it was asked for.
    """
    given = dues or {}
    return Outcome(
        setting=setting,
        years=tally.years,
        clean_years=tally.clean_years,
        objective_years=tally.objective_years,
        objectives=tally.objectives,
        rules={code: _rule(setting, code, each, tally.years) for code, each in tally.rules.items()},
        measures={name: _measure(setting, name, each, tally.years) for name, each in tally.measures.items()},
        no_return={
            code: _no_return(code, each, tally, given.get(code, ()), threshold) for code, each in tally.dated.items()
        },
        watched_years=tally.watched_years,
        sensitivity=tuple(sensitivity),
    )


def with_sensitivity(found: Outcome, sensitivity: Iterable[Sensitivity]) -> Outcome:
    """Return the same outcome with what moves it."""
    return replace(found, sensitivity=tuple(sensitivity))


def text_dues(judge: Judge, codes: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return for each rule the last days on which it may still be unmet, in order; none where no day can be told.

    ``judge`` holds what every simulated year starts from. The latest of a rule's levels counts. A rule of rows whose
    day is the same for all has that day; otherwise one day a row that is there already (a period), so that a day that
    hangs on rows still to be drawn is not among them.
    """
    return {code: tuple(sorted(_dues(judge, code))) for code in codes}


def _dues(judge: Judge, code: str) -> set[int]:
    levels = [level for level in judge.program.rules[code].levels if level.due is not None]
    if any(level.level.due is not None and _ROW in slots_used(level.level.due) for level in levels):
        rows = [finding.judgement.dues for finding in judge.findings([code])]
    else:
        slots = judge.context.environment()
        rows = [tuple(level.due(slots) for level in levels if level.due is not None)]
    known = [[due for due in each if isinstance(due, int)] for each in rows]
    return {max(each) for each in known if each}


def _rule(setting: Setting, code: str, tally: RuleTally, of: int) -> RuleOutcome:
    rule = setting.rulebook.rules[code]
    return RuleOutcome(
        code=code,
        name=rule.name,
        title=rule.title,
        nature=rule.nature,
        severity=rule.severity,
        scope=rule.scope,
        years=dict(zip(VERDICTS, tally.years, strict=True)),
        rows=dict(zip(VERDICTS, tally.rows, strict=True)),
        error_years=tally.error_years,
        error_rows=tally.error_rows,
        of=of,
    )


def _measure(setting: Setting, name: str, tally: MeasureTally, of: int) -> MeasureOutcome:
    measure = setting.rulebook.measures[None, name]
    bins: tuple[Bin, ...] = ()
    if tally.least is not None and tally.greatest is not None:
        raw = [Bin(*tally.bounds(number), count) for number, count in sorted(tally.bins.items())]
        bins = clipped(raw, tally.least, tally.greatest)
    return MeasureOutcome(
        name=name,
        label=measure.label,
        kind=measure.formula.type.kind,
        statistics=Mean(tally.known, tally.total, tally.squares),
        nothing=tally.nothing,
        unknown=tally.unknown,
        of=of,
        least=tally.least,
        greatest=tally.greatest,
        bins=bins,
    )


def _no_return(code: str, tally: DatedTally, whole: Tally, dues: Iterable[int], threshold: Fraction) -> NoReturn:
    counts = [
        (states[_OPEN] + states[_LOST] + states[_UNKNOWN], saved, states[_LOST])
        for states, saved in zip(tally.states, tally.saved, strict=True)
    ]
    return curve(code, dues, whole.moments, whole.watched_years, counts, threshold)
