"""Judging every rule on every row at its moment: the list of findings, contests included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.decision import FALSE, OPEN, TRUE, Verdict
from innosprint_rules.engine.evaluation.judge_rule import Judgement, judge, verdict_alone
from innosprint_rules.engine.evaluation.program import Program
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.evaluation.rule_conditions import CompiledRule
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.findings import Contest, Finding, Subject
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import exact
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import AGREEMENT


class Judge:
    """Judges one world at one moment under one choice of readings."""

    def __init__(self, program: Program, world: World, as_of: int, readings: Mapping[str, str]) -> None:
        self.program = program
        self.world = world
        self.context = Context(program, world, as_of, readings)
        self.without_fact = _without_fact(program.rulebook, world)
        self._idle = {(key, option) for key, option, _ in self.without_fact}
        self._moments: dict[int, Context] = {as_of: self.context}
        self._votes: dict[int, Context] = {}
        self._variants: dict[tuple[int, bool, str, str], Context] = {}
        self.ahead: dict[str, list[Row]] = {}

    def findings(self, codes: Iterable[str]) -> list[Finding]:
        """Return the findings of the rules named, in the order of the rulebook."""
        return [finding for code in codes for finding in self._rule(self.program.rules[code])]

    def at(self, as_of: int) -> Context:
        """Return the context of a moment, made once."""
        found = self._moments.get(as_of)
        if found is None:
            found = self._moments[as_of] = self.context.at(as_of)
        return found

    def contexts(self) -> Iterator[Context]:
        """Yield every context in which something was worked out."""
        yield from self._moments.values()
        yield from self._votes.values()
        yield from self._variants.values()

    @property
    def _undated_money(self) -> bool:
        money = self.world.roles.money
        return money is not None and bool(self.world.tables[money.table].unplaced)

    def vote(self, row: Row) -> Context:
        """Return the context in which a proposed row is judged: the day of its vote, or now."""
        day = max(self.context.as_of, row.day or 0)
        later = row.day is None or row.day >= self.context.today
        if not later or not self._undated_money:
            return self.at(day)
        if day not in self._votes:  # money without a day has moved before this vote
            self._votes[day] = self.context.at(day, voting=True)
        return self._votes[day]

    def _rule(self, compiled: CompiledRule) -> Iterator[Finding]:
        rule = compiled.rule
        if rule.scope == AGREEMENT:
            yield self._finding(compiled, self.context, None, Subject(AGREEMENT, None))
            return
        derived = rule.scope in self.program.derived
        table = self.context.table(rule.scope) if derived else self.world.tables[rule.scope]
        rows = list(table.all())
        if table.open and not rows:
            if not rule.silent_if_absent:
                nothing = Judgement("unknown", rule.severity, OPEN, TRUE, (), (), ())
                yield Finding(compiled, self.context, None, nothing, Subject(rule.scope, None))
            return
        for row in rows:
            context = self.moment(compiled, row)
            subject = Subject(rule.scope, row.id)
            if context is None:
                self._note_ahead(row)
                later = Judgement("not_applicable", rule.severity, FALSE, TRUE, (), (), ())
                yield Finding(compiled, self.context, row, later, subject)
            else:
                yield self._finding(compiled, context, row, subject)

    def moment(self, compiled: CompiledRule, row: Row) -> Context | None:
        """Return the context in which a row is judged, or None when it has not happened."""
        if row.proposed:
            return self.vote(row)
        if compiled.moment is not None:
            asked = compiled.moment(self.context.environment(row))
            if isinstance(asked, int):
                return self.at(max(self.context.as_of, asked))
        return self.context if self.context.has_happened(row) else None

    def _note_ahead(self, row: Row) -> None:
        rows = self.ahead.setdefault(row.table, [])
        if row not in rows:
            rows.append(row)

    def _finding(self, compiled: CompiledRule, context: Context, row: Row | None, subject: Subject) -> Finding:
        judgement = judge(compiled, context, row)
        contested: list[Contest] = []
        for key, option in compiled.alternatives:
            if self.context.readings[key] == option or (key, option) in self._idle:
                continue
            variant = self.variant(context, key, option)
            verdict = self._otherwise(compiled, variant, row)
            if verdict not in (judgement.verdict, "unknown"):
                contested.append(Contest(key, option, verdict))
        return Finding(compiled, context, row, judgement, subject, tuple(contested))

    @staticmethod
    def _otherwise(compiled: CompiledRule, variant: Context, row: Row | None) -> Verdict:
        """Return the verdict on a row under another reading, where it may not be there."""
        if row is None or row.model is not None:
            return verdict_alone(compiled, variant, row)
        other = counterpart(variant, row)
        if other is not None:
            return verdict_alone(compiled, variant, other)
        return "unknown" if variant.table(row.table).open else "not_applicable"

    def variant(self, context: Context, key: str, option: str) -> Context:
        """Return a context under another reading of one question, made once."""
        known = (context.as_of, context.voting, key, option)
        found = self._variants.get(known)
        if found is None:
            found = self._variants[known] = context.variant(key, option)
        return found


def counterpart(variant: Context, row: Row) -> Row | None:
    """Return the row of a derived table that has the same id under another reading."""
    return next((other for other in variant.table(row.table).placed if other.id == row.id), None)


def _without_fact(rulebook: Rulebook, world: World) -> list[tuple[str, str, str]]:
    """Return the answers to open questions that rest on a fact nobody gave, with that fact: they contest nothing."""
    kept = rulebook.compiled
    if "reading-facts" not in kept:
        kept["reading-facts"] = _reading_facts(rulebook)
    return [each for each in kept["reading-facts"] if not exact(world.facts[each[2]])]


def _reading_facts(rulebook: Rulebook) -> list[tuple[str, str, str]]:
    """Return the facts on which answers to open questions rest: (question, answer, fact)."""
    return sorted(
        {
            (node.key, option, inner.name)
            for measure in rulebook.measures.values()
            for node in tree.walk(measure.formula)
            if isinstance(node, tree.ByReading)
            for option, formula in node.options
            for inner in tree.walk(formula)
            if isinstance(inner, tree.Fact)
        }
    )
