"""From the rows of one table, given as mappings (documents, frames, plain dicts, models), to a raw table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from innosprint_rules import limits
from innosprint_rules.dossier.cells import is_blank, read_text, show
from innosprint_rules.dossier.formats.grid import too_vast
from innosprint_rules.dossier.formats.totals import leave_out
from innosprint_rules.dossier.schema.header_faults import check_identity
from innosprint_rules.dossier.schema.headers import Headers, resolve
from innosprint_rules.dossier.schema.raw import RawDossier, RawRow, RawTable, RowSource, TableSource
from innosprint_rules.dossier.schema.tables import KEY_HEADER, KEY_NAMES, VALUE_HEADER, VALUE_NAMES, Table
from innosprint_rules.errors import Location
from innosprint_rules.folding import fold
from innosprint_rules.wording import Text


class Lined(dict[str, object]):
    """A mapping that knows the lines it was written on: its own, and those of its keys."""

    line: int | None = None
    lines: Mapping[str, int] | None = None


def add_table(
    raw: RawDossier,
    table: Table,
    rows: object,
    name: str,
    where: Location,
    *,
    paths: bool = True,
    proposal: bool = False,
    header: Iterable[str] = (),
    labels: Sequence[str | int] | None = None,
) -> None:
    """Add to ``raw`` the rows of ``table``: a sequence of mappings, or one mapping for a keyed table.

    ``labels`` are what the caller calls the rows; their positions when None.
    ``header`` lists the columns of a table that may have no rows; without it, and without rows, every column
    counts as present.
    """
    if table.keyed:
        rows = _as_mapping(rows)
        if not isinstance(rows, Mapping):
            rows = _pairs(raw, table, rows, name, where)
        listed: list[object] = [rows]
        if rows is None:
            return
    elif isinstance(rows, Iterable) and not isinstance(rows, (str, bytes, Mapping)):
        listed = list(islice(rows, limits.ROWS + 1))
    else:
        raw.fault(
            "table-shape",
            Text(
                f"la table « {name} » n'est pas une liste de lignes",
                f"the table “{name}” is not a list of rows",
            ),
            Text("écrire une liste, une ligne par élément", "write a list, one item a row"),
            where,
            (table.code,),
            (name,),
        )
        return
    if len(listed) > limits.ROWS:
        raw.fault(
            "too-many-rows",
            Text(f"plus de {limits.ROWS} lignes", f"more than {limits.ROWS} rows"),
            Text("répartir le dossier par année", "split the dossier by year"),
            where,
            (table.code,),
        )
        return
    reader = _Rows(raw, table, name, where, paths, labels)
    reader.headers_of(tuple(header), None)
    for position, row in enumerate(listed):
        reader.add(position, row)
    raw.add(reader.table_read(proposal, known_header=bool(listed or reader.headers)))


_Place: TypeAlias = tuple[int | None, str | None, Mapping[str, int] | None, tuple[str | int, ...], Mapping[str, str]]
"""What a ``RowSource`` takes after its table."""


@dataclass(slots=True)
class _Rows:
    """Collects the rows of one table, resolving each set of keys once."""

    raw: RawDossier
    table: Table
    name: str
    where: Location
    paths: bool
    labels: Sequence[str | int] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[dict[str, object], _Place]] = field(default_factory=list)
    _resolved: dict[tuple[str, ...], Headers] = field(default_factory=dict)
    _noted: set[str] = field(default_factory=set)
    _vast: bool = False

    def add(self, position: int, row: object) -> None:
        """Take one row, or note why it is none."""
        label = position if self.labels is None else self.labels[position]
        path = None if not self.paths else self.name if self.table.keyed else f"{self.name}[{label}]"
        loc: tuple[str | int, ...] = (self.name,) if self.table.keyed else (self.name, label)
        line = row.line if isinstance(row, Lined) else None
        given = _as_mapping(row)
        if not isinstance(given, Mapping):
            self.raw.fault(
                "row-shape",
                Text(f"« {show(given)} » n'est pas une ligne", f"“{show(given)}” is not a row"),
                Text("écrire « colonne : valeur »", "write “column: value”"),
                Location(self.raw.file, None, line or self.where.row, path),
                (self.table.code, position),
                loc,
            )
            return
        if len(given) > limits.COLUMNS or len(self._resolved) > limits.COLUMNS:
            if not self._vast:
                self._vast = True
                told = too_vast(max(len(given), len(self._resolved)))
                self.raw.fault(*told, Location(self.raw.file, None, line or self.where.row, path), (self.table.code,))
            return
        keys = tuple(map(str, given))
        resolved = self.headers_of(keys, line)
        codes = resolved.codes
        cells = {code: value for code, value in zip(codes, given.values(), strict=True) if code is not None}
        lines = None
        if isinstance(row, Lined) and row.lines is not None:
            lines = {code: row.lines[key] for code, key in zip(codes, keys, strict=True) if code is not None}
        for key, value in given.items():
            if not str(key).strip() and not is_blank(value):
                self.raw.fault(
                    "cell-without-header",
                    Text(f"« {show(value)} » n'a pas de nom de colonne", f"“{show(value)}” has no column name"),
                    Text("nommer la colonne", "name the column"),
                    Location(self.raw.file, None, line, path),
                    (self.table.code, position),
                    (*loc, str(key)),
                )
        self.rows.append((cells, (line, path, lines, loc, resolved.written)))

    def headers_of(self, keys: tuple[str, ...], line: int | None) -> Headers:
        """Resolve the keys of a row, telling each unknown column once."""
        known = self._resolved.get(keys)
        if known is not None:
            return known
        quiet = RawDossier(self.raw.schema, self.raw.file)
        resolved = self._resolved[keys] = resolve(self.table, keys, quiet, Location(self.raw.file, None, line))
        self.raw.faults.extend(quiet.faults)
        for notice in quiet.notices:
            if notice.location.column not in self._noted:
                self._noted.add(str(notice.location.column))
                self.raw.notices.append(notice)
        for code, header in resolved.written.items():
            self.headers.setdefault(code, header)
        return resolved

    def table_read(self, proposal: bool, known_header: bool) -> RawTable:
        """Return the raw table of the rows taken so far."""
        columns = frozenset(self.headers if known_header else self.table.by_code).intersection(self.table.by_code)
        source = TableSource(self.table, self.raw.file, None, self.headers, columns, proposal, key=self.name)
        kept = RawTable(source)
        for cells, place in self.rows:
            if self.table.keyed or not all(map(is_blank, cells.values())):
                kept.rows.append(RawRow(cells, RowSource(source, *place)))
        if kept.rows:
            check_identity(self.table, columns, self.raw, self.where)
        leave_out(self.raw, kept)
        return kept


def _as_mapping(row: object) -> object:
    """Return what a model holds as a mapping; anything else as it is."""
    dump = getattr(row, "model_dump", None)
    return dump(exclude_unset=True) if callable(dump) else row


def _pairs(raw: RawDossier, table: Table, rows: object, name: str, where: Location) -> Lined | None:
    """Turn rows of a key and a value into one mapping; None when they are something else."""
    pairs = Lined()
    lines: dict[str, int] = {}
    listed: Sequence[object] = list(rows) if isinstance(rows, (list, tuple)) else [rows]
    for position, row in enumerate(listed):
        given = {fold(str(key)): value for key, value in row.items()} if isinstance(row, Mapping) else {}
        stated = next((given[known] for known in KEY_NAMES if known in given), None)
        key = read_text(stated) if isinstance(stated, str) else None
        if key is None:
            raw.fault(
                "row-shape",
                Text(
                    f"la table « {name} » n'est pas faite de clés et de valeurs",
                    f"the table “{name}” is not made of keys and values",
                ),
                Text(
                    f"écrire « {KEY_HEADER} » et « {VALUE_HEADER} » à chaque ligne, ou une clé par valeur",
                    f"write “{KEY_HEADER}” and “{VALUE_HEADER}” in each row, or one key a value",
                ),
                where,
                (table.code, position),
            )
            return None
        if key in pairs:
            key += " "  # a second time: its header will be found to name the same column
        pairs[key] = next((given[known] for known in VALUE_NAMES if known in given), None)
        if isinstance(row, Lined) and row.line is not None:
            lines[key] = row.line
    pairs.lines = lines if len(lines) == len(pairs) and lines else None
    return pairs
