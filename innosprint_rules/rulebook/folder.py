"""The files of a rulebook: which are read, how the examples stand apart from the rule, and the digest of all."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from innosprint_rules import limits
from innosprint_rules.dossier.schema.declarations import TABLES
from innosprint_rules.errors import Location, ProblemList
from innosprint_rules.files import read_text
from innosprint_rules.nearest import suggestion
from innosprint_rules.rulebook.publications import TEMPLATES
from innosprint_rules.strict_yaml import Fields, YamlDocument
from innosprint_rules.wording import Text

EXAMPLES = "\nexamples:"


def place_of(problem: Any) -> tuple[str, int]:
    return (problem.location.file or "", problem.location.row or 0)


def read_texts(folder: Path, problems: ProblemList) -> dict[str, str]:
    """Return every YAML text below ``folder`` under its relative name; what stands there by mistake is told."""
    if not folder.is_dir() or not (folder / "agreement.yaml").is_file():
        problems.add(
            "rulebook-missing",
            Text(f"pas de règles dans « {folder} »", f"no rules in “{folder}”"),
            Text("donner un dossier qui contient agreement.yaml", "give a folder that holds agreement.yaml"),
        )
        return {}
    texts: dict[str, str] = {}
    left = limits.RULES_BYTES
    for path in sorted(_yaml_files(folder)):
        name = path.relative_to(folder).as_posix()
        if path.suffix != ".yaml":
            told = Text("les règles sont lues dans des fichiers « .yaml »", "rules are read from files “.yaml”")
            problems.add("stray-file", told, Text("le renommer en « .yaml »", "rename it to “.yaml”"), Location(name))
        elif path.parent == folder and name not in _AT_ROOT:
            told = Text("ce fichier n'est d'aucun sujet et n'est pas lu", "this file is of no subject and is not read")
            hint = Text("le mettre dans le dossier d'un sujet (endowment/, hub/…) ou dans measures/",
                        "put it in the folder of a subject (endowment/, hub/…) or in measures/")  # fmt: skip
            problems.add("stray-file", told, hint, Location(name))
        elif len(texts) >= limits.RULES_FILES:
            told = Text(
                f"plus de {limits.RULES_FILES} fichiers de règles", f"more than {limits.RULES_FILES} rule files"
            )
            problems.add("too-many-files", told, location=Location(folder.name))
            break
        else:
            text = read_text(path, name, problems, left)
            if text is not None:
                texts[name] = text
                left -= len(text)
    return texts


_AT_ROOT = ("agreement.yaml", "parameters.yaml", "year.yaml")
SCENARIOS = "scenarios"
"""The folder of the agreement's own scenarios."""
_NO_RULES = ("sample", TEMPLATES, SCENARIOS)
"""The folders beside the rules that hold none: a sample dossier, templates of what is published, scenarios."""


def _yaml_files(folder: Path) -> Iterator[Path]:
    """Yield the files below ``folder`` that look like rules, what is hidden and folders that are links left aside."""
    for root, folders, names in os.walk(folder):
        here = Path(root)
        folders[:] = [each for each in folders if each[:1] != "." and (here != folder or each not in _NO_RULES)]
        for name in names:
            if name.lower().endswith((".yaml", ".yml")) and not name.startswith("."):
                yield here / name


def split_examples(text: str) -> tuple[str, str, int]:
    """Part a rule file before its ``examples:``, which stand last; return also the line they start on.

    Parsing the examples takes three times as long as parsing the rules, and a check needs none of them.
    """
    cut = text.find(EXAMPLES)
    if cut < 0:
        return text, "", 0
    return text[: cut + 1], text[cut + 1 :], text.count("\n", 0, cut + 1) + 1


def read_document(name: str, text: str, problems: ProblemList) -> Any:
    body, examples, line = split_examples(text) if is_rule_file(name) else (text, "", 0)
    read = YamlDocument(body, name).read(problems)
    if read is not None and not isinstance(read, Fields):
        problems.add(
            "wrong-shape",
            Text("le fichier doit être de la forme clé : valeur", "the file must be of the form key: value"),
            location=Location(name, None, 1),
        )
    _refuse_strays(examples, name, line, problems)
    return read


EXAMPLE_KEYS = frozenset(("name", "shows", "as_of", "readings", "agreement", "dossier", "proposal", "expect"))
"""The keys of an example."""
_ITEM = re.compile(r"^( *- +)\S", re.MULTILINE)
_KEY = r"^( {0,%d})(?![\s#-])([^:\n]*?)[ \t]*:(?=\s|$)"


def _refuse_strays(examples: str, name: str, line: int, problems: ProblemList) -> None:
    """Refuse the keys that stand in or after the examples and are none of theirs.

    The examples are not parsed here; a key of the rule below them, indented or not, would be lost in silence.
    """
    item = _ITEM.search(examples)
    inside = len(item.group(1)) if item is not None else 0
    for found in re.compile(_KEY % inside, re.MULTILINE).finditer(examples, len(EXAMPLES) - 1):
        indent, key = found.group(1), found.group(2)
        if indent and len(indent) == inside and key in EXAMPLE_KEYS:
            continue
        at = Location(name, None, line + examples.count("\n", 0, found.start()), len(indent) + 1)
        if indent:
            told = Text(f"« {key} » n'est pas une clé d'exemple", f"“{key}” is not a key of an example")
            hint = suggestion(key, sorted(EXAMPLE_KEYS))
        else:
            told = Text(f"« {key} » est écrit après les exemples, qui viennent en dernier",
                        f"“{key}” is written after the examples, which stand last")  # fmt: skip
            hint = Text("l'écrire plus haut", "write it above")
        problems.add("key-after-examples", told, hint, at)


def is_rule_file(name: str) -> bool:
    return "/" in name and not name.startswith(("measures/", TABLES))


def digest_of(texts: Mapping[str, str]) -> str:
    """Return a digest of every rule text, examples included, whatever the line ends."""
    digest = hashlib.sha256()
    for name, text in sorted(texts.items()):
        digest.update(f"{name}\0{len(text)}\0".encode())
        digest.update(text.encode())
    return digest.hexdigest()
