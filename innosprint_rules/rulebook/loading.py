"""From a folder of YAML to a rulebook: every file read, every formula typed, every mistake told at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from innosprint_rules import limits
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema, keep_bundled
from innosprint_rules.dossier.schema.declarations import TABLES, schema_of_fields
from innosprint_rules.dossier.schema.tables import Schema
from innosprint_rules.errors import Location, Problem, ProblemList, RulebookError, expect
from innosprint_rules.fields import FieldReader
from innosprint_rules.formula.grammar import FormulaError
from innosprint_rules.formula.tree import Node
from innosprint_rules.location import BUNDLED, rules_root
from innosprint_rules.rulebook.agreement import read_agreement, read_parameters
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.cross_checks import RULE_NOT_THERE, check_rulebook, unused
from innosprint_rules.rulebook.folder import (
    digest_of,
    is_rule_file,
    place_of,
    read_document,
    read_texts,
    split_examples,
)
from innosprint_rules.rulebook.measures import MeasureReader
from innosprint_rules.rulebook.models import Impossible, Odd, Parameter, Rule
from innosprint_rules.rulebook.naming import RulebookNames
from innosprint_rules.rulebook.rules import RuleReader
from innosprint_rules.rulebook.schedules import Schedule
from innosprint_rules.rulebook.year.reading import YEAR, read_year
from innosprint_rules.strict_yaml import Fields, Scalar
from innosprint_rules.wording import LANGUAGES, Lang, Text


def load_rulebook(root: str | Path | None = None) -> Rulebook:
    """Load the bundled agreement, or the one in the folder ``root``.

    Raises:
        RulebookError: with every mistake found, each with file, line and column.
        UsageError: ``root`` is no path.
    """
    expect("root", root, (str, Path, type(None)), Text("un chemin, ou None", "a path, or None"))
    folder = rules_root() / BUNDLED if root is None else Path(root)
    problems = ProblemList()
    texts = read_texts(folder, problems)
    if problems:
        raise RulebookError(problems.problems)
    if sum(len(split_examples(text)[0]) for text in texts.values()) > limits.RULES_PARSED:
        most = limits.RULES_PARSED
        told = Text(f"plus de {most} caractères de règles", f"more than {most} characters of rules")
        raise RulebookError(Problem("too-large", told, location=Location(folder.name)))
    documents = {name: read_document(name, text, problems) for name, text in texts.items()}
    fields = {name: read for name, read in documents.items() if isinstance(read, Fields)}
    broken = {problem.location.file or "" for problem in problems.problems}
    if not all(map(is_rule_file, broken)):  # without a table or a measure, what the rules say of it means nothing
        raise RulebookError(problems.problems)
    languages = _languages(fields["agreement.yaml"], problems)
    for each in fields.values():
        each.document.languages = languages
    rulebook = _build(folder, texts, fields, problems)
    if problems:
        meant = [each for each in problems.problems if not (broken and each.code == RULE_NOT_THERE)]
        raise RulebookError(sorted(meant, key=place_of))
    if root is None:
        keep_bundled(rulebook.schema)
    return rulebook


def _languages(agreement: Fields, problems: ProblemList) -> tuple[Lang, ...]:
    """Return the languages in which an agreement must have its texts: both, or the one that it declares."""
    written = FieldReader(agreement, problems).words("languages") or LANGUAGES
    spoken = tuple(lang for lang in LANGUAGES if lang in written)
    if len(spoken) != len(written):
        FieldReader(agreement, problems).wrong(agreement.values["languages"].location, "languages", "fr, en", "fr, en")
    return spoken or LANGUAGES


def _build(folder: Path, texts: Mapping[str, str], fields: Mapping[str, Fields], problems: ProblemList) -> Rulebook:
    schema = _schema(fields, texts, problems)
    agreement = read_agreement(fields["agreement.yaml"], problems)
    parameters: dict[str, Parameter] = {}
    conditions: dict[str, Scalar] = {}
    others: dict[str, Scalar] = {}
    schedules: tuple[Schedule, ...] = ()
    if "parameters.yaml" in fields:
        parameters, conditions, others, schedules = read_parameters(
            fields["parameters.yaml"], agreement.facts, problems
        )
    names = RulebookNames(
        facts={name: fact.type for name, fact in agreement.facts.items()},
        parameters={name: parameter.type for name, parameter in parameters.items()},
        readings={key: tuple(reading.options) for key, reading in agreement.readings.items()},
        members=tuple(agreement.members),
        problems=problems,
        schema=schema,
        headings=agreement.vocabularies["headings"].names,
    )  # fmt: skip
    for parameter, other in others.items():
        names.also_called(None, parameter, other)
    measures = MeasureReader(names, problems)
    for schedule in schedules:
        measures.announce_schedule(schedule)
    for name in _part(fields, "measures/"):
        measures.announce(fields[name])
    try:
        tables = measures.tables()
    except FormulaError as error:
        problems.add(error.code, error.message, error.hint)
        tables = {}
    typed = measures.measures()
    for name, condition in conditions.items():
        role = schema.roles.amendments
        node = names.type_formula(condition, None if role is None else role.table, "flag", nothing=False)
        parameters[name] = replace(parameters[name], amended_if=node)
    impossible = tuple(_impossible(table, row, names, problems) for table, row in agreement.impossible)
    odd = tuple(_odd(table, row, names, problems) for table, row in agreement.odd)
    reader = RuleReader(names, agreement.clauses, agreement.parties, problems)
    rules: dict[str, Rule] = {}
    files: dict[str, Path] = {}
    for name in _rule_files(fields):
        rule = reader.read(fields[name])
        if rule is None:
            continue
        if rule.code in rules:
            problems.add(
                "duplicate-code",
                Text(f"le code {rule.code} est déjà pris", f"the code {rule.code} is taken already"),
                Text(f"par {rules[rule.code].location.file}", f"by {rules[rule.code].location.file}"),
                rule.location,
            )
            continue
        if not PurePosixPath(name).name.startswith(f"{rule.code}_"):
            problems.add(
                "name-unlike-code",
                Text(f"ce fichier contient la règle {rule.code}", f"this file holds the rule {rule.code}"),
                Text(f"le nommer {rule.code}_{rule.name}.yaml", f"call it {rule.code}_{rule.name}.yaml"),
                Location(name),
            )
        rules[rule.code] = rule
        files[rule.code] = folder / name
    rulebook = Rulebook(
        root=folder, agreement=agreement, parameters=parameters, tables=tables, measures=typed,
        rules=dict(sorted(rules.items())), names=names, digest=digest_of(texts), files=files,
        impossible=tuple(each for each in impossible if each is not None),
        odd=tuple(each for each in odd if each is not None),
        year=read_year(fields[YEAR], names, problems) if YEAR in fields else None,
    )  # fmt: skip
    check_rulebook(rulebook, fields["agreement.yaml"], problems)
    return replace(rulebook, warnings=tuple(unused(measures)))


def _schema(fields: Mapping[str, Fields], texts: Mapping[str, str], problems: ProblemList) -> Schema:
    """Return the tables that the folder declares; those of the bundled agreement where it declares none."""
    if not any(name.startswith(TABLES) for name in fields):
        return bundled_schema()
    found = schema_of_fields(fields, texts, problems)
    if found is None:
        raise RulebookError(sorted(problems.problems, key=place_of))
    return found


def _impossible(table: str, fields: Fields, names: RulebookNames, problems: ProblemList) -> Impossible | None:
    reader = FieldReader(fields, problems)
    cell = _cell(reader, table, fields, names)
    message, hint = reader.both("message"), reader.both("hint")
    reader.finish()
    if cell is None or message is None or hint is None:
        return None
    return Impossible(table, *cell, message, hint)


def _odd(table: str, fields: Fields, names: RulebookNames, problems: ProblemList) -> Odd | None:
    reader = FieldReader(fields, problems)
    code = reader.text("code")
    cell = _cell(reader, table, fields, names)
    message = reader.both("message")
    reader.finish()
    return None if cell is None or message is None else Odd(code, table, *cell, message)


def _cell(reader: FieldReader, table: str, fields: Fields, names: RulebookNames) -> tuple[str, Node] | None:
    """Read which cell of a row is meant, and when."""
    if table not in names.schema.tables:
        reader.wrong(fields.location, table, "une table du dossier", "a table of the dossier")
        return None
    column = reader.one_of("column", tuple(names.schema.tables[table].by_code))
    when = reader.scalar("when")
    return None if when is None else (column, names.type_formula(when, table, "flag", nothing=False))


def _part(fields: Mapping[str, Fields], prefix: str) -> Iterator[str]:
    return (name for name in sorted(fields) if name.startswith(prefix))


def _rule_files(fields: Mapping[str, Fields]) -> Iterator[str]:
    return (name for name in sorted(fields) if is_rule_file(name))


_bundled: dict[str, Rulebook] = {}
_bundled_lock = threading.Lock()


def bundled() -> Rulebook:
    """Return the bundled agreement, loaded once whatever the number of threads; it never changes."""
    with _bundled_lock:
        if BUNDLED not in _bundled:
            _bundled[BUNDLED] = replace(load_rulebook(), again=bundled)
        return _bundled[BUNDLED]
