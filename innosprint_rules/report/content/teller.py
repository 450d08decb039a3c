"""Who tells a result: in which language, how wide; the colon, lists, counts and dates of each stand here once."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, TypeVar

from innosprint_rules.engine.evaluation.values import says_nothing, written_day, written_value
from innosprint_rules.formula.logic import Interval
from innosprint_rules.formula.types import AMOUNT
from innosprint_rules.wording import COLON, NARROW_NBSP, NBSP, Lang, Text, clauses, fill, lists

Said = TypeVar("Said")
_UNKNOWN = Text("inconnu", "unknown")


class Teller(NamedTuple):
    """A language and a width of lines, handed on to whatever is told; pages that wrap by themselves ask no width."""

    lang: Lang
    width: int = 80

    def at(self, width: int) -> Teller:
        """Return who tells the same in lines of another width."""
        return Teller(self.lang, width)

    # words -------------------------------------------------------------------------------------------

    def say(self, text: Text) -> str:
        """Return a text in the language, with its typography."""
        return text.get(self.lang)

    def either(self, fr: Said, en: Said) -> Said:
        """Return what belongs to the language, as it stands."""
        return fr if self.lang == "fr" else en

    @property
    def colon(self) -> str:
        """The colon within a sentence, with its spaces."""
        return COLON[self.lang]

    @property
    def percent_sign(self) -> str:
        """The sign after a number, with its space."""
        return f"{NBSP}%" if self.lang == "fr" else "%"

    def quoted(self, text: str) -> str:
        """Return somebody's own words between the quotation marks of the language, as they stand."""
        return self.either(f"«{NBSP}{text}{NBSP}»", f"“{text}”")

    def lists(self, items: list[str] | tuple[str, ...], either: bool = False) -> str:
        """Join words as a sentence does: « a, b et c »; with ``either`` « a, b ou c »."""
        return lists(items, self.lang, either)

    def clauses(self, items: list[str] | tuple[str, ...], then: str = "") -> str:
        """Join clauses by semicolons: « a ; b »."""
        return clauses(items, self.lang, then)

    # counts ------------------------------------------------------------------------------------------

    def one(self, count: int) -> bool:
        """Tell whether a count takes the singular: below two in French, at one only in English."""
        return count < 2 if self.lang == "fr" else count == 1

    def counted(self, text: Text, **numbers: int) -> str:
        """Fill ``{n:ligne|lignes}`` with numbers and words that agree."""
        return fill(text.get(self.lang), lambda name: str(numbers[name]), numbers.get, self.lang)

    def number(self, count: int, one: Text, many: Text) -> str:
        """Return a number and its word: « 1 manquement », « 3 manquements », « 10 000 années »."""
        return f"{self.grouped(count)}{NBSP}{self.say(one if self.one(count) else many)}"

    # figures -----------------------------------------------------------------------------------------

    def grouped(self, number: int) -> str:
        """Return a whole number, its thousands apart: « 10 000 », "10,000"."""
        return f"{number:,}".replace(",", NARROW_NBSP) if self.lang == "fr" else f"{number:,}"

    def amount(self, cents: int | Interval | None) -> str:
        """Return an amount, its bounds where only they are known, or that nothing is known of it."""
        return self.say(_UNKNOWN) if cents is None or says_nothing(cents) else written_value(cents, AMOUNT, self.lang)

    def day(self, ordinal: int) -> str:
        """Return a day given as an ordinal: ``31/05/2019``, ``31 May 2019``."""
        return written_day(ordinal, self.lang)

    def date(self, day: date) -> str:
        """Return a day as people of the language write it."""
        return written_day(day.toordinal(), self.lang)


FRENCH, ENGLISH = Teller("fr"), Teller("en")
