"""What a formula costs at most, shown before it is ever worked out: the rows of its tables to the power of its nesting.

Each ``for`` over a table within another multiplies the work by the rows of that table. With tables of so many rows a
formula may take so many steps and no more. What a measure costs is counted where the measure is defined: it is worked
out once, and a computed column once a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from innosprint_rules import limits
from innosprint_rules.errors import Location, Problem
from innosprint_rules.formula import tree
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text


def check_costs(rulebook: Rulebook) -> list[Problem]:
    """Return a problem for each formula that may take more than ``limits.FORMULA_STEPS`` steps."""
    costs = _Costs(rulebook)
    problems: list[Problem] = []
    longest = max(map(costs.rows, rulebook.names.tables), default=1)
    for node, table, where in _formulas(rulebook):
        loops = len(_FOR.findall(node.source)) if node.source else limits.FORMULA_DEPTH
        if costs.rows(table) * longest**loops <= limits.FORMULA_STEPS and "numbers(" not in node.source:
            continue  # however its loops are nested: most formulas have none or one
        steps = costs.rows(table) * costs.of(node)
        if steps > limits.FORMULA_STEPS:
            problems.append(
                Problem(
                    "too-costly",
                    _told(_short(node.source), _figure(steps)),
                    Text("imbriquer moins de « for » les uns dans les autres, ou nommer une grandeur",
                         "nest fewer “for” within each other, or name a measure"),
                    where,
                )
            )  # fmt: skip
    return problems


_FOR = re.compile(r"\bfor\b")


def _told(source: str, steps: str) -> Text:
    rows, most = limits.FORMULA_ROWS, _figure(limits.FORMULA_STEPS)
    return Text(
        f"avec {rows} lignes par table, `{source}` demande {steps} pas de calcul, {most} au plus",
        f"with {rows} rows a table `{source}` takes {steps} steps, {most} at most",
    )


def _short(source: str) -> str:
    text = " ".join(source.split())
    return text if len(text) <= 80 else text[:79] + "…"


def _figure(steps: int) -> str:
    """Return a number of steps as people read it: ``10^16`` beyond a million of millions."""
    return f"{steps}" if steps < 10**12 else f"10^{len(str(steps)) - 1}"


def _formulas(rulebook: Rulebook) -> Iterator[tuple[tree.Node, str | None, Location]]:
    """Yield each formula with the table of whose rows it is worked out, and its place."""
    for measure in rulebook.measures.values():
        yield measure.formula, measure.table, measure.location
    for table in rulebook.tables.values():
        yield table.rows, None, table.location
    for rule in rulebook.rules.values():
        scope = None if rule.scope == "agreement" else rule.scope
        nodes = [rule.moment, rule.applies, rule.starts, rule.due, rule.reachable]
        nodes += [each for level in rule.levels for each in (level.met, level.due)]
        nodes += [each for step in rule.steps for each in (step.condition, step.due)]
        nodes += [remark.condition for remark in rule.remarks]
        for value in rule.values.values():
            nodes += [value] if isinstance(value, tree.Node) else [phrase.when for phrase in value]
        yield from ((node, scope, rule.location) for node in nodes if node is not None)


class _Costs:
    """Counts the steps of formulas over tables of ``limits.FORMULA_ROWS`` rows."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.tables = rulebook.tables
        self._rows: dict[str, int] = {}

    def of(self, node: tree.Node) -> int:
        """Return how many steps ``node`` takes for one row."""
        if not isinstance(node, tree.Aggregate | tree.DerivedRows):
            return max(map(self.of, tree.children(node)), default=1)
        times = most = 1
        for loop in node.loops:
            times *= self._items(loop.over)
            most = max([most, *(times * self.of(each) for each in loop.conditions)])
        elements = node.elements if isinstance(node, tree.DerivedRows) else (node.element,)
        return max([most, *(times * self.of(each) for each in elements)])

    def rows(self, table: str | None) -> int:
        """Return how many rows a table has; a derived one as many as its loops go through."""
        if table is None:
            return 1
        if table not in self._rows:
            self._rows[table] = limits.FORMULA_ROWS  # of one that is made of itself, which is refused elsewhere
            derived = self.tables.get(table)
            if derived is not None:
                count = 1
                for loop in derived.rows.loops:
                    count *= self._items(loop.over)
                self._rows[table] = count
        return self._rows[table]

    def _items(self, over: tree.TableSource | tree.NumbersSource | tree.ListSource) -> int:
        if isinstance(over, tree.TableSource):
            return self.rows(over.table)
        if isinstance(over, tree.NumbersSource):
            return self._numbers(over)
        return 1  # the items of one cell, or the members: a handful

    def _numbers(self, over: tree.NumbersSource) -> int:
        """Return how many numbers are gone through: those written, else a handful; more are refused on the way."""
        if isinstance(over.first, tree.Constant) and isinstance(over.last, tree.Constant):
            first, last = over.first.value, over.last.value
            if isinstance(first, int) and isinstance(last, int):
                return max(1, last - first + 1)
        return 1
