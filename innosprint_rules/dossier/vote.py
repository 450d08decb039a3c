"""What is put to the vote: the proposal given, or else what the dossier itself proposes. Decided here only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from innosprint_rules.dossier.cells import show
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal, read_proposal
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.raw import Notice
from innosprint_rules.dossier.schema.roles import Proposals, required
from innosprint_rules.dossier.schema.tables import PROPOSAL
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
    replaced: tuple[Row, ...] = ()

    __repr__ = brief_repr


def put_to_vote(dossier: Dossier, given: ProposalSource | Proposal | None, as_of: date) -> Vote:
    """Part what is proposed from what is known.

    A proposal that is given is what is put to the vote; rows that the dossier proposes count beside it, but for
    those that it names too, in whose place its own stand. Without one it is the rows of the dossier that say
    so and those kept beside its tables (``proposition…``), save those whose session (their own day where they
    name none) lies before ``as_of``: these are no proposal any more, and a notice asks what was voted.

    Raises:
        DossierError: the proposal given cannot be read.
    """
    role = dossier.schema.roles.proposals
    if role is None and given is None:
        return Vote(dossier, None)
    role = required(role, "proposals")
    whole = with_proposed(dossier)
    rows = whole.decided
    proposed = [row for row in rows if getattr(row, role.status) == role.proposed]
    when = _days(dossier, role)
    over = {id(row) for row in rows if (day := when(row)) is not None and day < as_of}
    notices = list(_lapsed([row for row in proposed if id(row) in over], role, when))
    if given is not None:
        offered = read_proposal(given, dossier)
        names = {same_key(row.identity) for row in offered.rows}
        replaced = tuple(row for row in proposed if same_key(row.identity) in names)
        notices += _replaced(replaced)
        return Vote(_without(whole, replaced), offered, tuple(notices), True, replaced)
    if all(id(row) in over for row in proposed):
        return Vote(whole, None, tuple(notices))
    beside = {id(row) for row in dossier.beside or ()}  # what these refuse is told among them, as in a file
    lines = [
        row for row in rows if id(row) not in over and (getattr(row, role.status) == role.proposed or id(row) in beside)
    ]
    columns = frozenset[str]().union(*(row.columns for row in lines))
    offered = Proposal(tuple(row.put_to_vote() for row in lines), columns, rulebook=dossier)
    return Vote(_without(whole, lines), offered, tuple(notices))


def with_proposed(dossier: Dossier) -> Dossier:
    """Return the dossier with the rows that are proposed beside its tables among its allocations."""
    beside = dossier.beside
    if beside is None:
        return dossier
    found = dossier.with_proposal(beside, dossier.columns(PROPOSAL), ())
    return found.model_copy(update={PROPOSAL: None})


def to_share_out(dossier: Dossier, meeting: str, day: date) -> tuple[Dossier, tuple[Notice, ...]]:
    """Return the dossier without what it proposes for a meeting, held on ``day``: what is shared out takes its place.

    Rows without a meeting are for that one unless they have another day of their own. Those proposed for another
    meeting count, as they do in every check. Notices say which are which.
    """
    role = required(dossier.schema.roles.proposals, "proposals")
    whole = with_proposed(dossier)
    beside = {id(row) for row in dossier.beside or ()}
    rows = [row for row in whole.decided if getattr(row, role.status) == role.proposed or id(row) in beside]

    def here(row: Row) -> bool:
        at = getattr(row, role.meeting)
        return getattr(row, role.day) in (None, day) if at is None else same_key(at) == same_key(meeting)

    aside = [row for row in rows if here(row)]
    others = [row for row in rows if not here(row) and getattr(row, role.status) == role.proposed]
    return _without(whole, aside), tuple(_told_aside(aside, others, meeting))


def _told_aside(aside: Sequence[Row], others: Sequence[Row], meeting: str) -> Iterator[Notice]:
    if aside:
        ids = [show(row.identity) for row in aside]
        yield Notice(
            "proposal-aside",
            Text(
                f"{lists(ids, 'fr')} : ce que le dossier propose pour {meeting} ne compte pas, la répartition en prend"
                " la place ; l'en ôter avant d'y mettre celle-ci",
                f"{lists(ids, 'en')}: what the dossier proposes for {meeting} does not count, what is shared out takes"
                " its place; take it out before putting this in",
            ),
            aside[0].location(),
        )
    if others:
        ids = [show(row.identity) for row in others]
        yield Notice(
            "proposal-counted",
            Text(f"{lists(ids, 'fr')} : proposé ailleurs que pour {meeting}, et compté sous le plafond",
                 f"{lists(ids, 'en')}: proposed elsewhere than for {meeting}, and counted under the ceiling"),
            others[0].location(),
        )  # fmt: skip


def _without(dossier: Dossier, rows: Iterable[Row]) -> Dossier:
    gone = {id(row) for row in rows}
    if not gone:
        return dossier
    table = required(dossier.schema.roles.proposals, "proposals").table
    found = dossier.model_copy(update={table: tuple(row for row in dossier.decided if id(row) not in gone)})
    found._digest = None
    return found


def _days(dossier: Dossier, role: Proposals) -> Callable[[Row], date | None]:
    """Return the day of a proposed row: that of its meeting, its own where it names none."""
    target = dossier.schema.tables[role.table].by_code[role.meeting].target or ""
    column = dossier.schema.tables[target].date_column
    held = {same_key(row.identity): getattr(row, column) for row in dossier.rows(target) or ()} if column else {}

    def day_of(row: Row) -> date | None:
        meeting = getattr(row, role.meeting)
        day: date | None = getattr(row, role.day) if meeting is None else held.get(same_key(meeting))
        return day

    return day_of


def _lapsed(rows: Iterable[Row], role: Proposals, day_of: Callable[[Row], date | None]) -> Iterator[Notice]:
    """Ask what was voted of the rows that are still proposed, once a meeting or a day."""
    groups: dict[tuple[str | None, date | None], list[Row]] = {}
    for row in rows:
        groups.setdefault((getattr(row, role.meeting), day_of(row)), []).append(row)
    for (meeting, day), group in groups.items():
        ids, table = [show(row.identity) for row in group], group[0].table
        when = french_date(day) if day is not None else ""
        still = "lignes encore proposées" if len(group) > 1 else "ligne encore proposée"
        rows_en = "rows" if len(group) > 1 else "row"
        past = Text(f"au {when}, qui est passé", f"on {when}, which is past")
        if meeting is not None:
            held = group[0].table.schema.tables[group[0].table.by_code[role.meeting].target or ""].one
            past = Text(f"à la {held.fr} {meeting}, qui est passée ({when})",
                        f"at the {held.en} {meeting}, which is past ({when})")  # fmt: skip
        yield Notice(
            "proposal-lapsed",
            Text(
                f"{lists(ids, 'fr')} : {still} {past.fr} ; qu'a-t-on voté ? L'écrire dans la table « {table.name} »,"
                f" sous le statut « {role.decided} » ou « {role.refused} »",
                f"{lists(ids, 'en')}: {rows_en} still proposed {past.en}; what was voted? Write it in the table"
                f" “{table.name}”, with the status “{role.decided}” or “{role.refused}”",
            ),
            group[0].location(role.status if role.status in group[0].columns else None),
        )


def _replaced(rows: Sequence[Row]) -> Iterator[Notice]:
    """Say which rows of the dossier are not counted, since the proposal that is given names them too."""
    if rows:
        ids = [show(row.identity) for row in rows]
        yield Notice(
            "proposal-replaces",
            Text(
                f"{lists(ids, 'fr')} : la proposition donnée prend la place de ce que le dossier propose sous ce nom",
                f"{lists(ids, 'en')}: the proposal given stands in place of what the dossier proposes under that name",
            ),
            rows[0].location(),
        )
