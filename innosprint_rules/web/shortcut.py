"""A start for a double click on the desktop: what it holds on each system, where it goes."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.saving import save
from innosprint_rules.wording import Text

MARK = "innosprint serve --shortcut"
"""What tells a shortcut of ours: it is written again when the tool has moved, and nothing else ever is."""

_SPECIAL = re.compile(r'(["`$\\])')
_XDG = re.compile(r'^XDG_DESKTOP_DIR="(?:\$HOME/)?(.*)"$', re.MULTILINE)


class Shortcut(NamedTuple):
    """A file of the desktop: its name and its content."""

    name: str
    content: str


def started_by() -> list[str]:
    """Return the command that starts the page: this interpreter, or the executable itself."""
    alone = getattr(sys, "frozen", False)
    return [sys.executable, *([] if alone else ["-m", "innosprint_rules"]), "serve"]


def shortcut(platform: str, command: Sequence[str]) -> Shortcut:
    """Return the shortcut that starts ``command`` on a system, as ``sys.platform`` names it."""
    if platform == "win32":
        quoted = " ".join(f'"{word}"' if set(word) & set(" &()^;,=") else word for word in command).replace("%", "%%")
        batch = ("@echo off", f"rem {MARK}", "chcp 65001 >nul", quoted, "if errorlevel 1 pause", "")
        return Shortcut("Innosprint.bat", "\r\n".join(batch))
    if platform == "darwin":
        return Shortcut("Innosprint.command", f"#!/bin/sh\n# {MARK}\nexec {shlex.join(command)}\n")
    quoted = " ".join(_in_entry(word) for word in command)
    lines = (
        "[Desktop Entry]",
        f"# {MARK}",
        "Type=Application",
        "Name=Innosprint",
        "Comment=Check what members are about to vote",
        "Comment[fr]=Vérifier ce que les membres vont voter",
        f"Exec={quoted}",
        "Terminal=true",
        "Categories=Office;",
        "",
    )
    return Shortcut("innosprint.desktop", "\n".join(lines))


def desktop(home: Path, environment: Mapping[str, str]) -> Path | None:
    """Return the folder of the desktop; None where there is none."""
    named: list[Path] = []
    if environment.get("OneDrive"):
        named += [Path(environment["OneDrive"]) / name for name in ("Desktop", "Bureau")]
    settings = Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "user-dirs.dirs"
    if settings.is_file():
        named += [home / found for found in _XDG.findall(settings.read_text("utf-8", "replace")) if found]
    named += [home / name for name in ("Desktop", "Bureau")]
    return next((each for each in named if each.is_dir()), None)


def write_shortcut(folder: Path | None, made: Shortcut) -> Path:
    """Put a shortcut on the desktop, in the place of an older one of ours; return where it is.

    Raises:
        UsageError: there is no desktop, or a file that is not ours has its name.
    """
    if folder is None:
        raise UsageError(_NO_DESKTOP)
    path = folder / made.name
    known = path.is_file() and MARK in path.read_text("utf-8", "replace")
    if path.exists() and not known:
        raise UsageError(Problem("already-there", _TAKEN.fill(path=str(path)), _MOVE))
    save(made.content, path, force=known, option="--shortcut")
    path.chmod(0o755)
    return path


def _in_entry(word: str) -> str:
    """Return a word as the key ``Exec`` takes it: quoted, then escaped as every value is."""
    bare = word.replace("%", "%%")
    if re.fullmatch(r"[\w@%+=:,./-]+", bare, re.ASCII):
        return bare
    return ('"' + _SPECIAL.sub(r"\\\1", bare) + '"').replace("\\", "\\\\")


_NO_DESKTOP = Problem(
    "no-desktop",
    Text("aucun bureau n'a été trouvé", "no desktop was found"),
    Text("démarrer par « innosprint serve »", "start with “innosprint serve”"),
)
_TAKEN = Text("« {path} » existe déjà et n'est pas de cet outil", "“{path}” exists already and is not of this tool")
_MOVE = Text("le renommer, puis recommencer", "rename it, then try again")
