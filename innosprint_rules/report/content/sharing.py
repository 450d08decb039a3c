"""A session to share out, in words: what there is, what is kept, the methods side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.allocation.sharing.results import METHOD_NAMES
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.wording import Text, capital, lists

if TYPE_CHECKING:
    from innosprint_rules.allocation.sharing.results import Allocation, Sharing

NOTHING = "–"


def to_share_words(allocation: Allocation, teller: Teller) -> str:
    """Say what there is to share out at a meeting, and among how many requests."""
    day = teller.date(allocation.held_on)
    asked = sum(each.requested for each in allocation.requests)
    requests = teller.number(len(allocation.requests), Text("demande", "request"), Text("demandes", "requests"))
    role = allocation.rulebook.schema.roles.meetings
    one = Text("session", "session") if role is None else allocation.rulebook.schema.tables[role.table].one
    fr, en = (f"{capital(name)} {allocation.session}" for name in (one.fr, one.en))
    budget, total = teller.amount(allocation.reserve.budget), teller.amount(asked)
    if allocation.reserve.budget is None:
        said = Text(
            f"{fr} du {day} : {requests} pour {total} ; ce qui reste n'est pas connu",
            f"{en} of {day}: {requests} for {total}; what is left is not known",
        )
    else:
        said = Text(
            f"{fr} du {day} : {budget} à répartir, {requests} pour {total}",
            f"{en} of {day}: {budget} to share out, {requests} for {total}",
        )
    return teller.say(said)


def kept_words(allocation: Allocation, teller: Teller, hint: bool = True) -> str:
    """Say what is left, and how much of it is kept for later; with ``hint``, how to change that on the command line."""
    reserve, noun = allocation.reserve, allocation.rulebook.schema.meeting
    one, many = noun.one, noun.many
    left, kept = teller.amount(reserve.left), teller.amount(reserve.amount)
    named = f" ({', '.join(reserve.planned)})" if reserve.planned else ""
    if reserve.left is not None and reserve.left <= 0:
        over = teller.amount(-reserve.left)
        none = Text("il ne reste rien", "nothing is left")
        past = Text(f"il ne reste rien : {over} de trop sont déjà attribués",
                    f"nothing is left: {over} too much are allocated already")  # fmt: skip
        return teller.say(past if reserve.left else none)
    if not reserve.amount:
        none = Text("rien n'est gardé pour la suite", "nothing is kept for later")
        if reserve.auto and not reserve.to_come:
            none = Text(f"{noun.agreed('aucun')} {one.fr} n'est à venir : rien n'est gardé",
                        f"no {one.en} is to come: nothing is kept")  # fmt: skip
        return teller.say(none)
    whose = teller.counted(
        Text(f" pour {{n:{one.fr} à venir|{many.fr} à venir}}", f" for {{n:{one.en}|{many.en}}} to come"),
        n=reserve.to_come,
    )
    whose = f"{whose}{named}" if reserve.to_come else ""
    equal = Text(", à parts égales", ", in equal parts")
    change = teller.say(Text(" ; --reserve change cela", "; --reserve changes this")) if hint else ""
    said = Text(f"reste {left}, dont {kept} gardés{whose}", f"{left} are left, {kept} of them kept{whose}")
    return teller.say(said) + (teller.say(equal) + change if reserve.auto else "")


def judged_words(sharing: Sharing, teller: Teller) -> tuple[str, str]:
    """Return how the rules judge a sharing, as a kind of mark, and say it: what is broken, what is in doubt."""
    if not sharing.ok:
        codes = list(dict.fromkeys(f.rule for f in sharing.report.violations if f.new and f.severity == "error"))
        return "error", teller.say(Text(f"enfreint {lists(codes, 'fr')}", f"breaks {lists(codes, 'en')}"))
    if sharing.unknown:
        said = Text("{n:point n'est pas vérifiable|points ne sont pas vérifiables}",
                    "{n:point|points} cannot be verified")  # fmt: skip
        return "unknown", teller.counted(said, n=len(sharing.unknown))
    return "ok", teller.say(Text("rien n'est enfreint", "nothing is broken"))


def shares_table(allocation: Allocation, teller: Teller) -> list[tuple[str, ...]]:
    """Return a header, one row a request and one column a method, the totals and the worth below."""
    sharings = allocation.sharings
    asked = teller.say(Text("demandé", "requested"))
    names = (teller.say(METHOD_NAMES[each.method]) for each in sharings)
    rows: list[tuple[str, ...]] = [("", f"/{allocation.weights.most}", asked, *names)]
    for place, each in enumerate(allocation.requests):
        got = (sharing.shares[place].amount for sharing in sharings)
        rows.append(
            (
                each.project,
                str(each.points),
                teller.amount(each.requested),
                *(teller.amount(cents) if cents else NOTHING for cents in got),
            )
        )
    total = sum(each.requested for each in allocation.requests)
    rows.append(
        (
            teller.say(Text("total", "total")),
            "",
            teller.amount(total),
            *(teller.amount(each.total) for each in sharings),
        )
    )
    best = max(each.worth for each in sharings)
    if len(sharings) > 1 and best:
        rows.append(
            (
                teller.say(Text("valeur", "worth")),
                "",
                "",
                *(f"{100 * each.worth // best}{teller.percent_sign}" for each in sharings),
            )
        )
    return rows
