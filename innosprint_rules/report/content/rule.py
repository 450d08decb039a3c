"""One rule as values: what it rests on, and the document of it that machines read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from innosprint_rules.assurance.examples import Example, read_examples
from innosprint_rules.engine.derivation.labels import RulebookLabels
from innosprint_rules.engine.evaluation.values import machine_value
from innosprint_rules.formula import tree
from innosprint_rules.formula.types import DATE
from innosprint_rules.formula.verbalize import said
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import Measure, Parameter, Rule
from innosprint_rules.rulebook.schedules import counts_rows, row_count
from innosprint_rules.wording import Text

SCHEMA = "innosprint-rule/1"
NATURES: Mapping[str, Text] = {
    "obligation": Text("obligation", "obligation"),
    "prohibition": Text("interdiction", "prohibition"),
    "objective": Text("objectif", "objective"),
    "guidance": Text("repère", "guidance"),
    "means": Text("moyens", "means"),
}


def rests_on(rulebook: Rulebook, rule: Rule) -> tuple[list[Measure], list[Parameter], list[str]]:
    """Return the measures and parameters on which a rule rests, measures of measures included, and readings."""
    measures: dict[tuple[str | None, str], None] = {}
    parameters: dict[str, None] = {}
    readings: dict[str, None] = dict.fromkeys(rule.readings)
    schedules: set[str] = set()

    def look(node: tree.Node) -> None:
        for inner in tree.walk(node):
            key: tuple[str | None, str] | None = None
            match inner:
                case tree.Parameter(name=name) if not counts_rows(name):
                    parameters.setdefault(name)
                case tree.TableSource(table=table) if (
                    row_count(table) in rulebook.parameters and table not in schedules
                ):
                    schedules.add(table)
                    look(rulebook.tables[table].rows)
                case tree.ReadingIs(key=question) | tree.ByReading(key=question):
                    readings.setdefault(question)
                case tree.Measure(name=name):
                    key = (None, name)
                case tree.Column(table=table, name=name, computed=True):
                    key = (table, name)
            if key is not None and key not in measures:
                measures[key] = None
                look(rulebook.measures[key].formula)

    formulas = [rule.applies, rule.starts, rule.due, rule.reachable]
    formulas += [part for level in rule.levels for part in (level.met, level.due)]
    if rule.scope in rulebook.tables:
        look(rulebook.tables[rule.scope].rows)
    for formula in formulas:
        if formula is not None:
            look(formula)
    named = [rulebook.measures[key] for key in measures]
    return named, [rulebook.parameters[name] for name in parameters], list(readings)


def rule_document(rulebook: Rulebook, code: str) -> dict[str, Any]:
    """Return what a rule's page tells, as JSON carries it."""
    rule = rulebook.rules[code]
    labels = RulebookLabels(rulebook)
    measures, parameters, readings = rests_on(rulebook, rule)

    def formula(node: tree.Node | None) -> dict[str, Any] | None:
        return None if node is None else {"words": said(node, labels).as_dict(), "formula": node.source}

    return {
        "schema": SCHEMA,
        **rule_row(rulebook, rule),
        "title": rule.title.as_dict(),
        "scope": rule.scope,
        "clauses": [
            {"number": number, "article": clause.article, "summary": clause.summary.as_dict()}
            for number in rule.clauses
            for clause in (rulebook.agreement.clauses[number],)
        ],
        "applies": formula(rule.applies),
        "from": formula(rule.starts),
        "require": [
            {"severity": level.severity, "condition": formula(level.met), "due": formula(level.due)}
            for level in rule.levels
        ],
        "reachable": formula(rule.reachable),
        "measures": [
            {"name": measure.name, "table": measure.table, "label": measure.label.as_dict(),
             "meaning": formula(measure.formula)}
            for measure in measures
        ],
        "parameters": [_parameter(parameter) for parameter in parameters],
        "readings": [
            {"key": key, "question": reading.question.as_dict(), "default": reading.default,
             "options": {option: words.as_dict() for option, words in reading.options.items()}}
            for key in readings
            for reading in (rulebook.agreement.readings[key],)
        ],
        "message": {key: text.as_dict() for key, text in rule.message.items()},
        "remedy": {key: text.as_dict() for key, text in rule.remedy.items()},
        "examples": _example_documents(read_examples(rulebook, code)),
        "file": rule.location.file,
    }  # fmt: skip


def rule_row(rulebook: Rulebook, rule: Rule) -> dict[str, Any]:
    """Return what a list of rules tells of one."""
    return {
        "code": rule.code,
        "name": rule.name,
        "title": rule.title.as_dict(),
        "clause": rule.clause,
        "article": rulebook.article(rule),
        "nature": rule.nature,
        "severity": rule.severity,
        "debtor": rule.debtor,
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "label": parameter.label.as_dict(),
        "clause": parameter.clause,
        "amended_by": parameter.amended_by,
        "values": [
            {"from": machine_value(start, DATE), "value": machine_value(value, parameter.type.type)}
            for start, value in parameter.values
        ],
    }


def _example_documents(examples: Sequence[Example]) -> list[dict[str, Any]]:
    return [
        {
            "name": example.name.as_dict(),
            "shows": example.shows,
            "as_of": example.as_of.isoformat(),
            "readings": dict(example.readings),
            "expect": {subject: dict(wanted) for subject, wanted in example.expect.items()},
            "line": example.location.row,
        }
        for example in examples
    ]
