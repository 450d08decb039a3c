"""A repair in lines: what to change so that the proposal may be voted, what no amount changes, what room is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.repair import breaches, change_words, first_line
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS, STYLES
from innosprint_rules.report.text.attention import heading, told_finding
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.report.text.parts import headroom_lines, origin
from innosprint_rules.wording import Text, lists

if TYPE_CHECKING:
    from innosprint_rules.allocation.repairing.headroom import Headroom
    from innosprint_rules.allocation.repairing.results import Blocked, Group, Repair
    from innosprint_rules.allocation.solver.infeasible import Conflict


def safe_lines(found: Repair, teller: Teller) -> list[Line]:
    """Return the amounts that are safe and how the year then ends, where that was asked for."""
    from innosprint_rules.report.content.outcome.safe_vote import NONE, TITLE, safe_words

    if found.vote_safe is None:
        return block(f"{MARKS['notice']} {teller.say(NONE)}", teller.width, 0, 2)
    first, *others = safe_words(found.vote_safe, found.report, teller)
    lines = block(f"{teller.say(TITLE)}{teller.colon}{first}", teller.width, 0, 2, "bold")
    return lines + [line for said in others for line in block(said, teller.width, 2, 4)]


def repair_lines(found: Repair, rooms: Sequence[Headroom], teller: Teller, simulated: bool = False) -> list[Line]:
    """Return the page of a repair, its first line the answer in one sentence."""
    text, style = first_line(found, teller)
    lines = block(text, teller.width, 0, 2, style)
    broken = breaches(found)
    if broken:
        lines += heading(teller.say(Text("Ce qui est enfreint", "What is broken")), teller)
        for finding in broken:
            lines += told_finding(finding, teller)
    for group in found.groups:
        lines += _group(found, group, teller)
    lines += _completed(found, teller)
    lines += _hopeless(found, teller)
    lines += [EMPTY, *safe_lines(found, teller)] if simulated else []
    lines += headroom_lines(rooms, teller)
    return [*lines, EMPTY, *origin(found.report, teller)]


def _group(found: Repair, group: Group, teller: Teller) -> list[Line]:
    if group.settled and len(found.groups) == 1:
        return []
    lines = heading(teller.say(_title(found, group)), teller)
    if group.settled:
        return lines + block(
            f"{MARKS['ok']} {teller.say(Text('rien à changer', 'nothing to change'))}", teller.width, 2, 4
        )
    if group.conflict is not None:
        lines += _conflict(found, group.conflict, teller)
    for code, subject in group.unsteered:
        whom = Text(subject.id or "convention", subject.id or "agreement")
        said = Text(f"{code} ({whom.fr}) ne se laisse pas écrire en montants : aucun changement n'est proposé",
                    f"{code} ({whom.en}) cannot be put in amounts: no change is proposed")  # fmt: skip
        lines += block(f"{MARKS['unknown']} {teller.say(said)}", teller.width, 2, 4)
    return lines + _alternatives(group, teller)


def _title(found: Repair, group: Group) -> Text:
    several = len(group.alternatives) > 1
    which = Text("Au choix", "Any of these") if several else Text("À changer", "To change")
    if group.conflict is not None:
        which = Text("Aucune solution", "No solution")
    if len(group.readings) > 1:
        return Text(f"{which.fr}, quelle que soit la lecture du texte", f"{which.en}, however the text is read")
    reading = group.readings[0]
    if reading is None:
        if found.model.declared:
            return Text(f"{which.fr}, selon les seules lectures retenues",
                        f"{which.en}, under the readings in force alone")  # fmt: skip
        return which
    option = found.model.rulebook.agreement.readings[reading.key].options[reading.value]
    return Text(f"{which.fr}, avec la lecture « {option.get('fr')} » ({reading})",
                f"{which.en}, under the reading “{option.en}” ({reading})")  # fmt: skip


def _alternatives(group: Group, teller: Teller) -> list[Line]:
    lines: list[Line] = []
    for number, each in enumerate(group.alternatives, 1):
        said = teller.lists([change_words(change, teller) for change in each.changes])
        if len(each.changes) > 1:
            cents = teller.amount(each.size.cents)
            said = teller.say(Text(f"{said} : {cents} en tout", f"{said}: {cents} in all"))
        lines += block(said, teller.width, 2, 5, "bold", f"{number}. ")
        if each.unknown:
            doubt = Text("{n:point reste non vérifiable|points restent non vérifiables}",
                         "{n:point|points} cannot be verified")  # fmt: skip
            codes = ", ".join(dict.fromkeys(f.rule for f in each.unknown))
            lines += block(
                f"{MARKS['unknown']} {teller.counted(doubt, n=len(each.unknown))} ({codes})", teller.width, 5, 7
            )
    if not group.complete:
        said = teller.say(Text("et d'autres de même ampleur", "and others of the same size"))
        lines += block(said, teller.width, 2)
    return lines


def _conflict(found: Repair, conflict: Conflict, teller: Teller) -> list[Line]:
    """Say which rules and lines cannot hold together."""
    rules = [f"{d.code} ({d.subject.id})" if d.subject.id else d.code for d in conflict.demands]
    said = Text(f"ne peuvent tenir ensemble : {lists(rules, 'fr')}", f"cannot hold together: {lists(rules, 'en')}")
    kept = [line.id for line in conflict.lines]
    if kept:
        said = Text(f"{said.fr}, en gardant {lists(kept, 'fr')} telle quelle" if len(kept) == 1
                    else f"{said.fr}, en gardant {lists(kept, 'fr')} telles quelles",
                    f"{said.en}, with {lists(kept, 'en')} kept as they stand" if len(kept) > 1
                    else f"{said.en}, with {kept[0]} kept as it stands")  # fmt: skip
    del found
    return block(f"{MARKS['error']} {teller.say(said)}", teller.width, 2, 4, STYLES["error"])


def _completed(found: Repair, teller: Teller) -> list[Line]:
    """Say what must change on the lines that no amount saves, and what would remain to change then."""
    if not found.blocked:
        return []
    names = teller.lists([each.line for each in found.blocked])
    many = len(found.blocked) > 1
    title = Text(f"Pour ne pas refuser {names}", f"Not to refuse {names}")
    lines = heading(teller.say(title), teller)
    for each in found.blocked:
        lines += _what_else(each, teller)
    if found.completed is None:
        even = Text("même ainsi, il faudrait les refuser" if many else f"même ainsi, il faudrait refuser {names}",
                    f"even so, {names} would have to be refused")  # fmt: skip
        return lines + block(teller.say(even), teller.width, 2)
    several = len(found.completed.alternatives) > 1
    then = Text("puis, au choix :" if several else "puis :", "then, any of these:" if several else "then:")
    if found.completed.settled:
        then = Text("et rien d'autre n'est à changer", "and nothing else needs changing")
    elif found.completed.conflict is not None:
        then = Text("même ainsi, aucun changement de montants ne suffit", "even so, no change of amounts is enough")
    lines += block(teller.say(then), teller.width, 2)
    return lines + _alternatives(found.completed, teller)


def _what_else(blocked: Blocked, teller: Teller) -> list[Line]:
    lines: list[Line] = []
    colon = teller.colon
    for finding in blocked.findings:
        what = teller.say(finding.remedy) or teller.say(finding.message)
        place = finding.location.words(teller.lang)
        said = f"{blocked.line}{colon}{what} ({finding.rule}{f', {place}' if place else ''})"
        lines += block(f"{MARKS['next']} {said}", teller.width, 2, 4)
    return lines


def _hopeless(found: Repair, teller: Teller) -> list[Line]:
    lines: list[Line] = []
    if found.hopeless:
        lines += heading(teller.say(Text("Ce qu'aucun montant ne change", "What no amount changes")), teller)
        for finding in found.hopeless:
            lines += told_finding(finding, teller)
    named = dict.fromkeys((each.rule.code, each.reason) for each in found.afterwards)
    if named:
        title = Text("Vérifié après coup, faute de pouvoir s'écrire en montants",
                     "Checked afterwards, as they cannot be put in amounts")  # fmt: skip
        lines += heading(teller.say(title), teller)
        colon = teller.colon
        for code, reason in named:
            lines += block(f"{MARKS['notice']} {code}{colon}{teller.say(reason)}", teller.width, 2, 4)
    return lines
