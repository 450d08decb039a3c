"""Where the bundled rules and scenarios are: inside an installed wheel, or beside the package in a checkout."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

BUNDLED = "innosprint"


def _root(folder: str) -> Path:
    package = Path(str(resources.files("innosprint_rules")))
    installed = package / folder
    return installed if installed.is_dir() else package.parent / folder


def rules_root() -> Path:
    """Return the folder that holds the bundled rulebooks, one folder a rulebook."""
    return _root("rules")


def scenarios_root() -> Path:
    """Return the folder that holds the bundled scenarios."""
    return _root("scenarios")
