"""The body of a loop without branches: a processor guesses wrong where chance decides: what does not count adds 0."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from innosprint_rules.engine.kernel.bounds import FAR
from innosprint_rules.engine.kernel.values import LEAST, MOST

SUMS = {"low_sum": (f"<= {-FAR}", f"> {-FAR}", LEAST), "high_sum": (f">= {FAR}", f"< {FAR}", MOST)}
"""By how a bound is added up: whether it is without end, whether it is not, and what it then is."""


class Flat:
    """The body of one loop without branches: what does not count adds nothing."""

    def __init__(self, kept: set[str], mark: str) -> None:
        self.kept = kept
        self.mark = mark
        self.starts: list[str] = []
        self.lines: list[str] = []
        self.ends: list[str] = []
        self.where = ""
        self._number = 0

    def add(self, body: Sequence[ast.stmt]) -> None:
        """Add statements of the loop."""
        for statement in body:
            match statement:
                case ast.If(test=test, body=[ast.Continue()], orelse=[]):
                    self._only(ast.UnaryOp(ast.Not(), test))
                case ast.If(body=[ast.Break()], orelse=[]):
                    pass  # stands last; the rows after the one that decides change nothing
                case ast.If(test=test, body=[ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=True))],
                            orelse=[]) if name in self.kept:  # fmt: skip
                    self.lines.append(f"{name} |= {self._and(_bits(test))}")
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=True)) if name in self.kept:
                    self.lines.append(f"{name} |= {self.where or True}")
                case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value) if name in self.kept:
                    self.lines.append(f"{name} += {self._counting(value)}")
                case ast.Assign(
                    targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=side), args=[_, value])
                ) if name in self.kept and side in SUMS:
                    self._far(name, side, value)
                case _ if not given_names(statement) & self.kept:
                    self.lines += ast.unparse(statement).splitlines()
                case _:
                    self._below(statement)

    def _only(self, condition: ast.expr) -> None:
        """Go on for the rows alone of which a condition holds."""
        name = f"k{self._number}_{self.mark}"
        self._number += 1
        self.lines.append(f"{name} = {self._and(_bits(condition))}")
        self.where = name

    def _and(self, condition: str) -> str:
        return f"{self.where} & {condition}" if self.where else condition

    def _counting(self, value: ast.expr) -> str:
        code = ast.unparse(value)
        return f"({code}) if {self.where} else 0" if self.where else code

    def _far(self, name: str, side: str, value: ast.expr) -> None:
        """Add a bound that may be without end."""
        far, near, end = SUMS[side]
        self.starts.append(f"o_{name} = False")
        self.lines.append(f"y_{name} = {self._counting(value)}")
        self.lines.append(f"o_{name} |= y_{name} {far}")
        self.lines.append(f"{name} += y_{name} if y_{name} {near} else 0")
        self.ends.append(f"{name} = {end} if o_{name} else {name}")

    def _below(self, statement: ast.stmt) -> None:
        indent = "    " if self.where else ""
        if self.where:
            self.lines.append(f"if {self.where}:")
        self.lines += [indent + line for line in ast.unparse(statement).splitlines()]


def given_names(statement: ast.stmt) -> set[str]:
    """Return the names that a statement gives a value."""
    return {each.id for each in ast.walk(statement) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}


def _bits(condition: ast.expr) -> str:
    """Return a condition of which all parts are worked out, whatever the first ones say."""
    match condition:
        case ast.UnaryOp(op=ast.Not(), operand=ast.UnaryOp(op=ast.Not(), operand=inner)):
            return _bits(inner)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return f"(not {_bits(inner)})"
        case ast.BoolOp(op=op, values=values):
            return f"({(' & ' if isinstance(op, ast.And) else ' | ').join(_bits(each) for each in values)})"
        case _:
            return f"({ast.unparse(condition)})"
