"""What the generated module imports when it is compiled by Numba. Imported only then: it brings Numba."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import int64, types
from numba import njit as numba_njit
from numba.extending import intrinsic

from innosprint_rules.simulation.compiled import random_words as words_compiled
from innosprint_rules.simulation.tally.source import ARRAYS, NUMBERS

_SIGNATURE = int64(*[int64] * len(NUMBERS), *[words_compiled.POINTER] * len(ARRAYS))


def compiled_once(dispatcher: Any) -> Any:
    """Let a function be compiled once for whole numbers: Numba would compile it anew for every constant given to it."""
    resolve = dispatcher.get_call_template

    def without_constants(arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return resolve(tuple(types.unliteral(each) for each in arguments), named)

    dispatcher.get_call_template = without_constants
    return dispatcher


def njit(function: Callable[..., Any]) -> Any:
    """Compile a function as part of what calls it: no entry of its own from Python, nothing kept of it alone."""
    return compiled_once(
        numba_njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    )


fill = compiled_once(words_compiled.fill)
keys = compiled_once(words_compiled.keys)


def entry(function: Callable[..., Any]) -> Any:
    """Compile ``run`` at once for the only types it is called with: where each of its arrays begins."""
    return numba_njit(_SIGNATURE, nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(
        function
    )


def for_llvm(dispatcher: Any) -> str:
    """Return the text for LLVM of a compiled ``run``, with all that it calls."""
    (signature,) = dispatcher.signatures
    text: str = dispatcher.inspect_llvm(signature)
    return text


@intrinsic  # type: ignore[untyped-decorator]  # Numba has no types
def bits(context: Any, value: Any) -> Any:
    """Return how many binary digits a number that is not negative has: one instruction."""
    del context, value

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        del signature
        zeros = builder.ctlz(arguments[0], context.get_constant(types.boolean, 0))
        return builder.sub(context.get_constant(int64, 64), zeros)

    return int64(int64), generate


__all__ = ["bits", "entry", "fill", "for_llvm", "keys", "njit"]
