"""What needs attention: broken rules, lost causes, doubts, readings that would change a verdict.

Findings of one rule stand together: the rule once, then its rows, the first few of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from innosprint_rules.report.layout import Line, block
from innosprint_rules.report.words import MARKS, STYLES, article, counted, left_out, verdict_word
from innosprint_rules.wording import Lang, Text, lists

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report

SHOWN = 5  # rows of one rule


class Section(NamedTuple):
    """A heading and the findings below it."""

    title: Text
    findings: list[Finding]


_FAULTS = (
    ("error", Text("Manquements", "Breaches")),
    ("warning", Text("Avertissements", "Warnings")),
    ("notice", Text("Remarques", "Remarks")),
)


def sections(findings: Iterable[Finding]) -> list[Section]:
    """Part what is violated or lost by how grave it is; objectives and guidance under their own words."""
    violated = [f for f in findings if f.verdict == "violated"]
    lost = [f for f in findings if f.verdict == "pending" and f.reachable is False]
    plain = [f for f in violated if f.nature not in ("objective", "guidance")]
    found = [Section(title, [f for f in plain if f.severity == severity]) for severity, title in _FAULTS]
    found.insert(
        1,
        Section(
            Text("Compromis : l'échéance ne peut plus être tenue", "Lost: the deadline can no longer be met"), lost
        ),
    )
    departures = [f for f in violated if f.nature == "guidance"]
    departures.sort(key=lambda f: ("error", "warning", "notice").index(f.severity))
    found += [
        Section(Text("Écarts avec les orientations de la convention", "Departures from the agreement's guidance"),
                departures),
        Section(Text("Objectifs non atteints", "Objectives not reached"),
                [f for f in violated if f.nature == "objective"]),
    ]  # fmt: skip
    return [section for section in found if section.findings]


def told_sections(found: Sequence[Section], lang: Lang, width: int, mark_new: bool = False) -> list[Line]:
    """Return the lines of sections, each rule once."""
    lines: list[Line] = []
    for section in found:
        lines += heading(f"{section.title.get(lang)} ({len(section.findings)})", lang)
        for group in by_rule(section.findings):
            lines += told_rule(group, lang, width, mark_new)
    return lines


def heading(title: str, lang: Lang) -> list[Line]:
    """Return an empty line and a title."""
    return [Line(""), Line(f"{title}\u00a0:" if lang == "fr" else f"{title}:", STYLES["title"])]


def by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return findings together by rule, in their order."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.rule].append(finding)
    return list(groups.values())


def told_rule(group: Sequence[Finding], lang: Lang, width: int, mark_new: bool = False) -> list[Line]:
    """Return one rule's findings: where, what, what to do."""
    first = group[0]
    mark = MARKS["unknown"] if first.verdict == "unknown" else MARKS[first.severity]
    style = STYLES["unknown"] if first.verdict == "unknown" else STYLES[first.severity]
    if len(group) == 1:
        return told_finding(first, lang, width, mark_new=mark_new)
    remedies = {f.remedy.get(lang) for f in group}
    colon = "\u00a0: " if lang == "fr" else ": "
    against = Text("{n} fois contre la règle « {title} »", "{n} times against the rule “{title}”")
    if first.nature == "guidance":
        against = Text("{n} fois à l'écart du repère « {title} »", "{n} times away from the guide “{title}”")
    words = {"n": str(len(group)), "title": first.compiled.rule.title.get(lang)}
    said = f"{article(first)} {against.fill(**words).get(lang)}"
    lines = block(said, width, 2, 4, style, f"{mark} {first.rule} ")
    for finding in group[:SHOWN]:
        name = f"{finding.subject.id or ''}{_new(finding, lang, mark_new)}"
        place = finding.location.words(lang)
        said = finding.message.get(lang) + (f" [{place}]" if place else "")
        lines += block(f"{colon}{said}" if name else said, width, 6, 8, "bold", name)
        if len(remedies) > 1:
            lines += remedy(finding, lang, width, 8)
    if len(group) > SHOWN:
        lines += block(left_out(len(group) - SHOWN, lang), width, 6)
    if len(remedies) == 1:
        lines += remedy(first, lang, width, 4)
    return lines


def told_finding(
    finding: Finding, lang: Lang, width: int, indent: int = 2, mark_new: bool = False, named: bool = True
) -> list[Line]:
    """Return one finding: what, then where, then what to do."""
    kind = "unknown" if finding.verdict == "unknown" else finding.severity
    subject = f" {finding.subject.id}" if named and finding.subject.id else ""
    lead = f"{MARKS[kind]} {finding.rule}{subject}{_new(finding, lang, mark_new)} "
    hang = indent + 2
    lines = block(f"{article(finding)} {finding.message.get(lang)}", width, indent, hang, STYLES[kind], lead)
    place = finding.location.words(lang)
    if place:
        lines += block(place, width, hang, style="dim")
    return lines + remedy(finding, lang, width, hang)


def remedy(finding: Finding, lang: Lang, width: int, indent: int) -> list[Line]:
    """Return what to do, when there is something."""
    text = finding.remedy.get(lang)
    return block(f"{MARKS['next']} {text}", width, indent, indent + 2) if text else []


def _new(finding: Finding, lang: Lang, mark_new: bool) -> str:
    return (" (nouveau)" if lang == "fr" else " (new)") if mark_new and finding.new else ""


# doubts ----------------------------------------------------------------------------------------------


