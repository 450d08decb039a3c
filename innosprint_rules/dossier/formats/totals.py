"""Rows of a table that are no data: totals, balances, headings and notes between or below the rows.

A row is left out, and quoted, only when it cannot be data. What may be either is refused: a row of money left out is
worse than a false one kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from innosprint_rules.dossier.cells import (
    CellError,
    is_blank,
    quote,
    read_amount,
)
from innosprint_rules.dossier.formats.likeness import (
    FULL,
    Identifiers,
    filled_count,
    is_amount,
    judge_row,
    may_be_none,
    says_sum,
)
from innosprint_rules.dossier.schema.header_faults import check_titles
from innosprint_rules.dossier.schema.raw import RawDossier, RawRow, RawTable
from innosprint_rules.money import format_amount
from innosprint_rules.wording import Text

_LONGEST = 300
"""The most characters of a row left out that are quoted."""


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


def leave_out(raw: RawDossier, table: RawTable) -> None:
    """Take the rows that are no data out of ``table``, with a notice each; what may be either is a fault."""
    described = table.table
    if described.keyed or not described.identity or table.missing:
        return
    key = described.identity[0]
    if described.numbered and key not in table.source.headers:
        key = next(iter(table.source.headers), key)  # rows without identifier are known by their first cell
    suspects = [position for position, row in enumerate(table.rows) if may_be_none(row, key)]
    if not suspects:
        return
    known = Identifiers()
    full = False
    doubtful = set(suspects)
    for position, row in enumerate(table.rows):
        value = row.cells.get(key)
        if position not in doubtful and isinstance(value, str) and not is_blank(value):
            known.add(value)
            full = full or filled_count(row) >= FULL
    kept: list[RawRow] = []
    sums: dict[str, _Sum] = {}
    others: dict[str, Identifiers] = {}
    for position, row in enumerate(table.rows):
        verdict = judge_row(table, row, key, known, full, others) if position in doubtful else "data"
        if verdict == "unlike":
            _tell(raw, table, row, kept, sums)
            continue
        if verdict == "either":
            _refuse(raw, table, row, len(kept))
        kept.append(row)
    table.rows[:] = kept


def _tell(raw: RawDossier, table: RawTable, row: RawRow, kept: list[RawRow], running: dict[str, _Sum]) -> None:
    """Say which row is left out, and whether its figure is the sum of the rows above it."""
    filled = [(code, value) for code, value in row.cells.items() if not is_blank(value)]
    quotes = [quote(value, _LONGEST) for _code, value in filled]
    shown = Text(" ; ".join(text.fr for text in quotes), "; ".join(text.en for text in quotes))
    where = row.source.location()
    label = next((value for _code, value in filled if isinstance(value, str)), "")
    code = next((code for code, _value in filled if is_amount(table, code)), None)
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
    if kept and sums is not None and figure is not None and not agrees and says_sum(label):
        raw.notice(
            "sum-disagrees",
            Text(f"{shown.fr} : les lignes au-dessus font {format_amount(sums[0], 'fr')}",
                 f"{shown.en}: the rows above add up to {format_amount(sums[0], 'en')}"),
            where,
        )  # fmt: skip
    check_titles(table.table, [(label, where)], raw)


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
