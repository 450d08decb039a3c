"""Where compiled modules are kept between runs: a folder of the user's own, that nothing here rests on.

An entry is a text ``year_KEY.py``, which is never written over, and ``year_KEY.o`` with the machine code made of it.
Each is written under another name and renamed when it is whole: two processes at once, or one killed half-way, leave
files that are right or none. What is loaded is trusted as a file: one of the user's own, that nobody else may write.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from innosprint_rules.saving.words import why_refused
from innosprint_rules.wording import Text

VARIABLE = "INNOSPRINT_CACHE"
NAME = "innosprint-rules"
KEPT = 8
"""Entries that stay when a new one comes; the least recently used go."""

_FILE = re.compile(r"(?P<half>\.)?year_[0-9a-f]{32}\.(?:py|o|lock)(?(half)-[0-9a-f]+)")
_STALE = 3_600
"""Seconds after which what a process left half-made is taken away."""


class CacheTrouble(Exception):  # noqa: N818  # not an error: the run goes on
    """The cache folder, or an entry of it, cannot be used; ``message`` says why. The run goes on without."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def usual_folder() -> Path:
    """Return the cache folder: ``INNOSPRINT_CACHE``, else where this system keeps such things."""
    asked = os.environ.get(VARIABLE, "")
    if asked:
        return Path(asked).absolute()
    home = os.environ.get("XDG_CACHE_HOME", "")
    if home and Path(home).is_absolute():
        return Path(home) / NAME
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / NAME / "Cache"
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / NAME


def any_code() -> bool:
    """Tell whether the usual folder holds any machine code, of whatever module; where it cannot be read, no."""
    try:
        return any(usual_folder().glob("year_*.o"))
    except (OSError, RuntimeError):
        return False


@dataclass(frozen=True)
class Cache:
    """An open cache folder."""

    folder: Path

    @classmethod
    def open(cls, folder: Path | None = None) -> Cache:
        """Open a cache folder, the usual one when None; make it when it is not there.

        Raises:
            CacheTrouble: it cannot be made or written, or someone else may write there.
        """
        try:
            folder = usual_folder() if folder is None else folder
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            found = folder.stat()
        except (OSError, RuntimeError) as error:  # RuntimeError: no home folder is known
            raise CacheTrouble(_trouble(folder, error)) from error
        if not stat.S_ISDIR(found.st_mode):
            raise CacheTrouble(_said(folder, Text("ce n'est pas un dossier", "it is not a folder")))
        _check_owner(folder, found)
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise CacheTrouble(_said(folder, Text("l'accès est refusé", "access is denied")))
        return cls(folder)

    def entry(self, key: str) -> Entry:
        """Return the entry of a key, there or not."""
        return Entry(self.folder, f"year_{key}")

    def prune(self, keep: int = KEPT) -> None:
        """Take away the entries used least recently, and what was left half-made long ago."""
        used: dict[str, float] = {}
        for path in self.folder.iterdir():
            ours = _FILE.fullmatch(path.name)
            try:
                changed = path.lstat().st_mtime
            except OSError:  # another process took it away
                continue
            if ours is not None and ours["half"]:
                if time.time() - changed > _STALE:
                    path.unlink(missing_ok=True)
            elif ours is not None:
                used[path.stem] = max(changed, used.get(path.stem, 0))
        for name in sorted(used, key=lambda each: used[each])[: max(0, len(used) - keep)]:
            Entry(self.folder, name).remove()


@dataclass(frozen=True)
class Entry:
    """What is kept of one module: its text, and its machine code once that is whole."""

    home: Path
    name: str

    @property
    def text(self) -> Path:
        """The file of the generated text."""
        return self.home / f"{self.name}.py"

    @property
    def code(self) -> Path:
        """The file of the machine code."""
        return self.home / f"{self.name}.o"

    @property
    def complete(self) -> bool:
        """Whether it has been compiled."""
        return self.code.is_file()

    def write_text(self, text: str) -> None:
        """Write the generated text, unless it is there.

        Raises:
            CacheTrouble: it cannot be written, or what is there is something else.
        """
        content = text.encode()
        if not self.text.is_file():
            _write(self.text, content)
        elif _read(self.text) != content:
            raise CacheTrouble(_said(self.text, _DAMAGED))

    def write_code(self, symbol: str, code: bytes) -> None:
        """Write the machine code, whole or not at all; ``symbol`` is what its function is called in it.

        Raises:
            CacheTrouble: it cannot be written.
        """
        _write(self.code, f"{symbol} {sha256(code).hexdigest()}\n".encode() + code)

    def read_code(self) -> tuple[str, bytes]:
        """Return the name of the function and the machine code, and mark the entry as used.

        Raises:
            CacheTrouble: it cannot be read, is damaged, or is not the user's own.
        """
        head, _, code = _read(self.code).partition(b"\n")
        symbol, _, digest = head.decode("ascii", "replace").partition(" ")
        if sha256(code).hexdigest() != digest:
            raise CacheTrouble(_said(self.code, _DAMAGED))
        try:
            os.utime(self.code)
        except OSError as error:
            raise CacheTrouble(_trouble(self.code, error)) from error
        return symbol, code

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until no other process makes this entry; where files cannot be locked, do not wait."""
        if sys.platform == "win32":
            yield
            return
        import fcntl

        with self._lock.open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @property
    def _lock(self) -> Path:
        return self.home / f"{self.name}.lock"

    def remove(self) -> None:
        """Take the entry away, as far as it is there."""
        for path in (self.code, self.text, self._lock):
            path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}-{secrets.token_hex(6)}")
    try:
        part.touch(mode=0o600, exist_ok=False)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CacheTrouble(_trouble(path, error)) from error


def _read(path: Path) -> bytes:
    """Return what a file holds that is the user's own, and that nobody else may write."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            _check_owner(path, os.fstat(descriptor))
            return file.read()
    except OSError as error:
        raise CacheTrouble(_trouble(path, error)) from error


def _check_owner(path: Path, found: os.stat_result) -> None:
    """Refuse a file or a folder of someone else, or that others may write."""
    if not hasattr(os, "geteuid"):
        return
    if found.st_uid != os.geteuid():
        raise CacheTrouble(_said(path, Text("il appartient à quelqu'un d'autre", "someone else owns it")))
    if found.st_mode & 0o022:
        raise CacheTrouble(_said(path, Text("d'autres peuvent y écrire", "others may write there")))


_DAMAGED = Text("elle est abîmée", "it is damaged")


def _said(path: Path | None, why: Text) -> Text:
    return Text(f"{'cache' if path is None else f'« {path} »'} : {why.fr}",
                f"{'cache' if path is None else f'“{path}”'}: {why.en}")  # fmt: skip


def _trouble(path: Path | None, error: Exception) -> Text:
    known = why_refused(error) if isinstance(error, OSError) else None
    reason = getattr(error, "strerror", None) or error
    return _said(path, known or Text(f"inutilisable ({reason})", f"cannot be used ({reason})"))
