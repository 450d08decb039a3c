"""Facts that are missing, and how one is named: a table, a column, a cell of a row."""

from __future__ import annotations

from typing import NamedTuple

from innosprint_rules.engine.evaluation.values import written_value
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.folding import same_key
from innosprint_rules.formula.logic import Doubtful
from innosprint_rules.formula.types import TEXT
from innosprint_rules.wording import NBSP, Text, same


class Missing(NamedTuple):
    """A fact that is missing: a column of a row, or a whole table (``id`` None, the fact is its name)."""

    fact: str
    table: str
    id: str | None


def fact_words(fact: Missing, world: World) -> Text:
    """Name one missing fact in full: a table, a line of the table `convention`, a cell of a row."""
    name, table, identity = fact
    if identity is None and table != world.facts_table:
        return column_words(fact, world)
    owner, header = _table(table, world), world.header(table, name, identity)
    perhaps = _doubtful(fact, world)
    if table == world.facts_table:
        return Text(f"« {header.fr} » ({owner.fr})", f"“{header.en}” ({owner.en})")
    return Text(f"« {header.fr} » de {identity} ({owner.fr}){perhaps.fr}",
                f"“{header.en}” of {identity} ({owner.en}){perhaps.en}")  # fmt: skip


def column_words(fact: Missing, world: World, owner: str | None = None) -> Text:
    """Name a missing fact by the header that people wrote: « montant » (attributions), or its ``owner`` in brackets."""
    name, table, identity = fact
    of = _table(table, world)
    if identity is None and name == table:
        return Text(f"la table « {of.fr} »", f"the table “{of.en}”")
    header = world.header(table, name, identity)
    if identity is None and table != world.facts_table:
        return Text(f"la colonne « {header.fr} » ({of.fr})", f"the column “{header.en}” ({of.en})")
    perhaps = _doubtful(fact, world)
    return Text(f"« {header.fr} » ({owner or of.fr}){perhaps.fr}", f"“{header.en}” ({owner or of.en}){perhaps.en}")


def _doubtful(fact: Missing, world: World) -> Text:
    """Quote the names of a cell that are almost right, with what they may be; empty where there are none."""
    row = world.rows.get(fact.table, {}).get(same_key(fact.id or ""))
    cell = None if row is None else row.values.get(fact.fact)
    doubtful = tuple(each for each in cell if isinstance(each, Doubtful)) if isinstance(cell, tuple) else ()
    if not doubtful:
        return same("")
    return Text(f"{NBSP}: {written_value(doubtful, TEXT, 'fr')}", f": {written_value(doubtful, TEXT, 'en')}")


def _table(table: str, world: World) -> Text:
    return Text(world.described[table].name if table in world.described else table, table)
