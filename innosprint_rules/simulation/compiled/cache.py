"""Where compiled modules are kept between runs: a folder of the user's own, that nothing here rests on.

An entry is a text ``year_KEY.py`` and a folder ``year_KEY`` with the machine code made of it and a list of its
files with their digests. The folder is made under another name and renamed when it is whole: two processes at once,
or one killed half-way, leave an entry that is right or none. Code is loaded from it, so it must belong to the user
alone.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import sys
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from innosprint_rules.wording import Text

VARIABLE = "INNOSPRINT_CACHE"
NAME = "innosprint-rules"
KEPT = 32
"""Entries that stay when a new one comes; the least recently used go."""

_MANIFEST = "files.sha256"
_ENTRY = re.compile(r"year_[0-9a-f]{32}")
_UNFINISHED = re.compile(r"year_[0-9a-f]{32}\.building-[0-9a-f]+|\.year_[0-9a-f]{32}-[0-9a-f]+")
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
        if hasattr(os, "geteuid"):
            if found.st_uid != os.geteuid():
                raise CacheTrouble(_said(folder, Text("il appartient à quelqu'un d'autre", "someone else owns it")))
            if found.st_mode & 0o022:
                raise CacheTrouble(_said(folder, Text("d'autres peuvent y écrire", "others may write there")))
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise CacheTrouble(_said(folder, Text("l'accès est refusé", "access is denied")))
        return cls(folder)

    def entry(self, key: str) -> Entry:
        """Return the entry of a key, there or not."""
        return Entry(self.folder, f"year_{key}")

    def prune(self, keep: int = KEPT) -> None:
        """Take away the entries used least recently, and what was left half-made long ago."""
        entries: list[tuple[float, Entry]] = []
        for path in self.folder.iterdir():
            try:
                changed = path.lstat().st_mtime
            except OSError:  # another process took it away
                continue
            if _UNFINISHED.fullmatch(path.name) and time.time() - changed > _STALE:
                _remove(path)
            elif _ENTRY.fullmatch(path.name):
                entries.append((changed, Entry(self.folder, path.name)))
        for _, old in sorted(entries, key=lambda each: each[0])[: max(0, len(entries) - keep)]:
            old.remove()


@dataclass(frozen=True)
class Entry:
    """What is kept of one module: its text, and its compiled files once they are whole."""

    home: Path
    name: str

    @property
    def text(self) -> Path:
        """The file of the generated text."""
        return self.home / f"{self.name}.py"

    @property
    def folder(self) -> Path:
        """The folder of the compiled files."""
        return self.home / self.name

    @property
    def complete(self) -> bool:
        """Whether it has been compiled."""
        return (self.folder / _MANIFEST).is_file() and self.text.is_file()

    def write_text(self, text: str) -> None:
        """Write the generated text, whole or not at all.

        Raises:
            CacheTrouble: it cannot be written.
        """
        part = self.home / f".{self.name}-{secrets.token_hex(6)}"
        try:
            part.write_text(text, encoding="utf-8", newline="\n")
            part.replace(self.text)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise CacheTrouble(_trouble(self.text, error)) from error

    def building(self) -> Path:
        """Make a folder to compile in, next to where the entry will be."""
        path = self.home / f"{self.name}.building-{secrets.token_hex(6)}"
        path.mkdir(mode=0o700)
        return path

    def finish(self, building: Path) -> None:
        """List the compiled files with their digests, and make them the entry unless another process was first."""
        lines = [f"{_digest(self.text)}  {self.text.name}"]
        files = sorted(path for path in building.rglob("*") if path.is_file())
        lines += [f"{_digest(path)}  {path.relative_to(building).as_posix()}" for path in files]
        (building / _MANIFEST).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        try:
            building.rename(self.folder)
        except OSError:
            if not self.complete:
                raise
            _remove(building)

    def check(self) -> None:
        """See that every file is as it was written, and mark the entry as used.

        Raises:
            CacheTrouble: a file is damaged or missing.
        """
        damaged = Text("elle est abîmée", "it is damaged")
        try:
            lines = (self.folder / _MANIFEST).read_text(encoding="utf-8").splitlines()
            for line in lines:
                digest, _, name = line.partition("  ")
                path = self.text if name == self.text.name else self.folder / name
                if _digest(path) != digest:
                    raise CacheTrouble(_said(path, damaged))
            if len(lines) < 2:
                raise CacheTrouble(_said(self.folder, damaged))
            os.utime(self.folder)
        except (OSError, UnicodeDecodeError) as error:
            raise CacheTrouble(_trouble(self.folder, error)) from error

    def remove(self) -> None:
        """Take the entry away, as far as it is there."""
        doomed = self.home / f"{self.name}.building-{secrets.token_hex(6)}"
        try:
            self.folder.rename(doomed)  # at once gone for others, whatever time taking it away takes
        except OSError:
            doomed = self.folder
        _remove(doomed)
        self.text.unlink(missing_ok=True)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _said(path: Path | None, why: Text) -> Text:
    return Text(f"{'cache' if path is None else f'« {path} »'} : {why.fr}",
                f"{'cache' if path is None else f'“{path}”'}: {why.en}")  # fmt: skip


def _trouble(path: Path | None, error: Exception) -> Text:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return _said(path, Text(f"inutilisable ({reason})", f"cannot be used ({reason})"))
