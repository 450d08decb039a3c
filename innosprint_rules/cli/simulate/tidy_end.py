"""Being told to end (SIGTERM, SIGHUP): what is half-made is taken away first, as after Ctrl-C."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_SIGNALS = ("SIGTERM", "SIGHUP")  # Windows has no SIGHUP
_KILLED = 128
"""What shells add to the number of the signal that ended a command."""


@contextmanager
def tidy_end() -> Iterator[None]:
    """Leave through every ``finally`` when the system, or a closed terminal, ends the command; a context.

    Signals that are ignored (``nohup``) stay ignored. Elsewhere than in the main thread nothing changes.

    Raises:
        SystemExit: with 128 and the number of the signal, from wherever the command is.
    """
    before: dict[int, object] = {}
    if threading.current_thread() is threading.main_thread():
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, _leave)
    try:
        yield
    finally:
        for number in before:
            signal.signal(number, signal.SIG_DFL)


def _leave(number: int, _: FrameType | None) -> NoReturn:
    raise SystemExit(_KILLED + number)
