"""The answer of an outcome in one sentence, the shares by which a scenario is known, and how figures are to be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import margin, percent, quantile, years
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.simulation.outcome.figure import ALL_OBJECTIVES_LABEL, NO_VIOLATION_LABEL
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.intervals import Share
    from innosprint_rules.simulation.outcome.outcome import Outcome


def rules_left_out(outcome: Outcome, teller: Teller, judged: Sequence[str]) -> list[str]:
    """Say how many rules were judged, when not all of them were."""
    if not judged:
        return []
    whole = len(outcome.setting.rulebook.rules)
    said = Text(
        f"{{n:règle|règles}} sur {whole} : « aucun manquement » ne vaut que pour ce qui a été jugé.",
        f"{{n:rule|rules}} of {whole}: “no breach” holds for what was judged only.",
    )
    return [teller.counted(said, n=len(judged))]


def headline(outcome: Outcome, teller: Teller) -> str:
    """Return the answer in one sentence."""
    colon = teller.colon
    parts: list[str] = []
    if outcome.judges_errors:
        none = percent(outcome.clean, teller)
        parts.append(teller.say(Text("aucun manquement dans {p}", "no breach in {p}").fill(p=none)))
    if outcome.all_objectives is not None:
        reached = percent(outcome.all_objectives, teller)
        parts.append(teller.say(Text("tous les objectifs dans {p}", "all objectives in {p}").fill(p=reached)))
    back = outcome.restitution
    if back is not None and (middle := back.quantile(50)) is not None:
        said = Text("à restituer {a} (médiane)", "{a} to return (median)")
        between = margin(middle, back.kind, teller)
        if between:
            said = Text("à restituer {a} (médiane, marge {b})", "{a} to return (median, margin {b})")
        parts.append(teller.say(said.fill(a=quantile(middle, back.kind, teller), b=between)))
    over = teller.say(Text("Sur {n}", "Of {n}").fill(n=years(outcome.years, teller)))
    return f"{over}{colon}{', '.join(parts)}" if parts else over


def main_shares(outcome: Outcome, teller: Teller) -> list[tuple[str, Share]]:
    """Return the shares by which a scenario is known: nothing broken, dated obligations kept, objectives reached."""
    rows = [(teller.say(NO_VIOLATION_LABEL), outcome.clean)] if outcome.judges_errors else []
    rows += [
        (teller.say(outcome.rules[code].title), outcome.rules[code].share("satisfied"))
        for code in outcome.main_rules
        if outcome.rules[code].nature != "objective"
    ]
    if outcome.all_objectives is not None:
        rows.append((teller.say(ALL_OBJECTIVES_LABEL), outcome.all_objectives))
    return rows


def limits(outcome: Outcome, teller: Teller, judged: Sequence[str]) -> list[str]:
    """Return what keeps the outcome from being whole: stopped early, rules left out."""
    found: list[str] = []
    if outcome.partial:
        done, asked = teller.grouped(outcome.years), teller.grouped(outcome.setting.asked)
        said = Text("Résultat partiel : {d} années sur {a} ont été simulées avant l'interruption.",
                    "Partial outcome: {d} of {a} years were simulated before the run was stopped.")  # fmt: skip
        found.append(teller.say(said.fill(d=done, a=asked)))
    left = outcome.setting.by_reference
    if left:
        from innosprint_rules.simulation.tally.counts import MOST_YEARS  # on use only: few outcomes need it

        said = Text("Jugé par l'évaluateur de référence, pour {most} années au plus : {names}.",
                    "Judged by the reference evaluator, for {most} years at most: {names}.")  # fmt: skip
        names = teller.lists([teller.say(each.called) for each in left])
        found.append(teller.say(said.fill(most=teller.grouped(MOST_YEARS), names=names)))
    return found + rules_left_out(outcome, teller, judged)


HOW_TITLE = Text("Comment lire ces chiffres", "How to read these figures")
ASSUMED = Text(
    "Tout vient des hypothèses du scénario. La marge ne dit pas si elles sont justes : si elles changent, ces chiffres"
    " changent.",
    "Everything comes from the assumptions of the scenario. The margin does not tell whether they are right: if they"
    " change, these figures change.",
)
HOW = (
    Text(
        "« 83\u00a0% » veut dire : dans 83 années simulées sur 100. À côté, la marge à 95 % qui vient du nombre"
        " d'années simulées ; plus d'années la resserrent.",
        "“83%” means: in 83 simulated years out of 100. Beside it stands the 95% margin that comes from the number of"
        " years simulated; more years narrow it.",
    ),
    ASSUMED,
    Text(
        "Médiane : dans la moitié des années c'est cette valeur ou moins, dans l'autre cette valeur ou plus.",
        "Median: in half of the years it is this value or less, in the other half this value or more.",
    ),
)
_NO_BREACH = Text(
    "« Aucun manquement » ne tient compte ni des avertissements, ni des remarques, ni des écarts avec les orientations,"
    " ni de ce qui n'est pas vérifiable.",
    "“No breach” leaves out warnings, remarks, departures from guidance and what cannot be verified.",
)


def reading_words(outcome: Outcome) -> tuple[Text, ...]:
    """Return what the figures of this outcome mean, and what they do not."""
    return (*HOW, _NO_BREACH) if outcome.judges_errors else HOW
