"""What needs attention, in lines: findings of one rule stand together, the rule once, then its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.attention import VerdictSection, by_rule
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS, STYLES, article, left_out
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding

SHOWN = 5  # rows of one rule


def told_sections(found: Sequence[VerdictSection], teller: Teller, mark_new: bool = False) -> list[Line]:
    """Return the lines of sections, each rule once."""
    lines: list[Line] = []
    for section in found:
        lines += heading(f"{teller.say(section.title)} ({len(section.findings)})", teller)
        for group in by_rule(section.findings):
            lines += told_rule(group, teller, mark_new)
    return lines


def heading(title: str, teller: Teller) -> list[Line]:
    """Return an empty line and a title."""
    return [Line(""), Line(teller.either(f"{title}\u00a0:", f"{title}:"), STYLES["title"])]


def told_rule(group: Sequence[Finding], teller: Teller, mark_new: bool = False) -> list[Line]:
    """Return one rule's findings: where, what, what to do."""
    first = group[0]
    mark = MARKS["unknown"] if first.verdict == "unknown" else MARKS[first.severity]
    style = STYLES["unknown"] if first.verdict == "unknown" else STYLES[first.severity]
    if len(group) == 1:
        return told_finding(first, teller, mark_new=mark_new)
    remedies = {teller.say(f.remedy) for f in group}
    colon = teller.colon
    against = Text("{n} fois contre la règle « {title} »", "{n} times against the rule “{title}”")
    if first.nature == "guidance":
        against = Text("{n} fois à l'écart du repère « {title} »", "{n} times away from the guide “{title}”")
    words = {"n": str(len(group)), "title": teller.say(first.compiled.rule.title)}
    said = f"{article(first, teller)} {teller.say(against.fill(**words))}"
    lines = block(said, teller.width, 2, 4, style, f"{mark} {first.rule} ")
    for finding in group[:SHOWN]:
        name = f"{finding.subject.id or ''}{_new(finding, teller, mark_new)}"
        place = finding.location.words(teller.lang)
        said = teller.say(finding.message) + (f" [{place}]" if place else "")
        lines += block(f"{colon}{said}" if name else said, teller.width, 6, 8, "bold", name)
        if len(remedies) > 1:
            lines += remedy(finding, teller, 8)
    if len(group) > SHOWN:
        lines += block(left_out(len(group) - SHOWN, teller), teller.width, 6)
    if len(remedies) == 1:
        lines += remedy(first, teller, 4)
    return lines


def told_finding(
    finding: Finding, teller: Teller, indent: int = 2, mark_new: bool = False, named: bool = True
) -> list[Line]:
    """Return one finding: what, then where, then what to do."""
    kind = "unknown" if finding.verdict == "unknown" else finding.severity
    subject = f" {finding.subject.id}" if named and finding.subject.id else ""
    lead = f"{MARKS[kind]} {finding.rule}{subject}{_new(finding, teller, mark_new)} "
    hang = indent + 2
    lines = block(
        f"{article(finding, teller)} {teller.say(finding.message)}", teller.width, indent, hang, STYLES[kind], lead
    )
    place = finding.location.words(teller.lang)
    if place:
        lines += block(place, teller.width, hang, style="dim")
    return lines + remedy(finding, teller, hang)


def remedy(finding: Finding, teller: Teller, indent: int) -> list[Line]:
    """Return what to do, when there is something."""
    text = teller.say(finding.remedy)
    return block(f"{MARKS['next']} {text}", teller.width, indent, indent + 2) if text else []


def _new(finding: Finding, teller: Teller, mark_new: bool) -> str:
    return (teller.either(" (nouveau)", " (new)")) if mark_new and finding.new else ""
