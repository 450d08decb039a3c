"""What a copy says of itself: which sessions were consigned in it, from what, as the how-manieth copy.

It stands in the copy as a table of its own that people may read, and that no rule knows: a sheet of a workbook, a
file of a folder. By it a session that is consigned twice, and a copy that is older than another, are told.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from innosprint_rules.dossier.schema.values import french_date
from innosprint_rules.dossier.workbook.reading import CONSIGNED
from innosprint_rules.folding import fold
from innosprint_rules.wording import Text, lists

NAME, FILE = CONSIGNED, f"{CONSIGNED.lower()}.csv"
HEADERS = ("numero", "session", "consigne_le", "lignes", "empreinte_avant")
_MOST = 2_000_000
"""Bytes of a file of consignations beyond which it is none of ours."""


@dataclass(frozen=True, slots=True)
class Consignation:
    """One vote written down: number of the copy, session, day of writing, lines, digest of the dossier before."""

    number: int
    session: str
    written_on: date
    lines: str
    before: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of its row, as text."""
        return (str(self.number), self.session, french_date(self.written_on), self.lines, self.before)


def next_one(earlier: Sequence[Consignation], session: str, ids: Iterable[str], before: str, day: date) -> Consignation:
    """Return the record of one more vote."""
    number = max((each.number for each in earlier), default=0) + 1
    return Consignation(number, session, day, "; ".join(ids), before)


def of_rows(rows: Iterable[Sequence[Any]]) -> tuple[Consignation, ...]:
    """Read rows of such a table, a header first; what is no record is left out."""
    from innosprint_rules.dossier.cells import CellError, read_date

    found: list[Consignation] = []
    for cells in rows:
        texts = ["" if cell is None else str(cell).strip() for cell in cells[: len(HEADERS)]]
        if len(texts) < len(HEADERS) or not texts[0].isdecimal() or len(texts[0]) > 9:
            continue
        with suppress(CellError):
            day = read_date(texts[2])
            if day is not None:
                found.append(Consignation(int(texts[0]), texts[1], day, texts[3], texts[4]))
    return tuple(found)


def csv_of(records: Iterable[Consignation]) -> bytes:
    """Return the file of consignations of a folder."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows(each.cells for each in records)
    return stream.getvalue().encode("utf-8-sig")


def kept_in(path: Path) -> tuple[Consignation, ...]:
    """Return what was consigned in a dossier; nothing where it keeps no such table or cannot be read."""
    try:
        if path.is_dir():
            file = path / FILE
            if not file.is_file() or file.stat().st_size > _MOST:
                return ()
            return of_rows(csv.reader(io.StringIO(file.read_text("utf-8-sig", "replace")), delimiter=";"))
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            from innosprint_rules.dossier.workbook.opening import open_sheets
            from innosprint_rules.dossier.workbook.scan import Unreadable

            with suppress(Unreadable):
                for sheet in open_sheets(path):
                    if fold(sheet.name) == fold(NAME):
                        return of_rows(sheet.cells)
    except (OSError, csv.Error):
        pass  # another file beside ours; what cannot be read says nothing of it
    return ()


def later_copies(source: Path, digest: str, beside: Iterable[Path]) -> Iterator[tuple[Path, Consignation]]:
    """Yield copies that stand beside and were made from the dossier of that digest, ``source`` itself left out."""
    own = source.resolve()
    for folder in dict.fromkeys(path.resolve() for path in beside):
        if not folder.is_dir():
            continue
        for path in sorted(folder.iterdir())[:_SIBLINGS]:
            if path.resolve() == own or path.name.startswith((".", "~$")):
                continue
            for each in kept_in(path):
                if each.before == digest:
                    yield path, each
                    break


_SIBLINGS = 200
"""Files beside a dossier that are looked at."""


def older_words(found: Sequence[tuple[Path, Consignation]]) -> Text:
    """Say that a dossier has a later copy."""
    names_fr = lists([f"« {path.name} » ({each.session})" for path, each in found], "fr")
    names_en = lists([f"“{path.name}” ({each.session})" for path, each in found], "en")
    return Text(
        f"ce dossier est plus ancien qu'une copie où un vote est déjà consigné : {names_fr} ; repartir de la plus"
        " récente, sans quoi ce vote-là manquera dans la nouvelle copie",
        f"this dossier is older than a copy in which a vote is consigned already: {names_en}; start from the latest,"
        " or that vote will be missing from the new copy",
    )
