"""Copying a workbook: sheets, formats, formulas with what they gave, lists and comments as they were."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.dossier.writing.formulas import Results, results_of, with_results
from innosprint_rules.dossier.writing.workbook import book_bytes
from innosprint_rules.errors import Location, Problem, UsageError
from innosprint_rules.files import FileTrouble, read_bytes
from innosprint_rules.wording import Text, lists

if TYPE_CHECKING:
    from openpyxl import Workbook

COPIED = (".xlsx", ".xlsm")
"""Workbooks that can be copied."""

_LOST = (
    ("xl/charts/", Text("les graphiques", "charts")),
    ("xl/media/", Text("les images", "pictures")),
    ("xl/pivot", Text("les tableaux croisés", "pivot tables")),
    ("xl/slicers/", Text("les segments", "slicers")),
    ("xl/ctrlprops/", Text("les boutons et cases à cocher", "form controls")),
    ("xl/activex/", Text("les contrôles ActiveX", "ActiveX controls")),
    ("xl/threadedcomments/", Text("les fils de commentaires", "threads of comments")),
    ("xl/vbaproject.bin", Text("les macros", "macros")),
)
"""What a copy may lack, by the part of the file that tells of it."""


def open_copy(source: Path) -> tuple[Workbook, Results, Text | None]:
    """Read a workbook for copying; return it, what its formulas gave, and in words what the copy lacks.

    Raises:
        UsageError: it cannot be read, or not copied.
    """
    from openpyxl import load_workbook

    try:
        content = read_bytes(source)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name.lower() for name in archive.namelist()]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves behind openpyxl tells its own developers, not ours
            book = load_workbook(io.BytesIO(content), rich_text=True)
            results = results_of(load_workbook(io.BytesIO(content), data_only=True), book)
    except FileTrouble as trouble:
        raise UsageError(trouble.problem(Location(source.name))) from trouble
    except Exception as error:  # openpyxl raises whatever comes: the file was read a moment ago by another reader
        raise UsageError(
            Problem(
                "workbook-not-copied",
                Text(f"le classeur a pu être lu, mais non copié ({type(error).__name__})",
                     f"the workbook could be read, but not copied ({type(error).__name__})"),
                Text("l'enregistrer de nouveau dans un tableur, ou choisir un autre format",
                     "save it again in a spreadsheet program, or choose another format"),
                Location(source.name),
            )
        ) from error  # fmt: skip
    lost = [words for start, words in _LOST if any(name.startswith(start) for name in names)]
    if not lost:
        return book, results, None
    return (
        book,
        results,
        Text(
            f"de l'original la copie ne reprend pas, ou pas tels quels : {lists([words.fr for words in lost], 'fr')}",
            f"of the original the copy does not keep, or not as they are: {lists([words.en for words in lost], 'en')}",
        ),
    )


def copy_bytes(book: Workbook, results: Results) -> bytes:
    """Return the bytes of a copy, the results of its formulas beside them."""
    book.calculation.fullCalcOnLoad = False  # the age of calcId has them made anew
    return with_results(book_bytes(book), results, [sheet.title for sheet in book.worksheets])


__all__ = ["COPIED", "Results", "copy_bytes", "open_copy"]
