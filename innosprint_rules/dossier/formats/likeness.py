"""Whether a row of a table can be data, or is a total, a balance, a heading, a note.

It cannot be data when all it fills is a label unlike the identifiers of its column, with at most one amount, among
rows that fill more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from innosprint_rules.dossier.cells import (
    CellError,
    is_blank,
    read_amount,
    read_date,
    read_decimal,
    read_number,
)
from innosprint_rules.dossier.cells.names import shape
from innosprint_rules.dossier.schema.raw import RawRow, RawTable
from innosprint_rules.folding import fold

FULL = 3
"""A row that fills this many cells is a full one."""
_PERHAPS = re.compile(r"\W*(?:sous|grand|s/|[tcsrnmgbd])", re.IGNORECASE)
_SUM = (  # compiled on use, like the next: most tables have no such row
    r"(?:(?:sous|sub|grand|s/|montants?|sommes?|le|la|cumul\w*|amounts?|overall) )*"
    r"(?:s/|sous|sub)?(?:totale?s?|totaux|sommes?|sum|cumul\w*|subtotals?)(?: .*)?:?"
)
_BALANCE = (
    r"(?:(?:le|la|montants?|dont|amounts?) )*(?:soldes?|restes?|reliquats?|disponibles?|reports?|balance"
    r"|remaining|left)(?: .*)?:?|(?:nb|nota(?: bene)?|remarques?|notes?|sources?|legende)(?: ?[:.*].*)?"
)
_PURE = r"(?:(?:sous|sub|grand|montant|le) ?)?(?:total|totaux)(?: (?:general|generaux|global|ttc|ht|annuel))?"
"""What names nothing but a total, even where identifiers are words."""
_RUNS = re.compile(r"[^\W\d_]+")
KINDS = {"amount": read_amount, "number": read_number, "decimal": read_decimal, "date": read_date}
"""What reads the cells of a column by its kind, for kinds of which not every text is one."""
Likeness = Literal["data", "unlike", "either"]


@dataclass(slots=True)
class Identifiers:
    """The identifiers of the full rows, as far as a label is compared with them."""

    shapes: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    numbered: bool = True
    spaced: bool = False

    def add(self, identifier: str) -> None:
        """Add the identifier of one more row."""
        own = shape(identifier)
        if own not in self.shapes:
            self.shapes.add(own)
            self.forms.add(_RUNS.sub("a", own))
        self.numbered = self.numbered and any(map(str.isdigit, identifier))
        self.spaced = self.spaced or " " in identifier.strip()

    def likeness(self, label: str, money: bool) -> Likeness:
        """Say whether ``label``, beside an amount or not, may be one more of them."""
        own = shape(label)
        words = fold(label).split()
        if _says_no_data(label):
            pure = re.fullmatch(_PURE, " ".join(words).strip(" :.")) is not None
            apart = own not in self.shapes and (pure or self.numbered or (len(words) > 1 and not self.spaced))
            return "unlike" if apart or not self.shapes else "either"
        if own in self.shapes or not self.shapes or not self.numbered:
            return "data"
        if not any(map(str.isdigit, label)):
            return "unlike"
        heading = not money and len(words) == 2 and words[0].isalpha() and len(words[0]) > 2
        if not self.spaced and (len(words) > 2 or heading):
            return "unlike"
        form = _RUNS.sub("a", own)
        return "data" if form in self.forms and len(form) > 2 else "either"


def may_be_none(row: RawRow, key: str) -> bool:
    """Tell, quickly, whether a row deserves a second look: it fills little, or its first cell may say "total"."""
    if len(row.cells) < FULL or filled_count(row) < FULL:
        return True
    value = row.cells.get(key)
    return isinstance(value, str) and _PERHAPS.match(value) is not None and _says_no_data(value)


def filled_count(row: RawRow) -> int:
    """Return how many cells of a row are not blank."""
    return sum(not is_blank(value) for value in row.cells.values())


def judge_row(
    table: RawTable, row: RawRow, key: str, known: Identifiers, full: bool, others: dict[str, Identifiers]
) -> Likeness:
    """Judge a row that deserves a second look by the identifiers of the full rows, ``known``; ``others`` keeps them."""
    filled = {code: value for code, value in row.cells.items() if not is_blank(value)}
    if not filled:
        return "data"
    labels = [code for code in filled if not is_amount(table, code)]
    alone = len(labels) == 1 and len(filled) <= 2
    if key not in filled:
        return _judge_nameless(table, filled, labels, alone, others)
    label = filled[key]
    if not isinstance(label, str):
        return "data"
    likeness = known.likeness(label, len(labels) < len(filled))
    if likeness == "data" or (not full and not _says_no_data(label)):
        return "data"
    if likeness == "unlike" and alone:
        return "unlike"
    return "either" if filled_count(row) < FULL or _says_no_data(label) else "data"


def _judge_nameless(
    table: RawTable, filled: Mapping[str, object], labels: list[str], alone: bool, others: dict[str, Identifiers]
) -> Likeness:
    """Judge a row without identifier, which is a fault of its own where it is taken for data."""
    if not alone:
        return "data"
    code = labels[0]
    label = filled[code]
    if not isinstance(label, str):
        return "data"
    if _says_no_data(label):
        return "unlike"
    first = next(iter(table.source.headers), None)
    return "unlike" if len(filled) == 1 and code == first and _is_label(table, code, label, others) else "data"


def _is_label(table: RawTable, code: str, label: str, others: dict[str, Identifiers]) -> bool:
    """Tell whether ``label`` is nothing that its column holds: no date where there are dates, no code among codes.

    ``others`` keeps what the full rows have in a column.
    """
    column = table.table.by_code.get(code)
    if column is None or column.kind in ("text", "list"):
        return True
    if column.kind in KINDS:
        try:
            KINDS[column.kind](label)
        except CellError:
            return True
        return False
    if code not in others:
        found = others[code] = Identifiers()
        for row in table.rows:
            value = row.cells.get(code)
            if isinstance(value, str) and filled_count(row) >= FULL:
                found.add(value)
    return others[code].likeness(label, money=False) == "unlike"


def is_amount(table: RawTable, code: str) -> bool:
    """Tell whether a column holds amounts."""
    column = table.table.by_code.get(code)
    return column is not None and column.kind == "amount"


def _says_no_data(label: str) -> bool:
    if len(label) > 400:
        return False
    return says_sum(label) or re.fullmatch(_BALANCE, _said(label)) is not None


def says_sum(label: str) -> bool:
    """Tell whether a label announces a sum."""
    return re.fullmatch(_SUM, _said(label)) is not None


def _said(label: str) -> str:
    return fold(label).strip(" :.")
