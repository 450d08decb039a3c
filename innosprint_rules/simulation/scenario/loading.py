"""What a scenario is: a title, a description, events in their order, the sections of a year; how its file is read.

The format is described in ``scenarios/README.md``. Every mistake of a file is told at once, with its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from innosprint_rules import limits
from innosprint_rules.engine.check import default_rulebook
from innosprint_rules.errors import Problem, ProblemList, ScenarioError, expect
from innosprint_rules.fields import FieldReader
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.simulation.events.reading import read_event
from innosprint_rules.simulation.events.verbs import Event
from innosprint_rules.simulation.events.when import When, read_when
from innosprint_rules.simulation.scenario.finding import extended_path, path_of, text_of
from innosprint_rules.simulation.scenario.needed import year_plan
from innosprint_rules.simulation.scenario.reading import merged, read_sections, section_names
from innosprint_rules.simulation.scenario.sections import YearSections
from innosprint_rules.simulation.scenario.signed import spread
from innosprint_rules.strict_yaml import Fields, Scalar, YamlDocument
from innosprint_rules.wording import Lang, Text

ScenarioSource: TypeAlias = "Scenario | str | Path | Mapping[str, Any]"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens, said once for any dossier.

    ``as_of`` is the day up to which the dossier is taken as having happened, ``at`` the day of the final
    check; None leaves each to what is usual. ``year`` is what a simulated year is drawn from; None where the
    scenario has fixed events alone.
    """

    name: str
    title: Text
    description: Text
    events: tuple[Event, ...]
    as_of: When | None = None
    at: When | None = None
    file: str | None = None
    year: YearSections | None = None
    nom: str = ""
    """Its French name, by which it is also known; empty where it has none."""

    def called(self, lang: Lang) -> str:
        """Return the name by which people of one language know it."""
        return self.nom if self.nom and lang == "fr" else self.name


def read_scenario(source: ScenarioSource, rulebook: Rulebook | None = None) -> Scenario:
    """Read a scenario: a name, the path of a file, or a mapping of the same keys.

    A name is that of a scenario in the folder of ``rulebook``, the bundled one when None, or of a shipped one.

    Raises:
        ScenarioError: with every mistake found, each with file, line and column.
        UsageError: ``source`` is none of these, or years are to be drawn of an agreement that says nothing of them.
    """
    if isinstance(source, Scenario):
        return source
    rules = default_rulebook() if rulebook is None else rulebook
    if isinstance(source, Mapping):
        return parse_scenario(_written(source), None, "scenario", rulebook=rules)
    expect("scenario", source, (str, Path), Text("un nom, un chemin ou un dictionnaire", "a name, a path or a mapping"))
    path = path_of(source, rules)
    return parse_scenario(text_of(path), path.name, path.stem, path, rules)


def _written(source: Mapping[str, Any]) -> str:
    """Return a mapping as the text of a scenario."""
    try:
        text: str = yaml.safe_dump(dict(source), allow_unicode=True, sort_keys=False, width=10**6)
    except (yaml.YAMLError, RecursionError) as error:
        raise ScenarioError(
            Problem(
                "wrong-shape",
                Text(f"ces valeurs ne s'écrivent pas comme un scénario ({type(error).__name__})",
                     f"these values cannot be written as a scenario ({type(error).__name__})"),
                Text("donner des textes, des nombres, des dates, des listes et des dictionnaires",
                     "give texts, numbers, dates, lists and dictionaries"),
            )
        ) from error  # fmt: skip
    return text


def parse_scenario(
    text: str, file: str | None, name: str, path: Path | None = None, rulebook: Rulebook | None = None
) -> Scenario:
    """Read the YAML text of a scenario; ``name`` is its name unless it gives one.

    ``path`` is where it was read: what it extends is looked for beside it, then among the shipped scenarios.
    """
    problems = ProblemList()
    scenario: Scenario | None = None
    rules = default_rulebook() if rulebook is None else rulebook
    root = _root(text, file, problems)
    if root is not None:
        whole = _extended(root, path, problems, (), rules)
        scenario = _read(FieldReader(root, problems), whole, file, name, rules)
    if problems or scenario is None:
        raise ScenarioError(sorted(problems.problems, key=_place))
    return scenario


