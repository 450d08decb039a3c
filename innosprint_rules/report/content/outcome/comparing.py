"""Scenarios side by side: the groups of their figures, their letters, how their differences are to be read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.compare import Cell, Group


TITLE = Text("Les scénarios côte à côte", "The scenarios side by side")
GROUPS: Mapping[Group, Text] = MappingProxyType(
    {
        "years": Text("Part des années", "Share of the years"),
        "objectives": Text("Objectifs atteints (part des années)", "Objectives reached (share of the years)"),
        "rules": Text("Règles non respectées (part des années)", "Rules not kept (share of the years)"),
        "guidance": Text(
            "Écarts avec les orientations (part des années)", "Departures from guidance (share of the years)"
        ),
        "means": Text("En moyenne", "On average"),
    }
)


def notes(teller: Teller) -> list[str]:
    """Return how the table is to be read."""
    return [
        teller.say(
            Text(
                "↑ ↓ : plus ou moins que le premier scénario, au-delà du hasard (à 95 %).",
                "↑ ↓: more or less than the first scenario, beyond chance (at 95%).",
            )
        ),
        teller.say(
            Text(
                "Les scénarios sont joués avec les mêmes tirages : le hasard les sépare moins que les marges ne le"
                " laissent croire, et un écart sans flèche peut être réel.",
                "The scenarios are played with the same random draws: chance parts them less than the margins suggest,"
                " and a difference without an arrow may be real.",
            )
        ),
    ]


def arrow(cell: Cell) -> str:
    """Return the arrow of a change beyond chance."""
    if not cell.sure or cell.change is None:
        return ""
    return "↑" if cell.change > 0 else "↓"
