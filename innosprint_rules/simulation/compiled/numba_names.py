"""What the generated module imports when it is compiled by Numba. Imported only then: it brings Numba."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import int64, types
from numba import njit as numba_njit
from numba.core.compiler import CompilerBase
from numba.core.compiler_machinery import PassManager
from numba.core.typed_passes import (
    IRLegalization,
    NativeLowering,
    NoPythonBackend,
    NopythonTypeInference,
)
from numba.core.types.functions import BaseFunction
from numba.core.untyped_passes import FixupArgs, IRProcessing, TranslateByteCode
from numba.extending import intrinsic

from innosprint_rules.simulation.compiled import random_words as words_compiled
from innosprint_rules.simulation.tally.source import ARRAYS, NUMBERS

_SIGNATURE = int64(*[int64] * len(NUMBERS), *[words_compiled.POINTER] * len(ARRAYS))


_PASSES = (
    TranslateByteCode, FixupArgs, IRProcessing, NopythonTypeInference,
    IRLegalization, NativeLowering, NoPythonBackend,
)  # fmt: skip
"""What functions of loops, conditions and whole numbers need of Numba; each pass left out looks through all of them.

Without ``ReconstructSSA`` a name has one type wherever it is given: that of whole numbers, or of flags.
"""


class WholeNumbers(CompilerBase):  # type: ignore[misc]  # Numba has no types
    """Numba's compiler without what closures, arrays, constants to be folded and the like would need."""

    def define_pipelines(self) -> list[Any]:
        """Return the only way in which functions are compiled."""
        passes = PassManager("whole numbers")
        for each in _PASSES:
            passes.add_pass(each, each.__name__)
        passes.finalize()
        return [passes]


def types_once() -> None:
    """Let the type of an operation on whole numbers and flags be looked for once: Numba does at every place of it."""
    resolve = BaseFunction.get_call_type
    found: dict[tuple[int, tuple[Any, ...]], tuple[Any, Any]] = {}

    def remembered(self: Any, context: Any, args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        plain = tuple(types.unliteral(each) for each in args)
        if kws or not all(isinstance(each, types.Integer | types.Boolean) for each in plain):
            return resolve(self, context, args, kws)
        key = (id(self), args)
        if key not in found:
            found[key] = (self, resolve(self, context, args, kws))  # held, so that no other has its number
        return found[key][1]

    setattr(BaseFunction, "get_call_type", remembered)  # noqa: B010  # not a method of ours to be typed as theirs


types_once()


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
        numba_njit(
            nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, pipeline_class=WholeNumbers
        )(function)
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
