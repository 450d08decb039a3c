"""How sure a figure is: intervals at 95 % for shares, means and differences.

Everything is worked out in decimal arithmetic of 40 digits, which is the same on every machine; a float appears only
when a share is printed. Shares: Wilson's score interval; where none or all of the years count, Clopper and Pearson's
exact one, which is then a closed formula. Means: the normal interval of the central limit theorem. Differences of
shares: Newcombe's interval of two independent Wilson intervals (1998, method 10). Quantiles: two of the values met,
by their ranks, whatever the distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Literal

Method = Literal["wilson", "clopper-pearson", "normal"]

LEVEL = 95
"""The confidence of every interval, in percent."""

_EXACT = Context(prec=40, rounding=ROUND_HALF_EVEN)
MARGIN = Decimal("1.959963984540054235524594430520551527955")
"""Standard errors on either side of a mean: the normal quantile at 97.5 %."""

_TAIL = Decimal("0.025")
_SIXTH = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` years of ``of``, and between which shares the true one lies at 95 %."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1, to six decimals; None of no year."""
        return None if self.of == 0 else rounded(Fraction(self.count, self.of))

    @property
    def method(self) -> Method:
        """How the interval is worked out."""
        return "clopper-pearson" if self.count in (0, self.of) else "wilson"

    @property
    def low(self) -> float | None:
        """The lower end of the interval, to six decimals."""
        return None if self.of == 0 else rounded(self.bounds()[0])

    @property
    def high(self) -> float | None:
        """The upper end of the interval, to six decimals."""
        return None if self.of == 0 else rounded(self.bounds()[1])

    @property
    def fraction(self) -> Fraction:
        """The share exactly.

        Raises:
            ZeroDivisionError: of no year.
        """
        return Fraction(self.count, self.of)

    def bounds(self) -> tuple[Decimal, Decimal]:
        """Return both ends of the interval in 40 digits; of no year, 0 and 1."""
        if self.of == 0:
            return Decimal(0), Decimal(1)
        if self.count == 0:
            return Decimal(0), _EXACT.subtract(1, _root(_TAIL, self.of))
        if self.count == self.of:
            return _root(_TAIL, self.of), Decimal(1)
        return _wilson(self.count, self.of)


def _root(value: Decimal, degree: int) -> Decimal:
    return _EXACT.power(value, _EXACT.divide(1, degree))


def _wilson(count: int, of: int) -> tuple[Decimal, Decimal]:
    c = _EXACT
    n, squared = Decimal(of), c.multiply(MARGIN, MARGIN)
    share = c.divide(count, n)
    spread = c.add(c.divide(c.multiply(share, c.subtract(1, share)), n), c.divide(squared, 4 * of * of))
    half = c.multiply(MARGIN, c.sqrt(spread))
    centre = c.add(share, c.divide(squared, 2 * of))
    scale = c.add(1, c.divide(squared, n))
    return max(Decimal(0), c.divide(c.subtract(centre, half), scale)), c.divide(c.add(centre, half), scale)


@dataclass(frozen=True, slots=True)
class Mean:
    """What whole numbers amount to: how many, their sum, the sum of their squares, all exact."""

    count: int
    total: int
    squares: int

    @property
    def value(self) -> Fraction | None:
        """The mean; None of no number."""
        return Fraction(self.total, self.count) if self.count else None

    @property
    def variance(self) -> Fraction | None:
        """The variance of the sample (divided by n − 1); None of fewer than two numbers."""
        if self.count < 2:
            return None
        return Fraction(self.squares * self.count - self.total**2, self.count * (self.count - 1))

    @property
    def deviation(self) -> Decimal | None:
        """The standard deviation; None of fewer than two numbers."""
        return None if self.variance is None else _EXACT.sqrt(exact(self.variance))

    @property
    def error(self) -> Decimal | None:
        """The standard error of the mean; None of fewer than two numbers."""
        return None if self.variance is None else _EXACT.sqrt(exact(self.variance / self.count))

    def bounds(self) -> tuple[Decimal, Decimal] | None:
        """Return both ends of the interval of the mean; None of fewer than two numbers."""
        if self.value is None or self.error is None:
            return None
        middle, half = exact(self.value), _EXACT.multiply(MARGIN, self.error)
        return _EXACT.subtract(middle, half), _EXACT.add(middle, half)


