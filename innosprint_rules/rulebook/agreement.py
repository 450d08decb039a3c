"""Reading ``agreement.yaml`` and ``parameters.yaml``: what the texts say, before any rule judges it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from innosprint_rules.errors import ProblemList
from innosprint_rules.fields import FieldReader, read_day, read_typed
from innosprint_rules.folding import fold
from innosprint_rules.formula.types import LARGEST, ParameterType, Type
from innosprint_rules.rulebook.models import Clause, Fact, Parameter, Reading
from innosprint_rules.rulebook.publications import Publication, read_publication
from innosprint_rules.rulebook.recognising import Everyone, Vocabulary
from innosprint_rules.rulebook.schedules import KIND as SCHEDULE
from innosprint_rules.rulebook.schedules import Schedule, read_schedule
from innosprint_rules.strict_yaml import Fields, Items, Scalar, Value
from innosprint_rules.wording import LANGUAGES, Lang, Text, same

FACT_KINDS = ("date", "amount", "number", "text")
PARAMETER_KINDS = ("date", "amount", "number", "decimal", "percent", "texts", "members", SCHEDULE)
EMPTY = same("")

BALANCE_LINES = ("endowment", "received", "allocated", "given_back", "paid_out", "returned", "remaining", "in_hand")
"""The lines that a balance may have, in order; each is a measure or a parameter, an amount."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement as data: its facts, members, clauses, readings, and how to name who owes what."""

    name: str
    version: str
    title: Text
    facts: Mapping[str, Fact]
    members: Mapping[str, Text]
    vocabularies: Mapping[str, Vocabulary]  # of members and of headings, as people write them
    parties: Mapping[str, Text]
    clauses: Mapping[str, Clause]
    readings: Mapping[str, Reading]
    places: Mapping[str, Text] = field(default_factory=dict)  # what stands outside the numbered articles
    publication: Mapping[str, str] = field(default_factory=dict)  # what open data says of the grant
    balance: Mapping[str, str] = field(default_factory=dict)  # line of the balance -> measure
    figures: tuple[str, ...] = ()  # measures that readers and scenarios name, beside those that rules read
    impossible: tuple[tuple[str, Fields], ...] = ()  # (table, what none of its rows may say), typed by the loader
    odd: tuple[tuple[str, Fields], ...] = ()  # (table, what its rows seldom mean), likewise
    roles: Mapping[str, str] = field(default_factory=dict)  # what commands need to know -> measure that says it
    languages: tuple[Lang, ...] = LANGUAGES  # those in which it has its texts
    sample_as_of: date | None = None  # the day on which the sample dossier is judged
    short_names: Mapping[str, Text] = field(default_factory=dict)  # of parties, for a column
    documents: Mapping[str, Publication] = field(default_factory=dict)  # what `publish` writes


def read_agreement(fields: Fields, problems: ProblemList) -> Agreement:
    """Read the whole of ``agreement.yaml``."""
    reader = FieldReader(fields, problems)
    name, version = reader.text("name"), reader.text("version")
    title = reader.both("title") or EMPTY
    facts = {key: _fact(key, value, problems) for key, value in _entries(reader, "facts", required=False)}
    everyone = reader.get("everyone")
    members, member_names = _names(reader, "members", problems, everyone)
    _, heading_names = _names(reader, "headings", problems)
    parties = {key: reader.as_text(value, key) or EMPTY for key, value in reader.mapping("parties", True).items()}
    clauses = {key: _clause(key, value, problems) for key, value in _entries(reader, "clauses")}
    readings = {key: _reading(key, value, problems) for key, value in _entries(reader, "readings", required=False)}
    places = {key: reader.as_text(value, key) or EMPTY for key, value in reader.mapping("places").items()}
    short = {key: reader.as_text(value, key) or EMPTY for key, value in reader.mapping("short_names").items()}
    publication = {k: v.text.strip() for k, v in reader.mapping("publication").items() if isinstance(v, Scalar)}
    balance, roles = (
        {k: v.text for k, v in reader.mapping(key).items() if isinstance(v, Scalar)} for key in ("balance", "roles")
    )
    figures = reader.words("figures")
    documents = {key: read_publication(key, value, problems) for key, value in _entries(reader, "documents", False)}
    reader.words("tables")  # their order: read with them
    languages = tuple(lang for lang in LANGUAGES if lang in (reader.words("languages") or LANGUAGES))
    sample_as_of = reader.day("sample_as_of")
    impossible, odd = (
        tuple(
            (table, row)
            for table, rows in reader.mapping(key).items()
            for row in (rows if isinstance(rows, Items) else ())
            if isinstance(row, Fields)
        )
        for key in ("impossible", "odd")
    )
    reader.finish()
    return Agreement(
        name=name, version=version, title=title, facts=facts, members=members,
        vocabularies={"members": member_names, "headings": heading_names},
        parties=parties, clauses=clauses, readings=readings, places=places,
        publication=publication, balance=balance, roles=roles, figures=figures, impossible=impossible,
        odd=odd, sample_as_of=sample_as_of, languages=languages, documents=documents, short_names=short,
    )  # fmt: skip


