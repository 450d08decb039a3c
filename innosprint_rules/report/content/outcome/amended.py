"""What amendments change over the same years, in sentences: the answer, one verdict, one measure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import (
    change_words,
    decimals,
    euros,
    half_interval,
    percent,
    quantile,
    years,
)
from innosprint_rules.report.content.outcome.figures import value as valued
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import verdict_word
from innosprint_rules.simulation.outcome.figure import ALL_OBJECTIVES_LABEL, NO_VIOLATION_LABEL
from innosprint_rules.wording import NBSP, Text

if TYPE_CHECKING:
    from innosprint_rules.formula.types import Kind
    from innosprint_rules.simulation.amended.outcome import AmendedOutcome, Change, Gap
    from innosprint_rules.simulation.outcome.intervals import Share
    from innosprint_rules.simulation.outcome.outcome import Outcome, RuleOutcome

CHANGED = Text("Ce qui change (part des années, sans → avec)", "What changes (share of the years, without → with)")
NOTHING = Text("Aucun verdict ne change.", "No verdict changes.")
MEANS = Text("En moyenne (sans → avec)", "On average (without → with)")
HOW = Text(
    "Les mêmes années sont tirées sans et avec l’avenant : la marge d’un écart, à 95 %, ne vient que des années où les"
    " deux diffèrent. L’argent et le terme suivent l’avenant dès le jour de sa signature.",
    "The same years are drawn without and with the amendment: the margin of a change, at 95%, comes only from the years"
    " in which the two differ. Money and term follow the amendment from the day on which it is signed.",
)


def tried(found: AmendedOutcome, teller: Teller) -> str:
    """Return the amendments that were tried."""
    said = Text("{name} = {value} (signé le {day})", "{name} = {value} (signed on {day})")
    return teller.lists([teller.say(said.fill(name=a.parameter, value=a.value, day=a.day)) for a in found.acts])


def answer(found: AmendedOutcome, teller: Teller) -> str:
    """Return the answer in one sentence: the figures of the headline without and with the amendments."""
    parts: list[str] = []
    before, after = found.before, found.after
    if before.judges_errors:
        parts.append(f"{teller.say(NO_VIOLATION_LABEL)} {_from_to(before.clean, after.clean, teller)}")
    if before.all_objectives is not None and after.all_objectives is not None:
        reached = _from_to(before.all_objectives, after.all_objectives, teller)
        parts.append(f"{teller.say(ALL_OBJECTIVES_LABEL)} {reached}")
    money = [_median(each, teller) for each in (before, after)]
    if all(money):
        told = Text("à restituer {a} → {b} (médiane)", "{a} → {b} to return (median)")
        parts.append(teller.say(told.fill(a=money[0] or "", b=money[1] or "")))
    lead = Text("Sans puis avec {acts}, sur {n}", "Without, then with {acts}, over {n}")
    whole = teller.say(lead.fill(acts=tried(found, teller), n=years(min(before.years, after.years), teller)))
    return f"{whole}{teller.colon}{', '.join(parts)}" if parts else whole


def _median(outcome: Outcome, teller: Teller) -> str | None:
    back = outcome.restitution
    middle = None if back is None else back.quantile(50)
    return None if back is None or middle is None else quantile(middle, back.kind, teller)


def most_first(found: AmendedOutcome, each_rule_once: bool = False) -> list[Change]:
    """Return the changes, what matters first: of each rule what is at stake, then the greatest; what is sure first."""

    def order(change: Change) -> tuple[bool, bool, Fraction, str]:
        stake = "satisfied" if found.before.rules[change.rule].nature == "objective" else "violated"
        return not change.sure, change.verdict != stake, -abs(change.value), change.rule

    ordered = sorted(found.changes, key=order)
    if not each_rule_once:
        return ordered
    return list({change.rule: change for change in reversed(ordered)}.values())[::-1]


def shares(change: Change, teller: Teller) -> str:
    """Return a share without and with the amendments: « 2,1 % → 14 % »."""
    return _from_to(change.before, change.after, teller)


def _from_to(before: Share, after: Share, teller: Teller) -> str:
    return f"{percent(before, teller)} → {percent(after, teller)}"


def moved(change: Change, teller: Teller) -> str:
    """Return a change and its margin: « +12 points (11,4 à 12,6) »."""
    low, high = (signed(100 * end, teller) for end in change.bounds)
    return f"{change_words(change.value, None, teller)} ({low} {teller.either('à', 'to')} {high})"


def moved_briefly(change: Change, teller: Teller) -> str:
    """Return a change and half its margin: « +12 ± 0,6 points »."""
    low, high = change.bounds
    half = decimals(50 * (high - low), 1, teller)
    size = abs(change.value)
    told = decimals(100 * size, 0 if size >= Fraction(1, 10) else 1, teller)
    sign = "+" if change.value > 0 else "−" if change.value < 0 else ""
    return f"{sign}{told} ±{NBSP}{half}{NBSP}points"


def named(change: Change, rule: RuleOutcome, teller: Teller) -> str:
    """Return the rule and the verdict of a change: « END02 manquement : « la dotation est versée … » »."""
    title = teller.quoted(teller.say(rule.title))
    return f"{change.rule} {teller.say(verdict_word(change.verdict, rule.nature))} {title}"


def signed(number: Decimal, teller: Teller) -> str:
    """Return a number of points with its sign, to one decimal, to two where it is small."""
    said = decimals(abs(number), 1 if abs(number) >= 1 else 2, teller)
    return f"{'−' if number < 0 else '+'}{said}"


def gap_words(found: Gap, teller: Teller) -> tuple[str, str]:
    """Return the means of a measure without and with the amendments, and by how much it differs year by year."""
    told = f"{_value(found.before, found.kind, teller)} → {_value(found.after, found.kind, teller)}"
    change = found.mean.value or Fraction(0)
    return told, change_words(change, found.kind, teller) + half_interval(found.mean, found.kind, teller)


def _value(number: Fraction | None, kind: Kind, teller: Teller) -> str:
    return euros(number, teller) if kind == "amount" and number is not None else valued(number, kind, teller)
