"""Findings to explain: those of the sample dossiers, and those of every example of every rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from innosprint_rules.assurance.examples import read_examples
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import combine, read_proposal
from innosprint_rules.dossier.reading import read_dossier
from innosprint_rules.engine.check import check
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.findings import Finding
from innosprint_rules.engine.judging import Judge
from innosprint_rules.engine.options import chosen_readings
from innosprint_rules.rulebook.loading import bundled

SAMPLES = Path(__file__).parents[3] / "examples"
MOMENTS = {
    "saint-quentin-2019": (date(2019, 6, 19), date(2020, 2, 1)),
    "year-in-trouble": (date(2018, 12, 1), date(2019, 6, 1), date(2020, 2, 1)),
}
TROUBLE = SAMPLES / "proposals" / "session-4-in-trouble.csv"


def sample_findings(name: str, as_of: date, proposal: Path | None = None) -> tuple[Finding, ...]:
    """Return the findings of a sample dossier at one moment."""
    return check(read_dossier(SAMPLES / name), as_of=as_of, proposal=proposal, inference=False).findings


def example_findings(code: str) -> Iterator[Finding]:
    """Yield the findings of every example of one rule, with every reading and gap that they show."""
    rulebook = bundled()
    program = compiled(rulebook)
    for example in read_examples(rulebook, code):
        dossier = Dossier.model_validate(dict(example.tables))
        if example.proposal is not None:
            dossier = combine(dossier, read_proposal(example.proposal))
        world = World(rulebook, dossier, facts=example.facts)
        readings = chosen_readings(rulebook, example.readings)
        yield from Judge(program, world, example.as_of.toordinal(), readings).findings([code])
