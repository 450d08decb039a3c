"""What had not happened yet when a report was made, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules._version import __version__
from innosprint_rules.report.content.words import (
    number_of,
    written_date,
)
from innosprint_rules.wording import Lang, Text, lists

if TYPE_CHECKING:
    from innosprint_rules.engine.report import Report


def not_happened(report: Report, lang: Lang) -> str:
    """Return in one sentence what is dated after the day of judgement, and so is not judged."""
    world = report.judge.world
    counts: list[str] = []
    for name, rows in world.tables.items():
        later = rows.to_come(report.as_of.toordinal()).placed if rows.dated else ()
        count = sum(not row.proposed for row in later)
        if count:
            described = world.schema(name)
            counts.append(number_of(count, described.one, described.many, lang))
    if not counts:
        return ""
    day = written_date(report.as_of, lang)
    return (f"pas jugé, daté d’après le {day}\u00a0: " if lang == "fr" else f"not judged, dated after {day}: ") + lists(
        counts, lang
    )


def origin_words(report: Report, lang: Lang) -> str:
    """Return with what the report was made, so that it can be made again."""
    book = report.rulebook
    alone = Text("moteur de référence {v} seul", "reference engine {v} alone")
    both = Text("moteurs : référence {v} et {i}, d'accord", "engines: reference {v} and {i}, agreed")
    engine = (alone if report.inference is None else both).fill(v=__version__, i=report.inference or "")
    said = Text(
        f"Règles {book.name} {book.version} ({book.digest[:8]}), dossier {report.dossier_digest[:8]}, au"
        f" {written_date(report.as_of, 'fr')} ; {engine.fr}",
        f"Rules {book.name} {book.version} ({book.digest[:8]}), dossier {report.dossier_digest[:8]}, on"
        f" {written_date(report.as_of, 'en')}; {engine.en}",
    )
    return said.get(lang)
