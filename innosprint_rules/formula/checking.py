"""Syntax to typed tree: every name resolved, every type checked, every blank cell guarded.

One pass collects all the mistakes of a formula; none of them waits for a dossier to show itself.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, NoReturn

from innosprint_rules.formula import tree
from innosprint_rules.formula.calls import CallChecks
from innosprint_rules.formula.comparisons import ComparisonChecks
from innosprint_rules.formula.generators import GeneratorChecks
from innosprint_rules.formula.grammar import FormulaError, Source, parse
from innosprint_rules.formula.guards import given_when_false, given_when_true, guard_key
from innosprint_rules.formula.names import ERROR, NameChecks, Named, Scope
from innosprint_rules.formula.shares import as_share
from innosprint_rules.formula.types import (
    DATE,
    FLAG,
    NUMBER,
    NUMERIC,
    SHARE,
    TEXT,
    TEXTUAL,
    Names,
    Type,
)
from innosprint_rules.wording import Text


class Checker(NameChecks, ComparisonChecks, GeneratorChecks, CallChecks):
    """Types one formula; ``errors`` holds every mistake found."""

    def __init__(self, names: Names, table: str | None, given: frozenset[Any] = frozenset()) -> None:
        self.names = names
        self.errors: list[FormulaError] = []
        self.source = Source("")
        self.named: list[Named] = []
        self.scope = Scope(table=table, given=given)

    # entry points ------------------------------------------------------------------------------------

    def formula(self, text: str) -> tree.Node:
        """Parse and type ``text``; on mistakes the node's type is ERROR and ``errors`` tells them."""
        return self._start(text, self.expression)

    def derived(self, text: str) -> tree.Node:
        """Parse and type the rows of a derived table: ``(a, b) for … in …``."""
        return self._start(text, self.derived_rows)

    def _start(self, text: str, work: Callable[[ast.expr], tree.Node]) -> tree.Node:
        node: tree.Node = tree.Constant(type=ERROR, source=text, value=None)
        try:
            syntax, self.source = parse(text)
            node = work(syntax)
        except FormulaError as error:
            self.errors.append(error)
        except RecursionError:
            self.errors.append(
                FormulaError("formula-deep", Text("formule trop imbriquée", "formula nested too deeply"))
            )
        if self.errors:
            from innosprint_rules.formula.foreign import from_elsewhere  # a formula that is right needs none of it

            self.errors = from_elsewhere(text, self.errors) or self.errors
        return node

    # expressions -------------------------------------------------------------------------------------

    def expression(self, syntax: ast.expr) -> tree.Node:
        """Type one expression."""
        handler = getattr(self, f"_{type(syntax).__name__.lower()}", None)
        if handler is None:
            hint = Text("un nombre à virgule est un paramètre ; une liste vient après « in »",
                        "a number with a comma is a parameter; a list comes after “in”")  # fmt: skip
            listed = hint if isinstance(syntax, ast.Tuple) else None
            return self.fail(syntax, "formula-construct", Text("construction hors de sa place", "out of place"), listed)
        node: tree.Node = handler(syntax)
        return node

    def sure(self, syntax: ast.expr) -> tree.Node:
        """Type an expression that may not be *nothing* here."""
        node = self.expression(syntax)
        if node.type.nothing and node.type.kind != "list" and guard_key(node) not in self.scope.given:
            return self.fail(
                syntax,
                "unguarded-nothing",
                Text(f"`{node.source}` peut être vide ici", f"`{node.source}` may be blank here"),
                Text(f"le protéger par given({node.source})", f"guard it with given({node.source})"),
            )
        return node

    def condition(self, syntax: ast.expr) -> tree.Node:
        """Type an expression that must be a flag."""
        return self.expect(syntax, self.sure(syntax), "flag")

    def expect(self, syntax: ast.expr, node: tree.Node, *kinds: str) -> tree.Node:
        """Refuse a node whose kind is none of ``kinds``."""
        if node.type is ERROR or node.type.kind in kinds:
            return node
        wanted = " / ".join(sorted(kinds))
        return self.fail(
            syntax,
            "type-mismatch",
            Text(
                f"`{node.source}` est de type {node.type.words()}, attendu : {wanted}",
                f"`{node.source}` is of type {node.type.words()}, expected: {wanted}",
            ),
        )

    def fail(self, syntax: ast.AST, code: str, message: Text, hint: Text | None = None) -> tree.Node:
        """Note a mistake and go on with a node that every check accepts."""
        offset = self.source.offset(syntax)
        if not any((known.code, known.offset) == (code, offset) for known in self.errors):
            self.errors.append(FormulaError(code, message, offset, hint))
        return tree.Constant(type=ERROR, source=self.source.segment(syntax), value=None)

    def stop(self, syntax: ast.AST, code: str, message: Text, hint: Text | None = None) -> NoReturn:
        """Give the formula up where going on would only repeat the mistake."""
        raise FormulaError(code, message, self.source.offset(syntax), hint)

    # one method a syntax class -----------------------------------------------------------------------

    def _constant(self, syntax: ast.Constant) -> tree.Node:
        value = syntax.value if isinstance(syntax.value, int | str) else None  # the grammar lets no other through
        kind = TEXT if isinstance(value, str) else NUMBER
        return tree.Constant(type=kind, source=self.source.segment(syntax), value=value)

    def _boolop(self, syntax: ast.BoolOp) -> tree.Node:
        both = isinstance(syntax.op, ast.And)
        outer = self.scope.given
        found: list[tree.Node] = []
        for value in syntax.values:
            node = self.condition(value)
            found.append(node)
            more = given_when_true(node) if both else given_when_false(node)
            self.scope.given = self.scope.given | more
        self.scope.given = outer
        made = tree.Both if both else tree.Either
        return made(type=FLAG, source=self.source.segment(syntax), parts=tuple(found))

    def _unaryop(self, syntax: ast.UnaryOp) -> tree.Node:
        source = self.source.segment(syntax)
        if isinstance(syntax.op, ast.Not):
            return tree.Negation(type=FLAG, source=source, part=self.condition(syntax.operand))
        inner = syntax.operand
        if isinstance(inner, ast.Constant) and isinstance(inner.value, int):
            return tree.Constant(type=NUMBER, source=source, value=-inner.value)
        return self.fail(
            syntax,
            "formula-construct",
            Text("le signe moins ne s'écrit que devant un nombre", "a minus sign only stands before a number"),
            Text("écrire 0 - x", "write 0 - x"),
        )

    def _ifexp(self, syntax: ast.IfExp) -> tree.Node:
        test = self.condition(syntax.test)
        outer = self.scope.given
        self.scope.given = outer | given_when_true(test)
        then = self.expression(syntax.body)
        blank = self._may_be_nothing(then)
        self.scope.given = outer | given_when_false(test)
        other = self.expression(syntax.orelse)
        blank = blank or self._may_be_nothing(other)
        self.scope.given = outer
        then, other = self.alike(then, other)
        kind = self.common_type(syntax, then, other)
        if kind is not ERROR and kind.nothing and not blank:
            kind = kind.sure()
        return tree.Choice(type=kind, source=self.source.segment(syntax), test=test, then=then, other=other)

    def _may_be_nothing(self, node: tree.Node) -> bool:
        return node.type.nothing and guard_key(node) not in self.scope.given

    def common_type(self, syntax: ast.AST, then: tree.Node, other: tree.Node) -> Type:
        """Return the type of a choice between two expressions."""
        a, b = then.type, other.type
        if a is ERROR or b is ERROR:
            return ERROR
        if a.kind == "nothing":
            return b.maybe()
        if b.kind == "nothing":
            return a.maybe()
        nothing = self._may_be_nothing(then) or self._may_be_nothing(other)
        merged = self._zero_as(then, other) or self._zero_as(other, then)
        if merged is None and a.kind != b.kind and not {a.kind, b.kind} <= TEXTUAL:
            self.fail(syntax, "type-mismatch", self.two_types(then, other))
            return ERROR
        merged = merged or (a if a.kind == b.kind else TEXT)
        return merged.maybe() if nothing else merged.sure()

    @staticmethod
    def _zero_as(zero: tree.Node, other: tree.Node) -> Type | None:
        """0 is an amount, a number or a decimal: nothing else of the agreement may be typed in."""
        if isinstance(zero, tree.Constant) and zero.value == 0 and other.type.kind in NUMERIC:
            return other.type.sure()
        return None

    @staticmethod
    def alike(*nodes: tree.Node) -> list[tree.Node]:
        """Return nodes of one unit: an amount beside a share is taken in shares, which is exact."""
        shares = any(node.type.kind == "share" for node in nodes)
        return [as_share(node) if shares and node.type.kind == "amount" else node for node in nodes]

    @staticmethod
    def two_types(left: tree.Node, right: tree.Node) -> Text:
        """Say that two types do not go together."""
        a, b = left.type.words(), right.type.words()
        return Text(
            f"`{left.source}` ({a}) et `{right.source}` ({b}) ne vont pas ensemble",
            f"`{left.source}` ({a}) and `{right.source}` ({b}) do not go together",
        )

    def _binop(self, syntax: ast.BinOp) -> tree.Node:
        left, right = self.sure(syntax.left), self.sure(syntax.right)
        source = self.source.segment(syntax)
        if left.type is ERROR or right.type is ERROR:
            return tree.Constant(type=ERROR, source=source, value=None)
        if DATE.kind in (left.type.kind, right.type.kind):
            return self.fail(
                syntax,
                "date-arithmetic",
                Text("on n'additionne pas des dates", "dates are not added or subtracted"),
                Text("écrire days_between(a, b) ou days_after(d, n)", "write days_between(a, b) or days_after(d, n)"),
            )
        left, right = self.expect(syntax.left, left, *NUMERIC), self.expect(syntax.right, right, *NUMERIC)
        if left.type is ERROR or right.type is ERROR:
            return tree.Constant(type=ERROR, source=source, value=None)
        if isinstance(syntax.op, ast.Mult):
            factors = [n for n in (left, right) if isinstance(n, tree.Constant | tree.Parameter)]
            kinds = {left.type.kind, right.type.kind}
            if factors and kinds == {"percent", "amount"}:
                return tree.Arithmetic(type=SHARE, source=source, op="*", left=left, right=right)
            if not factors or "number" not in kinds:
                return self.fail(
                    syntax,
                    "product-of-facts",
                    Text("on ne multiplie qu'un nombre entier, et l'un des deux est écrit ou un paramètre",
                         "one factor is a whole number, and one of the two is written out or a parameter"),
                )  # fmt: skip
            kind = right.type if left.type.kind == "number" else left.type
            return tree.Arithmetic(type=kind.sure(), source=source, op="*", left=left, right=right)
        left, right = self.alike(left, right)
        kind = self.common_type(syntax, left, right)
        op: Any = "+" if isinstance(syntax.op, ast.Add) else "-"
        return tree.Arithmetic(type=kind.sure(), source=source, op=op, left=left, right=right)
