"""Where ``allocate`` and ``repair`` save a proposal: what is refused before any work is done, and how it is written."""

from __future__ import annotations

from pathlib import Path

from innosprint_rules.errors import Problem
from innosprint_rules.report.files import write_output
from innosprint_rules.wording import Text


def refused(write: str, output: str | None, force: bool) -> list[Problem]:
    """Return why a proposal cannot be written to ``write``: not a CSV file, one that is there, or that of --output."""
    problems: list[Problem] = []
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
    return problems


def write_proposal(csv: str, path: str, inputs: tuple[str | None, ...]) -> None:
    """Write a proposal that ``check`` reads and that a French spreadsheet opens."""
    write_output(("\ufeff" + csv).encode(), path, inputs)
