"""How one column of a table is declared: its type, its names, its choices, what is said of a bad cell."""

from __future__ import annotations

from typing import Any, cast

from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.columns import (
    BLANK_OF_KIND,
    Column,
    Kind,
    Meaning,
    NotBefore,
    OwnMessage,
    ReadBy,
    View,
)
from innosprint_rules.errors import ProblemList
from innosprint_rules.fields import FieldReader
from innosprint_rules.folding import fold
from innosprint_rules.strict_yaml import Fields, Items, Scalar, Value
from innosprint_rules.wording import Text, same

_BLANKS = ("nothing", "unknown", "error")
_MEANINGS = ("amount", "number", "decimal", "date", "text")
_YES = {"yes": True, "no": False, "": False}


def plain_value(value: Value | None) -> Any:
    if isinstance(value, Scalar):
        return value.text
    if isinstance(value, Items):
        return list(map(plain_value, value))
    return {} if value is None else {key: plain_value(each) for key, each in value.values.items()}


def read_column(code: str, fields: Fields, tables: list[str], problems: ProblemList) -> Column:
    reader = FieldReader(fields, problems)
    if hasattr(Row, code) or not code.isidentifier() or code.startswith("_"):
        problems.add(
            "reserved-name",
            Text(f"une colonne ne peut pas s'appeler « {code} » dans les formules",
                 f"a column cannot be called “{code}” in formulas"),
            Text("choisir un autre nom (lettres, chiffres et _) ; l'en-tête que l'on écrit reste libre : header",
                 "choose another name (letters, digits and _); the header that people write stays free: header"),
            fields.location,
        )  # fmt: skip
    kind = cast("Kind", reader.one_of("type", BLANK_OF_KIND))
    headers = read_names(reader, "header", code)
    everyone = reader.words("everyone")
    choices, spellings = _choices(reader)
    column = Column(
        header=headers[0], code=code, kind=kind,
        blank=reader.one_of("blank", _BLANKS, BLANK_OF_KIND[kind]),  # type: ignore[arg-type]  # one of _BLANKS
        help=reader.both("help", required=False) or same(headers[0]),
        target=reader.one_of("to", tables) if kind == "ref" else None,
        choices=choices, spellings=spellings, default=_default(reader, choices),
        most=reader.whole("most"), zero=read_yes(reader, "zero"),
        aliases=(*headers[1:], *reader.words("also")), names=reader.text("names", required=False) or None,
        everyone=(everyone[0], everyone[1]) if len(everyone) == 2 else None,
        coded=read_yes(reader, "coded"), said=read_yes(reader, "said"),
        read_by=_read_by(reader, problems) if kind == "value" else None,
        not_before=_not_before(reader, problems), labels=_labels(reader),
    )  # fmt: skip
    reader.finish()
    return column


def read_names(reader: FieldReader, key: str, default: str) -> tuple[str, ...]:
    """Read a name as people write it: one text, or one a language, French first."""
    value = reader.get(key)
    if isinstance(value, Fields):
        inner = FieldReader(value, reader.problems)
        names = [inner.text(lang, required=False) for lang in ("fr", "en")]
        inner.finish()
        return tuple(dict.fromkeys(name for name in names if name)) or (default,)
    return (reader.text(key, default, required=False),)


def _default(reader: FieldReader, choices: tuple[str, ...]) -> str | None:
    """Read the word that a blank cell stands for: one of the choices, where there are any."""
    if choices and reader.get("default") is not None:
        return reader.one_of("default", choices)
    return reader.text("default", required=False) or None


def _choices(reader: FieldReader) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Read the words of an enumeration, and other ways of writing them."""
    value = reader.get("choices")
    if not isinstance(value, Fields):
        return reader.words("choices"), ()
    spellings = [(spelling.text, word) for word, each in value.values.items() if isinstance(each, Items)
                 for spelling in each if isinstance(spelling, Scalar)]  # fmt: skip
    return tuple(value.values), tuple(spellings)


def _labels(reader: FieldReader) -> dict[str, Text]:
    return {word: reader.as_text(value, word) or same(word) for word, value in reader.mapping("labels").items()}


def read_yes(reader: FieldReader, key: str) -> bool:
    return _YES[reader.one_of(key, ("yes", "no"), "no")]


def read_message(reader: FieldReader, key: str, problems: ProblemList) -> OwnMessage | None:
    value = reader.get(key)
    if not isinstance(value, Fields):
        return None
    inner = FieldReader(value, problems)
    told = _message(inner)
    inner.finish()
    return told


def _message(inner: FieldReader) -> OwnMessage:
    return OwnMessage(inner.text("code"), inner.both("message") or same(""), inner.both("hint", required=False))


def _not_before(reader: FieldReader, problems: ProblemList) -> NotBefore | None:
    value = reader.get("not_before")
    if not isinstance(value, Fields):
        return None
    inner = FieldReader(value, problems)
    found = NotBefore(inner.text("column"), _message(inner))
    inner.finish()
    return found


def _read_by(reader: FieldReader, problems: ProblemList) -> ReadBy:
    meanings = {fold(word): cast("Meaning", plain_value(value)) for word, value in reader.mapping("read").items()}
    views = tuple(_view(name, value, problems) for name, value in reader.mapping("seen").items()
                  if isinstance(value, Fields))  # fmt: skip
    otherwise = cast("Meaning", reader.one_of("otherwise", _MEANINGS, "text"))
    return ReadBy(
        reader.text("by"),
        meanings,
        otherwise,
        views,
        read_message(reader, "needed", problems),
        read_message(reader, "unread", problems),
    )


def _view(name: str, fields: Fields, problems: ProblemList) -> View:
    inner = FieldReader(fields, problems)
    kind = cast("Meaning", inner.one_of("type", _MEANINGS))
    view = View(name, kind, inner.one_of("blank", ("nothing", "unknown"), "unknown") == "nothing",
                inner.one_of("rules", ("yes", "no"), "yes") == "yes")  # fmt: skip
    inner.finish()
    return view
