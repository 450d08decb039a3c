"""Scenarios side by side in text: one table, a letter a scenario, what differs from the first beyond chance marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from innosprint_rules._version import __version__
from innosprint_rules.report.content.outcome_figures import figure_short, grouped, years
from innosprint_rules.report.content.words import STYLES
from innosprint_rules.report.text.layout import EMPTY, Line, block, wrap
from innosprint_rules.report.text.outcome.parts import rules_left_out
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.compare import Cell, Comparison, Group, Row
    from innosprint_rules.simulation.outcome.outcome import Outcome

TITLE = Text("Les scénarios côte à côte", "The scenarios side by side")
_CELL = 12
_LABEL = 30
GROUPS: Mapping[Group, Text] = MappingProxyType({
    "years": Text("Part des années", "Share of the years"),
    "objectives": Text("Objectifs atteints (part des années)", "Objectives reached (share of the years)"),
    "rules": Text("Règles non respectées (part des années)", "Rules not kept (share of the years)"),
    "guidance": Text("Écarts avec les orientations (part des années)", "Departures from guidance (share of the years)"),
    "means": Text("En moyenne", "On average"),
})  # fmt: skip


def comparison_lines(comparison: Comparison, lang: Lang, width: int, judged: Sequence[str] = ()) -> list[Line]:
    """Return the table of several scenarios, as many at a time as the page holds, the first always there.

    ``judged`` names the rules when not all of them were asked for.
    """
    outcomes = comparison.outcomes
    lines = block(TITLE.get(lang), width, style=STYLES["title"])
    for text in rules_left_out(outcomes[0], lang, judged):
        lines += block(text, width, 2, style=STYLES["warning"])
    for place, each in enumerate(outcomes):
        done = years(each.years, lang)
        if each.partial:
            done += Text(f" (partiel, sur {grouped(each.setting.asked, 'fr')})",
                         f" (partial, of {grouped(each.setting.asked, 'en')})").get(lang)  # fmt: skip
        lead = f"{letter(place)}  {each.setting.name} "
        lines += block(f"– {each.setting.title.get(lang)}, {done}", width, 2, 5, "bold", lead)
    room = max(2, (width - 2 - _LABEL) // _CELL)
    others = list(range(1, len(outcomes)))
    for start in range(0, max(len(others), 1), room - 1):
        columns = [0, *others[start : start + room - 1]]
        lines += [EMPTY, *_table(comparison.rows, columns, lang)]
    lines.append(EMPTY)
    for text in (*notes(lang), _ASSUMED.get(lang)):
        lines += block(text, width, 2, style="dim")
    return [*lines, EMPTY, *_made_with(outcomes, lang, width)]


def _made_with(outcomes: Sequence[Outcome], lang: Lang, width: int) -> list[Line]:
    """Return with what the runs were made, each digest beside the letter of its scenario."""
    book = outcomes[0].setting.rulebook
    each = ", ".join(
        f"{letter(place)}\u00a0{found.setting.digest[:8]}\u00a0({found.setting.seed})"
        for place, found in enumerate(outcomes)
    )
    said = Text(
        f"Scénarios (graine) : {each} ; règles {book.name} {book.version} ({book.digest[:8]}) ; innosprint-rules"
        f" {__version__}. La même graine redonne les mêmes chiffres.",
        f"Scenarios (seed): {each}; rules {book.name} {book.version} ({book.digest[:8]}); innosprint-rules"
        f" {__version__}. The same seed gives the same figures again.",
    )
    return block(said.get(lang), width, 0, 2, "dim")


def letter(place: int) -> str:
    """Return the letter of a scenario: A, B … Z, AA."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


_ASSUMED = Text(
    "Tout vient des hypothèses des scénarios : si elles changent, ces chiffres changent.",
    "Everything comes from the assumptions of the scenarios: if they change, these figures change.",
)


def notes(lang: Lang) -> list[str]:
    """Return how the table is to be read."""
    return [
        Text("↑ ↓ : plus ou moins que le premier scénario, au-delà du hasard (à 95 %).",
             "↑ ↓: more or less than the first scenario, beyond chance (at 95%).").get(lang),
        Text("Les scénarios sont joués avec les mêmes tirages : le hasard les sépare moins que les marges ne le"
             " laissent croire, et un écart sans flèche peut être réel.",
             "The scenarios are played with the same random draws: chance parts them less than the margins suggest, and"
             " a difference without an arrow may be real.").get(lang),
    ]  # fmt: skip


def arrow(cell: Cell) -> str:
    """Return the arrow of a change beyond chance."""
    if not cell.sure or cell.change is None:
        return ""
    return "↑" if cell.change > 0 else "↓"


def _table(rows: Sequence[Row], columns: Sequence[int], lang: Lang) -> list[Line]:
    head = " " * (2 + _LABEL) + "".join(f"{letter(place)}  ".rjust(_CELL) for place in columns)
    lines = [Line(head.rstrip(), STYLES["title"])]
    group: Group | None = None
    for row in rows:
        if row.group != group:
            group = row.group
            lines.append(Line(f"  {GROUPS[group].get(lang)}", "dim"))
        label = wrap(row.short.get(lang), _LABEL - 3, 2, 4)
        cells = ""
        for place in columns:
            cell = row.cells[place]
            cells += f"{figure_short(cell.figure, lang)} {arrow(cell) or ' '}".rjust(_CELL)
        lines.append(Line(f"  {label[0]:<{_LABEL}}{cells}".rstrip()))
        lines += [Line(f"  {rest}") for rest in label[1:]]
    return lines
