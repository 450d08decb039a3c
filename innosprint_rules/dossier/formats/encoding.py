"""From bytes to text by rule: UTF-16 where it is marked, UTF-8, else Windows-1252 with a notice; never a guess."""

from __future__ import annotations

import codecs
from pathlib import Path

from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.errors import Location
from innosprint_rules.files import FileTrouble, read_bytes
from innosprint_rules.wording import Text


def read_text_file(path: Path, raw: RawDossier) -> str | None:
    """Return the text of the file at ``path``; None, with a fault in ``raw``, when it cannot be had."""
    where = Location(file_name(path))
    try:
        content = read_bytes(path)
    except FileTrouble as trouble:
        raw.fault(trouble.code, trouble.message, trouble.hint, where)
        return None
    return decode(content, raw, where)


def file_name(path: Path) -> str:
    """Return the name of ``path`` as it can be shown, even where it is no text."""
    return (path.name or str(path)).encode("utf-8", "replace").decode("utf-8")


def decode(content: bytes, raw: RawDossier, where: Location) -> str | None:
    """Decode ``content``, marks at its head aside; None, with a fault in ``raw``, when it is text in no encoding."""
    text = _decoded(content, raw, where)
    while text is not None and text.startswith(_MARKS):
        text = text.removeprefix(_MARKS[0]).removeprefix(_MARKS[1])
    return text


_MARKS = ("\ufeff", "\u00ef\u00bb\u00bf")
"""The mark of an encoding, and what it becomes when a marked text is taken for Windows-1252 and saved once more."""


def _decoded(content: bytes, raw: RawDossier, where: Location) -> str | None:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            wide = content.decode("utf-16")
        except UnicodeDecodeError:
            wide = "\0"  # told below, like any other text that is none
        if "\0" not in wide:
            return wide
    marked = content.startswith(codecs.BOM_UTF8)
    body = content[len(codecs.BOM_UTF8) :] if marked else content
    if b"\0" in body:
        raw.fault(
            "not-text",
            Text(
                "le fichier n'est pas un texte en UTF-8 : il contient des octets nuls",
                "the file is not UTF-8 text: it holds null bytes",
            ),
            Text("l'enregistrer de nouveau en « CSV UTF-8 »", "save it again as “CSV UTF-8”"),
            where,
        )
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = body.decode("cp1252")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raw.fault(
            "undecodable",
            Text(
                f"l'octet 0x{body[error.start]:02X} n'est ni de l'UTF-8 ni du Windows-1252",
                f"the byte 0x{body[error.start]:02X} is neither UTF-8 nor Windows-1252",
            ),
            Text("l'enregistrer de nouveau en UTF-8", "save it again as UTF-8"),
            Location(where.file, where.sheet, line),
        )
        return None
    if marked:
        fr, en = (
            "malgré sa marque UTF-8, lu en Windows-1252",
            "read as Windows-1252 in spite of its UTF-8 mark",
        )
    else:
        fr, en = "lu en Windows-1252, faute d'être de l'UTF-8", "read as Windows-1252, not being UTF-8"
    raw.notice(
        "windows-1252-marked" if marked else "windows-1252",
        Text(f"{fr} ; vérifier les accents", f"{en}; check the accents"),
        where,
    )
    return text
