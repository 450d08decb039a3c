"""A distribution as a table of whole numbers: one 32-bit word, one look-up, one value.

What can take any value is kept as quantiles: 1,025 of them, 1,024 equal steps of probability, drawn by straight
lines between them. The two outermost are taken half a step inside (at 1/2048 and 2047/2048), so that no draw is
ever beyond them. What takes some values only is kept as thresholds out of 2**32, exact to the nearest.
No probability and no amount is a floating-point number once the table is made.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

WORDS = 2**32
STEPS = 1024
STEP_BITS = 22  # 2**32 words share 2**10 steps: what is left of a word says how far between two quantiles
FINE_BITS = 16
"""Quantiles of days and of counts are kept in parts of 2**-16, so that rounding them spoils no probability."""

Form = Literal["constant", "chance", "quantiles", "values"]
Unit = Literal["days", "amount", "count", "share", "months", "chance", "word"]
"""What is drawn: whole days, cents, a whole number, millionths of a whole or of a month, yes or no, a word."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """What one input of a year is drawn from.

    ``numbers`` is what stands in the data of a run: nothing for a constant; the one threshold of a chance; 1,025
    quantiles; or thresholds and then as many values. ``low`` and ``high`` bound every value drawn, in the unit's
    whole numbers (a chance gives 0 or 1, a word its place among ``words``).
    """

    text: str
    unit: Unit
    form: Form
    low: int
    high: int
    numbers: tuple[int, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def fine(self) -> int:
        """How many bits its quantiles keep beyond the unit."""
        return FINE_BITS if self.unit in ("days", "count") else 0

    @property
    def drawn_from(self) -> tuple[int, ...]:
        """The numbers that the generated source draws from: of a constant, its value or the threshold of its chance."""
        return self.numbers or (WORDS * self.low if self.unit == "chance" else self.low,)

    def value(self, word: int) -> int:
        """Return the value that a word draws, by the very steps that the generated source takes."""
        if self.form == "constant":
            return self.low
        if self.form == "chance":
            return int(word < self.numbers[0])
        if self.form == "quantiles":
            step = word >> STEP_BITS
            low, high = self.numbers[step], self.numbers[step + 1]
            fine = low + ((high - low) * (word & ((1 << STEP_BITS) - 1)) + (1 << STEP_BITS >> 1) >> STEP_BITS)
            return fine + (1 << self.fine >> 1) >> self.fine
        size = len(self.numbers) // 2
        return self.numbers[size + bisect_right(self.numbers, word, 0, size)]

    def quantile(self, share: float | Fraction) -> int:
        """Return the value that is not passed in ``share`` of the draws; for a chance 1 where yes is the rule."""
        word = min(max(int(Fraction(share) * WORDS), 0), WORDS - 1)
        return int(WORDS - 1 - word < self.numbers[0]) if self.form == "chance" else self.value(word)

    def fixed_at(self, value: int) -> tuple[int, ...]:
        """Return numbers of the same length that draw ``value`` whatever the word.

        Raises:
            ValueError: ``value`` is not one that may be drawn.
        """
        if not self.low <= value <= self.high:
            raise ValueError(f"{value} is outside {self.low} to {self.high}")
        if self.form == "chance":
            return (WORDS * value,)
        if self.form == "quantiles":
            return (value << self.fine,) * len(self.numbers)
        if self.form == "values":
            size = len(self.numbers) // 2
            return self.numbers[:size] + (value,) * size
        return ()

    def mean(self) -> Fraction:
        """Return the mean of what is drawn, exact but for the rounding of each draw."""
        if self.form == "constant":
            return Fraction(self.low)
        if self.form == "chance":
            return Fraction(self.numbers[0], WORDS)
        if self.form == "quantiles":
            inner = 2 * sum(self.numbers) - self.numbers[0] - self.numbers[-1]
            return Fraction(inner, 2 * STEPS << self.fine)
        size = len(self.numbers) // 2
        steps = (0, *self.numbers[:size])
        weighted = sum((steps[i + 1] - steps[i]) * self.numbers[size + i] for i in range(size))
        return Fraction(weighted, WORDS)


def constant(text: str, unit: Unit, value: int) -> Distribution:
    """Return what always gives ``value``."""
    return Distribution(text, unit, "constant", value, value)


def chance(text: str, probability: Fraction) -> Distribution:
    """Return a yes with this probability, 0 to 1."""
    threshold = round(probability * WORDS)
    if threshold in (0, WORDS):
        return constant(text, "chance", threshold // WORDS)
    return Distribution(text, "chance", "chance", 0, 1, (threshold,))


def quantiles(text: str, unit: Unit, inverse: Callable[[float], float], least: int, most: int) -> Distribution:
    """Return the table of a distribution given by its quantile function; what passes a bound is set on it."""
    fine = FINE_BITS if unit in ("days", "count") else 0
    half = 0.5 / STEPS
    shares = (half, *(step / STEPS for step in range(1, STEPS)), 1 - half)
    numbers = tuple(min(max(round(inverse(each) * (1 << fine)), least << fine), most << fine) for each in shares)
    low, high = ((each + (1 << fine >> 1)) >> fine for each in (numbers[0], numbers[-1]))
    if low == high:
        return constant(text, unit, low)
    return Distribution(text, unit, "quantiles", low, high, numbers)


def values(text: str, unit: Unit, weighed: Sequence[tuple[int, Fraction]], words: tuple[str, ...] = ()) -> Distribution:
    """Return the thresholds of values with their probabilities, which add up to 1 (a cut tail goes to the last)."""
    total = Fraction(0)
    thresholds: list[int] = []
    kept: list[int] = []
    for value, probability in weighed:
        total += probability
        reached = round(total * WORDS)
        if reached > (thresholds[-1] if thresholds else 0):
            thresholds.append(reached)
            kept.append(value)
    thresholds[-1] = WORDS
    if len(kept) == 1:
        return Distribution(text, unit, "constant", kept[0], kept[0], (), words)
    return Distribution(text, unit, "values", min(kept), max(kept), (*thresholds, *kept), words)
