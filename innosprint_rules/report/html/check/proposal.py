"""What members are about to vote: each line with its verdict, what it breaks, and what was verified of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.folding import same_key
from innosprint_rules.report.content.headroom import ROOMS, room_words
from innosprint_rules.report.content.proposal import at_the_vote, faults_first, is_refused, line_word, proposed_row
from innosprint_rules.report.content.words import article
from innosprint_rules.report.html.check.context import (
    Cells,
    PageContext,
    Part,
    folded,
    number,
    pill,
    row,
    section,
    table,
)
from innosprint_rules.report.html.check.derivations import derivation
from innosprint_rules.report.html.check.findings import place, remedy, verdict_item, verdict_words
from innosprint_rules.report.html.check.outline import sentences
from innosprint_rules.report.html.markup import Html, hidden, join, tag
from innosprint_rules.wording import capital

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import ProposedLine

_ORDER = ("violated", "unknown", "pending", "satisfied", "not_applicable")


def proposal_section(context: PageContext) -> Part | None:
    """Return the lines of the proposal: a table of them, then what is wrong, then what else was verified."""
    proposal = context.report.proposal
    if proposal is None:
        return None
    titles = _projects(context)
    caption = context.say("Lignes proposées au vote", "Rows put to the vote")
    heads = [context.say("Ligne", "Row"), context.say("Projet", "Project"), context.say("Montant", "Amount"),
             context.say("Verdict", "Verdict")]  # fmt: skip
    rows = [_row(line, context, titles) for line in proposal.lines]
    to_do = at_the_vote(proposal, context.teller)
    return section(
        "proposition",
        context.say("Proposition", "Proposal"),
        table(caption, heads, rows, "stack lines"),
        [_card(line, context) for line in proposal.lines],
        _failure(context),
        _rooms(context),
        tag("div", sentences(to_do), class_="vote") if to_do else None,
    )


def _row(line: ProposedLine, context: PageContext, titles: Mapping[str, str]) -> Cells:
    model = proposed_row(context.report, line)
    role = required(context.report.rulebook.schema.roles.proposals, "proposals")
    _, kind, word = line_word(line, is_refused(context.report, line))
    project = getattr(model, role.beneficiary) or ""
    title = titles.get(same_key(project))
    named = join(tag("b", project), " ", tag("span", title, class_="title")) if title else tag("b", project)
    return row(
        line.id, named, number(context.teller.amount(getattr(model, role.amount))), pill(kind, context.teller.say(word))
    )


def _card(line: ProposedLine, context: PageContext) -> Html:
    """Return what the line breaks, in full, and what was verified of it, folded."""
    told = [f for f in faults_first(line.findings) if f.verdict in ("violated", "unknown")]
    calm = sorted((f for f in line.findings if f not in told), key=lambda f: _ORDER.index(f.verdict))
    _, kind, word = line_word(line, is_refused(context.report, line))
    head = tag("h3", context.say("Ligne", "Row"), f" {line.id} ", pill(kind, context.teller.say(word)))
    return tag(
        "article",
        head,
        tag("ul", [_told(f, context) for f in told], class_="found") if told else None,
        _verified(line, calm, context) if calm else None,
        class_=f"card {kind}",
    )


def _told(finding: Finding, context: PageContext) -> Html:
    """Return a finding of a line: the line itself is named above."""
    where = [" ", tag("span", article(finding, context.teller), class_="article"), place(finding, context)]
    return tag(
        "li",
        verdict_words(finding, context, False, *where),
        remedy(finding, context),
        _helped(finding, context),
        derivation(finding, context),
    )


def _helped(finding: Finding, context: PageContext) -> Html | None:
    """Return the smallest changes that put a breach right."""
    if context.advice is None:
        return None
    from innosprint_rules.report.content.advice import help_words  # on use only: most pages tell no repair

    said = help_words(context.advice, finding, context.teller)
    return tag("p", capital(said), class_="remedy") if said else None


def _failure(context: PageContext) -> Html | None:
    if context.advice is None or not context.advice.failure:
        return None
    from innosprint_rules.report.content.advice import failure_words

    return tag("p", failure_words(context.advice, context.teller))


def _rooms(context: PageContext) -> Html | None:
    """Return how far each line may go, the others as they stand."""
    rooms = context.advice.rooms if context.advice is not None else ()
    if not any(each.room.limited or each.under for each in rooms):
        return None
    caption = context.teller.say(ROOMS)
    heads = [context.say("Ligne", "Row"), context.say("Montant", "Amount"), context.say("Marge", "Room")]
    rows = [
        row(each.line, number(context.teller.amount(each.amount)), room_words(each, context.teller)) for each in rooms
    ]
    return table(caption, heads, rows, "stack rooms")


def _verified(line: ProposedLine, findings: list[Finding], context: PageContext) -> Html:
    summary = join(
        context.say("Ce qui a aussi été vérifié", "What else was verified"),
        f" ({len(findings)})",
        hidden(f"{context.teller.colon}{line.id}"),
    )
    return folded(summary, tag("ul", [verdict_item(f, context, False) for f in findings], class_="found"))


def _projects(context: PageContext) -> dict[str, str]:
    """Return the titles of those who are given money, by their codes."""
    role = context.report.rulebook.schema.roles.beneficiaries
    if role is None or role.title is None:
        return {}
    titles = ((row.id, getattr(row.model, role.title)) for row in context.report.judge.world.played(role).all())
    return {same_key(name): title for name, title in titles if title}
