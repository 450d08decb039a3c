"""The lines under decision: allocation rows, each with an amount to choose and a yes or no."""

from __future__ import annotations

from dataclasses import dataclass

from innosprint_rules.money import MOST_CENTS


@dataclass(frozen=True, slots=True)
class Line:
    """One allocation row under decision; all amounts in cents.

    ``stands`` is the amount written in the row, which it keeps when it is refused (None: blank, so that only yes or
    no is to be decided). A funded line gets from ``least`` to ``most``; one that may not be ``refused`` must be
    funded.
    """

    id: str
    stands: int | None
    least: int = 1
    most: int = MOST_CENTS
    refusable: bool = True
