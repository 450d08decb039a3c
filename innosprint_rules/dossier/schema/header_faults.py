"""What is wrong with the headers of a table, or worth a word: units, doubles, strangers, identifiers that miss."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from innosprint_rules.dossier.cells import quote
from innosprint_rules.dossier.cells.names import split_unit
from innosprint_rules.dossier.cells.units import is_other_unit, unit_said
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.dossier.schema.tables import KEY_HEADER, VALUE_HEADER, Table
from innosprint_rules.errors import Location
from innosprint_rules.nearest import closest, quoted
from innosprint_rules.wording import Text


def check_unit(table: Table, column: Column, header: str, raw: RawDossier, where: Location) -> None:
    """Refuse amounts announced in another unit or money: the cells alone would be read as euros."""
    _bare, unit = split_unit(header)
    if column.kind in MEASURED and is_other_unit(unit):
        raw.fault(
            "header-unit",
            Text(f"l'en-tête « {header} » annonce une autre unité que l'euro (« {unit} »)",
                 f"the header “{header}” announces another unit than the euro (“{unit}”)"),
            Text(
                f"écrire des euros, sous l'en-tête « {column.header} »",
                f"write euros, under the header “{column.header}”",
            ),
            where,
            (table.code,),
        )  # fmt: skip


MEASURED = ("amount", "value")
"""The kinds of columns that hold amounts, or may."""


def check_titles(table: Table, texts: Iterable[tuple[str, Location]], raw: RawDossier) -> None:
    """Refuse a title or a note that says that the amounts of ``table`` are in another unit than the euro."""
    if not any(column.kind in MEASURED for column in table.columns):
        return
    for text, where in texts:
        unit = unit_said(text)
        if unit is not None:
            quoted_text = quote(text)
            raw.fault(
                "title-unit",
                Text(f"{quoted_text.fr} annonce une autre unité que l'euro (« {unit} »)",
                     f"{quoted_text.en} announces another unit than the euro (“{unit}”)"),
                Text("écrire les montants en euros, et ôter cette mention",
                     "write the amounts in euros, and remove it"),
                where,
                (table.code,),
            )  # fmt: skip


def note_unknown(table: Table, header: str, raw: RawDossier, where: Location) -> None:
    """Say that a column is kept but not judged, and which one it may have been meant to be."""
    names = [name for column in table.columns for name in (column.header, column.code)]
    near = closest(header, names, cutoff=0.75)
    ask_fr = f" ; vouliez-vous dire « {near} » ?" if near else ""
    ask_en = f"; did you mean “{near}”?" if near else ""
    shown = quote(header)
    raw.notice(
        "unknown-column",
        Text(
            f"la colonne {shown.fr} est inconnue : elle est gardée, sans être lue{ask_fr}",
            f"the column {shown.en} is unknown: it is kept, and not read{ask_en}",
        ),
        where,
    )


def check_identity(table: Table, columns: frozenset[str], raw: RawDossier, where: Location) -> None:
    """Refuse a table without the columns that say which row is which, unless its rows are numbered."""
    if table.numbered:
        return
    for code in table.identity:
        if code not in columns:
            header = table.header_of(code)
            raw.fault(
                "key-column-missing",
                Text(
                    f"la colonne « {header} » manque dans la table « {table.name} »",
                    f"the column “{header}” is missing from the table “{table.name}”",
                ),
                Text(
                    f"ajouter la colonne « {header} » : {table.by_code[code].help.fr}",
                    f"add the column “{header}”: {table.by_code[code].help.en}",
                ),
                where,
                (table.code,),
            )


def no_header(table: Table, seen: Sequence[str], raw: RawDossier, where: Location) -> None:
    """Say that no row of headers was found, what was expected, and what looks like it."""
    names = [name for column in table.columns for name in (column.header, column.code)]
    guesses = [(cell.strip()[:40], near) for cell in seen[:12] if cell.strip() and (near := closest(cell, names, 0.75))]
    guesses = [(cell, near) for cell, near in guesses if table.find(cell) is None]
    headers = (KEY_HEADER, VALUE_HEADER) if table.keyed else (each.header for each in table.columns)
    wanted = quoted(headers)
    fr = " ; ".join(f"« {cell} » : vouliez-vous dire « {near} » ?" for cell, near in guesses)
    en = "; ".join(f"“{cell}”: did you mean “{near}”?" for cell, near in guesses)
    raw.fault(
        "no-header",
        Text("aucune ligne d'en-têtes reconnue", "no row of headers was recognised"),
        Text(
            f"en-têtes attendus : {wanted.fr}{' ; ' + fr if fr else ''}",
            f"expected headers: {wanted.en}{'; ' + en if en else ''}",
        ),
        where,
        (table.code,),
    )


def note_duplicate(table: Table, first: str, second: str, raw: RawDossier, where: Location) -> None:
    """Refuse two headers that name one column."""
    raw.fault(
        "duplicate-column",
        Text(
            f"les en-têtes « {first} » et « {second} » désignent la même colonne",
            f"the headers “{first}” and “{second}” name the same column",
        ),
        _which_stays(table, first, second),
        where,
        (table.code,),
    )


def _which_stays(table: Table, first: str, second: str) -> Text:
    """Say what to do with two headers of one column: where one is its own name, the other may mean something else."""
    own = [header for header in (first, second) if table.named(header) is not None]
    if len(own) != 1:
        return Text("en garder un seul", "keep one of them")
    kept, other = own[0], second if own[0] == first else first
    return Text(
        f"garder « {kept} » et ôter « {other} » ; s'il dit autre chose, lui donner un nom à lui : il sera gardé",
        f"keep “{kept}” and take “{other}” away; if it says something else, give it a name of its own: it is kept",
    )
