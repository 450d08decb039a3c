"""An outcome, and several of them side by side, as the JSON documents that other programs read.

Amounts are exact texts in euros, dates ISO, shares numbers of at most six decimals. The text is the same for the same
input on any machine: it holds no moment at which, and no way in which, the years were worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from innosprint_rules.simulation.outcome.document_values import gap, machine, share_document
from innosprint_rules.simulation.outcome.figures_document import sensitivity_document
from innosprint_rules.simulation.outcome.intervals import rounded
from innosprint_rules.simulation.outcome.no_return import NoReturn
from innosprint_rules.simulation.outcome.outcome import MeasureOutcome, Outcome, RuleOutcome, Setting
from innosprint_rules.simulation.tally.counts import VERDICTS
from innosprint_rules.wording import json_text

SCHEMA = "innosprint-outcome/1"


def outcome_document(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome with the keys of the published JSON Schema."""
    objectives = outcome.all_objectives
    return {
        "schema": SCHEMA,
        **_setting(outcome.setting),
        "years": {"asked": outcome.setting.asked, "done": outcome.years, "watched": outcome.watched_years},
        "partial": outcome.partial,
        "no_violation": share_document(outcome.clean),
        "all_objectives": None if objectives is None else share_document(objectives),
        "rules": [_rule(each) for each in outcome.rules.values()],
        "measures": [_measure(each) for each in outcome.measures.values()],
        "no_return": [_no_return(each) for each in outcome.no_return.values()],
        "sensitivity": [sensitivity_document(each) for each in outcome.sensitivity],
    }


def as_json(document: Mapping[str, Any], indent: int | None = None) -> str:
    """Write a document."""
    return json_text(document, indent)


def _setting(setting: Setting) -> dict[str, Any]:
    book = setting.rulebook
    return {
        "scenario": {
            "name": setting.name,
            "title": setting.title.as_dict(),
            "description": setting.description.as_dict(),
            "file": setting.file,
            "digest": setting.digest,
        },
        "seed": setting.seed,
        "rulebook": {"name": book.name, "version": book.version, "digest": book.digest},
        "dossier": None if setting.dossier_digest is None else {"digest": setting.dossier_digest},
        "as_of": None if setting.as_of is None else setting.as_of.isoformat(),
        "at": setting.at.isoformat(),
        "readings": dict(setting.readings),
        "assumptions": [
            {"name": each.name, "label": each.label.as_dict(), "value": each.value.as_dict()}
            for each in setting.assumptions
        ],
    }


def _rule(rule: RuleOutcome) -> dict[str, Any]:
    return {
        "rule": rule.code,
        "name": rule.name,
        "title": rule.title.as_dict(),
        "nature": rule.nature,
        "severity": rule.severity,
        "scope": rule.scope,
        "years": {verdict: share_document(rule.share(verdict)) for verdict in VERDICTS},
        "violated_at_error": share_document(rule.error),
        "rows": dict(rule.rows),
        "mean_rows_violated": rounded(rule.mean_rows_violated),
    }


def _measure(measure: MeasureOutcome) -> dict[str, Any]:
    kind, bounds, deviation = measure.kind, measure.mean_bounds, measure.statistics.deviation
    return {
        "measure": measure.name,
        "label": measure.label.as_dict(),
        "kind": kind,
        "known": measure.known,
        "nothing": measure.nothing,
        "unknown": share_document(measure.share_unknown),
        "zero": share_document(measure.share_zero),
        "mean": machine(measure.mean, kind),
        "mean_low": None if bounds is None else machine(bounds[0], kind),
        "mean_high": None if bounds is None else machine(bounds[1], kind),
        "deviation": gap(deviation, kind),
        "least": machine(measure.least, kind),
        "greatest": machine(measure.greatest, kind),
        "quantiles": [
            {
                "percent": each.percent,
                "value": machine(each.value, kind),
                "low": machine(each.low, kind),
                "high": machine(each.high, kind),
            }
            for each in measure.quantiles()
        ],
        "histogram": [
            {"from": machine(each.start, kind), "below": machine(each.end, kind), "years": each.count}
            for each in measure.histogram()
        ],
    }


def _no_return(found: NoReturn) -> dict[str, Any]:
    last, late = found.last, found.first_too_late
    return {
        "rule": found.rule,
        "due": None if found.due is None else _day(found.due),
        "dues": [_day(each) for each in found.dues],
        "threshold": rounded(found.threshold),
        "enough": found.enough,
        "answer": found.answer,
        "last": None if last is None else _day(last.day),
        "too_late": None if late is None else _day(late.day),
        "curve": [
            {
                "day": _day(each.day),
                "unmet": each.unmet,
                "saved": each.saved,
                "share": share_document(each.share) if each.unmet >= found.enough else None,
                "lost": share_document(each.share_lost),
            }
            for each in found.moments
        ],
    }


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
