"""Strict YAML: every scalar is text, so that ``no``, ``012`` and ``2019-05-31`` reach the readers as typed.

Refused, with their line: a key given twice, an alias, a tag, a second document. Only an empty plain scalar,
``null`` and ``~`` are blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from innosprint_rules.dossier.mappings import Lined
from innosprint_rules.dossier.raw import RawDossier
from innosprint_rules.errors import Location
from innosprint_rules.wording import Text

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BLANK = frozenset(("", "~", "null", "Null", "NULL"))
_DEEPEST = 6


class _StopError(Exception):
    """Raised where reading on makes no sense; the fault is already noted."""


def parse_yaml(text: str, raw: RawDossier) -> object:
    """Return the document as mappings, lists, texts and None; None, with a fault in ``raw``, if malformed."""
    try:
        events = iter(yaml.parse(text, Loader=_LOADER))
        root: object = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    _refuse(
                        raw,
                        event,
                        "yaml-documents",
                        Text("un second document commence ici", "a second document starts here"),
                        Text("n'en garder qu'un", "keep only one"),
                    )
                    return None
                root = _build(next(events), events, raw, 0)
    except _StopError:
        return None
    except yaml.YAMLError as error:
        _syntax(error, raw)
        return None
    return root


def _build(event: Any, events: Iterator[Any], raw: RawDossier, depth: int) -> object:
    if isinstance(event, yaml.AliasEvent):
        _refuse(
            raw,
            event,
            "yaml-alias",
            Text("un alias (*) n'est pas permis", "an alias (*) is not allowed"),
            Text("écrire la valeur elle-même", "write the value itself"),
        )
        raise _StopError
    if event.tag is not None and event.tag != "!":
        _refuse(
            raw,
            event,
            "yaml-tag",
            Text(f"l'étiquette « {event.tag} » n'est pas permise", f"the tag “{event.tag}” is not allowed"),
            Text("l'enlever", "remove it"),
        )
        raise _StopError
    if isinstance(event, yaml.ScalarEvent):
        plain = event.style in (None, "")
        return None if plain and event.value in _BLANK else event.value
    if depth >= _DEEPEST:
        _refuse(
            raw,
            event,
            "too-deep",
            Text("les listes sont trop imbriquées", "lists are nested too deeply"),
            Text("une table est une liste de lignes", "a table is a list of rows"),
        )
        raise _StopError
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[object] = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(_build(inner, events, raw, depth + 1))
        return items
    return _mapping(event, events, raw, depth)


def _mapping(event: Any, events: Iterator[Any], raw: RawDossier, depth: int) -> Lined:
    mapping = Lined()
    lines: dict[str, int] = {}
    while not isinstance(inner := next(events), yaml.MappingEndEvent):
        name = _build(inner, events, raw, depth + 1)
        line = inner.start_mark.line + 1
        value = _build(next(events), events, raw, depth + 1)
        if isinstance(name, (list, dict)):
            _refuse(
                raw,
                inner,
                "yaml-key",
                Text("une clé doit être un texte", "a key must be a text"),
                Text("écrire « clé : valeur »", "write “key: value”"),
            )
            raise _StopError
        key = "" if name is None else str(name)
        if key in mapping:
            _refuse(
                raw,
                inner,
                "duplicate-key",
                Text(
                    f"la clé « {key} » est donnée deux fois (ligne {lines[key]})",
                    f"the key “{key}” is given twice (line {lines[key]})",
                ),
                Text("n'en garder qu'une", "keep only one of them"),
            )
            continue
        mapping[key] = value
        lines[key] = line
    mapping.line = min(lines.values(), default=event.start_mark.line + 1)
    mapping.lines = lines
    return mapping


def _refuse(raw: RawDossier, event: Any, code: str, message: Text, hint: Text) -> None:
    mark = event.start_mark
    raw.fault(code, message, hint, Location(raw.file, None, mark.line + 1, mark.column + 1))


def _syntax(error: yaml.YAMLError, raw: RawDossier) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "")
    said = f" ({reason})" if reason else ""
    where = Location(raw.file, None, mark.line + 1, mark.column + 1) if mark else Location(raw.file)
    raw.fault(
        "yaml-syntax",
        Text(f"le YAML est mal formé{said}", f"the YAML is malformed{said}"),
        Text(
            "vérifier l'alignement, les deux-points et les guillemets de cette ligne",
            "check the alignment, the colons and the quotation marks of this line",
        ),
        where,
    )
