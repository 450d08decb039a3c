"""What is told of a run while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome

Stage: TypeAlias = Literal["interpreted", "compiling", "compiled", "watched", "cluster", "sensitivity"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: ``done`` years (or runs, of a sensitivity) of those ``asked`` for.

    ``stage`` is what is being done, ``compiling`` whether a compilation goes on beside, ``threads`` how many count
    years (those of all workers, on a cluster), ``note`` something to be told once. ``seen`` is the outcome of the years
    done so far, at some of their numbers; with ``fewer``, those asked for are the most there will be.
    """

    stage: Stage
    done: int
    asked: int
    threads: int = 1
    compiling: bool = False
    note: Text | None = None
    seen: Outcome | None = None
    fewer: bool = False


ProgressCallback: TypeAlias = Callable[[Progress], None]


def tell_nobody(progress: Progress) -> None:
    """Take what is told and do nothing with it."""
    del progress
