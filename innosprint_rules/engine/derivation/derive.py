"""The derivation of one verdict: what the rule asks, part by part, with values, rows and places in the files.

Nothing is judged here a second time: each value is asked of the closures that gave the verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from innosprint_rules.calendar import day
from innosprint_rules.engine.derivation.names import belongs as belonging
from innosprint_rules.engine.derivation.steps import DerivationStep
from innosprint_rules.engine.derivation.walker import Walker
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.decision import as_sign
from innosprint_rules.engine.evaluation.missing_facts import Missing, fact_words
from innosprint_rules.engine.evaluation.values import written_day
from innosprint_rules.engine.findings import Contest, Finding
from innosprint_rules.formula.logic import conjunction
from innosprint_rules.rulebook.models import AGREEMENT, Severity
from innosprint_rules.wording import Text, in_languages, lists

SCHEMA = "innosprint-derivation/1"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition of a rule at its severity; ``met`` and ``past`` are 1 true, 0 false, -1 unknown."""

    severity: Severity
    met: int
    past: int
    condition: DerivationStep
    due: DerivationStep | None


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one verdict was reached; a part is None where the rule has none or did not come to it."""

    finding: Finding
    as_of: date
    why: Text
    belongs: DerivationStep | None
    applies: DerivationStep | None
    starts: DerivationStep | None
    requires: tuple[Requirement, ...]
    reachable: DerivationStep | None
    missing: tuple[tuple[Missing, Text], ...]
    contested: tuple[tuple[Contest, Text], ...]  # with the other answer in words

    def as_document(self) -> dict[str, Any]:
        """Return the derivation as JSON carries it: the same text for the same input."""
        finding = self.finding
        said = {
            "schema": SCHEMA,
            "rule": finding.rule,
            "name": finding.name,
            "title": finding.compiled.rule.title.as_dict(),
            "clause": finding.clause,
            "article": finding.article,
            "subject": finding.subject._asdict(),
            "location": asdict(finding.location),
            "as_of": self.as_of.isoformat(),
            "verdict": finding.verdict,
            "severity": finding.severity,
            "message": finding.message.as_dict(),
            "why": self.why.as_dict(),
            "belongs": _document(self.belongs),
            "applies": _document(self.applies),
            "from": _document(self.starts),
            "require": [
                {
                    "severity": each.severity,
                    "met": _TRUTH[each.met],
                    "past_due": _TRUTH[each.past],
                    "condition": each.condition.as_document(),
                    "due": _document(each.due),
                }
                for each in self.requires
            ],
            "reachable": _document(self.reachable),
            "missing": [{**fact._asdict(), "said": words.as_dict()} for fact, words in self.missing],
            "contested": [{**contest._asdict(), "answer": answer.as_dict()} for contest, answer in self.contested],
        }
        return in_languages(said, finding.context.world.rulebook.agreement.languages)


_TRUTH: Mapping[int, bool | None] = {1: True, 0: False, -1: None}
SEVERITY_WORDS: Mapping[str, Text] = {
    "error": Text("erreur", "error"),
    "warning": Text("avertissement", "warning"),
    "notice": Text("remarque", "notice"),
}


def derive(finding: Finding) -> Derivation:
    """Return how a verdict was reached."""
    walker = Walker(finding.context.program)
    context, rule, judgement = finding.context, finding.compiled.rule, finding.judgement
    slots = context.environment(finding.row)
    judged = bool(judgement.atoms)
    derived = finding.row is not None and finding.row.table in walker.program.derived
    belongs = belonging(walker, finding.row, context) if derived and finding.row is not None else None
    applies = walker.step(rule.applies, slots) if judged and rule.applies is not None else None
    going = judged and judgement.applies != 0
    starts = walker.step(rule.starts, slots) if going and rule.starts is not None else None
    requires: list[Requirement] = []
    if going:
        for level, met, past in zip(rule.levels, judgement.met, judgement.past, strict=True):
            condition = walker.step(level.met, slots)
            due = None if level.due is None else walker.step(level.due, slots)
            requires.append(Requirement(level.severity, met, past, condition, due))
    pending = finding.verdict == "pending" and rule.reachable is not None
    return Derivation(
        finding=finding,
        as_of=day(context.as_of),
        why=_why(finding),
        belongs=belongs,
        applies=applies,
        starts=starts,
        requires=tuple(requires),
        reachable=walker.step(rule.reachable, slots) if pending and rule.reachable is not None else None,
        missing=tuple((fact, fact_words(fact, context.world)) for fact in finding.missing),
        contested=tuple((contest, _answer(finding, contest)) for contest in finding.contested),
    )


def inputs(derivation: Derivation) -> tuple[int, tuple[int, ...]]:
    """Return what the top of the tree is worth, as a judgement carries it: applies, then each condition."""
    row = derivation.finding.row
    applies: Any = True if row is None else row.truth
    if derivation.applies is not None:
        applies = conjunction((applies, derivation.applies.value))
    return as_sign(applies), tuple(as_sign(each.condition.value) for each in derivation.requires)


def _document(step: DerivationStep | None) -> dict[str, Any] | None:
    return None if step is None else step.as_document()


def _answer(finding: Finding, contest: Contest) -> Text:
    return finding.context.world.rulebook.agreement.readings[contest.reading].options[contest.value]


# why, in one sentence --------------------------------------------------------------------------------


def _why(finding: Finding) -> Text:
    """Say in one sentence how the parts make the verdict."""
    judgement = finding.judgement
    if not judgement.atoms:
        return _unjudged(finding)
    if finding.verdict == "unknown" and judgement.applies == -1:
        return Text("il manque de quoi savoir si la règle s'applique ici",
                    "what is needed to tell whether the rule applies here is missing")  # fmt: skip
    if finding.verdict == "violated":
        return _broken(finding)
    return _waiting(finding) if finding.verdict == "pending" else _REASONS[finding.verdict]


_REASONS: Mapping[str, Text] = {
    "satisfied": Text("tout ce qui est exigé est rempli", "all that is required is met"),
    "not_applicable": Text("la règle ne s'applique pas ici", "the rule does not apply here"),
    "unknown": Text("ce que l'on sait ne suffit pas à conclure", "what is known is not enough to decide"),
    "violated": Text("ce qui est exigé n'est pas rempli", "what is required is not met"),
    "pending": Text("ce qui est exigé n'est pas encore rempli", "what is required is not met yet"),
}


def _unjudged(finding: Finding) -> Text:
    """Say why nothing was judged: no table, or a row that has not happened."""
    context: Context = finding.context
    if finding.row is None and finding.subject.table != AGREEMENT:
        words = [fact_words(fact, context.world) for fact in finding.missing]
        fr, en = lists([each.fr for each in words], "fr"), lists([each.en for each in words], "en")
        return Text(f"rien à juger, il manque {fr}", f"nothing to judge, missing: {en}")
    if finding.row is not None and finding.row.day is not None and finding.row.day > context.as_of:
        day_fr, day_en = (written_day(finding.row.day, lang) for lang in ("fr", "en"))
        now_fr, now_en = (written_day(context.as_of, lang) for lang in ("fr", "en"))
        return Text(f"cette ligne est datée du {day_fr} : au {now_fr} elle n'a pas encore eu lieu",
                    f"this row is dated {day_en}: on {now_en} it has not happened yet")  # fmt: skip
    return _REASONS[finding.verdict]


def _broken(finding: Finding) -> Text:
    judgement = finding.judgement
    levels = finding.compiled.rule.levels
    for level, met, past, due in zip(levels, judgement.met, judgement.past, judgement.dues, strict=True):
        if level.severity == finding.severity and met == 0 and past == 1 and isinstance(due, int):
            fr, en = written_day(due, "fr"), written_day(due, "en")
            return Text(f"ce qui est exigé n'est pas rempli, et le dernier jour ({fr}) est passé",
                        f"what is required is not met, and the last day ({en}) is over")  # fmt: skip
    if len(levels) > 1:
        grade = SEVERITY_WORDS[finding.severity]
        return Text(f"la condition « {grade.get('fr')} » n'est pas remplie", f"the condition “{grade.en}” is not met")
    return _REASONS["violated"]


def _waiting(finding: Finding) -> Text:
    if finding.judgement.started == 0:
        reason = Text(
            "le jour à partir duquel on juge n'est pas encore là", "the day from which it is judged is not here yet"
        )
    else:
        reason = _REASONS["pending"]
    if finding.due is None:
        return reason
    fr, en = (written_day(finding.due.toordinal(), lang) for lang in ("fr", "en"))
    return Text(f"{reason.fr} ; dernier jour {fr}", f"{reason.en}; last day {en}")
