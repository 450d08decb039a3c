"""The rulebook's own examples: small dossiers, written beside each rule, with the verdicts they must get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import combine, read_proposal
from innosprint_rules.engine.evaluation.decision import VERDICTS
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.findings import Finding
from innosprint_rules.engine.inference.comparison import consequences
from innosprint_rules.engine.judging import Judge
from innosprint_rules.engine.options import chosen_readings
from innosprint_rules.errors import InputError, Location, ProblemList, RulebookError
from innosprint_rules.fields import FieldReader, read_typed
from innosprint_rules.files import read_text
from innosprint_rules.nearest import suggestion
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.folder import split_examples
from innosprint_rules.strict_yaml import Fields, Items, Scalar, Value, YamlDocument
from innosprint_rules.wording import LANGUAGES, NARROW_NBSP, NBSP, Text

SHOWS = ("pass", "fail", "edge-in", "edge-out", "unknown", "pending", "not-applicable", "contested", "other")
REQUIRED = ("pass", "fail", "edge-in", "edge-out", "unknown")
WHOLE = ""  # the subject of a rule of the whole agreement


@dataclass(frozen=True, slots=True)
class Example:
    """One example of one rule."""

    rule: str
    name: Text
    shows: str
    as_of: date
    readings: Mapping[str, str]
    facts: Mapping[str, int | str | None]
    tables: Mapping[str, Any]
    proposal: list[Any] | None
    expect: Mapping[str, Mapping[str, Any]]
    location: Location


@dataclass(slots=True)
class ExampleResult:
    """What became of one example: ``differences`` is empty when it holds."""

    example: Example
    differences: list[Text] = field(default_factory=list)


def read_examples(rulebook: Rulebook, code: str) -> list[Example]:
    """Read the examples of one rule.

    Raises:
        RulebookError: with every mistake, each with file, line and column.
    """
    problems = ProblemList()
    path = rulebook.files[code]
    name = path.relative_to(rulebook.root).as_posix()
    _, part, first_line = split_examples(read_text(path, name, problems) or "")
    examples: list[Example] = []
    if part:
        document = YamlDocument(part, name, first_line)
        document.languages = rulebook.agreement.languages
        read = document.read(problems)
        if isinstance(read, Fields):
            reader = FieldReader(read, problems)
            items = (item for item in reader.items("examples") if isinstance(item, Fields))
            examples += [_example(code, item, rulebook, problems) for item in items]
            reader.finish()
    if problems:
        raise RulebookError(problems.problems)
    return examples


def _example(code: str, fields: Fields, rulebook: Rulebook, problems: ProblemList) -> Example:
    reader = FieldReader(fields, problems)
    name = reader.both("name") or Text("", "")
    shows = reader.one_of("shows", SHOWS)
    day = reader.text("as_of")
    readings = {k: plain(v) for k, v in reader.mapping("readings").items()}
    facts = _facts(reader, rulebook, problems)
    tables = {k: plain(v) for k, v in reader.mapping("dossier").items()}
    proposal = [plain(v) for v in reader.items("proposal")] if "proposal" in fields else None
    expect = _expected(reader.need("expect"), problems)
    reader.finish()
    try:
        as_of = date.fromisoformat(day)
    except ValueError:
        reader.wrong(fields.location, "as_of", "une date : 2019-06-01", "a date: 2019-06-01")
        as_of = date(2019, 1, 1)
    return Example(code, name, shows, as_of, readings, facts, tables, proposal, expect, fields.location)


def _facts(reader: FieldReader, rulebook: Rulebook, problems: ProblemList) -> dict[str, int | str | None]:
    """Read the facts put in place of the agreement's, each of its type; ``unknown`` is a blank."""
    known, found = rulebook.agreement.facts, dict[str, int | str | None]()
    for name, value in reader.mapping("agreement").items():
        if name not in known:
            message = Text(f"la convention n'a pas de fait « {name} »", f"the agreement has no fact “{name}”")
            problems.add("unknown-fact", message, suggestion(name, list(known)), value.location)
        elif isinstance(value, Scalar):
            found[name] = read_typed(value, known[name].type.kind, problems)
        else:
            reader.wrong(value.location, name, "une valeur", "a value")
    return found


