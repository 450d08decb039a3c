"""One line at a time, the others as they stand: the amounts at which each demand holds, without a solver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from innosprint_rules.allocation.extraction.conditions import Bound, Condition, Every, Literal, Some, atoms, variables
from innosprint_rules.allocation.extraction.linear import Choice, Linear, amount, kept
from innosprint_rules.allocation.extraction.model import Demand, Model, Reading
from innosprint_rules.money import MOST_CENTS
from innosprint_rules.wording import brief_repr

Range = tuple[int, int]
Free = tuple[int, int]  # constant and slope of an expression of the one amount that is free


@dataclass(frozen=True, slots=True)
class Room:
    """The amounts, in cents, at which one line breaks nothing under some readings.

    ``smallest`` and ``largest`` are None when no amount will do, ``largest`` also when nothing limits it.
    ``above`` and ``below`` are the codes of the rules that one cent more or less would break; without any amount,
    ``blocked`` are those that forbid them all. ``doubtful`` says that missing facts leave some of these amounts
    unverifiable: they are not beyond ``sure``, the largest amount at which nothing is hidden (None: at no amount).
    """

    ranges: tuple[Range, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    blocked: tuple[str, ...]
    sure: int | None
    doubtful: bool = False

    __repr__ = brief_repr

    @property
    def smallest(self) -> int | None:
        """The smallest amount that complies."""
        return self.ranges[0][0] if self.ranges else None

    @property
    def largest(self) -> int | None:
        """The largest amount that complies; None without one, or without limit."""
        return self.ranges[-1][1] if self.ranges and self.ranges[-1][1] < MOST_CENTS else None

    @property
    def limited(self) -> bool:
        """Whether some amount is too large."""
        return not self.ranges or self.ranges[-1][1] < MOST_CENTS

    def allows(self, cents: int) -> bool:
        """Tell whether an amount complies."""
        return _within(self.ranges, cents)

    @property
    def smallest_cents(self) -> int | None:
        """``smallest``, by a name that says its unit."""
        return self.smallest

    @property
    def largest_cents(self) -> int | None:
        """``largest``, by a name that says its unit."""
        return self.largest

    @property
    def sure_cents(self) -> int | None:
        """``sure``, by a name that says its unit."""
        return self.sure


class OneLine:
    """Looks at one line at a time; an expression is worth what it is as the lines stand, but for that line."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.stands = Choice(model.variables.point(model.as_they_stand()))
        self.further = model.variables.further
        self.moving = {number for number, _, _ in self.further}
        self.reads = {id(demand): variables(demand.condition) for demand in model.demands}

    def room(self, index: int, reading: Reading | None) -> Room:
        """Return the room of one line under the readings in force, or under them with one changed."""
        kept_by = [(demand, self._kept(index, demand)) for demand in self._concerned(index, reading)]
        ranges = _common(found for _, found in kept_by)
        if not ranges:
            barring = [demand for demand, found in kept_by if not found] or [demand for demand, _ in kept_by]
            return Room((), (), (), _codes(barring), None)
        lo, hi = ranges[0][0], ranges[-1][1]
        above = [demand for demand, found in kept_by if hi < MOST_CENTS and not _within(found, hi + 1)]
        below = [demand for demand, found in kept_by if lo > 0 and not _within(found, lo - 1)]
        return Room(tuple(ranges), _codes(above), _codes(below), (), None)

    def ranges(self, index: int, reading: Reading | None) -> list[Range]:
        """Return the amounts at which a line breaks nothing."""
        return _common(self._kept(index, demand) for demand in self._concerned(index, reading))

    def _concerned(self, index: int, reading: Reading | None) -> list[Demand]:
        """Return the demands that a line has a say in and that hold when it is refused."""
        own = {amount(index), kept(index)} | self.moving
        refused = self._values(index, funded=0)
        nothing: Range = (0, 0)
        [(_, values)] = self._split(refused, nothing)
        return [
            demand
            for demand in self.model.under(reading)
            if not self.reads[id(demand)].isdisjoint(own) and self._holds(demand.condition, values, 0)
        ]

    def _kept(self, index: int, demand: Demand) -> list[Range]:
        """Return the amounts of one line at which a demand holds."""
        pieces = self._split(self._values(index, funded=1), (0, MOST_CENTS))
        return _joined(
            [part for whole, values in pieces for part, yes in self._parts(demand.condition, whole, values) if yes]
        )

    def _values(self, index: int, funded: int) -> dict[int, Free]:
        """Return the variables that are not as they stand; funded, the line's amount is the one that is free."""
        return {amount(index): (0, funded), kept(index): (funded, 0)}

    def _split(self, values: dict[int, Free], whole: Range) -> list[tuple[Range, dict[int, Free]]]:
        """Return the parts of a range on each of which every further variable is one expression."""
        pieces = [(whole, values)]
        for number, condition, worth in self.further:
            split: list[tuple[Range, dict[int, Free]]] = []
            for piece, known in pieces:
                for part, yes in self._parts(condition, piece, known):
                    split.append((part, {**known, number: self._line(worth, known) if yes else (0, 0)}))
            pieces = split
        return pieces

    def _line(self, expression: Linear, values: Mapping[int, Free]) -> Free:
        """Return an expression as a constant and a slope in the one amount that is free."""
        constant, slope = expression.at(self.stands), 0
        terms = expression.terms.all()
        for number, (at, steep) in values.items():
            factor = terms.get(number, 0)
            constant += factor * (at - self.stands[number])
            slope += factor * steep
        return constant, slope

    def _parts(self, condition: Condition, whole: Range, values: Mapping[int, Free]) -> Iterator[tuple[Range, bool]]:
        """Yield the parts of a range on which a condition holds throughout, or nowhere."""
        lo, hi = whole
        ends: set[int] = {hi}
        for atom in atoms(condition):
            if isinstance(atom, Bound):
                constant, slope = self._line(atom.expression, values)
                if slope:
                    # the last amount before `constant + slope * amount <= 0` turns
                    last = -constant // slope if slope > 0 else -(-constant // -slope) - 1
                    if lo <= last < hi:
                        ends.add(last)
        for end in sorted(ends):
            yield (lo, end), self._holds(condition, values, lo)
            lo = end + 1

    def _holds(self, condition: Condition, values: Mapping[int, Free], cents: int) -> bool:
        """Tell whether a condition holds when the free amount is so many cents."""
        match condition:
            case bool():
                return condition
            case Literal(variable=number, positive=positive):
                constant, slope = values.get(number, (self.stands[number], 0))
                return (constant + slope * cents == 1) is positive
            case Bound(expression=expression, holds=wanted):
                constant, slope = self._line(expression, values)
                return (constant + slope * cents <= 0) is wanted
            case Every(parts=parts):
                return all(self._holds(part, values, cents) for part in parts)
            case Some(parts=parts):
                return any(self._holds(part, values, cents) for part in parts)


def _within(ranges: Sequence[Range], cents: int) -> bool:
    return any(lo <= cents <= hi for lo, hi in ranges)


def _joined(parts: Sequence[Range]) -> list[Range]:
    found: list[Range] = []
    for lo, hi in parts:
        if found and found[-1][1] + 1 == lo:
            found[-1] = (found[-1][0], hi)
        else:
            found.append((lo, hi))
    return found


def _common(each: Iterable[list[Range]]) -> list[Range]:
    """Return what several lists of ranges have in common."""
    left: list[Range] = [(0, MOST_CENTS)]
    for ranges in each:
        both = ((max(a, c), min(b, d)) for a, b in left for c, d in ranges)
        left = [(lo, hi) for lo, hi in both if lo <= hi]
    return left


def _codes(demands: Iterable[Demand]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(demand.code for demand in demands))
