"""Points of no return in sentences: until when by the text, until when in practice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import decimals, grouped, percent
from innosprint_rules.report.content.words import counted, written_date
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
        f" n'était pas encore fait, au moins {part}\u00a0% (le seuil) y arrivaient quand même. Il peut venir"
        " après celui du texte : pour certaines règles, ce qui est fait en retard est fait tout de même.",
        f"Among the {grouped(watched, 'en')} years followed week by week: the last day on which, where it was not"
        f" done yet, at least {part}% (the threshold) still made it. It may come after that of the text: for"
        " some rules what is done late is done all the same.",
    )
    return said.get(lang)


def sentences(found: NoReturn, lang: Lang) -> list[str]:
    """Return what the text allows, and in how many years what was not done by a day was done after it all the same."""
    by_text = Text("D'après le texte : ", "By the text: ").get(lang) + _dues(found, lang)
    last, late = found.last, found.first_too_late
    parts = []
    if last is not None:
        lead = {
            "found": Text("En pratique, jusqu'au {day} : ", "In practice, until {day}: "),
            "open_end": Text("En pratique, au moins jusqu'au {day} : ", "In practice, until {day} at least: "),
            "never": Text("En pratique, même le {day}, dernier jour suivi : ",
                          "In practice, even on {day}, the last day followed: "),
        }[found.answer]  # fmt: skip
        parts.append(lead.fill(day=_day(last, lang)).get(lang) + _still(last, lang))
        if late is not None:
            then = Text("Le {day}, c'est moins que le seuil : ", "On {day} that is less than the threshold: ")
            parts.append(then.fill(day=_day(late, lang)).get(lang) + _still(late, lang))
        elif found.answer == "open_end":
            parts.append(Text("Après, trop peu d'années pour le dire.", "After that, too few years to say.").get(lang))
    elif late is not None:
        lead = Text("En pratique, dès le {day}, c'est moins que le seuil : ",
                    "In practice, from {day} on, that is less than the threshold: ")  # fmt: skip
        parts.append(lead.fill(day=_day(late, lang)).get(lang) + _still(late, lang))
    moment = last or late
    if moment is not None and moment.lost:
        lost = Text("Ce jour-là, les règles elles-mêmes ne le permettent plus dans {lost} des années.",
                    "On that day the rules themselves no longer allow it in {lost} of the years.")  # fmt: skip
        parts.insert(1, lost.fill(lost=percent(moment.share_lost, lang)).get(lang))
    return [by_text, " ".join(parts)]


def _still(moment: Moment, lang: Lang) -> str:
    """Return in how many years in which it was not done it still was: the one figure of what can still be saved."""
    made = Text("aucune n'y est arrivée", "none made it")
    if moment.saved:
        made = Text("{saved:y est arrivée|y sont arrivées}", "{saved:made it|made it}")
    said = Text("sur {unmet} années où ce n'était pas encore fait, {made} ({share}).",
                "of {unmet} years in which it was not done yet, {made} ({share}).")  # fmt: skip
    return said.fill(
        unmet=grouped(moment.unmet, lang),
        made=counted(made, lang, saved=moment.saved),
        share=percent(moment.share, lang),
    ).get(lang)


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
