"""Dossiers from and to pandas data frames. pandas is imported only here, and only to write frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from innosprint_rules.dossier.cells import show
from innosprint_rules.dossier.cells.noise import settled
from innosprint_rules.dossier.formats.mappings import add_table
from innosprint_rules.dossier.formats.named_tables import raw_from_tables
from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.dossier.schema.tables import Schema
from innosprint_rules.errors import Location
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    import pandas as pd


def raw_from_frames(frames: Mapping[str, pd.DataFrame], schema: Schema) -> RawDossier:
    """Read data frames by table name, French or English; NaN, NaT and None are blank cells.

    A frame under a name that is no table's is a fault: a caller writes names, and a slip would leave a table out.
    """
    raw = raw_from_tables(
        {name: [] for name in frames if schema.find_input(name)}, schema
    )  # tells names that are given twice
    for name in frames:
        if schema.find_input(name) is None:
            unknown = Text(f"la table « {show(name)} » est inconnue", f"the table “{show(name)}” is unknown")
            raw.fault(
                "unknown-table", unknown, schema.unknown_table(name), Location(column=show(name)), (name,), (name,)
            )
    raw.tables.clear()
    done: dict[str, list[str]] = {}
    for name, frame in frames.items():
        table = schema.find_input(name)
        if table is None:
            continue
        others = done.setdefault(table.code, [])
        if not others or table is schema.proposal or table.by_years(name, others):
            others.append(name)
            header, rows = frame_rows(frame)
            add_table(raw, table, rows, name, Location(column=name), header=() if table.keyed else header,
                      labels=None if table.keyed else labels_of(frame))  # fmt: skip
    return raw


def labels_of(frame: pd.DataFrame) -> list[str | int]:
    """Return the row labels of a frame: whole numbers and texts as they are, anything else as text."""
    labels = map(_plain, frame.index.tolist())
    return [label if isinstance(label, int | str) else str(label) for label in labels]


def frame_rows(frame: pd.DataFrame) -> tuple[list[str], list[dict[str, object]]]:
    """Return the headers and the rows of a frame, numbers and dates as Python has them, blanks as None."""
    header: list[str] = []
    columns: list[list[object]] = []
    for position, label in enumerate(frame.columns):
        name = str(label)
        header.append(name + " " * header.count(name))  # a label given twice is still told as such
        column = frame.iloc[:, position]
        columns.append(
            [
                None if blank else _plain(value)
                for value, blank in zip(column.tolist(), column.isna().tolist(), strict=True)
            ]
        )
    return header, [dict(zip(header, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _plain(value: object) -> object:
    """Return the Python value inside a NumPy one, a number without the noise of binary arithmetic."""
    if type(value).__module__ == "numpy":
        item = getattr(value, "item", None)
        value = item() if callable(item) else value
    return settled(value) if isinstance(value, float) else value
