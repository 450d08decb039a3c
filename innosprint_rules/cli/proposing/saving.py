"""Saving what one method gives as a proposal: what is refused beforehand, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.cli.output import Output
from innosprint_rules.cli.proposing.file import refuse_suffix, write_proposal
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.allocation.sharing.results import Allocation


def refuse_write(write: Output, wanted: Sequence[str]) -> None:
    """Refuse to write what is not one proposal, or to what is no file of a proposal.

    Raises:
        UsageError: several methods are asked for, or the name has another suffix.
    """
    if write.path is None:
        return
    if len(set(wanted)) != 1:
        raise UsageError(
            Problem(
                "write-one-method",
                Text("--write garde la proposition d'une seule méthode", "--write keeps the proposal of one method"),
                Text("ajouter --method investisseur, par exemple", "add --method investor, for instance"),
            )
        )
    refuse_suffix(write)


def save(found: Allocation, write: Output) -> None:
    """Write the one method's rows as a proposal that ``check`` reads and that a French spreadsheet opens."""
    from innosprint_rules.allocation.sharing.proposing import as_proposal
    from innosprint_rules.allocation.sharing.results import METHOD_NAMES

    (sharing,) = found.sharings
    if not sharing.ok:
        raise UsageError(
            Problem(
                "proposal-in-breach",
                Text(f"la répartition {METHOD_NAMES[sharing.method].fr} enfreint une règle ; elle n'est pas écrite",
                     f"the sharing {sharing.method} breaks a rule; it is not written"),
                Text("voir le détail sans --write, ou choisir une autre méthode",
                     "see the details without --write, or choose another method"),
            )
        )  # fmt: skip
    write_proposal(as_proposal(sharing.rows, found.rulebook), write)
