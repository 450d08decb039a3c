"""The inputs of a scenario of years: by section and key what is drawn there, made from what a folder says of its years.

Nothing has a default: every number of a scenario stands in a file, where it can be read and questioned.
``scenarios/README.md`` describes the keys; the labels below are shown to users, unless the folder has its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from innosprint_rules.rulebook.year.plan import DrawnColumn, Following, YearPlan
from innosprint_rules.wording import Text, same

Unit = Literal["days", "amount", "count", "share", "months", "chance", "words", "members", "policy"]

MOST_OF_A_KIND = 400
"""How many rows of a kind a year may have at most."""
MOST_FOLLOWING = 12
"""How many rows may follow each row of another table."""
EARLY = -60
"""How many days before the day that it is counted from something may come, where it may."""
MOST_INSTALMENTS = 12


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at one place of a scenario: a unit, bounds where it has its own, and its name in both languages.

    ``fixed`` takes one value for all years; ``words`` lists those that there may be, any when it is empty.
    """

    unit: Unit
    label: Text
    least: int = 0
    most: int | None = None
    fixed: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The keys of a section; ``several``: a list of such sections. ``label`` tells apart those that are alike."""

    keys: Mapping[str, Entry] = field(default_factory=dict)
    several: bool = False
    label: Text | None = None


Entry: TypeAlias = Place | Section

POLICIES = ("as_requested", "pro_rata", "equal", "first_takes_all")
"""How members share out what they set for a meeting."""


def sections_of(plan: YearPlan) -> dict[str, Entry]:
    """Return what a scenario of years holds, by the names that the folder gives to its sections."""
    made: dict[str, Entry] = {
        "ends": Place("days", Text("jours entre la fin et le jugement", "days from the end to the judgement"), 1,
                      fixed=True),
        "calendar": _calendar(plan),
        "projects": _projects(plan),
    }  # fmt: skip
    if plan.presentations is not None:
        made["presentations"] = Section({
            "attends": _chance("un projet se présente à une session", "a project attends a session"),
            **_columns(plan, "presentations"),
        })  # fmt: skip
    made["requests"] = _requests(plan)
    made["allocations"] = _allocations(plan)
    if plan.endowed:
        made["endowment"] = _ENDOWMENT
    made["payments"] = _payments(plan)
    if plan.endowed and plan.money.returned:
        made["balance"] = _BALANCE
    if plan.reports is not None:
        made["reports"] = _reports(plan)
    if plan.evaluations is not None:
        made["evaluations"] = _evaluations(plan)
    if plan.results is not None:
        made["results"] = _results(plan)
    if plan.attested is not None:
        made["third_place"] = _attested(plan)
    if plan.actions is not None:
        made["actions"] = _ACTIONS
    if plan.following:
        made["rows"] = Section({each.name: _following(each) for each in plan.following})
    if plan.amendments is not None:
        made["amendments"] = _amendments(plan)
    return {plan.section(name): _labelled(each, f"{name}.", plan.labels) for name, each in made.items()}


def input_names(sections: Mapping[str, Entry], path: str = "") -> Iterator[str]:
    """Yield the name of every input, those of a list once."""
    for key, each in sections.items():
        if isinstance(each, Section):
            yield from input_names(each.keys, f"{path}{key}.")
        else:
            yield path + key


def _labelled(entry: Entry, path: str, labels: Mapping[str, Text]) -> Entry:
    """Return an entry in which inputs are called as the folder calls them."""
    if isinstance(entry, Place):
        return replace(entry, label=labels.get(path[:-1], entry.label))
    return replace(entry, keys={key: _labelled(each, f"{path}{key}.", labels) for key, each in entry.keys.items()})


def _chance(fr: str, en: str) -> Place:
    return Place("chance", Text(fr, en))


def _days(fr: str, en: str, least: int = 0, most: int | None = None) -> Place:
    return Place("days", Text(fr, en), least, most)


def _count(fr: str, en: str, least: int = 0, most: int = MOST_OF_A_KIND) -> Place:
    return Place("count", Text(fr, en), least, most)


def _columns(plan: YearPlan, part: str) -> dict[str, Entry]:
    return {each.key: _column(each) for each in plan.columns.get(part, ())}


def _column(each: DrawnColumn) -> Place:
    if each.drawn in ("flag", "either"):
        return Place("chance", each.label)
    if each.drawn == "words":
        return Place("words", each.label, words=each.choices)
    if each.drawn == "amount":
        return Place("amount", each.label)
    if each.drawn == "days":
        return Place("days", each.label, -3_650)
    return Place("count", each.label, 0, 1_000_000 if each.most is None else each.most)


def _calendar(plan: YearPlan) -> Section:
    """Meetings: how many are planned, how far apart, how they slip, who organises them."""
    keys: dict[str, Entry] = {
        "sessions": _count("sessions prévues", "sessions planned", 0, 60),
        "first": _days("jours avant la première session", "days before the first session", EARLY),
        "gap": _days("écart prévu entre deux sessions", "planned gap between sessions", 1),
        "held": _chance("une session prévue se tient", "a planned session is held"),
        "slips": Section({
            "chance": _chance("une session glisse", "a session slips"),
            "by": _days("glissement d'une session", "time by which a session slips", EARLY, 400),
        }),
    }  # fmt: skip
    if plan.meetings.organisers is not None:
        keys[plan.meetings.organisers] = Place("members", Text("co-organisateurs", "co-organisers"))
    if plan.calendar is not None:
        keys["sent"] = Section({
            "chance": _chance("le calendrier est communiqué", "the calendar is communicated"),
            "day": _days("jour du calendrier", "day of the calendar", EARLY),
        })  # fmt: skip
    return Section({**keys, **_columns(plan, "meetings")})


def _projects(plan: YearPlan) -> Section:
    """Those who are given money: how many, when they enter and leave, what is said of them."""
    keys: dict[str, Entry] = {"number": _count("projets", "projects", 0, 200)}
    if plan.beneficiaries.entry is not None:
        keys["entry"] = _count("session d'entrée d'un projet", "session at which a project enters", 1, 60)
    if plan.beneficiaries.left is not None:
        keys["leaves"] = Section({
            "chance": _chance("un projet s'arrête", "a project leaves"),
            "after": _days("jours avant qu'un projet s'arrête", "days before a project leaves"),
        })  # fmt: skip
    return Section({**keys, **_columns(plan, "beneficiaries")})


def _requests(plan: YearPlan) -> Section:
    """What is asked for; where nobody is presented everybody is there."""
    keys: dict[str, Entry] = {
        "chance": _chance("un projet présenté demande une aide", "a project presented asks for money")
    }
    if plan.presentations is not None:
        keys["absent"] = _chance("un projet absent demande une aide", "an absent project asks for money")
    keys["amount"] = Place("amount", Text("montant demandé", "amount requested"))
    keys["minimum"] = Place("share", Text("part de la demande en dessous de laquelle l'aide ne sert à rien",
                                          "share of the request below which the money is of no use"))  # fmt: skip
    return Section({**keys, **_columns(plan, "requests")})


def _allocations(plan: YearPlan) -> Section:
    """How members share out what there is, and what they decide between two meetings."""
    between: dict[str, Entry] = {
        "chance": _chance("une aide est accordée entre deux sessions", "an allocation is decided between sessions"),
        "after": _days("jours entre la session et cette décision", "days from the session to that decision", 1),
    }
    if plan.proposals.ratified is not None:
        between["ratified"] = _chance("la session suivante la ratifie", "the next session ratifies it")
    keys: dict[str, Entry] = {
        "policy": Place("policy", same("policy"), words=POLICIES),
        "accepted": _chance("une demande est acceptée", "a request is accepted"),
        "granted": Place("share", Text("part accordée de la demande", "share of the request granted")),
        "ceiling": Place("amount", Text("plafond d'une session", "ceiling of a session")),
        "watched": _chance("les membres vérifient ce qui reste", "members check what remains"),
        "between": Section(between),
        **_columns(plan, "proposals"),
    }
    if plan.proposals.deciders is not None:
        keys[plan.proposals.deciders] = Place("members", Text("décideurs", "deciders"))
    return Section(keys)


_ENDOWMENT = Section({
    "instalments": Section({
        "share": Place("share", Text("part de la dotation", "share of the endowment"), fixed=True),
        "day": _days("jour d'un versement de la dotation", "day of a payment of the endowment", EARLY),
        "paid": _chance("ce versement a lieu", "this payment is made"),
    }, several=True),
    "twice": _chance("le dernier versement est fait deux fois", "the last payment is made twice"),
})  # fmt: skip
"""How the endowment is paid: each payment's share of it, and its day after the first of the term."""


