"""The inputs of what follows the money: documents, evaluations, results, what is attested, actions, a renewal."""

from __future__ import annotations

from innosprint_rules.rulebook.year.plan import Following, YearPlan
from innosprint_rules.rulebook.year.shapes import (
    EARLY,
    MOST_FOLLOWING,
    MOST_OF_A_KIND,
    Entry,
    Place,
    Section,
    chance,
    column,
    count,
    days,
)
from innosprint_rules.wording import Text

_HEADINGS = {
    "meetings": chance("le compte rendu traite des rencontres", "the report covers meetings"),
    "funding": chance("le compte rendu traite du financement", "the report covers funding"),
    "split": chance("le compte rendu traite de la répartition", "the report covers the split"),
    "done": chance("l'évaluation dit les actions entreprises", "the evaluation tells what was done"),
    "to_do": chance("l'évaluation dit les actions à entreprendre", "the evaluation tells what is to be done"),
    "balance": chance("l'évaluation dit l'équilibre financier", "the evaluation tells the financial balance"),
}


def _headings(found: tuple[tuple[str, str], ...]) -> dict[str, Entry]:
    keys: dict[str, Entry] = {
        key: _HEADINGS.get(key) or chance(f"il est question de « {word} »", f"“{word}” is dealt with")
        for key, word in found
    }
    return {"headings": Section(keys)} if keys else {}


def reports(plan: YearPlan) -> Section:
    """The reports of each period and what answers them."""
    keys: dict[str, Entry] = {
        "sent": chance("un compte rendu bimestriel est envoyé", "a two-month report is sent"),
        "delay": days("délai du compte rendu après la période", "delay of the report after its period", EARLY),
        **_headings(plan.reports.headings if plan.reports is not None else ()),
    }
    if plan.answer is not None:
        keys["answer"] = Section({
            "chance": chance("une appréciation répond au compte rendu", "an assessment answers a report"),
            "after": days("délai de l'appréciation", "delay of the assessment"),
            "to_all": chance("l'appréciation va à tous les membres", "the assessment goes to all members"),
        })  # fmt: skip
    return Section(keys)


def evaluations(plan: YearPlan) -> Section:
    """Each evaluation: sent or not, how many days after it is expected, to whom, with what."""
    if plan.evaluations is None:
        return Section()
    keys: dict[str, Entry] = {
        "sent": chance("l'évaluation est envoyée", "the evaluation is sent"),
        "delay": days("délai de l'évaluation", "delay of the evaluation", EARLY),
        "to_all": chance("l'évaluation va à tous les membres", "the evaluation goes to all members"),
        **_headings(plan.evaluations.headings),
    }
    return Section({each.name: Section(keys, label=each.label) for each in plan.evaluations.moments})


def results(plan: YearPlan) -> Section:
    """What comes of the programme, kind by kind."""
    kinds = () if plan.results is None else plan.results.kinds
    keys: dict[str, Entry] = {"day": days("jour d'un résultat", "day of a result")}
    for each in kinds:
        number = Place("count", each.label, 0, MOST_OF_A_KIND)
        keys[each.name] = Section({"number": number, **{told.key: column(told) for told in each.columns}})
    return Section(keys)


def attested(plan: YearPlan) -> Section:
    """What is attested, once or in parts."""
    if plan.attested is None:
        return Section()
    keys: dict[str, Entry] = {each.name: Place("chance", each.label) for each in plan.attested.once}
    for part in plan.attested.parts:
        keys[part.name] = Section({
            part.number: count("nombre de parts", "number of parts", 0, 60),
            "months": Place("months", Text("mois d'une part", "months of a part")),
            "sent": chance("une part est attestée", "a part is attested"),
        })  # fmt: skip
    return Section(keys)


ACTIONS = Section({
    "number": count("actions avec des partenaires", "actions with partners"),
    "day": days("jour d'une action", "day of an action"),
    "agreed": chance("le partenaire donne son accord", "the partner agrees"),
    "before": days("jours entre l'accord et l'action", "days from the agreement to the action", EARLY),
})  # fmt: skip
"""Actions with partners."""


def following(each: Following) -> Section:
    """How many rows follow each row of another table, and what they say."""
    number = Place("count", each.label, 0, MOST_FOLLOWING)
    return Section({"number": number, **{told.key: column(told) for told in each.columns if told.drawn != "each"}})


def amendments(plan: YearPlan) -> Section:
    """A renewal, drawn; amendments signed in every year are read apart."""
    if plan.renewal is None or plan.amendments is None:
        return Section()
    return Section({
        "renewal": Section({
            "chance": chance("la convention est renouvelée", "the agreement is renewed"),
            "day": days("jour où elle est renouvelée", "day of the renewal"),
            "form": Place("words", Text("forme dans laquelle elle l'est", "form of the renewal"), words=plan.forms),
        }),
    })  # fmt: skip
