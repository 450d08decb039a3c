"""A check that goes on while lines are edited: after each change the report that ``check`` would give, sooner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.dossier.vote import put_to_vote
from innosprint_rules.engine.agreement_facts import check_convention
from innosprint_rules.engine.check import check_again
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.options import chosen_readings
from innosprint_rules.engine.report import Report
from innosprint_rules.engine.verdicts import Verdicts
from innosprint_rules.rulebook.book import Rulebook


class Live:
    """One dossier at one moment under one choice of readings, and the lines that are being written.

    Where amounts or texts of the same lines change, the rules that rest on them are judged again, by the same rows,
    and nothing else; where lines come, go or move, all but the dossier without them. Not for several threads at once.

    Args:
        dossier: what is known; what it proposes itself counts, as in ``check``.
        rulebook: the rules.
        as_of: the moment of judgement; today when None.
        readings: chosen answers to open questions of the text.

    Raises:
        DossierError: a value contradicts the agreement.
        UsageError: an unknown reading.
    """

    def __init__(
        self, dossier: Dossier, rulebook: Rulebook, as_of: date | None = None, readings: Mapping[str, str] | None = None
    ) -> None:
        self.dossier, self.rulebook = dossier, rulebook
        self.as_of = as_of or local_today()
        self.readings = chosen_readings(rulebook, readings)
        check_convention(rulebook, dossier)
        self._verdicts: Verdicts | None = None

    def report(self, proposal: Proposal | None) -> Report:
        """Return what ``check`` finds of the dossier with these lines, by the reference evaluator alone.

        The report before is not to be read any further.

        Raises:
            DossierError: the lines name what the dossier does not hold, or a row that it has.
        """
        vote = put_to_vote(self.dossier, proposal, self.as_of)
        found = self._verdicts
        if found is None or not found.follow(vote):
            moment = self.as_of.toordinal()
            codes = tuple(self.rulebook.rules)
            found = Verdicts(compiled(self.rulebook), self.dossier, vote, moment, self.readings, codes, like=found)
            self._verdicts = found
        return found.report(inference=False, checked_by=check_again)
