"""What members are about to vote: each line with its verdict, what it breaks, and what was verified of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.folding import same_key
from innosprint_rules.report.content.headroom import ROOMS, room_words
from innosprint_rules.report.content.proposal import at_the_vote, faults_first, is_refused, line_word, proposed_row
from innosprint_rules.report.content.words import article
from innosprint_rules.report.html.check.derivations import derivation
from innosprint_rules.report.html.check.findings import place, remedy, verdict_item, verdict_words
from innosprint_rules.report.html.check.outline import sentences
from innosprint_rules.report.html.check.telling import (
    Cells,
    Part,
    Telling,
    folded,
    number,
    pill,
    row,
    section,
    table,
)
from innosprint_rules.report.html.markup import Html, hidden, join, tag

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import ProposedLine

_ORDER = ("violated", "unknown", "pending", "satisfied", "not_applicable")


def proposal_section(telling: Telling) -> Part | None:
    """Return the lines of the proposal: a table of them, then what is wrong, then what else was verified."""
    proposal = telling.report.proposal
    if proposal is None:
        return None
    titles = _projects(telling)
    caption = telling.say("Lignes proposées au vote", "Rows put to the vote")
    heads = [telling.say("Ligne", "Row"), telling.say("Projet", "Project"), telling.say("Montant", "Amount"),
             telling.say("Verdict", "Verdict")]  # fmt: skip
    rows = [_row(line, telling, titles) for line in proposal.lines]
    to_do = at_the_vote(proposal, telling.lang)
    return section(
        "proposition",
        telling.say("Proposition", "Proposal"),
        table(caption, heads, rows, "stack lines"),
        [_card(line, telling) for line in proposal.lines],
        _failure(telling),
        _rooms(telling),
        tag("div", sentences(to_do), class_="vote") if to_do else None,
    )


def _row(line: ProposedLine, telling: Telling, titles: Mapping[str, str]) -> Cells:
    model = proposed_row(telling.report, line)
    role = required(telling.report.rulebook.schema.roles.proposals, "proposals")
    _, kind, word = line_word(line, is_refused(telling.report, line))
    project = getattr(model, role.beneficiary) or ""
    title = titles.get(same_key(project))
    named = join(tag("b", project), " ", tag("span", title, class_="title")) if title else tag("b", project)
    return row(line.id, named, number(telling.amount(getattr(model, role.amount))), pill(kind, word.get(telling.lang)))


def _card(line: ProposedLine, telling: Telling) -> Html:
    """Return what the line breaks, in full, and what was verified of it, folded."""
    told = [f for f in faults_first(line.findings) if f.verdict in ("violated", "unknown")]
    calm = sorted((f for f in line.findings if f not in told), key=lambda f: _ORDER.index(f.verdict))
    _, kind, word = line_word(line, is_refused(telling.report, line))
    head = tag("h3", telling.say("Ligne", "Row"), f" {line.id} ", pill(kind, word.get(telling.lang)))
    return tag(
        "article",
        head,
        tag("ul", [_told(f, telling) for f in told], class_="found") if told else None,
        _verified(line, calm, telling) if calm else None,
        class_=f"card {kind}",
    )


def _told(finding: Finding, telling: Telling) -> Html:
    """Return a finding of a line: the line itself is named above."""
    where = [" ", tag("span", article(finding, telling.lang), class_="article"), place(finding, telling)]
    return tag(
        "li",
        verdict_words(finding, telling, False, *where),
        remedy(finding, telling),
        _helped(finding, telling),
        derivation(finding, telling),
    )


def _helped(finding: Finding, telling: Telling) -> Html | None:
    """Return the smallest changes that put a breach right."""
    if telling.advice is None:
        return None
    from innosprint_rules.report.content.advice import help_words  # on use only: most pages tell no repair

    said = help_words(telling.advice, finding, telling.lang)
    return tag("p", f"{said[:1].upper()}{said[1:]}", class_="remedy") if said else None


def _failure(telling: Telling) -> Html | None:
    if telling.advice is None or not telling.advice.failure:
        return None
    from innosprint_rules.report.content.advice import failure_words

    return tag("p", failure_words(telling.advice, telling.lang))


def _rooms(telling: Telling) -> Html | None:
    """Return how far each line may go, the others as they stand."""
    rooms = telling.advice.rooms if telling.advice is not None else ()
    if not any(each.room.limited or each.under for each in rooms):
        return None
    caption = ROOMS.get(telling.lang)
    heads = [telling.say("Ligne", "Row"), telling.say("Montant", "Amount"), telling.say("Marge", "Room")]
    rows = [row(each.line, number(telling.amount(each.amount)), room_words(each, telling.lang)) for each in rooms]
    return table(caption, heads, rows, "stack rooms")


def _verified(line: ProposedLine, findings: list[Finding], telling: Telling) -> Html:
    summary = join(
        telling.say("Ce qui a aussi été vérifié", "What else was verified"),
        f" ({len(findings)})",
        hidden(f"{telling.colon}{line.id}"),
    )
    return folded(summary, tag("ul", [verdict_item(f, telling, False) for f in findings], class_="found"))


def _projects(telling: Telling) -> dict[str, str]:
    """Return the titles of those who are given money, by their codes."""
    role = telling.report.rulebook.schema.roles.beneficiaries
    if role is None or role.title is None:
        return {}
    titles = ((row.id, getattr(row.model, role.title)) for row in telling.report.judge.world.played(role).all())
    return {same_key(name): title for name, title in titles if title}
