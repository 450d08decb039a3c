"""What a dossier repeats of the facts of an agreement, also of those that only its rules know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from innosprint_rules.dossier.cells import CellError, read_amount, read_date, read_number, read_text
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.engine.evaluation.cells import typed_unknown
from innosprint_rules.errors import DossierError, Problem
from innosprint_rules.folding import fold
from innosprint_rules.rulebook.agreement import Agreement
from innosprint_rules.rulebook.models import Fact

_READ: Mapping[str, Callable[[object], Any]] = MappingProxyType(
    {"date": read_date, "amount": read_amount, "number": read_number, "text": read_text}
)
"""How a cell is read, by the type of a fact; amounts are cents."""


def said_facts(agreement: Agreement, written: Row | None, instead: Mapping[str, int | str | None]) -> dict[str, Any]:
    """Return what the agreement says; a dossier may only fill in what it leaves blank.

    ``instead`` replaces facts in the rulebook's own examples, where a dossier could not.
    """
    found: dict[str, Any] = {}
    for name, fact in agreement.facts.items():
        value: Any = instead.get(name, fact.value)
        if value is None and name not in instead:
            value = stated(written, name, fact)
        found[name] = typed_unknown(fact.type) if value is None else value
    return found


def stated(written: Row | None, name: str, fact: Fact) -> Any:
    """Return what the dossier says of a fact, days as ordinals and amounts in cents; None where it is silent.

    Raises:
        DossierError: what stands there is not of the fact's type.
    """
    if written is None:
        return None
    value = getattr(written, name, None) if name in written.table.by_code else _own(written, name, fact)
    return value.toordinal() if isinstance(value, date) else value


def own_key(written: Row, name: str) -> str | None:
    """Return the key under which a fact stands that is no column of the table; None where it does not."""
    return next((key for key in written.model_extra or {} if fold(key) == fold(name)), None)


def _own(written: Row, name: str, fact: Fact) -> Any:
    key = own_key(written, name)
    if key is None:
        return None
    try:
        return _READ[fact.type.kind]((written.model_extra or {})[key])
    except CellError as error:
        where = written.location(key)
        raise DossierError(Problem(error.code, error.message, error.hint, where, written.loc(key))) from error
