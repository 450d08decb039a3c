"""The generated module run by Python itself, over lists of whole numbers: for little work, and without Numba."""

from __future__ import annotations

from typing import Any, TypeVar

from innosprint_rules.simulation.tally.generated_module import Module

Given = TypeVar("Given")


def as_it_is(given: Given) -> Given:
    """Stand for what only matters to compiled code."""
    return given


def interpreted(module: Module) -> dict[str, Any]:
    """Return the names of the module: ``run``, ``draw``, ``judge``, ``judge_at`` among them."""
    from innosprint_rules.simulation.drawing.random_words import fill, keys

    with module.lock:
        found = module.loaded.get("interpreted")
        if found is None:
            found = {"njit": as_it_is, "entry": as_it_is, "bits": int.bit_length, "fill": fill, "keys": keys}
            code = compile(module.source, f"<year {module.digest[:12]}>", "exec")
            exec(code, found)  # noqa: S102  # our own text, made of the rulebook's typed tree and numbers
            module.loaded["interpreted"] = found
    names: dict[str, Any] = found
    return names
