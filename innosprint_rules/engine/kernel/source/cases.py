"""The first of some cases that holds, as code: branches, or without one where both sides do nothing but count."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from innosprint_rules.engine.kernel.source.block import Block
from innosprint_rules.engine.kernel.source.conditions import Condition


def write_cases(
    here: Block, cases: Sequence[tuple[Condition, Block]], flat: bool, new_name: Callable[[str], str]
) -> None:
    """Write the block of the first case that holds; only the last case may hold always.

    Args:
        here: where it is written.
        cases: conditions with the lines that are run where they hold.
        flat: whether conditions may be worked out where no row asks for them.
        new_name: gives a name not used before, by what it begins with.
    """
    if len(cases) == 2 and cases[1][0] is True and all(_counts_only(block, flat) for _, block in cases):
        _count_either(here, str(cases[0][0]), cases[0][1], cases[1][1], new_name)
        return
    for number, (condition, block) in enumerate(cases):
        if condition is True and number == 0:
            here.add(block)
        elif condition is True:
            here.below("else:").add(block)
        else:
            here.below(f"{'elif' if number else 'if'} {condition}:").add(block)


def _counts_only(block: Block, nested: bool) -> bool:
    """Tell whether a block does nothing but count; ``nested``: perhaps by weights worked out before."""
    lines = block.lines()
    return bool(lines) and all(
        (" += " in line and (nested or line.endswith(" += 1"))) or (nested and line.startswith("w") and " = " in line)
        for line in lines
    )


def _count_either(here: Block, condition: str, then: Block, other: Block, new_name: Callable[[str], str]) -> None:
    """Count in one of two places without a branch: which one it is, no processor could foresee."""
    one, two = new_name("w"), new_name("w")
    here.line(f"{one} = 1 if {condition} else 0")
    here.line(f"{two} = 1 - {one}")
    for block, weight in ((then, one), (other, two)):
        for line in block.lines():
            name, counted, more = line.partition(" += ")
            if not counted:
                here.line(line)
            elif more == "1":
                here.line(f"{name} += {weight}")
            else:
                here.line(f"{name} += {weight} & {more}")
