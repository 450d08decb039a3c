"""Two versions of a dossier compared, as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.report.content.compared import ROWS, VERDICTS, first_words, row_words, verdict_words
from innosprint_rules.report.documents.model import Document, Paragraph, Section
from innosprint_rules.report.documents.parts import origin, plain
from innosprint_rules.report.documents.teller import Teller
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.report.content.comparison import Comparison


def comparison_document(found: Comparison, lang: Lang) -> Document:
    """Return the comparison as a document."""
    teller = Teller(found.new, lang)
    head = [plain("", "", 1), plain("Table", "Table", 2), plain("Ligne", "Row", 2),
            plain("Ce qui diffère", "What differs", 6)]  # fmt: skip
    rows = [list(row_words(each, found, lang)) for each in found.rows]
    said = [Paragraph(verdict_words(each, lang)) for each in found.verdicts]
    none = Paragraph(Text("Aucune différence.", "No difference.").get(lang))
    title = Text("Deux versions d'un dossier", "Two versions of a dossier")
    return Document(
        title=title.get(lang),
        subject=found.new.rulebook.agreement.title.get(lang),
        author="innosprint",
        lang=lang,
        day=found.new.as_of,
        facts=(
            (teller.say("En bref", "In short"), first_words(found, lang)),
            (teller.say("Avant", "Before"), found.old.dossier_digest[:8]),
            (teller.say("Après", "After"), found.new.dossier_digest[:8]),
        ),
        sections=(
            Section(ROWS.get(lang), (teller.table(ROWS, head, rows),) if rows else (none,)),
            Section(VERDICTS.get(lang), tuple(said) or (none,)),
        ),
        origin=origin(teller),
    )
