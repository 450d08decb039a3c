"""Points of no return in sentences: until when by the text, until when in practice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import decimals, percent
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.simulation.outcome.no_return import Moment, NoReturn
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome


TITLE = Text("Jusqu'à quand peut-on encore agir ?", "Until when can it still be saved?")


def at_risk_first(outcome: Outcome) -> list[NoReturn]:
    """Return what can be told of dated rules, those most often not kept first."""
    told = [each for each in outcome.no_return.values() if each.answer != "too_few"]
    return sorted(told, key=lambda each: (-outcome.rules[each.rule].years["violated"], each.rule))


def explained(found: NoReturn, watched: int, teller: Teller) -> str:
    """Return what the point of no return is."""
    part = decimals(100 * found.threshold, 0, teller)
    said = Text(
        f"Parmi les {FRENCH.grouped(watched)} années suivies semaine par semaine : le dernier jour où, quand ce"
        f" n'était pas encore fait, au moins {part}\u00a0% (le seuil) y arrivaient quand même. Il peut venir"
        " après celui du texte : pour certaines règles, ce qui est fait en retard est fait tout de même.",
        f"Among the {ENGLISH.grouped(watched)} years followed week by week: the last day on which, where it was not"
        f" done yet, at least {part}% (the threshold) still made it. It may come after that of the text: for"
        " some rules what is done late is done all the same.",
    )
    return teller.say(said)


def sentences(found: NoReturn, teller: Teller) -> list[str]:
    """Return what the text allows, and in how many years what was not done by a day was done after it all the same."""
    by_text = teller.say(Text("D'après le texte : ", "By the text: ")) + _dues(found, teller)
    last, late = found.last, found.first_too_late
    parts = []
    if last is not None:
        lead = {
            "found": Text("En pratique, jusqu'au {day} : ", "In practice, until {day}: "),
            "open_end": Text("En pratique, au moins jusqu'au {day} : ", "In practice, until {day} at least: "),
            "never": Text("En pratique, même le {day}, dernier jour suivi : ",
                          "In practice, even on {day}, the last day followed: "),
        }[found.answer]  # fmt: skip
        parts.append(teller.say(lead.fill(day=_day(last, teller))) + _still(last, teller))
        if late is not None:
            then = Text("Le {day}, c'est moins que le seuil : ", "On {day} that is less than the threshold: ")
            parts.append(teller.say(then.fill(day=_day(late, teller))) + _still(late, teller))
        elif found.answer == "open_end":
            parts.append(
                teller.say(Text("Après, trop peu d'années pour le dire.", "After that, too few years to say."))
            )
    elif late is not None:
        lead = Text("En pratique, dès le {day}, c'est moins que le seuil : ",
                    "In practice, from {day} on, that is less than the threshold: ")  # fmt: skip
        parts.append(teller.say(lead.fill(day=_day(late, teller))) + _still(late, teller))
    moment = last or late
    if moment is not None and moment.lost:
        lost = Text("Ce jour-là, les règles elles-mêmes ne le permettent plus dans {lost} des années.",
                    "On that day the rules themselves no longer allow it in {lost} of the years.")  # fmt: skip
        parts.insert(1, teller.say(lost.fill(lost=percent(moment.share_lost, teller))))
    return [by_text, " ".join(parts)]


def _still(moment: Moment, teller: Teller) -> str:
    """Return in how many years in which it was not done it still was: the one figure of what can still be saved."""
    made = Text("aucune n'y est arrivée", "none made it")
    if moment.saved:
        made = Text("{saved:y est arrivée|y sont arrivées}", "{saved:made it|made it}")
    said = Text("sur {unmet} années où ce n'était pas encore fait, {made} ({share}).",
                "of {unmet} years in which it was not done yet, {made} ({share}).")  # fmt: skip
    return teller.say(
        said.fill(
            unmet=teller.grouped(moment.unmet),
            made=teller.counted(made, saved=moment.saved),
            share=percent(moment.share, teller),
        )
    )


def _dues(found: NoReturn, teller: Teller) -> str:
    if not found.dues:
        return teller.say(Text("le jour dépend de l'année.", "the day depends on the year."))
    days = [teller.date(date.fromordinal(each)) for each in found.dues]
    if len(days) > 2:
        several = Text("{n} échéances, du {first} au {last}.", "{n} due days, from {first} to {last}.")
        return teller.say(several.fill(n=str(len(days)), first=days[0], last=days[-1]))
    until = teller.say(Text("jusqu'au ", "until "))
    return f"{until}{teller.lists(days)}."


def _day(moment: Moment | None, teller: Teller) -> str:
    return "" if moment is None else teller.date(date.fromordinal(moment.day))


def untold(outcome: Outcome, teller: Teller) -> list[str]:
    """Say of which dated rules nothing is told: met early in nearly every year, or judged at its end alone."""
    silent = [code for code, found in outcome.no_return.items() if found.answer == "too_few"]
    rules = outcome.setting.rulebook.rules
    at_end = [each.name for each in outcome.setting.by_reference
              if each.is_rule and any(level.due is not None for level in rules[each.name].levels)]  # fmt: skip
    said = (
        (silent, Text("Fait tôt presque toujours, trop peu d'années pour le dire : {c}.",
                      "Done early nearly always, too few years to say: {c}.")),
        (at_end, Text("Jugées à la fin de l'année seulement, par l'évaluateur de référence : {c}.",
                      "Judged at the end of the year alone, by the reference evaluator: {c}.")),
    )  # fmt: skip
    return [teller.say(text.fill(c=", ".join(codes))) for codes, text in said if codes]