def _payments(plan: YearPlan) -> Section:
    """How what is decided is paid, what is given back, what is spent on something else."""
    keys: dict[str, Entry] = {
        "paid": _chance("une aide accordée est versée", "an allocation is paid"),
        "delay": _days("délai de versement", "delay of payment", EARLY),
    }
    if plan.endowed:
        keys["waits"] = _chance(
            "le versement attend que la dotation arrive", "payment waits for the endowment's first one"
        )
    keys["twice"] = _chance("une aide est versée deux fois", "an allocation is paid twice")
    if plan.money.given_back:
        keys["given_back"] = Section({
            "chance": _chance("un projet rend de l'argent", "a project gives money back"),
            "share": Place("share", Text("part rendue", "share given back")),
            "after": _days("jours avant qu'un projet rende", "days before a project gives back"),
        })  # fmt: skip
    if plan.money.elsewhere:
        keys["other_use"] = Section({
            "chance": _chance("une part sert à autre chose", "part is used otherwise"),
            "amount": Place("amount", Text("montant utilisé autrement", "amount used otherwise")),
            "day": _days("jour de cette dépense", "day of that expense"),
        })  # fmt: skip
    return Section(keys)


_BALANCE = Section({
    "returned": _chance("le solde est restitué", "the balance is returned"),
    "after": _days("jours entre la fin et la restitution", "days from the end to the return", EARLY),
    "share": Place("share", Text("part du solde restituée", "share of the balance returned")),
})  # fmt: skip
"""What is returned at the end."""

