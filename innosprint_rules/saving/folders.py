"""Writing a folder of files: beside where it goes, renamed when it is whole."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from innosprint_rules.errors import UsageError
from innosprint_rules.saving.inputs import Inputs, followed, spare_inputs
from innosprint_rules.saving.parts import clear_parts, flush_folder, new_part, part_name, take_away
from innosprint_rules.saving.words import filled, here, no_folder, told


def save_folder(
    files: Mapping[str, bytes],
    path: str | Path,
    known: Collection[str] = (),
    inputs: Inputs = (),
    force: bool = False,
    option: str = "--output",
) -> list[Path]:
    """Write a folder of files beside where it goes and rename it when it is whole; return the files.

    Args:
        files: the content of each file by its path in the folder.
        path: where to; folders above it are made if need be. An empty folder may stand there.
        known: names of files; with ``force`` a folder that holds nothing but files of these names is replaced.
        inputs: as in ``save``.
        force: as above.
        option: what named the path, for messages.

    Raises:
        UsageError: the folder is an input or in one, holds something, or cannot be written.
    """
    target = allowed_folder(path, known, inputs, force, option)
    with told(target):
        made = _made_parents(target)
        try:
            clear_parts(target.parent)
            with new_part(target.parent, folder=True) as (part, lock):
                for name, content in files.items():
                    (part / name).parent.mkdir(parents=True, exist_ok=True)
                    with (part / name).open("xb") as file:
                        file.write(content)
                        file.flush()
                        os.fsync(file.fileno())
                if lock is not None:
                    os.fsync(lock)
                _name_folder(part, target)
            flush_folder(target.parent)
        except BaseException:
            with suppress(OSError):
                for parent in reversed(made):
                    parent.rmdir()
            raise
    return [Path(path) / name for name in files]


def allowed_folder(
    path: str | Path, known: Collection[str] = (), inputs: Inputs = (), force: bool = False, option: str = "--output"
) -> Path:
    """Return where a folder may be written, links followed.

    Raises:
        UsageError: as ``save_folder`` does.
    """
    spare_inputs(Path(path), inputs, option)
    target = followed(Path(path))
    with told(Path(path)):
        if target.exists() and not target.is_dir():
            raise UsageError(no_folder(Path(path)))
        found = {each.name for each in target.iterdir()} if target.is_dir() else set()
        if found and not (force and found <= set(known)):
            raise UsageError(filled(Path(path), option, replaceable=found <= set(known)))
        if target.is_dir() and target == Path.cwd():
            raise UsageError(here(Path(path)))
    return target


def _name_folder(part: Path, target: Path) -> None:
    """Give a part the name of its target, an empty folder or one that may be replaced."""
    if not target.is_dir():
        part.rename(target)
        return
    part.chmod(target.stat().st_mode & 0o777)
    if not any(target.iterdir()):
        if os.name == "nt":
            target.rmdir()
        part.replace(target)
        return
    aside = part.with_name(part_name())
    target.rename(aside)
    try:
        part.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    take_away(aside)


def _made_parents(folder: Path) -> list[Path]:
    """Make the folders above one, and return those that were not there, from the top."""
    missing = [parent for parent in folder.parents if not parent.exists()]
    for parent in reversed(missing):
        parent.mkdir()
    return missing[::-1]
