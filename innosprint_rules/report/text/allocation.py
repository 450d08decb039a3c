"""A session shared out, in text: the methods side by side, then each with who gets what and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.allocation.sharing.results import METHOD_NAMES
from innosprint_rules.report.content.words import MARKS, STYLES, amount, counted, number_of, written_date
from innosprint_rules.report.text.allocation_reasons import more_words, who_and_why
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.layout import EMPTY, Line, block, table
from innosprint_rules.report.text.parts import origin
from innosprint_rules.wording import LANGUAGES, Lang, Text, lists

if TYPE_CHECKING:
    from innosprint_rules.allocation.sharing.results import Allocation, Sharing

NOTHING = "–"

TITLES = {
    "investor": Text("la plus grande somme de points × euros, les premiers euros d'une demande valant plus que les"
                     " derniers",
                     "the greatest sum of points × euros, the first euros of a request being worth more than the"
                     " last"),
    "proportional": Text("à chacun la même part de sa demande", "the same part of each request"),
    "greedy": Text("les mieux notées d'abord, en entier", "the best rated first, in full"),
    "equal-shares": Text("chaque critère dispose d'une part et finance ce qu'il note haut (parts égales)",
                         "each criterion holds a part and funds what it rates high (equal shares)"),
}  # fmt: skip


def allocation_lines(allocation: Allocation, lang: Lang, width: int) -> list[Line]:
    """Return the page of an allocation, its first lines what there is to share out."""
    lines = summary_lines(allocation, lang, width)
    lines += allocation_table(allocation, lang, width)
    for sharing in allocation.sharings:
        lines += _method(sharing, lang, width)
    lines += _good_to_know(allocation, lang, width)
    report = allocation.sharings[0].report
    return [*lines, EMPTY, *origin(report, lang, width)]


def summary_lines(allocation: Allocation, lang: Lang, width: int) -> list[Line]:
    """Return what there is to share out, among how many, and what is kept."""
    reserve = allocation.reserve
    day = written_date(allocation.held_on, lang)
    asked = sum(each.requested for each in allocation.requests)
    requests = number_of(len(allocation.requests), Text("demande", "request"), Text("demandes", "requests"), lang)
    role = allocation.rulebook.schema.roles.meetings
    one = Text("session", "session") if role is None else allocation.rulebook.schema.tables[role.table].one
    fr, en = (f"{name[:1].upper()}{name[1:]} {allocation.session}" for name in (one.fr, one.en))
    budget, total = amount(reserve.budget, lang), amount(asked, lang)
    if reserve.budget is None:
        said = Text(
            f"{fr} du {day} : {requests} pour {total} ; ce qui reste n'est pas connu",
            f"{en} of {day}: {requests} for {total}; what is left is not known",
        )
    else:
        said = Text(
            f"{fr} du {day} : {budget} à répartir, {requests} pour {total}",
            f"{en} of {day}: {budget} to share out, {requests} for {total}",
        )
    lines = [Line(line.text, "bold") for line in block(said.get(lang), width, 0, 2)]
    return lines + block(_kept(allocation, lang), width, 2, 4)


def _kept(allocation: Allocation, lang: Lang) -> str:
    reserve = allocation.reserve
    left, kept = amount(reserve.left, lang), amount(reserve.amount, lang)
    named = f" ({', '.join(reserve.planned)})" if reserve.planned else ""
    if reserve.left is not None and reserve.left <= 0:
        over = amount(-reserve.left, lang)
        none = Text("il ne reste rien", "nothing is left")
        past = Text(f"il ne reste rien : {over} de trop sont déjà attribués",
                    f"nothing is left: {over} too much are allocated already")  # fmt: skip
        return (past if reserve.left else none).get(lang)
    if not reserve.amount:
        none = Text("rien n'est gardé pour la suite", "nothing is kept for later")
        if reserve.auto and not reserve.to_come:
            none = Text("aucune session n'est à venir : rien n'est gardé", "no session is to come: nothing is kept")
        return none.get(lang)
    whose = counted(Text(" pour {n:session à venir|sessions à venir}", " for {n:session|sessions} to come"),
                    lang, n=reserve.to_come)  # fmt: skip
    whose = f"{whose}{named}" if reserve.to_come else ""
    equal = Text(", à parts égales ; --reserve change cela", ", in equal parts; --reserve changes this")
    said = Text(f"reste {left}, dont {kept} gardés{whose}", f"{left} are left, {kept} of them kept{whose}")
    return said.get(lang) + (equal.get(lang) if reserve.auto else "")


def allocation_table(allocation: Allocation, lang: Lang, width: int) -> list[Line]:
    """Return one row a request and one column a method; the totals and the worth below."""
    sharings = allocation.sharings
    asked = Text("demandé", "requested").get(lang)
    rows: list[tuple[str, ...]] = [
        ("", f"/{allocation.weights.most}", asked, *(METHOD_NAMES[each.method].get(lang) for each in sharings))
    ]
    for place, each in enumerate(allocation.requests):
        got = (sharing.shares[place].amount for sharing in sharings)
        rows.append((each.project, str(each.points), amount(each.requested, lang),
                     *(amount(cents, lang) if cents else NOTHING for cents in got)))  # fmt: skip
    total = sum(each.requested for each in allocation.requests)
    rows.append((Text("total", "total").get(lang), "", amount(total, lang),
                 *(amount(each.total, lang) for each in sharings)))  # fmt: skip
    best = max(each.worth for each in sharings)
    if len(sharings) > 1 and best:
        percent = "\u00a0%" if lang == "fr" else "%"
        rows.append((Text("valeur", "worth").get(lang), "", "",
                     *(f"{100 * each.worth // best}{percent}" for each in sharings)))  # fmt: skip
    columns = range(1, len(rows[0]))
    gap = 2 if _wide(rows, 2) <= width else 1
    lines = [Line(text) for text in table(rows, width, 2, right=columns, gap=gap)]
    lines[0] = Line(lines[0].text, "bold")
    return [EMPTY, *lines]


def _wide(rows: Sequence[Sequence[str]], gap: int) -> int:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return 2 + sum(widths) + gap * (len(widths) - 1)


def _method(sharing: Sharing, lang: Lang, width: int) -> list[Line]:
    """Return one method: how the engine judges it, why each gets what it gets, where more would go."""
    lines = heading(f"{METHOD_NAMES[sharing.method].get(lang)}, {TITLES[sharing.method].get(lang)}", lang)
    lines[-1:] = [Line(line.text, STYLES["title"]) for line in block(lines[-1].text, width, 0, 2)]
    lines += _judged(sharing, lang, width)
    lines += who_and_why(sharing, lang, width)
    if sharing.marginal is not None:
        lines += block(f"{MARKS['next']} {more_words(sharing.marginal, lang)}", width, 2, 4)
    if sharing.short:
        part = Text(_part(sharing.short, "fr"), _part(sharing.short, "en"))
        said = Text(
            f"longue liste, recherche arrêtée tout près du but : un autre choix vaudrait au plus {part.fr} de plus",
            f"a long list, the search stopped close to the end: another choice is worth at most {part.en} more",
        )
        lines += block(f"{MARKS['notice']} {said.get(lang)}", width, 2, 4)
    return lines


def _part(millionths: int, lang: Lang) -> str:
    """Write some millionths as a percentage."""
    whole, rest = divmod(millionths, 10_000)
    return f"{whole},{rest:04d}\u00a0%" if lang == "fr" else f"{whole}.{rest:04d}%"


def _judged(sharing: Sharing, lang: Lang, width: int) -> list[Line]:
    if not sharing.ok:
        codes = dict.fromkeys(f.rule for f in sharing.report.violations if f.new and f.severity == "error")
        said = Text(f"enfreint {lists(list(codes), 'fr')} : à ne pas voter ainsi",
                    f"breaks {lists(list(codes), 'en')}: not to be voted like this")  # fmt: skip
        return block(f"{MARKS['error']} {said.get(lang)}", width, 2, 4, STYLES["error"])
    if sharing.unknown:
        rules = sharing.report.rulebook.rules
        titles = Text(*(", ".join(f"{rules[code].title.get(each)} ({code})" for code in sharing.unknown)
                        for each in LANGUAGES))  # fmt: skip
        said = Text(f"rien n'est enfreint ; reste à vérifier : {titles.fr}",
                    f"nothing is broken; still to verify: {titles.en}")  # fmt: skip
        return block(f"{MARKS['unknown']} {said.get(lang)}", width, 2, 4, STYLES["unknown"])
    said = Text("contrôlé : rien n'est enfreint", "checked: nothing is broken")
    return block(f"{MARKS['ok']} {said.get(lang)}", width, 2, 4, STYLES["ok"])


def _good_to_know(allocation: Allocation, lang: Lang, width: int) -> list[Line]:
    """Return what was missing, how ties and cents are settled, and how to go on."""
    lines = heading(Text("À savoir", "Good to know").get(lang), lang)
    for notice in allocation.notices:
        lines += block(f"{MARKS['notice']} {notice.message.get(lang)}", width, 2, 4)
    lines += block(f"{MARKS['notice']} {_TIES.get(lang)}", width, 2, 4)
    lines += block(f"{MARKS['notice']} {_READINGS.get(lang)}", width, 2, 4)
    lines += block(f"{MARKS['next']} {_SAVE.get(lang)}", width, 2, 4)
    return lines


_TIES = Text("à égalité, la mieux notée puis l'identifiant passent devant ; les centimes vont aux plus forts restes",
             "at a tie, the better rated goes first, then the id; cents go to the largest remainders")  # fmt: skip
_READINGS = Text("les montants tiennent sous toutes les lectures du texte (--reading en fixe une)",
                 "the amounts hold under every reading of the text (--reading settles one)")  # fmt: skip
_SAVE = Text("pour garder une proposition : --method investisseur --write proposition.csv",
             "to keep a proposal: --method investor --write proposal.csv")  # fmt: skip
