"""What cannot be verified and for want of what; what another reading of the agreement would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from innosprint_rules.engine.evaluation.missing_facts import column_words
from innosprint_rules.report.content.attention import by_rule
from innosprint_rules.report.content.outline import Item
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS, article, of, verdict_word
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report


class ToldDoubts(NamedTuple):
    """A title and the paragraphs below it; nothing is told where there are none."""

    title: str
    items: list[Item]


def doubts(findings: Iterable[Finding], teller: Teller) -> ToldDoubts:
    """Return what cannot be verified: a paragraph a rule and kind of missing fact, the gravest first."""
    unknown = [f for f in findings if f.verdict == "unknown"]
    unknown.sort(key=lambda f: ("error", "warning", "notice").index(f.severity))  # stable: the rulebook's order
    groups: dict[tuple[str, str, tuple[str, ...]], list[Finding]] = defaultdict(list)
    tables: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in unknown:
        facts = tuple(dict.fromkeys(teller.say(column_words(m, finding.context.world)) for m in finding.missing))
        if facts and all(m.id is None and m.fact == m.table for m in finding.missing):
            tables[facts].append(finding)
        groups[finding.rule, finding.severity, facts].append(finding)
    shared = {facts: group for facts, group in tables.items() if len({f.rule for f in group}) > 1}
    items: list[Item] = []
    for facts, group in shared.items():
        items += _without_table(facts, group, teller)
    for (rule, severity, facts), group in groups.items():
        if facts not in shared:
            items += _doubt(rule, severity, facts, group, teller)
    return ToldDoubts(f"{teller.say(Text('Non vérifiables', 'Cannot be verified'))} ({len(unknown)})", items)


def _without_table(facts: tuple[str, ...], group: list[Finding], teller: Teller) -> list[Item]:
    """Say once that a table is missing, then what cannot be verified for want of it."""
    colon = teller.colon
    lead = f"{MARKS['unknown']} {'il manque' if teller.lang == 'fr' else 'missing:'} {teller.lists(list(facts))}"
    items = [Item(1, teller.say(Text(" pour juger :", ", needed to judge:")), lead, "unknown")]
    for found in by_rule(group):
        first = found[0]
        rows = [f.subject.id for f in found if f.subject.id]
        which = f" ({_few(rows)})" if rows else ""
        items.append(Item(3, f"{first.rule}{which}{colon}{teller.say(first.compiled.rule.title)}"))
    return items


def _doubt(rule: str, severity: str, facts: tuple[str, ...], group: list[Finding], teller: Teller) -> list[Item]:
    first = group[0]
    lead = f"{MARKS['unknown']} {rule}"
    rows = [f.subject.id for f in group if f.subject.id]
    colon = teller.colon
    if len(rows) == 1:
        lead += f" {rows[0]}"
    grave = "" if severity == "error" else teller.say(Text(", moins grave", ", less serious"))
    said = f" {article(first, teller)}{grave}{colon}{teller.say(first.compiled.rule.title)}"
    if len(rows) > 1:
        said += f", {len(rows)}\u00a0{'lignes' if teller.lang == 'fr' else 'rows'} ({_few(rows)})"
    items = [Item(1, said, lead, "unknown")]
    if facts:
        owners = list(dict.fromkeys(m.id for f in group for m in f.missing if m.id))
        what = teller.lists(list(facts))
        of = f", {teller.either('pour', 'for')} {_few(owners)}" if owners and set(owners) != set(rows) else ""
        missing = teller.either("il manque", "missing:")
        items.append(Item(2, f"{MARKS['next']} {missing} {what}{of}"))
    return items


def _few(names: Sequence[str], most: int = 6) -> str:
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[: most - 1])}… " + (f"+{len(names) - most + 1}")


# readings --------------------------------------------------------------------------------------------


def contests(report: Report, findings: Iterable[Finding], teller: Teller) -> ToldDoubts:
    """Return what another reading of the agreement would break or mend, by question and answer."""
    groups: dict[tuple[str, str], dict[tuple[str, str, str], list[Finding]]] = {}
    harmless = 0
    for finding in findings:
        for key, value, verdict in finding.contested:
            if "violated" not in (finding.verdict, verdict):
                harmless += 1
                continue
            changed = groups.setdefault((key, value), {})
            changed.setdefault((finding.rule, finding.verdict, verdict), []).append(finding)
    items: list[Item] = []
    first = {which: not any(f.new for group in changed.values() for f in group) for which, changed in groups.items()}
    for key, value in sorted(groups, key=lambda which: (first[which], len(which[0]), which)):
        reading = report.rulebook.agreement.readings[key]
        now, other = reading.options[report.readings[key]], reading.options[value]
        asked = Text(f" {reading.question.fr} Ici : {now.fr}.", f" {reading.question.en} Here: {now.en}.")
        items.append(Item(1, teller.say(asked), f"{MARKS['notice']} {key}", "notice"))
        choice = f"--reading\u00a0{key}={value}"
        instead = teller.say(Text(f"Avec « {other.get('fr')} » ({choice}) :", f"With “{other.en}” ({choice}):"))
        told = [_changed(*change, group, teller) for change, group in groups[key, value].items()]
        items.append(Item(2, f"{instead} {teller.clauses(told)}"))
    if harmless:
        more = Text(
            "{n:autre verdict changerait|autres verdicts changeraient} sans rien enfreindre (--format json)",
            "{n:other verdict|other verdicts} would change without breaking anything (--format json)",
        )
        items.append(Item(1, teller.counted(more, n=harmless)))
    return ToldDoubts(teller.say(Text("Selon la lecture du texte", "Depending on how the text is read")), items)


def _changed(rule: str, before: str, after: str, group: list[Finding], teller: Teller) -> str:
    nature = group[0].nature
    rows = [f.subject.id for f in group if f.subject.id]
    which = f" ({_few(rows)})" if rows else ""
    was, becomes = teller.say(verdict_word(before, nature)), teller.say(verdict_word(after, nature))
    return teller.either(f"{rule}{which} {becomes}, au lieu {of(was)}", f"{rule}{which} {becomes} instead of {was}")
