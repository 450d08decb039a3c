"""What stands at a path, and which kinds of files are read there."""

from __future__ import annotations

from pathlib import Path

from innosprint_rules.errors import DossierError, Location, Problem
from innosprint_rules.files import why_unreadable
from innosprint_rules.wording import Text, same

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
DOCUMENTS = (".yaml", ".yml", ".json")


def kinds_read() -> Text:
    """Say which files and folders are read as a dossier: a workbook, a folder, a document, each with its suffixes."""
    files = files_read()
    return Text(f"classeur ({files[0].fr}), dossier de fichiers CSV, ou document {files[1].fr}",
                f"workbook ({files[0].en}), folder of CSV files, or document {files[1].en}")  # fmt: skip


def files_read() -> tuple[Text, Text]:
    """Return the suffixes of the workbooks and of the documents that are read."""
    books = ", ".join(WORKBOOKS)
    return same(books), Text(_either(DOCUMENTS, "ou"), _either(DOCUMENTS, "or"))


def _either(names: tuple[str, ...], word: str) -> str:
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


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


def _shown(path: str | Path) -> Location:
    return Location(str(path).encode("utf-8", "replace").decode("utf-8").replace("\0", "�")[:300])
