"""The generated module of a scenario: how a year is drawn, judged and counted, as one text and its data.

The text is the same interpreted and compiled; only what ``njit``, ``entry``, ``keys``, ``fill`` and ``bits`` stand for
differs. Compiled, it reads its numbers from an array: scenarios, dossiers and moments share what is compiled.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from innosprint_rules.engine.kernel.bounds import CONSTANTS, HELPERS
from innosprint_rules.engine.kernel.order import ORDERING
from innosprint_rules.engine.kernel.source.lifted import lifted, plain
from innosprint_rules.simulation.distributions.quantities import MILLION
from innosprint_rules.simulation.drawing.random_words import RUN
from innosprint_rules.simulation.drawing.source import HELPERS as DRAWING
from innosprint_rules.simulation.drawing.ties import HELPERS as TYING
from innosprint_rules.simulation.tally.counts import Tally
from innosprint_rules.simulation.tally.shape import KINDS, Shape
from innosprint_rules.simulation.tally.source import tally_source

if TYPE_CHECKING:
    from innosprint_rules.simulation.tally.by_reference import ByReference, ReferenceTally


@dataclass(frozen=True)
class Module:
    """A scenario ready to run: the text, what memory each thread starts from, and what is counted.

    ``data`` holds the scenario's tables (D), ``words`` how many random words one purpose draws at most at a time
    (the length of W). ``label`` goes into the first line of the text, and so into its digest. ``by_reference`` judges
    what the text does not.
    """

    drawing: str
    judging: str
    shape: Shape
    memory: Sequence[int]
    counts: Sequence[int]
    data: Sequence[int]
    words: int
    label: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()
    by_reference: ByReference | None = field(default=None, repr=False, compare=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)
    loaded: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """The functions ``run`` that are ready, by engine; guarded by ``lock``."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Let a worker have it, without what is loaded of it here."""
        here = {"lock", "loaded"}
        return type(self), tuple(getattr(self, each.name) for each in fields(self) if each.name not in here)

    @cached_property
    def token(self) -> str:
        """What the module goes by among workers: the digest of all that it holds."""
        return sha256(repr(self.__reduce__()[1]).encode()).hexdigest()

    @cached_property
    def source(self) -> str:
        """The text with all numbers in their places, without what makes it compiled or interpreted."""
        return plain(self._marked)

    @cached_property
    def template(self) -> tuple[str, list[int]]:
        """The text without its data, the same for all scenarios, dossiers and moments, and its data (Q)."""
        alike = f"{HELPERS}{DRAWING}{TYING}{tally_source(self.shape)}"
        kept = {*re.findall(r"^def (\w+)", alike, re.MULTILINE)} - {"watch"}
        return lifted(self._marked, kept, (*CONSTANTS, *ORDERING, MILLION))

    @cached_property
    def _marked(self) -> str:
        label = " ".join(self.label.split())
        return f"# {label}\n\n{self.drawing}\n\n{self.judging}\n{tally_source(self.shape)}"

    @cached_property
    def digest(self) -> str:
        """The digest of the text without its data."""
        return sha256(self.template[0].encode()).hexdigest()

    def arrays(self, data: Sequence[int] | None = None, apart: bool = False) -> list[list[int] | int]:
        """Return a fresh memory for one thread, in the order of ``tally_source.ARRAYS``; a number is so many zeros.

        ``apart`` gives the data that the text without it reads. ``data`` stands in for the scenario's and is of
        the same length. K has no room: no year is kept.
        """
        shape = self.shape
        tables = list(self.data if data is None else data)
        if len(tables) != len(self.data):
            raise ValueError(f"{len(tables)} numbers in place of {len(self.data)}: the data of another scenario")
        return [
            self.template[1] if apart else 1,
            list(self.memory),
            list(self.counts),
            tables,
            self.words + RUN,
            KINDS * len(shape.rules),
            2 * len(shape.measures),
            2 * len(shape.dated),
            shape.counters(),
            shape.histograms,
            shape.plan(),
            list(shape.moments),
            shape.states,
            0,
        ]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of which a year is kept the verdict: those of the text, then those that the reference judges."""
        return self.shape.rules if self.by_reference is None else (*self.shape.rules, *self.by_reference.judged)

    @property
    def kept_width(self) -> int:
        """How many cells a year takes that is kept: two bounds a measure of the text, one verdict a rule."""
        return 2 * len(self.shape.measures) + len(self.rules)

    def tally(
        self,
        counters: Sequence[int],
        bins: Iterable[tuple[int, int]],
        states: Sequence[int],
        reference: ReferenceTally | None = None,
    ) -> Tally:
        """Return the tally that counters hold (``Shape.read``), and over the same years that of the reference."""
        found = self.shape.read(counters, bins, states)
        if self.by_reference is None:
            return found
        return (self.by_reference.tally() if reference is None else reference).within(found)
