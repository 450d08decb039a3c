"""What is put to the vote: the proposal given, or else what the dossier itself proposes. Decided here only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from innosprint_rules.dossier.cells import show
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal, read_proposal
from innosprint_rules.dossier.proposed_rows import PROPOSED
from innosprint_rules.dossier.schema.raw import Notice
from innosprint_rules.dossier.schema.row_classes import Allocation
from innosprint_rules.dossier.schema.values import french_date
from innosprint_rules.folding import same_key
from innosprint_rules.wording import Text, brief_repr, lists

if TYPE_CHECKING:
    from innosprint_rules.dossier.proposal import ProposalSource


@dataclass(frozen=True, slots=True)
class Vote:
    """What is under decision.

    ``dossier`` is what is known without it; ``proposal`` the rows, None where nothing is put to the vote;
    ``given`` whether it came from elsewhere than the dossier; ``replaced`` the rows of the dossier in whose place
    its own then stand.
    """

    dossier: Dossier
    proposal: Proposal | None
    notices: tuple[Notice, ...] = ()
    given: bool = False
    replaced: tuple[Allocation, ...] = ()

    __repr__ = brief_repr


def put_to_vote(dossier: Dossier, given: ProposalSource | Proposal | None, as_of: date) -> Vote:
    """Part what is proposed from what is known.

    A proposal that is given is what is put to the vote; rows that the dossier proposes count beside it, but for
    those that it names too, in whose place its own stand. Without one it is the rows of the dossier with status
    proposée and those kept beside its tables (``proposition…``), save those whose session (their own day where they
    name none) lies before ``as_of``: these are no proposal any more, and a notice asks what was voted.

    Raises:
        DossierError: the proposal given cannot be read.
    """
    whole = with_proposed(dossier)
    rows = whole.allocations or ()
    proposed = [row for row in rows if row.status == PROPOSED]
    days = {same_key(session.code): session.held_on for session in dossier.sessions or ()}
    over = {id(row) for row in rows if _is_over(row, days, as_of)}
    notices = list(_lapsed([row for row in proposed if id(row) in over], days))
    if given is not None:
        offered = read_proposal(given)
        names = {same_key(row.id) for row in offered.rows}
        replaced = tuple(row for row in proposed if same_key(row.id) in names)
        notices += _replaced(replaced)
        return Vote(_without(whole, replaced), offered, tuple(notices), True, replaced)
    if all(id(row) in over for row in proposed):
        return Vote(whole, None, tuple(notices))
    beside = {id(row) for row in dossier.proposal or ()}  # what these refuse is told among them, as in a file
    lines = [row for row in rows if id(row) not in over and (row.status == PROPOSED or id(row) in beside)]
    columns = frozenset[str]().union(*(row.columns for row in lines))
    offered = Proposal(tuple(row.put_to_vote() for row in lines), columns)
    return Vote(_without(whole, lines), offered, tuple(notices))


def with_proposed(dossier: Dossier) -> Dossier:
    """Return the dossier with the rows that are proposed beside its tables among its allocations."""
    beside = dossier.proposal
    if beside is None:
        return dossier
    found = dossier.with_proposal(beside, dossier.columns("proposal"), ())
    return found.model_copy(update={"proposal": None})


def _without(dossier: Dossier, rows: Iterable[Allocation]) -> Dossier:
    gone = {id(row) for row in rows}
    if not gone:
        return dossier
    found = dossier.model_copy(
        update={"allocations": tuple(row for row in dossier.allocations or () if id(row) not in gone)}
    )
    found._digest = None
    return found


def _is_over(row: Allocation, days: Mapping[str, date | None], as_of: date) -> bool:
    day = row.decided_on if row.session is None else days.get(same_key(row.session))
    return day is not None and day < as_of


def _lapsed(rows: Iterable[Allocation], days: Mapping[str, date | None]) -> Iterator[Notice]:
    """Ask what was voted of the rows that are still proposed, once a session or a day."""
    groups: dict[tuple[str | None, date | None], list[Allocation]] = {}
    for row in rows:
        day = row.decided_on if row.session is None else days.get(same_key(row.session))
        groups.setdefault((row.session, day), []).append(row)
    for (session, day), group in groups.items():
        ids = [show(row.id) for row in group]
        when = french_date(day) if day is not None else ""
        still = "lignes encore proposées" if len(group) > 1 else "ligne encore proposée"
        rows_en = "rows" if len(group) > 1 else "row"
        past = Text(
            f"à la session {session}, qui est passée ({when})", f"at the session {session}, which is past ({when})"
        )
        if session is None:
            past = Text(f"au {when}, qui est passé", f"on {when}, which is past")
        yield Notice(
            "proposal-lapsed",
            Text(
                f"{lists(ids, 'fr')} : {still} {past.fr} ; qu'a-t-on voté ? L'écrire dans la table « attributions »,"
                " sous le statut « décidée » ou « refusée »",
                f"{lists(ids, 'en')}: {rows_en} still proposed {past.en}; what was voted? Write it in the table"
                " “attributions”, with the status “décidée” or “refusée”",
            ),
            group[0].location("status" if "status" in group[0].columns else None),
        )


def _replaced(rows: Sequence[Allocation]) -> Iterator[Notice]:
    """Say which rows of the dossier are not counted, since the proposal that is given names them too."""
    if rows:
        ids = [show(row.id) for row in rows]
        yield Notice(
            "proposal-replaces",
            Text(
                f"{lists(ids, 'fr')} : la proposition donnée prend la place de ce que le dossier propose sous ce nom",
                f"{lists(ids, 'en')}: the proposal given stands in place of what the dossier proposes under that name",
            ),
            rows[0].location(),
        )
