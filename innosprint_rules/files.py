"""Reading files that somebody gave: regular ones alone, no more bytes than the limit, whole or not at all."""

from __future__ import annotations

import os
import stat
from errno import ELOOP
from pathlib import Path

from innosprint_rules import limits
from innosprint_rules.errors import Location, Problem, ProblemList
from innosprint_rules.wording import Text

_CHUNK = 1 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_MEGABYTE = 1024 * 1024


class FileTrouble(Exception):  # noqa: N818  # told as a problem of the file, in the words of whoever asked for it
    """A file that cannot be read: a stable code, why, and what to do about it."""

    def __init__(self, code: str, message: Text, hint: Text) -> None:
        self.code, self.message, self.hint = code, message, hint
        super().__init__(message.en)

    def problem(self, location: Location) -> Problem:
        """Return it as a problem that stands somewhere."""
        return Problem(self.code, self.message, self.hint, location)


def read_bytes(path: Path, most: int = limits.FILE_BYTES) -> bytes:
    """Return the bytes of the file at ``path``, ``most`` of them at most.

    Nothing but a regular file is opened: a pipe would be waited for, and a device never ends. It is opened without
    waiting, in case another took its place in between.

    Raises:
        FileTrouble: it cannot be read, is no regular file, is too large, or changed while it was read.
    """
    try:
        _refuse_odd(path.stat())
        handle = os.open(path, _FLAGS)
        try:
            before = os.fstat(handle)
            _refuse_odd(before)
            if before.st_size > most:
                raise too_large(most)
            content = _some_bytes(handle, most + 1)
            after = os.fstat(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise FileTrouble("unreadable-file", *why_unreadable(error)) from error
    except ValueError as error:  # a null character in the path
        raise FileTrouble("unreadable-file", *why_unreadable(FileNotFoundError())) from error
    if len(content) > most:
        raise too_large(most)
    if not len(content) == before.st_size == after.st_size or before.st_mtime_ns != after.st_mtime_ns:
        raise FileTrouble(
            "file-changed",
            Text("le fichier change pendant qu'on le lit", "the file changes while it is read"),
            Text(
                "attendre que ce qui l'écrit ait fini, et recommencer",
                "wait until what writes it is done, and try again",
            ),
        )
    return content


def too_large(most: int) -> FileTrouble:
    """Make the error for a file of more than ``most`` bytes."""
    size = f"{most // _MEGABYTE}"
    return FileTrouble(
        "file-too-large",
        Text(f"le fichier est trop grand, {size} Mo au plus", f"the file is too large, {size} MB at most"),
        Text("vérifier que c'est bien le fichier voulu", "check that it is the file that was meant"),
    )


def read_text(path: Path, name: str, problems: ProblemList, most: int = limits.FILE_BYTES) -> str | None:
    """Return the text of a file in UTF-8, its line ends as ``\\n``; None, the reason in ``problems``, without one.

    ``name`` is what the file is called in messages.
    """
    try:
        return read_bytes(path, most).decode("utf-8-sig").replace("\r\n", "\n")
    except FileTrouble as trouble:
        problems.extend([trouble.problem(Location(name))])
    except UnicodeDecodeError:
        problems.add(
            "file-encoding",
            Text("le fichier n'est pas en UTF-8", "the file is not UTF-8"),
            Text("l'enregistrer en UTF-8", "save it as UTF-8"),
            Location(name),
        )
    return None


def why_unreadable(error: OSError) -> tuple[Text, Text]:
    """Say why a path cannot be read, and what to do about it."""
    if isinstance(error, PermissionError):
        return (
            Text("la lecture est refusée", "permission to read it is denied"),
            Text("le fermer dans les autres logiciels, ou vérifier les droits d'accès",
                 "close it in other programs, or check who may read it"),
        )  # fmt: skip
    if error.errno == ELOOP:
        return (
            Text("ce lien tourne en rond", "this link goes round in a circle"),
            Text("donner le chemin du fichier lui-même", "give the path of the file itself"),
        )
    if isinstance(error, FileNotFoundError):
        return (
            Text("ce chemin n'existe pas", "there is no such path"),
            Text("vérifier le nom du fichier ou du dossier", "check the name of the file or folder"),
        )
    return (
        Text("la lecture a échoué", "reading it failed"),
        Text("vérifier le chemin et le support", "check the path and the disk"),
    )


def _refuse_odd(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise FileTrouble(
            "not-a-file",
            Text("c'est un dossier, non un fichier", "it is a folder, not a file"),
            Text("donner un fichier", "give a file"),
        )
    if not stat.S_ISREG(found.st_mode):
        raise FileTrouble(
            "not-a-file",
            Text("ce n'est pas un fichier ordinaire (tube, périphérique…)", "it is no ordinary file (pipe, device…)"),
            Text("en faire une copie et donner celle-ci", "make a copy of it and give that"),
        )


def _some_bytes(handle: int, most: int) -> bytes:
    parts: list[bytes] = []
    while most > 0 and (part := os.read(handle, min(most, _CHUNK))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)