def doubts(findings: Iterable[Finding], lang: Lang, width: int) -> list[Line]:
    """Return what cannot be verified: a line a rule and kind of missing fact, the gravest first."""
    unknown = [f for f in findings if f.verdict == "unknown"]
    if not unknown:
        return []
    unknown.sort(key=lambda f: ("error", "warning", "notice").index(f.severity))  # stable: the rulebook's order
    groups: dict[tuple[str, str, tuple[str, ...]], list[Finding]] = defaultdict(list)
    tables: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in unknown:
        facts = tuple(dict.fromkeys(_fact(finding, m.fact, m.table, m.id, lang) for m in finding.missing))
        if facts and all(m.id is None and m.fact == m.table for m in finding.missing):
            tables[facts].append(finding)
        groups[finding.rule, finding.severity, facts].append(finding)
    shared = {facts: group for facts, group in tables.items() if len({f.rule for f in group}) > 1}
    lines = heading(f"{Text('Non vérifiables', 'Cannot be verified').get(lang)} ({len(unknown)})", lang)
    for facts, group in shared.items():
        lines += _without_table(facts, group, lang, width)
    for (rule, severity, facts), group in groups.items():
        if facts not in shared:
            lines += _doubt(rule, severity, facts, group, lang, width)
    return lines


def _without_table(facts: tuple[str, ...], group: list[Finding], lang: Lang, width: int) -> list[Line]:
    """Say once that a table is missing, then what cannot be verified for want of it."""
    colon = "\u00a0: " if lang == "fr" else ": "
    lead = f"{MARKS['unknown']} {'il manque' if lang == 'fr' else 'missing:'} {lists(list(facts), lang)}"
    lines = block(Text(" pour juger :", ", needed to judge:").get(lang), width, 2, 4, STYLES["unknown"], lead)
    for found in by_rule(group):
        first = found[0]
        rows = [f.subject.id for f in found if f.subject.id]
        which = f" ({_few(rows)})" if rows else ""
        lines += block(f"{first.rule}{which}{colon}{first.compiled.rule.title.get(lang)}", width, 6, 8)
    return lines


def _doubt(
    rule: str, severity: str, facts: tuple[str, ...], group: list[Finding], lang: Lang, width: int
) -> list[Line]:
    first = group[0]
    lead = f"{MARKS['unknown']} {rule}"
    rows = [f.subject.id for f in group if f.subject.id]
    colon = "\u00a0: " if lang == "fr" else ": "
    if len(rows) == 1:
        lead += f" {rows[0]}"
    grave = "" if severity == "error" else Text(", moins grave", ", less serious").get(lang)
    said = f" {article(first)}{grave}{colon}{first.compiled.rule.title.get(lang)}"
    if len(rows) > 1:
        said += f", {len(rows)}\u00a0{'lignes' if lang == 'fr' else 'rows'} ({_few(rows)})"
    lines = block(said, width, 2, 4, STYLES["unknown"], lead)
    if facts:
        owners = list(dict.fromkeys(m.id for f in group for m in f.missing if m.id))
        what = lists(list(facts), lang)
        of = f" ({_few(owners)})" if owners and set(owners) != set(rows) else ""
        missing = "il manque" if lang == "fr" else "missing:"
        lines += block(f"{MARKS['next']} {missing} {what}{of}", width, 4, 6)
    return lines


def _fact(finding: Finding, fact: str, table: str, identity: str | None, lang: Lang) -> str:
    described = finding.context.world.schema(table)
    name = described.name if lang == "fr" else table
    if identity is None and fact == table:
        return f"la table «\u00a0{name}\u00a0»" if lang == "fr" else f"the table “{name}”"
    column = described.header_of(fact) if lang == "fr" else fact
    if identity is None and table != "convention":
        return f"la colonne «\u00a0{column}\u00a0» ({name})" if lang == "fr" else f"the column “{column}” ({name})"
    return f"{column} ({name})"


def _few(names: Sequence[str], most: int = 6) -> str:
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[: most - 1])}… " + (f"+{len(names) - most + 1}")


# readings --------------------------------------------------------------------------------------------


def contests(report: Report, findings: Iterable[Finding], lang: Lang, width: int) -> list[Line]:
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
    if not groups and not harmless:
        return []
    lines = heading(Text("Selon la lecture du texte", "Depending on how the text is read").get(lang), lang)
    for key, value in sorted(groups):
        reading = report.rulebook.agreement.readings[key]
        now, other = reading.options[report.readings[key]], reading.options[value]
        asked = Text(f" {reading.question.fr} Ici : {now.fr}.", f" {reading.question.en} Here: {now.en}.")
        lines += block(asked.get(lang), width, 2, 4, "", f"{MARKS['notice']} {key}")
        choice = f"--reading\u00a0{key}={value}"
        instead = Text(f"Avec « {other.fr} » ({choice}) :", f"With “{other.en}” ({choice}):").get(lang)
        told = [_changed(*change, group, lang) for change, group in groups[key, value].items()]
        lines += block(f"{instead} {' ; '.join(told) if lang == 'fr' else '; '.join(told)}", width, 4, 6)
    if harmless:
        more = Text(
            "{n:autre verdict changerait|autres verdicts changeraient} sans rien enfreindre (--format json)",
            "{n:other verdict|other verdicts} would change without breaking anything (--format json)",
        )
        lines += block(counted(more, lang, n=harmless), width, 2, 4)  # fmt: skip
    return lines


def _changed(rule: str, before: str, after: str, group: list[Finding], lang: Lang) -> str:
    nature = group[0].nature
    rows = [f.subject.id for f in group if f.subject.id]
    which = f" ({_few(rows)})" if rows else ""
    was, becomes = verdict_word(before, nature).get(lang), verdict_word(after, nature).get(lang)
    return f"{rule}{which} {becomes}, au lieu de {was}" if lang == "fr" else f"{rule}{which} {becomes}, not {was}"
