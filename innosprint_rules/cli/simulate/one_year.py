"""``innosprint simulate --year N --write FOLDER``: one simulated year, written as a dossier to look at."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.cli.common import page_width, say
from innosprint_rules.cli.options import quoted
from innosprint_rules.cli.simulate.options import SimulateInputs
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.report.text.layout import wrap
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.running.prepare import Prepared

_FILES = frozenset({".csv", ".xlsx", ".xls", ".ods", ".yaml", ".yml", ".json", ".parquet", ".zip"})


def write_year(
    prepared: Prepared, number: int, seed: int, folder: str, given: SimulateInputs, force: bool, lang: Lang
) -> None:
    """Write one simulated year out as a dossier, whole or not at all, and say how to look at it.

    Raises:
        UsageError: the folder is part of what is read, holds something already, or is named like a file.
        DossierError: files cannot say all that the year says, or cannot be written.
    """
    from innosprint_rules.dossier.writing.text import write_csv_folder
    from innosprint_rules.simulation.drawing.as_dossier import check_writable, year_dossier

    _refuse_name(Path(folder))
    dossier = year_dossier(prepared.model, number, seed)
    check_writable(dossier)
    write_csv_folder(dossier, folder, given.inputs, force, "--write")
    day = date.fromordinal(prepared.model.at).isoformat()
    for line in wrap(_WRITTEN.naming(lang, n=str(number), path=folder), page_width(), 0, 2):
        say(line)
    say(f"    innosprint check {quoted(folder)} --as-of {day}{given.check_options}")


def _refuse_name(folder: Path) -> None:
    """Refuse a folder that is named like a file."""
    if not folder.is_dir() and folder.suffix.lower() in _FILES:
        raise UsageError(
            Problem(
                "not-a-folder",
                Text(f"« {folder} » est le nom d'un fichier ; une année s'écrit dans un dossier de fichiers CSV",
                     f"“{folder}” is the name of a file; a year is written to a folder of CSV files"),
                Text(f"écrire --write {quoted(str(folder.with_suffix('')))}",
                     f"write --write {quoted(str(folder.with_suffix('')))}"),
            )
        )  # fmt: skip


_WRITTEN = Text(
    "L'année {n} est écrite dans {path}. Pour la contrôler :", "Year {n} is written to {path}. To check it:"
)