def _root(text: str, file: str | None, problems: ProblemList) -> Fields | None:
    """Return the keys of a scenario's text; None where its form is wrong, which goes to ``problems``."""
    root = YamlDocument(text.replace("\r\n", "\n"), file or "scenario").read(problems)
    if problems:
        return None
    if isinstance(root, Fields):
        return spread(root)
    if root is not None:
        problems.add(
            "wrong-shape",
            Text("le fichier doit être de la forme clé : valeur", "the file must be of the form key: value"),
            location=root.location,
        )
    return None


def _extended(
    root: Fields, path: Path | None, problems: ProblemList, chain: tuple[Path, ...], rulebook: Rulebook
) -> Fields | None:
    """Return a scenario's keys with those of the one it extends, and so on; its own count first.

    None when one of them cannot be read, which is noted.
    """
    named = root.values.get("extends")
    if not isinstance(named, Scalar) or not named.text.strip():
        return root
    word = named.text.strip()
    chain = (*chain, path.resolve()) if path is not None else chain
    try:
        found = extended_path(word, path, named, rulebook)
        if found.resolve() in chain:
            circle = " → ".join(each.stem for each in (*chain, found))
            message = Text(f"les scénarios se prolongent en rond : {circle}",
                           f"the scenarios extend each other in a circle: {circle}")  # fmt: skip
            raise ScenarioError(Problem("circular-extends", message, None, named.location))
        if len(chain) >= limits.EXTENDED:
            message = Text(f"plus de {limits.EXTENDED} scénarios se prolongent l'un l'autre",
                           f"more than {limits.EXTENDED} scenarios extend one another")  # fmt: skip
            raise ScenarioError(Problem("extends-too-deep", message, None, named.location))
        base = _root(text_of(found), found.name, problems)
    except ScenarioError as error:
        problems.extend(replace(each, location=named.location) for each in error.problems)
        return None
    whole = None if base is None else _extended(base, found, problems, chain, rulebook)
    return None if whole is None else merged(root, whole, rulebook.year)


def _read(reader: FieldReader, whole: Fields | None, file: str | None, name: str, rulebook: Rulebook) -> Scenario:
    """Read a scenario: ``reader`` has its own keys, ``whole`` also those that it takes from another.

    ``whole`` is None where the other cannot be read.
    """
    problems = reader.problems
    named = reader.text("name", name, required=False)
    nom = reader.text("nom", "", required=False)
    title = reader.both("title")
    description = reader.both("description")
    reader.scalar("extends", required=False)
    keys = reader.fields if whole is None else whole
    every = FieldReader(keys, problems)
    as_of, at = (_day(every, key) for key in ("as_of", "at"))
    known = section_names(rulebook.year)
    sections = {key: keys.values[key] for key in known if key in keys}
    if every.get("events") is None and not sections and whole is not None:
        reader.need("events")
    events = [read_event(value, rulebook.schema, problems) for value in every.items("events")]
    for key in ("as_of", "at", "events", *known):
        reader.get(key)
    reader.finish()
    year = None
    if sections:
        year = read_sections(sections, keys, year_plan(rulebook), problems, whole is not None)
    empty = Text("", "")
    read = tuple(event for event in events if event is not None)
    return Scenario(named, title or empty, description or empty, read, as_of, at, file, year, nom)


def _day(reader: FieldReader, key: str) -> When | None:
    value = reader.scalar(key, required=False)
    return None if value is None else read_when(value.text, value.location, reader.problems)


def _place(problem: Problem) -> tuple[str, int, int]:
    where = problem.location
    return where.file or "", where.row or 0, where.column if isinstance(where.column, int) else 0
