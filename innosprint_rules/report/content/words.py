"""The words of a report: labels, counts that agree, days that are left, who owes what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from innosprint_rules.engine.evaluation.values import says_nothing, written_day, written_value
from innosprint_rules.formula.logic import Interval
from innosprint_rules.formula.types import AMOUNT
from innosprint_rules.wording import Lang, Text, fill

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding, Step
    from innosprint_rules.rulebook.book import Rulebook

VERDICTS: Mapping[str, Text] = MappingProxyType({
    "satisfied": Text("conforme", "compliant"),
    "violated": Text("manquement", "breach"),
    "pending": Text("pas encore exigible", "not due yet"),
    "unknown": Text("non vérifiable", "cannot be verified"),
    "not_applicable": Text("sans objet", "not applicable"),
})  # fmt: skip
_OBJECTIVE: Mapping[str, Text] = MappingProxyType({
    "satisfied": Text("atteint", "reached"),
    "violated": Text("non atteint", "not reached"),
})  # fmt: skip
_GUIDANCE: Mapping[str, Text] = MappingProxyType({"violated": Text("écart", "departure")})
MARKS: Mapping[str, str] = MappingProxyType(
    {"error": "✗", "warning": "!", "notice": "·", "unknown": "?", "ok": "✓", "next": "→"}
)
STYLES: Mapping[str, str] = MappingProxyType(
    {"error": "bold red", "warning": "yellow", "notice": "", "unknown": "magenta", "ok": "green", "title": "bold"}
)
_UNKNOWN = Text("inconnu", "unknown")


def verdict_word(verdict: str, nature: str) -> Text:
    """Return how a verdict is called; an objective or guidance is never called a breach."""
    own = _OBJECTIVE if nature == "objective" else _GUIDANCE if nature == "guidance" else {}
    return own.get(verdict) or VERDICTS[verdict]


def counted(text: Text, lang: Lang, **numbers: int) -> str:
    """Fill ``{n:ligne|lignes}`` with numbers and words that agree."""
    return fill(text.get(lang), lambda name: str(numbers[name]), numbers.get, lang)


def number_of(count: int, one: Text, many: Text, lang: Lang) -> str:
    """Return a number and its word: « 1 manquement », « 3 manquements »."""
    singular = count < 2 if lang == "fr" else count == 1
    return f"{count}\u00a0{(one if singular else many).get(lang)}"


def written_date(day: date, lang: Lang) -> str:
    """Return a day as people of one language write it."""
    return written_day(day.toordinal(), lang)


def amount(cents: int | Interval | None, lang: Lang) -> str:
    """Return an amount, its bounds where only they are known, or that nothing is known of it."""
    return _UNKNOWN.get(lang) if cents is None or says_nothing(cents) else written_value(cents, AMOUNT, lang)


def days_left(due: date, as_of: date, lang: Lang) -> str:
    """Return how far a day is: « J-12 », « aujourd'hui », « 20 j de retard »."""
    left = (due - as_of).days
    if left == 0:
        return "aujourd’hui" if lang == "fr" else "today"
    if left > 0:
        return f"J-{left}" if lang == "fr" else f"in {left} d"
    return f"{-left}\u00a0j de retard" if lang == "fr" else f"{-left}\u00a0d late"


def party(rulebook: Rulebook, who: str | None, lang: Lang) -> str:
    """Return who owes something, by name."""
    if who is None:
        return ""
    named = rulebook.agreement.parties.get(who)
    return who if named is None else named.get(lang)


def of(word: str) -> str:
    """Return « de » and a French word: « de conforme », « d’atteint »."""
    return f"d’{word}" if word[:1].casefold() in "aàâeéèêëiîïoôuùûyhœ" else f"de {word}"


def step_words(rulebook: Rulebook, step: Step, lang: Lang, among: Sequence[Step] = ()) -> str:
    """Return what must be done, with the row it is about unless the words name it already.

    The rows of a derived table are named where the same is to be done of another ``among`` the steps: of which year.
    """
    said, row = step.what.get(lang), step.subject.id
    if row is None or row in said:
        return said
    if step.subject.table in rulebook.tables and not any(
        other.rule == step.rule and other.subject != step.subject and other.what == step.what for other in among
    ):
        return said
    return f"{said} ({row})"


def in_order(due: date | None, as_of: date) -> tuple[int, date]:
    """Return where something to do stands: what is late, then what is broken and has no day, then what is to come."""
    if due is None:
        return 1, date.min
    return (0 if due < as_of else 2), due


def article(finding: Finding, lang: Lang) -> str:
    """Return the articles of a rule in brackets: « (art. 4.1 §1) », « (délibération) »."""
    rulebook = finding.context.world.rulebook
    parts = finding.article.split(", ")
    numbered = [part for part in parts if part[:1].isdigit()]
    named = [rulebook.place(part).get(lang) for part in parts if not part[:1].isdigit()]
    told = [*([f"art.\u00a0{', '.join(numbered)}".replace(" §", "\u00a0§")] if numbered else []), *named]
    return f"({', '.join(told)})"


def left_out(count: int, lang: Lang) -> str:
    """Say how many were not shown, and where they are."""
    where = "--format json pour tout voir" if lang == "fr" else "--format json shows all"
    return (f"et {count} autre{'s' if count > 1 else ''}" if lang == "fr" else f"and {count} more") + f" ({where})"
