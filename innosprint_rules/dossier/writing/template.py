"""Empty dossiers to fill in: a workbook that explains itself, or a folder of CSV files.

Either reads without an error as it is. The table that repeats the facts comes filled in with what the agreement says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from innosprint_rules.dossier.assembly import assemble
from innosprint_rules.dossier.formats.encoding import file_name
from innosprint_rules.dossier.formats.named_tables import raw_from_tables
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.bundled_schema import schema_of
from innosprint_rules.dossier.schema.tables import Described
from innosprint_rules.dossier.writing.empty_sheets import write_template_sheet
from innosprint_rules.dossier.writing.guide import write_guide
from innosprint_rules.dossier.writing.text import as_dossier_error, write_csv_folder
from innosprint_rules.dossier.writing.workbook import book_bytes, new_book, sheet_name
from innosprint_rules.errors import DossierError, Location, Problem
from innosprint_rules.saving import save
from innosprint_rules.saving.inputs import Inputs
from innosprint_rules.wording import Lang, Text

Facts = Mapping[str, object]
"""What the table of the facts is filled in with, by column code: days, cents, whole numbers; None is a blank."""

Offers = Mapping[str, Sequence[str]]
"""What the cells of a column offer to choose from: by the vocabulary that it is read through, or by its code."""

_NO_OFFERS: Offers = MappingProxyType({})

OTHER_FILES = (".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".yaml", ".yml", ".json")


def new_dossier(
    path: str | Path,
    facts: Facts,
    title: Text,
    lang: Lang,
    inputs: Inputs = (),
    force: bool = False,
    offers: Offers = _NO_OFFERS,
    rulebook: Described | None = None,
) -> list[Path]:
    """Write an empty dossier at ``path``: a workbook when it ends in .xlsx, else a folder; return what was written.

    ``inputs`` are never written to; with ``force`` what is there is replaced, whoever wrote it. Raises DossierError
    when something is there that is not ours as it is, when the name is that of another kind of file, when it cannot
    be written, and when openpyxl is not installed.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix == ".xlsx":
        return [new_workbook(target, facts, title, lang, inputs, force, offers, rulebook)]
    if suffix in OTHER_FILES:
        raise DossierError(
            Problem(
                "new-format",
                Text(f"un dossier vide ne s'écrit pas en {suffix}", f"an empty dossier is not written as {suffix}"),
                Text("donner un nom en .xlsx, ou celui d'un dossier de fichiers CSV",
                     "give a name in .xlsx, or that of a folder for CSV files"),
                Location(file_name(target)),
            )
        )  # fmt: skip
    return write_csv_folder(empty_dossier(facts, rulebook), path, inputs, force)


def new_workbook(
    target: Path,
    facts: Facts,
    title: Text,
    lang: Lang,
    inputs: Inputs = (),
    force: bool = False,
    offers: Offers = _NO_OFFERS,
    rulebook: Described | None = None,
) -> Path:
    """Write an empty dossier as a workbook: how to fill it in, then a sheet a table."""
    book = new_book()
    dossier = empty_dossier(facts, rulebook)
    write_guide(book, title, dossier.schema, lang)
    for table in dossier.schema.tables.values():
        write_template_sheet(book.create_sheet(sheet_name(table)), table, dossier, lang, offers)
    with as_dossier_error():
        save(book_bytes(book), target, inputs, force, option="")
    return target


def empty_dossier(facts: Facts, rulebook: Described | None = None) -> Dossier:
    """Return a dossier with every table of ``rulebook``, none with a row but the one that repeats the facts."""
    schema = schema_of(rulebook)
    tables: dict[object, object] = {}
    for code, table in schema.tables.items():
        tables[code] = {column.code: facts.get(column.code) for column in table.columns} if table.keyed else []
    return Dossier.model_validate(assemble(raw_from_tables(tables, schema)))
