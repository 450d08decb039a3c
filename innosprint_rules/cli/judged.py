"""What commands judge: files and options read, every mistake of them told at once, then the verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from innosprint_rules.cli.common import (
    codes,
    read_date,
    readings,
)
from innosprint_rules.cli.options import refuse_empty, together
from innosprint_rules.cli.output import SCREEN, Output

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.dossier.proposal import Proposal
    from innosprint_rules.engine.report import Report
    from innosprint_rules.report.content.advice import Advice


class Judged(NamedTuple):
    """A report and what it was made from; ``judged`` names the rules when not all of them were asked for."""

    report: Report
    judged: list[str]
    dossier: Dossier
    readings: Mapping[str, str]
    offered: Proposal | None = None

    def advice(self) -> Advice | None:
        """Return what would make the proposal comply and how far it may go; None without a proposal or all rules."""
        if self.report.proposal is None or self.judged:
            return None
        from innosprint_rules.report.content.advice import advise

        return advise(self.report, self.readings)


def judged_files(
    dossier: str,
    proposal: str | None,
    as_of: str | None,
    rules: str | None,
    reading: Iterable[str] | None,
    select: Iterable[str] | None,
    ignore: Iterable[str] | None,
    output: Output = SCREEN,
) -> Judged:
    """Read what is given and judge it.

    The options are read before the files, so that a slip of the keyboard is told at once; every mistake of the
    options, then every mistake of both files, is told together.
    """
    from innosprint_rules.dossier.proposal import read_proposal
    from innosprint_rules.dossier.reading import read_dossier
    from innosprint_rules.engine.check import check, default_rulebook, load_rulebook
    from innosprint_rules.engine.options import chosen_readings, chosen_rules

    wanted, unwanted = codes(select), codes(ignore)
    with together() as also:
        day = also(lambda: read_date(as_of))
        chosen = also(lambda: readings(reading))
        for name, path in (("DOSSIER", dossier), ("--proposal", proposal), ("--rules", rules)):
            also(partial(refuse_empty, name, path))
        also(output.refuse)
    rulebook = default_rulebook() if rules is None else load_rulebook(rules)
    with together() as also:
        also(lambda: chosen_readings(rulebook, chosen))
        judged = also(lambda: chosen_rules(rulebook, wanted, unwanted))
    with together() as also:
        read = also(lambda: read_dossier(dossier, rulebook))
        offered = None if proposal is None else also(lambda: read_proposal(proposal, rulebook))
    found = check(
        read, rulebook, proposal=offered, as_of=day, readings=chosen, select=wanted, ignore=unwanted
    )  # fmt: skip
    return Judged(found, judged if len(judged) < len(rulebook.rules) else [], read, chosen, offered)
