"""The places of a scenario where a distribution may stand: a unit, bounds, and what the place is called.

A field of a section is declared as ``gap: Annotated[Distribution, days("écart…", "gap…", 1, 400)]``; what stands
there is then read as days, 1 to 400, and every mistake is told in both languages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from innosprint_rules.dossier.cells import CellError
from innosprint_rules.dossier.schema.fields import custom_error
from innosprint_rules.formula.types import LARGEST
from innosprint_rules.simulation.distributions.quantities import MILLION
from innosprint_rules.simulation.distributions.reading import read_distribution
from innosprint_rules.simulation.distributions.refusals import Bounds
from innosprint_rules.simulation.distributions.table import Distribution
from innosprint_rules.simulation.distributions.words import read_words
from innosprint_rules.wording import Text

LONGEST = 3_650
"""The longest time that a scenario may write, in days: ten years."""
MOST_OF_A_KIND = 400
"""How many sessions, projects or facts of a kind a year may have at most."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place: how what stands there is read, and its name in both languages."""

    read: Callable[[object], Distribution]
    label: Text

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.validate)

    def validate(self, value: object) -> Distribution:
        """Read what stands here, for pydantic."""
        if isinstance(value, Distribution):
            return value
        try:
            return self.read(value)
        except CellError as error:
            raise custom_error(error.code, error.message, error.hint) from None


def _of(bounds: Bounds, fr: str, en: str) -> Place:
    return Place(lambda value: read_distribution(value, bounds), Text(fr, en))


def days(fr: str, en: str, least: int = 0, most: int = LONGEST) -> Place:
    """Return a place for a number of days."""
    return _of(Bounds("days", least, most), fr, en)


def amount(fr: str, en: str) -> Place:
    """Return a place for an amount, in cents once read."""
    return _of(Bounds("amount", 0, LARGEST["amount"]), fr, en)


def count(fr: str, en: str, least: int = 0, most: int = MOST_OF_A_KIND) -> Place:
    """Return a place for a whole number of things."""
    return _of(Bounds("count", least, most), fr, en)


def share(fr: str, en: str) -> Place:
    """Return a place for a part of a whole, in millionths once read."""
    return _of(Bounds("share", 0, MILLION), fr, en)


def months(fr: str, en: str) -> Place:
    """Return a place for a number of months, in millionths once read."""
    return _of(Bounds("months", 0, LARGEST["decimal"]), fr, en)


def fixed_days(fr: str, en: str, least: int = 0) -> Place:
    """Return a place for a number of days that is the same in every year."""
    return _fixed(days(fr, en, least))


def fixed_share(fr: str, en: str) -> Place:
    """Return a place for a part of a whole that is the same in every year."""
    return _fixed(share(fr, en))


def _fixed(place: Place) -> Place:
    def read(value: object) -> Distribution:
        found = place.read(value)
        if found.form != "constant":
            raise CellError(
                "distribution-impossible",
                Text(f"« {found.text} » change d'une année à l'autre", f"“{found.text}” changes from year to year"),
                Text("écrire une seule valeur ici", "write one value here"),
            )
        return found

    return Place(read, place.label)


def chance(fr: str, en: str) -> Place:
    """Return a place for one probability."""
    return _of(Bounds("chance", 0, 1), fr, en)


def words(fr: str, en: str, *allowed: str) -> Place:
    """Return a place for words with their probabilities; any words when none are listed."""
    return Place(lambda value: read_words(value, allowed), Text(fr, en))
