"""The schema of a dossier: every table and every column, once, as data.

Readers, models, writers, templates and the rule language all take it from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from innosprint_rules.dossier.cells.names import did_you_mean, quoted
from innosprint_rules.dossier.schema import agreement_tables as decisions
from innosprint_rules.dossier.schema import followup_tables as followup
from innosprint_rules.dossier.schema.columns import Blank, Column, Kind, Table
from innosprint_rules.dossier.schema.followup_tables import KEY_HEADER, KEY_NAMES, VALUE_HEADER, VALUE_NAMES
from innosprint_rules.folding import fold
from innosprint_rules.wording import Text

__all__ = [
    "INPUT_TABLES",
    "KEY_HEADER",
    "KEY_NAMES",
    "PROPOSAL",
    "TABLES",
    "VALUE_HEADER",
    "VALUE_NAMES",
    "Blank",
    "Column",
    "Kind",
    "Table",
    "all_columns",
    "expected_headers",
    "find_input",
    "find_table",
    "table",
    "unknown_table",
]

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        described.code: described
        for described in (
            followup.CONVENTION,
            decisions.PROJECTS,
            decisions.SESSIONS,
            decisions.PRESENTATIONS,
            decisions.ALLOCATIONS,
            decisions.REQUESTS,
            decisions.PAYMENTS,
            followup.REPORTS,
            followup.ACTIONS,
            followup.INDICATORS,
            followup.AMENDMENTS,
            followup.ATTESTATIONS,
        )
    }
)
"""Every table by its name in code, in the order in which people think of them."""

PROPOSAL = replace(
    decisions.ALLOCATIONS,
    code="proposal",
    name="proposition",
    one=Text("ligne proposée", "proposed row"),
    many=Text("lignes proposées", "proposed rows"),
    aliases=(),
    numbered="ligne",
)
"""The rows that are put to the vote, where a dossier keeps them beside its tables; no rule knows it as a table."""

INPUT_TABLES: Mapping[str, Table] = MappingProxyType({**TABLES, PROPOSAL.code: PROPOSAL})
"""What a dossier is read from and written to: its tables, and its proposal after them."""

_ADDED = re.compile(r" ?\(?\b(?:tableau|table|feuille|feuil|sheet) ?[0-9]+\)?$")
_YEARS = re.compile(r"(?:^| |\()((?:19|20)[0-9]{2}(?:[ /](?:19|20)?[0-9]{2})?)\)?(?= |$)")

_BY_NAME: Mapping[str, Table] = MappingProxyType(
    {fold(name): described for described in TABLES.values() for name in described.names}
)


def table(code: str) -> Table:
    """Return the table called ``code`` in code; KeyError when there is none."""
    return TABLES[code]


def input_table(code: str) -> Table:
    """Return what is called ``code`` in code among what a dossier is read from; KeyError when there is none."""
    return INPUT_TABLES[code]


def find_table(name: str) -> Table | None:
    """Return the table that a file, a sheet or a key called ``name`` holds, or None.

    French and English names are accepted, in the singular or plural, case and accents aside, with the years of
    the rows (``Versements 2018-2019``) and what a spreadsheet program adds (``Versements - Tableau 1``).
    """
    folded = fold(name)
    return _BY_NAME.get(folded) or _BY_NAME.get(_ADDED.sub("", _YEARS.sub(" ", _ADDED.sub("", folded)).strip()))


def years_of(name: str) -> str:
    """Return the years in the name of a file, a sheet or a key, or an empty text."""
    found = _YEARS.search(fold(name))
    return "" if found is None else found[1].replace("/", " ")


def by_years(described: Table, name: str, others: Iterable[str]) -> bool:
    """Tell whether ``name`` and each of ``others`` hold rows of a table for other years, to be read together."""
    years = years_of(name)
    return not described.keyed and bool(years) and all(years_of(other) not in ("", years) for other in others)


def find_input(name: str) -> Table | None:
    """Return what a file, a sheet or a key called ``name`` holds: a table, or the proposal (``Proposition S4``)."""
    found = find_table(name)
    return PROPOSAL if found is None and fold(name).startswith((PROPOSAL.name, PROPOSAL.code)) else found


def unknown_table(name: str) -> Text:
    """Suggest the table that ``name`` was meant to be, or list those that there are."""
    names = quoted(described.name for described in TABLES.values())
    otherwise = Text(f"les tables connues sont {names.fr}", f"the known tables are {names.en}")
    every = [known for described in TABLES.values() for known in described.names]
    return did_you_mean(name, every, otherwise, cutoff=0.75)


def expected_headers(described: Table) -> Text:
    """List the headers that ``described`` may have, for the hint of a message."""
    names = quoted((KEY_HEADER, VALUE_HEADER)) if described.keyed else quoted(each.header for each in described.columns)
    return Text(f"en-têtes attendus : {names.fr}", f"expected headers: {names.en}")


def all_columns() -> Iterator[tuple[Table, Column]]:
    """Yield every column of every table, with its table."""
    for described in TABLES.values():
        for each in described.columns:
            yield described, each
