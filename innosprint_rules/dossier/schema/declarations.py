"""Reading the tables of a dossier from an agreement's folder: ``tables/*.yaml`` and the roles in agreement.yaml.

A folder without tables keeps its dossiers in those of the bundled agreement.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
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
from innosprint_rules.dossier.schema.roles import KINDS, read_roles
from innosprint_rules.dossier.schema.tables import Schema, Table, interned, proposed_of
from innosprint_rules.errors import ProblemList, RulebookError
from innosprint_rules.fields import FieldReader
from innosprint_rules.files import read_text
from innosprint_rules.folding import fold
from innosprint_rules.strict_yaml import Document, Fields, Items, Scalar, Value
from innosprint_rules.wording import Text, same

TABLES = "tables/"
"""Where the tables stand in the folder."""
AGREEMENT = "agreement.yaml"
_ROLES = "roles"

_BLANKS = ("nothing", "unknown", "error")
_MEANINGS = ("amount", "number", "decimal", "date", "text")
_YES = {"yes": True, "no": False, "": False}


def read_schema(folder: Path) -> Schema:
    """Read the schema of the agreement in ``folder``.

    Raises:
        RulebookError: with every mistake found, each with file, line and column.
    """
    problems = ProblemList()
    texts: dict[str, str] = {}
    for path in (folder / AGREEMENT, *sorted((folder / TABLES).glob("*.yaml"))):
        name = path.relative_to(folder).as_posix()
        text = read_text(path, name, problems)
        if text is not None:
            texts[name] = text
    documents = {name: Document(text, name).read(problems) for name, text in texts.items()}
    fields = {name: read for name, read in documents.items() if isinstance(read, Fields)}
    schema = None if problems else schema_of_fields(fields, texts, problems)
    if schema is None or problems:
        raise RulebookError(problems.problems)
    return schema


def schema_of_texts(texts: Mapping[str, str]) -> Schema:
    """Make the schema that ``texts``, taken from another, declare."""
    problems = ProblemList()
    documents = {name: Document(text, name).read(problems) for name, text in texts.items()}
    fields = {name: read for name, read in documents.items() if isinstance(read, Fields)}
    schema = _build(fields.pop(_ROLES), fields, texts, problems)
    if schema is None:
        raise RulebookError(problems.problems)
    return schema


def schema_of_fields(fields: Mapping[str, Fields], texts: Mapping[str, str], problems: ProblemList) -> Schema | None:
    """Make the schema that the files of a folder, read already, declare; None where they are mistaken.

    ``texts`` has the text of each file, which names those that are alike.
    """
    tables = {name: read for name, read in fields.items() if name.startswith(TABLES)}
    agreement = fields[AGREEMENT]
    order = agreement.values.get("tables")
    roles = agreement.values.get(_ROLES)
    declared = roles.values if isinstance(roles, Fields) else {}
    said = {
        "tables": order,
        "roles": Fields({k: v for k, v in declared.items() if k in KINDS}, {}, None, agreement.document),
    }
    kept = {name: texts[name] for name in tables}
    kept[_ROLES] = json.dumps(
        {key: _plain(value) for key, value in said.items() if value is not None}, ensure_ascii=False
    )
    known = interned(kept)
    if known is not None:
        return known
    return _build(
        Fields({k: v for k, v in said.items() if v is not None}, {}, None, agreement.document), tables, kept, problems
    )


def _plain(value: Value | None) -> Any:
    if isinstance(value, Scalar):
        return value.text
    if isinstance(value, Items):
        return list(map(_plain, value))
    return {} if value is None else {key: _plain(each) for key, each in value.values.items()}


def _build(
    said: Fields, tables: Mapping[str, Fields], texts: Mapping[str, str], problems: ProblemList
) -> Schema | None:
    order = said.values.get("tables")
    names = [each.text.strip() for each in order if isinstance(each, Scalar)] if isinstance(order, Items) else []
    place = {name: position for position, name in enumerate(names)}
    codes = sorted((_code(name) for name in tables), key=lambda code: (place.get(code, len(place)), code))
    made = [_table(code, tables[f"{TABLES}{code}.yaml"], codes, problems) for code in codes]
    read = [table for table, _ in made if table is not None]
    for name in names:
        if name not in codes and isinstance(order, Items):
            problems.add("unknown-table", Text(f"aucun fichier tables/{name}.yaml", f"no file tables/{name}.yaml"),
                         location=order.location)  # fmt: skip
    roles = said.values.get(_ROLES)
    columns = {table.code: table.by_code for table in read}
    played = read_roles(roles.values if isinstance(roles, Fields) else {}, columns, problems)
    if problems:
        return None
    proposal = None
    if played.proposals is not None:
        proposal = next(
            (
                _proposal(table, more, problems)
                for table, more in made
                if table is not None and more is not None and table.code == played.proposals.table
            ),
            None,
        )
    return Schema(read, played, texts, proposal)


def _code(name: str) -> str:
    return name.removeprefix(TABLES).removesuffix(".yaml")


def _table(code: str, fields: Fields, tables: list[str], problems: ProblemList) -> tuple[Table | None, Fields | None]:
    """Read one table, and what it says of its proposed rows."""
    reader = FieldReader(fields, problems)
    declared = reader.mapping("columns", True)
    columns = tuple(
        _column(name, each, tables, problems) for name, each in declared.items() if isinstance(each, Fields)
    )
    by_code = {column.code: column for column in columns}
    _tell_shared(columns, problems, fields)
    keyed = _yes(reader, "keyed")
    key = reader.words("key") or (() if keyed else ("id",))
    day = reader.one_of("day", by_code) if reader.get("day") is not None else None
    one, many = reader.both("one"), reader.both("many")
    names = _names(reader, "name", code)
    also = (*names[1:], *reader.words("also"))
    first = {name: frozenset(map(str, _plain(value))) for name, value in reader.mapping("first").items()}
    twice = _told(reader, "twice", problems)
    proposed = reader.get("proposed")
    table = None
    for column in key:
        if column not in by_code:
            problems.add(
                "unknown-column",
                Text(f"la clé « {column} » n'est pas une colonne", f"the key “{column}” is no column"),
                location=fields.location,
            )
    if one is not None and many is not None:
        refers = day in by_code and by_code[day].kind == "ref"
        table = Table(
            code=code, name=names[0], one=one, many=many, columns=columns, identity=key,
            date_column=None if refers else day, dated_by=day if refers else None, aliases=also, keyed=keyed,
            singular=_yes(reader, "singular"), about=reader.both("about", required=False) or many,
            row=reader.text("row", "".join(map(str.capitalize, one.en.split())), required=False),
            first=first, twice=twice,
        )  # fmt: skip
    reader.finish()
    return table, proposed if isinstance(proposed, Fields) else None


def _tell_shared(columns: tuple[Column, ...], problems: ProblemList, fields: Fields) -> None:
    """Refuse a header that names two columns: which of them a file means could not be told."""
    owners: dict[str, Column] = {}
    for column in columns:
        for name in (column.code, column.header, *column.aliases):
            owner = owners.setdefault(fold(name), column)
            if owner is not column:
                problems.add(
                    "header-shared",
                    Text(f"l'en-tête « {name} » désigne deux colonnes, « {owner.code} » et « {column.code} »",
                         f"the header “{name}” names two columns, “{owner.code}” and “{column.code}”"),
                    Text("l'ôter de l'une des deux (header, also)", "take it from one of them (header, also)"),
                    fields.location,
                )  # fmt: skip


def _proposal(table: Table, fields: Fields, problems: ProblemList) -> Table:
    reader = FieldReader(fields, problems)
    one, many = reader.both("one") or table.one, reader.both("many") or table.many
    made = proposed_of(table, reader.text("name"), one, many, reader.text("numbered"))
    reader.finish()
    return made


def _column(code: str, fields: Fields, tables: list[str], problems: ProblemList) -> Column:
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
    headers = _names(reader, "header", code)
    everyone = reader.words("everyone")
    choices, spellings = _choices(reader)
    column = Column(
        header=headers[0], code=code, kind=kind,
        blank=reader.one_of("blank", _BLANKS, BLANK_OF_KIND[kind]),  # type: ignore[arg-type]  # one of _BLANKS
        help=reader.both("help", required=False) or same(headers[0]),
        target=reader.one_of("to", tables) if kind == "ref" else None,
        choices=choices, spellings=spellings, default=reader.text("default", required=False) or None,
        most=reader.whole("most"), zero=_yes(reader, "zero"),
        aliases=(*headers[1:], *reader.words("also")), names=reader.text("names", required=False) or None,
        everyone=(everyone[0], everyone[1]) if len(everyone) == 2 else None,
        coded=_yes(reader, "coded"), said=_yes(reader, "said"),
        read_by=_read_by(reader, problems) if kind == "value" else None,
        not_before=_not_before(reader, problems), labels=_labels(reader),
    )  # fmt: skip
    reader.finish()
    return column


def _names(reader: FieldReader, key: str, default: str) -> tuple[str, ...]:
    """Read a name as people write it: one text, or one a language, French first."""
    value = reader.get(key)
    if isinstance(value, Fields):
        inner = FieldReader(value, reader.problems)
        names = [inner.text(lang, required=False) for lang in ("fr", "en")]
        inner.finish()
        return tuple(dict.fromkeys(name for name in names if name)) or (default,)
    return (reader.text(key, default, required=False),)


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


def _yes(reader: FieldReader, key: str) -> bool:
    return _YES[reader.one_of(key, ("yes", "no"), "no")]


def _told(reader: FieldReader, key: str, problems: ProblemList) -> OwnMessage | None:
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
    meanings = {fold(word): cast("Meaning", _plain(value)) for word, value in reader.mapping("read").items()}
    views = tuple(_view(name, value, problems) for name, value in reader.mapping("seen").items()
                  if isinstance(value, Fields))  # fmt: skip
    otherwise = cast("Meaning", reader.one_of("otherwise", _MEANINGS, "text"))
    return ReadBy(
        reader.text("by"),
        meanings,
        otherwise,
        views,
        _told(reader, "needed", problems),
        _told(reader, "unread", problems),
    )


def _view(name: str, fields: Fields, problems: ProblemList) -> View:
    inner = FieldReader(fields, problems)
    kind = cast("Meaning", inner.one_of("type", _MEANINGS))
    view = View(name, kind, inner.one_of("blank", ("nothing", "unknown"), "unknown") == "nothing",
                inner.one_of("rules", ("yes", "no"), "yes") == "yes")  # fmt: skip
    inner.finish()
    return view
