"""Where something stands in the sections of a scenario file, told by its path of keys and places in lists."""

from __future__ import annotations

from collections.abc import Mapping

from innosprint_rules.errors import Location
from innosprint_rules.strict_yaml import Fields, Items, Value


def found_at(path: tuple[object, ...], given: Mapping[str, Value]) -> Value | None:
    """Return what stands at ``path``, if anything does."""
    value = given.get(str(path[0])) if path else None
    for step in path[1:]:
        if isinstance(value, Fields):
            value = value.values.get(str(step))
        elif isinstance(value, Items) and isinstance(step, int) and step < len(value.values):
            value = value.values[step]
        else:
            return None
    return value


def key_at(path: tuple[object, ...], given: Mapping[str, Value]) -> Location | None:
    """Return where the last key of ``path`` is written."""
    around = found_at(path[:-1], given)
    return around.keys.get(str(path[-1])) if isinstance(around, Fields) else None


def place_at(path: tuple[object, ...], given: Mapping[str, Value], where: Location) -> Location:
    """Return where the value at ``path`` is written, or the nearest thing around it."""
    for depth in range(len(path), 0, -1):
        value = found_at(path[:depth], given)
        if value is not None:
            return value.location
    return where
