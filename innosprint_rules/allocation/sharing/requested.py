"""What projects ask for at a session as rows of a proposal, each with the amount requested: nothing is shared out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from innosprint_rules.allocation.sharing.proposing import as_proposal, drafted, with_amounts
from innosprint_rules.allocation.sharing.requests import requests_of, session_of
from innosprint_rules.allocation.sharing.weights import weights_at
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.judging import Judge
from innosprint_rules.engine.options import chosen_readings
from innosprint_rules.rulebook.book import Rulebook


def requested(dossier: Dossier, rulebook: Rulebook, session: str, as_of: date, readings: Mapping[str, str]) -> Proposal:
    """Return the requests of ``session`` as they are made, in the order of the file.

    Raises:
        DossierError: there is none, or one cannot be read.
        UsageError: the session is unknown, over or without a day, or the agreement has no table of requests.
    """
    required(rulebook.schema.roles.requests, "requests")
    role = required(rulebook.schema.roles.proposals, "proposals")
    code, held_on = session_of(dossier, session, as_of)
    judge = Judge(
        compiled(rulebook), World(rulebook, dossier), held_on.toordinal(), chosen_readings(rulebook, readings)
    )
    found = requests_of(dossier, code, held_on, weights_at(judge.context))
    amounts = [each.requested for each in found.asked]
    return as_proposal(with_amounts(role, drafted(dossier, found), amounts), rulebook)
