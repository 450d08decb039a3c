"""Findings and reports: what was judged, said only when it is read.

A finding keeps the judgement and the context it was made in; its message, values, missing facts and place
are worked out on first reading, so that a check of a thousand verdicts does not write a thousand texts.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from innosprint_rules.calendar import day
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.decision import Verdict
from innosprint_rules.engine.evaluation.judge_rule import Judgement
from innosprint_rules.engine.evaluation.missing import missing_for
from innosprint_rules.engine.evaluation.missing_facts import Missing, column_words
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.evaluation.rule_conditions import CompiledRule
from innosprint_rules.engine.rule_texts import RuleTexts
from innosprint_rules.errors import NOWHERE, Location
from innosprint_rules.formula.logic import exact, low
from innosprint_rules.rulebook.models import AGREEMENT, Nature, Severity
from innosprint_rules.wording import Lang, Text, brief, lists

if TYPE_CHECKING:
    pass


class Subject(NamedTuple):
    """What a verdict is about: a row of a table, or the whole agreement."""

    table: str
    id: str | None


class Contest(NamedTuple):
    """Another reading of one question, and the verdict under it."""

    reading: str
    value: str
    verdict: Verdict


class NextStep(NamedTuple):
    """What follows: who must do what, by when."""

    rule: str
    subject: Subject
    who: str
    what: Text
    due: date | None


class Finding:
    """One verdict of one rule on one subject."""

    def __init__(
        self,
        compiled: CompiledRule,
        context: Context,
        row: Row | None,
        judgement: Judgement,
        subject: Subject,
        contested: tuple[Contest, ...] = (),
    ) -> None:
        self.compiled = compiled
        self.context = context
        self.row = row
        self.judgement = judgement
        self.subject = subject
        self.contested = contested
        self.new = False
        self.verdict: Verdict = judgement.verdict
        self.severity: Severity = judgement.severity

    def __repr__(self) -> str:
        return brief(f"<{self.rule} {self.subject.id or self.subject.table}: {self.verdict}>")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Finding):
            return NotImplemented
        return self is other or (hash(self) == hash(other) and self.as_document() == other.as_document())

    def __hash__(self) -> int:
        return hash((self.rule, self.subject, self.verdict, self.severity))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what it says; the derivation behind it stays where it was made."""
        said = {name: getattr(self, name) for name in _SAID}
        return _heard, (said,)

    @cached_property
    def rule(self) -> str:
        """The rule's code."""
        return self.compiled.rule.code

    @cached_property
    def name(self) -> str:
        """The rule's name, which names the fault."""
        return self.compiled.rule.name

    @cached_property
    def nature(self) -> Nature:
        """obligation, prohibition, objective, guidance or means."""
        return self.compiled.rule.nature

    @cached_property
    def clause(self) -> str:
        """The clauses on which the rule rests: ``C20 C27``."""
        return self.compiled.rule.clause

    @cached_property
    def article(self) -> str:
        """The articles on which the rule rests."""
        return self.context.world.rulebook.article(self.compiled.rule)

    @cached_property
    def debtor(self) -> str | None:
        """Who owes it, by the code of a party of the agreement; None where nobody does."""
        return self.compiled.rule.debtor

    # time --------------------------------------------------------------------------------------------

    @cached_property
    def due(self) -> date | None:
        """The last day on which a pending obligation may still be met; None when it is not known."""
        if self.verdict != "pending":
            return None
        own = self.compiled.due
        if own is not None:
            return _as_date(own(self.context.environment(self.row)))
        if self.judgement.started == 0 and self.compiled.starts is not None:
            start = self.compiled.starts(self.context.environment(self.row))
            return _as_date(start - 1) if isinstance(start, int) else None
        ahead = [due for due, over in zip(self.judgement.dues, self.judgement.past, strict=True) if over == 0]
        return _as_date(min(ahead, key=low)) if ahead else None

    @cached_property
    def reachable(self) -> bool | None:
        """While pending: can it still be met? None when the rule does not say or facts are missing."""
        closure = self.compiled.reachable
        if self.verdict != "pending" or closure is None:
            return None
        flag = closure(self.context.environment(self.row))
        return flag if isinstance(flag, bool) else None

    # values and texts --------------------------------------------------------------------------------

    @cached_property
    def _texts(self) -> RuleTexts:
        judged = self.verdict != "not_applicable" and (self.row is not None or self.subject.table == AGREEMENT)
        slots = self.context.environment(self.row) if judged else None
        return RuleTexts(self.compiled, slots, lambda: self.due, self.missing_words)

    @cached_property
    def values(self) -> dict[str, Any]:
        """The figures behind the verdict by name, as JSON carries them."""
        return self._texts.as_json()

    def told(self, text: Text) -> Text:
        """Fill a text's placeholders with this finding's values, in both languages."""
        return self._texts.told(text)

    def step(self, what: Text) -> Text:
        """Say what is to be done; where its figure is not known at all, that the rule is still to be met."""
        return self._texts.step(what)

    @cached_property
    def message(self) -> Text:
        """What was found, with the figures."""
        return self._texts.message(self.verdict, self.severity)

    @cached_property
    def remedy(self) -> Text:
        """What would make it pass; empty where nothing needs doing."""
        return self._texts.remedy(self.verdict, self.severity)

    # what is missing ---------------------------------------------------------------------------------

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """The facts whose absence prevents a decision; for a lesser breach, those that hide a graver one."""
        if self.row is None and self.subject.table != AGREEMENT:
            return self._absent()
        if self.verdict not in ("unknown", "violated"):
            return ()
        graver = self.severity if self.verdict == "violated" else None
        return missing_for(self.compiled, self.judgement, self.context, self.row, graver)

    def _absent(self) -> tuple[Missing, ...]:
        table = self.subject.table
        program = self.context.program
        bases = program.derived[table].tables if table in program.derived else (table,)
        absent = [base for base in bases if self.context.table(base).open]
        return tuple(Missing(base, base, None) for base in dict.fromkeys(absent))

    def missing_words(self, lang: Lang) -> str:
        """Say what is missing in one phrase, at most four things by name."""
        words = [column_words(fact, self.context.world, fact.id).get(lang) for fact in self.missing]
        if len(words) > 4:
            more = len(words) - 3
            words = [*words[:3], f"{more} autres données" if lang == "fr" else f"{more} other facts"]
        return lists(words, lang)

    # place -------------------------------------------------------------------------------------------

    @cached_property
    def location(self) -> Location:
        """Where the subject stands in the user's files."""
        if self.row is None or self.row.model is None:
            return NOWHERE
        slots = self.context.environment(self.row)
        columns = (name for when, name in self.compiled.columns if when is None or when(slots) is True)
        found: Location = self.row.model.location(next(columns, None))
        return found

    def as_document(self) -> dict[str, Any]:
        """Return the finding with the keys that the JSON report promises."""
        from innosprint_rules.engine.documents.check import FindingPart  # on use only: a check writes no document

        return FindingPart.written(self)


_SAID = ("rule", "name", "nature", "clause", "article", "debtor", "subject", "verdict", "severity", "due", "reachable",
         "values", "message", "remedy", "missing", "contested", "location", "new")  # fmt: skip
"""What a finding says, once all is worked out."""


def _heard(said: dict[str, Any]) -> Finding:
    """Return the finding that says what another said, in another process."""
    finding = Finding.__new__(Finding)
    finding.__dict__.update(said)
    return finding


def _as_date(value: Any) -> date | None:
    return day(value) if isinstance(value, int) and exact(value) else None
