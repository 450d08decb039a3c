"""Who gets what and why, in words, and where a little more money would go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from innosprint_rules.report.content.words import amount
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.wording import COLON, Lang, Text, lists

if TYPE_CHECKING:
    from innosprint_rules.allocation.sharing.results import Binding, Marginal, Sharing


def who_and_why(sharing: Sharing, lang: Lang, width: int) -> list[Line]:
    """Return the requests together by reason, those that get something first; a minimum stands with its request."""
    minimum = _MINIMUM.get(sharing.method if sharing.total else "greedy", _MINIMUM["greedy"])
    several = sum(share.reason.why == "minimum" for share in sharing.shares) > 1
    groups: dict[str, list[str]] = {}
    for share in sorted(sharing.shares, key=lambda share: not share.amount):
        project, told = share.asked.project, share.reason.text
        if share.reason.why == "minimum" and several:
            project, told = f"{project} ({amount(share.asked.minimum, lang)})", minimum
        nothing = "" if share.amount else Text("rien, ", "nothing, ").get(lang)
        groups.setdefault(nothing + told.get(lang), []).append(project)
    colon = COLON[lang]
    return [
        line for told, projects in groups.items() for line in block(f"{', '.join(projects)}{colon}{told}", width, 2, 6)
    ]


_MINIMUM = {
    "investor": Text("d'autres valent plus, et il ne reste pas leur minimum",
                     "others are worth more, and their minimum is no longer left"),
    "proportional": Text("leur part serait sous leur minimum", "their part would be below their minimum"),
    "greedy": Text("il ne reste pas leur minimum", "their minimum is no longer left"),
}  # fmt: skip


def more_words(marginal: Marginal, lang: Lang) -> str:
    """Say where a little more money would go: « 100,00 € de dotation en plus iraient à P04 »."""
    lead = _lead(marginal.of, amount(marginal.cents, lang))
    gains = {project: cents for project, cents in marginal.changes.items() if cents > 0}
    losses = {project: -cents for project, cents in marginal.changes.items() if cents < 0}
    if not gains and not losses:
        return Text(f"{lead.fr} ne changeraient rien", f"{lead.en} would change nothing").get(lang)
    if not losses:
        alone = len(gains) == 1 and sum(gains.values()) == marginal.cents
        told = next(iter(gains)) if alone else _named(gains, lang)
        return Text(f"{lead.fr} iraient à {told}", f"{lead.en} would go to {told}").get(lang)
    more, less = _named(gains, lang), _named(losses, lang)
    said = Text(f"{lead.fr} changeraient le choix : plus pour {more}, moins pour {less}",
                f"{lead.en} would change the choice: more for {more}, less for {less}")  # fmt: skip
    return said.get(lang)


def _lead(of: Binding, much: str) -> Text:
    if of.rule == "reserve":
        return Text(f"{much} de réserve en moins", f"{much} less in reserve")
    return Text(f"{much} de {of.label.fr} en plus", f"{much} more of {of.label.en}")


_NAMED = 6


def _named(changes: Mapping[str, int], lang: Lang) -> str:
    shown = len(changes) if len(changes) <= _NAMED + 1 else _NAMED
    told = [f"{project} ({amount(cents, lang)})" for project, cents in list(changes.items())[:shown]]
    rest = len(changes) - shown
    if rest:
        told.append(f"{rest} autres" if lang == "fr" else f"{rest} others")
    return lists(told, lang)
