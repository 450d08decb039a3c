"""Rows that are put to the vote: their status, and their names where the file gives none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from innosprint_rules.dossier.cells import choice_reader, is_blank
from innosprint_rules.dossier.schema.raw import RawTable
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.dossier.schema.values import quietly
from innosprint_rules.folding import same_key

_NUMBERED = re.compile(r"(.*?)(\d+)")


def put_forward(table: RawTable) -> None:
    """Read the status of what is decided, or none, as proposed, and number the rows that have no identifier."""
    role = required(table.table.schema.roles.proposals, "proposals")
    column = table.table.by_code[role.status]
    read_status = choice_reader(column.choices, role.decided, column.spellings)
    (name,) = table.table.identity
    for number, row in enumerate(table.rows, start=1):
        status = row.cells.get(role.status)
        if is_blank(status) or quietly(read_status, status) == role.decided:
            row.cells[role.status] = role.proposed
        if is_blank(row.cells.get(name)):
            row.cells[name] = f"{table.table.numbered}-{number}"


def new_ids(taken: Sequence[str], count: int) -> list[str]:
    """Return identifiers that follow those taken: after ``A18`` comes ``A19``; without any, ``A01``."""
    parted = [found for name in taken if (found := _NUMBERED.fullmatch(name)) is not None]
    prefix, width, number = "A", 2, 0
    if parted:
        prefix, digits = parted[-1].groups()
        width = len(digits)
        number = max(int(found.group(2)) for found in parted if found.group(1) == prefix)
    used = {same_key(name) for name in taken}
    names: list[str] = []
    while len(names) < count:
        number += 1
        name = f"{prefix}{number:0{width}d}"
        if same_key(name) not in used:
            names.append(name)
    return names
