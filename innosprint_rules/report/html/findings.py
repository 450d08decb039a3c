"""What needs attention: rule by rule, each finding with its place, what to do and how it was reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.attention import Section, by_rule, doubts, sections
from innosprint_rules.report.html.derivations import derivation
from innosprint_rules.report.html.outline import sentences
from innosprint_rules.report.html.telling import WIDE, Telling, capital, kind_of, verdict_pill
from innosprint_rules.report.html_markup import Html, join, mark, tag
from innosprint_rules.report.words import MARKS, article, left_out

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
        tag("span", title, class_="rule"), " ", tag("span", article(first), class_="article"),
    )  # fmt: skip
    items = [found_item(f, telling, place < DERIVED, len(remedies) > 1) for place, f in enumerate(group[:SHOWN])]
    more = tag("p", left_out(len(group) - SHOWN, lang)) if len(group) > SHOWN else None
    shared = remedy(first, telling) if len(remedies) == 1 else None
    return tag("article", head, tag("ul", items, class_="found"), more, shared, class_=f"card {kind_of(first)}")


def found_item(finding: Finding, telling: Telling, derived: bool, with_remedy: bool) -> Html:
    """Return one finding: on what, what was found, where, how."""
    lang = telling.lang
    subject = tag("b", finding.subject.id, telling.colon) if finding.subject.id else None
    message = finding.message.get(lang)
    fresh = tag("span", "nouveau" if lang == "fr" else "new", class_="new") if finding.new else None
    return tag(
        "li",
        tag("p", subject, message if subject else capital(message), " " if fresh else None, fresh, class_="said"),
        place(finding, telling),
        remedy(finding, telling) if with_remedy else None,
        derivation(finding, telling) if derived else None,
    )


def place(finding: Finding, telling: Telling) -> Html | None:
    """Return where the finding stands in the files."""
    where = finding.location.words(telling.lang)
    return tag("p", where, class_="place") if where else None


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
    _, title, *_ = doubts(unknown, telling.lang, WIDE)
    cards = [
        tag(
            "article",
            sentences(doubts(group, telling.lang, WIDE)[2:]),
            [_why(f, telling) for f in group[:DERIVED]],
            class_="card unknown",
        )
        for group in by_rule(unknown)
    ]
    return join(tag(f"h{level}", title.text.rstrip("\u00a0:")), cards)


def _why(finding: Finding, telling: Telling) -> Html:
    where = place(finding, telling)
    name = tag("p", tag("b", finding.subject.id), class_="said") if finding.subject.id and where else None
    return tag("div", name, where, derivation(finding, telling), class_="doubt")
