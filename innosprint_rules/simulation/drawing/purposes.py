"""What random words are for: the purposes of a year, in the order of their words, and where these lie.

The first words of ``W`` are those of the year as a whole, drawn once; the rest is for each part in its turn.
"""

from __future__ import annotations

STREAMS = (
    "year", "sessions", "projects", "attends", "asks", "presentations.1", "presentations.2", "presentations.3",
    "presentations.4", "presentations.5", "requested", "minimum", "accepted", "granted", "between", "decisions",
    "proposals.1", "proposals.2", "proposals.3", "deciders", "instalments", "payments", "past_payments", "reports",
    "past_reports", "evaluations", "results.1", "results.2", "results.3", "parts", "actions", "ties",
)  # fmt: skip
"""What words are for; new ones go to the end, so that the words of the others stay what they are.

The columns of a part and the kinds of results are told by their place; those that have none here come after."""
_PARTS = (
    "meetings", "presentations", "requests", "proposals", "results", "rows", "rows.1", "rows.2", "rows.3", "rows.4",
)  # fmt: skip
_FURTHER, _OF_A_PART = 200, 64
"""From where further columns of the parts are numbered, and how many there may be of each."""


def stream(name: str) -> int:
    """Return the number of a stream, ``sessions`` or the third column of a part, ``presentations.3``."""
    if name in STREAMS:
        return STREAMS.index(name)
    part, _, place = name.rpartition(".")
    return _FURTHER + _OF_A_PART * _PARTS.index(part) + int(place)


SCALARS = (
    "calendar.sessions", "projects.number", "calendar.sent.chance", "calendar.sent.day", "endowment.twice",
    "payments.other_use.chance", "payments.other_use.amount", "payments.other_use.day", "balance.returned",
    "balance.after", "balance.share", "results.1", "results.2", "results.3", "third_place.1", "third_place.2",
    "third_place.parts", "actions.number", "amendments.renewal.chance", "amendments.renewal.day",
    "amendments.renewal.form",
)  # fmt: skip
"""The inputs that are drawn once a year, in the order of their words; new ones go to the end.

Kinds of results and of what is attested are told by their place: a folder gives them their names."""
TIES = 52
"""The first place in W of what tied inputs share in a year, behind the words drawn once and the keys of the seed."""
SCRATCH = 64
"""The first place in W that is not kept for the words of the year as a whole."""
SLOTS = 8
"""Words of a row where a few rows have several purposes: one run of words, eight of them a row."""
