"""What a workbook's own text says that its values do not: errors, formulas never computed, what is hidden.

The library that reads the values gives an empty cell for an error and for a formula that no spreadsheet has
ever computed. Neither is a blank, so both are looked up where they are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO, Literal, NamedTuple

from innosprint_rules import limits
from innosprint_rules.wording import Text

ERROR = re.compile(r"#(?:[A-ZÉÈÀ][A-ZÉÈÀ0-9_/ -]*[!?]?|DIV/0 ?!|N/A|N/D)|Err ?:[0-9]{3}")
"""An error as spreadsheets show it, in English, in French, and by number."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What stands in a cell instead of a value."""

    kind: Literal["error", "uncomputed", "digits"]
    shown: str = ""

    def __str__(self) -> str:
        return self.shown or "="


class MergedCells(NamedTuple):
    """Merged cells, both ends included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class SheetScan:
    """What one sheet holds beside its values; rows and columns are counted from 0."""

    troubles: dict[tuple[int, int], Trouble] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    spans: list[MergedCells] = field(default_factory=list)
    texts: int = 0
    units: dict[tuple[int, int], str] = field(default_factory=dict)
    """The unit other than the euro that the format of a number shows."""

    def reach(self, row: int, column: int) -> None:
        """Take note that a cell is filled in."""
        if row >= self.rows:
            self.rows = row + 1
        if column >= self.columns:
            self.columns = column + 1


@dataclass(slots=True)
class Sheet:
    """One sheet: its cells from A1 on, what it says beside them, whether it is hidden."""

    name: str
    cells: Sequence[Sequence[object]]
    scan: SheetScan = field(default_factory=SheetScan)
    hidden: bool = False


class Unreadable(Exception):  # noqa: N818  # never leaves the readers of workbooks
    """A workbook that cannot be read: what is wrong, what to do."""

    def __init__(self, code: str, message: Text, hint: Text) -> None:
        self.code, self.message, self.hint = code, message, hint
        super().__init__(message.en)


def damaged(detail: str = "") -> Unreadable:
    """Make the error for a file that is broken inside."""
    more = f" ({detail})" if detail else ""
    return Unreadable(
        "workbook-damaged",
        Text(f"le classeur est abîmé{more}", f"the workbook is damaged{more}"),
        Text("l'ouvrir dans un tableur, l'enregistrer sous un autre nom et donner celui-ci ; sinon le redemander",
             "open it in a spreadsheet program, save it under another name and give that; or ask for it again"),
    )  # fmt: skip


def encrypted() -> Unreadable:
    """Make the error for a workbook that asks for a password."""
    return Unreadable(
        "workbook-encrypted",
        Text("le classeur est protégé par un mot de passe", "the workbook asks for a password"),
        Text("l'ouvrir dans un tableur, ôter le mot de passe et l'enregistrer",
             "open it in a spreadsheet program, take the password off and save it"),
    )  # fmt: skip


def too_large(what: Text) -> Unreadable:
    """Make the error for a workbook that would not fit in memory."""
    return Unreadable(
        "workbook-too-large",
        Text(f"le classeur est démesuré : {what.fr}", f"the workbook is far too large: {what.en}"),
        Text("y chercher une cellule égarée loin des données, ou n'y garder que les tables du dossier",
             "look for a stray cell far from the data, or keep nothing but the tables of the dossier"),
    )  # fmt: skip


def xml_parts(
    stream: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Run through XML; entities of its own are refused. Raises Unreadable when it is broken.

    It is parsed in one go: what stands in one tag would be gone through anew with each further piece of it.
    """
    from xml.parsers import expat  # on use only: no CSV needs it

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EntityDeclHandler = _no_entities
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(stream.read(limits.UNPACKED_BYTES), True)
    except (expat.ExpatError, ValueError, LookupError, OverflowError) as error:  # an encoding nobody knows is a lookup
        raise damaged("XML") from error


def _no_entities(*_parts: object) -> None:
    raise damaged("XML")


def local_name(name: str, known: dict[str, str]) -> str:
    """Return the name of an element without its prefix, remembered in ``known``."""
    found = known.get(name)
    if found is None:
        found = known[name] = name.rpartition(":")[2]
    return found
