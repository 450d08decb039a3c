"""What a run says: how likely each verdict is, what each measure comes to, until when an obligation can be saved.

Everything is kept as whole numbers; shares, means and their intervals are worked out when they are asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from innosprint_rules.engine.documents.documented import Documented
from innosprint_rules.simulation.outcome.effects import Sensitivity
from innosprint_rules.simulation.outcome.figure import RETURNED, TO_RETURN
from innosprint_rules.simulation.outcome.intervals import Share
from innosprint_rules.simulation.outcome.no_return import NoReturn
from innosprint_rules.simulation.outcome.parts import Assumption, MeasureOutcome, RuleOutcome, Setting
from innosprint_rules.simulation.outcome.precision import Stopped, Width, widest
from innosprint_rules.wording import Lang, brief

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Outcome(Documented):
    """The outcome of one scenario: ``years`` were simulated and judged (of ``setting.asked``)."""

    setting: Setting
    years: int
    clean_years: int
    objective_years: int
    objectives: tuple[str, ...]
    rules: Mapping[str, RuleOutcome]
    measures: Mapping[str, MeasureOutcome]
    no_return: Mapping[str, NoReturn]
    watched_years: int
    sensitivity: tuple[Sensitivity, ...] = ()

    document: ClassVar[str] = "innosprint-outcome/1"

    def __repr__(self) -> str:
        setting = self.setting
        return brief(f"Outcome({setting.name!r}, {self.years} years, seed {setting.seed}, {len(self.rules)} rules)")

    @property
    def partial(self) -> bool:
        """Whether fewer years were done than were asked for."""
        return self.years < self.setting.asked

    @property
    def clean(self) -> Share:
        """P(nothing is violated at severity error)."""
        return Share(self.clean_years, self.years)

    @property
    def judges_errors(self) -> bool:
        """Whether any rule that was judged can be broken at severity error: without one, ``clean`` says nothing."""
        return any(rule.severity == "error" or rule.error_years for rule in self.rules.values())

    @property
    def all_objectives(self) -> Share | None:
        """P(every objective is reached); None where no objective was judged."""
        return Share(self.objective_years, self.years) if self.objectives else None

    @property
    def restitution(self) -> MeasureOutcome | None:
        """What is due back at the end; None where the rulebook has no such measure or it was not asked for."""
        return self.measures.get(TO_RETURN)

    @property
    def returned(self) -> MeasureOutcome | None:
        """What goes back by the day of judgement; None where there is no such measure."""
        return self.measures.get(RETURNED)

    @cached_property
    def main_rules(self) -> tuple[str, ...]:
        """The rules by which a scenario is known: objectives, then dated obligations of the whole agreement."""
        dated = [
            code for code in self.no_return if self.rules[code].nature == "obligation" and not self.rules[code].of_rows
        ]
        return (*self.objectives, *dated)

    @property
    def asked_shares(self) -> list[Share]:
        """The shares by which a scenario is known; where it has none, those of all its rules."""
        found = [self.clean] if self.judges_errors else []
        found += [] if self.all_objectives is None else [self.all_objectives]
        found += [self.rules[code].at_stake for code in self.main_rules]
        return found or [rule.at_stake for rule in self.rules.values()]

    def width(self, points: Decimal) -> Width:
        """Return the widest margins of what is asked, beside what ``points`` allow."""
        asked = (self.measures.get(name) for name in self.setting.amounts)
        medians = (each.quantile(50) for each in asked if each is not None and each.kind == "amount")
        return widest(self.asked_shares, [each for each in medians if each], self.setting.ceiling, points)

    @property
    def stopped(self) -> Stopped:
        """Why the run ended."""
        points = self.setting.precision
        if self.partial:
            return "interrupted"
        return "precision" if points is not None and self.width(points).within(points) else "years"

    def model_dump(self) -> dict[str, Any]:
        """Return the outcome with the keys of the published JSON Schema."""
        from innosprint_rules.simulation.outcome.document import OutcomeDocument  # on use only: few runs are written

        return OutcomeDocument.written(self)

    def rules_frame(self, lang: Lang = "fr") -> pd.DataFrame:
        """Return a pandas frame with one line a rule: years and shares by verdict, with their intervals."""
        from innosprint_rules.simulation.outcome.frames import rules_frame

        return rules_frame(self.rules, lang)

    def measures_frame(self, lang: Lang = "fr") -> pd.DataFrame:
        """Return a pandas frame with one line a measure; amounts as exact decimals in euros."""
        from innosprint_rules.simulation.outcome.frames import measures_frame

        return measures_frame(self.measures, lang)

    def histogram_frame(self, measure: str) -> pd.DataFrame:
        """Return a pandas frame with the bars of one measure.

        Raises:
            UsageError: there is no such measure in this outcome.
        """
        from innosprint_rules.simulation.outcome.frames import histogram_frame

        return histogram_frame(self.measures, measure)

    def no_return_frame(self) -> pd.DataFrame:
        """Return a pandas frame with one line a dated rule and moment."""
        from innosprint_rules.simulation.outcome.frames import no_return_frame

        return no_return_frame(self.no_return)


__all__ = ["Assumption", "MeasureOutcome", "Outcome", "RuleOutcome", "Setting"]
