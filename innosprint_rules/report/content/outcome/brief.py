"""What is told of an outcome where there is little room: the figures by which it is known, what goes wrong most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import nine_in_ten, percent, quantile_words
from innosprint_rules.report.content.outcome.headline import ASSUMED, headline, limits, main_shares
from innosprint_rules.report.content.outcome.rules import binding, most_first, quoted
from innosprint_rules.report.content.outcome.sureness import why_stopped
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS
from innosprint_rules.wording import Text, capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.intervals import Share
    from innosprint_rules.simulation.outcome.outcome import Outcome

SHARES, BROKEN, RETURNED = 4, 3, 1
BROKEN_MOST = Text("Le plus souvent enfreint (part des années)", "Broken most often (share of the years)")


@dataclass(frozen=True, slots=True)
class Brief:
    """An outcome in little room: its answer, what keeps it from being whole, shares, amounts due back, rules."""

    headline: str
    limits: tuple[str, ...]
    shares: tuple[tuple[str, Share], ...]
    returned: tuple[str, ...]
    broken: tuple[tuple[str, Share], ...]
    why: str | None
    assumed: str


def brief_of(outcome: Outcome, teller: Teller, judged: Sequence[str] = ()) -> Brief:
    """Return an outcome in little room; ``judged`` names the rules when not all of them were asked for."""
    known = main_shares(outcome, teller)
    dated = known[int(outcome.judges_errors) : len(known) - int(outcome.all_objectives is not None)]
    whole = [each for each in known if each not in dated]
    shares = [*whole, *sorted(dated, key=lambda each: each[1].fraction)][:SHARES]
    broken = [rule for rule in most_first(binding(outcome.rules.values())) if rule.at_stake.count]
    broken = [rule for rule in broken if rule.severity == "error"] or broken
    return Brief(
        headline(outcome, teller),
        tuple(limits(outcome, teller, judged)),
        tuple((capital(label), share) for label, share in shares),
        tuple(returned(outcome, teller)[:RETURNED]),
        tuple(
            (f"{MARKS[rule.severity]} {rule.code} {quoted(rule, teller)}", rule.at_stake) for rule in broken[:BROKEN]
        ),
        why_stopped(outcome, teller),
        teller.say(ASSUMED),
    )


def returned(outcome: Outcome, teller: Teller) -> list[str]:
    """Return what is due back, and what goes back by the day of judgement, a sentence each."""
    told: list[str] = []
    for measure in (outcome.restitution, outcome.returned):
        if measure is None or not measure.known:
            continue
        said = Text(
            "{label} – médiane {m} ; dans neuf années sur dix, {span} ; rien dans {zero} des années",
            "{label} – median {m}; in nine years out of ten, {span}; nothing in {zero} of the years",
        )
        text = teller.say(
            said.fill(
                label=teller.say(measure.label),
                m=quantile_words(measure.quantile(50), measure.kind, teller),
                span=nine_in_ten(measure, teller),
                zero=percent(measure.share_zero, teller),
            )
        )
        told.append(capital(text))
    return told
