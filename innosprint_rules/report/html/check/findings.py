"""What needs attention: rule by rule, each finding with its place, what to do and how it was reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.attention import Section, by_rule, sections
from innosprint_rules.report.content.doubts import doubts
from innosprint_rules.report.content.words import MARKS, article, left_out
from innosprint_rules.report.html.check.derivations import derivation
from innosprint_rules.report.html.check.outline import outline
from innosprint_rules.report.html.check.telling import Telling, folded, kind_of, verdict_pill
from innosprint_rules.report.html.markup import Child, Html, join, mark, tag
from innosprint_rules.wording import capital

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding

SHOWN, DERIVED = 200, 25  # rows of one rule that are told, and those of them that are derived


def told_sections(findings: Iterable[Finding], telling: Telling, level: int = 3) -> Html:
    """Return what is violated or lost, the gravest first, then what cannot be verified."""
    found = list(findings)
    return join(
        [_section(each, telling, level) for each in sections(found)],
        told_doubts(found, telling, level),
    )


def _section(part: Section, telling: Telling, level: int) -> Html:
    title = f"{part.title.get(telling.lang)} ({len(part.findings)})"
    return join(tag(f"h{level}", title), [rule_card(group, telling, level + 1) for group in by_rule(part.findings)])


def rule_card(group: Sequence[Finding], telling: Telling, level: int) -> Html:
    """Return one rule with all that was found against it."""
    first, lang = group[0], telling.lang
    remedies = {f.remedy.get(lang) for f in group}
    title = capital(first.compiled.rule.title.get(lang))
    head = tag(
        f"h{level}",
        verdict_pill(first, lang), " ", tag("b", first.rule, class_="code"), " ",
        tag("span", title, class_="rule"), " ", tag("span", article(first, telling.lang), class_="article"),
    )  # fmt: skip
    apart = len(group) == 1 or len(remedies) > 1  # else what to do is said once, below the rows
    items = [found_item(f, telling, nth < DERIVED, apart) for nth, f in enumerate(group[:SHOWN])]
    more = tag("p", left_out(len(group) - SHOWN, lang)) if len(group) > SHOWN else None
    shared = None if apart else remedy(first, telling)
    return tag("article", head, tag("ul", items, class_="found"), more, shared, class_=f"card {kind_of(first)}")


def found_item(finding: Finding, telling: Telling, derived: bool, with_remedy: bool) -> Html:
    """Return one finding: on what, what was found, where, how."""
    lang = telling.lang
    subject = tag("b", finding.subject.id, telling.colon) if finding.subject.id else None
    message = finding.message.get(lang)
    fresh = [" ", tag("span", telling.say("nouveau", "new"), class_="new")] if finding.new else None
    return tag(
        "li",
        tag("p", subject, message if subject else capital(message), fresh, place(finding, telling), class_="said"),
        remedy(finding, telling) if with_remedy else None,
        derivation(finding, telling) if derived else None,
    )


def verdict_item(finding: Finding, telling: Telling, named: bool = True) -> Html:
    """Return one verdict with how it was reached, where no heading says which rule it is of."""
    grave = kind_of(finding) not in ("ok", "calm")
    reached = None if finding.verdict == "not_applicable" else derivation(finding, telling, on_paper=grave)
    return tag("li", verdict_words(finding, telling, named, place(finding, telling) if named else None), reached)


def verdict_words(finding: Finding, telling: Telling, named: bool = False, *after: Child) -> Html:
    """Return one verdict in a sentence: the verdict, the rule, on what when it must be ``named``, the message."""
    said = finding.message.get(telling.lang)
    subject = tag("b", finding.subject.id, telling.colon) if named and finding.subject.id else None
    return tag(
        "p", verdict_pill(finding, telling.lang), " ", tag("b", finding.rule, class_="code"), " ",
        subject, said if subject else capital(said), *after, class_="said",
    )  # fmt: skip


def place(finding: Finding, telling: Telling) -> Html | None:
    """Return where the finding stands in the files."""
    where = finding.location.words(telling.lang)
    return join(" ", tag("span", f"[{where}]", class_="place")) if where else None


def remedy(finding: Finding, telling: Telling) -> Html | None:
    """Return what to do, when there is something."""
    text = finding.remedy.get(telling.lang)
    if not text:
        return None
    label = tag("b", mark(MARKS["next"]), telling.say("Que faire", "What to do"), telling.colon)
    return tag("p", label, text, class_="remedy")


def told_doubts(findings: Iterable[Finding], telling: Telling, level: int) -> Html | None:
    """Return what cannot be verified, with what is missing, the gravest first."""
    unknown = [f for f in findings if f.verdict == "unknown"]
    if not unknown:
        return None
    unknown.sort(key=lambda f: ("error", "warning", "notice").index(f.severity))
    told = doubts(unknown, telling.lang)
    each = [verdict_item(f, telling) for group in by_rule(unknown) for f in group[:DERIVED]]
    how = telling.say("Point par point, avec le raisonnement", "Point by point, with the reasoning")
    return join(
        tag(f"h{level}", told.title),
        tag("div", outline(told.items), folded(how, tag("ul", each, class_="found")), class_="card unknown doubts"),
    )
