"""The archive of a year: what was read, the rules it was judged by, what was found, and a digest of every file.

The manifest has the form that ``sha256sum -c`` reads, so that the archive can be verified without this tool.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from innosprint_rules.dossier.consigning.folder_copy import folder_files
from innosprint_rules.errors import Location, Problem, UsageError
from innosprint_rules.files import FileTrouble, read_bytes
from innosprint_rules.report.content.standing import headline, left_words
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.html import html_report
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.engine.report import Report

MANIFEST = "manifeste.sha256"
_LINE = re.compile(r"(\\?)([0-9a-f]{64}) [ *](.+)")


class Difference(NamedTuple):
    """A file of an archive that is not what its manifest says."""

    path: str
    kind: Literal["changed", "missing", "added"]


def archive(report: Report, source: Path, lang: Lang) -> dict[str, bytes]:
    """Return the files of the archive by their path in it, the manifest last.

    Args:
        report: what was found on the day of closing.
        source: what the dossier was read from, copied byte for byte.
        lang: the language of the report and of what explains the archive.

    Raises:
        UsageError: a file can no longer be read, or the folder holds too much.
    """
    files = {f"dossier/{name}": content for name, content in _read(source).items()}
    files |= {f"regles/{name}": content for name, content in folder_files(report.rulebook.root).items()}
    files["controle.html"] = html_report(report, Teller(lang)).encode()
    files["controle.json"] = report.model_dump_json(indent=2).encode()
    files["LISEZ-MOI.txt"] = _told(report, lang).encode("utf-8-sig")
    return {**files, MANIFEST: manifest(files)}


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Return a line a file: its digest, its path; what has a backslash or a new line in its name is escaped."""
    lines = []
    for name, content in sorted(files.items()):
        escaped = name.replace("\\", "\\\\").replace("\n", "\\n")
        lines.append(f"{'' if escaped == name else chr(92)}{sha256(content).hexdigest()}  {escaped}\n")
    return "".join(lines).encode()


def differences(folder: Path) -> list[Difference]:
    """Return what of an archive is not what its manifest says: changed, missing, added since.

    Raises:
        UsageError: it has no manifest that can be read, or a file of it cannot be read.
    """
    files = folder_files(folder) if folder.is_dir() else {}
    listed = _listed(files.pop(MANIFEST, b""), folder)
    found = [
        Difference(name, "changed" if name in files else "missing")
        for name, digest in listed.items()
        if name not in files or sha256(files[name]).hexdigest() != digest
    ]
    return found + [Difference(name, "added") for name in files if name not in listed]


def _listed(content: bytes, folder: Path) -> dict[str, str]:
    matches = [_LINE.fullmatch(line) for line in content.decode("utf-8", "replace").removesuffix("\n").split("\n")]
    if not matches or None in matches:
        raise UsageError(
            Problem(
                "archive-without-manifest",
                Text(f"« {folder} » n'a pas de manifeste lisible ({MANIFEST})",
                     f"“{folder}” has no readable manifest ({MANIFEST})"),
                Text("donner le dossier qu'innosprint close a écrit", "give the folder that innosprint close wrote"),
            )
        )  # fmt: skip
    return {_unescaped(found[3]) if found[1] else found[3]: found[2] for found in matches if found is not None}


def _unescaped(name: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], name)


def _read(source: Path) -> dict[str, bytes]:
    if source.is_dir():
        return folder_files(source)
    try:
        return {source.name: read_bytes(source)}
    except FileTrouble as trouble:
        raise UsageError(trouble.problem(Location(source.name))) from trouble


def _told(report: Report, lang: Lang) -> str:
    book = report.rulebook
    day = Teller(lang).date(report.as_of)
    lines = (
        book.agreement.title.get(lang),
        Text(f"Archive de l'année, close au {day}.", f"Archive of the year, closed on {day}.").get(lang),
        headline(report, Teller(lang)).text + ".",
        left_words(report, Teller(lang)),
        "",
        Text(
            "dossier/ : ce qui a été lu, tel quel ; regles/ : les règles appliquées ; controle.html et controle.json :"
            " ce qui a été constaté.",
            "dossier/: what was read, as it is; regles/: the rules applied; controle.html and controle.json: what was"
            " found.",
        ).get(lang),
        Text(
            f"Empreinte du dossier : {report.dossier_digest} ; des règles {book.version} : {book.digest}.",
            f"Digest of the dossier: {report.dossier_digest}; of the rules {book.version}: {book.digest}.",
        ).get(lang),
        Text(
            f"Pour vérifier que rien n'a changé : innosprint close CE_DOSSIER --verify, ou sha256sum -c {MANIFEST}.",
            f"To verify that nothing has changed: innosprint close THIS_FOLDER --verify, or sha256sum -c {MANIFEST}.",
        ).get(lang),
    )
    return "\r\n".join(lines) + "\r\n"
