"""YAML as its author reads it: every scalar is text, every key stands once, every value knows its place.

YAML 1.1 reads ``no`` as false, ``012`` as 10 and ``2019-05-31`` as a date before anyone can object. Here
nothing is guessed: whoever reads a value says what it must be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from innosprint_rules.errors import Location, Problem, ProblemList, RulebookError
from innosprint_rules.wording import Text

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# In a double-quoted scalar: escapes by their number of hexadecimal digits, and those that write white space.
_ESCAPED = {"x": 2, "u": 4, "U": 8}
_BLANKS = frozenset("tnrvf N_LP\n\t")

Value: TypeAlias = "Scalar | Items | Fields"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text and where it stands."""

    text: str
    node: ScalarNode
    document: Document

    @property
    def location(self) -> Location:
        """Return the place of the first character."""
        return self.document.location(self.node)

    def at(self, offset: int) -> Location:
        """Return the place of the character at ``offset`` of the text, however YAML folded or quoted it.

        Folding only touches white space, so the other characters are counted on both sides.
        """
        wanted = sum(not c.isspace() for c in self.text[:offset])
        start = self.node.start_mark.index
        raw = self.document.text[start : self.node.end_mark.index]
        found = next((index for seen, index in enumerate(_visible(raw)) if seen == wanted), None)
        return self.location if found is None else self.document.place(start + found)


def _visible(raw: str) -> Iterator[int]:
    """Yield where each character that is no white space is written in a YAML scalar, however it is quoted."""
    index = 0
    if raw[:1] in ("|", ">"):
        index = raw.find("\n") + 1
    quote = raw[0] if raw[:1] in ("'", '"') else ""
    index += len(quote)
    while index < len(raw):
        length, blank = _written(raw, index, quote)
        if not blank:
            yield index
        index += length


def _written(raw: str, index: int, quote: str) -> tuple[int, bool]:
    """Return how many characters of the file write one character of the text, and whether that is white space."""
    if quote == "'" and raw.startswith("''", index):
        return 2, False
    if quote == '"' and raw[index] == "\\":
        kind = raw[index + 1 : index + 2]
        if kind in _ESCAPED:
            digits = _ESCAPED[kind]
            return 2 + digits, chr(int(raw[index + 2 : index + 2 + digits], 16)).isspace()
        return 2, kind in _BLANKS
    return 1, raw[index].isspace()


@dataclass(frozen=True, slots=True)
class Items:
    """A list and where it stands."""

    values: tuple[Value, ...]
    node: SequenceNode
    document: Document

    @property
    def location(self) -> Location:
        """Return the place of the list."""
        return self.document.location(self.node)

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values)


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping, its keys in order, and where it stands."""

    values: dict[str, Value]
    keys: dict[str, Location]
    node: MappingNode
    document: Document

    @property
    def location(self) -> Location:
        """Return the place of the mapping."""
        return self.document.location(self.node)

    def __contains__(self, key: str) -> bool:
        return key in self.values


class Document:
    """One YAML text with its file name and the line on which it starts in that file."""

    def __init__(self, text: str, file: str, first_line: int = 1) -> None:
        self.text = text
        self.file = file
        self.first_line = first_line

    def place(self, index: int) -> Location:
        """Return the line and column of the character at ``index``."""
        before = self.text[:index]
        line = before.count("\n")
        column = index - (before.rfind("\n") + 1)
        return Location(file=self.file, row=self.first_line + line, column=column + 1)

    def location(self, node: Node) -> Location:
        """Return the line and column of a node."""
        mark = node.start_mark
        return Location(file=self.file, row=self.first_line + mark.line, column=mark.column + 1)

    def read(self, problems: ProblemList) -> Value | None:
        """Parse the text; what is wrong with its form goes to ``problems``."""
        try:
            node = yaml.compose(self.text, Loader=_Loader)
        except yaml.YAMLError as error:
            problems.extend([self._broken(error)])
            return None
        if node is None:
            problems.add("yaml-empty", Text("fichier vide", "empty file"), location=Location(self.file, None, 1))
            return None
        return self._convert(node, problems, 0)

    def _broken(self, error: yaml.YAMLError) -> Problem:
        mark = getattr(error, "problem_mark", None)
        where = Location(self.file)
        if mark is not None:
            where = Location(self.file, None, self.first_line + mark.line, mark.column + 1)
        detail = getattr(error, "problem", None) or "syntax"
        return Problem(
            "yaml-syntax",
            Text(f"le YAML ne se lit pas ({detail})", f"the YAML cannot be read ({detail})"),
            Text("vérifier l'indentation et les guillemets", "check indentation and quotes"),
            where,
        )

    def _convert(self, node: Node, problems: ProblemList, depth: int) -> Value:
        if depth > 40:
            raise RulebookError(
                Problem(
                    "yaml-deep",
                    Text("YAML trop imbriqué", "YAML nested too deeply"),
                    location=self.location(node),
                )
            )
        if isinstance(node, ScalarNode):
            return Scalar(node.value, node, self)
        if isinstance(node, SequenceNode):
            return Items(tuple(self._convert(each, problems, depth + 1) for each in node.value), node, self)
        values: dict[str, Value] = {}
        keys: dict[str, Location] = {}
        if not isinstance(node, MappingNode):  # an alias is resolved by the composer: nothing else is left
            raise TypeError(type(node).__name__)
        for key_node, value_node in node.value:
            where = self.location(key_node)
            if not isinstance(key_node, ScalarNode):
                problems.add("yaml-key", Text("clé illisible", "unusable key"), location=where)
                continue
            key = key_node.value
            if key in values:
                problems.add(
                    "duplicate-key",
                    Text(f"la clé « {key} » est écrite deux fois", f"the key “{key}” is written twice"),
                    Text(f"première fois ligne {keys[key].row}", f"first on line {keys[key].row}"),
                    where,
                )
                continue
            values[key] = self._convert(value_node, problems, depth + 1)
            keys[key] = where
        return Fields(values, keys, node, self)


def read_file(path: Path, name: str, problems: ProblemList) -> str | None:
    """Return the text of a rule file (UTF-8), or None with the reason noted."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problems.add(
            "file-unreadable",
            Text(f"fichier illisible ({reason})", f"file cannot be read ({reason})"),
            location=Location(name),
        )
    except UnicodeDecodeError:
        problems.add(
            "file-encoding",
            Text("le fichier n'est pas en UTF-8", "the file is not UTF-8"),
            Text("l'enregistrer en UTF-8", "save it as UTF-8"),
            Location(name),
        )
    return None
