"""Where ``allocate`` and ``repair`` save a proposal: a CSV file, and how it is written."""

from __future__ import annotations

from pathlib import Path

from innosprint_rules.cli.output import Output
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Text


def refuse_suffix(write: Output) -> None:
    """Refuse to write a proposal to what is no CSV file.

    Raises:
        UsageError: the name has another suffix.
    """
    if write.path is not None and write.path.strip() and Path(write.path).suffix.lower() != ".csv":
        raise UsageError(
            Problem(
                "write-csv",
                Text(f"{write.option} : une proposition s'écrit en CSV, non dans « {write.path} »",
                     f"{write.option}: a proposal is written as CSV, not to “{write.path}”"),
                Text("donner un nom qui finit par .csv", "give a name that ends in .csv"),
            )
        )  # fmt: skip


def write_proposal(csv: str, write: Output) -> None:
    """Write a proposal that ``check`` reads and that a French spreadsheet opens."""
    write.give(("\ufeff" + csv).encode())
