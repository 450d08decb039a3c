"""The years themselves, one a line, in a Parquet file: what each measure was and how each rule was judged.

Years come from several threads in any order and are written in theirs, a group of rows at a time, so that memory
does not grow with their number. The file has another name until it is whole.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from itertools import chain, count
from pathlib import Path
from typing import Any

from innosprint_rules.engine.kernel.values import LEAST, MOST
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.saving import Target, allowed, give_name, is_special
from innosprint_rules.saving.parts import clear_parts, new_part
from innosprint_rules.simulation.tally.counts import VERDICTS
from innosprint_rules.simulation.tally.generated_module import Module
from innosprint_rules.wording import Text, same

GROUP = 65_536
"""Years in a group of rows."""

AHEAD = 16
"""Parts that may wait for the years before them."""

_UNIX = 719_163  # the ordinal of 1970-01-01


def available() -> bool:
    """Say whether Parquet files can be written here."""
    from importlib.util import find_spec

    return find_spec("pyarrow") is not None


class YearsFile:
    """A Parquet file of years being written; a ``Keeper``.

    Columns: ``year``; each measure (amounts in cents, their names ending in ``_cents``, dates as dates, flags as
    booleans, otherwise whole numbers; null when it is nothing or not known exactly); for a measure that may not be
    known also ``_low`` and ``_high``, null where nothing bounds it; each rule's verdict of the year.
    """

    def __init__(
        self, path: str | Path, module: Module, about: Mapping[str, str] | None = None, force: bool = False
    ) -> None:
        """Open it under another name, next to where it will be; a file that is there is replaced if ``force`` says so.

        Raises:
            UsageError: pyarrow is not installed, what stands there is a device or a pipe or is not to be replaced, or
                nothing can be written there.
            OSError: the disk is full.
        """
        if not available():
            raise UsageError(NO_PYARROW)
        import pyarrow as pa
        import pyarrow.parquet as pq

        if is_special(Path(path)):
            raise UsageError(not_a_file(Path(path)))
        self._target = allowed(path, force=force, option="--keep")
        self.path = self._target.path
        self.module = module
        self._schema = _schema(pa, module, about or {})
        self._open = ExitStack()
        clear_parts(self.path.parent)
        self._part, self._lock = self._open.enter_context(new_part(self.path.parent, folder=False))
        self._writer = pq.ParquetWriter(self._part, self._schema, compression="zstd")
        self._turn = threading.Condition()
        self._next = 0
        self._waiting: dict[int, tuple[int, Any]] = {}
        self._pieces: list[Any] = []
        self._held = 0
        self._closed = False
        self._closing = False

    def put(self, first: int, last: int, cells: Any) -> None:
        """Take the cells of some years; wait while too many years are ahead of those still missing."""
        with self._turn:
            while first != self._next and len(self._waiting) >= AHEAD and not self._closing:
                self._turn.wait(0.5)
            self._waiting[first] = (last, cells)
            while (found := self._waiting.pop(self._next, None)) is not None:
                self._add(self._next, *found)
                self._next = found[0]
            self._turn.notify_all()

    def finish(self, partial: bool = False) -> Path:
        """Write what is left and give the file its name, or one that says that it is not whole; return it."""
        with self._turn:
            self._flush()
            self._closed = True
            self._writer.close()
        target = Target(_free(self.path), fresh=True) if partial else self._target
        give_name(self._part, self._lock, target)
        self._open.close()
        return target.path

    def abort(self) -> None:
        """Leave nothing behind; harmless when the file is finished."""
        with self._turn:
            if not self._closed:
                self._closed = self._closing = True
                self._writer.close()
            self._turn.notify_all()
        self._open.close()

    def give_up(self) -> None:
        """Let nobody wait any longer: some years will never come."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()

    def _add(self, first: int, last: int, cells: Any) -> None:
        if self._closed:
            return
        self._pieces.append(_batch(self._schema, self.module, first, last, cells))
        self._held += last - first
        if self._held >= GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._pieces:
            table = pa.Table.from_batches(self._pieces, schema=self._schema)
            self._writer.write_table(table, row_group_size=2 * GROUP)
            self._pieces, self._held = [], 0


