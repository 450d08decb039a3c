"""What needs attention, in lines: findings of one rule stand together, the rule once, then its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.attention import Section, by_rule
from innosprint_rules.report.content.words import MARKS, STYLES, article, left_out
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.wording import COLON, Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding

SHOWN = 5  # rows of one rule


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


def told_rule(group: Sequence[Finding], lang: Lang, width: int, mark_new: bool = False) -> list[Line]:
    """Return one rule's findings: where, what, what to do."""
    first = group[0]
    mark = MARKS["unknown"] if first.verdict == "unknown" else MARKS[first.severity]
    style = STYLES["unknown"] if first.verdict == "unknown" else STYLES[first.severity]
    if len(group) == 1:
        return told_finding(first, lang, width, mark_new=mark_new)
    remedies = {f.remedy.get(lang) for f in group}
    colon = COLON[lang]
    against = Text("{n} fois contre la règle « {title} »", "{n} times against the rule “{title}”")
    if first.nature == "guidance":
        against = Text("{n} fois à l'écart du repère « {title} »", "{n} times away from the guide “{title}”")
    words = {"n": str(len(group)), "title": first.compiled.rule.title.get(lang)}
    said = f"{article(first, lang)} {against.fill(**words).get(lang)}"
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
    lines = block(f"{article(finding, lang)} {finding.message.get(lang)}", width, indent, hang, STYLES[kind], lead)
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
