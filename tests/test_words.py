"""No word of the bundled agreement stands in the package: another agreement is another folder of YAML.

The words are read from the folder: its members, tables, columns, enumerations, and what its documents say. Those that
any grant has, and those that the command line and the JSON documents have fixed, are listed here with the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import innosprint_rules
from innosprint_rules import load_rulebook
from innosprint_rules.errors import ProblemList
from innosprint_rules.location import BUNDLED, rules_root
from innosprint_rules.strict_yaml import YamlDocument

PACKAGE = Path(innosprint_rules.__file__).parent
SUFFIXES = {".py", ".js", ".html", ".css"}

GENERIC = {
    "what any table has": "amount clause code date direction field form forme id kind label montant nature"
    " objective objectif origin origine parameter place lieu progress purpose"
    " sender recipients status statut title titre type valeur value need local present instrument",
    "what any grant has, in the words of commands": "actions allocation allocations amendments attributions avenant"
    " avenants convention demandes documents indicators indicator montant payments presentations"
    " project projects projet projets proposée refusée reports requests requested minimum session sessions"
    " holder porteur partner partenaire versements dotation endowment headings montant_minimum",
    "French and English for something else": "autre besoin calendrier contre durée emploi objet oral pour sens"
    " courrier represented quorum seats voting votants",
    "fixed keys of JSON documents": "held_on signed_on",
}
"""Words that the folder has and the package may have too, by the reason why."""


def own_words() -> set[str]:
    """Return the words of the folder: members as people write them, tables, columns, enumerations."""
    book = load_rulebook()
    found = {label for text in book.agreement.members.values() for label in text} | set(book.agreement.members)
    written: Any = YamlDocument((rules_root() / BUNDLED / "agreement.yaml").read_text("utf-8"), "").read(ProblemList())
    found |= {each.text for member in written.values["members"].values.values() for each in member.values["names"]}
    for table in book.schema.tables.values():
        found |= {table.name, table.code}
        for column in table.columns:
            found |= {column.code, column.header, *column.choices}
    found |= {code for code in book.agreement.parties if code not in ("members", "holder", "partner")}
    return {word for word in found if len(word) > 1}


def sentences() -> Iterator[str]:
    """Yield what the templates of the folder say, of five words or more."""
    for path in sorted((rules_root() / BUNDLED / "documents").glob("*.html")):
        for said in re.findall(r'"((?:[^"\\]|\\.)*)"', path.read_text("utf-8")):
            if len(said.split()) > 4 and re.search("[a-zé]{3}", said):
                yield said.strip()


@cache
def texts() -> dict[str, str]:
    """Return the files of the package, stubs of this agreement's rows left aside."""
    found = {}
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in SUFFIXES:
            found[path.relative_to(PACKAGE).as_posix()] = path.read_text("utf-8").casefold()
    return found


def word(each: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){re.escape(each)}(?![^\W_])", re.IGNORECASE)


def excepted() -> set[str]:
    return {each.casefold() for listed in GENERIC.values() for each in listed.split()}


def hits() -> Counter[str]:
    """Return how often each word of the folder that is nobody else's stands in the files, with the files."""
    sources = texts()
    found: Counter[str] = Counter()
    for each in sorted(own_words()):
        if each.casefold() in excepted():
            continue
        pattern = word(each)
        for name, text in sources.items():
            count = len(pattern.findall(text)) if each.casefold() in text else 0
            if count:
                found[f"{each} in {name}"] += count
    return found


def test_the_package_has_no_word_of_the_agreement() -> None:
    assert dict(hits()) == {}


def test_the_package_says_no_sentence_of_its_documents() -> None:
    sources = texts()
    said = sorted(set(sentences()))
    assert len(said) > 40
    assert [(each, name) for each in said for name, text in sources.items() if f'"{each.casefold()}"' in text] == []


def test_every_exception_is_a_word_of_the_folder() -> None:
    assert excepted() - {each.casefold() for each in own_words()} == set()
