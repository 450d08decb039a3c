"""Data that cannot be: two rows with one name, a reference to nothing, a day before another, a value left out.

Works on cells not yet read, so that these faults are told together with those of the cells. Also gives every
reference the spelling of the row it points to: ``p03`` becomes ``P03``.
"""

from __future__ import annotations

from collections.abc import Mapping

from innosprint_rules import limits
from innosprint_rules.dossier.cells import CellError, is_blank, quote, read_date, read_text, show
from innosprint_rules.dossier.schema.columns import NotBefore, OwnMessage
from innosprint_rules.dossier.schema.raw import Fault, Faults, RawDossier, RawRow, RawTable, RowSource
from innosprint_rules.dossier.schema.tables import PROPOSAL, Table
from innosprint_rules.dossier.schema.values import quietly
from innosprint_rules.errors import Location, Problem
from innosprint_rules.folding import same_key
from innosprint_rules.nearest import closest
from innosprint_rules.wording import Text

Spellings = dict[str, str]
"""Identities of a table: as compared → as written."""


def settle(raw: RawDossier) -> None:
    """Check the rows of ``raw`` against each other and settle the spelling of references, in place."""
    faults = raw.faults
    spellings: dict[str, Spellings] = {}
    for table in raw.tables.values():
        if len(table.table.identity) == 1 and not table.missing:
            spellings[table.table.code] = _identities(table, faults)
    _join_proposed(raw, spellings, faults)
    heard: dict[str, Spellings] = {}
    held = [raw.tables[code] for code in raw.schema.inputs if code in raw.tables]
    for table in held:
        _settle_references(table, spellings, heard, faults)
    for table in held:
        if len(table.table.identity) > 1:
            _check_keys(table, faults)
    for table in held:
        for column in table.table.columns:
            if column.not_before is not None:
                _check_day(raw, table, column.code, column.not_before, faults)
    for table in held:
        for column in table.table.columns:
            if column.read_by is not None and column.read_by.needed is not None:
                _check_value(table, column.code, column.read_by.column, column.read_by.needed, faults)


def _join_proposed(raw: RawDossier, spellings: dict[str, Spellings], faults: Faults) -> None:
    """Let proposed rows share the names of the decided ones beside which they stand; refuse one that is taken."""
    table = raw.schema.proposals
    proposed, decided = raw.tables.get(PROPOSAL), None if table is None else raw.tables.get(table.code)
    if proposed is None or decided is None or decided.missing:
        return
    (key,) = proposed.table.identity
    first = {same_key(name): row.source for row in decided.rows if (name := _text(row, key)) is not None}
    known = spellings[decided.table.code]
    for position, row in enumerate(proposed.rows):
        name = _text(row, key)
        taken = None if name is None else first.get(same_key(name))
        if taken is not None and name is not None:
            problem = duplicate_identity(name, proposed.table, known[same_key(name)], taken.location())
            faults.append(_fault(problem, proposed, row, position, key))
        elif name is not None:
            known.setdefault(same_key(name), name)


def unknown_reference(value: str, known: Mapping[str, str], target: Table, suggest: bool = True) -> Problem:
    """Describe a reference to a row that its table, which is there, does not hold."""
    near = closest(same_key(value), known.values()) if suggest else None
    hint = Text(
        f"ajouter la ligne à la table « {target.name} » ou corriger la référence",
        f"add the row to the table “{target.name}” or mend the reference",
    )
    if near is not None:
        close = quote(near)
        hint = Text(f"vouliez-vous dire {close.fr} ?", f"did you mean {close.en}?")
    shown = quote(value)
    return Problem(
        "unknown-reference",
        Text(
            f"{shown.fr} n'est dans aucune ligne de la table « {target.name} »",
            f"{shown.en} is in no row of the table “{target.name}”",
        ),
        hint,
    )


def duplicate_identity(identity: str, table: Table, known: str, first: Location) -> Problem:
    """Describe a second row with the name of one that was read at ``first``, spelled ``known`` there."""
    fr, en = first.words("fr"), first.words("en")
    shown, other = quote(identity), quote(known)
    as_fr, as_en = ("", "") if identity == known else (f", écrit {other.fr}", f", spelled {other.en}")
    return Problem(
        "duplicate-identity",
        Text(
            f"{shown.fr} nomme déjà une autre ligne{as_fr}{f' ({fr})' if fr else ''}",
            f"{shown.en} already names another row{as_en}{f' ({en})' if en else ''}",
        ),
        Text(
            f"donner à chaque {table.one.fr} son propre identifiant",
            f"give each {table.one.en} an identifier of its own",
        ),
    )


