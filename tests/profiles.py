"""How many examples are drawn: few by default, so that the whole of the tests stays short, many in the long run."""

from __future__ import annotations

import os

LONG = os.environ.get("INNOSPRINT_TESTS") == "long"


def examples(count: int) -> int:
    """Return how many examples a property draws that deserves ``count`` of them: a sixth, or five times as many."""
    return 5 * count if LONG else max(6, count // 6)
