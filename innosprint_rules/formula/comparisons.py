"""Comparisons and membership: both sides of one kind, quoted texts among the values they may take."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from innosprint_rules.folding import fold
from innosprint_rules.formula import tree
from innosprint_rules.formula.checks import Checks
from innosprint_rules.formula.names import ERROR
from innosprint_rules.formula.types import FLAG, NUMERIC, ORDERED, TEXTUAL, Type
from innosprint_rules.nearest import suggestion
from innosprint_rules.wording import Text

_OPERATORS: dict[type[ast.cmpop], tree.Comparison] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip


class ComparisonChecks(Checks):
    """The part of the checker that types comparisons."""

    if TYPE_CHECKING:

        def reading_test(self, syntax: ast.AST, a: ast.expr, op: ast.cmpop, b: ast.expr) -> tree.Node | None: ...

    def _compare(self, syntax: ast.Compare) -> tree.Node:
        operands = [syntax.left, *syntax.comparators]
        if len(syntax.ops) == 1:
            return self._one_comparison(syntax, operands[0], syntax.ops[0], operands[1])
        steps = tuple(self._one_comparison(syntax, operands[i], op, operands[i + 1]) for i, op in enumerate(syntax.ops))
        return tree.Both(type=FLAG, source=self.source.segment(syntax), parts=steps)

    def _one_comparison(self, syntax: ast.Compare, a: ast.expr, op: ast.cmpop, b: ast.expr) -> tree.Node:
        reading = self.reading_test(syntax, a, op, b)
        if reading is not None:
            return reading
        source = self.source.segment(syntax)
        if isinstance(op, ast.In | ast.NotIn):
            return self._membership(syntax, a, op, b)
        sign = _OPERATORS[type(op)]
        loose = sign in ("==", "!=")
        left, right = (self.expression(a), self.expression(b)) if loose else (self.sure(a), self.sure(b))
        if left.type is ERROR or right.type is ERROR:
            return tree.Constant(type=ERROR, source=source, value=None)
        left, right = self.literal(a, left, right), self.literal(b, right, left)
        if left.type is ERROR or right.type is ERROR:
            return tree.Constant(type=ERROR, source=source, value=None)
        if "nothing" in (left.type.kind, right.type.kind):
            return self.fail(
                syntax,
                "compare-nothing",
                Text("on ne compare pas à « nothing »", "nothing is not compared"),
                Text("écrire given(x) ou not given(x)", "write given(x) or not given(x)"),
            )
        if not loose:
            left, right = self.expect(a, left, *ORDERED), self.expect(b, right, *ORDERED)
            if left.type is ERROR or right.type is ERROR:
                return tree.Constant(type=ERROR, source=source, value=None)
        if left.type.kind == "ref" and right.type.kind == "ref" and left.type.table != right.type.table:
            return self.fail(syntax, "type-mismatch", self.two_types(left, right))
        left, right = self.alike(left, right)
        self.common_type(syntax, left, right)
        return tree.Compare(type=FLAG, source=source, op=sign, left=left, right=right)

    def literal(self, syntax: ast.expr, node: tree.Node, other: tree.Node) -> tree.Node:
        """Check a quoted text against the values its other side may take; numbers become amounts at 0."""
        if not isinstance(node, tree.Constant):
            return node
        if isinstance(node.value, str) and other.type.kind in ("choice", "member"):
            allowed = other.type.choices if other.type.kind == "choice" else self.names.members
            if node.value not in allowed:
                spelled = {fold(each): each for each in allowed}
                close = spelled.get(fold(node.value))
                near = suggestion(node.value, [close] if close else allowed) or Text(
                    f"valeurs : {', '.join(allowed)}", f"values: {', '.join(allowed)}"
                )
                return self.fail(
                    syntax,
                    "unknown-value",
                    Text(f"« {node.value} » n'est pas une valeur de `{other.source}`",
                         f"“{node.value}” is no value of `{other.source}`"),
                    near,
                )  # fmt: skip
            return tree.Constant(type=other.type.sure(), source=node.source, value=node.value)
        if (
            isinstance(node.value, int)
            and other.type.kind in ("amount", "date", "decimal", "percent", "share")
            and node.value != 0
        ):
            return self.fail(
                syntax,
                "literal-of-the-agreement",
                Text(f"{node.value} n'a pas d'unité", f"{node.value} has no unit"),
                Text("en faire un paramètre, avec son article", "make it a parameter, with its article"),
            )
        if node.value == 0 and other.type.kind in NUMERIC and isinstance(node.value, int):
            return tree.Constant(type=other.type.sure(), source=node.source, value=0)
        return node

    def _membership(self, syntax: ast.Compare, a: ast.expr, op: ast.cmpop, b: ast.expr) -> tree.Node:
        item = self.sure(a)
        if isinstance(b, ast.Tuple):
            equal = [self._one_comparison(syntax, a, ast.Eq(), each) for each in b.elts]
            node: tree.Node = tree.Either(type=FLAG, source=self.source.segment(syntax), parts=tuple(equal))
        else:
            items = self.expect(b, self.expression(b), "list")
            if items.type is not ERROR and item.type is not ERROR:
                one = Type(items.type.of, choices=items.type.choices)
                item = self.literal(a, item, tree.Constant(type=one, source=items.source, value=None))
            self.expect(a, item, *TEXTUAL)
            node = tree.Within(type=FLAG, source=self.source.segment(syntax), item=item, items=items)
        if isinstance(op, ast.NotIn):
            return tree.Negation(type=FLAG, source=node.source, part=node)
        return node
