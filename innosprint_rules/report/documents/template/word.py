"""A Word file of somebody's own as the template of a document: filled in where it stands, its look untouched."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax import SAXException

from innosprint_rules import limits
from innosprint_rules.errors import Location, Problem, UsageError
from innosprint_rules.files import FileTrouble, read_bytes
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.documents.model import LOCALES
from innosprint_rules.report.documents.template.sandbox import NOT_INSTALLED, environment, told
from innosprint_rules.report.documents.word_package import add_property, same_bytes
from innosprint_rules.rulebook.publications import TEMPLATES
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.report.documents.template.names import Names

_SUFFIX = ".docx"


def word_template(root: Path, name: str, teller: Teller) -> Path | None:
    """Return the Word file that a folder of rules has for a document, that of the language first."""
    for each in (f"{name}.{teller.lang}{_SUFFIX}", f"{name}{_SUFFIX}"):
        path = root / TEMPLATES / each
        if path.is_file():
            return path
    return None


def filled_word(path: Path, names: Names, author: str) -> bytes:
    """Return the bytes of a Word file filled in.

    Raises:
        UsageError: it cannot be read, or it names what is not known; docxtpl is not installed.
    """
    try:
        from docxtpl import DocxTemplate
    except ImportError as error:
        raise UsageError(NOT_INSTALLED) from error
    source = names.source
    where = Location(f"{TEMPLATES}/{path.name}")
    content = _read(path, where)
    known = names(word=True)
    try:
        template = DocxTemplate(io.BytesIO(content))
        template.init_docx()
        with told(path.name, lined=False):
            template.render({}, environment({}, known, source.teller, page=False), autoescape=True)
    except (KeyError, ValueError, SAXException, SyntaxError, zipfile.BadZipFile) as error:
        raise UsageError(_unreadable(where, str(error)[:120])) from error
    word: Any = template.docx
    properties = word.core_properties
    day = source.report.as_of
    properties.created = properties.modified = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    properties.author = properties.last_modified_by = author
    properties.language = LOCALES[source.teller.lang]
    properties.title = properties.title or path.stem.partition(".")[0]
    add_property(word.part.package)
    return same_bytes(word)


def _read(path: Path, where: Location) -> bytes:
    """Return the bytes of a template that is no larger than what is read, packed or not."""
    try:
        content = read_bytes(path)
    except FileTrouble as error:
        raise UsageError(error.problem(where)) from error
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UsageError(_unreadable(where, str(error)[:120])) from error
    if len(members) > limits.PARTS or sum(each.file_size for each in members) > limits.UNPACKED_BYTES:
        raise UsageError(_unreadable(where, f"> {limits.UNPACKED_BYTES // 2**20} Mo"))
    return content


def _unreadable(where: Location, why: str) -> Problem:
    return Problem(
        "template-unreadable",
        Text(f"ce modèle n'est pas un fichier Word qui se lit ({why})",
             f"this template is no readable Word file ({why})"),
        Text("l'ouvrir dans Word et l'enregistrer de nouveau en « .docx »",
             "open it in Word and save it again as “.docx”"),
        where,
    )  # fmt: skip
