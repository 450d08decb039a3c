"""Two versions of a dossier side by side: rows that came, changed, went, and verdicts that are others now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from innosprint_rules.dossier.canonical import plain_cell
from innosprint_rules.engine.check import check
from innosprint_rules.folding import same_key

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.dossier.schema.base_row import Row
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report
    from innosprint_rules.rulebook.book import Rulebook


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that differs: its header, what it held and holds (None: blank)."""

    header: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came (``added``), went (``gone``) or ``changed``, with the cells that differ."""

    table: str
    id: str
    kind: str
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A verdict that is another now; None where the rule had no such subject."""

    before: Finding | None
    after: Finding | None

    @property
    def told(self) -> Finding:
        """The finding that says most: the new one, else the old."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  # one of both is there
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions of a dossier, judged on one day."""

    rows: tuple[RowChange, ...]
    verdicts: tuple[VerdictChange, ...]
    old: Report
    new: Report

    @property
    def same(self) -> bool:
        """Whether nothing differs, neither rows nor verdicts."""
        return not self.rows and not self.verdicts


def compare(
    old: Dossier,
    new: Dossier,
    rulebook: Rulebook,
    *,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> Comparison:
    """Compare two versions of a dossier; both are judged on ``as_of``, today by default.

    Raises:
        UsageError: a reading is not known.
        DossierError: a value of a dossier contradicts the agreement.
    """
    before = check(old, rulebook, as_of=as_of, readings=readings)
    after = check(new, rulebook, as_of=as_of, readings=readings)
    return compared(old, new, before, after)


def compared(old: Dossier, new: Dossier, before: Report, after: Report) -> Comparison:
    """Return what differs between two dossiers of one agreement and the reports on them."""
    inputs = before.rulebook.schema.inputs
    rows = [change for code in inputs for change in _rows(code, old.rows(code), new.rows(code))]
    return Comparison(tuple(rows), tuple(_verdicts(before, after)), before, after)


def _rows(table: str, old: Sequence[Row] | None, new: Sequence[Row] | None) -> list[RowChange]:
    before = {same_key(row.identity): row for row in old or ()}
    after = {same_key(row.identity): row for row in new or ()}
    found = [RowChange(table, row.identity, "gone") for key, row in before.items() if key not in after]
    for key, row in after.items():
        if key not in before:
            found.append(RowChange(table, row.identity, "added"))
            continue
        cells = _cells(before[key], row)
        if cells:
            found.append(RowChange(table, row.identity, "changed", cells))
    return found


def _cells(old: Row, new: Row) -> tuple[CellChange, ...]:
    changes = [
        CellChange(column.header, plain_cell(column, was), plain_cell(column, now))
        for column in new.table.columns
        if (was := getattr(old, column.code)) != (now := getattr(new, column.code))
    ]
    one, two = old.model_extra or {}, new.model_extra or {}
    changes += [
        CellChange(header, one.get(header), two.get(header))
        for header in dict.fromkeys((*one, *two))
        if one.get(header) != two.get(header)
    ]
    return tuple(changes)


def _verdicts(old: Report, new: Report) -> list[VerdictChange]:
    before = {(f.rule, f.subject.table, same_key(f.subject.id or "")): f for f in old.findings}
    after = {(f.rule, f.subject.table, same_key(f.subject.id or "")): f for f in new.findings}
    found: list[VerdictChange] = []
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key), after.get(key)
        if was is not None and now is not None and (was.verdict, was.severity) == (now.verdict, now.severity):
            continue
        calm = (None, "satisfied", "not_applicable")
        verdicts = (was.verdict if was else None, now.verdict if now else None)
        if (was is None or now is None) and all(each in calm for each in verdicts):
            continue  # a row that came or went and breaks nothing: the row is told
        found.append(VerdictChange(was, now))
    grave = {"violated": 0, "unknown": 1, "pending": 2}
    return sorted(found, key=lambda each: (grave.get(each.told.verdict, 3), each.told.rule))
