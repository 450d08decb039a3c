"""A document as one web page: no script, nothing fetched, readable by ear, on paper and without colour."""

from __future__ import annotations

from html import escape

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.documents.model import Block, Document, Paragraph, Section, Table, caption_word, walk
from innosprint_rules.report.html.frame import policy

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff }
body { max-width: 64rem; margin: 0 auto; padding: 1.5rem }
h1 { font-size: 1.9rem; line-height: 1.2 } h2 { margin-top: 2.5rem; border-bottom: 2px solid #1f3864 }
h1, h2, h3 { color: #1f3864 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem } dt { font-weight: 600 } dd { margin: 0 }
div.table { overflow-x: auto; margin: 1rem 0 1.5rem }
table { border-collapse: collapse; width: 100% } caption { text-align: left; font-weight: 600; padding: .4rem 0 }
th, td { border: 1px solid #6b7280; padding: .3rem .5rem; text-align: left; vertical-align: top }
thead th { background: #e3e9f4 } tbody th { font-weight: 600 } .figure { text-align: right; white-space: nowrap }
p.note, footer { color: #444; font-size: .9rem }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt } div.table { overflow: visible }
  thead { display: table-header-group } tr { break-inside: avoid } h2, h3, caption { break-after: avoid }
}
"""


_SHEET = """
@page { size: A4; margin: 12mm 13mm }
body { font-size: .95rem; line-height: 1.35 }
h1 { font-size: 1.5em; margin: .2em 0 .4em } h2 { font-size: 1.15em; margin: .75em 0 .3em; border-width: 1px }
dl { margin: .2em 0; gap: .05em .8em } caption { display: none } div.table { margin: .2em 0 .3em } p { margin: .15em 0 }
th, td { padding: .12em .45em } p.note { font-size: .92em } td:empty { min-width: 3.5em }
@media print { body { font-size: 9pt } footer { font-size: 7.5pt; margin-top: .5em } }
"""


def web_page(document: Document) -> str:
    """Return the page; it is well-formed XML too."""
    style = _STYLE + _SHEET if document.sheet else _STYLE
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{document.locale}">',
        "<head>",
        '<meta charset="utf-8"/>',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(style))}"/>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        f'<meta name="author" content="{escape(document.author)}"/>',
        f'<meta name="description" content="{escape(document.subject)}"/>',
        '<link rel="icon" href="data:,"/>',
        f"<title>{escape(document.title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{escape(document.title)}</h1>",
        "<dl>",
        *(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in document.facts),
        "</dl>",
    ]
    number = 0
    for level, section in walk(document.sections):
        shown, number = _section(section, level, number, document)
        parts += shown
    return "\n".join(
        [*parts, "</main>", f"<footer><p>{escape(document.origin)}</p></footer>", "</body>", "</html>", ""]
    )


def _section(section: Section, level: int, number: int, document: Document) -> tuple[list[str], int]:
    """Return a heading and its blocks, and how many tables there are so far."""
    parts = [f"<h{level + 1}>{escape(section.title)}</h{level + 1}>"]
    for block in section.blocks:
        if isinstance(block, Table):
            number += 1
        parts += _block(block, f"{caption_word(Teller(document.lang))} {number}")
    return parts, number


def _block(block: Block, label: str) -> list[str]:
    if isinstance(block, Paragraph):
        kind = ' class="note"' if block.note else ""
        return [f"<p{kind}>{escape(block.text)}</p>"]
    figures = [' class="figure"' if place in block.right else "" for place in range(len(block.header))]
    head = "".join(
        f'<th scope="col"{kind}>{escape(word)}</th>' for word, kind in zip(block.header, figures, strict=True)
    )
    return [
        '<div class="table">',
        "<table>",
        f"<caption>{escape(label)} – {escape(block.caption)}</caption>",
        f"<thead><tr>{head}</tr></thead>",
        "<tbody>",
        *(_row(row, figures) for row in block.rows),
        "</tbody>",
        "</table>",
        "</div>",
    ]


def _row(row: tuple[str, ...], figures: list[str]) -> str:
    first, *rest = row
    cells = "".join(f"<td{kind}>{escape(cell)}</td>" for cell, kind in zip(rest, figures[1:], strict=True))
    return f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
