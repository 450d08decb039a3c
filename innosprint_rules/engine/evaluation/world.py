"""A dossier as engines read it: rows with plain values, keys followed, rows in the order of the table.

Nothing here depends on a moment or on a reading; ``engine.evaluation.context`` adds those.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.roles import Proposals, TableRole
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.engine.evaluation.cells import as_list, readers, typed_unknown
from innosprint_rules.engine.evaluation.facts import said_facts
from innosprint_rules.engine.evaluation.rows import Row, TableRows, in_order
from innosprint_rules.folding import same_key
from innosprint_rules.formula.logic import ANYTHING, UNKNOWN, Unrecognised
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.column_types import value_columns
from innosprint_rules.rulebook.models import AGREEMENT
from innosprint_rules.wording import Text, same


class World:
    """All tables of one dossier, ready to be judged under any moment and any reading."""

    def __init__(
        self,
        rulebook: Rulebook,
        dossier: Dossier,
        proposal_decided: bool = False,
        facts: Mapping[str, int | str | None] | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.roles = rulebook.schema.roles
        self.described = rulebook.schema.tables
        self.dossier = dossier
        self.tables: dict[str, TableRows] = {}
        self.rows: dict[str, dict[str, Row]] = {}
        self.absent: set[str] = set()
        self.open = {table for table in self.described if dossier.is_open(table)}  # rows of these may be missing
        self._ghosts: dict[tuple[str, str], Row] = {}
        self._proposal_decided = proposal_decided
        self.facts: dict[str, Any] = said_facts(rulebook.agreement, dossier.facts_row, facts or {})
        for table in self.described.values():
            if not table.keyed:
                self._read(table)
        for table in self.described.values():
            if not table.keyed:
                self._link(table)
                self._name_everyone(table)
        for table in self.described.values():
            if not table.keyed:
                self._place(table)
        if dossier.planned_after is not None:
            self._plan(dossier.planned_after.toordinal())

    def _plan(self, day: int) -> None:
        """Hold what rows dated after ``day`` leave blank for unknown: it will be filled in when they happen."""
        for name, rows in self.tables.items():
            kinds = self.rulebook.names.tables[name].columns
            for row in rows.placed:
                if row.day is not None and row.day > day:
                    blank = [column for column, value in row.values.items() if value is None or value == ()]
                    row.values.update({column: typed_unknown(kinds[column]) for column in blank})

    # facts on trial ----------------------------------------------------------------------------------

    def fill(self, table: str, row: Row | None, column: str | None, value: Any) -> Any:
        """Put ``value`` (in internal form) where a fact is missing and return what stood there.

        Without a row it is a fact of the agreement; without a column the table itself: None says that it is there with
        all its rows. Call ``place_again`` afterwards. No judge of this world may have looked at it before.
        """
        if column is None:
            before = (table in self.absent, table in self.open)
            for tables, there in zip((self.absent, self.open), value or (False, False), strict=True):
                (tables.add if there else tables.discard)(table)
            return before
        values = self.facts if row is None else row.values
        before, values[column] = values[column], value
        return before

    def place_again(self, tables: Iterable[str]) -> None:
        """Put the rows of tables in order again, and those of the tables that they date."""
        filled = set(tables)
        for table in self.described.values():
            dated_by = None if table.dated_by is None else table.by_code[table.dated_by].target
            if not table.keyed and (table.code in filled or dated_by in filled):
                self._place(table)

    # an edit -----------------------------------------------------------------------------------------

    def rewritable(self, role: Proposals) -> frozenset[str]:
        """Return the columns of what is proposed that link, date, order and count nothing: cells read alone."""
        table = self.described[role.table]
        apart = {*table.identity, *table.first, role.status, role.day, role.meeting, table.date_column, table.dated_by}
        apart |= {source.code for source, _ in value_columns(table).values()}
        return frozenset(
            column.code
            for column in table.columns
            if column.code not in apart and column.target is None and column.names is None
        )

    def rewrite(self, dossier: Dossier, table: str, columns: Collection[str]) -> None:
        """Put other cells in place, of columns that are ``rewritable``; what was worked out from them stays as it is.

        ``dossier`` has the same rows in the same order.
        """
        self.dossier = dossier
        kinds = {name: kind for name, kind in self.rulebook.names.tables[table].columns.items() if name in columns}
        for row, model in zip(self.rows[table].values(), dossier.rows(table) or (), strict=True):
            if model is not row.model:
                row.model = model
                each = readers(self.described[table], kinds, model.columns, self.rulebook.agreement.vocabularies)
                row.values.update({column: read(model) for column, read in each})

    # rows --------------------------------------------------------------------------------------------

    def _read(self, table: Table) -> None:
        name = table.code
        models = self.dossier.rows(name)
        rows: dict[str, Row] = {}
        self.rows[name] = rows
        if models is None:
            self.absent.add(name)
            return
        kinds = self.rulebook.names.tables[name].columns
        vocabularies = self.rulebook.agreement.vocabularies
        by_columns: dict[frozenset[str], list[tuple[str, Callable[[Any], Any]]]] = {}
        for model in models:
            # a proposal may lack columns that the dossier has: what is absent is told row by row
            each = by_columns.get(model.columns)
            if each is None:
                each = by_columns[model.columns] = readers(table, kinds, model.columns, vocabularies)
            values = {column: read(model) for column, read in each}
            row = Row(name, model.identity, values, model)
            rows[same_key(row.id)] = row

    def _link(self, table: Table) -> None:
        """Turn the keys of every row into the rows they name."""
        for column in table.references:
            target = column.target or ""
            for row in self.rows[table.code].values():
                key = row.values[column.code]
                if isinstance(key, str):
                    row.values[column.code] = self.find(target, key)

    def _name_everyone(self, table: Table) -> None:
        """Let a word for all the names mean those of another row where they are given there."""
        for column in table.columns:
            if column.names is None or column.everyone is None:
                continue
            key, there = column.everyone
            vocabulary = self.rulebook.agreement.vocabularies[column.names]
            for row in self.rows[table.code].values():
                holder = row.values[key]
                given = holder.values[there] if isinstance(holder, Row) else ()
                known = () if given is UNKNOWN else [each for each in given if not isinstance(each, Unrecognised)]
                if known and row.values[column.code] is not UNKNOWN:
                    row.values[column.code] = vocabulary.items(as_list(getattr(row.model, column.code)), known)

    def find(self, table: str, key: str) -> Row:
        """Return the row that a key names; in an absent table, a row of which nothing is known."""
        found = self.rows[table].get(same_key(key))
        if found is not None:
            return found
        ghost = self._ghosts.get((table, same_key(key)))
        if ghost is None:
            kinds = self.rulebook.names.tables[table].columns
            unknown = {column: typed_unknown(kind) for column, kind in kinds.items()}
            identity = self.described[table].identity
            for column in identity:
                if kinds[column].kind == "text":
                    unknown[column] = key
            ghost = self._ghosts[(table, same_key(key))] = Row(table, key, unknown)
        return ghost

    def ghosts(self, table: str) -> list[Row]:
        """Return the rows of an absent table that keys name."""
        return [row for (name, _), row in self._ghosts.items() if name == table]

    def header(self, table: str, column: str, identity: str | None = None) -> Text:
        """Return the header of a column of the file: as its author wrote it, else the table's own."""
        rows = self.rows.get(table, {})
        row = rows.get(same_key(identity)) if identity is not None else next(iter(rows.values()), None)
        written = row.model.header(column) if row is not None else None
        if written is not None:
            return same(written)
        return Text(self.described[table].header_of(column) if table in self.described else column, column)

    def played(self, role: TableRole | None) -> TableRows:
        """Return the rows of the table that plays a role; none where the agreement has no such table."""
        return TableRows("", dated=True) if role is None else self.tables[role.table]

    @property
    def facts_table(self) -> str:
        """The table in which a dossier repeats the facts, by which a missing one is told."""
        return AGREEMENT if self.roles.facts is None else self.roles.facts.table

    def shown(self, table: str, column: str) -> str:
        """Return the column of the file that a formula's column was read from."""
        return self.described[table].shown(column) if table in self.described else column

    # order -------------------------------------------------------------------------------------------

    def _place(self, table: Table) -> None:
        rows = list(self.rows[table.code].values())
        role = self.roles.proposals
        for row in rows:
            if role is not None and table.code == role.table:
                self._propose(row, role)
            row.day = self._day(table, row)
        self.tables[table.code] = in_order(table, rows, table.code in self.open)

    def _propose(self, row: Row, role: Proposals) -> None:
        """Mark a proposed row, which takes the day of its meeting when it has none of its own."""
        values = row.values
        if self._proposal_decided and row.model.from_proposal and values[role.status] == role.proposed:
            values[role.status] = role.decided
        row.proposed = values[role.status] == role.proposed
        if (row.proposed or row.model.from_proposal) and values[role.day] is ANYTHING:
            meeting = values[role.meeting]
            held = self.described[meeting.table].date_column if isinstance(meeting, Row) else None
            if isinstance(meeting, Row) and held is not None:
                day = meeting.values[held]
                if isinstance(day, int):
                    values[role.day] = day
                else:
                    meeting.awaited = True

    def _day(self, table: Table, row: Row) -> int | None:
        if table.date_column is not None:
            day = row.values[table.date_column]
        elif table.dated_by is not None:
            holder = row.values[table.dated_by]
            column = self.described[table.by_code[table.dated_by].target or ""].date_column or ""
            day = holder.values[column] if isinstance(holder, Row) else None
        else:
            return None
        return day if isinstance(day, int) else None
