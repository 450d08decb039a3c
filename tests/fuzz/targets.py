"""What is fuzzed: each target takes bytes, and what comes of them is a result or a refusal, never anything else.

``make fuzz`` runs them under atheris, which looks for inputs that reach new code; ``test_corpus.py`` runs what it kept.
"""

from __future__ import annotations

import datetime as dt
import math
from functools import cache

from innosprint_rules.dossier.assembly import assemble
from innosprint_rules.dossier.cells import (
    CellError,
    read_amount,
    read_date,
    read_decimal,
    read_done,
    read_flag,
    read_list,
    read_number,
    read_reference,
    read_text,
)
from innosprint_rules.dossier.formats.document import parse_yaml
from innosprint_rules.dossier.formats.encoding import decode
from innosprint_rules.dossier.formats.formula_marks import marked, unmarked
from innosprint_rules.dossier.formats.grid import add_grid
from innosprint_rules.dossier.formats.named_tables import raw_from_tables
from innosprint_rules.dossier.formats.separated import read_grid
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema
from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.dossier.writing.text import csv_text
from innosprint_rules.engine.derivation.labels import RulebookLabels
from innosprint_rules.errors import Location, ProblemList
from innosprint_rules.formula.checking import Checker
from innosprint_rules.formula.grammar import FormulaError, parse
from innosprint_rules.formula.types import Names
from innosprint_rules.formula.verbalize import said
from innosprint_rules.money import plain
from innosprint_rules.rulebook.loading import load_rulebook
from innosprint_rules.strict_yaml import YamlDocument
from innosprint_rules.wording import Text
from tests.dossier.strict_reading import HEADERS, Strange, read_table

TABLES = bundled_schema().tables

MOST = 4_000
"""The longest input, in bytes: what goes wrong goes wrong in a short one."""


def _said(message: Text, right: bool = True) -> None:
    """See that a refusal says something in both languages, and that what else must hold of it does."""
    assert message.fr
    assert message.en
    assert right, message.en


_WORDS = (
    "and", "or", "not", "if", "else", "in", "for", "(", ")", ",", ".", "+", "-", "*", "<", "<=", "==", "!=", ">=",
    ">", "sum", "count", "any", "all", "min", "max", "cents", "given", "until", "before", "on", "nothing", "true",
    "false", "as_of", "row", "a", "s", "0", "1", "12", "'down'", "'net'", "'décidée'", "Q9", "endowment",
    "allocated", "term_end", "allocations", "sessions", "payments", "years", "amount", "session", "held_on",
    "status", "counts", "decided_by", "sum ( a . amount for a in allocations )", "count ( s for s in sessions if",
    "any ( a . amount > 0 for a in", "allocations . until ( row )", "a . session . held_on",
    "allocated <= endowment", "months ( 2 )", "days ( 3 )",
)  # fmt: skip
"""What a formula is made of where the first byte is 1: each byte that follows is one of these."""


@cache
def _names() -> tuple[Names, RulebookLabels]:
    rulebook = load_rulebook()
    return rulebook.names, RulebookLabels(rulebook)


def grammar(data: bytes) -> None:
    """A formula is parsed, typed and said in words, or refused at a place in its text."""
    if data[:1] == b"\x01":
        text = " ".join(_WORDS[byte % len(_WORDS)] for byte in data[1:400])
    else:
        text = data.decode("utf-8", "replace")
    try:
        parse(text)
    except FormulaError as error:
        _said(error.message, 0 <= error.offset <= len(text) + 1)
        return
    names, labels = _names()
    for table in (None, "allocations"):
        checker = Checker(names, table)
        node = checker.formula(text)
        for error in checker.errors:
            _said(error.message, 0 <= error.offset <= len(text) + 1)
        if not checker.errors:
            _said(said(node, labels))


def yaml(data: bytes) -> None:
    """A document is read, or refused at a place in its text; a dossier made of it likewise."""
    text = data.decode("utf-8", "replace")
    problems = ProblemList()
    YamlDocument(text, "f.yaml").read(problems)
    for problem in problems.problems:
        _said(problem.message)
        assert (problem.location.row or 1) <= text.count("\n") + text.count("\r") + 3
    raw = RawDossier(bundled_schema(), "f.yaml")
    root = parse_yaml(text, raw)
    if isinstance(root, dict):
        assembled = assemble(raw_from_tables(root, bundled_schema(), "f.yaml", paths=False))
        for problem in assembled.problems:
            _said(problem.message)


def cells(data: bytes) -> None:
    """A cell is read as what it is, in bounds, the same once it is written again; or refused."""
    text = data.decode("utf-8", "replace")
    assert unmarked(marked(text)) == text
    for read in (read_amount, read_number, read_decimal, read_date, read_text, read_flag, read_done, read_list,
                 read_reference):  # fmt: skip
        try:
            value = read(text)
        except CellError as error:
            _said(error.message)
            continue
        if value is None:
            continue
        if read is read_amount:
            assert isinstance(value, int)
            assert value >= 0
            assert read_amount(plain(value)) == value
            assert any(each.isdigit() for each in text)
        elif read in (read_number, read_decimal):
            assert isinstance(value, int)
            assert value >= 0
        elif read is read_date:
            assert isinstance(value, dt.date)
            assert read_date(value.isoformat()) == value
    try:
        number = float(text)
    except ValueError:
        return
    for read in (read_amount, read_number, read_decimal):
        try:
            found = read(number)
        except CellError:
            continue
        assert math.isfinite(number)
        assert found is not None
        assert found >= 0


def tables(data: bytes) -> None:
    """A table is read or refused; what was read, a strict reader reads alike, and so do we once it is written."""
    codes = list(TABLES)
    code = codes[data[0] % len(codes)] if data else codes[0]
    table, content = TABLES[code], data[1:]
    raw = RawDossier(bundled_schema(), "d")
    where = Location(f"{table.name}.csv")
    text = decode(content, raw, where)
    grid = None if text is None else read_grid(table, text, raw, where)
    if grid is not None:
        add_grid(raw, table, grid, where.file)
    assembled = assemble(raw)
    if assembled.faults:
        for problem in assembled.problems:
            _said(problem.message)
        return
    dossier = Dossier.from_assembled(assembled, "d")
    if dossier.rows(code) is None:
        return
    if table.name in HEADERS and not assembled.notices:
        try:
            strict = read_table(table.name, content)
        except Strange:
            strict = None
        columns = ("amount", "requested", "minimum")
        held = [getattr(row, each, None) for row in dossier.rows(code) or () for each in columns]
        ours = sorted(cents for cents in held if cents is not None)
        assert strict is None or ours == sorted(cents for row in strict.values() for cents in row.values())
    again = RawDossier(bundled_schema(), "d")
    written = csv_text(dossier, table)
    made = read_grid(table, written, again, where)
    assert made is not None
    add_grid(again, table, made, where.file)
    back = assemble(again)
    assert not back.faults, [problem.words("en") for problem in back.problems]
    assert Dossier.from_assembled(back, "d").digest == dossier.digest


TARGETS = {"grammar": grammar, "yaml": yaml, "cells": cells, "tables": tables}
