"""One way in: a dossier from whatever path the user gives, or every reason why it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from innosprint_rules.dossier.assembly import assemble
from innosprint_rules.dossier.formats.document import read_document
from innosprint_rules.dossier.formats.encoding import file_name
from innosprint_rules.dossier.formats.folder import read_csv_folder
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.paths import DOCUMENTS, WORKBOOKS, existing, kinds_read
from innosprint_rules.dossier.proposal_reading import add_proposal
from innosprint_rules.dossier.schema.bundled_schema import schema_of
from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.dossier.schema.tables import Described, Schema
from innosprint_rules.errors import DossierError, Location, Problem, expect
from innosprint_rules.wording import Text


def _read_workbook(path: Path, schema: Schema) -> RawDossier:
    from innosprint_rules.dossier.workbook.reading import read_workbook  # on use only: no other format needs it

    return read_workbook(path, schema)


READERS: Mapping[str, Callable[[Path, Schema], RawDossier]] = MappingProxyType(
    {**dict.fromkeys(DOCUMENTS, read_document), **dict.fromkeys(WORKBOOKS, _read_workbook)}
)
"""The reader of each kind of file, by suffix; a folder is read as CSV files."""


def read_dossier(path: str | Path, rulebook: Described | None = None) -> Dossier:
    """Read the dossier at ``path``: a folder of CSV files, one workbook, or one YAML or JSON document.

    Its tables are those of ``rulebook``, of the bundled agreement where it is None.

    Raises DossierError with every problem found, each with its place, when it cannot be read or cannot be; UsageError
    for what is no path.
    """
    expect("path", path, (str, Path), Text("un chemin", "a path"))
    return Dossier.from_assembled(assemble(read_raw(path, rulebook)), str(path))


def read_raw(path: str | Path, rulebook: Described | None = None) -> RawDossier:
    """Read the tables at ``path``, their cells not yet read; faults of form are in the result.

    Raises:
        DossierError: nothing is there, or it is of no kind that is read.
    """
    schema = schema_of(rulebook)
    found = existing(path)
    if found.is_dir():
        return read_csv_folder(found, schema, add_proposal)
    reader = READERS.get(found.suffix.lower())
    if reader is None:
        raise DossierError(_no_reader(found))
    return reader(found, schema)


def _no_reader(path: Path) -> Problem:
    suffix, kinds = path.suffix.lower(), kinds_read()
    if suffix == ".csv":
        return Problem(
            "single-csv",
            Text("un fichier CSV n'est qu'une table du dossier", "a CSV file is only one table of the dossier"),
            Text("donner le dossier qui le contient", "give the folder that holds it"),
            Location(file_name(path)),
        )
    return Problem(
        "unknown-format",
        Text(
            f"ce format de fichier n'est pas connu{f' (« {suffix} »)' if suffix else ''}",
            f"this kind of file is not known{f' (“{suffix}”)' if suffix else ''}",
        ),
        Text(f"donner un {kinds.fr}", f"give a {kinds.en}"),
        Location(file_name(path)),
    )