def _identities(table: RawTable, faults: Faults) -> Spellings:
    code = table.table.identity[0]
    spellings: Spellings = {}
    first: dict[str, RowSource] = {}
    for position, row in enumerate(table.rows):
        key = _text(row, code)
        if key is None:
            continue  # a blank identifier is a fault of its own
        compared = same_key(key)
        if compared not in spellings:
            spellings[compared] = key
            first[compared] = row.source
        elif not faults.full:
            written = str(row.cells[code])
            problem = duplicate_identity(written, table.table, spellings[compared], first[compared].location())
            faults.append(_fault(problem, table, row, position, code))
    return spellings


def _settle_references(
    table: RawTable, spellings: dict[str, Spellings], heard: dict[str, Spellings], faults: Faults
) -> None:
    for column in table.table.references:
        if column.code not in table.source.columns or column.target is None:
            continue
        known = spellings.get(column.target)
        for position, row in enumerate(table.rows):
            key = _text(row, column.code)
            if key is None:
                continue
            if faults.full:
                return
            compared = same_key(key)
            if known is None:  # the table is not there: the first spelling that was met stands for all
                row.cells[column.code] = heard.setdefault(column.target, {}).setdefault(compared, key)
            elif compared in known:
                row.cells[column.code] = known[compared]
            else:
                suggest = len(faults) < limits.ERRORS_TOLD  # nobody reads those of the others, which take their time
                problem = unknown_reference(
                    str(row.cells[column.code]), known, table.table.schema.tables[column.target], suggest
                )
                faults.append(_fault(problem, table, row, position, column.code))


_TWICE = OwnMessage(
    "duplicate-row",
    Text("une autre ligne porte déjà les mêmes clés", "another row has the same keys already"),
    Text("réunir les deux lignes", "make one row of the two"),
)


def _check_keys(table: RawTable, faults: Faults) -> None:
    """Refuse two rows that several keys together name alike."""
    codes = table.table.identity
    told = table.table.twice or _TWICE
    first: dict[tuple[str, ...], RowSource] = {}
    for position, row in enumerate(table.rows):
        keys = [key for code in codes if (key := _text(row, code)) is not None]
        if len(keys) < len(codes):
            continue
        compared = tuple(map(same_key, keys))
        if compared in first:
            where = first[compared].location()
            message = told.message.fill(**{code: show(key) for code, key in zip(codes, keys, strict=True)})
            fr, en = where.words("fr"), where.words("en")
            problem = Problem(told.code, Text(f"{message.fr} ({fr})", f"{message.en} ({en})"), told.hint or _TWICE.hint)
            faults.append(_fault(problem, table, row, position, codes[-1]))
        first.setdefault(compared, row.source)


def _check_day(raw: RawDossier, table: RawTable, code: str, rule: NotBefore, faults: Faults) -> None:
    """Refuse a day before that of the row which another cell leads to."""
    target = raw.schema.tables[table.table.by_code[rule.column].target or ""]
    others = raw.tables.get(target.code)
    if others is None or target.date_column is None:
        return
    (name,) = target.identity
    known = {same_key(key): row for row in others.rows if (key := _text(row, name)) is not None}
    for position, row in enumerate(table.rows):
        day = quietly(read_date, row.cells.get(code))
        key = _text(row, rule.column)
        other = known.get(same_key(key)) if day is not None and key is not None else None
        since = quietly(read_date, other.cells.get(target.date_column)) if other is not None else None
        if day is None or other is None or since is None or day >= since:
            continue
        shown = {"cell": show(row.cells[code]), "row": show(key), "day": show(other.cells[target.date_column])}
        problem = Problem(rule.told.code, rule.told.message.fill(**shown), rule.told.hint)
        faults.append(_fault(problem, table, row, position, code))


def _check_value(table: RawTable, code: str, by: str, told: OwnMessage, faults: Faults) -> None:
    """Refuse a blank value beside a cell that says what it is: what the row means cannot be known."""
    if code not in table.source.columns:
        return
    for position, row in enumerate(table.rows):
        said = _text(row, by)
        if said is None or not is_blank(row.cells.get(code)):
            continue
        problem = Problem(told.code, told.message.fill(by=show(said)), told.hint)
        faults.append(_fault(problem, table, row, position, code))


def _text(row: RawRow, code: str) -> str | None:
    value = row.cells.get(code)
    if is_blank(value):
        return None
    try:
        return read_text(value)
    except CellError:
        return None  # told with the cells


def _fault(problem: Problem, table: RawTable, row: RawRow, position: int, code: str) -> Fault:
    located = Problem(problem.code, problem.message, problem.hint, row.source.location(code), row.source.loc_of(code))
    return Fault(located, (table.table.code, position, code), row.cells.get(code))
