"""What the rules' demands come to for methods that need no solver: bounds of one amount, ceilings of sums.

"Refused, or the total up to this row is within the ceiling", demanded of every row in turn, is the same as the
ceilings of all these totals: the last line funded stands for those after it, which add nothing. A demand of another
shape (a number of lines, one line that depends on another) is left in ``rest``: a solver settles it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from innosprint_rules.allocation.extraction.conditions import Bound, Condition, Every, Literal, Some
from innosprint_rules.allocation.extraction.linear import Linear, Terms, amount, kept
from innosprint_rules.allocation.extraction.model import Demand, Model
from innosprint_rules.allocation.sharing.weighted import Limit

RESERVE = "reserve"


@dataclass(slots=True)
class Limits:
    """Constraints by the index of a line; amounts in cents.

    ``excluded`` tells which demand rules a line out whatever its amount, ``floors`` and ``ceilings`` which one
    bounds its amount alone; ``sums`` are the limits over several lines, named by the rule's code; ``rest`` are
    demands that only a solver can keep.
    """

    excluded: dict[int, Demand] = field(default_factory=dict)
    floors: dict[int, tuple[int, Demand]] = field(default_factory=dict)
    ceilings: dict[int, tuple[int, Demand]] = field(default_factory=dict)
    sums: list[Limit] = field(default_factory=list)
    rest: list[Demand] = field(default_factory=list)

    def ceiling(self, expression: Linear, demand: Demand) -> bool:
        """Note ``expression <= 0`` where it is a ceiling of amounts; tell whether it is."""
        terms = expression.terms.all()
        if not terms or any(variable % 2 or factor < 0 for variable, factor in terms.items()):
            return False
        amounts = {variable // 2: factor for variable, factor in terms.items()}
        if len(amounts) > 1:
            self.sums.append(Limit(demand.code, amounts, -expression.constant))
            return True
        ((line, factor),) = amounts.items()
        most = -expression.constant // factor
        if line not in self.ceilings or most < self.ceilings[line][0]:
            self.ceilings[line] = (most, demand)
        return True

    def floor(self, expression: Linear, line: int, demand: Demand) -> bool:
        """Note ``expression <= 0``, due where a line is funded, if it is a least amount of it; tell whether it is."""
        terms = expression.terms.all()
        factor = terms.get(amount(line), 0)
        if len(terms) != 1 or factor >= 0:
            return False
        least = -(expression.constant // factor)
        if line not in self.floors or least > self.floors[line][0]:
            self.floors[line] = (least, demand)
        return True


def limits_of(model: Model) -> Limits:
    """Return what a model demands of the amounts, as far as it needs no solver."""
    found = Limits()
    before: dict[tuple[str, object], Linear] = {}  # of each rule and reading, the running total up to here
    chains: dict[tuple[str, object], list[tuple[Linear, Demand]]] = {}
    further = 2 * len(model.lines)
    for demand in model.demands:
        line = demand.excludes
        if line is not None:
            found.excluded.setdefault(line, demand)
            continue
        parted = _parted(demand.condition)
        if parted is None:
            found.rest.append(demand)
            continue
        expression, guards = parted
        key = (demand.code, demand.reading)
        if len(guards) == 1:
            (line,) = guards
            if kept(line) in expression.terms.own:
                expression = expression.given({kept(line): 1})  # it only counts where the line is funded
            if _grows_by(expression, before.get(key), line):
                before[key] = expression
                chain = chains.setdefault(key, [])
                if chain and chain[-1][0].constant == expression.constant:
                    chain.pop()  # under the same ceiling the longer total says more
                chain.append((expression, demand))
                continue
            if found.floor(expression, line, demand):
                continue
        amounts = {variable // 2 for variable in expression.terms.all()}
        certain = not guards or amounts <= guards  # lines that are refused add nothing
        beyond = any(variable >= further for variable in expression.terms.all())
        if beyond or not certain or not found.ceiling(expression, demand):
            found.rest.append(demand)
    for chain in chains.values():
        for expression, demand in chain:
            if not found.ceiling(expression, demand):
                found.rest.append(demand)
    return found


def tightest(limits: Sequence[Limit]) -> list[Limit]:
    """Return the limits without those that another over the same sum makes idle; of two alike, the first stays."""
    least: dict[frozenset[tuple[int, int]], Limit] = {}
    for limit in limits:
        key = frozenset(limit.weights.items())
        known = least.get(key)
        if known is None or limit.bound < known.bound:
            least[key] = limit
    return list(least.values())


def _parted(condition: Condition) -> tuple[Linear, frozenset[int]] | None:
    """Part a condition into ``expression <= 0`` and the lines any of which must be funded for it to count.

    None for a condition of another shape; no lines: it always counts.
    """
    if isinstance(condition, Bound):
        return condition.at_most(), frozenset()
    if not isinstance(condition, Some) or len(condition.parts) != 2:
        return None
    bounds = [part for part in condition.parts if isinstance(part, Bound)]
    others = [part for part in condition.parts if not isinstance(part, Bound)]
    if len(bounds) != 1:
        return None
    literals = others[0].parts if isinstance(others[0], Every) else (others[0],)
    guards: set[int] = set()
    for each in literals:
        if not isinstance(each, Literal) or each.positive or each.variable % 2 == 0:
            return None
        guards.add(each.variable // 2)
    return bounds[0].at_most(), frozenset(guards)


def _grows_by(expression: Linear, before: Linear | None, line: int) -> bool:
    """Tell whether a total is the one before it and perhaps a line's own amount, under no lower a ceiling."""
    if before is not None and expression.constant > before.constant:
        return False
    added = _added(expression.terms, None if before is None else before.terms)
    return added is not None and added.keys() <= {amount(line)} and all(factor > 0 for factor in added.values())


def _added(terms: Terms, before: Terms | None) -> Mapping[int, int] | None:
    """Return what some terms add to those before, which they share; None when they do not rest on them."""
    if before is None:
        return terms.all()
    found: dict[int, int] = {}
    node: Terms | None = terms
    while node is not None and node is not before:
        for variable, factor in node.own.items():
            found[variable] = found.get(variable, 0) + factor
        node = node.parent
        if len(found) > 1:
            return None
    return found if node is before else None
