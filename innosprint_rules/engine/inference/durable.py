"""The inference engine: durable_rules, fed in the one way in which it is exact.

Atoms are judged outside. Each condition of a rule becomes one small fact, ``{"t": "END02.error", "a0": 1,
"a1": -1}``, and two durable rules: one fires when the condition surely holds, the other when it surely does
not (De Morgan over atoms that are false). Neither firing means unknown. From those a second fact a rule
gives the verdict, and the verdict chains forward into what follows from it. Rows judged from the same atoms
share one fact.

Guard rails, each against a measured fault of durable_rules 2.0.28: rulesets are private and built without a
Host (whose timer threads never stop); a sentinel rule fires first in every session (deleting a session in
which nothing fired is a segmentation fault); every evaluation has a session of its own, deleted at its end;
facts are posted one at a time; exceptions in consequents, which durable_rules keeps in the session's state,
are looked for; facts hold small whole numbers and texts only, and no property is called ``id``.
"""

from __future__ import annotations

import contextlib
import itertools
import threading
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any, TypeAlias

import durable_rules_engine
from durable.engine import MessageNotHandledException, Ruleset

from innosprint_rules.engine.evaluation.judge_rule import Judgement
from innosprint_rules.engine.evaluation.program import Program
from innosprint_rules.engine.inference.consequences import Fired, Start, StepGraph, step_key
from innosprint_rules.engine.inference.ruleset import definition
from innosprint_rules.errors import EngineDisagreement

Definition: TypeAlias = dict[str, dict[str, Any]]
VERSION = f"durable_rules {metadata.version('durable_rules')}"
CONTRADICTION = 2  # a condition that holds and does not: no verdict rests on it
_sessions = itertools.count(1)


@dataclass(slots=True)
class _Evaluation:
    """What one evaluation has fired so far."""

    conditions: dict[int, int] = field(default_factory=dict)
    verdicts: dict[int, tuple[str, str]] = field(default_factory=dict)
    starts: dict[int, list[tuple[int, Start]]] = field(default_factory=dict)
    fired: set[Fired] = field(default_factory=set)
    awake: bool = False


class InferenceEngine:
    """One private ruleset for one program; evaluations take turns."""

    def __init__(self, program: Program, graph: StepGraph, altered: Definition | None = None) -> None:
        self._lock = threading.Lock()
        self._now = _Evaluation()
        rules = altered if altered is not None else definition(program, graph)
        runs: dict[str, Callable[..., None]] = {
            "wake": self._wake,
            "condition": self._condition,
            "verdict": self._verdict,
            "step": self._step,
        }
        built = {
            name: {"all": rule["all"], "run": self._bind(runs[rule["does"][0]], rule["does"][1:])}
            for name, rule in rules.items()
        }
        name = f"innosprint-{next(_sessions)}"
        self._ruleset = Ruleset(name, None, built)
        weakref.finalize(self, durable_rules_engine.delete_ruleset, self._ruleset._handle)

    def _bind(self, run: Callable[..., None], known: tuple[Any, ...]) -> Callable[[Any], None]:
        owner = weakref.ref(self)  # a ruleset that held its owner would never be freed

        def act(closure: Any) -> None:
            if owner() is not None:
                run.__func__(owner(), closure, *known)  # type: ignore[attr-defined]  # a bound method

        return act

    # consequents: durable_rules calls these ----------------------------------------------------------

    def _wake(self, _closure: Any) -> None:
        self._now.awake = True

    def _condition(self, closure: Any, sign: int) -> None:
        known = self._now.conditions.setdefault(closure.m.k, sign)
        if known != sign:
            self._now.conditions[closure.m.k] = CONTRADICTION

    def _verdict(self, closure: Any, rule: str, verdict: str, severity: str) -> None:
        key = closure.m.k
        known = self._now.verdicts.get(key)
        if known is not None:
            # an `$or` fires once for each of its sides that holds; two different verdicts are no verdict
            if known != (verdict, severity):
                self._now.verdicts[key] = ("two verdicts", f"{known[0]} and {verdict}")
            return
        self._now.verdicts[key] = (verdict, severity)
        for position, start in self._now.starts.get(key, ()):
            self._chain(closure, {"t": f"S:{rule}", "v": verdict, "k": position, **start.conditions})

    def _step(self, closure: Any, rule: str, number: int, raises: str | None) -> None:
        fact = closure.m
        self._now.fired.add(Fired(fact.k, rule, number))
        if raises is not None:
            conditions = {name: value for name, value in fact.items() if name not in ("t", "v", "k", "sid")}
            raised = {"t": f"R:{raises}", "k": fact.k, "by": step_key(rule, number), **conditions}
            self._chain(closure, raised)

    @staticmethod
    def _chain(closure: Any, fact: dict[str, Any]) -> None:
        """Assert a fact from a consequent; one that matches no rule has nothing resting on it."""
        with contextlib.suppress(MessageNotHandledException):
            closure.assert_fact(fact)

    # evaluation --------------------------------------------------------------------------------------

    def _post(self, session: str, fact: dict[str, Any]) -> None:
        """Post one fact and run what it fires; a fact that matches no rule has simply fired nothing."""
        try:
            state = self._ruleset.assert_fact({**fact, "sid": session})
        except MessageNotHandledException:
            return
        failures: list[Any] = []
        self._ruleset.do_actions(state, lambda error, _state: failures.append(error) if error else None)
        if failures:
            raise EngineDisagreement(f"durable_rules failed: {failures[0]}")

    def evaluate(
        self,
        judged: Sequence[tuple[str, Judgement, tuple[str, ...]]],
        starts: dict[int, list[tuple[int, Start]]],
    ) -> tuple[list[tuple[str, str] | None], set[Fired]]:
        """Return the verdict for each (rule, atoms) given, and the steps that follow.

        Raises:
            EngineDisagreement: durable_rules failed or kept an exception to itself.
        """
        with self._lock:
            self._now = now = _Evaluation(starts=starts)
            session = str(next(_sessions))
            try:
                self._post(session, {"t": "wake"})
                if not now.awake:
                    raise EngineDisagreement("durable_rules did not fire its first rule")
                for key, (rule, judgement, names) in enumerate(judged):
                    self._judge(session, key, rule, judgement, names)
                state = self._ruleset.get_state(session)
                if "exception" in state:
                    raise EngineDisagreement(f"durable_rules kept an exception: {state['exception']}")
            finally:
                if now.awake:
                    self._ruleset.delete_state(session)
                self._now = _Evaluation()
        return [now.verdicts.get(key) for key in range(len(judged))], now.fired

    def _judge(self, session: str, key: int, rule: str, judgement: Judgement, names: tuple[str, ...]) -> None:
        """Post the conditions of one rule, then what they gave."""
        signs: dict[str, int] = {}
        for name, atoms in zip(names, judgement.atoms, strict=False):
            number = key * 8 + len(signs)
            self._post(session, {"t": f"{rule}.{name}", "k": number, **{f"a{i}": a for i, a in enumerate(atoms)}})
            signs[name] = self._now.conditions.get(number, -1)
        fact = {"t": f"V:{rule}", "k": key, "started": judgement.started}
        own = signs.pop("applies", None)
        # a row of a derived table that may not be there is in doubt whatever its condition says
        fact["applies"] = judgement.applies if own is None or own == 1 else own
        for name, sign in signs.items():
            fact[f"m_{name}"] = sign
        for name, sign in zip(signs, judgement.past, strict=True):
            fact[f"p_{name}"] = sign
        self._post(session, fact)
