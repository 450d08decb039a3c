"""What the parts of the checker of formulas ask of the whole."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from innosprint_rules.formula import tree
from innosprint_rules.formula.grammar import Source
from innosprint_rules.formula.types import Names, Type
from innosprint_rules.wording import Text


class Checks:
    """A part of the checker: it types one kind of expression, and asks the checker for those within."""

    names: Names
    source: Source

    if TYPE_CHECKING:  # the checker has them

        def fail(self, syntax: ast.AST, code: str, message: Text, hint: Text | None = None) -> tree.Node: ...

        def expression(self, syntax: ast.expr) -> tree.Node: ...

        def sure(self, syntax: ast.expr) -> tree.Node: ...

        def condition(self, syntax: ast.expr) -> tree.Node: ...

        def expect(self, syntax: ast.expr, node: tree.Node, *kinds: str) -> tree.Node: ...

        def common_type(self, syntax: ast.AST, then: tree.Node, other: tree.Node) -> Type: ...

        @staticmethod
        def alike(*nodes: tree.Node) -> list[tree.Node]: ...

        @staticmethod
        def two_types(left: tree.Node, right: tree.Node) -> Text: ...
