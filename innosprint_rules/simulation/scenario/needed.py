"""What the model of years needs of an agreement, and the one message that names what is not there."""

from __future__ import annotations

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.nearest import quoted
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.year.plan import NEEDED, YearPlan
from innosprint_rules.simulation.events.ledger import FIRST, LAST
from innosprint_rules.wording import LANGUAGES, Text, lists


def year_plan(rulebook: Rulebook) -> YearPlan:
    """Return what an agreement says of its years; without it they cannot be drawn.

    Raises:
        UsageError: naming the roles and the file that the model of years needs and the agreement has not.
    """
    plan = rulebook.year
    roles = [name for name in NEEDED if getattr(rulebook.schema.roles, name) is None]
    roles += [name for name in (FIRST, LAST) if name not in rulebook.agreement.roles]
    if plan is not None and not roles:
        return plan
    lacking = [Text(f"les rôles {quoted(roles).fr}", f"the roles {quoted(roles).en}")] if roles else []
    if plan is None:
        lacking.append(Text("le fichier year.yaml", "the file year.yaml"))
    fr, en = (lists([each.get(lang) for each in lacking], lang) for lang in LANGUAGES)
    raise UsageError(
        Problem(
            "no-year-model",
            Text(f"les années de cette convention ne se tirent pas au sort : il lui manque {fr}",
                 f"years of this agreement cannot be drawn: it lacks {en}"),
            Text("jouer des événements fixes sur un dossier : --from, sans --years",
                 "play fixed events on a dossier: --from, without --years"),
        )
    )  # fmt: skip
