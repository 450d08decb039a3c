"""The policies by which members share out what they set for a session, as source.

The loop goes through the requests ``k`` of a session, in order: ``given`` starts as what is wanted for one and ends as
what it gets. ``budget`` is what there is; ``total`` is wanted in all, ``count`` requests are accepted. What would be
below the minimum of a request is of no use, and not given.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_OF_USE = "given = given if given >= M[{minimum} + k] else 0"

SHARES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "as_requested": ("given = min(given, budget)", _OF_USE, "budget -= given"),
    "pro_rata": ("given = given * budget // total if total > budget else given", _OF_USE),
    "equal": ("given = min(given, budget // count)", _OF_USE),
    "first_takes_all": ("given = budget if given > 0 else 0", "budget -= given"),
})  # fmt: skip

BEFORE = (
    "total = 0",
    "count = 0",
    "for k in range(begin, end):",
    "    total += W[{wanted} + k]",
    "    count += W[{wanted} + k] > 0",
    "count = max(count, 1)",
)
"""What policies must know of all the requests of a session before they share."""


def shared() -> list[str]:
    """Return the source that shares by the policy of which ``policy`` is the number."""
    found: list[str] = []
    for number, lines in enumerate(SHARES.values()):
        found += [f"{'elif' if number else 'if'} policy == {number}:", *(f"    {line}" for line in lines)]
    return found
