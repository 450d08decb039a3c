"""From what Numba makes of a module to code for this machine in one file, and back to a function: by LLVM alone.

Numba types the functions and writes them for LLVM, one by one. They are optimised once, together, as the inside of
one function ``run`` whose arrays do not overlap: that takes less time than Numba's own way, which optimises each
function again in all that call it, and what comes of it runs faster. The file is loaded without Numba or NumPy, whose
imports would take longer than ten thousand years do.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Sequence
from typing import Any

from innosprint_rules.simulation.tally.source import ARRAYS, NUMBERS

SYMBOL = "run"
"""The name of the function in the file."""

_DEFINED = re.compile(r"^define .*$", re.MULTILINE)
_ARRAY = re.compile(rf"(ptr|i64\*) (%arg\.(?:{'|'.join(ARRAYS)}|words)\b)")
_CHOICE = re.compile(r"^ +%\S+ = (?:tail call )?select i1 .*$", re.MULTILINE)
_NOTHING_SAID = 999_999  # the number of a note to LLVM that only its kind matters of
_CELL, _LINE = 8, 64  # bytes


class NoMachineCode(Exception):  # noqa: N818  # told as a compilation that did not work out
    """LLVM did not make of a module what this machine can load."""


def object_code(text: str) -> bytes:
    """Return the machine code of a module that Numba wrote for LLVM without optimising it.

    Raises:
        NoMachineCode: it has not just one entry, or rests on something outside.
    """
    from llvmlite import binding

    machine = _machine()
    module = binding.parse_assembly(_DEFINED.sub(lambda line: _ARRAY.sub(r"\1 noalias \2", line.group()), text))
    defined = [each for each in module.functions if not each.is_declaration]
    entries = [each for each in defined if each.linkage == binding.Linkage.external]
    if len(entries) != 1:
        raise NoMachineCode(f"{len(entries)} entries")
    for each in defined:
        each.linkage = binding.Linkage.internal
    entries[0].linkage = binding.Linkage.external
    entries[0].name = SYMBOL
    tuning = binding.create_pipeline_tuning_options(speed_level=3)
    tuning.loop_vectorization = tuning.slp_vectorization = True
    tuning.loop_unrolling = False  # loops of a few rows: the same speed, in less time
    passes = binding.create_pass_builder(machine, tuning)
    passes.getModulePassManager().run(module, passes)
    missing = [each.name for each in module.functions if each.is_declaration and not _provided(each.name)]
    if missing:
        raise NoMachineCode(f"not defined: {', '.join(sorted(missing)[:5])}")
    code: bytes = machine.emit_object(without_guesses(module))
    return code


def without_guesses(module: Any) -> Any:
    """Return a module of which each choice between two values is made without a branch.

    What a year draws is chance: a processor that guesses which way it goes is wrong too often, and each time loses
    what a dozen such choices take.
    """
    from llvmlite import binding

    text = _CHOICE.sub(lambda choice: f"{choice.group()}, !unpredictable !{_NOTHING_SAID}", str(module))
    return binding.parse_assembly(f"{text}\n!{_NOTHING_SAID} = !{{}}\n")


def function(code: bytes) -> Callable[..., int]:
    """Return the function of some machine code; it takes numbers, then arrays as ``array`` makes them.

    Raises:
        NoMachineCode: the code is not of this machine, or damaged.
    """
    from llvmlite import binding

    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), _machine())
    engine.add_object_file(binding.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address = engine.get_function_address(SYMBOL)
    if not address:
        raise NoMachineCode(f"no {SYMBOL}")
    arguments = [*[ctypes.c_int64] * len(NUMBERS), *[ctypes.c_void_p] * len(ARRAYS)]
    native = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *arguments)(address)

    def run(*arguments: Any) -> int:
        found, trouble = ctypes.c_int64(), ctypes.c_void_p()
        status = native(ctypes.byref(found), ctypes.byref(trouble), *arguments)
        if status:
            raise NoMachineCode(f"status {status}")
        return found.value

    run.engine = engine  # type: ignore[attr-defined]  # the code lives as long as the function
    return run


def array(cells: Sequence[int] | int) -> Any:
    """Return an array of whole numbers of 64 bits, of a list or of so many zeros.

    It has its lines of the processor's cache to itself: threads whose arrays share one would wait for each other.
    """
    count = cells if isinstance(cells, int) else len(cells)
    room = (ctypes.c_char * (_CELL * count + 2 * _LINE))()
    found = (ctypes.c_int64 * count).from_buffer(room, -ctypes.addressof(room) % _LINE)
    if not isinstance(cells, int):
        found[:] = list(cells)
    return found


def _machine() -> Any:
    """Return this machine as LLVM knows it, with all that its processor can do: one's own, an engine takes it over."""
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding.Target.from_triple(binding.get_process_triple()).create_target_machine(
        cpu=binding.get_host_cpu_name(),
        features=binding.get_host_cpu_features().flatten(),
        opt=3,
        reloc="default",
        codemodel="jitdefault",
        jit=True,
    )


def _provided(name: str) -> bool:
    """Tell whether LLVM or the C library has a function."""
    return name.startswith("llvm.") or name in ("memset", "memcpy", "memmove")


__all__ = ["NoMachineCode", "array", "function", "object_code", "without_guesses"]
