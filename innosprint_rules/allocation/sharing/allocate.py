"""Share out a session: every method under the rules' own constraints, every answer checked by the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from innosprint_rules.allocation.extraction.constraints import extract
from innosprint_rules.allocation.extraction.lines import Line
from innosprint_rules.allocation.sharing.claims import ClaimsProblem, ranked
from innosprint_rules.allocation.sharing.explaining import MethodResult, bindings, marginal, reasons
from innosprint_rules.allocation.sharing.investor import MOST_UNTIED
from innosprint_rules.allocation.sharing.limits import limits_of
from innosprint_rules.allocation.sharing.proposing import Rows, as_proposal, drafted, with_amounts
from innosprint_rules.allocation.sharing.refusals import Refusals
from innosprint_rules.allocation.sharing.requests import Requests, requests_of, session_of
from innosprint_rules.allocation.sharing.reserve import AUTO, reserve_for
from innosprint_rules.allocation.sharing.results import METHOD_NAMES, USUAL, Allocation, Share, Sharing, method_named
from innosprint_rules.allocation.sharing.weights import weights_at
from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.schema.raw import Notice
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.dossier.vote import to_share_out
from innosprint_rules.engine.agreement_facts import check_convention
from innosprint_rules.engine.check import check, default_rulebook
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.judging import Judge
from innosprint_rules.engine.options import chosen_readings, expect_arguments, listed
from innosprint_rules.errors import Problem, UsageError, expect
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.engine.report import Report
    from innosprint_rules.rulebook.book import Rulebook


def allocate(
    dossier: Dossier,
    rulebook: Rulebook | None = None,
    *,
    session: str,
    methods: Sequence[str] = USUAL,
    reserve: str | int = AUTO,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> Allocation:
    """Share out what is left among the requests of a session, by several methods side by side.

    Amounts hold under every reading that a rule declares, one changed at a time, but those chosen in ``readings``.

    Args:
        dossier: what is known of the programme; its table ``requests`` holds the requests.
        rulebook: the rules; the bundled agreement when None.
        session: code of the session, held on ``as_of`` or later.
        methods: among ``METHODS``, by their English or their French names;
            all but ``equal-shares``, which needs pabutools, when not said.
        reserve: what is kept for the sessions to come: ``auto``, an amount as people write it, or cents.
        as_of: the moment of judgement; today when None.
        readings: chosen answers to open questions of the text, ``{"Q9": "net"}``.

    Raises:
        DossierError: requests that cannot be shared out, or a value that contradicts the agreement.
        UsageError: an unknown session, method or reading, a session that is over, a reserve above what is left, a
            library that is missing.
        RulebookError: weights that cannot be used.
        SolverFailure: the solver gave no answer.
    """
    expect_arguments(dossier, rulebook, as_of, readings, methods=methods)
    expect("session", session, str, Text("le code d'une session, « S4 »", "the code of a session, “S4”"))
    expect("reserve", reserve, (str, int), Text("« auto », un montant, ou des centimes", "“auto”, an amount, or cents"))
    rulebook = rulebook if rulebook is not None else default_rulebook()
    roles = rulebook.schema.roles
    for name, role in (("proposals", roles.proposals), ("requests", roles.requests), ("meetings", roles.meetings)):
        required(role, name)
    asked_for = _known(methods)
    moment = as_of or local_today()
    chosen = chosen_readings(rulebook, readings)
    check_convention(rulebook, dossier)
    digest = dossier.digest
    code, held_on = session_of(dossier, session, moment)
    dossier, set_aside = to_share_out(dossier, code, held_on)
    judge = Judge(compiled(rulebook), World(rulebook, dossier), held_on.toordinal(), chosen)
    weights = weights_at(judge.context)
    requests = requests_of(dossier, code, held_on, weights)
    kept = reserve_for(reserve, judge.context, code)
    work = _Work(dossier, rulebook, requests, moment, dict(readings or {}), chosen)
    claims = ClaimsProblem(work.asked, work.model, limits_of(work.model), weights, kept.budget if kept.amount else None)
    return Allocation(
        rulebook=rulebook,
        dossier_digest=digest,
        as_of=moment,
        session=code,
        held_on=held_on,
        readings=chosen,
        requests=requests.asked,
        weights=weights,
        reserve=kept,
        sharings=tuple(work.sharing(claims, method) for method in asked_for),
        notices=(*set_aside, *requests.notices, *_long_list(requests, asked_for)),
    )


def _long_list(requests: Requests, methods: Sequence[str]) -> list[Notice]:
    """Say what the investor's search does not settle in a long list."""
    if "investor" not in methods or len(requests.asked) <= MOST_UNTIED:
        return []
    said = Text(
        f"plus de {MOST_UNTIED} demandes : entre deux choix entiers de même valeur, investisseur prend celui du"
        " solveur",
        f"more than {MOST_UNTIED} requests: of two whole choices of equal worth, investor takes that of the solver",
    )
    return [Notice("ties-left-to-solver", said)]


