"""A session shared out, in text: the methods side by side, then each with who gets what and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.allocation.sharing.results import METHOD_NAMES
from innosprint_rules.report.content.sharing import kept_words, shares_table, to_share_words
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.report.content.words import MARKS, STYLES
from innosprint_rules.report.text.allocation_reasons import more_words, who_and_why
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.layout import EMPTY, Line, block, table
from innosprint_rules.report.text.parts import origin
from innosprint_rules.wording import LANGUAGES, Text, lists

if TYPE_CHECKING:
    from innosprint_rules.allocation.sharing.results import Allocation, Sharing

TITLES = {
    "investor": Text(
        "la plus grande somme de points × euros, les premiers euros d'une demande valant plus que les derniers",
        "the greatest sum of points × euros, the first euros of a request being worth more than the last",
    ),
    "proportional": Text("à chacun la même part de sa demande", "the same part of each request"),
    "greedy": Text("les mieux notées d'abord, en entier", "the best rated first, in full"),
    "equal-shares": Text(
        "chaque critère dispose d'une part et finance ce qu'il note haut (parts égales)",
        "each criterion holds a part and funds what it rates high (equal shares)",
    ),
}


def allocation_lines(allocation: Allocation, teller: Teller) -> list[Line]:
    """Return the page of an allocation, its first lines what there is to share out."""
    lines = summary_lines(allocation, teller)
    lines += allocation_table(allocation, teller)
    for sharing in allocation.sharings:
        lines += _method(sharing, teller)
    lines += _good_to_know(allocation, teller)
    report = allocation.sharings[0].report
    return [*lines, EMPTY, *origin(report, teller)]


def summary_lines(allocation: Allocation, teller: Teller) -> list[Line]:
    """Return what there is to share out, among how many, and what is kept."""
    lines = [Line(line.text, "bold") for line in block(to_share_words(allocation, teller), teller.width, 0, 2)]
    return lines + block(kept_words(allocation, teller), teller.width, 2, 4)


def allocation_table(allocation: Allocation, teller: Teller) -> list[Line]:
    """Return one row a request and one column a method; the totals and the worth below."""
    rows = shares_table(allocation, teller)
    columns = range(1, len(rows[0]))
    gap = 2 if _wide(rows, 2) <= teller.width else 1
    lines = [Line(text) for text in table(rows, teller.width, 2, right=columns, gap=gap)]
    lines[0] = Line(lines[0].text, "bold")
    return [EMPTY, *lines]


def _wide(rows: Sequence[Sequence[str]], gap: int) -> int:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return 2 + sum(widths) + gap * (len(widths) - 1)


def _method(sharing: Sharing, teller: Teller) -> list[Line]:
    """Return one method: how the engine judges it, why each gets what it gets, where more would go."""
    lines = heading(f"{teller.say(METHOD_NAMES[sharing.method])}, {teller.say(TITLES[sharing.method])}", teller)
    lines[-1:] = [Line(line.text, STYLES["title"]) for line in block(lines[-1].text, teller.width, 0, 2)]
    lines += _judged(sharing, teller)
    lines += who_and_why(sharing, teller)
    if sharing.marginal is not None:
        lines += block(f"{MARKS['next']} {more_words(sharing.marginal, teller)}", teller.width, 2, 4)
    if sharing.short:
        part = Text(_part(sharing.short, FRENCH), _part(sharing.short, ENGLISH))
        said = Text(
            f"longue liste, recherche arrêtée tout près du but : un autre choix vaudrait au plus {part.fr} de plus",
            f"a long list, the search stopped close to the end: another choice is worth at most {part.en} more",
        )
        lines += block(f"{MARKS['notice']} {teller.say(said)}", teller.width, 2, 4)
    return lines


def _part(millionths: int, teller: Teller) -> str:
    """Write some millionths as a percentage."""
    whole, rest = divmod(millionths, 10_000)
    return f"{whole}{teller.either(',', '.')}{rest:04d}{teller.percent_sign}"


def _judged(sharing: Sharing, teller: Teller) -> list[Line]:
    if not sharing.ok:
        codes = dict.fromkeys(f.rule for f in sharing.report.violations if f.new and f.severity == "error")
        said = Text(f"enfreint {lists(list(codes), 'fr')} : à ne pas voter ainsi",
                    f"breaks {lists(list(codes), 'en')}: not to be voted like this")  # fmt: skip
        return block(f"{MARKS['error']} {teller.say(said)}", teller.width, 2, 4, STYLES["error"])
    if sharing.unknown:
        rules = sharing.report.rulebook.rules
        titles = Text(*(", ".join(f"{rules[code].title.get(each)} ({code})" for code in sharing.unknown)
                        for each in LANGUAGES))  # fmt: skip
        said = Text(f"rien n'est enfreint ; reste à vérifier : {titles.fr}",
                    f"nothing is broken; still to verify: {titles.en}")  # fmt: skip
        return block(f"{MARKS['unknown']} {teller.say(said)}", teller.width, 2, 4, STYLES["unknown"])
    said = Text("contrôlé : rien n'est enfreint", "checked: nothing is broken")
    return block(f"{MARKS['ok']} {teller.say(said)}", teller.width, 2, 4, STYLES["ok"])


def _good_to_know(allocation: Allocation, teller: Teller) -> list[Line]:
    """Return what was missing, how ties and cents are settled, and how to go on."""
    lines = heading(teller.say(Text("À savoir", "Good to know")), teller)
    for notice in allocation.notices:
        lines += block(f"{MARKS['notice']} {teller.say(notice.message)}", teller.width, 2, 4)
    lines += block(f"{MARKS['notice']} {teller.say(_TIES)}", teller.width, 2, 4)
    lines += block(f"{MARKS['notice']} {teller.say(_READINGS)}", teller.width, 2, 4)
    lines += block(f"{MARKS['next']} {teller.say(_SAVE)}", teller.width, 2, 4)
    return lines


_TIES = Text("à égalité, la mieux notée puis l'identifiant passent devant ; les centimes vont aux plus forts restes",
             "at a tie, the better rated goes first, then the id; cents go to the largest remainders")  # fmt: skip
_READINGS = Text("les montants tiennent sous toutes les lectures du texte (--reading en fixe une)",
                 "the amounts hold under every reading of the text (--reading settles one)")  # fmt: skip
_SAVE = Text("pour garder une proposition : --method investisseur --write proposition.csv",
             "to keep a proposal: --method investor --write proposal.csv")  # fmt: skip
