"""One message a cause: faults of one kind in one column are told once, with their number and the first places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from innosprint_rules import limits
from innosprint_rules.dossier.addresses import CellLocation
from innosprint_rules.dossier.cells import quote
from innosprint_rules.dossier.schema.raw import Fault
from innosprint_rules.errors import Problem, first_problems
from innosprint_rules.wording import Lang, Text

APART = 3
"""Up to so many faults of one kind in one column are told one by one, unless they say the same."""


def gathered(faults: Sequence[Fault]) -> tuple[Problem, ...]:
    """Return the problems of ``faults``, in their order, each cause once; of many the first, and their number."""
    causes: dict[object, list[Fault]] = {}
    for number, fault in enumerate(faults):
        where = fault.problem.location
        column = fault.path[2] if len(fault.path) > 2 else None
        in_a_row = len(fault.path) > 1 or where.row is not None
        key = (fault.problem.code, where.file, where.sheet, fault.path[:1], column) if in_a_row else number
        causes.setdefault(key, []).append(fault)
    told: list[Problem] = []
    for alike in causes.values():
        same = all(fault.problem.message == alike[0].problem.message for fault in alike)
        if len(alike) == 1 or (len(alike) <= APART and not same):
            told += [fault.problem for fault in alike]
        else:
            told.append(_once(alike, same))
    return first_problems(told, len(faults) >= limits.ERRORS_READ)


def _once(alike: list[Fault], same: bool) -> Problem:
    first = alike[0].problem
    fr, en = (", ".join(_place(fault, lang, same) for fault in alike[:APART]) for lang in ("fr", "en"))
    more = "…" if len(alike) > APART else ""
    message = Text(
        f"{first.message.fr} ({len(alike)} endroits : {fr}{more})",
        f"{first.message.en} ({len(alike)} places: {en}{more})",
    )
    return replace(first, message=message)


def _place(fault: Fault, lang: Lang, same: bool) -> str:
    where = fault.problem.location
    if isinstance(where, CellLocation):
        place = where.cell
    elif where.row is not None:
        place = f"ligne {where.row}" if lang == "fr" else f"line {where.row}"
    else:
        place = str(where.column)
    return place if same or fault.found is None else f"{place} {quote(fault.found).get(lang)}"
