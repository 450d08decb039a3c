"""Comparisons and arithmetic on values of which some may be intervals, unknown, or nothing."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from innosprint_rules.folding import fold
from innosprint_rules.formula.logic import (
    UNKNOWN,
    Doubtful,
    PerhapsNothing,
    add,
    at_most,
    equal_numbers,
    less,
    multiply,
    subtract,
)

NUMERIC_KINDS = ("amount", "number", "decimal", "percent", "share", "date")


def _order(fast: Callable[[Any, Any], bool], slow: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def compare(a: Any, b: Any) -> Any:
        if a.__class__ is int and b.__class__ is int:
            return fast(a, b)
        if a is None or b is None:
            return UNKNOWN  # behind a guard that is itself unknown
        return slow(a, b)

    return compare


COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": _order(operator.lt, less),
    "<=": _order(operator.le, at_most),
    ">": _order(operator.gt, lambda a, b: less(b, a)),
    ">=": _order(operator.ge, lambda a, b: at_most(b, a)),
}
ARITHMETIC: dict[str, tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]] = {
    "+": (operator.add, add),
    "-": (operator.sub, subtract),
    "*": (operator.mul, multiply),
}


def equal(kind: str) -> Callable[[Any, Any], Any]:
    """Return how two values of a kind are compared; nothing equals nothing, not even itself."""

    def numbers(a: Any, b: Any) -> Any:
        if a is None or b is None:
            return False
        if a.__class__ is int and b.__class__ is int:
            return a == b
        same = equal_numbers(a, b)
        perhaps = a.__class__ is PerhapsNothing or b.__class__ is PerhapsNothing
        return UNKNOWN if perhaps and same is True else same

    def texts(a: Any, b: Any) -> Any:
        if a is None or b is None:
            return False
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        return a == b or fold(a) == fold(b)

    def others(a: Any, b: Any) -> Any:
        if a is None or b is None:
            return False
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        if a.__class__ is Doubtful or b.__class__ is Doubtful:
            return UNKNOWN if set(_meanings(a)).intersection(_meanings(b)) else False
        return a == b

    if kind in NUMERIC_KINDS:
        return numbers
    return texts if kind == "text" else others


def _meanings(item: Any) -> tuple[Any, ...]:
    return item.among if item.__class__ is Doubtful else (item,)


def within(value: Any, values: Any, folded: bool = False) -> Any:
    """Tell whether an item is in a list; a doubtful item leaves it open, so does one in the list that it may be.

    ``folded`` items are compared without case and accents.
    """
    if values is UNKNOWN:
        return UNKNOWN
    if value is None or not values:
        return False
    if value is UNKNOWN or value.__class__ is Doubtful:
        return UNKNOWN
    item = fold(value) if folded else value
    if item in values:
        return True
    return UNKNOWN if any(each.__class__ is Doubtful and item in each.among for each in values) else False
