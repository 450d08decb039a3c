"""Loops over one table made one: each row is gone through once for all that is asked of it, and without branches.

What years draw is chance, so a processor guesses wrong where a loop leaves a row out, stops early, or ends; the
loops of a kernel are short, and there are many. Joined, they end once, read each cell once, and add nothing for the
rows that do not count. A sum keeps apart whether a bound without end was added to it, instead of asking at each row.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from innosprint_rules.engine.kernel.fusing.flat import Flat
from innosprint_rules.engine.kernel.source.pieces import Piece

_STORE = re.compile(r"\s*M\[\(?(\d+)?[^=]*\] [-+&|]?= ")


@dataclass(slots=True)
class _Loop:
    """A loop over all rows of one table that leaves nothing behind but names."""

    count: str
    row: str
    starts: list[ast.stmt]
    body: list[ast.stmt]
    after: list[ast.stmt]
    given: set[str]
    needed: set[str]


@dataclass(slots=True)
class _Group:
    """Loops that run as one, at the place of the first; ``later`` are the names that are not there before it."""

    pieces: list[Piece]
    loops: list[_Loop]
    later: set[str] = field(default_factory=set)


def fused(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces of which loops over the same table run as one where none needs what another gives."""
    stored = {place for piece in pieces for place in _stored(piece)}
    found: list[Piece | _Group] = []
    for piece in pieces:
        loop = _loop(piece, stored)
        groups = [each for each in found if isinstance(each, _Group)]
        home = next((each for each in groups if loop is not None and _fits(loop, each)), None)
        given = piece.given
        for group in groups:
            group.later |= given
        if loop is None:
            found.append(piece)
        elif home is None:
            found.append(_Group([piece], [loop], set(given)))
        else:
            home.pieces.append(piece)
            home.loops.append(loop)
    return [each if isinstance(each, Piece) else _joined(each) for each in found]


def _fits(loop: _Loop, group: _Group) -> bool:
    return loop.count == group.loops[0].count and not loop.needed & group.later


def _stored(piece: Piece) -> Iterable[int]:
    """Return where the runs of places begin that a piece writes to; -1 where it is not told."""
    for line in piece.lines:
        store = _STORE.match(line)
        if store is not None:
            yield int(store[1] or -1)


def _loop(piece: Piece, stored: set[int]) -> _Loop | None:
    """Return a piece as a loop that can be joined to others; None where it is something else."""
    if sum(line.lstrip().startswith("for ") for line in piece.lines) != 1:
        return None
    lines = ast.parse("\n".join(piece.lines)).body
    heads = [number for number, each in enumerate(lines) if isinstance(each, ast.For)]
    if len(heads) != 1:
        return None
    head = lines[heads[0]]
    starts, after = lines[: heads[0]], lines[heads[0] + 1 :]
    assert isinstance(head, ast.For)  # noqa: S101  # as its number says
    match head.target, head.iter:
        case ast.Name(id=row), ast.Call(args=[ast.Name(id=count)]) if count.startswith("n_"):
            pass
        case _:
            return None
    if not all(isinstance(each, ast.Assign) and _constant(each.value) for each in starts):
        return None
    if not all(isinstance(each, ast.Assign) for each in after) or not _simple(head.body, row, stored):
        return None
    given = piece.given
    names = {node.id for node in ast.walk(ast.Module([head, *after], [])) if isinstance(node, ast.Name)}
    return _Loop(count, row, starts, head.body, after, given, names - given)


def _constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant))


def _simple(body: Sequence[ast.stmt], row: str, stored: set[int]) -> bool:
    """Tell whether a body writes names alone, and reads nothing but cells of its row that nobody writes to.

    What it looks up further away may rest on a condition before it: a day that is there, for a place in a table of
    days. Cells of the row can be read, and reckoned with, whatever they hold.
    """
    for statement in body:
        first = statement.body[0] if isinstance(statement, ast.If) else statement
        jump = isinstance(first, ast.Continue) or (isinstance(first, ast.Break) and statement is body[-1])
        for node in ast.walk(statement):
            if isinstance(node, ast.For | ast.While) or (isinstance(node, ast.Continue | ast.Break) and not jump):
                return False
            if isinstance(node, ast.Subscript):
                place = _place(node, row)
                if place is None or place in stored or isinstance(node.ctx, ast.Store):
                    return False
    return True


def _place(node: ast.Subscript, row: str) -> int | None:
    """Return where the column begins of which the row's cell is read; None for any other place."""
    match node.slice:
        case ast.BinOp(left=ast.Constant(value=int(place)), op=ast.Add(), right=ast.Name(id=name)) if name == row:
            return place
    return None


class _Cells(ast.NodeTransformer):
    """Gives one name to the row of all loops, and one to each of its cells."""

    def __init__(self, row: str) -> None:
        self.row = row
        self.mine = row
        self.cells: dict[str, ast.expr] = {}
        self.places: dict[int, int] = {}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Rename the row."""
        return ast.Name(self.row, node.ctx) if node.id == self.mine else node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """Read a cell of the row once: there are no others."""
        place = _place(node, self.mine)
        assert place is not None  # noqa: S101  # as `_simple` saw
        name = f"c{self.places.setdefault(place, len(self.places))}_{self.row}"
        self.generic_visit(node)
        self.cells[name] = node
        return ast.Name(name, ast.Load())


def _joined(group: _Group) -> Piece:
    """Return loops as one."""
    if len(group.loops) == 1:
        return group.pieces[0]
    first = group.loops[0]
    cells = _Cells(first.row)
    body: list[str] = []
    ends: list[str] = []
    starts: list[str] = []
    for number, loop in enumerate(group.loops):
        cells.mine = loop.row
        flat = Flat({name for each in loop.starts for name in _names(each)}, f"{first.row}_{number}")
        flat.add([cells.visit(each) for each in loop.body])
        starts += [ast.unparse(each) for each in loop.starts] + flat.starts
        body += flat.lines
        ends += flat.ends + [ast.unparse(each) for each in loop.after]
    reads = [f"{name} = {ast.unparse(cell)}" for name, cell in cells.cells.items()]
    lines = [f"    {line}" for line in (*reads, *body)]
    return Piece([*starts, f"for {first.row} in range({first.count}):", *lines, *ends])


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