def _free(path: Path) -> Path:
    """Return a name for the years done of a run that was stopped: one that no file has."""
    numbered = (path.with_name(f"{path.stem}.partial{number}{path.suffix}") for number in chain(("",), count(2)))
    return next(each for each in numbered if not each.exists())


def _columns(module: Module) -> Iterable[tuple[str, int, str, bool]]:
    """Yield each measure with its place, its kind, and whether it may not be known."""
    for place, name in enumerate(module.shape.measures):
        if name not in module.shape.untold:
            yield name, place, module.kinds.get(name, "number"), name in module.doubtful


def _schema(pa: Any, module: Module, about: Mapping[str, str]) -> Any:
    types = {"date": pa.date32(), "flag": pa.bool_()}
    units = {"amount": "cents", "decimal": "millionths", "date": "day", "flag": "flag"}
    fields = [pa.field("year", pa.int64(), nullable=False)]
    for name, _, kind, doubtful in _columns(module):
        cents = "_cents" if kind == "amount" else ""
        for each in (f"{name}{part}{cents}" for part in (("", "_low", "_high") if doubtful else ("",))):
            unit = {"unit": units.get(kind, "units")}
            fields.append(pa.field(each, types.get(kind, pa.int64()), metadata=unit))
    verdict = pa.dictionary(pa.int8(), pa.string())
    fields += [pa.field(code, verdict, nullable=False) for code in module.rules]
    return pa.schema(fields, metadata={"innosprint": json.dumps(dict(about), ensure_ascii=False, sort_keys=True)})


def _batch(schema: Any, module: Module, first: int, last: int, cells: Any) -> Any:
    """Return some years as a batch of rows."""
    import numpy as np
    import pyarrow as pa

    rows = np.asarray(cells, dtype=np.int64).reshape(last - first, module.kept_width)
    verdicts = pa.array(VERDICTS)
    arrays = [pa.array(np.arange(first, last, dtype=np.int64))]
    for _, place, kind, doubtful in _columns(module):
        low, high = rows[:, 2 * place], rows[:, 2 * place + 1]
        arrays.append(_values(low, kind, low != high))
        if doubtful:
            nothing = low > high
            arrays.append(_values(low, kind, nothing | (low <= LEAST)))
            arrays.append(_values(high, kind, nothing | (high >= MOST)))
    start = 2 * len(module.shape.measures)
    for place in range(len(module.rules)):
        codes = pa.array(rows[:, start + place].astype(np.int8))
        arrays.append(pa.DictionaryArray.from_arrays(codes, verdicts))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _values(cells: Any, kind: str, blank: Any) -> Any:
    """Return cells as an array of their kind, null where they are blank."""
    import numpy as np
    import pyarrow as pa

    if kind == "flag":
        return pa.array(cells != 0, mask=blank)
    if kind == "date":
        days = np.where(blank, _UNIX, cells) - _UNIX
        return pa.array(days.astype(np.int32), mask=blank).cast(pa.date32())
    return pa.array(cells, mask=blank)


def not_a_file(path: Path) -> Problem:
    """Say that a Parquet file cannot be written into a device or a pipe, nor take its place."""
    return Problem(
        "not-a-file",
        Text(f"« {path} » n'est pas un fichier ; les années ne peuvent pas y être gardées",
             f"“{path}” is not a file; years cannot be kept there"),
        Text("donner à --keep le nom d'un fichier", "give --keep the name of a file"),
    )  # fmt: skip


NO_PYARROW = Problem(
    "no-pyarrow",
    Text("--keep a besoin de pyarrow, qui n'est pas installé", "--keep needs pyarrow, which is not installed"),
    same("pip install 'innosprint-rules[bulk]'"),
)
