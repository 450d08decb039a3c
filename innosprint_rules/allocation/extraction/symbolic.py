"""A rule's typed tree over one dossier and a decision not taken yet: the reference evaluator's answer wherever the
decision does not matter, else a linear expression or a condition.

The semantics are those of ``engine.evaluation.expressions`` and ``engine.evaluation.aggregates``, unknowns and the
order of tables included; property tests hold the two together point by point.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from innosprint_rules.allocation.extraction import flags, symbols
from innosprint_rules.allocation.extraction.aggregates import Aggregates
from innosprint_rules.allocation.extraction.conditions import Literal, contrary
from innosprint_rules.allocation.extraction.dependence import Dependence
from innosprint_rules.allocation.extraction.flags import Truth
from innosprint_rules.allocation.extraction.linear import Linear, NotLinear, Terms, amount, kept
from innosprint_rules.allocation.extraction.symbols import Cases, Range, lifted
from innosprint_rules.allocation.extraction.variables import Variables
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.engine.evaluation.compiler import Slots
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.operations import ARITHMETIC, COMPARISONS, NUMERIC_KINDS, equal, within
from innosprint_rules.engine.evaluation.program import Program
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.formula import tree
from innosprint_rules.formula.functions import FUNCTIONS
from innosprint_rules.formula.logic import UNKNOWN, PerhapsNothing, exact
from innosprint_rules.wording import Text


class Symbolic:
    """Evaluates trees over lines under decision; ``rows`` are those lines as the world holds them."""

    def __init__(self, program: Program, variables: Variables, rows: tuple[Row, ...]) -> None:
        self.program = program
        self.role = required(program.rulebook.schema.roles.proposals, "proposals")
        self.variables = variables
        self.place: Mapping[Row, int] = {row: index for index, row in enumerate(rows)}
        self.decided = Dependence(program.rulebook)
        self.aggregates = Aggregates(self)
        self._kept: dict[tuple[int, str | None, str, Row | None], tuple[Context, Any]] = {}
        self._cells: dict[tuple[int, str], Any] = {}

    def value(self, node: tree.Node, slots: Slots) -> Any:
        """Return what a formula is worth; see ``engine.evaluation.expressions`` for the slots.

        Raises:
            NotLinear: it depends on the decision in a way that linear constraints cannot say.
        """
        if not self.decided.formula(node):
            return self.program.closure(node)(slots)
        match node:
            case tree.Column():
                return self._column(node, slots)
            case tree.Measure(name=name):
                context = slots[0].under(self.program.measure_reads(None, name))
                return self._measure(context, None, name, None)
            case tree.ByReading(key=key, options=options):
                return self.value(dict(options)[slots[0].readings[key]], slots)
            case tree.Compare(op=op, left=left, right=right):
                return self._compare(node, self.value(left, slots), self.value(right, slots), op)
            case tree.Within(item=item, items=items):
                return self._within(node, self.value(item, slots), self.value(items, slots))
            case tree.Both(parts=parts):
                return flags.conjunction(self._flags(parts, slots, ends=False))
            case tree.Either(parts=parts):
                return flags.disjunction(self._flags(parts, slots, ends=True))
            case tree.Negation(part=part):
                return flags.negated(self.value(part, slots))
            case tree.Choice():
                return self._choice(node, slots)
            case tree.Arithmetic(op=op, left=left, right=right):
                return self._arithmetic(op, self.value(left, slots), self.value(right, slots))
            case tree.Call():
                return self._call(node, slots)
            case tree.Given(value=inner):
                return lifted(self._given, [self.value(inner, slots)])
            case tree.Known(value=inner):
                return lifted(lambda found: found.exact if isinstance(found, Range) else exact(found),
                              [self.value(inner, slots)])  # fmt: skip
            case tree.Aggregate():
                return self.aggregates.value(node, slots)
        raise NotLinear(Text(f"« {node.source} » dépend de la décision", f"“{node.source}” depends on the decision"))

    def _flags(self, parts: tuple[tree.Node, ...], slots: Slots, ends: bool) -> list[Any]:
        found: list[Any] = []
        for part in parts:
            found.append(self.value(part, slots))
            if found[-1] is ends:
                break
        return found

    def _column(self, node: tree.Column, slots: Slots) -> Any:
        def cell(row: Any) -> Any:
            if row.__class__ is not Row:
                return None if row is None else self.program.unknown_of(node.type)
            if node.computed:
                context = slots[0].under(self.program.measure_reads(node.table, node.name))
                return self._measure(context, node.table, node.name, row)
            index = self.place.get(row)
            return row.values[node.name] if index is None else self._decided(index, node.name, row)

        if self.decided.formula(node.base):
            raise NotLinear(Text(f"« {node.base.source} » dépend de la décision",
                                 f"“{node.base.source}” depends on the decision"))  # fmt: skip
        return cell(self.program.closure(node.base)(slots))

    def _decided(self, index: int, name: str, row: Row) -> Any:
        """Return the amount or the status of a line under decision; refused, it keeps the amount it was asked at."""
        known = self._cells.get((index, name))
        if known is not None:
            return known
        yes = Literal(kept(index))
        stands = self.variables.lines[index].stands
        found: Any
        if name == self.role.status:
            found = Cases(((yes, self.role.proposed), (contrary(yes), self.role.refused)))
        elif stands is None:
            found = row.values[self.role.amount]
        else:
            worth = Linear(stands, Terms({amount(index): 1, kept(index): -stands}))
            found = Range(worth, worth)
        self._cells[(index, name)] = found
        return found

    def _measure(self, context: Context, table: str | None, name: str, row: Row | None) -> Any:
        key = (id(context), table, name, row)
        known = self._kept.get(key)
        if known is None:
            formula = self.program.rulebook.measures[(table, name)].formula
            known = self._kept[key] = (context, self.value(formula, context.environment(row)))
        return known[1]

    # operations -------------------------------------------------------------------------------------

    def _compare(self, node: tree.Compare, left: Any, right: Any, op: str) -> Any:
        kind = node.left.type.kind if node.left.type.kind != "text" else node.right.type.kind

        def compare(a: Any, b: Any) -> Any:
            if isinstance(a, Range) or isinstance(b, Range):
                return symbols.compared(op, a, b)
            if op in ("==", "!="):
                same = equal(kind)(a, b)
                return same if op == "==" else flags.negated(same)
            return COMPARISONS[op](a, b)

        if isinstance(left, Truth) or isinstance(right, Truth):
            return self._same_flags(left, right, op)
        return lifted(compare, [left, right])

    def _same_flags(self, left: Any, right: Any, op: str) -> Any:
        both = flags.conjunction((left, right))
        neither = flags.conjunction((flags.negated(left), flags.negated(right)))
        same = flags.disjunction((both, neither))
        return same if op == "==" else flags.negated(same)

    def _within(self, node: tree.Within, item: Any, items: Any) -> Any:
        folded = node.items.type.of == "text"

        return lifted(lambda value, values: within(value, values, folded), [item, items])

    def _choice(self, node: tree.Choice, slots: Slots) -> Any:
        test = self.value(node.test, slots)
        if test is True:
            return self.value(node.then, slots)
        if test is False:
            return self.value(node.other, slots)
        then, other = self.value(node.then, slots), self.value(node.other, slots)
        if isinstance(test, Truth) and test.sure:
            return symbols.cases(((test.yes, then), (test.no, other)))
        if node.type.kind not in NUMERIC_KINDS or isinstance(then, Cases) or isinstance(other, Cases):
            raise NotLinear(Text("un choix dont la condition n'est pas connue", "a choice on what is not known"))
        if then is None or other is None:
            return UNKNOWN
        one, two = symbols.span(then), symbols.span(other)
        return self._either(one, two)

    def _either(self, one: Range, two: Range) -> Any:
        """Return bounds that hold whichever of two numbers it is."""
        ends: list[Linear | None] = []
        for a, b, greatest in ((one.lo, two.lo, False), (one.hi, two.hi, True)):
            if a is None or b is None:
                ends.append(None)
                continue
            gap = a.minus(b)
            at_least = gap.least(self.variables.bounds) >= 0
            if not at_least and gap.most(self.variables.bounds) > 0:
                raise NotLinear(Text("un choix dont la condition n'est pas connue", "a choice on what is not known"))
            ends.append(a if at_least is greatest else b)
        return symbols.number(*ends)

    def _arithmetic(self, op: str, left: Any, right: Any) -> Any:
        fast, slow = ARITHMETIC[op]
        work = {"+": symbols.added, "-": symbols.subtracted, "*": symbols.multiplied}[op]

        def arithmetic(a: Any, b: Any) -> Any:
            if a is None or b is None:
                return UNKNOWN
            if isinstance(a, Range) or isinstance(b, Range):
                return work(a, b)
            return fast(a, b) if a.__class__ is int and b.__class__ is int else slow(a, b)

        return lifted(arithmetic, [left, right])

    def _call(self, node: tree.Call, slots: Slots) -> Any:
        arguments = [self.value(each, slots) for each in node.arguments]
        numeric = all(each.type.kind in NUMERIC_KINDS for each in node.arguments)

        def call(*values: Any) -> Any:
            if any(each is None or (each is UNKNOWN and not numeric) for each in values):
                return self.program.unknown_of(node.type)
            if not any(isinstance(each, Range) for each in values):
                return FUNCTIONS[node.function].work(*values)
            if FUNCTIONS[node.function].rounds:
                return symbols.quotient(node.function, values)
            if node.function not in ("min", "max", "earliest", "latest"):
                raise NotLinear(Text(f"{node.function}() d'un montant à décider",
                                     f"{node.function}() of an amount to decide"))  # fmt: skip
            return self._extreme(values, greatest=node.function in ("max", "latest"))

        return lifted(call, arguments)

    @staticmethod
    def _extreme(values: tuple[Any, ...], greatest: bool) -> Any:
        best = values[0]
        for other in values[1:]:

            def choose(a: Any, b: Any) -> Any:
                better = symbols.compared(">=" if greatest else "<=", a, b)
                if isinstance(better, bool):
                    return a if better else b
                if not isinstance(better, Truth) or not better.sure:
                    raise NotLinear(Text("le plus grand ou le plus petit de montants inconnus",
                                         "the greatest or least of unknown amounts"))  # fmt: skip
                return symbols.cases(((better.yes, a), (better.no, b)))

            best = lifted(choose, [best, other])
        return best

    @staticmethod
    def _given(found: Any) -> Any:
        if isinstance(found, Range):
            return True
        if found is UNKNOWN or found.__class__ is PerhapsNothing:
            return UNKNOWN
        return found is not None and found != ()
