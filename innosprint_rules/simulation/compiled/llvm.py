"""Machine code of a module that Numba compiled, in one file, and back to a function: by LLVM alone.

Numba types the functions and writes them for LLVM, one by one. They are optimised once, together, as the inside of
one function: a third of the time of Numba's own way, which optimises each function again in all that call it. The file
is loaded without Numba or NumPy, whose imports would take longer than ten thousand years do.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

from innosprint_rules.simulation.tally.source import ARRAYS, NUMBERS

_CELL, _LINE = 8, 64  # bytes


class NoMachineCode(Exception):  # noqa: N818  # told as a compilation that did not work out
    """LLVM did not make of a module what this machine can load."""


def object_code(text: str) -> tuple[str, bytes]:
    """Return the name of the one function of a module that is called from outside, and the machine code of it all.

    Raises:
        NoMachineCode: it has not just one entry, or rests on something outside.
    """
    from llvmlite import binding

    machine = _machine()
    module = binding.parse_assembly(text)
    defined = [each for each in module.functions if not each.is_declaration]
    entries = [each for each in defined if each.linkage == binding.Linkage.external]
    if len(entries) != 1:
        raise NoMachineCode(f"{len(entries)} entries")
    for each in defined:
        if each.name != entries[0].name:
            each.linkage = binding.Linkage.internal
    tuning = binding.create_pipeline_tuning_options(speed_level=3)
    tuning.loop_vectorization = tuning.slp_vectorization = True
    tuning.loop_unrolling = False  # loops of a few rows: the same speed, in less time
    passes = binding.create_pass_builder(machine, tuning)
    passes.getModulePassManager().run(module, passes)
    missing = [each.name for each in module.functions if each.is_declaration and not _provided(each.name)]
    if missing:
        raise NoMachineCode(f"not defined: {', '.join(sorted(missing)[:5])}")
    return entries[0].name, machine.emit_object(module)


def function(symbol: str, code: bytes) -> Callable[..., int]:
    """Return a function of some machine code; it takes numbers, then arrays as ``array`` makes them.

    Raises:
        NoMachineCode: the code is not of this machine, or has no such function.
    """
    from llvmlite import binding

    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), _machine())
    engine.add_object_file(binding.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address = engine.get_function_address(symbol)
    if not address:
        raise NoMachineCode(f"no {symbol}")
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
