"""What is said when something cannot be written, or must not be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, ENAMETOOLONG, ENOENT, ENOSPC, EROFS
from pathlib import Path

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Text


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the system refuses into words about ``path``."""
    try:
        yield
    except OSError as error:
        above = error.errno == ENOENT and not path.parent.is_dir()
        error.filename = str(path.parent if above else path)
        raise UsageError(unwritable(error)) from error


def unwritable(error: OSError) -> Problem:
    """Say that something could not be written (or read): which file and why."""
    name = "" if error.filename is None else os.fsdecode(error.filename)
    why = error.strerror or str(error)
    other = Text(f"écriture impossible ({why})", f"cannot write ({why})")
    reason = why_refused(error) or other
    where = f"«\u00a0{name}\u00a0» : " if name else ""
    where_en = f"“{name}”: " if name else ""
    return Problem("output", Text(where + reason.fr, where_en + reason.en))


def why_refused(error: OSError) -> Text | None:
    """Say why the system refuses, where it is one of the usual reasons."""
    return _REASONS.get(error.errno or 0) or _KINDS.get(type(error))


def already_there(path: Path, option: str) -> Problem:
    """Say that a file is there and stays; ``option`` named it."""
    return Problem(
        "already-there",
        Text(f"« {path} » existe déjà et n'est pas remplacé : cet outil ne l'a pas écrit tel quel",
             f"“{path}” exists already and is not replaced: this tool did not write it as it is"),
        _another_name(option),
    )  # fmt: skip


def filled(path: Path, option: str, replaceable: bool) -> Problem:
    """Say that a folder is not empty; ``replaceable``: it holds nothing but what may be replaced."""
    empty = Text("donner le nom d'un dossier vide, ou qui n'existe pas encore",
                 "give the name of a folder that is empty or not there yet")  # fmt: skip
    return Problem(
        "folder-not-empty",
        Text(f"« {path} » contient déjà des fichiers ; rien n'y est écrit",
             f"“{path}” holds files already; nothing is written there"),
        _another_name(option) if replaceable else empty,
    )  # fmt: skip


def no_folder(path: Path) -> Problem:
    """Say that something stands where a folder is to be written."""
    return Problem(
        "already-there",
        Text(f"« {path} » existe déjà et n'est pas un dossier", f"“{path}” exists already and is no folder"),
        Text("donner un autre nom", "give another name"),
    )


def here(path: Path) -> Problem:
    """Say that a folder in which one stands cannot be exchanged for another."""
    return Problem(
        "folder-in-use",
        Text(f"« {path} » est le dossier où l'on se trouve ; il ne peut pas être remplacé",
             f"“{path}” is the current folder; it cannot be replaced"),
        Text("donner le nom d'un nouveau dossier", "give the name of a new folder"),
    )  # fmt: skip


def _another_name(option: str) -> Text:
    given = f" à {option}" if option.startswith("-") else ""
    given_en = f" {option}" if option.startswith("-") else ""
    return Text(f"donner un autre nom{given}, ou ajouter --force", f"give{given_en} another name, or add --force")


_FULL = Text("il n'y a plus de place", "there is no space left")
_REASONS = {
    ENOSPC: _FULL,
    EDQUOT: _FULL,
    EFBIG: Text("le fichier serait trop grand pour ce support", "the file would be too large for this disk"),
    EROFS: Text("ce support est en lecture seule", "this disk is read-only"),
    ENAMETOOLONG: Text("ce nom est trop long", "this name is too long"),
}
_KINDS: dict[type[OSError], Text] = {
    PermissionError: Text("l'accès est refusé", "access is denied"),
    FileNotFoundError: Text("ce chemin n'existe pas", "there is no such path"),
    FileExistsError: Text("un fichier porte ce nom", "a file has this name"),
    IsADirectoryError: Text("c'est un dossier", "it is a folder"),
    NotADirectoryError: Text("le chemin passe par un fichier", "the path goes through a file"),
}
