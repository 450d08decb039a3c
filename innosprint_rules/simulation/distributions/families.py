"""The families of distributions: what they are called, what they take, their quantiles or their probabilities.

Parameters are those of the values themselves: the mean and the deviation of a lognormal are those of the amounts,
not of their logarithms. Library functions do the mathematics; ``beta`` needs scipy, imported only then.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from statistics import NormalDist
from types import MappingProxyType
from typing import Literal

from innosprint_rules.dossier.cells import CellError
from innosprint_rules.wording import Text

Kind = Literal["value", "spread", "probability", "shape", "trials"]
"""What a parameter is: a value of the place, a deviation in its unit, a probability, a plain number above 0, a
whole number."""

_STANDARD = NormalDist()
_FIFTH = _STANDARD.inv_cdf(0.95)  # the outer ends of a 90 % range, in deviations
_DIGITS = Context(prec=40)
_TAIL = Fraction(1, 2**40)


@dataclass(frozen=True, slots=True)
class Family:
    """A family: its parameters in order, each with its kind, and an example for messages."""

    name: str
    parameters: tuple[tuple[str, Kind], ...]
    example: str


FAMILIES: Mapping[str, Family] = MappingProxyType({
    each.name: each
    for each in (
        Family("fixed", (("value", "value"),), "fixed(60)"),
        Family("uniform", (("low", "value"), ("high", "value")), "uniform(45, 75)"),
        Family("triangular", (("low", "value"), ("mode", "value"), ("high", "value")), "triangular(45, 60, 90)"),
        Family("normal", (("mean", "value"), ("deviation", "spread")), "normal(60, 10)"),
        Family("lognormal", (("mean", "value"), ("deviation", "spread")), "lognormal(20, 8)"),
        Family("poisson", (("mean", "shape"),), "poisson(2.2)"),
        Family("binomial", (("trials", "trials"), ("probability", "probability")), "binomial(20, 15 %)"),
        Family("beta", (("alpha", "shape"), ("beta", "shape")), "beta(8, 2)"),
        Family("range", (("low", "value"), ("high", "value")), "30 to 80"),
    )
})  # fmt: skip
DISCRETE = "discrete"
NAMES = (*(name for name in FAMILIES if name != "range"), DISCRETE)

Inverse = Callable[[float], float]


def uniform(low: Fraction, high: Fraction, whole: bool) -> Inverse:
    """Return the quantiles of an even spread; whole numbers are equally likely, both ends included."""
    start, end = float(low), float(high)
    if whole:
        start, end = start - 0.5, end + 0.5
    return lambda share: start + (end - start) * share


def triangular(low: Fraction, mode: Fraction, high: Fraction) -> Inverse:
    """Return the quantiles of a triangle with its top at ``mode``."""
    start, top, end = float(low), float(mode), float(high)
    width = end - start
    turn = (top - start) / width

    def inverse(share: float) -> float:
        if share < turn:
            return start + math.sqrt(share * width * (top - start))
        return end - math.sqrt((1 - share) * width * (end - top))

    return inverse


def normal(mean: Fraction, deviation: Fraction) -> Inverse:
    """Return the quantiles of a normal distribution."""
    return NormalDist(float(mean), float(deviation)).inv_cdf


def lognormal(mean: Fraction, deviation: Fraction) -> Inverse:
    """Return the quantiles of a lognormal whose own mean and deviation are given."""
    ratio = float(deviation) / float(mean)
    sigma = math.sqrt(math.log1p(ratio * ratio))
    middle = math.log(float(mean)) - sigma * sigma / 2
    return lambda share: math.exp(middle + sigma * _STANDARD.inv_cdf(share))


def ninety_percent(low: Fraction, high: Fraction) -> Inverse:
    """Return the quantiles of what lies between ``low`` and ``high`` nine times in ten.

    Lognormal when ``low`` is above 0, so that great values are farther off than small ones; else normal.
    """
    if low > 0:
        start, end = math.log(float(low)), math.log(float(high))
        middle, sigma = (start + end) / 2, (end - start) / (2 * _FIFTH)
        return lambda share: math.exp(middle + sigma * _STANDARD.inv_cdf(share))
    return normal((low + high) / 2, (high - low) / (2 * Fraction(_FIFTH)))


def beta(alpha: Fraction, other: Fraction) -> Inverse:
    """Return the quantiles of a beta distribution on 0 to 1.

    Raises:
        CellError: scipy is not installed.
    """
    try:
        from scipy.special import betaincinv
    except ImportError:
        raise CellError(
            "scipy-absent",
            Text("la loi beta a besoin de scipy, qui n'est pas installé",
                 "the beta distribution needs scipy, which is not installed"),
            Text("installer innosprint-rules[fast], ou écrire une autre loi : triangular(60 %, 80 %, 100 %)",
                 "install innosprint-rules[fast], or write another distribution: triangular(60 %, 80 %, 100 %)"),
        ) from None  # fmt: skip
    first, second = float(alpha), float(other)
    return lambda share: float(betaincinv(first, second, share))


def poisson(mean: Fraction) -> list[tuple[int, Fraction]]:
    """Return the probabilities of a Poisson count, as far as they are worth a word."""
    exponent = _DIGITS.divide(Decimal(-mean.numerator), Decimal(mean.denominator))
    weight = Fraction(_DIGITS.exp(exponent))
    weighed, total, count = [], Fraction(0), 0
    while True:
        weighed.append((count, weight))
        total += weight
        if count > mean and 1 - total < _TAIL:
            return weighed
        count += 1
        weight = Fraction(_DIGITS.create_decimal(_as_decimal(weight * mean / count)))


def binomial(trials: int, probability: Fraction) -> list[tuple[int, Fraction]]:
    """Return the exact probabilities of so many successes out of ``trials``."""
    other = 1 - probability
    return [
        (count, math.comb(trials, count) * probability**count * other ** (trials - count))
        for count in range(trials + 1)
    ]


def _as_decimal(value: Fraction) -> Decimal:
    return _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
