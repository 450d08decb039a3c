"""The lines under decision as they are typed: cells by column code, named, put beside a dossier, told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from innosprint_rules.dossier.canonical import plain_cell
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal, read_proposal
from innosprint_rules.dossier.proposed_rows import new_ids
from innosprint_rules.dossier.schema.base_row import Row as Model
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.web.headings import heading
from innosprint_rules.wording import Text

Row = Mapping[str, str]
"""One line: cells as typed, by column code."""

MOST_ROWS, LONGEST_CELL = 200, 5_000


def as_rows(models: Iterable[Model]) -> list[dict[str, str]]:
    """Return rows that were read as somebody would type them; blank cells are left out."""
    rows: list[dict[str, str]] = []
    for each in models:
        row: dict[str, str] = {}
        for column in each.table.columns:
            value = plain_cell(column, getattr(each, column.code))
            if value not in (None, []):
                text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
                row[column.code] = text.replace(".", ",") if column.kind == "amount" else text
        rows.append(row)
    return rows


def named(rows: Sequence[Row], dossier: Dossier) -> tuple[Row, ...]:
    """Return rows, bounded, each with an identifier that neither the dossier nor another of them has.

    Raises:
        UsageError: there are too many.
    """
    if len(rows) > MOST_ROWS:
        raise UsageError(_MANY)
    (key,) = dossier.schema.tables[required(dossier.schema.roles.proposals, "proposals").table].identity
    kept = [{str(code)[:60]: str(cell)[:LONGEST_CELL] for code, cell in row.items()} for row in rows]
    nameless = [row for row in kept if not row.get(key, "").strip()]
    taken = [row.identity for row in dossier.decided] + [row[key] for row in kept if row.get(key, "").strip()]
    for row, name in zip(nameless, new_ids(taken, len(nameless)), strict=True):
        row[key] = name
    return tuple(kept)


def as_proposal(rows: Sequence[Row], session: str | None, rulebook: Rulebook) -> Proposal | None:
    """Return rows as the library judges them, those that name no meeting at ``session``; None without any.

    Raises:
        DossierError: a cell cannot be read.
    """
    if not rows:
        return None
    role = required(rulebook.schema.roles.proposals, "proposals")
    meeting = {role.meeting: session} if session else {}
    return read_proposal(
        [{**meeting, **{code: cell for code, cell in row.items() if cell.strip()}} for row in rows], rulebook
    )


def differences(before: Sequence[Row], after: Sequence[Row], rulebook: Rulebook) -> list[Text]:
    """Say which lines came, went or changed: « A09 : montant 6000 → 5000 »."""
    table = rulebook.schema.tables[required(rulebook.schema.roles.proposals, "proposals").table]
    (key,) = table.identity
    old, new = ({row.get(key, ""): row for row in rows} for rows in (before, after))
    found = [Text(f"{name} retirée", f"{name} taken away") for name in old if name not in new]
    for name, row in new.items():
        if name not in old:
            found.append(Text(f"{name} ajoutée", f"{name} added"))
            continue
        for code in dict.fromkeys((*old[name], *row)):
            was, now = old[name].get(code, ""), row.get(code, "")
            if was != now:
                change = f"{was or '–'} → {now or '–'}"
                fr, en = heading(table, code, "fr"), heading(table, code, "en")
                found.append(Text(f"{name} : {fr} {change}", f"{name}: {en} {change}"))
    return found


_MANY = Problem("too-many-lines", Text(f"{MOST_ROWS} lignes au plus", f"{MOST_ROWS} lines at most"))
