"""The templates in HTML of a folder of rules: found, proofread, the one that a document is written by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from innosprint_rules import limits
from innosprint_rules.errors import Location, Problem, ProblemList, UsageError
from innosprint_rules.files import read_text
from innosprint_rules.report.documents.template.names import NAMES
from innosprint_rules.report.documents.template.sandbox import unreadable
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.publications import TEMPLATES
from innosprint_rules.wording import Lang, Text

_SUFFIX = ".html"


def proofread_templates(book: Rulebook) -> list[Problem]:
    """Return what is wrong with the templates of a folder: one that is missing, cannot be read, or names the unknown.

    What a template asks of a row is only known once there is one: it is told when the document is written.
    """
    try:
        texts = template_texts(book.root)
        known = (*NAMES, *book.names.tables)
        found = [problem for name in texts for problem in unreadable(name, texts, known)]
    except UsageError as error:
        return list(error.problems)
    for name, declared in book.agreement.documents.items():
        if not any(template_of(name, lang, texts) for lang in book.agreement.languages):
            found.append(replace(no_template(name), location=declared.location))
    return found


def template_texts(root: Path) -> dict[str, str]:
    """Return the templates in HTML of a folder of rules by file name. Raises UsageError: one cannot be read."""
    problems = ProblemList()
    found: dict[str, str] = {}
    folder = root / TEMPLATES
    for path in sorted(folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else ():
        text = read_text(path, f"{TEMPLATES}/{path.name}", problems, limits.FILE_BYTES)
        if text is not None:
            found[path.name] = text
    if problems:
        raise UsageError(problems.problems)
    return found


def no_template(name: str) -> Problem:
    """Say that a document has no template in HTML."""
    return Problem(
        "template-missing",
        Text(f"il manque le modèle du document « {name} »", f"the template of the document “{name}” is missing"),
        Text(f"l'écrire dans {TEMPLATES}/{name}.html", f"write it in {TEMPLATES}/{name}.html"),
        Location(TEMPLATES),
    )


def template_of(name: str, lang: Lang, texts: Collection[str]) -> str | None:
    """Return the file, among ``texts``, of the document ``name``: that of the language before the one for both."""
    return next((each for each in (f"{name}.{lang}{_SUFFIX}", f"{name}{_SUFFIX}") if each in texts), None)
