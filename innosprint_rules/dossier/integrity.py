"""Data that cannot be: two rows with one name, a reference to nothing, an amendment without a value.

Works on cells not yet read, so that these faults are told together with those of the cells. Also gives every
reference the spelling of the row it points to: ``p03`` becomes ``P03``.
"""

from __future__ import annotations

from collections.abc import Mapping

from innosprint_rules import limits
from innosprint_rules.dossier.cells import CellError, is_blank, quote, read_date, read_text, show
from innosprint_rules.dossier.cells.names import closest
from innosprint_rules.dossier.schema.columns import Table
from innosprint_rules.dossier.schema.raw import Fault, Faults, RawDossier, RawRow, RawTable, RowSource
from innosprint_rules.dossier.schema.tables import INPUT_TABLES, PROPOSAL, TABLES
from innosprint_rules.dossier.schema.values import quietly
from innosprint_rules.errors import Location, Problem
from innosprint_rules.folding import same_key
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
    for code in INPUT_TABLES:
        if code in raw.tables:
            _settle_references(raw.tables[code], spellings, heard, faults)
    if "presentations" in raw.tables:
        _check_pairs(raw.tables["presentations"], faults)
    if "projects" in raw.tables and "sessions" in raw.tables:
        _check_exits(raw.tables["projects"], raw.tables["sessions"], faults)
    if "amendments" in raw.tables:
        _check_amendments(raw.tables["amendments"], faults)


def _join_proposed(raw: RawDossier, spellings: dict[str, Spellings], faults: Faults) -> None:
    """Let proposed rows share the names of the allocations beside which they stand; refuse one that is taken."""
    proposed, decided = raw.tables.get(PROPOSAL.code), raw.tables.get("allocations")
    if proposed is None or decided is None or decided.missing:
        return
    first = {same_key(name): row.source for row in decided.rows if (name := _text(row, "id")) is not None}
    known = spellings["allocations"]
    for position, row in enumerate(proposed.rows):
        name = _text(row, "id")
        taken = None if name is None else first.get(same_key(name))
        if taken is not None and name is not None:
            problem = duplicate_identity(name, PROPOSAL, known[same_key(name)], taken.location())
            faults.append(_fault(problem, proposed, row, position, "id"))
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
        if compared in spellings:
            written = str(row.cells[code])
            problem = duplicate_identity(written, table.table, spellings[compared], first[compared].location())
            faults.append(_fault(problem, table, row, position, code))
        else:
            spellings[compared] = key
            first[compared] = row.source
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
                problem = unknown_reference(str(row.cells[column.code]), known, TABLES[column.target], suggest)
                faults.append(_fault(problem, table, row, position, column.code))


def _check_pairs(table: RawTable, faults: Faults) -> None:
    """Refuse one project presented twice at one session."""
    first: dict[tuple[str, str], RowSource] = {}
    for position, row in enumerate(table.rows):
        session, project = _text(row, "session"), _text(row, "project")
        if session is None or project is None:
            continue
        pair = same_key(session), same_key(project)
        if pair in first:
            where = first[pair].location()
            fr, en = where.words("fr"), where.words("en")
            problem = Problem(
                "duplicate-presentation",
                Text(
                    f"« {show(project)} » est déjà présenté à la session « {show(session)} » ({fr})",
                    f"“{show(project)}” is already presented at the session “{show(session)}” ({en})",
                ),
                Text("réunir les deux lignes", "make one row of the two"),
            )
            faults.append(_fault(problem, table, row, position, "project"))
        first.setdefault(pair, row.source)


def _check_exits(projects: RawTable, sessions: RawTable, faults: Faults) -> None:
    """Refuse a project that leaves before the session at which it enters."""
    held = {same_key(code): row for row in sessions.rows if (code := _text(row, "code")) is not None}
    for position, row in enumerate(projects.rows):
        left = quietly(read_date, row.cells.get("left_on"))
        entry = _text(row, "entry_session")
        session = held.get(same_key(entry)) if left is not None and entry is not None else None
        entered = quietly(read_date, session.cells.get("held_on")) if session is not None else None
        if left is None or session is None or entered is None or left >= entered:
            continue
        shown, since = show(row.cells["left_on"]), show(session.cells["held_on"])
        problem = Problem(
            "exit-before-entry",
            Text(
                f"le projet sort (« {shown} ») avant sa session d'entrée « {show(entry)} » (« {since} »)",
                f"the project leaves (“{shown}”) before the session at which it enters, “{show(entry)}” (“{since}”)",
            ),
            Text("vérifier la session d'entrée et le jour de sortie", "check the session of entry and the day it left"),
            row.source.location("left_on"),
        )
        faults.append(_fault(problem, projects, row, position, "left_on"))


def _check_amendments(table: RawTable, faults: Faults) -> None:
    """Refuse an amendment that names a parameter and leaves its value blank: what it changes cannot be known."""
    if "value" not in table.source.columns:
        return
    for position, row in enumerate(table.rows):
        named = _text(row, "parameter")
        if named is None or not is_blank(row.cells.get("value")):
            continue
        problem = Problem(
            "value-missing",
            Text(f"« {show(named)} » change, mais la nouvelle valeur est vide",
                 f"“{show(named)}” changes, but its new value is blank"),
            Text("indiquer la valeur que l'avenant fixe, ou vider le paramètre",
                 "give the value that the amendment sets, or empty the parameter"),
        )  # fmt: skip
        faults.append(_fault(problem, table, row, position, "value"))


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
