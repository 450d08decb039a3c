"""How the text is read: what another reading would change, and the readings in force."""

from __future__ import annotations

from innosprint_rules.report.content.doubts import contests
from innosprint_rules.report.html.check.context import Cells, PageContext, Part, folded, pill, row, section, table
from innosprint_rules.report.html.check.findings import verdict_item
from innosprint_rules.report.html.check.outline import outline
from innosprint_rules.report.html.markup import join, tag

_MOST = 60  # contested verdicts that are told one by one


def contested_section(context: PageContext) -> Part | None:
    """Return what another reading would change, by question; None when nothing hangs on a reading."""
    report = context.report
    told = contests(report, report.findings, context.teller)
    if not told.items:
        return None
    shown = [f for f in report.findings if f.contested and f.verdict not in ("violated", "unknown")]
    each = [verdict_item(f, context) for f in shown[:_MOST]]
    how = context.say("Ces verdicts un par un, avec le raisonnement", "These verdicts one by one, with the reasoning")
    more = folded(how, tag("ul", each, class_="found")) if each else None
    body = tag("div", outline(told.items), more, class_="card calm contests")
    return section("lectures", told.title, body)


def readings_section(context: PageContext) -> Part | None:
    """Return the questions that the text leaves open and the answers in force, those chosen for this report first."""
    readings = context.report.rulebook.agreement.readings
    if not readings:
        return None
    teller, chosen = context.teller, context.report.readings
    own = [key for key, reading in readings.items() if chosen[key] != reading.default]
    heads: list[str] = [
        context.say("Question", "Question"),
        context.say("Réponse en vigueur", "Answer in force"),
        context.say("Autres réponses possibles", "Other possible answers"),
    ]
    rows: list[Cells] = []
    for key in [*own, *(key for key in readings if key not in own)]:
        reading = readings[key]
        others = [teller.say(answer) for name, answer in reading.options.items() if name != chosen[key]]
        mine = [" ", pill("notice", context.say("choisie ici", "chosen here"))] if key in own else None
        rows.append(
            row(
                join(tag("b", key, class_="code"), " ", teller.say(reading.question)),
                join(teller.say(reading.options[chosen[key]]), mine),
                tag("ul", [tag("li", each) for each in others]),
            )
        )
    caption = context.say("Les questions que le texte laisse ouvertes", "The questions that the text leaves open")
    title = context.say("Lectures en vigueur", "Readings in force")
    count = len(readings)
    said = context.say(
        f"{count} questions, chacune avec sa réponse par défaut", f"{count} questions, each with its default answer"
    )
    if own:
        keys = teller.lists(own)
        said = context.say(
            f"{count} questions ; réponses choisies ici : {keys}", f"{count} questions; chosen here: {keys}"
        )
    body = table(caption, heads, rows, "stack readings")
    return section("lectures-en-vigueur", title, folded(said, body))
