"""The sheet of a session to share out: the requests and what each method gives them, and how each is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.allocation.sharing.results import METHOD_NAMES
from innosprint_rules.report.content.sharing import judged_words, kept_words, shares_table, to_share_words
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS
from innosprint_rules.report.documents.model import Document
from innosprint_rules.report.sheets.page import Part, sheet, short
from innosprint_rules.report.sheets.parts import balance, to_sign
from innosprint_rules.wording import Text, capital

if TYPE_CHECKING:
    from innosprint_rules.allocation.sharing.results import Allocation, Sharing


def sharing_sheet(found: Allocation, teller: Teller) -> Document:
    """Return the methods of an allocation side by side on one A4 page."""
    header, *rows = shares_table(found, teller)
    many = len(header)
    header = (teller.say(Text("Demande", "Request")), teller.say(Text("Notes", "Scores")) + header[1], *header[2:])
    report = found.sharings[0].report
    parts = [
        Part(
            teller.say(_REQUESTS),
            rows,
            header,
            frozenset(range(1, many)),
            (14, 10, *(20 for _ in range(2, many))),
            least=12,
        ),
        Part(teller.say(_JUDGED), [(_judged(each, teller),) for each in found.sharings], least=4),
        balance(report, teller),
        Part(teller.say(_KNOW), [(short(capital(teller.say(each.message))),) for each in found.notices]),
        to_sign(teller),
    ]
    return sheet(to_share_words(found, teller), parts, report, teller, capital(kept_words(found, teller, hint=False)))


def _judged(sharing: Sharing, teller: Teller) -> str:
    kind, said = judged_words(sharing, teller)
    return f"{MARKS[kind]} {teller.say(METHOD_NAMES[sharing.method])}{teller.colon}{said}"


_REQUESTS = Text("Demandes et répartitions", "Requests and sharings")
_JUDGED = Text("Ce que disent les règles", "What the rules say")
_KNOW = Text("À savoir", "Good to know")
