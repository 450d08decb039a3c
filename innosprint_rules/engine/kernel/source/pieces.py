"""A long run of lines cut into functions: what compiles in seconds as ten functions takes minutes as one.

Every name is given once, in one place, so that what a piece takes and gives back can be read off its lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_GIVEN = re.compile(r"^\s*(?:for (\w+) in |(\w+) [-+&|]?= )")
_NAME = re.compile(r"[A-Za-z_]\w*")
_LONG = 60  # lines from which on a piece is a function of its own


@dataclass(slots=True)
class Piece:
    """Some lines, the names that they give, and all the names in them."""

    lines: list[str]

    @property
    def given(self) -> set[str]:
        """The names that the lines give a value."""
        found = (_GIVEN.match(line) for line in self.lines)
        return {match.group(1) or match.group(2) for match in found if match is not None}

    @property
    def named(self) -> set[str]:
        """All the names in the lines."""
        return {name for line in self.lines for name in _NAME.findall(line)}


def gathered(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces joined until each is long enough for a function."""
    found: list[Piece] = []
    for piece in pieces:
        if found and len(found[-1].lines) < _LONG:
            found[-1].lines += piece.lines
        else:
            found.append(Piece(list(piece.lines)))
    return found


def in_functions(
    head: str, parameters: Sequence[str], first: Sequence[str], pieces: Sequence[Piece], last: Sequence[str]
) -> str:
    """Return a function that runs pieces one after the other, each in a function of its own.

    Args:
        head: its name.
        parameters: the names it takes.
        first: lines before the pieces.
        pieces: the pieces, in the order in which they run.
        last: lines after them.
    """
    known = [*parameters, *sorted(Piece(list(first)).given)]
    functions: list[str] = []
    main = list(first)
    rest = [piece.named for piece in pieces]
    ends = Piece(list(last)).named
    for number, piece in enumerate(pieces):
        named = piece.named
        taken = [name for name in known if name in named]
        wanted = ends.union(*rest[number + 1 :])
        handed = sorted(name for name in piece.given if name in wanted)
        name = f"{head}_{number}"
        body = [*piece.lines, *([f"return {', '.join(handed)}"] if handed else [])]
        functions.append(_function(name, taken, body))
        call = f"{name}({', '.join(taken)})"
        main.append(f"{', '.join(handed)} = {call}" if handed else call)
        known += [each for each in handed if each not in known]
    return "\n\n".join([*functions, _function(head, parameters, [*main, *last])])


def _function(name: str, parameters: Sequence[str], body: Sequence[str]) -> str:
    lines = "\n".join(f"    {line}" for line in body or ("pass",))
    return f"@njit\ndef {name}({', '.join(parameters)}):\n{lines}\n"
