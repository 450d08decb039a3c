"""The house: no circle of imports, no folder too full, no room that lives in a prefix, no word of one that is gone."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "innosprint_rules"
MOST_FILES, MOST_ALIKE = 22, 2


@cache
def modules() -> dict[str, Path]:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(path: Path) -> set[str]:
    """Return what a module imports of the package: at its top, on use, and for types alone."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            below = (f"{node.module}.{each.name}" for each in node.names)
            names.update(each if each in modules() else node.module for each in below)
        elif isinstance(node, ast.Import):
            names.update(each.name for each in node.names)
    return names & modules().keys()


def circles() -> list[str]:
    """Return the modules that are left when those that import nothing that is left are taken away, again and again."""
    rest = {name: imported(path) - {name} for name, path in modules().items() if name != PACKAGE.name}
    while free := [name for name, needs in rest.items() if not needs & rest.keys()]:
        for name in free:
            del rest[name]
    while above := [name for name in rest if not any(name in needs for needs in rest.values())]:
        for name in above:
            del rest[name]
    return sorted(rest)


def test_no_circle_of_imports() -> None:
    assert circles() == []


@pytest.mark.parametrize("folder", sorted({path.parent for path in modules().values()}), ids=lambda each: each.name)
def test_a_folder_is_a_room(folder: Path) -> None:
    names = [path.stem for path in folder.glob("*.py")]
    assert len(names) <= MOST_FILES
    shared = Counter(name.split("_")[0] for name in names if not name.startswith("_"))
    assert {prefix: count for prefix, count in shared.items() if count > MOST_ALIKE} == {}


def names_in(path: Path) -> set[str]:
    """Return what a module defines and what is called or held within it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Name):
            found.add(node.id)
    return found


def is_there(reference: str) -> bool:
    """Tell whether ``reference`` is a module below the package, or one and a name in it."""
    module, *names = f"{PACKAGE.name}.{reference}".split(".")
    while names and f"{module}.{names[0]}" in modules():
        module = f"{module}.{names.pop(0)}"
    return not names or (module != PACKAGE.name and names_in(modules()[module]).issuperset(names))


def test_a_module_that_a_comment_names_is_there() -> None:
    floors = {name.split(".")[1] for name in modules() if "." in name}
    named = {
        (name, each)
        for name, path in modules().items()
        for each in re.findall(r"``([a-z_]+(?:\.\w+)+)``", path.read_text(encoding="utf-8"))
        if each.split(".")[0] in floors
    }
    assert {(name, each) for name, each in named if not is_there(each)} == set()


def test_the_map_names_every_room() -> None:
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told: dict[str, set[str]] = {}
    for floors, rooms in re.findall(r"^\| (`[^|]+) \| ([^|]*)\|", text, re.MULTILINE):
        told |= {floor.rstrip("/"): set(re.findall(r"`(\w+)`", rooms)) for floor in re.findall(r"`([\w/]+)`", floors)}
    known = {tuple(name.split(".")[1:3]) for name in modules()}
    assert told.keys() == {each[0] for each in known if each and not each[0].startswith("_")}
    for floor, rooms in told.items():
        inside = {each[1] for each in known if each[0:1] == (floor,) and len(each) == 2}
        packages = {room for room in inside if modules()[f"{PACKAGE.name}.{floor}.{room}"].name == "__init__.py"}
        assert packages <= rooms <= inside
