"""Parts: what is being written, under another name, locked as long as its process lives."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be taken away by another process
    fcntl = None  # type: ignore[assignment]  # each use asks first whether it is there

_PART = re.compile(r"\.innosprint-[0-9a-f]{12}\.part")


def part_name() -> str:
    """Return a new name of a part."""
    return f".innosprint-{secrets.token_hex(6)}.part"


def clear_parts(folder: Path) -> None:
    """Take away the parts in a folder that no process writes any more."""
    with suppress(PermissionError):  # a folder that may be written and not listed
        for part in sorted(each for each in folder.iterdir() if _PART.fullmatch(each.name)):
            _clear(part)


@contextmanager
def new_part(home: Path, folder: bool) -> Iterator[tuple[Path, int | None]]:
    """Yield a new part, locked, and a descriptor of it; what still has its name at the end is taken away."""
    while True:
        part = home / part_name()
        lock: int | None = None
        if folder:
            part.mkdir()
            with suppress(PermissionError):  # Windows opens no folder
                lock = os.open(part, os.O_RDONLY)
        else:
            lock = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            if lock is None or _locked(lock, part):
                yield part, lock
                return
        finally:
            if lock is not None:
                os.close(lock)
            take_away(part)


def _locked(descriptor: int, part: Path) -> bool:
    """Lock a part; tell whether it is still there: another process may have taken it for abandoned before."""
    if fcntl is None:
        return True
    with suppress(OSError):  # a file system without locks: parts left there are cleared by hand
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        return os.path.samestat(os.fstat(descriptor), part.lstat())
    except FileNotFoundError:
        return False


def _clear(part: Path) -> None:
    """Take a part away when nobody writes it any more, which its lock tells."""
    if fcntl is None:
        take_away(part)
        return
    with suppress(OSError):  # gone meanwhile, locked, or none of ours
        descriptor = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            take_away(part)  # while it is locked: who has just made it sees that it is gone
        finally:
            os.close(descriptor)


def take_away(part: Path) -> None:
    """Remove a part; what cannot be removed now is cleared by the next run."""
    if part.is_dir() and not part.is_symlink():
        shutil.rmtree(part, ignore_errors=True)
    else:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """See that a new name is on the disk, where the system can do that for a folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
