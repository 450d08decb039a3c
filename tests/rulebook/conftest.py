from __future__ import annotations

import pytest

from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.loading import load_rulebook


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """A rulebook of these tests' own: typing formulas notes which measures are used."""
    return load_rulebook()
