"""Everything a user sees exists in French and in English: texts in the code, rules, help pages, documents."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from innosprint_rules import load_rulebook
from innosprint_rules.cli.app import COMMANDS, main
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema
from innosprint_rules.wording import Text, placeholders

TABLES = bundled_schema().tables

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "innosprint_rules").rglob("*.py"))
FRENCH = re.compile(r"[éèêàùçîô]|\b(le|la|les|un|une|des|du|n’est|pas|ligne|fichier)\b")


def written(node: ast.expr) -> str | None:
    """Return the fixed part of a string in the code, placeholders left out; None for what is not a string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
    return None


def pairs(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield the bilingual texts written in a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text" and len(node.args) == 2:
            fr, en = written(node.args[0]), written(node.args[1])
            if fr is not None and en is not None:
                yield node.lineno, fr, en


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_texts_in_the_code_are_in_both_languages(path: Path) -> None:
    for line, fr, en in pairs(path):
        assert bool(fr.strip()) == bool(en.strip()), (path.name, line)
        assert placeholders(fr) == placeholders(en), (path.name, line)
        assert not (len(en) > 25 and fr == en), (path.name, line, en)


def texts(value: Any, seen: set[int]) -> Iterator[Text]:
    """Yield every bilingual text of a loaded rulebook."""
    if isinstance(value, Text):
        yield value
    elif id(value) in seen:
        return
    elif dataclasses.is_dataclass(value):
        seen.add(id(value))
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name), seen)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts(each, seen)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts(each, seen)


def test_the_rulebook_speaks_both_languages() -> None:
    rulebook = load_rulebook()
    found = [text for part in (rulebook.agreement, rulebook.parameters, rulebook.tables, rulebook.measures,
                               rulebook.rules) for text in texts(part, set())]  # fmt: skip
    assert len(found) > 400
    for text in found:
        assert text.fr.strip(), text
        assert text.en.strip(), text
        assert placeholders(text.fr) == placeholders(text.en), text


def test_the_tables_are_explained_in_both_languages() -> None:
    for table in TABLES.values():
        for text in (table.one, table.many, *(column.help for column in table.columns)):
            assert text.fr.strip(), (table.code, text)
            assert text.en.strip(), (table.code, text)


def printed(*arguments: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        main(list(arguments))
    return out.getvalue()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_the_language_asked_for(command: str) -> None:
    asked = [command] if command else []
    french, english = printed(*asked, "--help", "--lang", "fr"), printed(*asked, "--help", "--lang", "en")
    assert french.strip()
    assert english.strip()
    assert french != english
    assert FRENCH.search(french)
    # names of tables, members and choices are French in both; whole French sentences are not
    assert not re.search(r"\b(le fichier|la ligne|aucune|ce que|n’est pas)\b", english)
    # not as part of a scenario's name
    assert not re.search(r"(?<![\w-])(the|file that|which|whether)(?![\w-])", french)
