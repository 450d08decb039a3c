"""Where an array begins, for calling the pieces of a generated module one by one, compiled. Brings Numba."""

from __future__ import annotations

from typing import Any

from numba.extending import intrinsic

from innosprint_rules.simulation.compiled.random_words import POINTER


@intrinsic  # type: ignore[untyped-decorator]  # Numba has no types
def memory(context: Any, array: Any) -> Any:
    """Return where an array begins; who calls with it keeps the array."""
    del context

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, arguments[0]).data

    return POINTER(array), generate
