"""Starting our own interpreter once more, for work that may end badly, with nothing of the user's in its way.

A child that is started with ``-c`` alone looks for its modules in the current folder first: a file ``json.py`` that
lies there, beside a dossier that someone sent, would be run. Here it is started with ``-I``: neither the current folder
nor ``PYTHONPATH`` nor the folders of the user are looked in, and it stands in a folder of the interpreter's own. The
folders of the packages that it needs are looked in last, after those of the interpreter.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

NEUTRAL = Path(sys.prefix)
"""The folder in which a child stands: what reads its settings from the current folder finds none of a stranger's."""

CHILD = "--innosprint-child"
"""The first argument by which the executable that PyInstaller makes, which has no ``-c``, is started for a child."""

_START = "import sys; sys.path += {folders!r}; from {module} import {function}; {function}()"


def command(module: str, function: str, packages: Iterable[str] = (), arguments: Iterable[str] = ()) -> list[str]:
    """Return the command line of a child that calls a function of ours, with ``packages`` besides our own at hand."""
    if getattr(sys, "frozen", False):  # everything is inside, and nothing else is looked for
        return [sys.executable, CHILD, module, function, *arguments]
    folders = dict.fromkeys(filter(None, map(_folder, (__package__ or module.partition(".")[0], *packages))))
    started = _START.format(folders=list(folders), module=module, function=function)
    return [sys.executable, "-I", "-c", started, *arguments]


def be_child(arguments: list[str]) -> None:
    """Call the function of ours that a child of the executable was started for; it finds its own arguments behind."""
    module, function, *rest = arguments
    if module.split(".")[0] != __package__:
        raise ImportError(module)
    sys.argv = ["-c", *rest]
    getattr(import_module(module), function)()


def _folder(package: str) -> str | None:
    """Return the folder that a package was found in, or would be; None where there is none."""
    from importlib.util import find_spec

    found = find_spec(package)
    if found is None or found.origin is None:
        return None
    place = Path(found.origin).resolve()
    return str(place.parent.parent if found.submodule_search_locations is not None else place.parent)
