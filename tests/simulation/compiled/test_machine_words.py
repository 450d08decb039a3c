"""No step of a year passes what a machine word holds: interpreted, Python's whole numbers would hide it.

Every sum, difference and product of the generated module is checked as it is made. Compiled, one that passes 64 bits
would come out as another number in silence.
"""

from __future__ import annotations

import ast
from typing import Any

import pytest

from innosprint_rules.simulation.drawing.random_words import fill, keys
from innosprint_rules.simulation.running.prepare import prepare
from innosprint_rules.simulation.tally.generated_module import Module
from innosprint_rules.simulation.tally.source import ARRAYS
from tests.simulation.made import the_plan

GREATEST = 2**63 - 1
YEARS = 12
CHECK = "_machine_word"
NAMED = {name: {"fr": "Des cases vides", "en": "Blank cells"} for name in ("title", "description")}


def word(value: int) -> int:
    """Return a number that a machine word of 64 bits holds; raise where it does not."""
    if not -GREATEST - 1 <= value <= GREATEST:
        raise OverflowError(value)
    return value


class Checked(ast.NodeTransformer):
    """Puts every result of arithmetic through ``word``."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return ast.Call(ast.Name(CHECK, ast.Load()), [node], [])

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        was = ast.parse(ast.unparse(node.target), mode="eval").body
        result = ast.Call(ast.Name(CHECK, ast.Load()), [ast.BinOp(was, node.op, node.value)], [])
        return ast.Assign([node.target], result)


def checked(module: Module) -> dict[str, Any]:
    """Return the names of a module whose arithmetic is checked."""
    tree = ast.fix_missing_locations(Checked().visit(ast.parse(module.source)))
    names: dict[str, Any] = {
        "njit": lambda function: function, "entry": lambda function: function,
        "bits": int.bit_length, "fill": fill, "keys": keys, CHECK: word,
    }  # fmt: skip
    exec(compile(tree, "checked", "exec"), names)  # noqa: S102  # the package's own text
    return names


@pytest.mark.parametrize("share", ["1 %", "35 %"])
def test_no_step_of_a_year_passes_a_machine_word(share: str) -> None:
    module = prepare({**NAMED, "extends": "baseline", "missing": dict.fromkeys(the_plan().missing, share)}).module
    arrays = [[0] * each if isinstance(each, int) else each for each in module.arrays()]
    assert len(arrays) == len(ARRAYS)
    assert checked(module)["run"](0, YEARS, 1, 1, 0, *arrays) == YEARS


def test_a_number_that_passes_is_found() -> None:
    module = prepare("baseline").module
    names = checked(module)
    assert names["clamp_high"](2**61) == names["clamp_high"](2**62)
    with pytest.raises(OverflowError):
        names["far_product"](2**59, 2**5)
