"""What the blocked NumPy baseline draws from: the scenario's own tables, looked up for whole vectors of words."""

from __future__ import annotations

from typing import Any

import numpy as np

from innosprint_rules.simulation.distributions.table import STEP_BITS, Distribution
from innosprint_rules.simulation.drawing.purposes import SCALARS
from innosprint_rules.simulation.scenario.inputs import Inputs

Array = Any
_FEW = 8  # thresholds up to which comparing with all of them beats a search
_MASK = np.uint32((1 << STEP_BITS) - 1)
_SHIFT = np.uint32(STEP_BITS)
_HALF = 1 << STEP_BITS >> 1


class Tables:
    """The inputs of a scenario by name, each drawn for many words at once."""

    def __init__(self, inputs: Inputs) -> None:
        self.by_name: dict[str, Distribution] = {name: each.distribution for name, each in inputs.by_name.items()}
        self._arrays: dict[str, tuple[Array, ...]] = {}
        for name, found in self.by_name.items():
            numbers = np.array(found.numbers, np.int64)
            if found.form == "quantiles":
                self._arrays[name] = (numbers[:-1].copy(), np.diff(numbers))
            elif found.form == "values":
                size = len(numbers) // 2
                self._arrays[name] = (numbers[: size - 1].astype(np.uint32), numbers[size:].copy())
            elif found.form == "chance":
                self._arrays[name] = (np.uint32(found.numbers[0]),)

    def constant(self, name: str) -> int:
        """Return an input that the scenario fixes."""
        found = self.by_name[name]
        if found.form != "constant":
            raise ValueError(f"{name} varies, and the baseline is written for a scenario that fixes it")
        return found.low

    def chance(self, name: str, word: Array) -> Array:
        """Return which words say yes."""
        return word < self._arrays[name][0]

    def limit(self, name: str) -> Array:
        """Return the word from which on the answer is no."""
        return self._arrays[name][0]

    def number(self, name: str, word: Array) -> Array:
        """Return the values that words draw: cents, millionths, days, a count."""
        found = self.by_name[name]
        if found.form == "values":
            thresholds, values = self._arrays[name]
            if len(thresholds) > _FEW:
                return values.take(np.searchsorted(thresholds, word, side="right"))
            place = np.zeros(word.shape, np.intp)
            for threshold in thresholds:
                place += word >= threshold
            return values.take(place)
        low, step = self._arrays[name]
        at = word >> _SHIFT
        value = step.take(at)
        value *= word & _MASK
        value += _HALF
        value >>= STEP_BITS
        value += low.take(at)
        if found.fine:
            value += 1 << found.fine >> 1
            value >>= found.fine
        return value


def scalar(name: str) -> int:
    """Return the place, among the words of the year as a whole, of an input that is drawn once a year."""
    return SCALARS.index(_PLACED.get(name, name))


_PLACED = {
    **{
        f"results.{name}.number": f"results.{place}"
        for place, name in enumerate(("investment", "companies", "jobs"), 1)
    },
    "third_place.place": "third_place.1",
    "third_place.meetings": "third_place.2",
    "third_place.facilitator.attestations": "third_place.parts",
}
"""The inputs that are told by their place."""