def _known(methods: Sequence[str]) -> tuple[str, ...]:
    asked = {method: method_named(method) for method in listed(methods)}
    found = tuple(dict.fromkeys(name for name in asked.values() if name is not None))
    unknown = [method for method, name in asked.items() if name is None]
    if unknown or not found:
        said = [Text(f"méthode inconnue « {each} »", f"unknown method “{each}”") for each in unknown]
        said = said or [Text("aucune méthode n'est demandée", "no method is asked for")]
        names = METHOD_NAMES.values()
        hint = Text("méthodes : " + ", ".join(each.fr for each in names),
                    "methods: " + ", ".join(each.en for each in names))  # fmt: skip
        raise UsageError([Problem("unknown-method", each, hint) for each in said])
    return found


class _Work:
    """What the methods share: the rules' model over the requests by rank, and the rows they become."""

    def __init__(
        self,
        dossier: Dossier,
        rulebook: Rulebook,
        requests: Requests,
        as_of: date,
        asked_readings: Mapping[str, str],
        readings: Mapping[str, str],
    ) -> None:
        self.dossier = dossier
        self.rulebook = rulebook
        self.as_of = as_of
        self.readings = readings
        self.role = required(rulebook.schema.roles.proposals, "proposals")
        (self.key,) = rulebook.schema.tables[self.role.table].identity
        self.drafts = drafted(dossier, requests)
        self.order = ranked(requests.asked)
        self.asked = tuple(requests.asked[place] for place in self.order)
        wanted = with_amounts(self.role, self.drafts, [asked.requested for asked in requests.asked], refuse=False)
        by_rank = tuple(wanted[place] for place in self.order)
        lines = [
            Line(row[self.key], asked.requested, max(asked.minimum, min(1, asked.requested)), asked.requested)
            for row, asked in zip(by_rank, self.asked, strict=True)
        ]
        proposal = as_proposal(by_rank, rulebook)
        self.model = extract(rulebook, dossier, proposal, as_of=as_of, readings=asked_readings, lines=lines)
        self.refusals = Refusals(self.model, proposal)

    def sharing(self, claims: ClaimsProblem, method: str) -> Sharing:
        """Return a method's answer; lines that the engine still finds in breach are barred and it is asked again."""
        while True:
            shares, short, settled = claims.share(method)
            rows, report = self.checked(shares)
            broken = self.refusals.note(report, [row[self.key] for row in (rows[place] for place in self.order)])
            if not broken - claims.barred:
                break
            claims = replace(claims, barred=claims.barred | broken)
        outcome = MethodResult(method, shares, settled)
        told = reasons(claims, outcome, self.refusals.of(claims))
        binding = bindings(claims, shares)
        by_place: dict[int, Share] = {}
        for rank, place in enumerate(self.order):
            by_place[place] = Share(self.asked[rank], rows[place][self.key], shares[rank], told[rank])
        return Sharing(
            method=method,
            shares=tuple(by_place[place] for place in range(len(self.order))),
            rows=rows,
            report=report,
            binding=binding,
            marginal=marginal(claims, outcome, binding),
            worth=claims.worth(shares),
            short=short,
        )

    def checked(self, shares: Sequence[int]) -> tuple[Rows, Report]:
        """Return the proposal's rows in the order of the file, and what the engine says of them."""
        amounts = [0] * len(shares)
        for rank, place in enumerate(self.order):
            amounts[place] = shares[rank]
        rows = with_amounts(self.role, self.drafts, amounts)
        report = check(
            self.dossier, self.rulebook, proposal=as_proposal(rows, self.rulebook), as_of=self.as_of,
            readings=self.readings,
        )  # fmt: skip
        return rows, report
