"""A vote that is consigned already, corrected from the page: other amounts, lines accepted or refused after all."""

from __future__ import annotations

from collections.abc import Mapping

from innosprint_rules.dossier.cells import CellError, read_amount
from innosprint_rules.dossier.schema.base_row import Row as Model
from innosprint_rules.errors import Problem, ProblemList, UsageError
from innosprint_rules.folding import same_key
from innosprint_rules.web.kept import What
from innosprint_rules.web.lines import Row, as_rows
from innosprint_rules.web.room import Room
from innosprint_rules.wording import Text


def consigned(room: Room, session: str | None) -> list[Model]:
    """Return the lines that are consigned at a session."""
    role = room.role
    return [
        row
        for row in room.dossier.decided
        if same_key(getattr(row, role.meeting) or "") == same_key(session or "")
        and session
        and getattr(row, role.status) in (role.decided, role.refused)
    ]


def corrected_rows(room: Room, what: What) -> list[dict[str, str]]:
    """Return the lines that are consigned at the session as they are corrected, cells as typed by column code."""
    role, lines = room.role, consigned(room, what.session)
    (key,) = room.rulebook.schema.tables[role.table].identity
    typed: dict[str, Row] = {row.get(key, ""): row for row in what.corrected}
    return [
        {**row, **{code: text for code, text in typed.get(row[key], {}).items() if code in (role.amount, role.status)}}
        for row in as_rows(lines)
    ]


def corrections(room: Room, what: What) -> tuple[dict[str, int], list[str]]:
    """Return other amounts by identifier, in cents, and the lines refused after all; only what differs.

    Raises:
        UsageError: an amount cannot be read.
    """
    role = room.role
    amounts: dict[str, int] = {}
    refused: list[str] = []
    problems = ProblemList()
    for row, now in zip(consigned(room, what.session), corrected_rows(room, what), strict=True):
        was, status = getattr(row, role.status), now.get(role.status, role.decided)
        if status == role.refused:
            refused += [] if was == role.refused else [row.identity]
            continue
        cents = _amount(row.identity, now.get(role.amount, ""), problems)
        if cents is None and getattr(row, role.amount) is not None and not now[role.amount].strip():
            problems.add("amount-blank", Text(f"{row.identity} : le montant manque", f"{row.identity}: no amount"))
        if cents is not None and (cents != getattr(row, role.amount) or was == role.refused):
            amounts[row.identity] = cents
    if problems:
        raise UsageError(problems.problems)
    return amounts, refused


def _amount(name: str, text: str, problems: ProblemList) -> int | None:
    try:
        return read_amount(text)
    except CellError as error:
        said = Text(f"{name} : {error.message.fr}", f"{name}: {error.message.en}")
        problems.add(error.code, said, error.hint)
        return None


def refuse_idle(room: Room, what: What, found: tuple[Mapping[str, int], list[str]], proposed: bool) -> None:
    """Refuse to consign where nothing would change, or where a vote is corrected beside lines that are to be voted.

    Raises:
        UsageError: as said.
    """
    said = any(found)
    if proposed and said:
        raise UsageError(_BESIDE)
    if not proposed and consigned(room, what.session) and not (said or what.present or what.by or what.presented):
        raise UsageError(_IDLE)


_BESIDE = Problem(
    "correction-beside-lines",
    Text("un vote consigné ne se corrige pas en même temps que d'autres lignes se votent",
         "a vote that is written down is not corrected while other lines are voted"),
    Text("consigner d'abord les lignes à voter, ou les retirer", "write the lines to vote down first, or remove them"),
)  # fmt: skip
_IDLE = Problem(
    "nothing-corrected",
    Text("ce vote est déjà consigné et rien n'y change", "this vote is written down already and nothing changes in it"),
    Text("corriger un montant, une décision, les présents, les décideurs ou une présentation, puis consigner",
         "correct an amount, a decision, who was present, who decided or a presentation, then write it down"),
)  # fmt: skip
