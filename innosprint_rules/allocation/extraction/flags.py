"""Flags that depend on the decision: surely true under one condition, surely false under another, else unknown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from innosprint_rules.allocation.extraction.conditions import Condition, contrary, every, some
from innosprint_rules.formula.logic import UNKNOWN


class Truth:
    """A flag: surely true under ``yes``, surely false under ``no``; ``sure`` when one of the two always holds."""

    __slots__ = ("no", "sure", "yes")

    def __init__(self, yes: Condition, no: Condition, sure: bool) -> None:
        self.yes = yes
        self.no = no
        self.sure = sure


def truth(flag: Any) -> Truth:
    """Return any flag as a pair of conditions."""
    return flag if isinstance(flag, Truth) else Truth(flag is True, flag is False, flag is not UNKNOWN)


def flag(yes: Condition, no: Condition, sure: bool) -> Any:
    """Return the flag of two conditions, settled where the decision does not matter."""
    if yes is True:
        return True
    if no is True:
        return False
    return UNKNOWN if yes is False and no is False else Truth(yes, no, sure)


def sure_flag(yes: Condition) -> Any:
    """Return the flag that is true under a condition and false otherwise."""
    return flag(yes, contrary(yes), True)


def negated(value: Any) -> Any:
    """Return the contrary of a flag."""
    one = truth(value)
    return flag(one.no, one.yes, one.sure)


def conjunction(flags: Iterable[Any]) -> Any:
    """Return whether all flags hold; one that surely does not ends the question."""
    found: list[Truth] = []
    for each in flags:
        if each is False:
            return False
        if each is not True:
            found.append(truth(each))
    return flag(every(t.yes for t in found), some(t.no for t in found), all(t.sure for t in found))


def disjunction(flags: Iterable[Any]) -> Any:
    """Return whether at least one flag holds."""
    return negated(conjunction(map(negated, flags)))
