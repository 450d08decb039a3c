"""Which blank cells a condition has ruled out: `given(x) and …`, `not given(x) or …`, `… if given(x) else …`."""

from __future__ import annotations

from typing import TypeAlias

from innosprint_rules.formula import tree

GuardKey: TypeAlias = tuple[object, ...]
Guards: TypeAlias = frozenset[GuardKey]

_NONE: Guards = frozenset()


def guard_key(node: tree.Node) -> GuardKey | None:
    """Return what identifies a value that may be guarded: a measure, a column reached along keys."""
    match node:
        case tree.Variable(slot=slot):
            return ("variable", slot)
        case tree.Measure(name=name):
            return ("measure", name)
        case tree.Parameter(name=name, on=None):
            return ("parameter", name)
        case tree.Fact(name=name):
            return ("fact", name)
        case tree.Column(base=base, name=name):
            inner = guard_key(base)
            return None if inner is None else (*inner, name)
        case _:
            return None


def given_when_true(node: tree.Node) -> Guards:
    """Return what is surely given once ``node`` holds."""
    match node:
        case tree.Given(value=value):
            key = guard_key(value)
            return _NONE if key is None else frozenset({key})
        case tree.Both(parts=parts):
            return _NONE.union(*(given_when_true(part) for part in parts))
        case tree.Either(parts=parts):
            return frozenset.intersection(*(given_when_true(part) for part in parts))
        case tree.Negation(part=part):
            return given_when_false(part)
        case tree.Compare(op="==", left=left, right=right):
            # nothing equals nothing: where the comparison holds, both sides are there
            keys = (guard_key(left), guard_key(right))
            return frozenset(key for key in keys if key is not None)
        case _:
            return _NONE


def given_when_false(node: tree.Node) -> Guards:
    """Return what is surely given once ``node`` does not hold."""
    match node:
        case tree.Negation(part=part):
            return given_when_true(part)
        case tree.Either(parts=parts):
            return _NONE.union(*(given_when_false(part) for part in parts))
        case tree.Both(parts=parts):
            return frozenset.intersection(*(given_when_false(part) for part in parts))
        case _:
            return _NONE
