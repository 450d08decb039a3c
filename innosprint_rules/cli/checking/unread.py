"""What cannot be read, told where it stands: a copy of the workbook with its cells marked, or a web page."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from innosprint_rules.cli.common import error_width, tell
from innosprint_rules.errors import DossierError, InputError
from innosprint_rules.report.text.layout import wrap
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.cli.output import Output
    from innosprint_rules.dossier.schema.raw import RawDossier


def marks(error: DossierError, form: str) -> bool:
    """Tell whether a format shows mistakes where they stand, and there is one that stands somewhere."""
    from innosprint_rules.report.content.unread import placed

    return form in ("html", "xlsx") and placed(error)


def give_unread(
    error: DossierError, form: str, dossier: str, proposal: str | None, rules: str | None, output: Output, lang: Lang
) -> None:
    """Write the marked copy (``xlsx``) or the page (``html``) beside the messages; nothing in any other form.

    Raises:
        UsageError: it cannot be written, or the workbook cannot be copied.
    """
    if form == "xlsx":
        from innosprint_rules.report.content.teller import Teller
        from innosprint_rules.report.workbook.unread import write_unread

        sources = [path for path in (dossier, proposal) if path is not None]
        count = write_unread(error, sources, output.path or "", Teller(lang), output.inputs, output.force)
        _tell(_COPY if count else _LIST, output, lang)
    elif form == "html":
        from innosprint_rules.report.content.teller import Teller
        from innosprint_rules.report.html.unread import unread_page

        output.give(unread_page(error, _raws(dossier, proposal, rules), Teller(lang)))
        if output.path is not None:
            _tell(_PAGE, output, lang)


def _raws(dossier: str, proposal: str | None, rules: str | None) -> list[RawDossier]:
    """Return what was read, cells not yet read, as far as it can be."""
    from innosprint_rules.dossier.proposal import raw_proposal
    from innosprint_rules.dossier.reading import read_raw
    from innosprint_rules.engine.check import default_rulebook, load_rulebook

    rulebook = default_rulebook() if rules is None else load_rulebook(rules)
    found: list[RawDossier] = []
    with suppress(InputError):  # what is no dossier at all is told already
        found.append(read_raw(dossier, rulebook))
    if proposal is not None:
        with suppress(InputError):
            found.append(raw_proposal(proposal, rulebook))
    return found


def _tell(text: Text, output: Output, lang: Lang) -> None:
    tell("\n".join(wrap(text.naming(lang, path=output.path or ""), error_width(), whole=True)))


_COPY = Text(
    "Copie annotée : {path}. Les cellules à corriger y sont marquées, avec ce qu'il faut écrire ; l'original est"
    " intact.",
    "Annotated copy: {path}. The cells to mend are marked in it, with what to write; the original is untouched.",
)
_LIST = Text("Liste de ce qu'il faut corriger : {path}", "List of what is to be mended: {path}")
_PAGE = Text("Page de ce qu'il faut corriger : {path}", "Page of what is to be mended: {path}")
