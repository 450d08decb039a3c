"""The decision table: how conditions and days make a verdict. Every engine judges, or is written out, from it.

A rule has one or several levels, gravest first. What a level comes to hangs on two flags: whether its condition is
met, and whether the last day on which it may be unmet is past. A case applies where its flags *surely* are what it
asks for and no case above it does, so that the last one of each table takes what is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar

from innosprint_rules.formula.logic import UNKNOWN, Flag, PerhapsNothing, high, low

Verdict: TypeAlias = Literal["satisfied", "violated", "pending", "unknown", "not_applicable"]
VERDICTS: tuple[Verdict, ...] = ("violated", "pending", "unknown", "satisfied", "not_applicable")
Standing: TypeAlias = Literal["kept", "waiting", "broken", "doubtful"]
Gate: TypeAlias = Literal["not_applicable", "unknown", "pending", "judged"]
Chosen = TypeVar("Chosen", bound=str)
TRUE, FALSE, OPEN = 1, 0, -1
"""A flag as the engines exchange it: it holds, it does not, it is not known or was not asked."""

FLAGS: tuple[Any, ...] = (True, False, UNKNOWN)
FREE: frozenset[Standing] = frozenset({"kept", "waiting"})
"""What a level may stand at without a failure, known or possible."""

APPLIES: Mapping[Gate, Mapping[str, bool]] = MappingProxyType(
    {"not_applicable": {"applies": False}, "judged": {"applies": True}, "unknown": {}}
)
"""Whether a row is judged at all. ``judged`` goes on to the day from which it is."""

STARTED: Mapping[Gate, Mapping[str, bool]] = MappingProxyType(
    {"judged": {"started": True}, "pending": {"started": False}, "unknown": {}}
)
"""Whether the day from which it is judged has come. ``judged`` goes on to the levels."""

LEVEL: Mapping[Standing, Mapping[str, bool]] = MappingProxyType(
    {"kept": {"met": True}, "waiting": {"past": False}, "broken": {"met": False, "past": True}, "doubtful": {}}
)
"""Where one level stands."""

RESULT: Mapping[Standing, Verdict] = MappingProxyType(
    {"broken": "violated", "doubtful": "unknown", "waiting": "pending", "kept": "satisfied"}
)
"""The verdict where some level stands so and none stands at what is above; of several such levels the first counts."""

GRADED: frozenset[Standing] = frozenset({"broken", "doubtful"})
"""The standings whose verdict has the severity of its level; the others have the rule's own."""


class Decided(NamedTuple):
    """A verdict, and the number of the level that made it; None where the rule's own severity stands."""

    verdict: Verdict
    level: int | None


def reached(as_of: int, start: Any) -> Flag:
    """Tell whether a first day (an ordinal; nothing: there is none) has come."""
    if start is None or high(start) <= as_of:
        return True
    return False if low(start) > as_of and not isinstance(start, PerhapsNothing) else UNKNOWN


def passed(as_of: int, due: Any) -> Flag:
    """Tell whether the last day (an ordinal; nothing: there is none) on which a condition may be unmet is over."""
    if due is None or high(due) < as_of:
        return True
    return False if low(due) >= as_of and not isinstance(due, PerhapsNothing) else UNKNOWN


def first_case(table: Mapping[Chosen, Mapping[str, bool]], flags: Mapping[str, Any]) -> Chosen:
    """Return the first case of a table that surely applies."""
    return next(case for case, needs in table.items() if all(flags[name] is need for name, need in needs.items()))


_STANDING: Mapping[tuple[Any, Any], Standing] = MappingProxyType(
    {(met, past): first_case(LEVEL, {"met": met, "past": past}) for met, past in product(FLAGS, FLAGS)}
)
_GATE: Mapping[tuple[Any, Any], Gate] = MappingProxyType(
    {
        (applies, started): first_case(APPLIES, {"applies": applies})
        if applies is not True
        else first_case(STARTED, {"started": started})
        for applies, started in product(FLAGS, FLAGS)
    }
)
GRAVITY = tuple(RESULT)
"""The standings, the one that decides before all others first."""


@cache  # there are few ways in which flags may stand, and one is asked for each row under each reading
def decide(applies: Any, started: Any, met: tuple[Any, ...], past: tuple[Any, ...]) -> Decided:
    """Return what the flags of a rule come to; ``met`` and ``past`` have one a level, gravest first."""
    gate = _GATE[applies, started]
    if gate != "judged":
        return Decided(gate, None)
    standings = [_STANDING[each] for each in zip(met, past, strict=True)]
    for standing in GRAVITY:
        if standing in standings:
            level = standings.index(standing) if standing in GRADED else None
            return Decided(RESULT[standing], level)
    raise AssertionError("a rule without a level")


def above(standing: Standing) -> tuple[Standing, ...]:
    """Return the standings that decide before one does."""
    return GRAVITY[: GRAVITY.index(standing)]


def signs(standings: frozenset[Standing]) -> Iterator[Mapping[str, int]]:
    """Yield what ``met`` and ``past`` may be (as the engines exchange flags) at some standings, in the widest terms."""
    wanted = {(as_sign(met), as_sign(past)) for (met, past), standing in _STANDING.items() if standing in standings}
    every = (TRUE, OPEN, FALSE)
    met_alone = [sign for sign in every if all((sign, other) in wanted for other in every)]
    past_alone = [sign for sign in every if all((other, sign) in wanted for other in every)]
    yield from ({"met": sign} for sign in met_alone)
    yield from ({"past": sign} for sign in past_alone)
    for met, past in product(every, every):
        if (met, past) in wanted and met not in met_alone and past not in past_alone:
            yield {"met": met, "past": past}


def as_sign(flag: Any) -> int:
    """Return a flag as the engines exchange it."""
    return OPEN if flag is UNKNOWN else TRUE if flag else FALSE
