"""What the agreement sets, as steps: facts, dated parameters, readings in force."""

from __future__ import annotations

from typing import Any

from innosprint_rules.calendar import day
from innosprint_rules.engine.derivation.making import StepMaker
from innosprint_rules.engine.derivation.steps import DerivationStep
from innosprint_rules.engine.evaluation.compiler import Slots
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.values import written_day
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import low
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text


def quoted(text: Text) -> Text:
    """Put a label in quotation marks."""
    return Text(f"« {text.get('fr')} »", f"“{text.en}”")


def article_words(rulebook: Rulebook, article: str) -> Text:
    """Name an article, or in words what stands outside the numbered ones (the deliberation)."""
    if article[:1].isdigit():
        return Text(f"article {article}", f"article {article}")
    return rulebook.place(article)


def fact_step(walker: StepMaker, node: tree.Fact, slots: Slots) -> DerivationStep:
    """Return a fact of the agreement with its article."""
    agreement = walker.program.rulebook.agreement
    fact = agreement.facts[node.name]
    article = agreement.clauses[fact.clause].article
    details = {"clause": fact.clause, "article": article}
    return walker.plain(
        "fact", node, slots, name=node.name, note=article_words(walker.program.rulebook, article), details=details
    )


def reading_step(walker: StepMaker, node: tree.ReadingIs | tree.ByReading, slots: Slots) -> DerivationStep:
    """Return a reading in force: whether it is the one asked for, or the case that it chooses."""
    note, details = _in_force(walker, node.key, slots[0])
    if isinstance(node, tree.ReadingIs):
        return walker.plain("reading", node, slots, name=node.key, note=note, details=details)
    words = Text(f"lecture {note.fr}", f"reading {note.en}")
    chosen = walker.step(dict(node.options)[slots[0].readings[node.key]], slots)
    return DerivationStep(
        "reading", words, walker.value(node, slots), node.type, node.source, node.key, details=details, steps=(chosen,)
    )


def _in_force(walker: StepMaker, key: str, context: Context) -> tuple[Text, dict[str, Any]]:
    reading = walker.program.rulebook.agreement.readings[key]
    chosen = context.readings[key]
    answer = reading.options[chosen]
    default = chosen == reading.default
    note = Text(
        f"{key} = {chosen}{', par défaut' if default else ''} : {answer.fr}",
        f"{key} = {chosen}{', the default' if default else ''}: {answer.en}",
    )
    details = {
        "question": reading.question.as_dict(),
        "reading": key,
        "in_force": chosen,
        "default": default,
        "answer": answer.as_dict(),
    }
    return note, details


def parameter_step(walker: StepMaker, node: tree.Parameter, slots: Slots) -> DerivationStep:
    """Return a parameter with its article, the day from which it holds, and the amendment that changed it."""
    rulebook = walker.program.rulebook
    parameter = rulebook.parameters[node.name]
    article = rulebook.agreement.clauses[parameter.clause].article
    context: Context = slots[0]
    on = context.as_of if node.on is None else walker.value(node.on, slots)
    starts = [first for first, _ in parameter.values if first <= low(on)]
    since = starts[-1] if starts else parameter.values[0][0]
    origin = article_words(rulebook, article)
    note = Text(f"{origin.fr}, vaut depuis le {written_day(since, 'fr')}",
                f"{origin.en}, holds from {written_day(since, 'en')}")  # fmt: skip
    details: dict[str, Any] = {"clause": parameter.clause, "article": article}
    _, sure, maybe = context.amended(node.name, on)
    if sure is not None:
        note = Text(f"{origin.fr}, changé par l'avenant {sure.id}", f"{origin.en}, changed by amendment {sure.id}")
        details["amendment"] = sure.id
        if sure.day is not None:
            since = sure.day
            note = Text(f"{note.fr} du {written_day(since, 'fr')}", f"{note.en} of {written_day(since, 'en')}")
    if maybe:
        names = ", ".join(row.id for row in maybe)
        note = Text(f"{note.fr}, peut-être changé par {names}", f"{note.en}, perhaps changed by {names}")
        details["perhaps_amended_by"] = [row.id for row in maybe]
    details["since"] = day(since).isoformat()
    steps = () if node.on is None else (walker.step(node.on, slots),)
    return walker.plain("parameter", node, slots, name=node.name, note=note, details=details, steps=steps)
