"""Rules of the Innosprint agreement as data: check a dossier, a proposal, a what-if, before members decide.

::

    import innosprint_rules as ir

    dossier = ir.read_dossier("dossier/")
    report = ir.check(dossier, proposal="proposition.csv")
    report.ok, report.complete, report.violations

Names are imported when they are first used: importing the package imports neither pydantic nor pandas.
"""

from __future__ import annotations

from importlib import import_module

from innosprint_rules._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from innosprint_rules.allocation.repairing.headroom import Headroom, headroom
    from innosprint_rules.allocation.repairing.repair import repair
    from innosprint_rules.allocation.repairing.results import Repair
    from innosprint_rules.allocation.sharing.allocate import allocate
    from innosprint_rules.allocation.sharing.results import Allocation
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.dossier.proposal import Proposal, read_proposal
    from innosprint_rules.dossier.reading import read_dossier
    from innosprint_rules.engine.check import check
    from innosprint_rules.engine.compliant import CompliantDossier
    from innosprint_rules.engine.evaluation.decision import Verdict
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report
    from innosprint_rules.errors import (
        ComplianceError,
        DossierError,
        EngineDisagreement,
        InnosprintError,
        InputError,
        RulebookError,
        ScenarioError,
        UsageError,
    )
    from innosprint_rules.rulebook.book import Rulebook
    from innosprint_rules.rulebook.loading import load_rulebook
    from innosprint_rules.rulebook.models import Nature, Severity
    from innosprint_rules.simulation.outcome.outcome import Outcome
    from innosprint_rules.simulation.simulate import simulate
    from innosprint_rules.simulation.whatif.play import Simulation

_HOMES = {
    "Allocation": "allocation.sharing.results",
    "allocate": "allocation.sharing.allocate",
    "Headroom": "allocation.repairing.headroom",
    "headroom": "allocation.repairing.headroom",
    "Repair": "allocation.repairing.results",
    "repair": "allocation.repairing.repair",
    "Dossier": "dossier.models",
    "Proposal": "dossier.proposal",
    "read_proposal": "dossier.proposal",
    "read_dossier": "dossier.reading",
    "check": "engine.check",
    "CompliantDossier": "engine.compliant",
    "Finding": "engine.findings",
    "Report": "engine.report",
    "ComplianceError": "errors",
    "DossierError": "errors",
    "EngineDisagreement": "errors",
    "InnosprintError": "errors",
    "InputError": "errors",
    "RulebookError": "errors",
    "ScenarioError": "errors",
    "UsageError": "errors",
    "Rulebook": "rulebook.book",
    "load_rulebook": "rulebook.loading",
    "Nature": "rulebook.models",
    "Severity": "rulebook.models",
    "Verdict": "engine.evaluation.decision",
    "Outcome": "simulation.outcome.outcome",
    "Simulation": "simulation.whatif.play",
    "simulate": "simulation.simulate",
}

__all__ = [
    "Allocation",
    "ComplianceError",
    "CompliantDossier",
    "Dossier",
    "DossierError",
    "EngineDisagreement",
    "Finding",
    "Headroom",
    "InnosprintError",
    "InputError",
    "Nature",
    "Outcome",
    "Proposal",
    "Repair",
    "Report",
    "Rulebook",
    "RulebookError",
    "ScenarioError",
    "Severity",
    "Simulation",
    "UsageError",
    "Verdict",
    "__version__",
    "allocate",
    "check",
    "headroom",
    "load_rulebook",
    "read_dossier",
    "read_proposal",
    "repair",
    "simulate",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
