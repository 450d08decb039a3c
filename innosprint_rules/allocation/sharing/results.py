"""What sharing out a session gives: per method who gets what, why, what binds, and where more money would go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from innosprint_rules.allocation.sharing.document import AllocationDocument
from innosprint_rules.engine.documents.documented import Documented
from innosprint_rules.folding import fold
from innosprint_rules.wording import Text, brief_repr, in_languages

if TYPE_CHECKING:
    from innosprint_rules.allocation.sharing.proposing import Rows
    from innosprint_rules.allocation.sharing.requests import Asked
    from innosprint_rules.allocation.sharing.reserve import Reserve
    from innosprint_rules.allocation.sharing.weights import Weights
    from innosprint_rules.dossier.schema.raw import Notice
    from innosprint_rules.engine.report import Report
    from innosprint_rules.rulebook.book import Rulebook

METHODS = ("investor", "proportional", "greedy", "equal-shares")
"""The ways to share out; the last needs pabutools and is only tried when asked for."""

USUAL = METHODS[:3]

METHOD_NAMES = MappingProxyType({
    "investor": Text("investisseur", "investor"),
    "proportional": Text("proportionnelle", "proportional"),
    "greedy": Text("mieux-notées", "greedy"),
    "equal-shares": Text("parts-égales", "equal-shares"),
})  # fmt: skip
"""How each is called; either name is taken, accents and case aside. In JSON it is the English one."""


def method_named(written: str) -> str | None:
    """Return the method that a name means, in French or in English; None where it means none."""
    wanted = fold(written)
    return next((name for name, called in METHOD_NAMES.items() if wanted in map(fold, (name, *called))), None)


Why = Literal["full", "limited", "capped", "excluded", "minimum", "others", "points", "settled"]
"""full: the whole request; limited: a sum is at its ceiling; capped: a rule about the line alone; excluded: a rule
leaves it nothing; minimum: what is left does not reach it; others: others are worth more; points: it has none;
settled: a rule that no ceiling can say changed what the method gave."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a request gets what it gets; ``rules`` are the codes behind it (``reserve`` for the reserve)."""

    why: Why
    rules: tuple[str, ...]
    text: Text

    __repr__ = brief_repr


@dataclass(frozen=True, slots=True)
class Share:
    """What one request gets; ``line`` is the id of its row in the proposal, ``amount`` cents."""

    asked: Asked
    line: str
    amount: int
    reason: Reason

    __repr__ = brief_repr

    @property
    def amount_cents(self) -> int:
        """``amount``, by a name that says its unit."""
        return self.amount


@dataclass(frozen=True, slots=True)
class Binding:
    """A sum that has reached its ceiling, in cents; ``rule`` is a code, or ``reserve``."""

    rule: str
    ceiling: int
    label: Text

    __repr__ = brief_repr

    @property
    def ceiling_cents(self) -> int:
        """``ceiling``, by a name that says its unit."""
        return self.ceiling


@dataclass(frozen=True, slots=True)
class Marginal:
    """What ``cents`` more under ``of`` would change: cents by project, those that gain and those that lose."""

    of: Binding
    cents: int
    changes: Mapping[str, int]

    __repr__ = brief_repr


@dataclass(frozen=True, slots=True, eq=False)
class Sharing:
    """One method's answer, checked by the engine.

    ``rows`` are those of the proposal; ``report`` is the check of them. ``worth`` is the investor's measure of it,
    and ``short`` how far in millionths a better choice could be where the search did not come to its end.
    """

    method: str
    shares: tuple[Share, ...]
    rows: Rows
    report: Report
    binding: tuple[Binding, ...]
    marginal: Marginal | None
    worth: int
    short: int = 0

    __repr__ = brief_repr

    @property
    def total(self) -> int:
        """What is shared out, in cents."""
        return sum(share.amount for share in self.shares)

    @property
    def ok(self) -> bool:
        """Whether the engine finds nothing of severity error that the proposal breaks."""
        return self.report.proposal is not None and self.report.proposal.ok

    @property
    def unknown(self) -> tuple[str, ...]:
        """The rules of severity error that cannot be judged on the proposed rows, each once."""
        found = (f.rule for f in self.report.unknown if f.new and f.severity == "error")
        return tuple(dict.fromkeys(found))

    @property
    def total_cents(self) -> int:
        """``total``, by a name that says its unit."""
        return self.total


@dataclass(frozen=True, slots=True, eq=False)
class Allocation(Documented):
    """Every method's answer for one session; amounts in cents."""

    rulebook: Rulebook
    dossier_digest: str
    as_of: date
    session: str
    held_on: date
    readings: Mapping[str, str]
    requests: tuple[Asked, ...]
    weights: Weights
    reserve: Reserve
    sharings: tuple[Sharing, ...]
    notices: tuple[Notice, ...]

    document: ClassVar[str] = "innosprint-allocation/1"
    __repr__ = brief_repr

    @property
    def inference(self) -> str | None:
        """Which inference engine judged too; None where only the reference evaluator answered."""
        return next((sharing.report.inference for sharing in self.sharings), None)

    def by(self, method: str) -> Sharing:
        """Return one method's answer.

        Raises:
            KeyError: that method was not asked for.
        """
        for sharing in self.sharings:
            if sharing.method == method:
                return sharing
        raise KeyError(method)

    def model_dump(self) -> dict[str, Any]:
        """Return the allocation with the keys of the published JSON Schema."""
        return in_languages(AllocationDocument.written(self), self.rulebook.agreement.languages)
