"""The sample year as plain tables of text, small edits to it, and what a report says of the result."""

from __future__ import annotations

import copy
import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeAlias

from innosprint_rules.dossier import Dossier
from innosprint_rules.engine.check import check
from innosprint_rules.engine.report import Report

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
YEAR = EXAMPLES / "saint-quentin-2019"
TROUBLE = EXAMPLES / "year-in-trouble"
EVENING_BEFORE = date(2019, 6, 19)
AFTER = date(2020, 2, 1)
M4 = "CASQ ; FN ; UPJV-INSSET ; INNOVALTECH"

Cells: TypeAlias = dict[str, str]
Tables: TypeAlias = dict[str, list[Cells]]
Edit: TypeAlias = Callable[[Tables], None]
Pair: TypeAlias = tuple[str, str]

_KEYS = {
    "projets": ("code",),
    "sessions": ("code",),
    "presentations": ("session", "projet"),
    "convention": ("cle",),
}


def load(folder: Path) -> Tables:
    """Read a folder of CSV files as Excel writes them, and as nothing but text."""
    tables: Tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            tables[path.stem] = list(csv.DictReader(stream, delimiter=";"))
    return tables


@cache
def _sample() -> Tables:
    return load(YEAR)


def sample() -> Tables:
    """Return the compliant year, to be changed at will."""
    return copy.deepcopy(_sample())


@cache
def headers(table: str) -> tuple[str, ...]:
    """Return the headers of one table of the sample year."""
    with (YEAR / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return tuple(next(csv.reader(stream, delimiter=";")))


def key(table: str, row: Mapping[str, str]) -> str:
    """Return what identifies a row: ``A01``, ``S2/P03``."""
    return "/".join(row[name] for name in _KEYS.get(table, ("id",)))


# edits ---------------------------------------------------------------------------------------------------


def put(table: str, row: str, **cells: str) -> Edit:
    """Change cells of the row that ``row`` identifies; several rows are separated by spaces."""

    def edit(tables: Tables) -> None:
        wanted = set(row.split())
        found = [each for each in tables[table] if key(table, each) in wanted]
        assert len(found) == len(wanted), f"{table} holds not every row of {row}"
        assert set(cells) <= set(headers(table)), f"{table} has no such column: {sorted(cells)}"
        for each in found:
            each.update(cells)

    return edit


def add(table: str, **cells: str) -> Edit:
    """Add a row; cells that are not named are blank."""

    def edit(tables: Tables) -> None:
        assert set(cells) <= set(headers(table)), f"{table} has no such column: {sorted(cells)}"
        tables[table].append({name: cells.get(name, "") for name in headers(table)})

    return edit


def drop(table: str, rows: str) -> Edit:
    """Remove the rows that ``rows``, separated by spaces, identify."""

    def edit(tables: Tables) -> None:
        wanted = set(rows.split())
        kept = [each for each in tables[table] if key(table, each) not in wanted]
        assert len(kept) == len(tables[table]) - len(wanted), f"{table} holds not every row of {rows}"
        tables[table] = kept

    return edit


def without(*tables_: str) -> Edit:
    """Take whole tables away."""

    def edit(tables: Tables) -> None:
        for table in tables_:
            del tables[table]

    return edit


def without_column(table: str, column: str) -> Edit:
    """Take a column away."""

    def edit(tables: Tables) -> None:
        for row in tables[table]:
            del row[column]

    return edit


def emptied(table: str) -> Edit:
    """Leave a table without rows: there, and empty."""

    def edit(tables: Tables) -> None:
        tables[table] = []

    return edit


def present(session: str, projects: Iterable[str]) -> Edit:
    """Add a complete presentation of each project at a session."""

    def edit(tables: Tables) -> None:
        for project in projects:
            row = dict.fromkeys(headers("presentations"), "oui")
            tables["presentations"].append({**row, "session": session, "projet": project})

    return edit


def absent(session: str) -> Edit:
    """Remove every presentation of a session."""

    def edit(tables: Tables) -> None:
        tables["presentations"] = [row for row in tables["presentations"] if row["session"] != session]

    return edit


def held(session: str, day: str) -> Edit:
    """Hold a session on another day; what was decided at it is decided that day."""

    def edit(tables: Tables) -> None:
        put("sessions", session, date=day)(tables)
        for row in tables["attributions"]:
            if row["session"] == session:
                row["date_decision"] = day

    return edit


def allocate(id: str, session: str, day: str, project: str, amount: str, **cells: str) -> Edit:  # noqa: A002  # the name of the column
    """Add an allocation that is right in everything but what ``cells`` say."""
    usual = {"besoin": "besoin", "objectif": "objectif", "evaluation_avancees": "avancées", "decideurs": M4}
    named = {"id": id, "session": session, "date_decision": day, "projet": project, "montant": amount}
    return add("attributions", **{**named, **usual, "statut": "décidée", **cells})


def pay(id: str, day: str, way: str, amount: str, project: str = "", allocation: str = "") -> Edit:  # noqa: A002  # the name of the column
    """Add a payment."""
    return add("versements", id=id, date=day, sens=way, montant=amount, projet=project, allocation=allocation)


def edited(*edits: Edit) -> Tables:
    """Return the compliant year with some changes."""
    tables = sample()
    for edit in edits:
        edit(tables)
    return tables


# reports -------------------------------------------------------------------------------------------------

YEARLY = frozenset({"SES01", "EVA01", "EVA02", "OBJ01", "OBJ02", "OBJ03", "OBJ04"})


def whole(rule: str) -> str:
    """Return the subject of a rule without rows: the first year, or ``-`` for the agreement."""
    return "Y1" if rule in YEARLY else "-"


def dossier(tables: Tables) -> Dossier:
    """Build a dossier; a table of key and value is a mapping, as in a document."""
    data: dict[str, object] = dict(tables)
    if "convention" in tables:
        data["convention"] = {row["cle"]: row["valeur"] for row in tables["convention"]}
    return Dossier.model_validate(data)


def judged(tables: Tables, as_of: date = AFTER, **readings: str) -> Report:
    """Check tables at a moment, under readings."""
    return check(dossier(tables), as_of=as_of, readings=readings)


def pairs(report: Report, verdict: str) -> set[Pair]:
    """Return code and subject of each finding with a verdict; the agreement's and a whole table's is ``-``."""
    return {(f.rule, f.subject.id or "-") for f in report.findings if f.verdict == verdict}


def verdict(report: Report, rule: str, subject: str = "-") -> str | None:
    """Return one verdict with its severity when violated or unknown: ``satisfied``, ``violated error``."""
    subject = whole(rule) if subject == "-" else subject
    found = report.find(rule, None if subject == "-" else subject)
    if found is None:
        return None
    return f"{found.verdict} {found.severity}" if found.verdict in ("violated", "unknown") else found.verdict


def notices(report: Report) -> set[str]:
    """Return the codes of the notices."""
    return {notice.code for notice in report.notices}
