"""What each document is written from: the tables, their columns and the parties that an agreement must have for it.

The documents tell one kind of agreement, whose grantor and operator they name; another agreement, with tables of its
own, is told which of these it lacks before anything is read or written.
"""

from __future__ import annotations

from collections.abc import Mapping

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text

_PARTIES = ("fn", "casq")
_SESSIONS = {
    "sessions": ("held_on", "place", "co_organisers", "members_present"),
    "presentations": ("session", "project"),
}
_ALLOCATIONS = {
    "allocations": ("session", "decided_on", "project", "amount", "status"),
    "projects": ("title", "left_on"),
}
_PAYMENTS = {"payments": ("paid_on", "direction", "project", "allocation", "amount", "label"), "projects": ("title",)}
_REPORTS = {"reports": ("kind", "period_start", "period_end", "sent_on", "in_reply_to")}
NEEDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "minutes": _SESSIONS | _ALLOCATIONS,
    "convocation": _SESSIONS | _ALLOCATIONS | {"requests": ("session", "project", "requested", "minimum")},
    "notification": _ALLOCATIONS | _PAYMENTS,
    "assessment": _SESSIONS | _REPORTS,
    "balance": _PAYMENTS,
    "account": _ALLOCATIONS | _PAYMENTS,
    "calendar": _SESSIONS,
    "bimonthly": _SESSIONS | _ALLOCATIONS | _PAYMENTS,
    "evaluation": _SESSIONS | _ALLOCATIONS | _PAYMENTS | _REPORTS | {"actions": ("started_on", "partner", "purpose")},
}
"""By document, the tables and the columns that it is written from."""


def refuse_unless_written_from(document: str, rulebook: Rulebook) -> None:
    """Refuse to write a document of an agreement that lacks what it is written from.

    Raises:
        UsageError: tables, columns or parties that the agreement does not have, by name.
    """
    tables = rulebook.schema.tables
    lacking = [
        table if table not in tables else f"{table}.{column}"
        for table, columns in NEEDS[document].items()
        for column in columns
        if table not in tables or column not in tables[table].by_code
    ]
    lacking += [f"parties.{party}" for party in _PARTIES if party not in rulebook.agreement.parties]
    if not lacking:
        return
    listed = ", ".join(dict.fromkeys(lacking))
    raise UsageError(
        Problem(
            "document-not-of-agreement",
            Text(f"le document « {document} » s'écrit à partir de ce que cette convention n'a pas : {listed}",
                 f"the document “{document}” is written from what this agreement does not have: {listed}"),
            Text("ce qui vaut pour toute convention : check, status, publish calendar --format ics, publish opendata",
                 "what holds for any agreement: check, status, publish calendar --format ics, publish opendata"),
        )
    )  # fmt: skip
