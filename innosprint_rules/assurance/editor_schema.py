"""JSON Schemas of the files of an agreement, for editors that complete and check YAML while it is written.

They hold the keys and the words of the format; names, types and formulas are the loader's (``rules check``). Editors
read YAML values as they are typed, so texts may be numbers, dates or flags there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from innosprint_rules.assurance.examples import SHOWS
from innosprint_rules.dossier.schema.columns import BLANK_OF_KIND
from innosprint_rules.dossier.schema.roles import KINDS, MEASURE_ROLES
from innosprint_rules.rulebook.agreement import FACT_KINDS, PARAMETER_KINDS
from innosprint_rules.rulebook.models import JUDGED, MESSAGE_KEYS, NATURES, SEVERITIES, VERDICT_WORDS
from innosprint_rules.rulebook.schedules import COLUMN_KINDS
from innosprint_rules.rulebook.year.plan import SECTIONS

Shape = dict[str, Any]

_PLAIN: Shape = {"type": ["string", "number", "boolean", "null"]}
_WORDS: Shape = {"anyOf": [_PLAIN, {"type": "array", "items": _PLAIN}]}
_SPOKEN: Shape = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"fr": _PLAIN, "en": _PLAIN},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]
}


def _one_of(words: Sequence[str]) -> Shape:
    return {"enum": list(words)}


def _fields(required: Sequence[str] = (), /, **properties: Shape) -> Shape:
    return {
        "type": "object", "properties": properties, "required": list(required), "additionalProperties": False,
    }  # fmt: skip


def _each(shape: Shape) -> Shape:
    return {"type": "object", "additionalProperties": shape}


def _list(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


def _said(text: str, shape: Shape) -> Shape:
    return {**shape, "description": text}


_FORMULA = _said("a formula", {"type": ["string", "number", "boolean"]})
_TEXTS: Shape = {"anyOf": [_SPOKEN, _fields((), **dict.fromkeys(MESSAGE_KEYS, _SPOKEN))]}
_LEVEL: Shape = {"anyOf": [_FORMULA, _fields(["that"], that=_FORMULA, due=_FORMULA)]}
_CELL: Shape = {"anyOf": [_PLAIN, _list(_PLAIN)]}
_ROWS: Shape = {"anyOf": [{"type": "object"}, _list(_each(_CELL)), {"type": "null"}]}

RULE = _fields(
    ["code", "name", "clause", "nature", "severity", "debtor", "scope", "require", "title", "message", "remedy"],
    code=_said("what people quote: END01", _PLAIN),
    name=_said("names the fault, in kebab case", _PLAIN),
    clause=_said("one or several clauses: C26 C31", _WORDS),
    nature=_one_of(NATURES),
    severity=_one_of(SEVERITIES),
    debtor=_said("a key of parties, or none", _PLAIN),
    scope=_said("agreement (one verdict), or a table (one verdict a row)", _PLAIN),
    column=_said("the cell a finding points at",
                 {"anyOf": [_PLAIN, _list(_fields(["name"], when=_FORMULA, name=_PLAIN))]}),
    if_absent=_one_of(("unknown", "silent")),
    moment=_said("a date: the row is judged as on that day", _FORMULA),
    applies=_said("where it fails the row is not applicable", _FORMULA),
    due=_said("a date: up to and including it, unmet is pending", _FORMULA),
    require=_said("the condition, or one a severity",
                  {"anyOf": [_FORMULA, _fields((), **dict.fromkeys(SEVERITIES, _LEVEL))]}),
    reachable=_said("while pending: can it still be met?", _FORMULA),
    readings=_said("the questions whose other answers are tried", _WORDS),
    values=_said("figures for the texts", _each({"anyOf": [
        _FORMULA, _list(_fields(["when"], when=_FORMULA, fr=_PLAIN, en=_PLAIN))]})),
    title=_said("what compliance looks like", _SPOKEN),
    message=_said("for a breach, or one a verdict", _TEXTS),
    remedy=_said("what would make it pass", _TEXTS),
    notices=_list(_fields(["code", "if", "message"], code=_PLAIN, when=_one_of((*VERDICT_WORDS, JUDGED)),
                          message=_SPOKEN, **{"if": _FORMULA})),
    then=_list(_fields(["when"], when=_PLAIN, who=_PLAIN, what=_SPOKEN, due=_FORMULA,
                       **{"if": _FORMULA, "raise": _PLAIN})),
    examples=_said("last: a pass, a fail, both sides of the boundary, an unknown", _list(_fields(
        ["name", "shows", "as_of", "expect"],
        name=_SPOKEN, shows=_one_of(SHOWS), as_of=_PLAIN, dossier=_each(_ROWS), proposal=_list(_each(_CELL)),
        readings=_each(_PLAIN), agreement=_each(_PLAIN), expect={"type": ["object", "string"]},
    ))),
    **{"from": _said("a date: before it the verdict is pending", _FORMULA)},
)  # fmt: skip
"""A rule, one a file."""

MEASURES = _fields(
    measures=_each(_fields(
        ["label", "formula"], label=_SPOKEN, nom=_said("another name, in French", _PLAIN),
        formula={"anyOf": [_FORMULA, {"type": "object", "required": ["reading"]}]},
    )),
    tables=_each(_fields(
        ["label", "columns", "id", "rows"], label=_SPOKEN, columns=_WORDS, labels=_each(_SPOKEN), id=_PLAIN,
        rows=_FORMULA, distinct=_one_of(("yes", "no")),
    )),
)  # fmt: skip
"""A file of measures/."""

PARAMETERS = _each(_fields(
    ["type", "clause", "label", "values"], type=_one_of(PARAMETER_KINDS), clause=_PLAIN, label=_SPOKEN, nom=_PLAIN,
    amended_by=_PLAIN, amended_if=_FORMULA, columns=_each(_one_of(COLUMN_KINDS)), labels=_each(_SPOKEN), id=_PLAIN,
    values=_said("by the day from which each holds", _each({"anyOf": [_WORDS, _list(_each(_PLAIN))]})),
))  # fmt: skip
"""parameters.yaml."""

_YES = _one_of(("yes", "no"))
_TOLD = _fields(["code", "message"], code=_PLAIN, message=_SPOKEN, hint=_SPOKEN)
TABLE = _fields(
    ["one", "many", "columns"],
    name=_SPOKEN, also=_WORDS, one=_SPOKEN, many=_SPOKEN, about=_SPOKEN, key=_WORDS, keyed=_YES, day=_PLAIN,
    first=_each(_WORDS), told=_WORDS, row=_PLAIN, singular=_YES, feminine=_YES, twice=_TOLD,
    proposed=_fields(["name"], name=_PLAIN, one=_SPOKEN, many=_SPOKEN, numbered=_PLAIN),
    columns=_each(_fields(
        ["type"],
        type=_one_of(tuple(BLANK_OF_KIND)), header=_SPOKEN, also=_WORDS, help=_SPOKEN, to=_PLAIN,
        blank=_one_of(("nothing", "unknown", "error")), labels=_each(_SPOKEN), default=_PLAIN,
        choices={"anyOf": [_WORDS, _each({"anyOf": [_WORDS, {"type": "null"}]})]}, names=_PLAIN, everyone=_WORDS,
        coded=_YES, said=_YES, most=_PLAIN, zero=_YES, by=_PLAIN, read={"type": "object"}, otherwise=_PLAIN,
        seen={"type": "object"}, needed={"type": "object"}, unread={"type": "object"}, not_before={"type": "object"},
    )),
)  # fmt: skip
"""A file of tables/."""

_NAMED = _each(_fields(label=_SPOKEN, names=_WORDS))
_CELL_RULE = {"column": _PLAIN, "when": _FORMULA, "message": _SPOKEN}
_ROLE: Shape = {"anyOf": [_PLAIN, {"type": "object", "required": ["table"]}]}
AGREEMENT = _fields(
    ["name", "version", "title", "parties", "clauses"],
    name=_PLAIN, version=_PLAIN, title=_SPOKEN, languages=_WORDS, sample_as_of=_PLAIN,
    facts=_each(_fields(["type", "value", "clause"], type=_one_of(FACT_KINDS), value=_PLAIN, clause=_PLAIN,
                        label=_SPOKEN)),
    members=_NAMED, headings=_NAMED, everyone=_fields(names=_WORDS, words=_WORDS, but=_WORDS),
    parties=_each(_SPOKEN), tables=_WORDS, figures=_WORDS, balance=_each(_PLAIN), places=_each(_SPOKEN),
    short_names=_each(_SPOKEN),
    publication=_each(_PLAIN),
    roles={"type": "object", "properties": dict.fromkeys(KINDS, _ROLE) | dict.fromkeys(MEASURE_ROLES, _PLAIN),
           "additionalProperties": _PLAIN},
    documents=_each(_fields(about=_PLAIN, day=_PLAIN, moments=_each(_PLAIN), over=_each(_PLAIN), sender=_PLAIN)),
    readings=_each(_fields(["question", "default", "options"], question=_SPOKEN, default=_PLAIN,
                           options=_each(_SPOKEN))),
    clauses=_each(_fields(["article", "class", "summary"], article=_PLAIN, summary=_SPOKEN, ruled=_WORDS,
                          not_ruled=_SPOKEN, **{"class": _PLAIN})),
    impossible=_each(_list(_fields(["column", "when", "message", "hint"], hint=_SPOKEN, **_CELL_RULE))),
    odd=_each(_list(_fields(["code", "column", "when", "message"], code=_PLAIN, **_CELL_RULE))),
)  # fmt: skip
"""agreement.yaml."""

_DRAWN = _each(_fields((), label=_SPOKEN, key=_PLAIN, write=_PLAIN, each=_WORDS, **{"else": _PLAIN}))
_SENT = _fields(["kind", "sender"], kind=_PLAIN, sender=_PLAIN)
_COLUMNS = _fields((), columns=_said("columns that are drawn, each with the label of its input", _DRAWN))
YEAR = _fields(
    (),
    sections=_said("names of this agreement for sections of scenarios",
                   {"type": "object", "properties": dict.fromkeys(SECTIONS, _PLAIN), "additionalProperties": False}),
    names=_said("what the first drawn row of a table is called: {payments: V001}", _each(_PLAIN)),
    meetings=_fields((), columns=_DRAWN, envelope=_said("the column of what each meeting may give", _PLAIN)),
    beneficiaries=_COLUMNS, presentations=_COLUMNS, requests=_COLUMNS, proposals=_COLUMNS,
    reports=_fields((), calendar=_SENT, answer=_SENT, periodic=_fields(
        ["kind", "sender", "months"], kind=_PLAIN, sender=_PLAIN, months=_PLAIN, least=_PLAIN, recipients=_WORDS,
        headings=_each(_PLAIN))),
    evaluations=_fields(["sender", "moments"], sender=_PLAIN, headings=_each(_PLAIN), moments=_each(_fields(
        ["kind", "label"], kind=_PLAIN, months=_PLAIN, label=_SPOKEN))),
    results=_fields(["table", "kind", "kinds"], table=_PLAIN, kind=_PLAIN, beneficiary=_PLAIN, kinds=_each(_fields(
        ["kind", "label"], kind=_PLAIN, label=_SPOKEN, columns=_DRAWN, write=_each(_PLAIN)))),
    third_place=_fields(["table", "clause"], table=_PLAIN, clause=_PLAIN, write=_PLAIN,
                        once=_each(_fields(["clause", "label"], clause=_PLAIN, label=_SPOKEN)),
                        parts=_each(_fields(["clause", "months"], clause=_PLAIN, months=_PLAIN, number=_PLAIN))),
    actions=_fields(["table", "agreed"], table=_PLAIN, agreed=_PLAIN, write=_each(_PLAIN)),
    rows=_said("rows that follow each row of another table", _each(_fields(
        ["table", "of", "label"], table=_PLAIN, of=_PLAIN, label=_SPOKEN, columns=_DRAWN, write=_each(_PLAIN)))),
    renewal=_fields(["purpose"], purpose=_PLAIN),
    missing=_said("cells that a scenario may leave blank, table.column", _each(_SPOKEN)),
    usually_missing=_WORDS,
    labels=_said("what inputs are called in this agreement's words", _each(_SPOKEN)),
)  # fmt: skip
"""year.yaml."""

SCHEMAS: Mapping[str, tuple[Shape, str]] = {
    "agreement": (AGREEMENT, "agreement.yaml"),
    "year": (YEAR, "year.yaml"),
    "parameters": (PARAMETERS, "parameters.yaml"),
    "measures": (MEASURES, "measures/*.yaml"),
    "table": (TABLE, "tables/*.yaml"),
    "rule": (RULE, "*/*_*-*.yaml"),
}
"""By name, the schema of a kind of file, and which files are of it."""


def editor_schema(name: str) -> Shape:
    """Return the JSON Schema of one kind of file, by its name."""
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": f"innosprint {name}", **SCHEMAS[name][0]}


def editor_files() -> dict[str, bytes]:
    """Return the schemas and the settings by which Visual Studio Code completes and checks the files of a folder."""
    files = {f".schemas/{name}.json": editor_schema(name) for name in SCHEMAS}
    settings = {"yaml.schemas": {f".schemas/{name}.json": pattern for name, (_, pattern) in SCHEMAS.items()}}
    return {path: f"{json.dumps(content, indent=2)}\n".encode() for path, content in
            {**files, ".vscode/settings.json": settings}.items()}  # fmt: skip
