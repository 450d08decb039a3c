"""The verbs of a scenario: what may be written under ``hold``, ``slip``, ``allocate``, ``pay``, ``report``…

A verb that adds a row takes any column of its table, by its French header or its name in code, and reads it
as a dossier does; a date may also be named (``simulation.when``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.errors import Location
from innosprint_rules.simulation.events.when import DayRange, When

REMAINING, ENDOWMENT = "remaining", "endowment"
AMOUNTS = (REMAINING, ENDOWMENT)


class Written(NamedTuple):
    """A value as the scenario writes it, and where; the items of a list are separated by ``; ``."""

    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens: its verb, the table it is about (sessions, where it is about all), what is said of it.

    ``cells`` are columns of the table by code; ``days`` the dates among them, and those of the verb's own
    keys; ``words`` its other keys.
    """

    verb: str
    table: Table
    location: Location
    cells: Mapping[str, Written] = field(default_factory=dict)
    days: Mapping[str, When] = field(default_factory=dict)
    words: Mapping[str, Written] = field(default_factory=dict)
    span: DayRange | None = None


@dataclass(frozen=True, slots=True)
class Verb:
    """What may be written under a verb: its table, its own keys, the keys that must be there, one of each group.

    ``renamed`` gives keys that stand for a column under another name.
    """

    table: str | None
    own: tuple[str, ...] = ()
    need: tuple[tuple[str, ...], ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)


SLIPPING: Mapping[str, str] = MappingProxyType(
    {"session": "sessions", "allocation": "allocations", "payment": "payments", "report": "reports"}
)

VERBS: Mapping[str, Verb] = MappingProxyType({
    "hold": Verb("sessions", ("projects",), (("session",),), {"session": "code"}),
    "slip": Verb(None, (*SLIPPING, "to", "by"), (tuple(SLIPPING), ("to", "by"))),
    "allocate": Verb("allocations", ("projects",), (("project", "projects"), ("amount",), ("session", "decided_on"))),
    "pay": Verb("payments", (), (("direction",), ("amount",), ("paid_on",))),
    "report": Verb("reports", (), (("kind",), ("sent_on",))),
    "remove": Verb(None, ("table", "row", "after"), (("table",), ("row", "after"))),
    "stop_after": Verb(None),
})  # fmt: skip
