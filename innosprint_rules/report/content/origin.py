"""What had not happened yet when a report was made, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules._version import __version__
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.engine.report import Report


def not_happened(report: Report, teller: Teller) -> str:
    """Return in one sentence what is dated after the day of judgement, and so is not judged."""
    world = report.judge.world
    counts: list[str] = []
    for name, rows in world.tables.items():
        later = rows.to_come(report.as_of.toordinal()).placed if rows.dated else ()
        count = sum(not row.proposed for row in later)
        if count:
            described = world.described[name]
            counts.append(teller.number(count, described.one, described.many))
    if not counts:
        return ""
    day = teller.date(report.as_of)
    return (
        teller.either(f"pas jugé, daté d’après le {day}\u00a0: ", f"not judged, dated after {day}: ")
    ) + teller.lists(counts)


def origin_words(report: Report, teller: Teller) -> str:
    """Return with what the report was made, so that it can be made again."""
    book = report.rulebook
    alone = Text("moteur de référence {v} seul", "reference engine {v} alone")
    both = Text("moteurs : référence {v} et {i}, d'accord", "engines: reference {v} and {i}, agreed")
    engine = (alone if report.inference is None else both).fill(v=__version__, i=report.inference or "")
    said = Text(
        f"Règles {book.name} {book.version} ({book.digest[:8]}), dossier {report.dossier_digest[:8]}, au"
        f" {FRENCH.date(report.as_of)} ; {engine.fr}",
        f"Rules {book.name} {book.version} ({book.digest[:8]}), dossier {report.dossier_digest[:8]}, on"
        f" {ENGLISH.date(report.as_of)}; {engine.en}",
    )
    return teller.say(said)
