"""Reading the tables of a dossier from an agreement's folder: ``tables/*.yaml`` and the roles in agreement.yaml.

A folder without tables keeps its dossiers in those of the bundled agreement.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from innosprint_rules.dossier.schema.column_reading import plain_value, read_column, read_message, read_names, read_yes
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.role_reading import check_played, read_roles
from innosprint_rules.dossier.schema.roles import KINDS
from innosprint_rules.dossier.schema.tables import PROPOSAL, Schema, Table, interned
from innosprint_rules.errors import ProblemList, RulebookError
from innosprint_rules.fields import FieldReader
from innosprint_rules.files import read_text
from innosprint_rules.folding import fold
from innosprint_rules.nearest import suggestion
from innosprint_rules.strict_yaml import Fields, Items, Scalar, YamlDocument
from innosprint_rules.wording import Text

TABLES = "tables/"
"""Where the tables stand in the folder."""
AGREEMENT = "agreement.yaml"
_ROLES = "roles"


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
    documents = {name: YamlDocument(text, name).read(problems) for name, text in texts.items()}
    fields = {name: read for name, read in documents.items() if isinstance(read, Fields)}
    schema = None if problems else schema_of_fields(fields, texts, problems)
    if schema is None or problems:
        raise RulebookError(problems.problems)
    return schema


def schema_of_texts(texts: Mapping[str, str]) -> Schema:
    """Make the schema that ``texts``, taken from another, declare."""
    problems = ProblemList()
    documents = {name: YamlDocument(text, name).read(problems) for name, text in texts.items()}
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
    check_played(declared, problems)
    said = {
        "tables": order,
        "roles": Fields({k: v for k, v in declared.items() if k in KINDS}, {}, None, agreement.document),
    }
    kept = {name: texts[name] for name in tables}
    kept[_ROLES] = json.dumps(
        {key: plain_value(value) for key, value in said.items() if value is not None}, ensure_ascii=False
    )
    known = interned(kept)
    if known is not None:
        return known
    return _build(
        Fields({k: v for k, v in said.items() if v is not None}, {}, None, agreement.document), tables, kept, problems
    )


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
                if table is not None and table.code == played.proposals.table
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
        read_column(name, each, tables, problems) for name, each in declared.items() if isinstance(each, Fields)
    )
    by_code = {column.code: column for column in columns}
    _tell_shared(columns, problems, fields)
    keyed = read_yes(reader, "keyed")
    key = reader.words("key") or (() if keyed else _usual_key(columns))
    days = [column.code for column in columns if column.kind in ("date", "ref")]
    day = reader.one_of("day", days) if reader.get("day") is not None else None
    one, many = reader.both("one"), reader.both("many")
    names = read_names(reader, "name", code)
    also = (*names[1:], *reader.words("also"))
    first = {name: frozenset(map(str, plain_value(value))) for name, value in reader.mapping("first").items()}
    twice = read_message(reader, "twice", problems)
    proposed = reader.get("proposed")
    if proposed is not None and not isinstance(proposed, Fields):
        reader.wrong(proposed.location, "proposed", "{name, one, many, numbered}", "{name, one, many, numbered}")
    table = None
    told = reader.words("told")
    for name, named in (("key", key), ("told", told)):
        for column in named:
            if column not in by_code:
                problems.add(
                    "unknown-column",
                    Text(f"{name} : « {column} » n'est pas une colonne", f"{name}: “{column}” is no column"),
                    suggestion(column, list(by_code)) or _KEYED,
                    fields.location,
                )
    if one is not None and many is not None:
        refers = day in by_code and by_code[day].kind == "ref"
        table = Table(
            code=code, name=names[0], one=one, many=many, columns=columns, identity=key,
            date_column=None if refers else day, dated_by=day if refers else None, aliases=also, keyed=keyed,
            singular=read_yes(reader, "singular"), feminine=read_yes(reader, "feminine"),
            about=reader.both("about", required=False) or many,
            row=reader.text("row", "".join(map(str.capitalize, one.en.split())), required=False),
            first=first, twice=twice, told=told,
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


def _usual_key(columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the columns that name a row where the table does not say: `id`, or the only one of type key."""
    keys = [column.code for column in columns if column.kind == "key"]
    return tuple(keys) if len(keys) == 1 else ("id",)


_KEYED = Text("donner à une colonne le type « key », ou nommer celles qui désignent une ligne : key: [une, autre]",
              "give one column the type “key”, or name those that name a row: key: [one, another]")  # fmt: skip
_PROPOSED = Text("ligne proposée", "proposed row")
_PROPOSED_ROWS = Text("lignes proposées", "proposed rows")


def _proposal(table: Table, fields: Fields | None, problems: ProblemList) -> Table:
    """Return what the rows of ``table`` are while they are put to the vote, beside the tables of a dossier."""
    usual = replace(
        table, code=PROPOSAL, name="proposition", one=_PROPOSED, many=_PROPOSED_ROWS, aliases=(), numbered="ligne"
    )
    if fields is None:
        return usual
    reader = FieldReader(fields, problems)
    made = replace(
        usual, name=reader.text("name"), one=reader.both("one") or table.one, many=reader.both("many") or table.many,
        numbered=reader.text("numbered"),
    )  # fmt: skip
    reader.finish()
    return made
