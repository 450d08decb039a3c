"""The machine's own Chromium: where pages and printed documents are looked at."""

from __future__ import annotations

import os
import shutil

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None and "CI" not in os.environ, reason="Chromium is not installed (apt-get install chromium)"
)
"""The mark of a test that needs it; a build machine installs it (`.ci/run`), and fails where it is missing."""

in_chromium = [pytest.mark.xdist_group("chromium"), needs_chromium]
"""The marks of a module of such tests."""
