"""Work that takes more than a second says so on a terminal, with a clock, and leaves nothing behind."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from innosprint_rules.wording import Lang

PATIENCE = 1.0
"""Seconds of silence before the first word."""

_CLEAR = "\r\033[K"


@contextmanager
def patience(lang: Lang) -> Iterator[None]:
    """Show how long the work has been going on, on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    start = time.monotonic()
    clock = threading.Thread(target=_tell, args=(done, start, lang), daemon=True)
    clock.start()
    try:
        yield
    finally:
        done.set()
        clock.join()


def _tell(done: threading.Event, start: float, lang: Lang) -> None:
    words = "lecture et contrôle en cours" if lang == "fr" else "reading and checking"
    told = False
    while not done.wait(PATIENCE):
        sys.stderr.write(f"{_CLEAR}{words}, {time.monotonic() - start:.0f} s…")
        sys.stderr.flush()
        told = True
    if told:
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()
