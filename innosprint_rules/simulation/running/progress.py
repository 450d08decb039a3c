"""What is told of a run while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from innosprint_rules.wording import Text

Stage: TypeAlias = Literal["interpreted", "compiling", "compiled", "sensitivity"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: ``done`` years (or runs, of a sensitivity) of those ``asked`` for.

    ``stage`` is what is being done, ``compiling`` whether a compilation goes on beside, ``threads`` how many count
    years, ``note`` something to be told once.
    """

    stage: Stage
    done: int
    asked: int
    threads: int = 1
    compiling: bool = False
    note: Text | None = None


Told: TypeAlias = Callable[[Progress], None]


def tell_nobody(progress: Progress) -> None:
    """Take what is told and do nothing with it."""
    del progress
