"""A scenario run without and with amendments, over the same years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from innosprint_rules.dossier.amending import Act
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.simulation.amended.outcome import AmendedOutcome, changes, measured
from innosprint_rules.simulation.amended.verdicts import Verdicts, gaps, joint
from innosprint_rules.simulation.outcome.figure import RETURNED, TO_RETURN
from innosprint_rules.simulation.outcome.outcome import Outcome
from innosprint_rules.simulation.running.prepare import Prepared
from innosprint_rules.simulation.running.progress import ProgressCallback
from innosprint_rules.simulation.running.run import RunOptions, RunResult, run_scenario, within_reference
from innosprint_rules.wording import Text

MOST = 1_000_000
"""Years at most: their verdicts are held in memory, some hundred bytes a year."""


@dataclass(frozen=True)
class DoneAmended:
    """What came of it, None where the user stopped the run before any year with the amendments; whether that was so."""

    before: Outcome
    outcome: AmendedOutcome | None
    interrupted: bool = False


def check_amended(options: RunOptions) -> None:
    """Refuse what does not go with amendments.

    Raises:
        UsageError: years to be kept in a file or counted elsewhere, what moves an outcome to be found, more years than
            memory holds.
    """
    given = {"--keep": options.keep, "--sensitivity": options.sensitivity, "--cluster": options.cluster}
    for option, value in given.items():
        if value is not None:
            message = Text(f"{option} ne va pas avec --amend", f"{option} does not go with --amend")
            hint = Text("lancer la commande deux fois", "run the command twice")
            raise UsageError(Problem("amend-alone", message, hint))
    if options.precision is None and options.years > MOST:
        message = Text("--amend : un million d’années au plus", "--amend: a million years at most")
        raise UsageError(Problem("bad-number", message, Text("en demander moins avec --years", "ask for fewer")))


def run_amended(
    without: Prepared,
    amended: Prepared,
    acts: Sequence[Act],
    options: RunOptions,
    progress: ProgressCallback | None = None,
) -> DoneAmended:
    """Run the years without amendments and with them, as many as both need.

    Raises:
        UsageError: as ``check_amended`` says.
        KeyboardInterrupt: before any year was done.
    """
    check_amended(options)
    options = within_reference((without, amended), replace(options, years=min(options.years, MOST)))
    names = tuple(dict.fromkeys((*without.amounts, TO_RETURN, RETURNED)))

    def run(prepared: Prepared, wanted: RunOptions) -> tuple[RunResult, Verdicts]:
        kept = Verdicts(prepared.module, names)
        return run_scenario(prepared, wanted, progress, kept), kept

    before, kept = run(without, options)
    if before.interrupted:
        return DoneAmended(before.outcome, None, True)
    try:
        after, kept_after = run(amended, options)
        first, second = before.outcome.years, after.outcome.years
        same = replace(options, years=max(first, second), precision=None)
        if first < second and not after.interrupted:
            before, kept = run(without, same)
        elif second < first and not after.interrupted:
            after, kept_after = run(amended, same)
    except KeyboardInterrupt:
        return DoneAmended(before.outcome, None, True)
    one, other = before.outcome, after.outcome
    done = min(one.years, other.years)
    found = AmendedOutcome(
        tuple(acts),
        one,
        other,
        changes(joint(kept, kept_after, done)),
        measured(one, other, gaps(kept, kept_after, done)),
    )
    return DoneAmended(one, found, before.interrupted or after.interrupted)