def _names(
    reader: FieldReader, key: str, problems: ProblemList, everyone: Value | None = None, required: bool = False
) -> tuple[dict[str, Text], Vocabulary]:
    """Read names with their labels and the ways of writing them, and how people write all of them at once."""
    labels: dict[str, Text] = {}
    spellings: list[tuple[str, str]] = []
    for name, value in _entries(reader, key, required):
        inner = FieldReader(value, problems)
        labels[name] = inner.both("label", required) or same(name)
        spellings += [(spelling, name) for spelling in (name, *inner.words("names"))]
        inner.finish()
    if not isinstance(everyone, Fields):
        return labels, Vocabulary(labels, spellings)
    inner = FieldReader(everyone, problems)
    words = Everyone(inner.words("names"), inner.words("words"), inner.words("but"))
    inner.finish()
    return labels, Vocabulary(labels, spellings, words)


def _entries(reader: FieldReader, key: str, required: bool = True) -> list[tuple[str, Fields]]:
    found: list[tuple[str, Fields]] = []
    for name, value in reader.mapping(key, required).items():
        if isinstance(value, Fields):
            found.append((name, value))
        else:
            reader.wrong(value.location, name, "clé : valeur", "key: value")
    return found


def _fact(name: str, fields: Fields, problems: ProblemList) -> Fact:
    reader = FieldReader(fields, problems)
    kind = reader.one_of("type", FACT_KINDS)
    value = reader.scalar("value")
    clause, label = reader.text("clause"), reader.both("label") or same(name)
    reader.finish()
    read = None if value is None else read_typed(value, kind, problems)
    return Fact(name, Type(kind), read, clause, label)  # type: ignore[arg-type]  # one of FACT_KINDS


def _clause(number: str, fields: Fields, problems: ProblemList) -> Clause:
    reader = FieldReader(fields, problems)
    article, kind = reader.text("article"), reader.text("class")
    summary = reader.both("summary") or EMPTY
    rules = reader.words("ruled")
    reason = reader.both("not_ruled", required=False)
    reader.finish()
    if bool(rules) == (reason is not None):
        problems.add(
            "clause-untold",
            Text(f"{number} : dire « ruled » (par quelles règles) ou « not_ruled » (pourquoi), l'un des deux",
                 f"{number}: say “ruled” (by which rules) or “not_ruled” (why), one of the two"),
            location=fields.location,
        )  # fmt: skip
    return Clause(number, article, kind, summary, rules, reason, fields.location)


def _reading(key: str, fields: Fields, problems: ProblemList) -> Reading:
    reader = FieldReader(fields, problems)
    question = reader.both("question") or EMPTY
    options = {name: reader.as_text(value, name) or EMPTY for name, value in reader.mapping("options", True).items()}
    default = reader.one_of("default", options or ["?"])
    reader.finish()
    return Reading(key, question, default, options)


