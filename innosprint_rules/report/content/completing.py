"""What to fill in first: the missing facts in the order of how many verdicts each would settle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from innosprint_rules.engine.completing import completion
from innosprint_rules.engine.evaluation.missing_facts import fact_words
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report


TITLE = Text("À compléter d'abord", "To fill in first")
SHOWN = 5


class ToFillIn(NamedTuple):
    """The first missing facts, each with what it would settle; in a sentence, what takes several of them."""

    facts: tuple[tuple[str, str], ...]
    together: str


def to_fill_in(report: Report, teller: Teller, findings: Sequence[Finding] | None = None) -> ToFillIn | None:
    """Return what to fill in first; None where nothing is missing, or one thing only, which is told already.

    ``findings`` are those that are shown: all of the report when None.
    """
    shown = report.findings if findings is None else findings
    missing = {fact for each in shown if each.verdict == "unknown" for fact in each.missing}
    if len(missing) < 2:
        return None
    found = completion(shown, report.judge)
    said = Text("trancherait {n:point|points}", "would settle {n:point|points}")
    facts = tuple(
        (teller.say(fact_words(each.missing, report.judge.world)), teller.counted(said, n=each.settles))
        for each in found.facts[:SHOWN]
        if each.settles
    )
    several = Text("{n:point demande|points demandent} plusieurs données à la fois",
                   "{n:point takes|points take} several facts at once")  # fmt: skip
    if not facts:
        several = Text("aucune donnée ne suffit à elle seule : {n:point en demande|points en demandent} plusieurs à la"
                       " fois",
                       "no fact is enough alone: {n:point takes|points take} several at once")  # fmt: skip
    return ToFillIn(facts, teller.counted(several, n=found.together) if found.together else "")