def _expected(value: Value | None, problems: ProblemList) -> dict[str, Mapping[str, Any]]:
    if isinstance(value, Scalar):
        return {WHOLE: {"verdict": value.text}}
    if not isinstance(value, Fields):
        return {}
    if "verdict" in value:
        return {WHOLE: plain(value)}
    found: dict[str, Mapping[str, Any]] = {}
    for subject, each in value.values.items():
        found[subject] = {"verdict": each.text} if isinstance(each, Scalar) else plain(each)
    for subject, wanted in found.items():
        if wanted.get("verdict") not in VERDICTS:
            message = Text(f"{subject} : verdict inconnu", f"{subject}: unknown verdict")
            problems.add("unknown-verdict", message, location=value.location)
    return found


def plain(value: Value) -> Any:
    """Return a YAML value as texts, lists and mappings; an empty text or ``~`` is a blank cell."""
    if isinstance(value, Scalar):
        return None if value.blank else value.text
    if isinstance(value, Items):
        return [plain(each) for each in value]
    return {key: plain(each) for key, each in value.values.items()}


def run(rulebook: Rulebook, example: Example) -> ExampleResult:
    """Judge one example with both engines and compare with what it expects."""
    outcome = ExampleResult(example)
    try:
        dossier = Dossier.model_validate(dict(example.tables), context={"innosprint": {"rulebook": rulebook}})
        if example.proposal is not None:
            dossier = combine(dossier, read_proposal(example.proposal, rulebook))
        readings = chosen_readings(rulebook, example.readings)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            where = ".".join(map(str, detail["loc"]))
            said = detail.get("ctx", {})
            fr, en = (said.get(f"message_{lang}", detail["msg"]) for lang in LANGUAGES)
            outcome.differences.append(Text(f"{where} : {fr}", f"{where}: {en}"))
        return outcome
    except InputError as error:
        outcome.differences += [Text(p.words("fr"), p.words("en")) for p in error.problems]
        return outcome
    outcome.differences += [each.message for each in dossier.notices if each.code == "unknown-column"]
    program = compiled(rulebook)
    world = World(rulebook, dossier, facts=example.facts)
    findings = Judge(program, world, example.as_of.toordinal(), readings).findings([example.rule])
    consequences(program, findings, compare=True)
    by_subject = {finding.subject.id or WHOLE: finding for finding in findings}
    for subject, wanted in example.expect.items():
        finding = by_subject.pop(subject, None)
        if finding is None:
            _differ(outcome, subject, wanted.get("verdict"), None)
        else:
            _compare(outcome, subject, wanted, finding)
    for subject, finding in by_subject.items():
        if finding.verdict != "not_applicable":
            _differ(outcome, subject, None, finding.verdict)
    return outcome


def _compare(outcome: ExampleResult, subject: str, wanted: Mapping[str, Any], finding: Finding) -> None:
    found: dict[str, Any] = {
        "verdict": finding.verdict,
        "severity": finding.severity,
        "due": finding.due.isoformat() if finding.due else None,
        "reachable": None if finding.reachable is None else str(finding.reachable).lower(),
        "missing": sorted(f"{m.id}.{m.fact}" if m.id else m.fact for m in finding.missing),
        "contested": {f"{c.reading}={c.value}": c.verdict for c in finding.contested},
        "message": _told(finding),
    }
    for key, value in wanted.items():
        said = found.get(key)
        expected = sorted(value) if key == "missing" else value
        if key == "message":
            if _spaced(str(value)) not in str(said):
                _differ(outcome, f"{subject} {key}", value, said)
        elif said != expected:
            _differ(outcome, f"{subject} {key}".strip(), expected, said)


def _told(finding: Finding) -> str:
    """Return the message in English, or in the one language of its agreement, its spaces plain."""
    languages = finding.context.world.rulebook.agreement.languages
    return _spaced(finding.message.get("en" if "en" in languages else languages[0]))


def _spaced(text: str) -> str:
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ").replace("’", "'")


def _differ(outcome: ExampleResult, what: str, wanted: Any, found: Any) -> None:
    outcome.differences.append(
        Text(f"{what} : attendu {wanted}, trouvé {found}".lstrip(" :"),
             f"{what}: expected {wanted}, found {found}".lstrip(" :"))
    )  # fmt: skip


def run_all(rulebook: Rulebook, codes: Iterator[str] | list[str]) -> Iterator[ExampleResult]:
    """Run the examples of several rules."""
    for code in codes:
        for example in read_examples(rulebook, code):
            yield run(rulebook, example)


def lacking(rulebook: Rulebook) -> dict[str, list[str]]:
    """Return, for each rule whose examples are not complete, what they do not show."""
    found: dict[str, list[str]] = {}
    for code in rulebook.rules:
        shown = {example.shows for example in read_examples(rulebook, code)}
        missing = [kind for kind in REQUIRED if kind not in shown]
        if missing:
            found[code] = missing
    return found