_HEADINGS = {
    "meetings": _chance("le compte rendu traite des rencontres", "the report covers meetings"),
    "funding": _chance("le compte rendu traite du financement", "the report covers funding"),
    "split": _chance("le compte rendu traite de la répartition", "the report covers the split"),
    "done": _chance("l'évaluation dit les actions entreprises", "the evaluation tells what was done"),
    "to_do": _chance("l'évaluation dit les actions à entreprendre", "the evaluation tells what is to be done"),
    "balance": _chance("l'évaluation dit l'équilibre financier", "the evaluation tells the financial balance"),
}


def _headings(found: tuple[tuple[str, str], ...]) -> dict[str, Entry]:
    keys: dict[str, Entry] = {
        key: _HEADINGS.get(key) or _chance(f"il est question de « {word} »", f"“{word}” is dealt with")
        for key, word in found
    }
    return {"headings": Section(keys)} if keys else {}


def _reports(plan: YearPlan) -> Section:
    """The reports of each period and what answers them."""
    keys: dict[str, Entry] = {
        "sent": _chance("un compte rendu bimestriel est envoyé", "a two-month report is sent"),
        "delay": _days("délai du compte rendu après la période", "delay of the report after its period", EARLY),
        **_headings(plan.reports.headings if plan.reports is not None else ()),
    }
    if plan.answer is not None:
        keys["answer"] = Section({
            "chance": _chance("une appréciation répond au compte rendu", "an assessment answers a report"),
            "after": _days("délai de l'appréciation", "delay of the assessment"),
            "to_all": _chance("l'appréciation va à tous les membres", "the assessment goes to all members"),
        })  # fmt: skip
    return Section(keys)


def _evaluations(plan: YearPlan) -> Section:
    """Each evaluation: sent or not, how many days after it is expected, to whom, with what."""
    if plan.evaluations is None:
        return Section()
    keys: dict[str, Entry] = {
        "sent": _chance("l'évaluation est envoyée", "the evaluation is sent"),
        "delay": _days("délai de l'évaluation", "delay of the evaluation", EARLY),
        "to_all": _chance("l'évaluation va à tous les membres", "the evaluation goes to all members"),
        **_headings(plan.evaluations.headings),
    }
    return Section({each.name: Section(keys, label=each.label) for each in plan.evaluations.moments})


def _results(plan: YearPlan) -> Section:
    """What comes of the programme, kind by kind."""
    kinds = () if plan.results is None else plan.results.kinds
    keys: dict[str, Entry] = {"day": _days("jour d'un résultat", "day of a result")}
    for each in kinds:
        number = Place("count", each.label, 0, MOST_OF_A_KIND)
        keys[each.name] = Section({"number": number, **{told.key: _column(told) for told in each.columns}})
    return Section(keys)


def _attested(plan: YearPlan) -> Section:
    """What is attested, once or in parts."""
    if plan.attested is None:
        return Section()
    keys: dict[str, Entry] = {each.name: Place("chance", each.label) for each in plan.attested.once}
    for part in plan.attested.parts:
        keys[part.name] = Section({
            part.number: _count("nombre de parts", "number of parts", 0, 60),
            "months": Place("months", Text("mois d'une part", "months of a part")),
            "sent": _chance("une part est attestée", "a part is attested"),
        })  # fmt: skip
    return Section(keys)


_ACTIONS = Section({
    "number": _count("actions avec des partenaires", "actions with partners"),
    "day": _days("jour d'une action", "day of an action"),
    "agreed": _chance("le partenaire donne son accord", "the partner agrees"),
    "before": _days("jours entre l'accord et l'action", "days from the agreement to the action", EARLY),
})  # fmt: skip
"""Actions with partners."""


def _following(each: Following) -> Section:
    """How many rows follow each row of another table, and what they say."""
    number = Place("count", each.label, 0, MOST_FOLLOWING)
    return Section({"number": number, **{told.key: _column(told) for told in each.columns if told.drawn != "each"}})


def _amendments(plan: YearPlan) -> Section:
    """A renewal, drawn; amendments signed in every year are read apart."""
    if plan.renewal is None or plan.amendments is None:
        return Section()
    return Section({
        "renewal": Section({
            "chance": _chance("la convention est renouvelée", "the agreement is renewed"),
            "day": _days("jour où elle est renouvelée", "day of the renewal"),
            "form": Place("words", Text("forme dans laquelle elle l'est", "form of the renewal"), words=plan.forms),
        }),
    })  # fmt: skip
