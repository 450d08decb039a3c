"""Ties between inputs: a Gaussian copula in whole numbers, drawn from words and giving words.

Each group of tied inputs shares, in one year, as many normal numbers as it has inputs. A draw leans on them by its
input's weights and for the rest on its own word, so that any draw of one input and any draw of another have the
correlation that was asked for, in every year, and each draw alone is spread as without ties.

Of the matrix R of a group, the greatest part t that leaves R - t·1 definite stays with the words of the draws; the
rest is shared. So draws of one input lean together within a year as well, by 1 - t: of two inputs tied at 0.6, 0.6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from statistics import NormalDist

MOST_TIED = 12
"""How many inputs a scenario may tie: there is room for as many shared numbers in the words of a year."""

_STEP = 1024  # what stays with a draw is a whole number of 1024ths
WEIGHT_BITS = 24
_NORMAL_BITS = 28
PIECES = 128  # between two powers of two
LAST = PIECES * (34 - PIECES.bit_length())  # the place of 2**32: one half

Pair = tuple[str, str]
Matrix = list[list[Fraction]]


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a tied input is drawn with: the weight of its own word, and those of its group's shared numbers.

    The weights are in parts of 2**-24 and their squares add up to one; ``first`` is the group's first shared number.
    """

    own: int
    first: int
    shared: tuple[int, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """What stands in the data of a run for it."""
        return (self.own, len(self.shared), self.first, *self.shared)


def groups(pairs: Mapping[Pair, Fraction]) -> list[list[str]]:
    """Return the inputs that are tied to one another, directly or by way of others; a tie of 0 is none."""
    found: list[list[str]] = []
    for (one, other), number in pairs.items():
        if not number:
            continue
        meeting = [each for each in found if one in each or other in each]
        found = [each for each in found if each not in meeting]
        found.append(list(dict.fromkeys([*(name for each in meeting for name in each), one, other])))
    return found


def is_definite(pairs: Mapping[Pair, Fraction], group: Sequence[str]) -> bool:
    """Tell whether the ties of a group can hold at once, with something left to each draw."""
    return _definite(_less(_matrix(pairs, group), Fraction(1, _STEP))) is not None


def leanings(pairs: Mapping[Pair, Fraction]) -> dict[str, Leaning]:
    """Return how each tied input is drawn.

    Raises:
        ValueError: the ties of a group cannot hold at once.
    """
    found: dict[str, Leaning] = {}
    for group in groups(pairs):
        matrix = _matrix(pairs, group)
        low, high = 1, _STEP  # the greatest number of steps that leaves a definite matrix, by halving
        while low < high:
            middle = (low + high + 1) // 2
            if _definite(_less(matrix, Fraction(middle, _STEP))) is None:
                high = middle - 1
            else:
                low = middle
        parts = _definite(_less(matrix, Fraction(low, _STEP)))
        if parts is None:
            raise ValueError(f"no such correlations: {', '.join(group)}")
        lower, squares = parts
        first = len(found)
        for place, name in enumerate(group):
            weights = tuple(_root(row * abs(row) * square) for row, square in zip(lower[place], squares, strict=True))
            own = isqrt((1 << 2 * WEIGHT_BITS) - sum(each * each for each in weights))
            found[name] = Leaning(own, first, weights)
    return found


def _root(signed: Fraction) -> int:
    """Return the root of a number's size, with its sign, in parts of a weight."""
    size = isqrt(abs(signed.numerator) * (1 << 2 * WEIGHT_BITS) // signed.denominator)
    return size if signed > 0 else -size


def _matrix(pairs: Mapping[Pair, Fraction], group: Sequence[str]) -> Matrix:
    def number(one: str, other: str) -> Fraction:
        return Fraction(1) if one == other else pairs.get((one, other), pairs.get((other, one), Fraction(0)))

    return [[number(one, other) for other in group] for one in group]


def _less(matrix: Matrix, part: Fraction) -> Matrix:
    return [[cell - part * (i == j) for j, cell in enumerate(row)] for i, row in enumerate(matrix)]


def _definite(matrix: Matrix) -> tuple[Matrix, list[Fraction]] | None:
    """Return the matrix as L·D·Lᵀ, exactly, with ones on the diagonal of L; None where it is not positive definite."""
    size = len(matrix)
    lower = [[Fraction(i == j) for j in range(size)] for i in range(size)]
    squares: list[Fraction] = []
    for j in range(size):
        left = matrix[j][j] - sum(lower[j][k] ** 2 * squares[k] for k in range(j))
        if left <= 0:
            return None
        squares.append(left)
        for i in range(j + 1, size):
            done = sum((lower[i][k] * lower[j][k] * squares[k] for k in range(j)), Fraction(0))
            lower[i][j] = (matrix[i][j] - done) / left
    return lower, squares


@lru_cache(maxsize=1)
def normals() -> tuple[int, ...]:
    """Return the normal numbers of the lower half of all words, in parts of 2**-28, at places of ever greater steps.

    Of a word w stands for 2w + 1 out of 2**33. Between two powers of two there are 128 places, with straight lines
    between them, so that what is rare is told apart as finely as what is not: a word drawn alone comes back as itself,
    and of some added up the share below any word is right to 1 in 100,000 of itself.
    """
    whole = NormalDist()
    found = [0] * (LAST + 1)
    for place in range(1, LAST):
        shift = max(place // PIECES, 1) - 1
        share = ((place - PIECES * shift) << shift) / 2**33
        found[place] = round(whole.inv_cdf(share) * (1 << _NORMAL_BITS))
    found[0] = found[1] - 1
    return tuple(found)
