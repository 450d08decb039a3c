"""An answer on one A4 page, as a web page to print or as a Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.cli.common import fail
from innosprint_rules.errors import Problem
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.cli.output import Output
    from innosprint_rules.report.documents.model import Document

SHEET, WORD = "sheet", "docx"


def give_sheet(document: Document, form: str, output: Output) -> None:
    """Print a sheet, or write it to the file; ``docx`` gives a Word file, any other format a web page.

    Raises:
        UsageError: it cannot be written, or python-docx is not installed.
    """
    from innosprint_rules.report.documents.rendering import rendered

    output.give(rendered(document, "docx" if form == WORD else "html"))


def refuse_no_file(form: str, output: str | None, lang: Lang) -> None:
    """Exit with status 2 when a workbook or a Word file is asked for and no file to write it to."""
    if form in _FILES and output is None:
        what = _FILES[form]
        fail(
            Problem(
                "output-missing",
                Text(f"--format {form} écrit un {what.fr} et demande un fichier",
                     f"--format {form} writes a {what.en} and needs a file"),
                Text(f"ajouter --output rapport.{form}", f"add --output report.{form}"),
            ),
            lang,
        )  # fmt: skip


_FILES = {"xlsx": Text("classeur", "workbook"), WORD: Text("document Word", "Word file")}
