"""Browsers that wait for something new to be told, and are let know of it from whatever thread it happens in."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class News:
    """Something that is told again and again; each time has a number."""

    def __init__(self) -> None:
        self.number = 0
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    async def wait(self, since: int, seconds: float) -> None:
        """Wait until there is something else to tell than ``since``, for so long at most."""
        me = asyncio.get_running_loop(), asyncio.Event()
        self._waiting.add(me)
        try:
            if self.number == since:
                with suppress(TimeoutError):
                    await asyncio.wait_for(me[1].wait(), seconds)
        finally:
            self._waiting.discard(me)

    def tell(self) -> None:
        """Let every browser that waits know that there is more to be told."""
        self.number += 1
        for loop, event in tuple(self._waiting):
            with suppress(RuntimeError):  # the loop has ended, and its reader with it
                loop.call_soon_threadsafe(event.set)
