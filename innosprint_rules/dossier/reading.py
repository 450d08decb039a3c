"""One way in: a dossier from whatever path the user gives, or every reason why it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from innosprint_rules.dossier.assembly import assemble
from innosprint_rules.dossier.csv_folder import read_csv_folder
from innosprint_rules.dossier.document import read_document
from innosprint_rules.dossier.encoding import file_name
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.raw import RawDossier
from innosprint_rules.errors import DossierError, Location, Problem, expect
from innosprint_rules.files import why_unreadable
from innosprint_rules.wording import Text, same

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


def _read_workbook(path: Path) -> RawDossier:
    from innosprint_rules.dossier.workbook import read_workbook  # on use only: no other format needs it

    return read_workbook(path)


READERS: Mapping[str, Callable[[Path], RawDossier]] = MappingProxyType(
    {".yaml": read_document, ".yml": read_document, ".json": read_document, **dict.fromkeys(WORKBOOKS, _read_workbook)}
)
"""The reader of each kind of file, by suffix; a folder is read as CSV files."""


def kinds_read() -> Text:
    """Say which files and folders are read as a dossier: a workbook, a folder, a document, each with its suffixes."""
    files = files_read()
    return Text(f"classeur ({files[0].fr}), dossier de fichiers CSV, ou document {files[1].fr}",
                f"workbook ({files[0].en}), folder of CSV files, or document {files[1].en}")  # fmt: skip


def files_read() -> tuple[Text, Text]:
    """Return the suffixes of the workbooks and of the documents that are read."""
    books = ", ".join(suffix for suffix in READERS if suffix in WORKBOOKS)
    documents = [suffix for suffix in READERS if suffix not in WORKBOOKS]
    return same(books), Text(_either(documents, "ou"), _either(documents, "or"))


def _either(names: list[str], word: str) -> str:
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def read_dossier(path: str | Path) -> Dossier:
    """Read the dossier at ``path``: a folder of CSV files, one workbook, or one YAML or JSON document.

    Raises DossierError with every problem found, each with its place, when it cannot be read or cannot be; UsageError
    for what is no path.
    """
    expect("path", path, (str, Path), Text("un chemin", "a path"))
    found = existing(path)
    if found.is_dir():
        raw = read_csv_folder(found)
    else:
        reader = READERS.get(found.suffix.lower())
        if reader is None:
            raise DossierError(_no_reader(found))
        raw = reader(found)
    return Dossier.from_assembled(assemble(raw), str(path))


def existing(path: str | Path) -> Path:
    """Return ``path`` when something that can be read stands there; DossierError when not."""
    found = Path(path)
    try:
        found.stat()
        if found.is_dir() or found.is_file():
            return found
    except OSError as error:
        raise DossierError(Problem("unreadable-path", *why_unreadable(error), _shown(path))) from error
    except ValueError as error:  # a null character in the path
        raise DossierError(Problem("unreadable-path", *why_unreadable(FileNotFoundError()), _shown(path))) from error
    raise DossierError(
        Problem(
            "unreadable-path",
            Text("ce n'est ni un fichier ni un dossier", "it is neither a file nor a folder"),
            Text("vérifier le chemin", "check the path"),
            _shown(path),
        )
    )


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


def _shown(path: str | Path) -> Location:
    return Location(str(path).encode("utf-8", "replace").decode("utf-8").replace("\0", "�")[:300])
