"""Aggregates over rows of which some are under decision: whether, how many, which is the extreme."""

from __future__ import annotations

from typing import Any

from innosprint_rules.allocation.extraction import flags, symbols
from innosprint_rules.allocation.extraction.conditions import Condition, contrary, every, some
from innosprint_rules.allocation.extraction.flags import Truth
from innosprint_rules.allocation.extraction.linear import NotLinear
from innosprint_rules.allocation.extraction.loops import Evaluator, LoopExtraction
from innosprint_rules.allocation.extraction.sums import Sums, Total
from innosprint_rules.allocation.extraction.symbols import Range
from innosprint_rules.engine.evaluation.aggregation import AGGREGATIONS, of_absent_table
from innosprint_rules.engine.evaluation.compiler import Slots
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import UNKNOWN, exact
from innosprint_rules.wording import Text


class Aggregates(LoopExtraction):
    """Evaluates aggregates for ``allocation.extraction.symbolic``."""

    def __init__(self, symbolic: Evaluator) -> None:
        super().__init__(symbolic)
        self.sums = Sums(symbolic)

    def value(self, node: tree.Aggregate, slots: Slots) -> Any:
        """Return what an aggregate is worth.

        Raises:
            NotLinear: it depends on the decision in a way that linear constraints cannot say.
        """
        work = {
            "total": self.sums.value,
            "distinct": self._distinct,
            "quantifier": self._quantified,
            "extreme": self._extreme,
        }
        kind = AGGREGATIONS[node.function].kind
        if kind in work:
            return work[kind](node, slots)
        raise NotLinear(Text(f"{node.function}() sur des lignes à décider", f"{node.function}() over rows to decide"))

    def _quantified(self, node: tree.Aggregate, slots: Slots) -> Any:
        decides = AGGREGATIONS[node.function].decides
        found = self._some(node, slots, decides)
        return found if decides else flags.negated(found)

    def _some(self, node: tree.Aggregate, slots: Slots, decides: bool) -> Any:
        """Return whether some element is worth ``decides``."""
        yes: list[Condition] = []
        no: list[Condition] = []
        sure = True
        for member in self.walk(node.loops, slots):
            counts = flags.truth(member)
            found = self.of.value(node.element, slots)
            each = flags.truth(found if decides else flags.negated(found))
            yes.append(every((counts.yes, each.yes)))
            no.append(some((counts.no, each.no)))
            sure = sure and counts.sure and each.sure
            if yes[-1] is True:
                return True
        if self.is_open(node.loops, slots):
            return flags.flag(some(yes), False, False)
        return flags.flag(some(yes), every(no), sure)

    def _distinct(self, node: tree.Aggregate, slots: Slots) -> Any:
        seen: dict[Any, list[Truth]] = {}
        for member in self.walk(node.loops, slots):
            value = self.settled(node.element, slots)
            counts = flags.truth(member)
            if value is None:
                continue
            if not exact(value) or not counts.sure:
                raise NotLinear(Text("un compte de valeurs distinctes dont certaines sont inconnues",
                                     "a count of distinct values of which some are unknown"))  # fmt: skip
            seen.setdefault(value, []).append(counts)
        total = Total()
        for group in seen.values():
            one = self.of.variables.indicator(some(each.yes for each in group))
            total.add(one, one)
        lo, hi = total.lo, total.hi
        if self.is_open(node.loops, slots):
            lo, hi = of_absent_table(lo, False, None, None)
        return symbols.number(lo, hi)

    def _extreme(self, node: tree.Aggregate, slots: Slots) -> Any:
        """Return the greatest or least value, case by case; nothing where no row counts."""
        groups: list[tuple[Any, list[Truth]]] = []
        for member in self.walk(node.loops, slots):
            value = self.of.value(node.element, slots)
            if member is UNKNOWN or value is UNKNOWN:
                return UNKNOWN
            counts = flags.truth(member)
            if value is None:
                continue
            if not counts.sure or not _known(value):
                raise NotLinear(Text(f"{node.function}() dont une valeur est inconnue",
                                     f"{node.function}() of which a value is unknown"))  # fmt: skip
            same = next((group for known, group in groups if known is value or _alike(known, value)), None)
            if same is None:
                groups.append((value, [counts]))
            else:
                same.append(counts)
        if self.is_open(node.loops, slots):
            return UNKNOWN
        if len(groups) > symbols.MOST_CASES:
            raise NotLinear(Text("trop de cas à distinguer", "too many cases to tell apart"))
        there = [(value, some(each.yes for each in group)) for value, group in groups]
        options: list[tuple[Condition, Any]] = [(every(contrary(yes) for _, yes in there), None)]
        for place, (value, yes) in enumerate(there):
            beaten = [contrary(other_yes) if better is False else some((contrary(other_yes), better))
                      for other, (against, other_yes) in enumerate(there) if other != place
                      for better in (self._beats(node.function, value, against, other < place),)]  # fmt: skip
            options.append((every((yes, *beaten)), value))
        return symbols.cases([(guard, value) for guard, value in options if guard is not False])

    @staticmethod
    def _beats(function: str, value: Any, other: Any, strictly: bool) -> Condition:
        """Tell where a value is the extreme of two; of equal ones the first is taken."""
        op = (">" if AGGREGATIONS[function].greatest else "<") + ("" if strictly else "=")
        return flags.truth(symbols.compared(op, value, other)).yes


def _known(value: Any) -> bool:
    return value.exact if isinstance(value, Range) else isinstance(value, int)


def _alike(one: Any, other: Any) -> bool:
    return isinstance(one, int) and isinstance(other, int) and one == other
