"""What cannot be verified and for want of what; what another reading of the agreement would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from innosprint_rules.engine.evaluation.missing import column_words
from innosprint_rules.report.content.words import MARKS, STYLES, article, counted, of, verdict_word
from innosprint_rules.report.text.attention import by_rule, heading
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.wording import Lang, Text, clauses, lists

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report


def doubts(findings: Iterable[Finding], lang: Lang, width: int) -> list[Line]:
    """Return what cannot be verified: a line a rule and kind of missing fact, the gravest first."""
    unknown = [f for f in findings if f.verdict == "unknown"]
    if not unknown:
        return []
    unknown.sort(key=lambda f: ("error", "warning", "notice").index(f.severity))  # stable: the rulebook's order
    groups: dict[tuple[str, str, tuple[str, ...]], list[Finding]] = defaultdict(list)
    tables: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in unknown:
        facts = tuple(dict.fromkeys(column_words(m, finding.context.world).get(lang) for m in finding.missing))
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
    said = f" {article(first, lang)}{grave}{colon}{first.compiled.rule.title.get(lang)}"
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
    first = {which: not any(f.new for group in changed.values() for f in group) for which, changed in groups.items()}
    for key, value in sorted(groups, key=lambda which: (first[which], len(which[0]), which)):
        reading = report.rulebook.agreement.readings[key]
        now, other = reading.options[report.readings[key]], reading.options[value]
        asked = Text(f" {reading.question.fr} Ici : {now.fr}.", f" {reading.question.en} Here: {now.en}.")
        lines += block(asked.get(lang), width, 2, 4, "", f"{MARKS['notice']} {key}")
        choice = f"--reading\u00a0{key}={value}"
        instead = Text(f"Avec « {other.get('fr')} » ({choice}) :", f"With “{other.en}” ({choice}):").get(lang)
        told = [_changed(*change, group, lang) for change, group in groups[key, value].items()]
        lines += block(f"{instead} {clauses(told, lang)}", width, 4, 6)
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
    return (
        f"{rule}{which} {becomes}, au lieu {of(was)}" if lang == "fr" else f"{rule}{which} {becomes} instead of {was}"
    )
