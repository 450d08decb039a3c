"""A simulation in text: what the scenario changes in the dossier, in the verdicts and in the balance, then the
full check of where it leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from innosprint_rules.dossier.cells import read_amount
from innosprint_rules.report.content.attention import by_rule
from innosprint_rules.report.content.balance import balance_names
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS, STYLES
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.check import report_lines
from innosprint_rules.report.text.layout import EMPTY, Line, block, table
from innosprint_rules.report.text.screen.fitting import SIMULATED, fitted
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.schema.tables import Schema
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.simulation.events.changes import Change
    from innosprint_rules.simulation.whatif.differences import Difference
    from innosprint_rules.simulation.whatif.play import Simulation

_TOGETHER = 4  # more rows than this of one table come or go in one line
_NAMED = 4  # rows named of those that are told together

_TITLES = {
    "newly_violated": Text("Enfreint par ce scénario", "Broken by this scenario"),
    "graver": Text("Plus grave avec ce scénario", "More serious with this scenario"),
    "newly_unknown": Text("Devenu non vérifiable", "Can no longer be verified"),
    "newly_pending": Text("De nouveau à faire", "To be done again"),
    "other_figures": Text("Toujours enfreint, avec d'autres chiffres", "Still broken, with other figures"),
    "no_longer_violated": Text("N'est plus enfreint", "No longer broken"),
    "newly_satisfied": Text("Devenu conforme", "Now compliant"),
}


def short_simulation(simulation: Simulation, teller: Teller) -> list[Line]:
    """Return in twenty lines what a scenario of events changes: breaches more and fewer, the verdicts, the balance."""
    head = [summary_line(simulation, teller), *block(teller.say(simulation.scenario.title), teller.width, 2)]
    parts = [head, difference_lines(simulation.differences, teller), balance_lines(simulation, teller)]
    return fitted(parts, teller, SIMULATED)


def simulation_lines(simulation: Simulation, teller: Teller, judged: Sequence[str] = ()) -> list[Line]:
    """Return the text of one simulation; ``judged`` names the rules when not all of them were asked for."""
    title = teller.say(simulation.scenario.title)
    lines = [
        *block(title, teller.width, style="bold"),
        *block(teller.say(simulation.scenario.description), teller.width, 2),
    ]
    lines += [EMPTY, summary_line(simulation, teller), *_moments(simulation, teller)]
    lines += _changes(simulation.changes, simulation.report.rulebook.schema, teller)
    lines += difference_lines(simulation.differences, teller)
    lines += balance_lines(simulation, teller)
    day = teller.date(simulation.at)
    full = Text(f"Contrôle complet au {day}, avec ce scénario", f"Full check on {day}, with this scenario")
    lines += [EMPTY, Line(f"── {teller.say(full)}", "bold"), EMPTY]
    return lines + report_lines(simulation.report, teller, judged)


def summary_line(simulation: Simulation, teller: Teller) -> Line:
    """Return in one line how many errors more and fewer the scenario brings."""
    worse = _errors(simulation.differences, ("newly_violated", "graver"))
    better = _errors(simulation.differences, ("no_longer_violated",))
    day = teller.date(simulation.at)
    told: list[str] = []
    breach, breaches = Text("manquement", "breach"), Text("manquements", "breaches")
    if worse:
        told.append(f"{teller.number(worse, breach, breaches)} {teller.say(Text('de plus', 'more'))}")
    if better:
        told.append(f"{teller.number(better, breach, breaches)} {teller.say(Text('de moins', 'fewer'))}")
    if not told:
        told.append(teller.say(Text("aucun manquement de plus", "no further breach")))
    said = ", ".join(told)
    style = STYLES["error"] if worse else STYLES["ok"]
    return Line(teller.either(f"Au {day}\u00a0: {said}", f"On {day}: {said}"), style)


def _errors(differences: Iterable[Difference], kinds: tuple[str, ...]) -> int:
    """Count the obligations and prohibitions of severity error among differences."""
    count = 0
    for each in differences:
        told = each.finding
        count += each.kind in kinds and told.severity == "error" and told.nature not in ("objective", "guidance")
    return count


def _moments(simulation: Simulation, teller: Teller) -> list[Line]:
    kept = teller.date(simulation.as_of)
    if simulation.applied.replayed:
        again = Text(
            "La convention est terminée et rien n'est tenu pour acquis : toute l'année est rejouée (--as-of DATE"
            " garde ce qui s'est passé jusqu'à cette date).",
            "The term is over and nothing is taken as done: the whole year is played again (--as-of DATE keeps what"
            " happened up to that date).",
        )
        return block(teller.say(again), teller.width, style="dim")
    said = Text(
        f"Tenu pour acquis : ce que le dossier date au plus tard du {kept} ; la suite est comme prévue au dossier,"
        " sauf ce que le scénario en change.",
        f"Taken as done: what the dossier dates {kept} or earlier; what follows is as the dossier plans it, except"
        " for what the scenario changes.",
    )
    return block(teller.say(said), teller.width, style="dim")


# what changes in the dossier -------------------------------------------------------------------------


def _changes(changes: Sequence[Change], schema: Schema, teller: Teller) -> list[Line]:
    title = Text("Ce que le scénario change dans le dossier", "What the scenario changes in the dossier")
    lines = heading(teller.say(title), teller)
    if not changes:
        return [*lines, *block(teller.say(Text("rien", "nothing")), teller.width, 2)]
    for (kind, name, _), group in groupby(changes, key=lambda change: (change.kind, change.table, change.column)):
        alike = list(group)
        if kind == "changed" or len(alike) <= _TOGETHER:
            for change in alike:
                lines += block(teller.say(change.message), teller.width, 2, 4)
            continue
        done = Text("ajout", "added") if kind == "added" else Text("retrait", "removed")
        described = schema.tables[name]
        rows = teller.number(len(alike), described.one, described.many)
        shown = ", ".join(change.id for change in alike[:_NAMED])
        more = teller.counted(Text("{n:autre|autres}", "{n} more"), n=len(alike) - _NAMED)
        colon = teller.colon
        both = teller.say(Text("et", "and"))
        lines += block(
            f"{teller.say(done)}{colon}{rows} ({shown} {both} {more}){_total(alike, teller)}", teller.width, 2, 4
        )
    return lines


def _total(alike: Sequence[Change], teller: Teller) -> str:
    """Return what rows that come or go together amount to, where each has an amount."""
    cells = [change.after or change.before or {} for change in alike]
    amounts = [read_amount(each.get("amount")) for each in cells]
    known = [cents for cents in amounts if cents is not None]
    directions = {each.get("direction") for each in cells}
    if len(known) < len(amounts) or len(directions) > 1:
        return ""
    return f", {teller.amount(sum(known))} {teller.say(Text('en tout', 'in all'))}"


# what changes in the verdicts ------------------------------------------------------------------------


def difference_lines(differences: Sequence[Difference], teller: Teller) -> list[Line]:
    """Return what the scenario changes in the verdicts, by kind of change."""
    lines: list[Line] = []
    for kind, title in _TITLES.items():
        told = [each for each in differences if each.kind == kind]
        if not told:
            continue
        lines += heading(f"{teller.say(title)} ({len(told)})", teller)
        for group in by_rule(each.finding for each in told):
            lines += _rule(group, kind, teller)
    if not lines:
        title = Text("Ce que le scénario change dans les verdicts", "What the scenario changes in the verdicts")
        lines = [*heading(teller.say(title), teller), *block(teller.say(Text("rien", "nothing")), teller.width, 2)]
    return lines


def _rule(group: Sequence[Finding], kind: str, teller: Teller) -> list[Line]:
    """Return one rule in a line or two: the message of one row, the title for several."""
    first = group[0]
    mark: str = {"newly_unknown": "unknown", "newly_pending": "next"}.get(kind, "ok")
    if kind in ("newly_violated", "graver", "other_figures"):
        mark = first.severity
    lead = f"{MARKS[mark]} {first.rule} "
    style = STYLES.get(mark, "")
    if len(group) == 1:
        subject = f"{first.subject.id}{teller.colon}" if first.subject.id else ""
        return block(f"{subject}{teller.say(first.message)}", teller.width, 2, 4, style, lead)
    rows = [finding.subject.id or "" for finding in group]
    shown = ", ".join(rows[:_NAMED])
    if len(rows) > _NAMED:
        more = teller.counted(Text("{n:autre|autres}", "{n} more"), n=len(rows) - _NAMED)
        shown += f" {teller.say(Text('et', 'and'))} {more}"
    title = teller.say(first.compiled.rule.title)
    rule = teller.say(Text(f"règle « {title} »", f"rule “{title}”"))
    return block(f"{shown}{teller.colon}{rule}", teller.width, 2, 4, style, lead)


# the balance -----------------------------------------------------------------------------------------


def balance_lines(simulation: Simulation, teller: Teller) -> list[Line]:
    """Return the balance before and after, and what goes back."""
    before, after = simulation.amounts(False), simulation.amounts()
    names = dict(balance_names(simulation.report.rulebook, teller))
    names["to_return"] = teller.say(Text("encore à restituer", "still to return"))
    rows = [("", teller.say(Text("sans", "without")), teller.say(Text("avec", "with")))]
    for line, name in names.items():
        if before[line] == after[line] and (after[line] == 0 or (line == "to_return" and after[line] is None)):
            continue
        mark = "" if before[line] == after[line] else " ←"
        rows.append((name, teller.amount(before[line]), teller.amount(after[line]) + mark))
    return [
        *heading(
            teller.say(Text("Solde, sans et avec le scénario", "Balance, without the scenario and with it")), teller
        ),
        *(Line(text) for text in _columns(rows, teller.width)),
    ]


def _columns(rows: Sequence[tuple[str, str, str]], width: int) -> list[str]:
    """Set amounts to the right, and the arrow of what changes beyond them."""
    bare = [(name, old, new.removesuffix(" ←")) for name, old, new in rows]
    marked = ["  ←" if new.endswith(" ←") else "" for _, _, new in rows]
    return [line + mark for line, mark in zip(table(bare, width - 3, 2, (1, 2)), marked, strict=True)]
