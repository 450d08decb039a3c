"""Rows of a table that are no data: totals, balances, headings and notes between or below the rows.

A row is left out, and quoted, only when it cannot be data: when all it fills is a label unlike the identifiers of
its column, with at most one amount, among rows that fill more. What may be either is refused: a row of money left
out is worse than a false one kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from innosprint_rules.dossier.cells import (
    CellError,
    is_blank,
    quote,
    read_amount,
    read_date,
    read_decimal,
    read_number,
)
from innosprint_rules.dossier.cells.names import shape
from innosprint_rules.dossier.schema.headers import check_titles
from innosprint_rules.dossier.schema.raw import RawDossier, RawRow, RawTable
from innosprint_rules.folding import fold
from innosprint_rules.money import plain
from innosprint_rules.wording import Text

FULL = 3
"""A row that fills this many cells is a full one."""

_LONGEST = 300
"""The most characters of a row left out that are quoted."""

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
class _Sum:
    """The sum of one column over the rows kept so far: since the last row left out with a figure in it, and of all.

    ``whole`` is false once an amount of the column cannot be read, which is told with the cells.
    """

    code: str
    since: int = 0
    total: int = 0
    rows: int = 0
    whole: bool = True

    def over(self, kept: list[RawRow]) -> tuple[int, int] | None:
        """Go on to the last row kept, and return both sums."""
        for row in islice(kept, self.rows, None):
            amount = _amount(row, self.code)
            if amount is None:
                self.whole = self.whole and is_blank(row.cells.get(self.code))
                continue
            self.since += amount
            self.total += amount
        self.rows = len(kept)
        return (self.since, self.total) if self.whole else None


@dataclass(slots=True)
class _Identifiers:
    """The identifiers of the full rows, as far as a label is compared with them."""

    shapes: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    numbered: bool = True
    spaced: bool = False

    def add(self, identifier: str) -> None:
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


def leave_out(raw: RawDossier, table: RawTable) -> None:
    """Take the rows that are no data out of ``table``, with a notice each; what may be either is a fault."""
    described = table.table
    if described.keyed or not described.identity or table.missing:
        return
    key = described.identity[0]
    if described.numbered and key not in table.source.headers:
        key = next(iter(table.source.headers), key)  # rows without identifier are known by their first cell
    suspects = [position for position, row in enumerate(table.rows) if _may_be_none(row, key)]
    if not suspects:
        return
    known = _Identifiers()
    full = False
    doubtful = set(suspects)
    for position, row in enumerate(table.rows):
        value = row.cells.get(key)
        if position not in doubtful and isinstance(value, str) and not is_blank(value):
            known.add(value)
            full = full or _filled_count(row) >= FULL
    kept: list[RawRow] = []
    sums: dict[str, _Sum] = {}
    others: dict[str, _Identifiers] = {}
    for position, row in enumerate(table.rows):
        verdict = _judge(table, row, key, known, full, others) if position in doubtful else "data"
        if verdict == "unlike":
            _tell(raw, table, row, kept, sums)
            continue
        if verdict == "either":
            _refuse(raw, table, row, len(kept))
        kept.append(row)
    table.rows[:] = kept


def _may_be_none(row: RawRow, key: str) -> bool:
    """Tell, quickly, whether a row deserves a second look: it fills little, or its first cell may say "total"."""
    if len(row.cells) < FULL or _filled_count(row) < FULL:
        return True
    value = row.cells.get(key)
    return isinstance(value, str) and _PERHAPS.match(value) is not None and _says_no_data(value)


def _filled_count(row: RawRow) -> int:
    return sum(not is_blank(value) for value in row.cells.values())


def _judge(
    table: RawTable, row: RawRow, key: str, known: _Identifiers, full: bool, others: dict[str, _Identifiers]
) -> Likeness:
    filled = {code: value for code, value in row.cells.items() if not is_blank(value)}
    if not filled:
        return "data"
    labels = [code for code in filled if not _is_amount(table, code)]
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
    return "either" if _filled_count(row) < FULL or _says_no_data(label) else "data"


def _judge_nameless(
    table: RawTable, filled: Mapping[str, object], labels: list[str], alone: bool, others: dict[str, _Identifiers]
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


def _is_label(table: RawTable, code: str, label: str, others: dict[str, _Identifiers]) -> bool:
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
        found = others[code] = _Identifiers()
        for row in table.rows:
            value = row.cells.get(code)
            if isinstance(value, str) and _filled_count(row) >= FULL:
                found.add(value)
    return others[code].likeness(label, money=False) == "unlike"


def _is_amount(table: RawTable, code: str) -> bool:
    column = table.table.by_code.get(code)
    return column is not None and column.kind == "amount"


def _says_no_data(label: str) -> bool:
    if len(label) > 400:
        return False
    said = fold(label).strip(" :.")
    return re.fullmatch(_SUM, said) is not None or re.fullmatch(_BALANCE, said) is not None


def _tell(raw: RawDossier, table: RawTable, row: RawRow, kept: list[RawRow], running: dict[str, _Sum]) -> None:
    """Say which row is left out, and whether its figure is the sum of the rows above it."""
    filled = [(code, value) for code, value in row.cells.items() if not is_blank(value)]
    quotes = [quote(value, _LONGEST) for _code, value in filled]
    shown = Text(" ; ".join(text.fr for text in quotes), "; ".join(text.en for text in quotes))
    where = row.source.location()
    label = next((value for _code, value in filled if isinstance(value, str)), "")
    code = next((code for code, _value in filled if _is_amount(table, code)), None)
    figure = _amount(row, code)
    sums = None
    if code is not None:
        running_sum = running.setdefault(code, _Sum(code))
        found = running_sum.over(kept)
        sums = found if figure is not None else None
        running_sum.since = 0
    agrees = sums is not None and figure in sums
    more = Text(", somme des lignes au-dessus", ", the sum of the rows above") if agrees else Text("", "")
    raw.notice(
        "row-left-out",
        Text(f"ligne laissée de côté, qui n'est pas une ligne de données : {shown.fr}{more.fr}",
             f"row left out, as it is no row of data: {shown.en}{more.en}"),
        where,
    )  # fmt: skip
    if kept and sums is not None and figure is not None and not agrees and re.fullmatch(_SUM, fold(label).strip(" :.")):
        raw.notice(
            "sum-disagrees",
            Text(f"{shown.fr} : les lignes au-dessus font {_euros(sums[0])} €",
                 f"{shown.en}: the rows above add up to €{plain(sums[0])}"),
            where,
        )  # fmt: skip
    check_titles(table.table, [(label, where)], raw)


def _euros(cents: int) -> str:
    whole, part = plain(cents).split(".")
    return f"{int(whole):,}".replace(",", " ") + f",{part}"


def _amount(row: RawRow, code: str | None) -> int | None:
    try:
        return None if code is None else read_amount(row.cells.get(code))
    except CellError:
        return None


def _refuse(raw: RawDossier, table: RawTable, row: RawRow, position: int) -> None:
    quotes = [quote(value) for value in row.cells.values() if not is_blank(value)][:4]
    shown = Text(" ; ".join(text.fr for text in quotes), "; ".join(text.en for text in quotes))
    raw.fault(
        "row-unclear",
        Text(f"{shown.fr} : on ne sait si c'est une ligne de données ou un total, un titre, une note",
             f"{shown.en}: it may be a row of data, or a total, a heading, a note"),
        Text("si c'est une ligne de données, lui donner un identifiant comme les autres et remplir ses cellules ; sinon"
             " n'y laisser que son libellé et un montant, ou la supprimer",
             "if it is data, give it an identifier like the others and fill in its cells; if not, leave nothing in it"
             " but its label and one amount, or remove it"),
        row.source.location(),
        (table.table.code, position),
    )  # fmt: skip
