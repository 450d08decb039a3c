"""A document as a Word file: real headings, captions and header rows, its language and title told to readers.

python-docx writes an American document unless told otherwise: language, paper and properties are set here.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.documents.model import Document, Paragraph, Table, caption_word, walk
from innosprint_rules.report.documents.word_package import add_property, same_bytes
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle
    from docx.table import _Row as WordRow
    from docx.text.paragraph import Paragraph as WordParagraph

_INK, _BAND = "1F3864", "E3E9F4"
_CELL = "Table Text"
_TEXT_WIDTH_CM = 17.0  # A4 less two margins of 2 cm
_LETTER_CM, _MARGINS_CM = 0.2, 0.45  # of a header cell: a bold letter at its size, both margins
_BODY_PT, _CELL_PT = 10.5, 8.5
_KEPT_WHOLE = 10  # a table of so few rows stays on one page
_CLOSE = (("Normal", 9, 0, 1), ("Title", 15, 0, 4), ("Heading 1", 11, 5, 2), (_CELL, 8, 0, 0))
"""Of a sheet: size, room before and after, in points."""


def word_file(document: Document) -> bytes:
    """Return the bytes of the Word file.

    Raises:
        UsageError: python-docx is not installed.
    """
    word = _new_file()
    _settle(word, document)
    _set_styles(word, document.sheet)
    _set_footer(word, document)
    word.add_paragraph(document.title, style="Title")
    for name, value in document.facts:
        line = word.add_paragraph()
        line.add_run(f"{name}\u00a0: " if document.lang == "fr" else f"{name}: ").bold = True
        line.add_run(value)
        line.paragraph_format.space_after = 0
    number = 0
    for level, section in walk(document.sections):
        word.add_heading(section.title, level)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                word.add_paragraph(block.text).runs[0].italic = block.note or None
            else:
                number += 1
                _add_table(word, block, number, caption_word(Teller(document.lang)), document.sheet)
    if not document.sheet:
        word.add_paragraph()
    word.add_paragraph(document.origin).runs[0].italic = True
    return same_bytes(word)


def _new_file() -> WordDocument:
    try:
        import docx
    except ImportError as error:
        raise UsageError(
            Problem(
                "docs-not-installed",
                Text("écrire un document Word demande python-docx, qui n'est pas installé",
                     "writing a Word document needs python-docx, which is not installed"),
                Text('pip install "innosprint-rules[docs]", ou choisir --format html',
                     'pip install "innosprint-rules[docs]", or choose --format html'),
            )
        ) from error  # fmt: skip
    return docx.Document()


def _settle(word: WordDocument, document: Document) -> None:
    """Set the paper, the language and the properties; take away what the template carries."""
    from docx.oxml.ns import qn
    from docx.shared import Cm

    for page in word.sections:
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2)
        page.top_margin = page.bottom_margin = Cm(1.2 if document.sheet else 2)
        if document.sheet:
            page.footer_distance = page.header_distance = Cm(0.5)
    for holder in (word.styles.element, word.settings.element):
        for tag in ("w:lang", "w:themeFontLang"):
            for language in holder.iter(qn(tag)):
                language.set(qn("w:val"), document.locale)
    for symbol, sign in (("w:decimalSymbol", ","), ("w:listSeparator", ";")):
        for each in word.settings.element.iter(qn(symbol)):
            each.set(qn("w:val"), sign if document.lang == "fr" else {",": ".", ";": ","}[sign])
    moment = dt.datetime(document.day.year, document.day.month, document.day.day, tzinfo=dt.UTC)
    properties = word.core_properties
    properties.title, properties.subject = document.title, document.subject
    properties.author = properties.last_modified_by = document.author
    properties.language, properties.comments = document.locale, ""
    properties.created = properties.modified = moment
    package: Any = word.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        package.rels.pop(key)
    add_property(package)


def _set_styles(word: WordDocument, close: bool) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    styles: Any = word.styles
    ink = RGBColor.from_string(_INK)
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(_BODY_PT)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 12), ("Caption", 9.5)):
        style: ParagraphStyle = styles[name]
        style.font.color.rgb, style.font.size = ink, Pt(size)
        style.paragraph_format.keep_with_next = True
    styles["Heading 1"].paragraph_format.space_before = Pt(18)
    styles["Heading 2"].paragraph_format.space_before = Pt(12)
    styles["Caption"].paragraph_format.space_before = Pt(6)
    styles["Caption"].paragraph_format.space_after = Pt(3)
    cell = styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = styles["Normal"]
    cell.font.size = Pt(_CELL_PT)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(1)
    if close:
        _set_close(styles)


def _set_close(styles: Any) -> None:
    """Set the styles of a sheet: smaller, with little room between."""
    from docx.shared import Pt

    for name, size, before, after in _CLOSE:
        style = styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0


def _set_footer(word: WordDocument, document: Document) -> None:
    line = word.sections[0].footer.paragraphs[0]
    line.add_run(f"{document.title} – page ")
    _add_field(line, "PAGE", "1")
    line.add_run(" sur " if document.lang == "fr" else " of ")
    _add_field(line, "NUMPAGES", "1")


def _add_field(line: WordParagraph, code: str, shown: str) -> None:
    """Add a field that Word keeps up to date; ``shown`` stands there until it does."""
    field = _element("fldSimple", instr=code)
    run, text = _element("r"), _element("t")
    text.text = shown
    run.append(text)
    field.append(run)
    line._p.append(field)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


# tables ----------------------------------------------------------------------------------------------


def _add_table(word: WordDocument, table: Table, number: int, label: str, close: bool) -> None:
    """Add a caption that numbers itself, then the table, its header repeated on every page; in a sheet no caption."""
    from docx.shared import Cm

    if not close:
        _add_caption(word, table, number, label)
    made = word.add_table(rows=1, cols=len(table.header), style="Table Grid")
    made.autofit = False
    made._tbl.tblPr.append(_element("tblCaption", val=table.caption))  # what a screen reader says first
    for column, width in zip(made.columns, _widths(table), strict=True):
        column.width = Cm(width)
    kept = len(table.rows) <= _KEPT_WHOLE
    _fill(made.rows[0], table.header, table, header=True)
    for place, texts in enumerate(table.rows, 1):
        _fill(made.add_row(), texts, table, with_next=kept and place < len(table.rows))
    if not close:
        word.add_paragraph(style=_CELL)


def _add_caption(word: WordDocument, table: Table, number: int, label: str) -> None:
    caption = word.add_paragraph(f"{label} ", style="Caption")
    _add_field(caption, f"SEQ {label} \\* ARABIC", str(number))
    caption.add_run(f" – {table.caption}")


def _widths(table: Table) -> list[float]:
    """Return the width of each column in centimetres: as weighted, and no word of a header cut in two."""
    least = [_MARGINS_CM + _LETTER_CM * max(map(len, title.split()), default=0) for title in table.header]
    spare = _TEXT_WIDTH_CM - sum(least)
    if spare < 0:
        return [_TEXT_WIDTH_CM * width / sum(least) for width in least]
    wanted = [_TEXT_WIDTH_CM * weight / sum(table.weights) for weight in table.weights]
    beyond = [max(0.0, wish - need) for wish, need in zip(wanted, least, strict=True)]
    return [need + spare * more / (sum(beyond) or 1.0) for need, more in zip(least, beyond, strict=True)]


def _fill(row: WordRow, texts: tuple[str, ...], table: Table, header: bool = False, with_next: bool = True) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    properties = row._tr.get_or_add_trPr()
    properties.append(_element("cantSplit"))
    if header:
        properties.append(_element("tblHeader"))
    for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        line = cell.paragraphs[0]
        line.style = _CELL
        line.paragraph_format.keep_with_next = with_next or None
        run = line.add_run(text)
        run.bold = True if header or column == 0 else None
        if column in table.right:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if header:
            cell._tc.get_or_add_tcPr().append(_element("shd", val="clear", color="auto", fill=_BAND))
