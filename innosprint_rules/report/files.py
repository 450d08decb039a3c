"""How a result is written to a file: whole or not at all, never over what was read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from errno import EISDIR, ENOSPC
from pathlib import Path

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Text


def write_output(content: str | bytes, path: str | Path, inputs: Iterable[str | Path | None] = ()) -> None:
    """Write ``content`` to ``path`` whole or not at all; an earlier output is replaced, an input never.

    ``inputs`` are the files and folders that the command has read. A link is followed; what is no file (a device, a
    pipe) is written into and stays what it is.

    Raises:
        UsageError: ``path`` is one of the inputs, stands in one of them, or cannot be written.
    """
    target = Path(path)
    spare_inputs(target, inputs)
    if isinstance(content, str):
        content = (content if content.endswith("\n") else content + "\n").encode()
    try:
        if is_special(target):
            target.write_bytes(content)
            return
        target = _followed(target) if target.is_symlink() else target
    except OSError as error:
        error.filename = str(path)
        raise UsageError(unwritable(error)) from error
    parent = target.parent
    try:
        if target.is_dir():
            raise IsADirectoryError(EISDIR, "", str(target))
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=parent)
    except OSError as error:
        error.filename = str(target if parent.is_dir() or error.errno == EISDIR else parent)
        raise UsageError(unwritable(error)) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.chmod(0o666 & ~_umask() if not target.exists() else target.stat().st_mode & 0o777)
        part.replace(target)
    except OSError as error:
        error.filename = str(target)
        raise UsageError(unwritable(error)) from error
    finally:
        part.unlink(missing_ok=True)


def is_special(path: Path) -> bool:
    """Say whether something is there that is neither a file nor a folder: a device, a pipe, a socket."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _followed(path: Path) -> Path:
    """Return where the links of a path lead; links in a circle lead to themselves."""
    return Path(os.path.realpath(path))


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def spare_inputs(target: Path, inputs: Iterable[str | Path | None], option: str = "--output") -> None:
    """Refuse to write over what was read.

    Raises:
        UsageError: ``target`` is one of the inputs or stands in one of them; ``option`` named it.
    """
    wanted = _followed(target)
    for each in inputs:
        if each is None:
            continue
        given = _followed(Path(each))
        if wanted == given or (given.is_dir() and given in wanted.parents) or _same(wanted, given):
            raise UsageError(
                Problem(
                    "output-is-input",
                    Text(f"« {target} » fait partie de ce qui est lu ; rien n'y est écrit",
                         f"“{target}” is part of what is read; nothing is written there"),
                    Text(f"donner un autre nom à {option}", f"give {option} another name"),
                )
            )  # fmt: skip


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def unwritable(error: OSError) -> Problem:
    """Say that something could not be written (or read): which file and why."""
    name = "" if error.filename is None else os.fsdecode(error.filename)
    full = Text("il n'y a plus de place", "there is no space left")
    reasons = {
        PermissionError: Text("l'accès est refusé", "access is denied"),
        FileNotFoundError: Text("ce chemin n'existe pas", "there is no such path"),
        IsADirectoryError: Text("c'est un dossier", "it is a folder"),
        NotADirectoryError: Text("le chemin passe par un fichier", "the path goes through a file"),
    }
    why = error.strerror or str(error)
    reason = reasons.get(type(error), Text(f"écriture impossible ({why})", f"cannot write ({why})"))
    reason = full if error.errno == ENOSPC else reason
    where = f"«\u00a0{name}\u00a0» : " if name else ""
    where_en = f"“{name}”: " if name else ""
    return Problem("output", Text(where + reason.fr, where_en + reason.en))
