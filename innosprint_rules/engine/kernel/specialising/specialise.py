"""Specialising a formula to one layout: what years cannot change is worked out once, by the reference evaluator.

Readings, facts and parameters become constants; computed columns without loops are written out where they are
used; a condition on texts, choices, lists and flags alone becomes a table of its truth over the values that these
may hold. What is left is what every year must work out anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from innosprint_rules.engine.evaluation.amended import amends
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.kernel.layout import NUMBERED
from innosprint_rules.engine.kernel.specialising.generators import Generators
from innosprint_rules.engine.kernel.specialising.nodes import (
    Dated,
    Held,
    Truth,
    UnsupportedFormulaError,
    constant_node,
    decided,
    is_plain,
    merged,
    rebuilt,
    worth_of,
)
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    conjunction,
    disjunction,
    negate,
)
from innosprint_rules.formula.names import ROW_SLOT
from innosprint_rules.rulebook.models import Parameter

_SHORT = 8
"""Nodes of a computed column that is written out wherever it is used."""
_KEPT = NUMBERED | {"flag"}


class Specialiser(Generators):
    """Rewrites formulas for one layout, one choice of readings, and one moment (None: any)."""

    def rewrite(self, node: tree.Node, rows: Mapping[int, tree.Node] | None = None) -> tree.Node:
        """Return ``node`` specialised; ``rows`` says which node stands for a slot."""
        return self._node(node, dict(rows or {}))

    def body(self, table: str | None, name: str) -> tree.Node:
        """Return the specialised formula of a measure or of a computed column (its row is slot 1)."""
        key = (table, name)
        if key not in self._bodies:
            self._bodies[key] = self.rewrite(self.rulebook.measures[key].formula)
        return self._bodies[key]

    def plain(self, node: tree.Node) -> tree.Node:
        """Return ``node`` with the formulas of the readings in force only."""
        if id(node) not in self._plain:
            self._plain[id(node)] = node, self._in_force(node)  # kept with the node, whose id is then no other's
        return self._plain[id(node)][1]

    def _in_force(self, node: tree.Node) -> tree.Node:
        if isinstance(node, tree.ByReading):
            return self.plain(dict(node.options)[self.readings[node.key]])
        if isinstance(node, tree.Choice) and isinstance(node.test, tree.ReadingIs | tree.Compare):
            test = self.rewrite(node.test) if not tree.slots_used(node.test) else node.test
            if decided(test):
                return self.plain(node.then if worth_of(test) else node.other)
        return rebuilt(node, self.plain)

    def _node(self, node: tree.Node, rows: dict[int, tree.Node]) -> tree.Node:
        match node:
            case tree.Constant():
                return node
            case tree.AsOf():
                return self.held(node, self.at) if self.fixed else node
            case tree.Fact(name=name):
                return self.held(node, self.layout.world.facts[name])
            case tree.Parameter():
                return self._parameter(node, rows)
            case tree.ReadingIs(key=key, values=values):
                return constant_node(node, self.readings[key] in values)
            case tree.ByReading(key=key, options=options):
                return self._node(dict(options)[self.readings[key]], rows)
            case tree.Measure(name=name):
                body = self.body(None, name)
                return body if isinstance(body, tree.Constant) else node
            case tree.Variable(slot=slot):
                return rows.get(slot, node)
            case tree.Column():
                return self._column(node, rows)
            case tree.Both(parts=parts) | tree.Either(parts=parts):
                return self._joined(node, [self._node(part, rows) for part in parts])
            case tree.Negation(part=part):
                return self._negation(node, self._node(part, rows))
            case tree.Choice():
                return self._choice(node, rows)
            case tree.Aggregate():
                return self._aggregate(node, rows)
            case _:
                made = rebuilt(node, lambda child: self._node(child, rows))
                return self._folded(made)

    def _folded(self, node: tree.Node) -> tree.Node:
        """Return a constant where no row counts any more, a table of truth where only finite cells do."""
        if all(isinstance(child, tree.Constant) for child in tree.children(node)):
            moves = any(isinstance(child, Held) for child in tree.children(node))
            return self.held(node, self.value(node)) if moves else constant_node(node, self.value(node))
        if isinstance(node, tree.Given | tree.Known):
            sure = self._sure(node)
            if sure is not None:
                return constant_node(node, sure)
        return self._truth(node) or node

    def _sure(self, node: tree.Given | tree.Known) -> bool | None:
        """Return the answer to ``given`` or ``known`` where no year can change it."""
        value = node.value
        if isinstance(value, tree.Variable):
            return True
        if not isinstance(value, tree.Column) or value.computed or value.table not in self.layout.tables:
            return None
        plan = self.plan(value)
        if plan.finite:
            return None
        above = self.ghosts(value.base)
        nothing, unknown = plan.nothing or above[0], plan.unknown or above[1]
        if isinstance(node, tree.Given):
            perhaps = nothing or (unknown and (plan.type.nothing or plan.type.kind == "ref"))
            return None if perhaps else True
        return None if unknown else True

    def _parameter(self, node: tree.Parameter, rows: dict[int, tree.Node]) -> tree.Node:
        on = None if node.on is None else self._node(node.on, rows)
        parameter = self.rulebook.parameters[node.name]
        signed = self._signed(parameter)
        # where nothing amends it, it is data all the same: another dossier, or an act tried, may do so
        amended = bool(signed) or (not self.folds and parameter.amended_by is not None)
        constant = not amended and len(parameter.values) == 1
        if constant or (self.fixed and (on is None or isinstance(on, tree.Constant))):
            day = None if on is None or not isinstance(on, tree.Constant) else worth_of(on)
            worth = self.context.parameter(node.name, day)
            return constant_node(node, worth) if constant else self.held(node, worth)
        moves = not self.fixed and amended and on is not None and not isinstance(on, tree.Constant)
        if moves and any(row.day is None for row in signed):
            # an amendment without a day counts or not by both days, which no table of days can tell
            raise UnsupportedFormulaError(node.source, "a parameter amended on a day that is missing")
        return Dated(type=node.type, source=node.source, name=node.name, on=on)

    def _signed(self, parameter: Parameter) -> list[Row]:
        """Return the amendments that are of a parameter."""
        role = self.layout.world.roles.amendments
        if role is None or parameter.amended_by is None:
            return []
        return [row for row in self.layout.world.tables[role.table].all() if amends(role, row.model, parameter)]

    def _column(self, node: tree.Column, rows: dict[int, tree.Node]) -> tree.Node:
        base = self._node(node.base, rows)
        if not node.computed:
            made = replace(node, base=base)
            return self._cell(made)
        body = self.body(node.table, node.name)
        _, unknown = self.ghosts(base)
        if isinstance(body, tree.Constant) and not unknown:
            return body
        if unknown or self._is_long(body):
            return replace(node, base=base)  # kept as a column of its own
        return self._node(self.rulebook.measures[(node.table, node.name)].formula, {ROW_SLOT: base})

    def _is_long(self, body: tree.Node) -> bool:
        """Tell whether a computed column is worth keeping: it has a loop, or is long, and what it gives can be kept."""
        nodes = list(tree.walk(body))
        loops = any(isinstance(each, tree.Aggregate) for each in nodes)
        return loops or (len(nodes) > _SHORT and body.type.kind in _KEPT)

    def _cell(self, node: tree.Column) -> tree.Node:
        """Return a cell, or the one value that it holds in every row."""
        if node.table not in self.layout.tables:
            rows = self.unchanging(node.table) if self.folds else None
            worth = {row.values[node.name] for row in rows or ()}
            return constant_node(node, worth.pop()) if len(worth) == 1 else node
        plan = self.plan(node)
        if plan.finite and plan.type.kind == "flag":
            return self._truth(node) or node
        return node

    def _joined(self, node: tree.Both | tree.Either, parts: list[tree.Node]) -> tree.Node:
        decides = isinstance(node, tree.Either)
        kept: list[tree.Node] = []
        for part in parts:
            if decided(part):
                if bool(worth_of(part)) is decides:
                    return constant_node(node, decides)
                continue
            kept.append(part)
        if not kept:
            return constant_node(node, not decides)
        if len(kept) == 1:
            return kept[0]
        join = disjunction if decides else conjunction
        joined: list[tree.Node] = []
        for part in kept:
            for index, known in enumerate(joined):
                both = merged(join, known, part)
                if both is not None:
                    joined[index] = self._settled(both)
                    break
            else:
                joined.append(part)
        if len(joined) < len(kept):
            return self._joined(node, joined)
        return replace(node, parts=tuple(joined))

    def _negation(self, node: tree.Negation, part: tree.Node) -> tree.Node:
        if isinstance(part, Held):
            return self.held(node, negate(worth_of(part)))
        if isinstance(part, tree.Constant):
            return constant_node(node, negate(worth_of(part)))
        if isinstance(part, Truth):
            return replace(part, values=tuple(negate(value) for value in part.values))
        return replace(node, part=part)

    def _choice(self, node: tree.Choice, rows: dict[int, tree.Node]) -> tree.Node:
        test = self._node(node.test, rows)
        if decided(test):
            return self._node(node.then if worth_of(test) else node.other, rows)
        then, other = self._node(node.then, rows), self._node(node.other, rows)
        if isinstance(test, Held) and not (is_plain(then) and is_plain(other)):
            return replace(node, test=test, then=then, other=other)
        return self._folded(replace(node, test=test, then=then, other=other))
