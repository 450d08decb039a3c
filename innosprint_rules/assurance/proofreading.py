"""Reading a folder of rules as its author does while writing: every mistake and warning, and what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from innosprint_rules.assurance.examples import lacking, read_examples
from innosprint_rules.errors import Problem, RulebookError
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.loading import load_rulebook
from innosprint_rules.wording import Text


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found: mistakes stop the rules from being used, warnings do not; and what was read, if it could be."""

    mistakes: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    rulebook: Rulebook | None = None
    examples: int = 0

    @property
    def rules(self) -> int:
        """How many rules were read."""
        return 0 if self.rulebook is None else len(self.rulebook.rules)


def proofread(folder: str | Path) -> Proof:
    """Read the rules of a folder, then the examples of each, without judging them."""
    try:
        rulebook = load_rulebook(folder)
    except RulebookError as error:
        return Proof(tuple(error.problems))
    mistakes: list[Problem] = []
    examples = 0
    for code in rulebook.rules:
        try:
            examples += len(read_examples(rulebook, code))
        except RulebookError as error:
            mistakes += error.problems
    warnings = list(rulebook.warnings)
    if not mistakes:
        for code, kinds in lacking(rulebook).items():
            listed = ", ".join(kinds)
            warnings.append(
                Problem(
                    "example-missing",
                    Text(f"{code} : aucun exemple ne montre {listed}", f"{code}: no example shows {listed}"),
                    location=rulebook.rules[code].location,
                )
            )
    return Proof(tuple(mistakes), tuple(warnings), rulebook, examples)
