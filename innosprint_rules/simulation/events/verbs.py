"""The verbs of a scenario: what may be written under ``hold``, ``slip``, ``allocate``, ``pay``, ``report``…

A verb that adds a row takes any column of its table, by its French header or its name in code, and reads it
as a dossier does; a date may also be named (``simulation.events.when``). Its table is the one that plays a role.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from innosprint_rules.dossier.schema.tables import Schema, Table
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
    """One thing that happens: its verb, the table it is about (None, where it is about all), what is said of it.

    ``cells`` are columns of the table by code; ``days`` the dates among them, and those of the verb's own
    keys; ``words`` its other keys.
    """

    verb: str
    table: Table | None
    location: Location
    cells: Mapping[str, Written] = field(default_factory=dict)
    days: Mapping[str, When] = field(default_factory=dict)
    words: Mapping[str, Written] = field(default_factory=dict)
    span: DayRange | None = None

    @property
    def about(self) -> Table:
        """The table that the event is about.

        Raises:
            ValueError: it is about all of them.
        """
        if self.table is None:
            raise ValueError(self.verb)
        return self.table


@dataclass(frozen=True, slots=True)
class Verb:
    """What may be written under a verb: the role of its table, its own keys, the keys that must be there.

    Of each group of ``need`` one must be there, and only one unless it is the day; ``renamed`` gives the keys that
    stand for a column under another name, by what the role calls it (``day`` is the column of the row's day). An
    agreement without that column has no such key.
    """

    role: str | None
    own: tuple[str, ...] = ()
    need: tuple[tuple[str, ...], ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)


SLIPPING: Mapping[str, str] = MappingProxyType(
    {"session": "meetings", "allocation": "proposals", "payment": "money", "report": "reports"}
)
"""The keys of what slips, and the roles of their tables."""
KEY = "key"
"""What ``renamed`` calls the column that names a row."""

VERBS: Mapping[str, Verb] = MappingProxyType({
    "hold": Verb("meetings", ("projects",), (("session",),), {"session": KEY}),
    "slip": Verb(None, (*SLIPPING, "to", "by"), (tuple(SLIPPING), ("to", "by"))),
    "allocate": Verb("proposals", ("projects",), (("project", "projects"), ("amount",), ("session", "day")),
                     {"project": "beneficiary", "session": "meeting", "amount": "amount"}),
    "pay": Verb("money", (), (("direction",), ("amount",), ("day",)),
                {"direction": "direction", "amount": "amount", "allocation": "proposal", "project": "beneficiary"}),
    "report": Verb("reports", (), (("kind",), ("day",)), {"kind": "kind"}),
    "remove": Verb(None, ("table", "row", "after"), (("table",), ("row", "after"))),
    "stop_after": Verb(None),
})  # fmt: skip


def column_of(schema: Schema, verb: Verb, word: str) -> str | None:
    """Return the column of the verb's table that the role calls ``word``; None where it has none."""
    role = None if verb.role is None else getattr(schema.roles, verb.role)
    if role is None:
        return None
    table = schema.tables[role.table]
    if word == KEY:
        return table.identity[0]
    if word == "day":
        return table.date_column
    found: str | None = getattr(role, word)
    return found


def amount_of(schema: Schema, table: Table | None) -> str | None:
    """Return the column of a table's amounts, that of a role: a word may stand there."""
    roles = (schema.roles.proposals, schema.roles.money)
    return next((each.amount for each in roles if each is not None and table and each.table == table.code), None)
