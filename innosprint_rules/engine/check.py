"""One check, from a dossier and perhaps a proposal to a report: the function that everything else calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.dossier.vote import put_to_vote
from innosprint_rules.engine.agreement_facts import check_convention
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.options import chosen_readings, chosen_rules, expect_arguments
from innosprint_rules.engine.report import Report
from innosprint_rules.engine.verdicts import Verdicts, balance, mark_new, worth
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.loading import load_rulebook

if TYPE_CHECKING:
    import pandas as pd

ProposalSource: TypeAlias = "Proposal | str | Path | Sequence[Mapping[str, Any]] | pd.DataFrame"


def check(
    dossier: Dossier,
    rulebook: Rulebook | None = None,
    *,
    proposal: ProposalSource | None = None,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    inference: bool = True,
) -> Report:
    """Judge a dossier, and what a proposal would change, against the agreement.

    Args:
        dossier: what is known of the programme.
        rulebook: the rules; the bundled agreement when None.
        proposal: allocations that members may decide: a path, rows, a frame, or what ``read_proposal`` gave; when
            None, what the dossier itself proposes (``dossier.vote``).
        as_of: the moment of judgement; today when None. What is dated later has not happened.
        readings: chosen answers to open questions of the text, ``{"Q9": "net"}``.
        select: codes, or beginnings of codes, of the rules to judge; all when empty.
        ignore: codes, or beginnings of codes, of the rules to leave out.
        inference: compare every verdict with the inference engine where durable_rules is installed.

    Raises:
        DossierError: the proposal cannot be read, or a value contradicts the agreement.
        UsageError: an unknown reading or code, an argument of the wrong type.
        EngineDisagreement: two engines judge differently.
    """
    expect_arguments(dossier, rulebook, as_of, readings, select=select, ignore=ignore)
    rulebook = rulebook if rulebook is not None else default_rulebook()
    program = compiled(rulebook)
    chosen = chosen_readings(rulebook, readings)
    codes = chosen_rules(rulebook, select, ignore)
    moment = (as_of or local_today()).toordinal()
    check_convention(rulebook, dossier)
    vote = put_to_vote(dossier, proposal, date.fromordinal(moment))
    return Verdicts(program, dossier, vote, moment, chosen, codes).report(inference, check_again)


def check_again(
    dossier: Dossier,
    rulebook: Rulebook,
    proposal: Proposal | None,
    as_of: date,
    readings: Mapping[str, str],
    codes: tuple[str, ...],
    inference: bool,
) -> Report:
    """Judge what a report was made of once more: a report that was pickled is read so."""
    leave_out = () if codes else tuple(rulebook.rules)
    return check(
        dossier, rulebook, proposal=proposal, as_of=as_of, readings=readings, select=codes, ignore=leave_out,
        inference=inference,
    )  # fmt: skip


def default_rulebook() -> Rulebook:
    """Return the bundled agreement, loaded once."""
    from innosprint_rules.rulebook.loading import bundled

    return bundled()


__all__ = ["balance", "check", "default_rulebook", "load_rulebook", "mark_new", "worth"]