def ranks(of: int, percent: int) -> tuple[int, int] | None:
    """Return the ranks, from 1 on, of the two values between which a quantile lies; None of too few values.

    How many of ``of`` values are below the quantile is binomial; the ranks hold the middle 95 % of its normal curve,
    rounded outwards.
    """
    middle = Decimal(of * percent) / 100
    half = _EXACT.multiply(MARGIN, _EXACT.sqrt(Decimal(of * percent * (100 - percent)) / 10_000))
    low = int(_EXACT.subtract(middle, half).to_integral_value(ROUND_FLOOR))
    high = int(_EXACT.add(middle, half).to_integral_value(ROUND_CEILING)) + 1
    return (low, high) if low >= 1 and high <= of else None


def shares_differ(one: Share, other: Share) -> tuple[Decimal, Decimal] | None:
    """Return the interval of ``one`` − ``other``, taken as independent; None when either is of no year."""
    if one.of == 0 or other.of == 0:
        return None
    c = _EXACT
    first, second = exact(one.fraction), exact(other.fraction)
    (low, high), (other_low, other_high) = one.bounds(), other.bounds()
    gap = c.subtract(first, second)
    below = c.sqrt(_squares(c.subtract(first, low), c.subtract(other_high, second)))
    above = c.sqrt(_squares(c.subtract(high, first), c.subtract(second, other_low)))
    return c.subtract(gap, below), c.add(gap, above)


def paired(lost: int, gained: int, of: int) -> tuple[Decimal, Decimal]:
    """Return the interval of how much a share of ``of`` years grows that ``lost`` of them lose and ``gained`` gain.

    Agresti and Min's (2005): a half more in each of the four cells of the table; of no year, from −1 to 1.
    """
    c = _EXACT
    n = Decimal(of + 2)
    gap = c.divide(gained - lost, n)
    spread = c.subtract(c.divide(lost + gained + 1, n), c.multiply(gap, gap))
    half = c.multiply(MARGIN, c.sqrt(c.divide(spread, n)))
    return max(Decimal(-1), c.subtract(gap, half)), min(Decimal(1), c.add(gap, half))


def means_differ(one: Mean, other: Mean) -> tuple[Decimal, Decimal] | None:
    """Return the interval of ``one`` − ``other``, taken as independent; None of fewer than two numbers."""
    if one.value is None or other.value is None or one.error is None or other.error is None:
        return None
    gap = exact(one.value - other.value)
    half = _EXACT.multiply(MARGIN, _EXACT.sqrt(_squares(one.error, other.error)))
    return _EXACT.subtract(gap, half), _EXACT.add(gap, half)


def beyond_chance(bounds: tuple[Decimal, Decimal] | None) -> bool:
    """Say whether an interval of a difference leaves out zero."""
    return bounds is not None and (bounds[0] > 0 or bounds[1] < 0)


def _squares(*values: Decimal) -> Decimal:
    total = Decimal(0)
    for each in values:
        total = _EXACT.add(total, _EXACT.multiply(each, each))
    return total


def exact(value: Fraction) -> Decimal:
    """Return a fraction in 40 digits."""
    return _EXACT.divide(value.numerator, value.denominator)


def rounded(value: Fraction | Decimal) -> float:
    """Return a share to six decimals, the same float on every machine."""
    number = exact(value) if isinstance(value, Fraction) else value
    return float(number.quantize(_SIXTH, context=_EXACT))


def whole(value: Fraction | Decimal) -> int:
    """Return the nearest whole number (cents, days), halves to even."""
    if isinstance(value, Fraction):
        return round(value)
    return int(value.to_integral_value(ROUND_HALF_EVEN))
