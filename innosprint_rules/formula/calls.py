"""Calls: functions and tests, their arguments counted and typed, how a quotient says to round."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NoReturn

from innosprint_rules.formula import tree
from innosprint_rules.formula.checks import Checks
from innosprint_rules.formula.functions import AGGREGATES, FUNCTIONS, QUOTIENTS, ROUNDINGS, TESTS
from innosprint_rules.formula.names import ERROR
from innosprint_rules.formula.types import FLAG, NUMERIC, ORDERED, TEXTUAL
from innosprint_rules.nearest import suggestion
from innosprint_rules.wording import Text

_ROUNDINGS = Text("'down' (vers le bas), 'up' (vers le haut) ou 'half_up' (au plus proche)",
                  "'down', 'up' or 'half_up' (the nearest)")  # fmt: skip


class CallChecks(Checks):
    """The part of the checker that types calls."""

    if TYPE_CHECKING:

        def stop(self, syntax: ast.AST, code: str, message: Text, hint: Text | None = None) -> NoReturn: ...

        def dated_parameter(self, syntax: ast.Call, func: ast.Attribute) -> tree.Node: ...

        def aggregate(self, syntax: ast.Call, name: str, generator: ast.GeneratorExp) -> tree.Node: ...

    def _call(self, syntax: ast.Call) -> tree.Node:
        if syntax.keywords:
            self.stop(syntax, "formula-construct", Text("pas d'argument nommé", "no named arguments"))
        if isinstance(syntax.func, ast.Attribute):
            return self.dated_parameter(syntax, syntax.func)
        name = syntax.func.id if isinstance(syntax.func, ast.Name) else ""
        if name in TESTS:
            return self._test(syntax, name)
        if name in AGGREGATES and len(syntax.args) == 1 and isinstance(syntax.args[0], ast.GeneratorExp):
            return self.aggregate(syntax, name, syntax.args[0])
        if name not in FUNCTIONS:
            known = (*FUNCTIONS, *AGGREGATES, *TESTS)
            hint = suggestion(name, known)
            if name in AGGREGATES:
                hint = Text(f"écrire {name}(x for y in table if …)", f"write {name}(x for y in table if …)")
            return self.fail(
                syntax,
                "unknown-function",
                Text(f"fonction inconnue `{name}`", f"unknown function `{name}`"),
                hint,
            )
        return self._function(syntax, name)

    @staticmethod
    def _rounding(node: tree.Node) -> bool:
        return node.type is ERROR or (isinstance(node, tree.Constant) and node.value in ROUNDINGS)

    def _test(self, syntax: ast.Call, name: str) -> tree.Node:
        if len(syntax.args) != 1:
            self.stop(syntax, "arguments", Text(f"{name} prend une valeur", f"{name} takes one value"))
        value = self.expression(syntax.args[0])
        source = self.source.segment(syntax)
        if name == "known":
            return tree.Known(type=FLAG, source=source, value=value)
        if not value.type.nothing and value.type.kind != "list" and value.type is not ERROR:
            return self.fail(
                syntax,
                "never-nothing",
                Text(f"`{value.source}` n'est jamais vide", f"`{value.source}` is never nothing"),
                Text("enlever given(…)", "remove given(…)"),
            )
        return tree.Given(type=FLAG, source=source, value=value)

    def _function(self, syntax: ast.Call, name: str) -> tree.Node:
        function = FUNCTIONS[name]
        source = self.source.segment(syntax)
        enough = len(syntax.args) >= 2 if function.many else len(syntax.args) == len(function.takes)
        if not enough:
            count = "2+" if function.many else str(len(function.takes))
            return self.fail(
                syntax,
                "arguments",
                Text(f"{name} prend {count} valeurs", f"{name} takes {count} values"),
            )
        takes = function.takes * len(syntax.args) if function.many else function.takes
        found: list[tree.Node] = []
        for argument, kind in zip(syntax.args, takes, strict=True):
            groups = {"numeric": NUMERIC, "ordered": ORDERED, "text": TEXTUAL}
            kinds = groups.get(kind, frozenset({kind}))
            found.append(self.expect(argument, self.sure(argument), *kinds))
        if function.rounds and not self._rounding(found[-1]):
            return self.fail(
                syntax.args[-1],
                "unknown-rounding",
                Text(f"{name} dit comment arrondir : {_ROUNDINGS.fr}", f"{name} says how to round: {_ROUNDINGS.en}"),
            )
        if function.many:
            found = self.alike(*found)
        gives = function.gives
        if function.gives in QUOTIENTS:  # a part and a whole of one kind, before the rounding
            part, whole = self.alike(*found[-3:-1])
            found[-3:-1] = part, whole
            if ERROR not in (part.type, whole.type):
                self.common_type(syntax, part, whole)
        if gives is None:
            gives = found[0].type
            for other in found[1:]:
                gives = self.common_type(syntax, found[0], other) if gives is not ERROR else ERROR
        return tree.Call(
            type=gives if gives in QUOTIENTS else gives.sure(), source=source, function=name, arguments=tuple(found)
        )
