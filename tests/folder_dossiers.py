"""Dossiers of any agreement, drawn from nothing but the tables of its folder: a seed for Hypothesis to choose."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.money import plain
from innosprint_rules.rulebook.book import Rulebook
from tests.strategies import Document, Row

_MOST_ROWS = 3


class Drawn:
    """What one seed draws for an agreement: days and cells near its sample, documents with facts missing."""

    def __init__(self, book: Rulebook, seed: int) -> None:
        self.book = book
        self.random = random.Random(seed)  # noqa: S311  # for tests

    def day(self) -> dt.date:
        """Draw a day around that of the sample: one of a few, so that days meet, or any."""
        middle = self.book.agreement.sample_as_of or dt.date(2019, 6, 1)
        few = (-400, -60, -1, 0, 1, 45, 400)
        return middle + dt.timedelta(self.random.choice((*few, self.random.randint(few[0], few[-1]))))

    def document(self) -> Document:
        """Draw a document: tables, columns and cells may be missing."""
        tables = {code: table for code, table in self.book.schema.tables.items() if not table.keyed}
        names = {
            code: [f"{code[0].upper()}{number}" for number in range(1, 1 + self.random.randint(0, _MOST_ROWS))]
            for code in tables
        }
        document: Document = {}
        for code, table in tables.items():
            if self.random.random() < 0.1:
                continue
            gone = self.random.sample([column.code for column in table.columns], self.random.choice((0, 0, 1)))
            columns = [column for column in table.columns if column.code in table.identity or column.code not in gone]
            rows = [self._row(columns, table, name, names) for name in names[code]]
            keyed = {tuple(row[key] for key in table.identity): row for row in rows}
            document[code] = [row for key, row in keyed.items() if None not in key]
        return document

    def _row(self, columns: list[Column], table: Table, name: str, names: dict[str, list[str]]) -> Row:
        row: Row = {}
        for column in columns:
            if column.kind == "key":
                row[column.code] = name
            else:
                blank = column.code not in table.identity and self.random.random() < 0.15
                row[column.code] = None if blank else self.cell(column, names)
        return row

    def cell(self, column: Column, names: dict[str, list[str]]) -> Any:
        """Draw what a cell of a column may hold, as a document carries it."""
        choose = self.random.choice
        if column.target is not None:
            return choose(names[column.target] or [None])
        if column.kind == "amount":
            return plain(choose((0, 1, 100_000, 6_000_000, self.random.randint(0, 9_000_000))))
        if column.kind == "date":
            return self.day().isoformat()
        if column.kind == "number":
            year = (self.book.agreement.sample_as_of or dt.date(2019, 6, 1)).year
            return self.random.randint(0, column.most) if column.most else choose((0, 1, 50, year - 1, year, year + 1))
        if column.kind == "decimal":
            return choose(("0", "0.5", "11.999999", "12"))
        if column.kind in ("flag", "done"):
            return choose((True, False))
        if column.kind == "list":
            known = column.choices or (*self.book.agreement.vocabularies[column.names or "members"].names, "another")
            return self.random.sample(known, min(len(known), self.random.randint(0, 3)))
        return choose(column.choices or ("C1", "2", "une raison", "0.5"))


def build(document: Document, book: Rulebook) -> Dossier:
    """Build the dossier of an agreement that a document describes."""
    return Dossier.model_validate(document, context={"innosprint": {"rulebook": book}})
