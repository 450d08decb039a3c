"""From a mapping of tables by name, French or English, to a raw dossier."""

from __future__ import annotations

from collections.abc import Mapping

from innosprint_rules import limits
from innosprint_rules.dossier.cells import show
from innosprint_rules.dossier.formats.mappings import Lined, add_table
from innosprint_rules.dossier.formats.unnamed_tables import refuse, table_in_rows
from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.dossier.schema.tables import Schema
from innosprint_rules.errors import Location
from innosprint_rules.nearest import closest
from innosprint_rules.wording import Text


def too_many_tables(raw: RawDossier, data: Mapping[object, object]) -> bool:
    """Refuse a document of more tables than are read; tell whether it is one."""
    if len(data) <= limits.SHEETS:
        return False
    raw.fault(
        "too-many-tables",
        Text(f"{len(data)} tables, {limits.SHEETS} au plus", f"{len(data)} tables, {limits.SHEETS} at most"),
        Text("n'y laisser que les tables du dossier", "leave nothing in it but the tables of the dossier"),
    )
    return True


def raw_from_tables(
    data: Mapping[object, object], schema: Schema, file: str | None = None, paths: bool = True
) -> RawDossier:
    """Read a mapping of tables by name; ``paths`` says that places are told by path, not only by line."""
    raw = RawDossier(schema, file)
    if too_many_tables(raw, data):
        return raw
    lines = data.lines if isinstance(data, Lined) else None
    names: dict[str, list[str]] = {}
    for key, rows in data.items():
        name = str(key)
        shown = show(name)
        table = schema.find_input(name)
        where = Location(file, None, lines.get(name) if lines else None, None if lines else shown)
        if table is None:
            _unknown(raw, shown, rows, where)
        elif table.code in names and table is not schema.proposal and not table.by_years(name, names[table.code]):
            raw.fault(
                "duplicate-table",
                Text(
                    f"« {names[table.code][0]} » et « {shown} » désignent la même table",
                    f"“{names[table.code][0]}” and “{shown}” name the same table",
                ),
                Text("les réunir en une seule", "make one of the two"),
                where,
                (table.code,),
                (name,),
            )
        elif rows is not None:
            names.setdefault(table.code, []).append(shown)
            add_table(raw, table, rows, shown, where, paths=paths)
    return raw


def _unknown(raw: RawDossier, name: str, rows: object, where: Location) -> None:
    """Refuse what looks like a table with its name mistyped; note anything else."""
    held = table_in_rows(rows, raw.schema)
    if held is not None:
        refuse(raw, held, Text(f"la table « {name} »", f"the table “{name}”"), where, (name,))
        return
    hint = raw.schema.unknown_table(name)
    if isinstance(rows, (list, tuple)) and closest(name, raw.schema.every_name, 0.75) is not None:
        raw.fault(
            "unknown-table",
            Text(f"la table « {name} » est inconnue", f"the table “{name}” is unknown"),
            hint,
            where,
            (name,),
            (name,),
        )
        return
    raw.notice(
        "unknown-table",
        Text(
            f"« {name} » n'est pas une table connue et n'est pas lu ; {hint.fr}",
            f"“{name}” is not a known table and is not read; {hint.en}",
        ),
        where,
    )
