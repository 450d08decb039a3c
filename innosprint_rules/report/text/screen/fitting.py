"""Cutting what is told to the lines there are: a sentence to two, an answer to one screen."""

from __future__ import annotations

from collections.abc import Sequence

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.layout import EMPTY, Line, block, wrap
from innosprint_rules.wording import Text

SCREEN = 24
"""Lines of a screen."""
SIMULATED = 20
"""Lines of an answer to a simulation."""
REMARKS = 2
"""What is told of the files at most."""
_KEPT = 3 + 2 * REMARKS + 2
_MORE = Text("tout le détail : --detail", "all details: --detail")


def cut(lines: list[Line], width: int) -> list[Line]:
    """Return at most two of the lines of one sentence."""
    if len(lines) > 2:
        cut = wrap(f"{lines[1].text.strip()} …", width, 4, 4)[0]
        lines = [lines[0], Line(cut if cut.endswith("…") else f"{cut[: width - 2]} …")]
    return lines


def fitted(parts: Sequence[Sequence[Line]], teller: Teller, most: int = SCREEN) -> list[Line]:
    """Return parts in their order in ``most`` lines; where they do not fit, the later ones give way, line by line."""
    last = [EMPTY, *block(teller.say(_MORE), teller.width, 0, 2, "dim")]
    room = most - len(last)
    lines: list[Line] = []
    left = [list(part) for part in parts if part]
    # the last part (what to know of the files, what is left) is short and always fits: room is kept for it
    kept = left[-1] if len(left) > 1 and len(left[-1]) <= _KEPT else []
    for part in left[:-1] if kept else left:
        free = room - len(kept) - len(lines)
        if len(part) <= free:
            lines += part
        elif free > 2:
            lines += [*part[: free - 1], Line("  …")]
    return [*lines, *kept, *last]