def read_parameters(
    fields: Fields, facts: Mapping[str, Fact], problems: ProblemList
) -> tuple[dict[str, Parameter], dict[str, Scalar], dict[str, Scalar], tuple[Schedule, ...]]:
    """Read ``parameters.yaml``: each value with the day from which it holds, its unit and its article.

    Returns:
        The parameters, the conditions on which amendments change some of them, for the loader to type, their other
        names, and the small tables among them.
    """
    found: dict[str, Parameter] = {}
    conditions: dict[str, Scalar] = {}
    others: dict[str, Scalar] = {}
    schedules: list[Schedule] = []
    for name, value in fields.values.items():
        kind = value.values.get("type") if isinstance(value, Fields) else None
        if isinstance(value, Fields) and isinstance(kind, Scalar) and kind.text.strip() == SCHEDULE:
            schedule = read_schedule(name, value, problems)
            if schedule is not None:
                schedules.append(schedule)
                found.update((each.name, each) for each in schedule.parameters)
        elif isinstance(value, Fields):
            found[name] = _parameter(name, value, facts, problems, conditions)
            other = value.values.get("nom")
            if isinstance(other, Scalar):
                others[name] = other
        else:
            FieldReader(fields, problems).wrong(value.location, name, "clé : valeur", "key: value")
    return found, conditions, others, tuple(schedules)


def _parameter(
    name: str, fields: Fields, facts: Mapping[str, Fact], problems: ProblemList, conditions: dict[str, Scalar]
) -> Parameter:
    reader = FieldReader(fields, problems)
    kind = reader.one_of("type", PARAMETER_KINDS)
    clause, label = reader.text("clause"), reader.both("label") or same(name)
    amended_by = reader.text("amended_by", required=False) or None
    condition = reader.scalar("amended_if", required=False)
    if condition is not None:
        conditions[name] = condition
    values = reader.get("values")
    reader.scalar("nom", required=False)  # kept by whoever reads them all
    reader.finish()
    timeline: list[tuple[int, int | str | tuple[str, ...] | None]] = []
    mistakes = len(problems.problems)
    if isinstance(values, Fields):
        for day, value in values.values.items():
            start = read_day(day, values.keys[day], problems)
            if isinstance(value, Items):
                words = (v.text.strip() for v in value if isinstance(v, Scalar))
                # texts are compared without case and accents, members under their names
                timeline.append((start, tuple(map(fold, words)) if kind == "texts" else tuple(words)))
            elif isinstance(value, Scalar) and value.text.startswith("agreement."):
                timeline.append((start, _fact_value(value, kind, facts, problems)))
            elif isinstance(value, Scalar):
                timeline.append((start, read_typed(value, kind, problems)))
    if not timeline:
        reader.wrong(fields.location, "values", "au moins « date : valeur »", "at least “date: value”")
        timeline.append((1, None))
    timeline.sort(key=lambda entry: entry[0])
    readable = len(problems.problems) == mistakes  # a value that cannot be read is no blank
    type_ = _parameter_type(kind, nothing=readable and any(value is None for _, value in timeline))
    figures = [value for _, value in timeline if isinstance(value, int)]
    if amended_by is not None:  # an amendment holds a cell
        figures += [0, LARGEST.get(kind, 0)]
    bounds = (min(figures, default=0), max(figures, default=0))
    typed = ParameterType(type_, dated=len(timeline) > 1 or amended_by is not None, bounds=bounds)
    return Parameter(name, typed, tuple(timeline), amended_by, clause, label, location=fields.location)


def _parameter_type(kind: str, nothing: bool) -> Type:
    if kind in ("texts", "members"):
        return Type("list", of="text" if kind == "texts" else "member")
    return Type(kind, nothing=nothing)  # type: ignore[arg-type]  # one of PARAMETER_KINDS


def _fact_value(scalar: Scalar, kind: str, facts: Mapping[str, Fact], problems: ProblemList) -> int | str | None:
    fact = facts.get(scalar.text.removeprefix("agreement."))
    if fact is None or fact.type.kind != kind:
        problems.add(
            "unknown-fact",
            Text(f"pas de fait {scalar.text} de type {kind}", f"no fact {scalar.text} of type {kind}"),
            location=scalar.location,
        )
        return None
    return fact.value
