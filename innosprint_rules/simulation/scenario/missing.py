"""The section ``missing`` of a scenario: which cells may be left blank, by chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from innosprint_rules.dossier.cells import CellError
from innosprint_rules.dossier.cells.names import did_you_mean, quoted
from innosprint_rules.dossier.schema.fields import custom_error
from innosprint_rules.simulation.distributions.reading import read_distribution
from innosprint_rules.simulation.distributions.refusals import Bounds
from innosprint_rules.simulation.distributions.table import Distribution
from innosprint_rules.wording import Text

MAY_BE_MISSING: Mapping[str, Text] = {
    "projects.entry_session": Text("session d'entrée", "entry session"),
    "projects.local": Text("situation d'un projet", "place of a project"),
    "sessions.held_on": Text("date d'une session", "date of a session"),
    "allocations.session": Text("session d'une attribution", "session of an allocation"),
    "allocations.decided_on": Text("date d'une attribution", "date of an allocation"),
    "allocations.amount": Text("montant d'une attribution", "amount of an allocation"),
    "allocations.project": Text("projet d'une attribution", "project of an allocation"),
    "payments.paid_on": Text("date d'un versement", "date of a payment"),
    "payments.amount": Text("montant d'un versement", "amount of a payment"),
    "payments.direction": Text("sens d'un versement", "direction of a payment"),
    "payments.allocation": Text("attribution que paie un versement", "allocation that a payment pays"),
    "reports.sent_on": Text("date d'un document", "date of a report"),
    "reports.recipients": Text("destinataires d'un document", "recipients of a report"),
    "reports.in_reply_to": Text("document auquel on répond", "report that is answered"),
    "actions.started_on": Text("date d'une action", "date of an action"),
    "indicators.date": Text("date d'un résultat", "date of a result"),
    "indicators.amount": Text("montant d'un investissement", "amount of an investment"),
    "indicators.local": Text("situation d'un résultat", "place of a result"),
    "indicators.local_course": Text("filière d'un emploi", "course of a job"),
    "attestations.fte_months": Text("mois d'une attestation", "months of an attestation"),
}
"""The columns that may be left blank, by chance: where a blank is an ignorance, and some where it is a fact."""

USUALLY_MISSING = (
    "payments.paid_on", "payments.allocation", "allocations.amount", "reports.sent_on", "indicators.local",
    "indicators.local_course",
)  # fmt: skip
"""Those that scenarios and dossiers leave blank: the text of every year allows for them, so that it is one text."""


def _read_missing(value: object) -> object:
    """Read ``{payments.paid_on: 2 %}``."""
    if value is None or value == "":
        return {}
    if not isinstance(value, Mapping):
        raise custom_error(
            "wrong-shape",
            Text("attendu des colonnes et leurs probabilités", "expected columns and their probabilities"),
            Text("par exemple {payments.paid_on: 2 %}", "for example {payments.paid_on: 2 %}"),
        )
    return value


def _read_column(name: str) -> str:
    """Refuse a column that cannot be missing."""
    if name not in MAY_BE_MISSING:
        listed = quoted(MAY_BE_MISSING)
        raise custom_error(
            "unknown-key",
            Text(f"« {name} » ne peut pas manquer par hasard", f"“{name}” cannot be missing by chance"),
            did_you_mean(name, MAY_BE_MISSING, Text(f"colonnes : {listed.fr}", f"columns: {listed.en}")),
        )
    return name


def _read_chance(value: object) -> Distribution:
    try:
        return read_distribution(value, Bounds("chance", 0, 1))
    except CellError as error:
        raise custom_error(error.code, error.message, error.hint) from None


Missing = Annotated[
    dict[Annotated[str, AfterValidator(_read_column)], Annotated[Any, BeforeValidator(_read_chance)]],
    BeforeValidator(_read_missing),
]
