"""Making values of the events of a YAML text, bounded as they come.

Nothing is composed before it is known to be bounded: the text is taken event by event, and refused where it is nested
too deeply, or holds more values than the limits say, what aliases repeat included. Refused too, with their place: a key
given twice, a tag, a second document, and a key without a value in braces, since ``{montant: 20000,50}`` is one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import yaml

from innosprint_rules import limits
from innosprint_rules.errors import Location, Problem, ProblemList
from innosprint_rules.strict_yaml.values import Fields, Items, Scalar, Value, Written
from innosprint_rules.wording import Text


class RefusedError(Exception):
    """Raised where reading on makes no sense: what the text is refused for."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message.en)


@dataclass(slots=True)
class _Anchored:
    """A value with a name: how many values it holds when it is written out, and how deep it is nested."""

    value: Value
    count: int
    height: int


class Builder:
    """Makes values of the events of one document."""

    def __init__(self, document: Written, event: Callable[[], Any], problems: ProblemList, aliases: bool) -> None:
        self.document = document
        self.next = event
        self.problems = problems
        self.aliases = aliases
        self._anchored: dict[str, _Anchored] = {}
        self._count = 0
        self._deepest = 0

    def whole(self) -> Value | None:
        """Return the value of the one document that there is."""
        value: Value | None = None
        while (event := self.next()) is not None:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if value is not None:
                raise self._stop("yaml-documents", event, _SECOND)
            value = self._value(self.next(), 0)
        if value is None:
            self.problems.add(
                "yaml-empty", Text("fichier vide", "empty file"), location=Location(self.document.file, None, 1)
            )
        return value

    def _value(self, event: Any, depth: int) -> Value:
        self._count += 1
        if self._count > limits.VALUES:
            raise self._stop("too-many-values", event, _MANY)
        if type(event) is yaml.AliasEvent:
            return self._alias(event, depth)
        if event.tag is not None:
            told = Text(f"l'étiquette « {event.tag} » n'est pas permise", f"the tag “{event.tag}” is not allowed")
            raise self._stop("yaml-tag", event, (told, Text("l'enlever", "remove it")))
        if type(event) is yaml.ScalarEvent:
            start, end = cast("tuple[Any, Any]", (event.start_mark, event.end_mark))
            value: Value = Scalar(event.value, start, end.index, event.implicit[0], self.document)
            if event.anchor is not None:
                self._anchored[event.anchor] = _Anchored(value, 1, 0)
            return value
        if depth >= limits.DEPTH:
            raise self._stop("too-deep", event, _DEEP)
        before, deepest, self._deepest = self._count, self._deepest, depth
        value = self._items(event, depth) if type(event) is yaml.SequenceStartEvent else self._fields(event, depth)
        if event.anchor is not None:
            self._anchored[event.anchor] = _Anchored(value, self._count - before + 1, self._deepest + 1 - depth)
        self._deepest = max(deepest, self._deepest)
        return value

    def _alias(self, event: Any, depth: int) -> Value:
        if not self.aliases:
            raise self._stop("yaml-alias", event, _ALIAS)
        named = self._anchored.get(event.anchor)
        if named is None:
            told = Text(f"rien ne s'appelle « {event.anchor} » avant cette ligne",
                        f"nothing is called “{event.anchor}” before this line")  # fmt: skip
            raise self._stop("yaml-alias", event, (told, _ALIAS[1]))
        self._count += named.count
        self._deepest = max(self._deepest, depth + named.height - 1)
        if self._count > limits.VALUES:
            raise self._stop("too-many-values", event, _MANY)
        if depth + named.height > limits.DEPTH:
            raise self._stop("too-deep", event, _DEEP)
        return named.value

    def _items(self, start: Any, depth: int) -> Items:
        values: list[Value] = []
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            values.append(self._value(event, depth + 1))
        return Items(tuple(values), start.start_mark, self.document)

    def _fields(self, start: Any, depth: int) -> Fields:
        values: dict[str, Value] = {}
        keys: dict[str, Location] = {}
        torn = False
        while type(event := self.next()) is not yaml.MappingEndEvent:
            where = self.document.location(event.start_mark)
            named = self._value(event, depth + 1)
            value = self._value(self.next(), depth + 1)
            if not isinstance(named, Scalar):
                self.problems.add("yaml-key", Text("une clé doit être un texte", "a key must be a text"),
                                  Text("écrire « clé : valeur »", "write “key: value”"), where)  # fmt: skip
                continue
            key = "" if named.blank else named.text
            if start.flow_style and self._bare(event, value):
                if not torn:  # what follows is the rest of the same value
                    self.problems.add(
                        "key-without-value",
                        Text(f"« {key} » est sans valeur : entre accolades, la virgule sépare deux clés",
                             f"“{key}” has no value: within braces a comma parts two keys"),
                        Text("si la virgule est dans la valeur (20000,50), la mettre entre guillemets ; sinon écrire "
                             "« clé : valeur »",
                             "if the comma is part of the value (20000,50), put it in quotes; else write “key: value”"),
                        where,
                    )  # fmt: skip
                torn = True
            elif key in values:
                self.problems.add(
                    "duplicate-key",
                    Text(f"la clé « {key} » est écrite deux fois (ligne {keys[key].row})",
                         f"the key “{key}” is written twice (line {keys[key].row})"),
                    Text("n'en garder qu'une", "keep only one of them"),
                    where,
                )  # fmt: skip
            else:
                values[key] = value
                keys[key] = where
        return Fields(values, keys, start.start_mark, self.document)

    def _bare(self, key: Any, value: Any) -> bool:
        """Tell whether a key stands in braces without its colon."""
        if not isinstance(value, Scalar) or not value.plain or value.text:
            return False
        between = self.document.text[key.end_mark.index : value.mark.index]
        return ":" not in between

    def _stop(self, code: str, event: Any, told: tuple[Text, Text]) -> RefusedError:
        return RefusedError(Problem(code, *told, self.document.location(event.start_mark)))


_SECOND = (Text("un second document commence ici", "a second document starts here"),
           Text("n'en garder qu'un", "keep only one"))  # fmt: skip
_ALIAS = (Text("un alias (*) n'est pas permis", "an alias (*) is not allowed"),
          Text("écrire la valeur elle-même", "write the value itself"))  # fmt: skip
_DEEP = (
    Text(f"trop de niveaux imbriqués, {limits.DEPTH} au plus", f"nested too deeply, {limits.DEPTH} levels at most"),
    Text("une table est une liste de lignes", "a table is a list of rows"),
)
_MANY = (
    Text(f"plus de {limits.VALUES} valeurs, celles des alias comprises",
         f"more than {limits.VALUES} values, those of aliases included"),
    Text("n'y garder que ce qui sert", "keep what is needed only"),
)  # fmt: skip
