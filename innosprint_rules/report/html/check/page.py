"""The page: one file, the verdict first, then everything behind it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.report.content.attention import sections
from innosprint_rules.report.content.standing import TO_RETURN, Headline, ended_on, headline, role
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS
from innosprint_rules.report.html.check.balance import balance_section
from innosprint_rules.report.html.check.closing import (
    agenda_section,
    notices_section,
    origin_section,
    rest_section,
    to_fill_in_section,
)
from innosprint_rules.report.html.check.context import PageContext, Part, section
from innosprint_rules.report.html.check.findings import told_sections
from innosprint_rules.report.html.check.proposal import proposal_section
from innosprint_rules.report.html.check.readings import contested_section, readings_section
from innosprint_rules.report.html.check.sessions import sessions_section
from innosprint_rules.report.html.frame import style_sheet, whole_page
from innosprint_rules.report.html.markup import Html, join, mark, tag

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report
    from innosprint_rules.report.content.advice import Advice


def html_report(report: Report, teller: Teller, judged: Sequence[str] = (), advice: Advice | None = None) -> str:
    """Return the report as one HTML page, the same text for the same input.

    Nothing in it is fetched or run. ``judged`` names the rules when not all of them were asked for: the
    verdict then says so. ``advice`` on a proposal is told beside its lines.
    """
    context = PageContext(report, teller, advice)
    told = headline(report, teller, judged)
    parts = [part for part in _parts(context) if part is not None]
    content = join(
        tag("a", context.say("Aller au contenu", "Skip to content"), href="#contenu", class_="skip"),
        _header(context, told),
        _contents(context, parts),
        tag("main", [part.markup for part in parts], id="contenu", tabindex=-1),
        origin_section(context),
    )
    title = f"{told.text} – {teller.say(report.rulebook.agreement.title)}"
    return whole_page(title, teller, style_sheet("innosprint_rules.report.html"), content)


def _parts(context: PageContext) -> list[Part | None]:
    """Return the parts of the page in the order in which they are asked for."""
    report = context.report
    proposal = report.proposal
    faults: list[Part | None] = []
    known: list[Part | None] = []
    if proposal is None:
        title = context.say("Ce qui demande attention", "What needs attention")
        faults = [_faults("constats", title, report.findings, context)]
    else:
        own = {id(f) for each in proposal.lines for f in each.findings}
        others = [f for f in report.findings if id(f) not in own]
        title = context.say("Ce que ces lignes changent ailleurs", "What these rows change elsewhere")
        faults = [proposal_section(context), _faults("ailleurs", title, [f for f in others if f.new], context)]
        title = context.say("Déjà dans le dossier, avec ou sans cette proposition",
                            "In the dossier already, with or without this proposal")  # fmt: skip
        known = [_faults("constats", title, [f for f in others if not f.new], context)]
    return [
        *faults,
        to_fill_in_section(context),
        balance_section(context),
        sessions_section(context),
        agenda_section(context),
        *known,
        contested_section(context),
        notices_section(context),
        readings_section(context),
        rest_section(context),
    ]


def _faults(identity: str, title: str, findings: Sequence[Finding], context: PageContext) -> Part | None:
    told = told_sections(findings, context)
    return section(identity, title, told) if told else None


def _header(context: PageContext, verdict: Headline) -> Html:
    report = context.report
    source = report.judge.world.dossier.source
    day = context.teller.date(report.as_of)
    told = context.say(f"Contrôle du dossier au {day}", f"Check of the dossier on {day}")
    name = f"{context.teller.colon}{Path(source).name}" if source else None
    return tag(
        "header",
        tag("p", context.teller.say(report.rulebook.agreement.title), class_="agreement"),
        tag("h1", mark(MARKS[verdict.kind]), tag("span", verdict.text), class_=verdict.kind),
        tag("p", verdict.beside, class_="beside") if verdict.beside else None,
        tag("p", told, name, class_="about"),
        _tiles(context),
    )


def _tiles(context: PageContext) -> Html:
    """Return the figures that sum the report up, each in words."""
    report = context.report
    findings = [f for f in report.findings if f.new] if report.proposal is not None else list(report.findings)
    tiles = [(context.teller.say(part.title), str(len(part.findings))) for part in sections(findings)]
    unknown = sum(f.verdict == "unknown" for f in findings)
    if unknown:
        tiles.append((context.say("Non vérifiables", "Cannot be verified"), str(unknown)))
    tiles += _left(context)
    return tag("dl", [tag("div", tag("dt", name), tag("dd", value)) for name, value in tiles], class_="tiles")


def _left(context: PageContext) -> list[tuple[str, str]]:
    """Return what is left to allocate, or once the term is over what goes back; nothing without a balance."""
    report = context.report
    if ended_on(report) is not None:
        owed = role(report, TO_RETURN)
        return [] if owed is None else [(context.say("À restituer", "To return"), context.teller.amount(owed))]
    if report.amounts["remaining"] is None:
        return []
    left = context.teller.amount(report.amounts["remaining"])
    if report.proposal is not None:
        left += f" → {context.teller.amount(report.proposal.amounts['remaining'])}"
    return [(context.say("Reste à attribuer", "Left to allocate"), left)]


def _contents(context: PageContext, parts: Sequence[Part]) -> Html:
    """Return links to the parts, by their own headings."""
    links = [tag("li", tag("a", part.title, href=f"#{part.identity}")) for part in parts]
    name = context.say("Sommaire", "Contents")
    return tag("nav", tag("p", name, id="sommaire"), tag("ul", links), aria_labelledby="sommaire")
