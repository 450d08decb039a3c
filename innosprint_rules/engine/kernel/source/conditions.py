"""Conditions as code, or as constants where nothing can change them."""

from __future__ import annotations

from typing import TypeAlias

Operand: TypeAlias = int | str


Condition: TypeAlias = bool | str


def negated(condition: Condition) -> Condition:
    """Return the contrary of a condition."""
    if isinstance(condition, bool):
        return not condition
    if condition.startswith("not (") and _closes(condition, 4):
        return condition[5:-1]
    return f"not ({condition})"


def _closes(text: str, start: int) -> bool:
    depth = 0
    for position in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return position == len(text) - 1
    return False


def all_of(*conditions: Condition) -> Condition:
    """Return the condition that all hold."""
    if any(each is False for each in conditions):
        return False
    parts = list(dict.fromkeys(each for each in conditions if isinstance(each, str)))
    return _joined(" and ", parts) if parts else True


def any_of(*conditions: Condition) -> Condition:
    """Return the condition that one holds."""
    if any(each is True for each in conditions):
        return True
    parts = list(dict.fromkeys(each for each in conditions if isinstance(each, str)))
    return _joined(" or ", parts) if parts else False


def _joined(word: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else word.join(wrapped(each) for each in parts)


def wrapped(code: Operand) -> str:
    """Return code in brackets, unless it is a plain name or number."""
    text = str(code)
    return text if text.isidentifier() or text.isdigit() else f"({text})"
