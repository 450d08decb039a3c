"""The decision as a model: lines with bounds, and the conditions that the rules set on their amounts.

::

    model = extract(rulebook, dossier, proposal, as_of=..., readings=...)     # allocation.constraints
    model.lines            # the rows under decision, in order; variables amount(i) in cents and kept(i)
    model.demands          # what must hold: rule, subject, reading (None: those in force), condition, source text
    model.exclusions()     # lines that no amount can save, with the rule and the subject: decided beforehand
    model.afterwards       # rules that no linear constraint can say: the engine checks them on every result
    model.broken(amounts)  # the demands that amounts (by line index, refused lines left out) do not keep, exactly

    program = Milp(model)              # allocation.solving; further variables and rows may be added
    program.minimise(...)
    solution = program.solve()         # amounts in cents, re-checked in whole numbers
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from innosprint_rules.allocation.extraction.conditions import Bound, Condition, Every, Literal, Some, atoms, holds
from innosprint_rules.allocation.extraction.linear import Choice, Linear
from innosprint_rules.allocation.extraction.lines import Line
from innosprint_rules.allocation.extraction.variables import Variables
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.engine.findings import Subject
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import Rule
from innosprint_rules.wording import Text, brief_repr


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """One answer to a question of the text, other than the one in force."""

    key: str
    value: str

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """One rule must not be broken on one subject: ``condition`` holds exactly where it is not.

    ``line`` is the index of the line that the rule judges, None when it judges another row or the agreement.
    ``source`` is the rule's formula as it is written.
    """

    rule: Rule
    subject: Subject
    reading: Reading | None
    condition: Condition
    line: int | None
    source: str

    __repr__ = brief_repr

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.rule.code

    @property
    def excludes(self) -> int | None:
        """The index of the line that this demand rules out whatever its amount, None when it does not."""
        condition = self.condition
        if isinstance(condition, Literal) and not condition.positive and condition.variable % 2:
            return condition.variable // 2
        return None


@dataclass(frozen=True, slots=True)
class Afterwards:
    """A rule that no linear constraint can say: why, and on what; its results are checked, not steered."""

    rule: Rule
    subject: Subject | None
    reading: Reading | None
    reason: Text
    source: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A line that must be refused whatever its amount, because of one rule."""

    line: int
    demand: Demand


@dataclass(frozen=True, slots=True)
class Model:
    """A decision over some lines, with all that the rules demand of it; ``as_of`` is the moment of judgement."""

    rulebook: Rulebook
    dossier: Dossier
    proposal: Proposal | None
    as_of: date
    readings: Mapping[str, str]
    lines: tuple[Line, ...]
    variables: Variables
    demands: tuple[Demand, ...]
    afterwards: tuple[Afterwards, ...]

    __repr__ = brief_repr

    def under(self, reading: Reading | None) -> Iterator[Demand]:
        """Yield what must hold under the readings in force, or under them with one changed."""
        for demand in self.demands:
            if demand.reading in (None, reading):
                changed = reading is not None and demand.reading is None and reading.key in demand.rule.readings
                if not changed:
                    yield demand

    @property
    def declared(self) -> tuple[Reading, ...]:
        """The other readings under which something is demanded, in order."""
        return tuple(sorted({demand.reading for demand in self.demands if demand.reading is not None}))

    def restricted(self, demands: Iterable[Demand]) -> Model:
        """Return the model with these demands alone."""
        return replace(self, demands=tuple(demands))

    def with_lines(self, lines: Sequence[Line]) -> Model:
        """Return the model with the same lines under other bounds."""
        return replace(self, lines=tuple(lines), variables=self.variables.rebound(lines))

    def exclusions(self) -> tuple[Exclusion, ...]:
        """Return the lines decided beforehand: no amount can save them."""
        return tuple(Exclusion(d.excludes, d) for d in self.demands if d.excludes is not None)

    def broken(self, amounts: Mapping[int, int], demands: Sequence[Demand] | None = None) -> tuple[Demand, ...]:
        """Return the demands that some amounts do not keep.

        Args:
            amounts: cents by index of line; the lines left out are refused.
            demands: those to look at; all when None.
        """
        point = Choice(self.variables.point(amounts))
        return tuple(d for d in (self.demands if demands is None else demands) if not holds(d.condition, point))

    def binding(self, amounts: Mapping[int, int]) -> tuple[Demand, ...]:
        """Return the demands that one cent more on some funded line would break, at amounts that keep them all."""
        point = self.variables.point(amounts)
        found: list[Demand] = []
        for demand in self.demands:
            tight = (
                isinstance(atom, Bound) and atom.holds and atom.expression.at(point) == 0 and _grows(atom, amounts)
                for atom in atoms(demand.condition)
            )
            if any(tight):
                found.append(demand)
        return tuple(found)

    def loosened(self, code: str, cents: int) -> Model:
        """Return the model in which every bound of one rule gives way by some cents (a larger endowment)."""
        eased = (replace(d, condition=_eased(d.condition, cents)) if d.code == code else d for d in self.demands)
        return replace(self, demands=tuple(eased))

    def as_they_stand(self) -> dict[int, int]:
        """Return the amounts as they are written, by index of line; a blank one counts as nothing."""
        return {index: line.stands or 0 for index, line in enumerate(self.lines)}


def _grows(atom: Bound, amounts: Mapping[int, int]) -> bool:
    terms = atom.expression.terms.all()
    return any(terms.get(2 * index, 0) > 0 for index in amounts)


def _eased(condition: Condition, cents: int) -> Condition:
    match condition:
        case Bound(expression=expression, holds=wanted):
            return Bound(expression.minus(Linear(cents if wanted else -cents)), wanted)
        case Every(parts=parts):
            return Every(tuple(_eased(part, cents) for part in parts))
        case Some(parts=parts):
            return Some(tuple(_eased(part, cents) for part in parts))
    return condition
