"""Two versions of a dossier compared, as a document and as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from innosprint_rules.report.content.words import verdict_word, written_date
from innosprint_rules.report.documents.model import Document, Paragraph, Section
from innosprint_rules.report.documents.parts import origin, plain
from innosprint_rules.report.documents.teller import Teller
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.layout import Line, block, table
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.report.content.comparison import Comparison, RowChange, VerdictChange

KINDS = {"added": Text("ajoutée", "added"), "changed": Text("changée", "changed"), "gone": Text("disparue", "gone")}
MARKS = {"added": "+", "changed": "~", "gone": "−"}
_ROWS, _VERDICTS = Text("Lignes", "Rows"), Text("Verdicts", "Verdicts")
_NONE = Text("absent", "absent")


def first_words(found: Comparison, lang: Lang) -> str:
    """Return in one sentence how many rows and verdicts differ."""
    if found.same:
        return Text("Rien ne diffère", "Nothing differs").get(lang)
    rows, verdicts = len(found.rows), len(found.verdicts)
    broken = sum(v.after is not None and v.after.verdict == "violated" for v in found.verdicts)
    day = written_date(found.new.as_of, lang)
    said = Text(f"Lignes qui diffèrent : {rows} ; verdicts qui changent : {verdicts}, dont {broken} en manquement ou"
                f" écart, au {day}",
                f"Rows that differ: {rows}; verdicts that change: {verdicts}, {broken} of them broken now, on {day}",
                )  # fmt: skip
    return said.get(lang)


def comparison_lines(found: Comparison, lang: Lang, width: int) -> list[Line]:
    """Return the comparison as text, its first line how much differs."""
    lines = block(first_words(found, lang), width, 0, 2, "bold")
    if found.rows:
        lines += heading(_ROWS.get(lang), lang)
        lines += [Line(text) for text in table([_row(each, found, lang) for each in found.rows], width, 2)]
    if found.verdicts:
        lines += heading(_VERDICTS.get(lang), lang)
        for each in found.verdicts:
            lines += block(_verdict(each, lang), width, 2, 4)
    return lines


def comparison_document(found: Comparison, lang: Lang) -> Document:
    """Return the comparison as a document."""
    teller = Teller(found.new, lang)
    head = [plain("", "", 1), plain("Table", "Table", 2), plain("Ligne", "Row", 2),
            plain("Ce qui diffère", "What differs", 6)]  # fmt: skip
    rows = [list(_row(each, found, lang)) for each in found.rows]
    said = [Paragraph(_verdict(each, lang)) for each in found.verdicts]
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
            Section(_ROWS.get(lang), (teller.table(_ROWS, head, rows),) if rows else (none,)),
            Section(_VERDICTS.get(lang), tuple(said) or (none,)),
        ),
        origin=origin(teller),
    )


def _row(change: RowChange, found: Comparison, lang: Lang) -> tuple[str, str, str, str]:
    described = found.new.rulebook.schema.inputs[change.table]
    name = described.name if lang == "fr" else described.code
    arrow = " → "
    told = "; ".join(f"{each.header}: {_cell(each.before)}{arrow}{_cell(each.after)}" for each in change.cells)
    return MARKS[change.kind], name, change.id, told or KINDS[change.kind].get(lang)


def _cell(value: Any) -> str:
    if value is None or value == []:
        return "∅"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _verdict(change: VerdictChange, lang: Lang) -> str:
    told = change.told
    words = [
        _NONE.get(lang) if each is None else verdict_word(each.verdict, each.nature).get(lang)
        for each in (change.before, change.after)
    ]
    subject = f" {told.subject.id}" if told.subject.id else ""
    colon = "\u00a0: " if lang == "fr" else ": "
    why = f"{colon}{told.message.get(lang)}" if change.after is not None and told.message.get(lang) else ""
    return f"{told.rule}{subject} – {words[0]} → {words[1]}{why}"
