"""What was read is never written to."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Text

Inputs = Iterable[str | Path | None]
"""Files and folders that a command has read; None stands for an option that was not given."""


def spare_inputs(target: Path, inputs: Inputs, option: str = "--output") -> None:
    """Refuse to write over what was read.

    Raises:
        UsageError: ``target`` is one of the inputs or stands in one of them; ``option`` named it.
    """
    wanted = followed(target)
    for each in inputs:
        if each is None:
            continue
        given = followed(Path(each))
        if wanted == given or (given.is_dir() and given in wanted.parents) or _same(wanted, given):
            raise UsageError(
                Problem(
                    "output-is-input",
                    Text(f"« {target} » fait partie de ce qui est lu ; rien n'y est écrit",
                         f"“{target}” is part of what is read; nothing is written there"),
                    Text(f"donner un autre nom à {option}", f"give {option} another name"),
                )
            )  # fmt: skip


def followed(path: Path) -> Path:
    """Return where the links of a path lead; links in a circle lead to themselves."""
    return Path(os.path.realpath(path))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
