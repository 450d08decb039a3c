"""The agreement's own figures: a dossier may repeat them, never change them."""

from __future__ import annotations

from datetime import date
from typing import Any

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.values import amendment_meaning
from innosprint_rules.engine.values import written_value
from innosprint_rules.errors import DossierError, ProblemList
from innosprint_rules.rulebook.loading import Rulebook
from innosprint_rules.wording import Text


def check_convention(rulebook: Rulebook, dossier: Dossier) -> None:
    """Refuse a value of ``convention`` that contradicts the agreement, unless an express amendment gives it.

    Raises:
        DossierError: with every contradiction, each with its place.
    """
    written = dossier.convention
    if written is None:
        return
    problems = ProblemList()
    for name, fact in rulebook.agreement.facts.items():
        value: Any = getattr(written, name, None)
        value = value.toordinal() if isinstance(value, date) else value
        if value is None or fact.value is None or value == fact.value:
            continue
        if name == "endowment" and value in _amended(dossier):
            continue
        said = [written_value(fact.value, fact.type, lang) for lang in ("fr", "en")]
        found = [written_value(value, fact.type, lang) for lang in ("fr", "en")]
        problems.add(
            "contradicts-agreement",
            Text(f"« {found[0]} » contredit la convention, qui dit {said[0]}",
                 f"“{found[1]}” contradicts the agreement, which says {said[1]}"),
            Text("corriger la valeur, ou joindre l'avenant qui la change (table « avenants »)",
                 "correct the value, or add the amendment that changes it (table “amendments”)"),
            written.location(name),
        )  # fmt: skip
    if problems:
        raise DossierError(problems.problems)


def _amended(dossier: Dossier) -> set[int]:
    """Return the endowments that express amendments have set, in cents."""
    return {
        row.amount
        for row in dossier.amendments or ()
        if row.form == "avenant" and amendment_meaning(row.parameter) == "amount" and row.amount is not None
    }
