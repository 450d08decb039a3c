"""Scenarios side by side in text: one table, a letter a scenario, what differs from the first beyond chance marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules._version import __version__
from innosprint_rules.dossier.addresses import letters
from innosprint_rules.report.content.outcome.comparing import GROUPS, TITLE, arrow, notes
from innosprint_rules.report.content.outcome.figures import figure_short, years
from innosprint_rules.report.content.outcome.headline import rules_left_out
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.report.content.words import STYLES
from innosprint_rules.report.text.layout import EMPTY, Line, block, wrap
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.compare import ComparedFigure, Comparison, Group
    from innosprint_rules.simulation.outcome.outcome import Outcome

_CELL = 12
_LABEL = 30


def comparison_lines(comparison: Comparison, teller: Teller, judged: Sequence[str] = ()) -> list[Line]:
    """Return the table of several scenarios, as many at a time as the page holds, the first always there.

    ``judged`` names the rules when not all of them were asked for.
    """
    outcomes = comparison.outcomes
    lines = block(teller.say(TITLE), teller.width, style=STYLES["title"])
    for text in rules_left_out(outcomes[0], teller, judged):
        lines += block(text, teller.width, 2, style=STYLES["warning"])
    for place, each in enumerate(outcomes):
        done = years(each.years, teller)
        if each.partial:
            done += teller.say(
                Text(
                    f" (partiel, sur {FRENCH.grouped(each.setting.asked)})",
                    f" (partial, of {ENGLISH.grouped(each.setting.asked)})",
                )
            )
        lead = f"{letters(place)}  {each.setting.name} "
        lines += block(f"– {teller.say(each.setting.title)}, {done}", teller.width, 2, 5, "bold", lead)
    room = max(2, (teller.width - 2 - _LABEL) // _CELL)
    others = list(range(1, len(outcomes)))
    for start in range(0, max(len(others), 1), room - 1):
        columns = [0, *others[start : start + room - 1]]
        lines += [EMPTY, *_table(comparison.rows, columns, teller)]
    lines.append(EMPTY)
    for text in (*notes(teller), teller.say(_ASSUMED)):
        lines += block(text, teller.width, 2, style="dim")
    return [*lines, EMPTY, *_made_with(outcomes, teller)]


def _made_with(outcomes: Sequence[Outcome], teller: Teller) -> list[Line]:
    """Return with what the runs were made, each digest beside the letter of its scenario."""
    book = outcomes[0].setting.rulebook
    each = ", ".join(
        f"{letters(place)}\u00a0{found.setting.digest[:8]}\u00a0({found.setting.seed})"
        for place, found in enumerate(outcomes)
    )
    said = Text(
        f"Scénarios (graine) : {each} ; règles {book.name} {book.version} ({book.digest[:8]}) ; innosprint-rules"
        f" {__version__}. La même graine redonne les mêmes chiffres.",
        f"Scenarios (seed): {each}; rules {book.name} {book.version} ({book.digest[:8]}); innosprint-rules"
        f" {__version__}. The same seed gives the same figures again.",
    )
    return block(teller.say(said), teller.width, 0, 2, "dim")


_ASSUMED = Text(
    "Tout vient des hypothèses des scénarios : si elles changent, ces chiffres changent.",
    "Everything comes from the assumptions of the scenarios: if they change, these figures change.",
)


def _table(rows: Sequence[ComparedFigure], columns: Sequence[int], teller: Teller) -> list[Line]:
    head = " " * (2 + _LABEL) + "".join(f"{letters(place)}  ".rjust(_CELL) for place in columns)
    lines = [Line(head.rstrip(), STYLES["title"])]
    group: Group | None = None
    for row in rows:
        if row.group != group:
            group = row.group
            lines.append(Line(f"  {teller.say(GROUPS[group])}", "dim"))
        label = wrap(teller.say(row.short), _LABEL - 3, 2, 4)
        cells = ""
        for place in columns:
            cell = row.cells[place]
            cells += f"{figure_short(cell.figure, teller)} {arrow(cell) or ' '}".rjust(_CELL)
        lines.append(Line(f"  {label[0]:<{_LABEL}}{cells}".rstrip()))
        lines += [Line(f"  {rest}") for rest in label[1:]]
    return lines
