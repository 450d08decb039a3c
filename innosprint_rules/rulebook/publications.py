"""What an agreement publishes: under ``documents:`` each document, what it is about, its moment, who sends it.

Its words and its tables stand in a template of the folder ``documents/``, under the document's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from innosprint_rules.errors import NOWHERE, Location, ProblemList
from innosprint_rules.fields import FieldReader
from innosprint_rules.nearest import suggestion
from innosprint_rules.rulebook.naming import RulebookNames
from innosprint_rules.strict_yaml import Fields, Scalar
from innosprint_rules.wording import Text

TEMPLATES = "documents"
"""The folder of the templates, beside the rules."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A document: the table whose row it is ``about``, its moments, who sends it (a party).

    A moment is a column of that row, or a measure where it is about no row; a document without any tells of today.
    ``over`` gives for a moment the measure that takes its place after the last row of all.
    """

    name: str
    about: str | None = None
    moments: Mapping[str, str] = field(default_factory=dict)
    over: Mapping[str, str] = field(default_factory=dict)
    sender: str | None = None
    location: Location = NOWHERE


def read_publication(name: str, fields: Fields, problems: ProblemList) -> Publication:
    """Read one entry of ``documents:``; ``day`` is a moment without a name."""
    reader = FieldReader(fields, problems)
    about, sender = (reader.text(key, required=False) or None for key in ("about", "sender"))
    day = reader.text("day", required=False)
    moments, over = (
        {key: value.text.strip() for key, value in reader.mapping(each).items() if isinstance(value, Scalar)}
        for each in ("moments", "over")
    )
    if day:
        moments = {"": day, **moments}
    reader.finish()
    return Publication(name, about, moments, over, sender, fields.location)


def check_publications(
    found: Mapping[str, Publication], names: RulebookNames, parties: Mapping[str, Text], problems: ProblemList
) -> None:
    """Tell what the documents name and the agreement does not have, each with what is there."""
    for each in found.values():
        for wrong, known in _unknown(each, names, parties):
            problems.add(
                "unknown-of-document",
                Text(f"document « {each.name} » : la convention n'a pas « {wrong} »",
                     f"document “{each.name}”: the agreement has no “{wrong}”"),
                suggestion(wrong, known) or Text(f"au choix : {', '.join(known)}", f"one of: {', '.join(known)}"),
                each.location,
            )  # fmt: skip


def _unknown(each: Publication, names: RulebookNames, parties: Mapping[str, Text]) -> Iterator[tuple[str, list[str]]]:
    if each.sender is not None and each.sender not in parties:
        yield each.sender, list(parties)
    if each.about is not None and each.about not in names.tables:
        yield each.about, list(names.tables)
        return
    measures = [*names.parameters, *names.measure_names()]
    days = measures if each.about is None else [*names.tables[each.about].columns, *names.computed_names(each.about)]
    yield from ((day, days) for day in each.moments.values() if day not in days)
    yield from ((day, measures) for day in each.over.values() if day not in measures)
    yield from ((moment, list(each.moments)) for moment in each.over if moment not in each.moments)
