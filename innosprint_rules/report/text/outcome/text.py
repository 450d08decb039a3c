"""An outcome in text: the answer, then objectives, what may go wrong, money, until when, and what was assumed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome_figures import grouped, interval, nine_in_ten, percent, quantile, years
from innosprint_rules.report.content.words import STYLES
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.report.text.outcome.closing import assumed, made_with
from innosprint_rules.report.text.outcome.measures import measures
from innosprint_rules.report.text.outcome.moments import no_return
from innosprint_rules.report.text.outcome.parts import after_figures, capital, rules_left_out, titled
from innosprint_rules.report.text.outcome.rules import rules
from innosprint_rules.report.text.outcome.sensitivity import tornados
from innosprint_rules.simulation.outcome.figure import ALL_OBJECTIVES_LABEL, NO_VIOLATION_LABEL
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.intervals import Share
    from innosprint_rules.simulation.outcome.outcome import Outcome


def outcome_lines(outcome: Outcome, lang: Lang, width: int, judged: Sequence[str] = ()) -> list[Line]:
    """Return the text of one outcome; ``judged`` names the rules when not all of them were asked for."""
    setting = outcome.setting
    lines = [*block(setting.title.get(lang), width, style=STYLES["title"])]
    lines += block(setting.description.get(lang), width, 2, style="dim")
    lines += [EMPTY, *answer(outcome, lang, width, judged), *how_to_read(outcome, lang, width)]
    lines += rules(outcome, lang, width)
    lines += measures(outcome, lang, width)
    lines += no_return(outcome, lang, width)
    lines += tornados(outcome, lang, width)
    return [*lines, *assumed(outcome, lang, width), EMPTY, *made_with(outcome, lang, width)]


def headline(outcome: Outcome, lang: Lang) -> str:
    """Return the answer in one sentence."""
    colon = "\u00a0: " if lang == "fr" else ": "
    parts: list[str] = []
    if outcome.judges_errors:
        none = percent(outcome.clean, lang)
        parts.append(Text("aucun manquement dans {p}", "no breach in {p}").fill(p=none).get(lang))
    if outcome.all_objectives is not None:
        reached = percent(outcome.all_objectives, lang)
        parts.append(Text("tous les objectifs dans {p}", "all objectives in {p}").fill(p=reached).get(lang))
    back = outcome.restitution
    if back is not None and (middle := back.quantile(50)) is not None:
        said = Text("à restituer {a} (médiane)", "{a} to return (median)")
        parts.append(said.fill(a=quantile(middle, back.kind, lang)).get(lang))
    over = Text("Sur {n}", "Of {n}").fill(n=years(outcome.years, lang)).get(lang)
    return f"{over}{colon}{', '.join(parts)}" if parts else over


def answer(outcome: Outcome, lang: Lang, width: int, judged: Sequence[str] = ()) -> list[Line]:
    """Return the answer: one sentence, then the figures by which the scenario is known."""
    lines = block(headline(outcome, lang), width, 0, 2, STYLES["title"])
    for text in limits(outcome, lang, judged):
        lines += block(text, width, 2, style=STYLES["warning"])
    lines.append(EMPTY)
    for label, share in main_shares(outcome, lang):
        lines += figure_row(share, label, lang, width)
    return lines + _restitution(outcome, lang, width)


def main_shares(outcome: Outcome, lang: Lang) -> list[tuple[str, Share]]:
    """Return the shares by which a scenario is known: nothing broken, dated obligations kept, objectives reached."""
    rows = [(NO_VIOLATION_LABEL.get(lang), outcome.clean)] if outcome.judges_errors else []
    rows += [
        (outcome.rules[code].title.get(lang), outcome.rules[code].share("satisfied"))
        for code in outcome.main_rules
        if outcome.rules[code].nature != "objective"
    ]
    if outcome.all_objectives is not None:
        rows.append((ALL_OBJECTIVES_LABEL.get(lang), outcome.all_objectives))
    return rows


def figure_row(share: Share, label: str, lang: Lang, width: int) -> list[Line]:
    """Return a share, its interval, and what it is of."""
    lead = f"{percent(share, lang):>8}  {interval(share, lang):<16}  "
    return after_figures(lead, capital(label), width, "bold")


def _restitution(outcome: Outcome, lang: Lang, width: int) -> list[Line]:
    """Return what is due back, and what goes back by the day of judgement."""
    lines: list[Line] = []
    for measure in (outcome.restitution, outcome.returned):
        if measure is None or not measure.known:
            continue
        said = Text(
            "{label} – médiane {m} ; dans neuf années sur dix, {span} ; rien dans {zero} des années",
            "{label} – median {m}; in nine years out of ten, {span}; nothing in {zero} of the years",
        )
        text = said.fill(
            label=measure.label.get(lang),
            m=quantile(measure.quantile(50), measure.kind, lang),
            span=nine_in_ten(measure, lang),
            zero=percent(measure.share_zero, lang),
        ).get(lang)
        lines += block(capital(text), width, 2, 4)
    return lines


def limits(outcome: Outcome, lang: Lang, judged: Sequence[str]) -> list[str]:
    """Return what keeps the outcome from being whole: stopped early, rules left out."""
    found: list[str] = []
    if outcome.partial:
        done, asked = grouped(outcome.years, lang), grouped(outcome.setting.asked, lang)
        said = Text("Résultat partiel : {d} années sur {a} ont été simulées avant l'interruption.",
                    "Partial outcome: {d} of {a} years were simulated before the run was stopped.")  # fmt: skip
        found.append(said.fill(d=done, a=asked).get(lang))
    return found + rules_left_out(outcome, lang, judged)


def how_to_read(outcome: Outcome, lang: Lang, width: int) -> list[Line]:
    """Return what a percentage means, and what it does not."""
    return [
        *titled(HOW_TITLE, lang, width),
        *(line for text in reading_words(outcome) for line in block(text.get(lang), width, 2)),
    ]


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
