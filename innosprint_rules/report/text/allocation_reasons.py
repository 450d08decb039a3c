"""Who gets what and why, in words, and where a little more money would go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.allocation.sharing.results import Binding, Marginal, Sharing


def who_and_why(sharing: Sharing, teller: Teller) -> list[Line]:
    """Return the requests together by reason, those that get something first; a minimum stands with its request."""
    minimum = _MINIMUM.get(sharing.method if sharing.total else "greedy", _MINIMUM["greedy"])
    several = sum(share.reason.why == "minimum" for share in sharing.shares) > 1
    groups: dict[str, list[str]] = {}
    for share in sorted(sharing.shares, key=lambda share: not share.amount):
        project, told = share.asked.project, share.reason.text
        if share.reason.why == "minimum" and several:
            project, told = f"{project} ({teller.amount(share.asked.minimum)})", minimum
        nothing = "" if share.amount else teller.say(Text("rien, ", "nothing, "))
        groups.setdefault(nothing + teller.say(told), []).append(project)
    colon = teller.colon
    return [
        line
        for told, projects in groups.items()
        for line in block(f"{', '.join(projects)}{colon}{told}", teller.width, 2, 6)
    ]


_MINIMUM = {
    "investor": Text(
        "d'autres valent plus, et il ne reste pas leur minimum",
        "others are worth more, and their minimum is no longer left",
    ),
    "proportional": Text("leur part serait sous leur minimum", "their part would be below their minimum"),
    "greedy": Text("il ne reste pas leur minimum", "their minimum is no longer left"),
}


def more_words(marginal: Marginal, teller: Teller) -> str:
    """Say where a little more money would go: « 100,00 € de dotation en plus iraient à P04 »."""
    lead = _lead(marginal.of, teller.amount(marginal.cents))
    gains = {project: cents for project, cents in marginal.changes.items() if cents > 0}
    losses = {project: -cents for project, cents in marginal.changes.items() if cents < 0}
    if not gains and not losses:
        return teller.say(Text(f"{lead.fr} ne changeraient rien", f"{lead.en} would change nothing"))
    if not losses:
        alone = len(gains) == 1 and sum(gains.values()) == marginal.cents
        told = next(iter(gains)) if alone else _named(gains, teller)
        return teller.say(Text(f"{lead.fr} iraient à {told}", f"{lead.en} would go to {told}"))
    more, less = _named(gains, teller), _named(losses, teller)
    said = Text(f"{lead.fr} changeraient le choix : plus pour {more}, moins pour {less}",
                f"{lead.en} would change the choice: more for {more}, less for {less}")  # fmt: skip
    return teller.say(said)


def _lead(of: Binding, much: str) -> Text:
    if of.rule == "reserve":
        return Text(f"{much} de réserve en moins", f"{much} less in reserve")
    return Text(f"{much} de {of.label.fr} en plus", f"{much} more of {of.label.en}")


_NAMED = 6


def _named(changes: Mapping[str, int], teller: Teller) -> str:
    shown = len(changes) if len(changes) <= _NAMED + 1 else _NAMED
    told = [f"{project} ({teller.amount(cents)})" for project, cents in list(changes.items())[:shown]]
    rest = len(changes) - shown
    if rest:
        told.append(teller.either(f"{rest} autres", f"{rest} others"))
    return teller.lists(told)
