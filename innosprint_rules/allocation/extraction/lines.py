"""The lines under decision: allocation rows, each with an amount to choose and a yes or no."""

from __future__ import annotations

from dataclasses import dataclass

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.money import MOST_CENTS


@dataclass(frozen=True, slots=True)
class Line:
    """One allocation row under decision; all amounts in cents.

    ``stands`` is the amount written in the row, which it keeps when it is refused (None: blank, so that only yes or
    no is to be decided). A funded line gets from ``least`` to ``most``; one that may not be ``refused`` must be
    funded.
    """

    id: str
    stands: int | None
    least: int = 1
    most: int = MOST_CENTS
    refusable: bool = True


def proposed_lines(proposal: Proposal) -> tuple[Line, ...]:
    """Return the lines that a proposal puts to the vote; one that is refused already is not under decision."""
    role = required(proposal.schema.roles.proposals, "proposals")
    amounts = [(row, getattr(row, role.amount)) for row in proposal.rows if getattr(row, role.status) == role.proposed]
    return tuple(
        Line(row.identity, cents, least=min(1, cents or 0), most=MOST_CENTS if cents is not None else 0)
        for row, cents in amounts
    )


def lines_of(dossier: Dossier, proposal: Proposal | None) -> tuple[Line, ...]:
    """Return the lines of a proposal, or without one those of the dossier that are only proposed."""
    return proposed_lines(proposal or Proposal(dossier.decided, frozenset(), rulebook=dossier))
