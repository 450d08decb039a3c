"""What a repair says: the alternatives by readings, what blocks a line, what no change puts right; amounts in cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol, TypeAlias

from innosprint_rules.allocation.extraction.model import Afterwards, Model, Reading
from innosprint_rules.allocation.repairing.document import RepairDocument
from innosprint_rules.allocation.repairing.headroom import Headroom
from innosprint_rules.allocation.sharing.applied import Breach, breaches
from innosprint_rules.allocation.solver.infeasible import Conflict
from innosprint_rules.allocation.solver.smallest import Size
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.engine.documents.documented import Documented
from innosprint_rules.engine.findings import Finding
from innosprint_rules.engine.report import Report
from innosprint_rules.wording import Text, brief_repr, in_languages

Readings: TypeAlias = tuple[Reading | None, ...]
"""Readings under which something holds; None stands for those in force."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """What becomes of one line: cents before and after; ``after`` None is a refusal, ``before`` None a blank amount."""

    line: str
    project: str | None
    before: int | None
    after: int | None

    __repr__ = brief_repr

    @property
    def refused(self) -> bool:
        """Whether the line is refused."""
        return self.after is None

    @property
    def before_cents(self) -> int | None:
        """``before``, by a name that says its unit."""
        return self.before

    @property
    def after_cents(self) -> int | None:
        """``after``, by a name that says its unit."""
        return self.after


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to make the proposal comply, judged by the engine; ``unknown`` is what stays unverifiable."""

    changes: tuple[LineChange, ...]
    size: Size
    proposal: Proposal
    unknown: tuple[Finding, ...]

    __repr__ = brief_repr


@dataclass(frozen=True, slots=True)
class Group:
    """The alternatives that hold under some readings (None among them: the readings in force).

    ``complete`` is False when more of the same size exist. Where there is none, ``conflict`` names what cannot hold
    together, and ``unsteered`` the breaches of rules that no constraint can say.
    """

    readings: Readings
    alternatives: tuple[Alternative, ...]
    complete: bool
    conflict: Conflict | None = None
    unsteered: tuple[Breach, ...] = ()

    __repr__ = brief_repr

    @property
    def settled(self) -> bool:
        """Whether nothing needs changing."""
        return not self.alternatives and self.conflict is None and not self.unsteered


@dataclass(frozen=True, slots=True)
class Blocked:
    """A line that no amount saves: what its own rules find, with what must change and where."""

    line: str
    findings: tuple[Finding, ...]

    __repr__ = brief_repr


class YearCount(Protocol):
    """Years that count, of all: how many, their share, and between which the true one lies at 95 %."""

    @property
    def count(self) -> int:
        """How many count."""

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""

    @property
    def low(self) -> float | None:
        """The least that it may be."""

    @property
    def high(self) -> float | None:
        """The most that it may be."""


@dataclass(frozen=True, slots=True)
class Futures:
    """How the year may go on after a vote: drawn ``years`` of a scenario, those that end without a breach."""

    scenario: str
    title: Text
    years: int
    seed: int
    as_of: date
    at: date
    clean: YearCount

    __repr__ = brief_repr


@dataclass(frozen=True, slots=True)
class SafeVote:
    """Amounts that together comply under every reading, and what may come of them; advice, no verdict.

    ``lines`` are all lines of the proposal, ``after`` None where one is refused; ``as_proposed`` is what may come of
    the amounts proposed, None where these are the safe ones. ``unknown``: what stays unverifiable.
    """

    lines: tuple[LineChange, ...]
    unknown: tuple[Finding, ...]
    futures: Futures
    as_proposed: Futures | None
    without_amount: tuple[str, ...] = ()
    """Lines put to the vote without an amount, which are not among ``lines``: none is safe for them."""
    assumed: tuple[str, ...] = ()
    """Sessions of the vote at which everyone is taken to have presented, as nothing is written of them yet."""

    __repr__ = brief_repr


@dataclass(frozen=True, slots=True, eq=False)
class Repair(Documented):
    """What would make a proposal comply.

    ``groups`` holds under every reading first, then, where that asks for other changes, under the readings in force;
    where no change holds under all of them, one group a reading. ``completed`` holds once what blocks some lines has
    been put right. ``hopeless`` is what no change of the lines puts right. A group that has nothing to change has no
    alternative and no conflict.
    """

    report: Report
    model: Model
    groups: tuple[Group, ...]
    blocked: tuple[Blocked, ...]
    completed: Group | None
    hopeless: tuple[Finding, ...]
    afterwards: tuple[Afterwards, ...]
    dossier_digest: str
    headroom: tuple[Headroom, ...] = ()
    """The room of each line, where somebody put it here: it is worked out apart."""
    vote_safe: SafeVote | None = None
    """The amounts that are safe and what may come of them, likewise."""

    document: ClassVar[str] = "innosprint-repair/1"
    __repr__ = brief_repr

    def model_dump(self) -> dict[str, Any]:
        """Return the repair with the keys of the published JSON Schema."""
        return in_languages(RepairDocument.written(self), self.report.rulebook.agreement.languages)

    @property
    def ok(self) -> bool:
        """Whether the proposal complies as it is, under every reading that is varied."""
        return not self.hopeless and all(group.settled for group in self.groups)

    @property
    def complies(self) -> bool:
        """Whether the proposal complies as it is, under the readings in force."""
        return not breaches(self.report)

    @property
    def safe(self) -> Proposal | None:
        """The proposal at amounts that comply under every reading that is varied; None where there are none."""
        robust = self.groups[0]
        if self.hopeless or (not robust.settled and not robust.alternatives):
            return None
        return robust.alternatives[0].proposal if robust.alternatives else self.model.proposal

    @property
    def first(self) -> Alternative | None:
        """The first alternative: the one that is saved."""
        return next((each for group in self.groups for each in group.alternatives), None)
