"""Rewriting the formulas of a folder from French names to English ones and back; nothing else of a file is touched."""

from __future__ import annotations

import re
import shutil
import tempfile
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from innosprint_rules.errors import Problem, RulebookError, UsageError
from innosprint_rules.formula.names import Named
from innosprint_rules.nearest import suggestion
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.loading import load_rulebook
from innosprint_rules.rulebook.naming import PLACES, NamePlace
from innosprint_rules.wording import Lang, Text


class Renamed(NamedTuple):
    """A file whose formulas are to be written with other names: its bytes, and how many names change."""

    content: bytes
    names: int


def renamed(folder: str | Path, lang: Lang, only: Sequence[str] = ()) -> dict[str, Renamed]:
    """Return the files of a folder of rules that change, by name, with every name of a formula in ``lang``.

    In French a column goes by its header, a table by its name, a measure and a parameter by its ``nom``, where each has
    one that is a name; in English by the names in code. ``only`` lists files; without it all are looked at.

    Raises:
        RulebookError: the rules cannot be read.
        UsageError: with the other names a formula would mean something else, or a file of ``only`` is not there.
    """
    book, places = _read(folder)
    root = Path(folder)
    _refuse_unknown(root, only)
    changes: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
    for scalar, offset, named in places:
        index, file = scalar.index(offset), scalar.document.file
        wanted = _wanted(book, named, lang)
        if index is None or wanted == named.written or (only and file not in only):
            continue
        changes[file][index] = (named.written, wanted)
    found = {file: _rewritten((root / file).read_bytes(), each) for file, each in changes.items()}
    if found:
        _same_meaning(root, found, places)
    return found


def _refuse_unknown(root: Path, only: Sequence[str]) -> None:
    known = [each.relative_to(root).as_posix() for each in sorted(root.rglob("*.yaml"))]
    unknown = [
        Problem(
            "no-such-file",
            Text(f"« {each} » n'est pas un fichier de ces règles", f"“{each}” is no file of these rules"),
            suggestion(each, known),
        )
        for each in only
        if each not in known
    ]
    if unknown:
        raise UsageError(unknown)


def _read(folder: str | Path) -> tuple[Rulebook, list[NamePlace]]:
    """Return the rules of a folder and where each name of their formulas stands."""
    places: list[NamePlace] = []
    token = PLACES.set(places)
    try:
        return load_rulebook(folder), places
    finally:
        PLACES.reset(token)


def _wanted(book: Rulebook, named: Named, lang: Lang) -> str:
    if lang == "en":
        return named.name
    return book.names.in_french(named.owner, named.name) or named.written


def _rewritten(content: bytes, changes: Mapping[int, tuple[str, str]]) -> Renamed:
    """Return a file with other names in it; its mark of UTF-8 and its line ends stay what they were."""
    ends = re.findall(rb"\r?\n", content)
    text = content.decode("utf-8-sig").replace("\r\n", "\n")
    for index in sorted(changes, reverse=True):
        old, new = changes[index]
        text = text[:index] + new + text[index + len(old) :]
    lines = text.encode().split(b"\n")
    whole = b"".join(line + end for line, end in zip(lines, [*ends, b""], strict=True))
    return Renamed(BOM_UTF8 * content.startswith(BOM_UTF8) + whole, len(changes))


def _same_meaning(root: Path, found: Mapping[str, Renamed], places: Sequence[NamePlace]) -> None:
    """Refuse names with which the formulas would not mean what they did: read again, each names the same things."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / root.resolve().name
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("sample", ".*"))
        for file, each in found.items():
            (copy / file).write_bytes(each.content)
        try:
            _, again = _read(copy)
        except RulebookError as error:
            raise UsageError([_other_meaning(str(each)) for each in error.problems[:5]]) from error
    before, after = (_meant(each) for each in (places, again))
    odd = sorted(file for file in before if before[file] != after.get(file))
    if odd:
        raise UsageError([_other_meaning(file) for file in odd])


def _meant(places: Sequence[NamePlace]) -> dict[str, list[tuple[str | None, str]]]:
    """Return what each file names, in order."""
    seen: dict[str, dict[int, tuple[str | None, str]]] = defaultdict(dict)
    for scalar, offset, named in places:
        index = scalar.index(offset)
        if index is not None:
            seen[scalar.document.file][index] = (named.owner, named.name)
    return {file: [each[index] for index in sorted(each)] for file, each in seen.items()}


def _other_meaning(where: str) -> Problem:
    return Problem(
        "names-clash",
        Text(f"avec ces noms, une formule ne voudrait plus dire la même chose : {where}",
             f"with these names a formula would no longer mean the same: {where}"),
        Text("donner un autre « nom : » ou un autre en-tête, puis recommencer",
             "give another “nom:” or another header, then start again"),
    )  # fmt: skip
