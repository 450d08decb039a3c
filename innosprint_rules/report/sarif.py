"""The report as a SARIF 2.1.0 log: what tools of analysis and code review read, each finding at its place in the files.

A result is what is broken (``fail``, its level the severity), what cannot be verified (``open``), and what is still to
come (``informational``). What is satisfied or not applicable is no result; the run counts it in its properties.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from innosprint_rules._version import __version__
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.sarif_places import Places
from innosprint_rules.wording import json_text

if TYPE_CHECKING:
    from innosprint_rules.dossier.schema.raw import Notice
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report
    from innosprint_rules.rulebook.book import Rulebook
    from innosprint_rules.rulebook.models import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION = "2.1.0"
LEVELS: Mapping[str, str] = MappingProxyType({"error": "error", "warning": "warning", "notice": "note"})
"""The level of a result by the severity of what is broken."""

KINDS: Mapping[str, str] = MappingProxyType({"violated": "fail", "unknown": "open", "pending": "informational"})
"""The kind of a result by its verdict; other verdicts give none."""

FINGERPRINT = "innosprintRuleAndSubject/v1"


def sarif_log(report: Report, teller: Teller, source: str | None = None, proposal: str | None = None) -> dict[str, Any]:
    """Return the log of one check, its texts in ``lang``; ``source`` and ``proposal`` are the paths that were read."""
    places = Places(source, proposal)
    codes = list(dict.fromkeys(finding.rule for finding in report.findings))
    results = [
        _result(finding, codes.index(finding.rule), teller, places)
        for finding in report.findings
        if finding.verdict in KINDS
    ]
    run = {
        "tool": {
            "driver": {
                "name": "innosprint",
                "version": __version__,
                "semanticVersion": __version__,
                "language": teller.lang,
                "rules": [_rule(report.rulebook, report.rulebook.rules[code], teller) for code in codes],
            }
        },
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [_notification(each, teller, places) for each in report.notices],
            }
        ],
        "language": teller.lang,
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {
            "as_of": report.as_of.isoformat(),
            "rulebook": f"{report.rulebook.name} {report.rulebook.version} {report.rulebook.digest}",
            "summary": dict(report.summary),
        },
    }
    return {"$schema": SCHEMA, "version": VERSION, "runs": [run]}


def sarif_text(report: Report, teller: Teller, source: str | None = None, proposal: str | None = None) -> str:
    """Return the log as the text of a file."""
    return json_text(sarif_log(report, teller, source, proposal), 2)


def _rule(rulebook: Rulebook, rule: Rule, teller: Teller) -> dict[str, Any]:
    clauses = [teller.say(rulebook.agreement.clauses[number].summary) for number in rule.clauses]
    place = teller.say(rulebook.place(rulebook.article(rule)))
    place = f"art. {place}" if place[:1].isdigit() else place
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": teller.say(rule.title)},
        "fullDescription": {"text": " ".join(clauses)},
        "help": {"text": "\n".join([place, *clauses, f"innosprint explain {rule.code}"])},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "nature": rule.nature,
            "clause": rule.clause,
            "article": rulebook.article(rule),
            "debtor": rule.debtor,
            "tags": [rule.nature, rule.code[:3]],
        },
    }


def _result(finding: Finding, place: int, teller: Teller, places: Places) -> dict[str, Any]:
    subject = finding.subject
    digest = sha256("\0".join((finding.rule, subject.table, subject.id or "")).encode()).hexdigest()
    kind, said = KINDS[finding.verdict], teller.say(finding.message)
    remedy = teller.say(finding.remedy)
    told = f"{said}\n{remedy}" if remedy and finding.verdict != "pending" else said
    return {
        "ruleId": finding.rule,
        "ruleIndex": place,
        "kind": kind,
        "level": LEVELS[finding.severity] if kind == "fail" else "none",
        "message": {"text": told},
        "locations": [places.of(finding.location, subject.table, subject.id)],
        "fingerprints": {FINGERPRINT: digest},
        "partialFingerprints": {FINGERPRINT: digest},
        "properties": {
            "verdict": finding.verdict,
            "severity": finding.severity,
            "new": finding.new,
            "due": None if finding.due is None else finding.due.isoformat(),
            "missing": [fact._asdict() for fact in finding.missing],
            "contested": [each._asdict() for each in finding.contested],
        },
    }


def _notification(notice: Notice, teller: Teller, places: Places) -> dict[str, Any]:
    said: dict[str, Any] = {
        "level": "note",
        "descriptor": {"id": notice.code},
        "message": {"text": teller.say(notice.message)},
    }
    if notice.location.file:
        said["locations"] = [places.of(notice.location)]
    return said
