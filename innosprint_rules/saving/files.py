"""Writing one file: what is allowed, and how it gets its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EISDIR, ENOENT
from pathlib import Path
from typing import NamedTuple

from innosprint_rules.errors import UsageError
from innosprint_rules.saving.inputs import Inputs, followed, spare_inputs
from innosprint_rules.saving.parts import clear_parts, flush_folder, new_part
from innosprint_rules.saving.seals import MOST_BYTES, sealed, untouched
from innosprint_rules.saving.words import already_there, told


class Target(NamedTuple):
    """Where a file goes once that is allowed: links followed; ``fresh`` when nothing stands there yet."""

    path: Path
    fresh: bool


def save(
    content: str | bytes, path: str | Path, inputs: Inputs = (), force: bool = False, option: str = "--output"
) -> None:
    """Write a file whole or not at all, its digest inside where its kind has room for one.

    A link is followed; what is no file (a device, a pipe) is written into and stays what it is.

    Args:
        content: what the file is to hold; text is ended by a line feed and written in UTF-8.
        path: where to.
        inputs: the files and folders that the command has read; they are never written to.
        force: replace a file that is there, whoever wrote it.
        option: what named the path, for messages.

    Raises:
        UsageError: the path is an input or in one, something is there that we did not write or that was changed
            since, or it cannot be written.
    """
    target = allowed(path, inputs, force, option)
    if isinstance(content, str):
        content = (content if content.endswith("\n") else content + "\n").encode()
    with told(target.path):
        if is_special(target.path):
            target.path.write_bytes(content)
            return
        with whole_file(target) as part:
            part.write_bytes(sealed(content))


@contextmanager
def whole_file(target: Target) -> Iterator[Path]:
    """Yield the path of a part to be written; it gets the target's name when the block ends well.

    Raises:
        UsageError: a file of that name has appeared meanwhile.
        OSError: it cannot be written.
    """
    clear_parts(target.path.parent)
    with new_part(target.path.parent, folder=False) as (part, lock):
        yield part
        give_name(part, lock, target)


def give_name(part: Path, lock: int | None, target: Target) -> None:
    """Give a part that is whole the name of its target, once it is on the disk.

    Raises:
        UsageError: a file of that name has appeared meanwhile.
        OSError: it cannot be written.
    """
    if lock is not None:
        os.fsync(lock)
    if not target.fresh:
        part.chmod(target.path.stat().st_mode & 0o777)
    _name(part, target)
    flush_folder(target.path.parent)


def allowed(path: str | Path, inputs: Inputs = (), force: bool = False, option: str = "--output") -> Target:
    """Return where a file may be written, before anything is worked out.

    Raises:
        UsageError: as ``save`` does.
    """
    target = Path(path)
    spare_inputs(target, inputs, option)
    with told(target):
        target = followed(target) if target.is_symlink() else target
        if target.is_dir():
            raise IsADirectoryError(EISDIR, "", str(path))
        if not target.parent.is_dir():
            raise FileNotFoundError(ENOENT, "", str(target.parent))
        there = target.exists()
        if there and not force and not is_special(target) and not _ours(target):
            raise UsageError(already_there(target, option))
        return Target(target, not there)


def is_special(path: Path) -> bool:
    """Say whether something is there that is neither a file nor a folder: a device, a pipe, a socket."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _name(part: Path, target: Target) -> None:
    """Give a part the name of its target; never over a file that has appeared since it was looked for."""
    if target.fresh:
        try:
            os.link(part, target.path)
        except FileExistsError:
            raise UsageError(already_there(target.path, "--output")) from None
        except OSError:
            pass  # a file system without a second name for a file
        else:
            return
    part.replace(target.path)


def _ours(path: Path) -> bool:
    if path.stat().st_size > MOST_BYTES:
        return False
    return untouched(path.read_bytes())
