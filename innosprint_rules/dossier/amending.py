"""An amendment tried as an act: ``NAME=VALUE@DATE`` is the row that an express amendment would be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pydantic import ValidationError

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.base_row import Row, row_class
from innosprint_rules.dossier.schema.roles import Amendments, required
from innosprint_rules.dossier.schema.tables import Schema
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.folding import fold, same_key
from innosprint_rules.nearest import did_you_mean, quoted
from innosprint_rules.wording import Text

CALLED = "essai"
"""How rows that are tried are called."""


class Act(NamedTuple):
    """What an amendment would set: a parameter by name, its new value and the day of the signature, as written."""

    parameter: str
    value: str
    day: str


def read_acts(written: Iterable[str], schema: Schema, names: Sequence[str]) -> list[Act]:
    """Read acts from ``NAME=VALUE@DATE``; ``names`` are the parameters that an amendment may change.

    Raises:
        UsageError: one is of another form, or names no such parameter; the agreement has no amendments.
    """
    problems: list[Problem] = []
    acts: list[Act] = []
    for each in written:
        try:
            acts.append(named(parted(each), schema, names))
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(problems)
    return acts


def parted(written: str) -> Act:
    """Part ``NAME=VALUE@DATE``, whatever the parameter is called.

    Raises:
        UsageError: it is of another form.
    """
    name, equals, rest = written.partition("=")
    value, at, day = rest.rpartition("@")
    if not (equals and at and value.strip() and day.strip()):
        raise UsageError(Problem("amend-form", _FORM.fill(said=written), _WRITE))
    return Act(name.strip(), value.strip(), day.strip())


def named(act: Act, schema: Schema, names: Sequence[str]) -> Act:
    """Return the act on the parameter that it means; ``names`` are those that an amendment may change.

    Raises:
        UsageError: it names no such parameter; the agreement has no amendments.
    """
    role = required(schema.roles.amendments, "amendments")
    said = act.parameter
    found = {fold(name): name for name in names}.get(role.parameter_named(said) or "")
    if found is None:
        listed = quoted(names)
        none = Text(f"aucun avenant ne peut changer « {said} »", f"no amendment can change “{said}”")
        told = Text(f"paramètres : {listed.fr}", f"parameters: {listed.en}")
        raise UsageError(Problem("amend-unknown", none, did_you_mean(said, names, told)))
    return act._replace(parameter=found)


def amended(dossier: Dossier, acts: Sequence[Act], called: str = CALLED) -> Dossier:
    """Return the dossier with an express amendment more for each act, ``called`` so, with a number.

    Raises:
        UsageError: a value or a day cannot be read.
    """
    schema = dossier.schema
    role = required(schema.roles.amendments, "amendments")
    rows = list(dossier.rows(role.table) or ())
    taken = {same_key(row.identity) for row in rows}
    for act in acts:
        number = next(n for n in range(1, len(taken) + 2) if same_key(f"{called}-{n}") not in taken)
        taken.add(same_key(f"{called}-{number}"))
        rows.append(_row(act, f"{called}-{number}", role, schema))
    return dossier.model_copy(update={role.table: tuple(rows)})


def _row(act: Act, identity: str, role: Amendments, schema: Schema) -> Row:
    table = schema.tables[role.table]
    cells = {
        table.identity[0]: identity,
        role.parameter: act.parameter,
        role.value: act.value,
        role.form: role.express[0],
    }
    cells[table.date_column or ""] = act.day
    purpose = dict(role.purposes).get(act.parameter)
    if role.purpose is not None and purpose is not None:
        cells[role.purpose] = purpose
    try:
        return row_class(table).model_validate(cells)
    except ValidationError as error:
        context = error.errors(include_url=False)[0].get("ctx", {})
        said = Text(context.get("message_fr", ""), context.get("message_en", ""))
        place = Text(f"avenant sur {act.parameter} : {said.fr}", f"amendment of {act.parameter}: {said.en}")
        raise UsageError(Problem("amend-value", place, _WRITE)) from None


_FORM = Text("« {said} » n'est pas de la forme NOM=VALEUR@DATE", "“{said}” is not of the form NAME=VALUE@DATE")
_WRITE = Text(
    "écrire NOM=VALEUR@DATE, comme somme=40000@2019-06-15", "write NAME=VALUE@DATE, such as sum=40000@2019-06-15"
)
