"""Saving what one method gives as a proposal: what is refused beforehand, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.report.files import write_output
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
    path = Path(write)
    if path.suffix.lower() != ".csv":
        problems.append(
            Problem(
                "write-csv",
                Text(f"--write : une proposition s'écrit en CSV, non dans « {write} »",
                     f"--write: a proposal is written as CSV, not to “{write}”"),
                Text("donner un nom qui finit par .csv", "give a name that ends in .csv"),
            )
        )  # fmt: skip
    elif path.exists() and not force:
        problems.append(
            Problem(
                "already-there",
                Text(f"« {write} » existe déjà et n'est pas remplacé", f"“{write}” exists already and is not replaced"),
                Text("donner un autre nom, ou ajouter --force", "give another name, or add --force"),
            )
        )
    if output is not None and Path(output).resolve() == path.resolve():
        problems.append(
            Problem(
                "one-file-twice",
                Text("--output et --write nomment le même fichier", "--output and --write name the same file"),
                Text("en donner deux", "give two"),
            )
        )
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
    write_output(("\ufeff" + as_csv(sharing.rows)).encode(), path, inputs)
