"""A dossier as pandas data frames; pandas is imported on use only."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from innosprint_rules.dossier.canonical import unknown_headers
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.tables import KEY_HEADER, VALUE_HEADER
from innosprint_rules.money import as_decimal

if TYPE_CHECKING:
    import pandas as pd


def to_frames(dossier: Dossier) -> dict[str, pd.DataFrame]:
    """Return one data frame a table that is there, columns by code.

    Amounts are ``Decimal`` euros, dates ``datetime64``, whole numbers ``Int64``, flags ``boolean``, lists one
    text separated by ``; ``: what :meth:`Dossier.from_frames` reads back to the same digest.
    """
    import pandas as pd

    frames: dict[str, pd.DataFrame] = {}
    for code, table in dossier.schema.inputs.items():
        rows = dossier.rows(code)
        if rows is None:
            continue
        present = dossier.columns(code)
        columns = [column for column in table.columns if column.code in present]
        if table.keyed:
            cells = [_text(column, getattr(rows[0], column.code)) for column in columns]
            extras = rows[0].model_extra or {}
            keys = [column.code for column in columns] + list(extras)
            frames[code] = pd.DataFrame({KEY_HEADER: keys, VALUE_HEADER: cells + list(extras.values())}, dtype=object)
            continue
        series: dict[str, Any] = {column.code: _series(column, rows) for column in columns}
        for header in unknown_headers(rows):
            series[header] = pd.Series([(row.model_extra or {}).get(header) for row in rows], dtype=object)
        frames[code] = pd.DataFrame(series)
    return frames


def _series(column: Column, rows: tuple[Row, ...]) -> pd.Series[Any]:
    import pandas as pd

    values = [getattr(row, column.code) for row in rows]
    if column.kind == "date":
        return pd.Series(pd.to_datetime(values))
    if column.kind == "number":
        return pd.Series(values, dtype="Int64")
    if column.kind in ("flag", "done"):
        return pd.Series(values, dtype="boolean")
    if column.kind == "amount":
        values = [None if cents is None else as_decimal(cents) for cents in values]
    if column.kind == "list":
        values = [None if items is None else "; ".join(items) for items in values]
    return pd.Series(values, dtype=object)


def _text(column: Column, value: object) -> str | None:
    if value is None:
        return None
    if column.kind == "amount" and isinstance(value, int):
        return str(as_decimal(value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)
