"""Points of no return in sentences: until when by the text, until when in practice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import decimals, grouped, percent
from innosprint_rules.report.content.words import written_date
from innosprint_rules.simulation.outcome.no_return import Moment, NoReturn
from innosprint_rules.wording import Lang, Text, lists

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome


TITLE = Text("Jusqu'à quand peut-on encore agir ?", "Until when can it still be saved?")


def at_risk_first(outcome: Outcome) -> list[NoReturn]:
    """Return what can be told of dated rules, those most often not kept first."""
    told = [each for each in outcome.no_return.values() if each.answer != "too_few"]
    return sorted(told, key=lambda each: (-outcome.rules[each.rule].years["violated"], each.rule))


def explained(found: NoReturn, watched: int, lang: Lang) -> str:
    """Return what the point of no return is."""
    part = decimals(100 * found.threshold, 0, lang)
    said = Text(
        f"Parmi les {grouped(watched, 'fr')} années suivies semaine par semaine : le dernier jour où, quand ce"
        f" n'était pas encore fait, au moins {part}\u00a0% y arrivaient quand même. Il peut venir après celui du"
        " texte : pour certaines règles, ce qui est fait en retard est fait tout de même.",
        f"Among the {grouped(watched, 'en')} years followed week by week: the last day on which, where it was not"
        f" done yet, at least {part}% still made it. It may come after that of the text: for some rules what is done"
        " late is done all the same.",
    )
    return said.get(lang)


def sentences(found: NoReturn, lang: Lang) -> list[str]:
    """Return what the text allows, what is possible in practice, and how many years are lost by then."""
    by_text = Text("D'après le texte : ", "By the text: ").get(lang) + _dues(found, lang)
    said = {
        "found": Text("En pratique : jusqu'au {last} (le {late}, il est trop tard).",
                      "In practice: until {last} (on {late} it is too late)."),
        "open_end": Text("En pratique : au moins jusqu'au {last} ; après, trop peu d'années pour le dire.",
                         "In practice: until {last} at least; after that, too few years to say."),
        "from_the_start": Text("En pratique : trop tard dès le {late}, si ce n'est pas fait.",
                               "In practice: too late from {late} on, if it is not done."),
        "never": Text("En pratique : encore possible le {last}.", "In practice: still possible on {last}."),
    }[found.answer]  # fmt: skip
    last, late = found.last, found.first_too_late
    practice = said.fill(last=_day(last, lang), late=_day(late, lang)).get(lang)
    moment = last or late
    if moment is None:
        return [by_text, practice]
    rest = Text(
        "Au {day}, {lost} des années sont déjà perdues ; parmi celles où ce n'est pas fait, {saved} y arrivent.",
        "By {day}, {lost} of the years are lost already; of those in which it is not done, {saved} make it.",
    ).fill(day=_day(moment, lang), lost=percent(moment.share_lost, lang), saved=percent(moment.share, lang))
    return [by_text, f"{practice} {rest.get(lang)}"]


def _dues(found: NoReturn, lang: Lang) -> str:
    if not found.dues:
        return Text("le jour dépend de l'année.", "the day depends on the year.").get(lang)
    days = [written_date(date.fromordinal(each), lang) for each in found.dues]
    if len(days) > 2:
        several = Text("{n} échéances, du {first} au {last}.", "{n} due days, from {first} to {last}.")
        return several.fill(n=str(len(days)), first=days[0], last=days[-1]).get(lang)
    until = Text("jusqu'au ", "until ").get(lang)
    return f"{until}{lists(days, lang)}."


def _day(moment: Moment | None, lang: Lang) -> str:
    return "" if moment is None else written_date(date.fromordinal(moment.day), lang)


def too_few(codes: list[str], lang: Lang) -> str:
    """Say of which rules nothing can be said, since they are met early in nearly every year."""
    said = Text(
        "Fait tôt presque toujours, trop peu d'années pour le dire : {c}.",
        "Done early nearly always, too few years to say: {c}.",
    )
    return said.fill(c=", ".join(codes)).get(lang)
