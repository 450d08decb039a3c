"""What was dropped and cannot be read: told beside what was open before, with a copy in which each cell is marked."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from innosprint_rules.errors import InputError
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.unread import placed
from innosprint_rules.web.kept import Unread
from innosprint_rules.web.room import Room
from innosprint_rules.wording import Lang, Text

Form = Literal["xlsx", "html"]


def unread_state(room: Room, teller: Teller) -> dict[str, Any] | None:
    """Return what could not be read, as the page lists it, with the files that are offered; None where all was."""
    unread = room.unread
    if unread is None:
        return None
    forms: tuple[Form, ...] = ("xlsx", "html") if placed(unread.error) else ()
    return {
        "name": unread.path.name,
        "problems": unread.error.words(teller.lang),
        "files": [{"form": form, "name": file_name(unread, form, teller.lang)} for form in forms],
    }


def file_name(unread: Unread, form: Form, lang: Lang) -> str:
    """Return the name of what is to be mended: ``suivi-a-corriger.xlsx``."""
    return f"{unread.path.stem}-{_TO_MEND.get(lang)}.{form}"


def marked(room: Room, unread: Unread, form: Form, teller: Teller) -> bytes:
    """Return the workbook with each cell at fault marked (a list alone where it is none), or the same as a web page.

    Raises:
        UsageError: the workbook cannot be copied.
        DossierError: openpyxl is not installed.
    """
    if form == "html":
        from innosprint_rules.dossier.reading import read_raw
        from innosprint_rules.report.html.unread import unread_page

        raws = []
        with suppress(InputError):  # what is no dossier at all is told already
            raws.append(read_raw(unread.path, room.rulebook))
        return unread_page(unread.error, raws, teller).encode()
    from innosprint_rules.report.workbook.unread import write_unread

    with tempfile.TemporaryDirectory(prefix="innosprint-") as folder:
        target = Path(folder) / "copy.xlsx"
        write_unread(unread.error, [str(unread.path)], target, teller)
        return target.read_bytes()


_TO_MEND = Text("a-corriger", "to-mend")
