"""The words of a report: labels, counts that agree, days that are left, who owes what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding, NextStep
    from innosprint_rules.rulebook.book import Rulebook

VERDICTS: Mapping[str, Text] = MappingProxyType(
    {
        "satisfied": Text("conforme", "compliant"),
        "violated": Text("manquement", "breach"),
        "pending": Text("pas encore exigible", "not due yet"),
        "unknown": Text("non vérifiable", "cannot be verified"),
        "not_applicable": Text("sans objet", "not applicable"),
    }
)
_OBJECTIVE: Mapping[str, Text] = MappingProxyType(
    {
        "satisfied": Text("atteint", "reached"),
        "violated": Text("non atteint", "not reached"),
    }
)
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


def days_left(due: date, as_of: date, teller: Teller) -> str:
    """Return how far a day is: « J-12 », « aujourd'hui », « 20 j de retard »."""
    left = (due - as_of).days
    if left == 0:
        return teller.either("aujourd’hui", "today")
    if left > 0:
        return teller.either(f"J-{left}", f"in {left} d")
    return teller.either(f"{-left}\u00a0j de retard", f"{-left}\u00a0d late")


def party(rulebook: Rulebook, who: str | None, teller: Teller) -> str:
    """Return who owes something, by name."""
    if who is None:
        return ""
    named = rulebook.agreement.parties.get(who)
    return who if named is None else teller.say(named)


def of(word: str) -> str:
    """Return « de » and a French word: « de conforme », « d’atteint »."""
    return f"d’{word}" if word[:1].casefold() in "aàâeéèêëiîïoôuùûyhœ" else f"de {word}"


def step_words(rulebook: Rulebook, step: NextStep, teller: Teller, among: Sequence[NextStep] = ()) -> str:
    """Return what must be done, with the row it is about unless the words name it already.

    The rows of a derived table are named where the same is to be done of another ``among`` the steps: of which year.
    """
    said, row = teller.say(step.what), step.subject.id
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


def article(finding: Finding, teller: Teller) -> str:
    """Return the articles of a rule in brackets: « (art. 4.1 §1) », « (délibération) »."""
    rulebook = finding.context.world.rulebook
    parts = finding.article.split(", ")
    numbered = [part for part in parts if part[:1].isdigit()]
    named = [teller.say(rulebook.place(part)) for part in parts if not part[:1].isdigit()]
    told = [*([f"art.\u00a0{', '.join(numbered)}".replace(" §", "\u00a0§")] if numbered else []), *named]
    return f"({', '.join(told)})"


def left_out(count: int, teller: Teller) -> str:
    """Say how many were not shown, and where they are."""
    where = teller.either("--format json pour tout voir", "--format json shows all")
    return (teller.either(f"et {count} autre{'s' if count > 1 else ''}", f"and {count} more")) + f" ({where})"
