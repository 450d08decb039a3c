"""The first sheet of an empty dossier: what to fill in, how, and what each sheet is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.dossier.addresses import quoted_sheet
from innosprint_rules.dossier.schema.tables import Schema
from innosprint_rules.dossier.workbook.reading import GUIDE
from innosprint_rules.dossier.writing.cells import put_text
from innosprint_rules.dossier.writing.workbook import set_page, sheet_name
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from openpyxl import Workbook

TITLE_COLOUR = "1F3864"

_RULES = (
    Text("Une feuille par table, une ligne par fait. Remplir seulement les feuilles dont on a besoin.",
         "A sheet a table, a row a fact. Fill in only the sheets that are needed."),
    Text("Ne pas renommer les feuilles ni les en-têtes ; l'ordre des colonnes est libre, des colonnes peuvent"
         " être ajoutées ou supprimées.",
         "Do not rename the sheets or the headers; the order of columns is free, columns may be added or removed."),
    Text("Chaque en-tête porte un commentaire : ce qu'il faut écrire, et ce que veut dire une cellule vide.",
         "Each header has a comment: what to write, and what an empty cell means."),
    Text("Une cellule vide dit « on ne sait pas » pour une date, un montant, un nombre : le contrôle dira alors ce"
         " qui manque, et rien n'est supposé.",
         "An empty cell says “not known” for a date, an amount, a number: the check then tells what is missing, and"
         " nothing is assumed."),
    Text("Dates : 31/05/2019. Montants en euros : 1 234,56. Plusieurs noms dans une cellule : séparés par « ; ».",
         "Dates: 31/05/2019. Amounts in euros: 1234.56. Several names in one cell: separated by “;”."),
    Text("Pas de cellules fusionnées dans les données. Une ligne de totaux en bas est permise : elle n'est pas lue.",
         "No merged cells among the data. A totals row at the end is allowed: it is not read."),
    Text("Les codes (P01, S1, A01…) relient les feuilles : un projet ou une session s'écrit d'abord dans sa feuille.",
         "Codes (P01, S1, A01…) link the sheets: a project or a session is written in its own sheet first."),
    Text("Pour vérifier : innosprint check dossier.xlsx — et, avant un vote : --proposal proposition.xlsx.",
         "To check: innosprint check dossier.xlsx — and before a vote: --proposal proposition.xlsx."),
)  # fmt: skip


def write_guide(book: Workbook, title: Text, schema: Schema, lang: Lang, beside: Text | None = None) -> None:
    """Add the guide as the first sheet; ``beside`` is said under its title."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet = book.create_sheet(GUIDE.get(lang), 0)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 110
    sheet.sheet_view.showGridLines = False
    set_page(sheet)
    put_text(sheet["A1"], title.get(lang))
    sheet["A1"].font = Font(name="Calibri", bold=True, size=15, color=TITLE_COLOUR)
    if beside is not None:
        put_text(sheet["A2"], beside.get(lang))
    heading = Font(name="Calibri", bold=True, size=13, color=TITLE_COLOUR)
    wrap = Alignment(wrap_text=True, vertical="top")
    line = 3
    put_text(sheet.cell(line, 1), Text("Comment remplir ce dossier", "How to fill in this dossier").get(lang))
    sheet.cell(line, 1).font = heading
    for number, rule in enumerate(_RULES, start=1):
        line += 1
        sheet.cell(line, 1).value = number
        sheet.cell(line, 1).alignment = Alignment(horizontal="right", vertical="top")
        put_text(sheet.cell(line, 2), rule.get(lang))
        sheet.cell(line, 2).alignment = wrap
        sheet.row_dimensions[line].height = 15 * -(-len(rule.get(lang)) // 125) + 1
    line += 2
    put_text(sheet.cell(line, 1), Text("Les feuilles", "The sheets").get(lang))
    sheet.cell(line, 1).font = heading
    for table in schema.tables.values():
        line += 1
        cell = sheet.cell(line, 1)
        put_text(cell, sheet_name(table))
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quoted_sheet(sheet_name(table))}!A1")
        cell.font = Font(name="Calibri", underline="single", color="0563C1")
        put_text(sheet.cell(line, 2), table.about.get(lang))
