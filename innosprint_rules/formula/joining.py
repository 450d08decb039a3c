"""Conditions joined as they are said: two comparisons as one that lies between, no needless guard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from innosprint_rules.formula import tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(tree.Compare):
    """Two comparisons read as one, ``first <= value <= last``, for words; ``pair`` are the two."""

    pair: tuple[tree.Compare, tree.Compare]


def joined(parts: Iterable[tree.Node]) -> list[tree.Node]:
    """Return conditions as they are said: each pair ``a <= b``, ``b <= c`` together, no needless guard."""
    found: list[tree.Node] = []
    flat = [each for part in parts for each in (part.parts if isinstance(part, tree.Both) else (part,))]
    flags = {part.source for part in flat if part.type.kind == "flag"}
    for part in flat:
        if isinstance(part, tree.Given) and part.value.source in flags:
            continue
        last = found[-1] if found else None
        if (
            isinstance(part, tree.Compare)
            and type(last) is tree.Compare
            and last.op == part.op == "<="
            and last.right.source == part.left.source
        ):
            value = tree.Both(type=part.type, source=part.source, parts=(last.left, part.right))
            source = f"{last.left.source} <= {part.source}"
            found[-1] = Between(type=part.type, source=source, op="<=", left=part.left, right=value, pair=(last, part))
        else:
            found.append(part)
    return found
