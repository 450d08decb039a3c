"""A repair in lines: what to change so that the proposal may be voted, what no amount changes, what room is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.repair import _broken, change_words, first_line
from innosprint_rules.report.content.words import MARKS, STYLES, amount, counted
from innosprint_rules.report.text.attention import heading, told_finding
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.report.text.parts import headroom_lines, origin
from innosprint_rules.wording import COLON, Lang, Text, lists

if TYPE_CHECKING:
    from innosprint_rules.allocation.repairing.headroom import Headroom
    from innosprint_rules.allocation.repairing.results import Blocked, Group, Repair
    from innosprint_rules.allocation.solver.infeasible import Conflict


def repair_lines(found: Repair, rooms: Sequence[Headroom], lang: Lang, width: int) -> list[Line]:
    """Return the page of a repair, its first line the answer in one sentence."""
    text, style = first_line(found, lang)
    lines = block(text, width, 0, 2, style)
    broken = _broken(found)
    if broken:
        lines += heading(Text("Ce qui est enfreint", "What is broken").get(lang), lang)
        for finding in broken:
            lines += told_finding(finding, lang, width)
    for group in found.groups:
        lines += _group(found, group, lang, width)
    lines += _completed(found, lang, width)
    lines += _hopeless(found, lang, width)
    lines += headroom_lines(rooms, lang, width)
    return [*lines, EMPTY, *origin(found.report, lang, width)]


def _group(found: Repair, group: Group, lang: Lang, width: int) -> list[Line]:
    if group.settled and len(found.groups) == 1:
        return []
    lines = heading(_title(found, group).get(lang), lang)
    if group.settled:
        return lines + block(f"{MARKS['ok']} {Text('rien à changer', 'nothing to change').get(lang)}", width, 2, 4)
    if group.conflict is not None:
        lines += _conflict(found, group.conflict, lang, width)
    for code, subject in group.unsteered:
        whom = Text(subject.id or "convention", subject.id or "agreement")
        said = Text(f"{code} ({whom.fr}) ne se laisse pas écrire en montants : aucun changement n'est proposé",
                    f"{code} ({whom.en}) cannot be put in amounts: no change is proposed")  # fmt: skip
        lines += block(f"{MARKS['unknown']} {said.get(lang)}", width, 2, 4)
    return lines + _alternatives(group, lang, width)


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


def _alternatives(group: Group, lang: Lang, width: int) -> list[Line]:
    lines: list[Line] = []
    for number, each in enumerate(group.alternatives, 1):
        said = lists([change_words(change, lang) for change in each.changes], lang)
        if len(each.changes) > 1:
            cents = amount(each.size.cents, lang)
            said = Text(f"{said} : {cents} en tout", f"{said}: {cents} in all").get(lang)
        lines += block(said, width, 2, 5, "bold", f"{number}. ")
        if each.unknown:
            doubt = Text("{n:point reste non vérifiable|points restent non vérifiables}",
                         "{n:point|points} cannot be verified")  # fmt: skip
            codes = ", ".join(dict.fromkeys(f.rule for f in each.unknown))
            lines += block(f"{MARKS['unknown']} {counted(doubt, lang, n=len(each.unknown))} ({codes})", width, 5, 7)
    if not group.complete:
        said = Text("et d'autres de même ampleur", "and others of the same size").get(lang)
        lines += block(said, width, 2)
    return lines


def _conflict(found: Repair, conflict: Conflict, lang: Lang, width: int) -> list[Line]:
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
    return block(f"{MARKS['error']} {said.get(lang)}", width, 2, 4, STYLES["error"])


def _completed(found: Repair, lang: Lang, width: int) -> list[Line]:
    """Say what must change on the lines that no amount saves, and what would remain to change then."""
    if not found.blocked:
        return []
    names = lists([each.line for each in found.blocked], lang)
    many = len(found.blocked) > 1
    title = Text(f"Pour ne pas refuser {names}", f"Not to refuse {names}")
    lines = heading(title.get(lang), lang)
    for each in found.blocked:
        lines += _what_else(each, lang, width)
    if found.completed is None:
        even = Text("même ainsi, il faudrait les refuser" if many else f"même ainsi, il faudrait refuser {names}",
                    f"even so, {names} would have to be refused")  # fmt: skip
        return lines + block(even.get(lang), width, 2)
    several = len(found.completed.alternatives) > 1
    then = Text("puis, au choix :" if several else "puis :", "then, any of these:" if several else "then:")
    if found.completed.settled:
        then = Text("et rien d'autre n'est à changer", "and nothing else needs changing")
    elif found.completed.conflict is not None:
        then = Text("même ainsi, aucun changement de montants ne suffit", "even so, no change of amounts is enough")
    lines += block(then.get(lang), width, 2)
    return lines + _alternatives(found.completed, lang, width)


def _what_else(blocked: Blocked, lang: Lang, width: int) -> list[Line]:
    lines: list[Line] = []
    colon = COLON[lang]
    for finding in blocked.findings:
        what = finding.remedy.get(lang) or finding.message.get(lang)
        place = finding.location.words(lang)
        said = f"{blocked.line}{colon}{what} ({finding.rule}{f', {place}' if place else ''})"
        lines += block(f"{MARKS['next']} {said}", width, 2, 4)
    return lines


def _hopeless(found: Repair, lang: Lang, width: int) -> list[Line]:
    lines: list[Line] = []
    if found.hopeless:
        lines += heading(Text("Ce qu'aucun montant ne change", "What no amount changes").get(lang), lang)
        for finding in found.hopeless:
            lines += told_finding(finding, lang, width)
    named = dict.fromkeys((each.rule.code, each.reason) for each in found.afterwards)
    if named:
        title = Text("Vérifié après coup, faute de pouvoir s'écrire en montants",
                     "Checked afterwards, as they cannot be put in amounts")  # fmt: skip
        lines += heading(title.get(lang), lang)
        colon = COLON[lang]
        for code, reason in named:
            lines += block(f"{MARKS['notice']} {code}{colon}{reason.get(lang)}", width, 2, 4)
    return lines
