"""The inputs of a scenario of years: by section and key what is drawn there, made from what a folder says of its years.

Nothing has a default: every number of a scenario stands in a file, where it can be read and questioned.
``scenarios/README.md`` describes the keys; the labels below are shown to users, unless the folder has its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from innosprint_rules.rulebook.year import follow_up
from innosprint_rules.rulebook.year.plan import YearPlan
from innosprint_rules.rulebook.year.shapes import (
    EARLY,
    Entry,
    Place,
    Section,
    chance,
    columns,
    count,
    days,
)
from innosprint_rules.wording import Text, same

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
            "attends": chance("un projet se présente à une session", "a project attends a session"),
            **columns(plan, "presentations"),
        })  # fmt: skip
    made["requests"] = _requests(plan)
    made["allocations"] = _allocations(plan)
    if plan.endowed:
        made["endowment"] = _ENDOWMENT
    made["payments"] = _payments(plan)
    if plan.endowed and plan.money.returned:
        made["balance"] = _BALANCE
    if plan.reports is not None:
        made["reports"] = follow_up.reports(plan)
    if plan.evaluations is not None:
        made["evaluations"] = follow_up.evaluations(plan)
    if plan.results is not None:
        made["results"] = follow_up.results(plan)
    if plan.attested is not None:
        made["third_place"] = follow_up.attested(plan)
    if plan.actions is not None:
        made["actions"] = follow_up.ACTIONS
    if plan.following:
        made["rows"] = Section({each.name: follow_up.following(each) for each in plan.following})
    if plan.amendments is not None:
        made["amendments"] = follow_up.amendments(plan)
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


def _calendar(plan: YearPlan) -> Section:
    """Meetings: how many are planned, how far apart, how they slip, who organises them."""
    keys: dict[str, Entry] = {
        "sessions": count("sessions prévues", "sessions planned", 0, 60),
        "first": days("jours avant la première session", "days before the first session", EARLY),
        "gap": days("écart prévu entre deux sessions", "planned gap between sessions", 1),
        "held": chance("une session prévue se tient", "a planned session is held"),
        "slips": Section({
            "chance": chance("une session glisse", "a session slips"),
            "by": days("glissement d'une session", "time by which a session slips", EARLY, 400),
        }),
    }  # fmt: skip
    if plan.meetings.organisers is not None:
        keys[plan.meetings.organisers] = Place("members", Text("co-organisateurs", "co-organisers"))
    if plan.calendar is not None:
        keys["sent"] = Section({
            "chance": chance("le calendrier est communiqué", "the calendar is communicated"),
            "day": days("jour du calendrier", "day of the calendar", EARLY),
        })  # fmt: skip
    return Section({**keys, **columns(plan, "meetings")})


def _projects(plan: YearPlan) -> Section:
    """Those who are given money: how many, when they enter and leave, what is said of them."""
    keys: dict[str, Entry] = {"number": count("projets", "projects", 0, 200)}
    if plan.beneficiaries.entry is not None:
        keys["entry"] = count("session d'entrée d'un projet", "session at which a project enters", 1, 60)
    if plan.beneficiaries.left is not None:
        keys["leaves"] = Section({
            "chance": chance("un projet s'arrête", "a project leaves"),
            "after": days("jours avant qu'un projet s'arrête", "days before a project leaves"),
        })  # fmt: skip
    return Section({**keys, **columns(plan, "beneficiaries")})


def _requests(plan: YearPlan) -> Section:
    """What is asked for; where nobody is presented everybody is there."""
    keys: dict[str, Entry] = {
        "chance": chance("un projet présenté demande une aide", "a project presented asks for money")
    }
    if plan.presentations is not None:
        keys["absent"] = chance("un projet absent demande une aide", "an absent project asks for money")
    keys["amount"] = Place("amount", Text("montant demandé", "amount requested"))
    keys["minimum"] = Place("share", Text("part de la demande en dessous de laquelle l'aide ne sert à rien",
                                          "share of the request below which the money is of no use"))  # fmt: skip
    return Section({**keys, **columns(plan, "requests")})


def _allocations(plan: YearPlan) -> Section:
    """How members share out what there is, and what they decide between two meetings."""
    between: dict[str, Entry] = {
        "chance": chance("une aide est accordée entre deux sessions", "an allocation is decided between sessions"),
        "after": days("jours entre la session et cette décision", "days from the session to that decision", 1),
    }
    if plan.proposals.ratified is not None:
        between["ratified"] = chance("la session suivante la ratifie", "the next session ratifies it")
    keys: dict[str, Entry] = {
        "policy": Place("policy", same("policy"), words=POLICIES),
        "accepted": chance("une demande est acceptée", "a request is accepted"),
        "granted": Place("share", Text("part accordée de la demande", "share of the request granted")),
        "ceiling": Place("amount", Text("plafond d'une session", "ceiling of a session")),
        "watched": chance("les membres vérifient ce qui reste", "members check what remains"),
        "between": Section(between),
        **columns(plan, "proposals"),
    }
    if plan.proposals.deciders is not None:
        keys[plan.proposals.deciders] = Place("members", Text("décideurs", "deciders"))
    return Section(keys)


_ENDOWMENT = Section({
    "instalments": Section({
        "share": Place("share", Text("part de la dotation", "share of the endowment"), fixed=True),
        "day": days("jour d'un versement de la dotation", "day of a payment of the endowment", EARLY),
        "paid": chance("ce versement a lieu", "this payment is made"),
    }, several=True),
    "twice": chance("le dernier versement est fait deux fois", "the last payment is made twice"),
})  # fmt: skip
"""How the endowment is paid: each payment's share of it, and its day after the first of the term."""


def _payments(plan: YearPlan) -> Section:
    """How what is decided is paid, what is given back, what is spent on something else."""
    keys: dict[str, Entry] = {
        "paid": chance("une aide accordée est versée", "an allocation is paid"),
        "delay": days("délai de versement", "delay of payment", EARLY),
    }
    if plan.endowed:
        keys["waits"] = chance(
            "le versement attend que la dotation arrive", "payment waits for the endowment's first one"
        )
    keys["twice"] = chance("une aide est versée deux fois", "an allocation is paid twice")
    if plan.money.given_back:
        keys["given_back"] = Section({
            "chance": chance("un projet rend de l'argent", "a project gives money back"),
            "share": Place("share", Text("part rendue", "share given back")),
            "after": days("jours avant qu'un projet rende", "days before a project gives back"),
        })  # fmt: skip
    if plan.money.elsewhere:
        keys["other_use"] = Section({
            "chance": chance("une part sert à autre chose", "part is used otherwise"),
            "amount": Place("amount", Text("montant utilisé autrement", "amount used otherwise")),
            "day": days("jour de cette dépense", "day of that expense"),
        })  # fmt: skip
    return Section(keys)


_BALANCE = Section({
    "returned": chance("le solde est restitué", "the balance is returned"),
    "after": days("jours entre la fin et la restitution", "days from the end to the return", EARLY),
    "share": Place("share", Text("part du solde restituée", "share of the balance returned")),
})  # fmt: skip
"""What is returned at the end."""
