"""Two versions of a dossier compared, as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.versions.told import ROWS, VERDICTS, first_words, row_words, verdict_words
from innosprint_rules.report.documents.model import Document, Paragraph, Section
from innosprint_rules.report.documents.parts import origin, plain
from innosprint_rules.report.documents.source import Source
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.report.content.versions.comparison import Comparison


def comparison_document(found: Comparison, teller: Teller) -> Document:
    """Return the comparison as a document."""
    source = Source(found.new, teller)
    head = [plain("", "", 1), plain("Table", "Table", 2), plain("Ligne", "Row", 2),
            plain("Ce qui diffère", "What differs", 6)]  # fmt: skip
    rows = [list(row_words(each, found, teller)) for each in found.rows]
    said = [Paragraph(verdict_words(each, teller)) for each in found.verdicts]
    none = Paragraph(teller.say(Text("Aucune différence.", "No difference.")))
    title = Text("Deux versions d'un dossier", "Two versions of a dossier")
    return Document(
        title=teller.say(title),
        subject=teller.say(found.new.rulebook.agreement.title),
        author="innosprint",
        lang=teller.lang,
        day=found.new.as_of,
        facts=(
            (source.say("En bref", "In short"), first_words(found, teller)),
            (source.say("Avant", "Before"), found.old.dossier_digest[:8]),
            (source.say("Après", "After"), found.new.dossier_digest[:8]),
        ),
        sections=(
            Section(teller.say(ROWS), (source.table(ROWS, head, rows),) if rows else (none,)),
            Section(teller.say(VERDICTS), tuple(said) or (none,)),
        ),
        origin=origin(source),
    )
