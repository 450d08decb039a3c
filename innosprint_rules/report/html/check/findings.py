"""What needs attention: rule by rule, each finding with its place, what to do and how it was reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.attention import VerdictSection, by_rule, sections
from innosprint_rules.report.content.doubts import doubts
from innosprint_rules.report.content.words import MARKS, article, left_out
from innosprint_rules.report.html.check.context import PageContext, folded, kind_of, verdict_pill
from innosprint_rules.report.html.check.derivations import derivation
from innosprint_rules.report.html.check.outline import outline
from innosprint_rules.report.html.markup import Child, Html, join, mark, tag
from innosprint_rules.wording import capital

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding

SHOWN, DERIVED = 200, 25  # rows of one rule that are told, and those of them that are derived


def told_sections(findings: Iterable[Finding], context: PageContext, level: int = 3) -> Html:
    """Return what is violated or lost, the gravest first, then what cannot be verified."""
    found = list(findings)
    return join(
        [_section(each, context, level) for each in sections(found)],
        told_doubts(found, context, level),
    )


def _section(part: VerdictSection, context: PageContext, level: int) -> Html:
    title = f"{context.teller.say(part.title)} ({len(part.findings)})"
    return join(tag(f"h{level}", title), [rule_card(group, context, level + 1) for group in by_rule(part.findings)])


def rule_card(group: Sequence[Finding], context: PageContext, level: int) -> Html:
    """Return one rule with all that was found against it."""
    first, teller = group[0], context.teller
    remedies = {teller.say(f.remedy) for f in group}
    title = capital(teller.say(first.compiled.rule.title))
    head = tag(
        f"h{level}",
        verdict_pill(first, teller),
        " ",
        tag("b", first.rule, class_="code"),
        " ",
        tag("span", title, class_="rule"),
        " ",
        tag("span", article(first, context.teller), class_="article"),
    )
    apart = len(group) == 1 or len(remedies) > 1  # else what to do is said once, below the rows
    items = [found_item(f, context, nth < DERIVED, apart) for nth, f in enumerate(group[:SHOWN])]
    more = tag("p", left_out(len(group) - SHOWN, teller)) if len(group) > SHOWN else None
    shared = None if apart else remedy(first, context)
    return tag("article", head, tag("ul", items, class_="found"), more, shared, class_=f"card {kind_of(first)}")


def found_item(finding: Finding, context: PageContext, derived: bool, with_remedy: bool) -> Html:
    """Return one finding: on what, what was found, where, how."""
    teller = context.teller
    subject = tag("b", finding.subject.id, context.teller.colon) if finding.subject.id else None
    message = teller.say(finding.message)
    fresh = [" ", tag("span", context.say("nouveau", "new"), class_="new")] if finding.new else None
    return tag(
        "li",
        tag("p", subject, message if subject else capital(message), fresh, place(finding, context), class_="said"),
        remedy(finding, context) if with_remedy else None,
        derivation(finding, context) if derived else None,
    )


def verdict_item(finding: Finding, context: PageContext, named: bool = True) -> Html:
    """Return one verdict with how it was reached, where no heading says which rule it is of."""
    reached = None if finding.verdict == "not_applicable" else derivation(finding, context)
    return tag("li", verdict_words(finding, context, named, place(finding, context) if named else None), reached)


def verdict_words(finding: Finding, context: PageContext, named: bool = False, *after: Child) -> Html:
    """Return one verdict in a sentence: the verdict, the rule, on what when it must be ``named``, the message."""
    said = context.teller.say(finding.message)
    subject = tag("b", finding.subject.id, context.teller.colon) if named and finding.subject.id else None
    return tag(
        "p",
        verdict_pill(finding, context.teller),
        " ",
        tag("b", finding.rule, class_="code"),
        " ",
        subject,
        said if subject else capital(said),
        *after,
        class_="said",
    )


def place(finding: Finding, context: PageContext) -> Html | None:
    """Return where the finding stands in the files."""
    where = finding.location.words(context.teller.lang)
    return join(" ", tag("span", f"[{where}]", class_="place")) if where else None


def remedy(finding: Finding, context: PageContext) -> Html | None:
    """Return what to do, when there is something."""
    text = context.teller.say(finding.remedy)
    if not text:
        return None
    label = tag("b", mark(MARKS["next"]), context.say("Que faire", "What to do"), context.teller.colon)
    return tag("p", label, text, class_="remedy")


def told_doubts(findings: Iterable[Finding], context: PageContext, level: int) -> Html | None:
    """Return what cannot be verified, with what is missing, the gravest first."""
    unknown = [f for f in findings if f.verdict == "unknown"]
    if not unknown:
        return None
    unknown.sort(key=lambda f: ("error", "warning", "notice").index(f.severity))
    told = doubts(unknown, context.teller)
    each = [verdict_item(f, context) for group in by_rule(unknown) for f in group[:DERIVED]]
    how = context.say("Point par point, avec le raisonnement", "Point by point, with the reasoning")
    return join(
        tag(f"h{level}", told.title),
        tag("div", outline(told.items), folded(how, tag("ul", each, class_="found")), class_="card unknown doubts"),
    )
