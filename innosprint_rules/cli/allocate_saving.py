"""Saving what one method gives as a proposal: what is refused beforehand, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.cli.proposal_file import refused, write_proposal
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.allocation.results import Allocation


def refuse_write(write: str | None, wanted: Sequence[str], output: str | None, force: bool) -> None:
    """Refuse to write what is not one proposal, or over a file that is there."""
    if write is None:
        return
    problems: list[Problem] = []
    if len(set(wanted)) != 1:
        problems.append(
            Problem(
                "write-one-method",
                Text("--write garde la proposition d'une seule méthode", "--write keeps the proposal of one method"),
                Text("ajouter --method investor, par exemple", "add --method investor, for instance"),
            )
        )
    problems += refused(write, output, force)
    if problems:
        raise UsageError(problems)


def save(found: Allocation, path: str, inputs: tuple[str | None, ...]) -> None:
    """Write the one method's rows as a proposal that ``check`` reads and that a French spreadsheet opens."""
    from innosprint_rules.allocation.proposing import as_csv

    (sharing,) = found.sharings
    if not sharing.ok:
        raise UsageError(
            Problem(
                "proposal-in-breach",
                Text(f"la répartition {sharing.method} enfreint une règle ; elle n'est pas écrite",
                     f"the sharing {sharing.method} breaks a rule; it is not written"),
                Text("voir le détail sans --write, ou choisir une autre méthode",
                     "see the details without --write, or choose another method"),
            )
        )  # fmt: skip
    write_proposal(as_csv(sharing.rows), path, inputs)
