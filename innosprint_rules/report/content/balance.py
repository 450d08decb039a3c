"""The balance as it is told: its lines by name, before and after a proposal, and what goes back once all is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from innosprint_rules.formula.logic import Interval, high
from innosprint_rules.report.content.standing import TO_RETURN, ended_on, role
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.rulebook.agreement import BALANCE_LINES
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.engine.report import Report
    from innosprint_rules.rulebook.book import Rulebook


TITLE, BEFORE, AFTER = Text("Solde", "Balance"), Text("avant", "before"), Text("si tout est voté", "if all is voted")
EXCEEDED = Text("dépassé", "exceeded")
LEFT = "remaining"
_ALWAYS = frozenset({"endowment", "received", "allocated", "paid_out", LEFT, TO_RETURN})


class BalanceLine(NamedTuple):
    """A line of the balance: cents or their bounds, those after the proposal too where there is one."""

    code: str
    name: str
    amounts: tuple[int | Interval | None, ...]

    @property
    def exceeded(self) -> bool:
        """Whether more is surely allocated than there is."""
        return self.code == LEFT and is_exceeded(self.amounts[-1])

    @property
    def matters(self) -> bool:
        """Whether the line says anything: one that is seldom used is left out where it is zero."""
        return self.code in _ALWAYS or any(each != 0 for each in self.amounts)


def is_exceeded(left: int | Interval | None) -> bool:
    """Tell whether more was surely allocated than there is."""
    return left is not None and high(left) < 0


def balance_lines(report: Report, teller: Teller) -> list[BalanceLine]:
    """Return the lines that the agreement has; none where it has no balance.

    Once the term is over nothing can be allocated any more: what is still to be returned takes that line's place.
    """
    columns = [report.amounts, *([] if report.proposal is None else [report.proposal.amounts])]
    lines = [
        BalanceLine(code, name, tuple(each[code] for each in columns))
        for code, name in balance_names(report.rulebook, teller).items()
    ]
    lines.sort(key=lambda each: each.code == LEFT)  # the sum comes last
    owed = role(report, TO_RETURN) if ended_on(report) is not None else None
    if owed is not None:
        name = measure_name(report.rulebook, report.rulebook.agreement.roles[TO_RETURN], teller)
        lines = [each for each in lines if each.code != LEFT or each.exceeded]
        lines.append(BalanceLine(TO_RETURN, name, tuple(owed for _ in columns)))
    return lines


def balance_names(rulebook: Rulebook, teller: Teller) -> Mapping[str, str]:
    """Return the lines of the balance that the rulebook has, as it calls them."""
    measures = rulebook.agreement.balance
    return {line: measure_name(rulebook, measures[line], teller) for line in BALANCE_LINES if line in measures}


def measure_name(rulebook: Rulebook, name: str, teller: Teller) -> str:
    """Return how a measure or a parameter of the whole agreement is called."""
    measure, parameter = rulebook.measures.get((None, name)), rulebook.parameters.get(name)
    label = measure.label if measure is not None else parameter.label if parameter is not None else None
    return name if label is None else teller.say(label)
