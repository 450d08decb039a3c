"""A derivation as a page of text: what is asked, what was found, row by row, with places in the files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from innosprint_rules.engine.derivation.derive import SEVERITY_WORDS, Derivation, Requirement
from innosprint_rules.engine.derivation.steps import DerivationStep
from innosprint_rules.engine.derivation.terms import article_words
from innosprint_rules.engine.evaluation.values import written_value
from innosprint_rules.errors import NOWHERE
from innosprint_rules.formula.logic import UNKNOWN
from innosprint_rules.report.content.derivation.rows import RowsPart, place_words
from innosprint_rules.report.content.outline import Item, Part, Title
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import verdict_word
from innosprint_rules.rulebook.models import AGREEMENT
from innosprint_rules.wording import Text, capital

_OVER = {1: Text("passé", "over"), 0: Text("pas encore passé", "not over yet"), -1: Text("inconnu", "unknown")}
_RESULTS = {
    "-": Text("la différence entre ces deux grandeurs", "the difference between these two"),
    "+": Text("la somme de ces deux grandeurs", "the sum of these two"),
}
_WORKED_OUT = ("operation", "aggregate", "comparison", "test", "reading", "condition")


def derivation_heading(derivation: Derivation, teller: Teller) -> list[str]:
    """Return what the finding says: rule, row and verdict, what the rule asks, on which article, where, the message."""
    return _Page(derivation, teller).heading()


def derivation_parts(derivation: Derivation, teller: Teller) -> tuple[str, list[Part]]:
    """Return in one sentence why the verdict is what it is, and how it was reached."""
    page = _Page(derivation, teller)
    return page.why(), list(page.parts())


class _Page:
    def __init__(self, derivation: Derivation, teller: Teller) -> None:
        self.derivation = derivation
        self.teller = teller
        self.world = derivation.finding.context.world
        self.rows = RowsPart(self.world, teller)
        self.colon = teller.colon

    def say(self, fr: str, en: str) -> str:
        return self.teller.say(Text(fr, en))

    def heading(self) -> list[str]:
        found, finding = self.derivation, self.derivation.finding
        subject = finding.subject.id or ("" if finding.subject.table == AGREEMENT else finding.subject.table)
        grade = self.teller.say(SEVERITY_WORDS[finding.severity])
        degree = f" ({grade})" if finding.verdict in ("violated", "unknown") else ""
        when = self.teller.day(found.as_of.toordinal())
        article = self.teller.say(article_words(finding.context.world.rulebook, finding.article))
        judged = self.say(f"jugé au {when}", f"judged on {when}")
        return [
            f"{finding.rule} {subject}".rstrip() + f"{self.colon}{self._verdict()}{degree}",
            capital(self.teller.say(finding.compiled.rule.title)),
            ", ".join(filter(None, [article, judged])),
            finding.location.words(self.teller.lang),
            "",
            capital(self.teller.say(finding.message)),
        ]

    def why(self) -> str:
        return f"{capital(self.teller.say(self.derivation.why))}{self.colon}{self._verdict()}."

    def _verdict(self) -> str:
        finding = self.derivation.finding
        return self.teller.say(verdict_word(finding.verdict, finding.nature))

    def parts(self) -> Iterator[Part]:
        found = self.derivation
        yield from self._missing()
        if found.belongs is not None:
            yield from self._part(self.say("De quoi parle-t-on ?", "What is it about?"), found.belongs)
        if found.applies is not None:
            yield from self._part(self.say("La règle s'applique-t-elle ?", "Does the rule apply?"), found.applies)
        if found.starts is not None:
            title = self.say("À partir de quel jour juge-t-on ?", "From which day is it judged?")
            yield from self._part(title, found.starts)
        for each in found.requires:
            yield from self._requirement(each)
        if found.reachable is not None:
            yield from self._part(self.say("Est-ce encore possible ?", "Can it still be met?"), found.reachable)
        yield from self._contested()

    def _part(self, title: str, step: DerivationStep) -> Iterator[Part]:
        yield Title(title)
        yield from self._step(step, 1)

    def _requirement(self, each: Requirement) -> Iterator[Part]:
        title = self.say("Ce qui est exigé", "What is required")
        if len(self.derivation.requires) > 1:
            title += f" ({self.teller.say(SEVERITY_WORDS[each.severity])})"
        yield from self._part(title, each.condition)
        if each.due is not None and each.due.value is not None:
            over = self.teller.say(_OVER[each.past])
            title = self.say(f"Dernier jour pour le faire ({over})", f"Last day to do it ({over})")
            yield Title(title)
            yield from self._step(each.due, 1)

    def _missing(self) -> Iterator[Part]:
        if not self.derivation.missing:
            return
        yield Title(self.say("Ce qui manque", "What is missing"))
        for _, words in self.derivation.missing:
            yield Item(1, self.teller.say(words))

    def _contested(self) -> Iterator[Part]:
        if not self.derivation.contested:
            return
        title = self.say(
            "Une autre lecture du texte en déciderait autrement", "Another reading of the text would decide otherwise"
        )
        yield Title(title)
        for contest, answer in self.derivation.contested:
            verdict = self.teller.say(verdict_word(contest.verdict, self.derivation.finding.nature))
            words = f"{contest.reading} = {contest.value} ({self.teller.say(answer)})"
            yield Item(1, f"{words}{self.colon}{verdict}")

    # steps -------------------------------------------------------------------------------------------

    def _step(self, step: DerivationStep, depth: int, only: bool = False) -> Iterator[Part]:
        """Yield a step; ``only`` marks the one thing a measure is worked out from, whose value is the same."""
        words = self.teller.say(step.words)
        beside = self._beside(step)
        inner = depth + 1
        if step.kind == "definition":
            meaning = "" if step.note is None else self.teller.say(step.note)
            yield Item(depth, f"{words} {self.say('veut dire', 'means')}{self.colon}{meaning}")
        elif only and step.kind in _WORKED_OUT:
            operator = step.details.get("operator", "")
            long = operator in _RESULTS and any(each.kind == "aggregate" for each in step.steps)
            yield Item(depth, f"{self.teller.say(_RESULTS[operator]) if long else words}{beside}", result=True)
            inner = depth
        elif step.type.kind == "flag" and step.kind != "cell":
            yield Item(depth, f"{words}{beside}", answer=self._answer(step))
        else:
            yield Item(depth, f"{words}{self.colon}{step.written(self.teller.lang)}{beside}")
        alone = step.kind in ("measure", "reading") and len(step.steps) == 1
        chosen = step.kind == "condition" and step.type.kind != "flag" and bool(step.steps)
        rows = [] if step.rows is None else list(self.rows.parts(step.rows, inner))
        for each in step.steps if step.rows is None else ():
            last = chosen and each is step.steps[-1]
            yield from self._operand(each, inner, only=(alone or last) and each.kind != "measure")
        for each in () if step.rows is None else step.steps:
            yield from self._step(each, inner)
        yield from rows

    def _operand(self, step: DerivationStep, depth: int, only: bool) -> Iterator[Part]:
        """Yield what a step rests on; of an operation only its parts, its words being said above already."""
        if step.kind == "operation" and not only:
            for each in step.steps:
                yield from self._operand(each, depth, only=False)
        else:
            yield from self._step(step, depth, only)

    def _answer(self, step: DerivationStep) -> tuple[Literal["yes", "no", "doubt"], str]:
        if step.value is UNKNOWN:
            return "doubt", "?"
        return "yes" if step.value else "no", step.written(self.teller.lang)

    def _beside(self, step: DerivationStep) -> str:
        parts: list[str] = []
        if step.see is not None:
            parts.append(self.say("voir plus haut", "see above"))
        if step.note is not None and step.kind != "definition":
            parts.append(self.teller.say(step.note))
        if step.place is not NOWHERE:
            parts.append(place_words(step.place, self.teller))
        said = f" ({self.teller.clauses(list(filter(None, parts)))})" if any(parts) else ""
        return self._sides(step) + said

    def _sides(self, step: DerivationStep) -> str:
        """Return the two values of a comparison where the lines below do not show them by themselves."""
        if step.sides is None or not any(each.kind == "operation" for each in step.steps):
            return ""
        left, right = (written_value(side, step.side_type, self.teller.lang) for side in step.sides)
        return f"{self.colon}{left} {self.say('contre', 'against')} {right}"
