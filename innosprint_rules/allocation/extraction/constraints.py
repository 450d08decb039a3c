"""From the rules' own formulas to the constraints of a decision: nothing is coded a second time.

Every rule is evaluated over the dossier with the lines still to be decided (``allocation.extraction.symbolic``).
Where a rule of severity error would be violated is a condition on the lines' amounts; its contrary is demanded. A
condition that leaves a line no amount decides it beforehand; what no linear constraint can say is named, and left to
the check that every result goes through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from innosprint_rules.allocation.extraction.conditions import Condition, Literal, contrary, every, some
from innosprint_rules.allocation.extraction.linear import NotLinear, kept
from innosprint_rules.allocation.extraction.lines import Line, lines_of
from innosprint_rules.allocation.extraction.model import Afterwards, Demand, Model, Reading
from innosprint_rules.allocation.extraction.symbolic import Symbolic
from innosprint_rules.allocation.extraction.symbols import Cases
from innosprint_rules.allocation.extraction.variables import Variables
from innosprint_rules.allocation.extraction.violation import violated
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal, combine
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.evaluation.rule_conditions import CompiledRule
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.findings import Subject
from innosprint_rules.engine.judging import Judge, counterpart
from innosprint_rules.engine.options import chosen_readings
from innosprint_rules.formula import tree
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import AGREEMENT, Rule
from innosprint_rules.wording import Text

Verdict = tuple[str, str]
Moment = tuple[Condition, Context]  # a context, and where it is the one in which a row is judged


def extract(
    rulebook: Rulebook,
    dossier: Dossier,
    proposal: Proposal | None,
    *,
    as_of: date,
    readings: Mapping[str, str] | None = None,
    lines: Sequence[Line] | None = None,
    vary: bool = True,
    certain: bool = False,
) -> Model:
    """Return what the rules demand of the lines under decision.

    Args:
        rulebook: the rules.
        dossier: what is known.
        proposal: the rows to decide; None: those of the dossier that are only proposed.
        as_of: the moment of judgement.
        readings: the readings asked for; these are not varied.
        lines: the rows under decision with their bounds; every proposed row when None.
        vary: demand that each rule holds under every reading that it declares, one changed at a time.
        certain: demand that each rule is surely kept, not only that it is not surely broken.

    Raises:
        DossierError: the proposal does not go with the dossier.
        UsageError: an unknown reading.
    """
    whole = dossier if proposal is None else combine(dossier, proposal)
    if lines is None:
        lines = lines_of(dossier, proposal)
    return _Extraction(rulebook, dossier, proposal, whole, as_of, readings or {}, tuple(lines), vary, certain).model()


class _Extraction:
    def __init__(
        self,
        rulebook: Rulebook,
        dossier: Dossier,
        proposal: Proposal | None,
        whole: Dossier,
        as_of: date,
        readings: Mapping[str, str],
        lines: tuple[Line, ...],
        vary: bool,
        certain: bool,
    ) -> None:
        self.rulebook = rulebook
        self.dossier = dossier
        self.proposal = proposal
        self.as_of = as_of
        self.readings = chosen_readings(rulebook, readings)
        self.free = vary
        self.certain = certain
        self.asked = frozenset(readings)
        self.program = compiled(rulebook)
        self.world = World(rulebook, whole)
        self.judge = Judge(self.program, self.world, as_of.toordinal(), self.readings)
        self.lines = lines
        self.variables = Variables(lines)
        table = required(rulebook.schema.roles.proposals, "proposals").table
        rows = tuple(self.world.find(table, line.id) for line in lines)
        self.symbolic = Symbolic(self.program, self.variables, rows)
        self.afterwards: list[Afterwards] = []
        self._before: dict[tuple[str, Reading | None], dict[Subject, Verdict]] = {}

    def model(self) -> Model:
        demands = tuple(demand for rule in self.program.rules.values() for demand in self._rule(rule))
        return Model(
            self.rulebook, self.dossier, self.proposal, self.as_of, self.readings, self.lines, self.variables, demands,
            tuple(self.afterwards),
        )  # fmt: skip

    # what a rule demands ----------------------------------------------------------------------------

    def _rule(self, rule: CompiledRule) -> Iterator[Demand]:
        if not any(level.level.severity == "error" for level in rule.levels):
            return
        steered = self._depends(rule.rule)
        if self.symbolic.decided.table(rule.rule.scope):
            reason = Text("les lignes qu'elle juge dépendent de la décision",
                          "the rows that it judges depend on the decision")  # fmt: skip
            self.afterwards.append(Afterwards(rule.rule, None, None, reason, _source(rule.rule)))
            return
        for row, subject in self._subjects(rule):
            line = None if row is None else self.symbolic.place.get(row)
            if line is None and not steered:
                continue
            moments = self._moments(rule, row, line)
            for reading in self._readings(rule):
                demand = self._demand(rule, row, moments, subject, line, reading)
                if demand is not None:
                    yield demand

    def _depends(self, rule: Rule) -> bool:
        nodes: list[tree.Node | None] = [rule.applies, rule.starts]
        for level in rule.levels:
            nodes += [level.met, level.due]
        return any(node is not None and self.symbolic.decided.formula(node) for node in nodes)

    def _readings(self, rule: CompiledRule) -> Iterator[Reading | None]:
        yield None
        for key, option in rule.alternatives:
            if self.free and key not in self.asked and self.readings[key] != option:
                yield Reading(key, option)

    def _subjects(self, rule: CompiledRule) -> Iterator[tuple[Row | None, Subject]]:
        scope = rule.rule.scope
        if scope == AGREEMENT:
            yield None, Subject(AGREEMENT, None)
            return
        derived = scope in self.program.derived
        table = self.judge.context.table(scope) if derived else self.world.tables[scope]
        for row in table.all():
            yield row, Subject(scope, row.id)

    def _moments(self, rule: CompiledRule, row: Row | None, line: int | None) -> list[Moment]:
        """Return the contexts in which a row is judged, each where it is (``engine.judging.Judge.moment``)."""
        now = self.judge.context
        if row is None:
            return [(True, now)]
        found: list[Moment] = []
        rest: Condition = True
        if row.proposed:
            later = self.judge.vote(row)
            if line is None:
                return [(True, later)]
            if later is not now or rule.rule.moment is not None:
                found.append((Literal(kept(line)), later))
                rest = Literal(kept(line), False)  # refused, it is judged like any other row
        for guard, day in self._asked(rule, row):
            if isinstance(day, int):
                found.append((every((rest, guard)), self.judge.at(max(now.as_of, day))))
            elif row.day is None or row.day <= now.as_of or (row.proposed and line is None):
                found.append((every((rest, guard)), now))
        return found

    def _asked(self, rule: CompiledRule, row: Row) -> tuple[tuple[Condition, Any], ...]:
        """Return the day on which a rule asks for a row to be judged, by cases; None without one."""
        node = rule.rule.moment
        if node is None:
            return ((True, None),)
        slots = self.judge.context.environment(row)
        try:
            day = self.symbolic.value(node, slots)
        except NotLinear:
            day = self.program.closure(node)(slots)  # as the lines stand; every result is checked
        return day.options if isinstance(day, Cases) else ((True, day),)

    def _demand(
        self, rule: CompiledRule, row: Row | None, moments: list[Moment], subject: Subject, line: int | None,
        reading: Reading | None,
    ) -> Demand | None:  # fmt: skip
        wrong: Condition = False
        try:
            for guard, context in moments:
                wrong = some((wrong, every((guard, self._wrong(rule, row, context, reading)))))
        except NotLinear as found:
            self.afterwards.append(Afterwards(rule.rule, subject, reading, found.reason, _source(rule.rule)))
            return None
        if wrong is False or (line is None and self._broken_before(rule, subject, reading)):
            return None
        return Demand(rule.rule, subject, reading, contrary(wrong), line, _source(rule.rule))

    def _wrong(self, rule: CompiledRule, row: Row | None, context: Context, reading: Reading | None) -> Condition:
        if reading is not None:
            context = self.judge.variant(context, reading.key, reading.value)
            if row is not None and row.model is None:
                row = counterpart(context, row)
                if row is None:
                    return False
        return violated(self.symbolic, rule, context, row, self.certain)

    # what was broken already ------------------------------------------------------------------------

    def _broken_before(self, rule: CompiledRule, subject: Subject, reading: Reading | None) -> bool:
        """Tell whether a rule is broken on a subject without the proposal: then it is no fault of the proposal."""
        if self.proposal is None:
            return False
        code = rule.rule.code
        known = self._before.get((code, reading))
        if known is None:
            chosen = self.readings if reading is None else {**self.readings, reading.key: reading.value}
            world = World(self.rulebook, self.dossier)
            found = Judge(self.program, world, self.as_of.toordinal(), chosen).findings([code])
            known = self._before[(code, reading)] = {f.subject: (f.verdict, f.severity) for f in found}
        verdict, severity = known.get(subject, ("satisfied", "error"))
        return severity == "error" and (verdict == "violated" or (self.certain and verdict == "unknown"))


def _source(rule: Rule) -> str:
    return next(level.met.source for level in rule.levels if level.severity == "error")
