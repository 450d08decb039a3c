"""Source in the making: lines in blocks, of which one may be filled after what follows it."""

from __future__ import annotations


class Block:
    """Lines of source and blocks below them; a block may be filled after what follows it."""

    def __init__(self, depth: int = 0) -> None:
        self.depth = depth
        self.items: list[str | Block] = []

    def line(self, text: str) -> None:
        """Add a line."""
        self.items.append(text)

    def below(self, head: str) -> Block:
        """Add a line that opens a block; return that block."""
        self.items.append(head)
        return self.insert(1)

    def insert(self, deeper: int = 0) -> Block:
        """Add a block here, to be filled later."""
        block = Block(deeper)
        self.items.append(block)
        return block

    def add(self, block: Block) -> None:
        """Add a block that is already filled."""
        self.items.append(block)

    @property
    def empty(self) -> bool:
        """Whether there is no line in it."""
        return all(isinstance(item, Block) and item.empty for item in self.items)

    def lines(self, indent: int = 0) -> list[str]:
        """Return the lines, indented; a block left empty holds ``pass``."""
        found: list[str] = []
        for position, item in enumerate(self.items):
            if isinstance(item, str):
                found.append("    " * indent + item)
                continue
            inner = item.lines(indent + item.depth)
            opened = position > 0 and isinstance(self.items[position - 1], str) and item.depth
            if not inner and opened:
                inner = ["    " * (indent + 1) + "pass"]
            found += inner
        return found
