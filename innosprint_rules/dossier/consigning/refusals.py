"""Why a vote cannot be consigned: consigned already, lines that are not there, no day, nothing to vote."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.roles import Meetings, Proposals
from innosprint_rules.errors import Problem, ProblemList, UsageError
from innosprint_rules.folding import same_key
from innosprint_rules.nearest import did_you_mean, quoted
from innosprint_rules.wording import Text


def refuse_twice(offered: Sequence[Row], consigned: Sequence[Row], session: Row, given: bool) -> None:
    """Refuse a proposal whose lines are consigned at that session already."""
    if not given:
        return
    put = {same_key(row.identity) for row in offered}
    twice = [row for row in consigned if same_key(row.identity) in put]
    if twice:
        raise UsageError(consigned_already(session, twice))


def refuse_unknown(lines: Sequence[Row], refused: Collection[str], amounts: Collection[str]) -> None:
    """Refuse ids that are none of the lines, and a line refused and given another amount."""
    known = {same_key(row.identity): row.identity for row in lines}
    problems = ProblemList()
    for option, named in (("--refuse", refused), ("--amount", amounts)):
        for name in named:
            if same_key(name) not in known:
                listed = quoted(known.values())
                problems.add(
                    "unknown-line",
                    Text(f"{option} : « {name} » n'est aucune des lignes à consigner",
                         f"{option}: “{name}” is none of the lines to consign"),
                    did_you_mean(name, known.values(), Text(f"lignes : {listed.fr}", f"lines: {listed.en}")),
                )  # fmt: skip
    both = {same_key(name) for name in refused} & {same_key(name) for name in amounts}
    for key in (each for each in known if each in both):
        problems.add(
            "refused-with-amount",
            Text(f"« {known[key]} » est refusée et reçoit un autre montant",
                 f"“{known[key]}” is refused and given another amount"),
            Text("choisir l'un des deux", "choose one of the two"),
        )  # fmt: skip
    if problems:
        raise UsageError(problems.problems)


def no_day(session: Row, meetings: Meetings) -> Problem:
    """Say that a session has no day."""
    one = session.table.one
    return Problem(
        "session-without-day",
        Text(f"la {one.fr} {session.identity} n'a pas de date", f"the {one.en} {session.identity} has no day"),
        Text(
            f"écrire sa date dans la table « {session.table.name} »",
            f"write its day in the table “{session.table.code}”",
        ),
        session.location(meetings.day),
    )


def nothing_put(role: Proposals, session: Row) -> Problem:
    """Say that a session has nothing to vote on."""
    one = session.table.one
    return Problem(
        "nothing-to-consign",
        Text(f"aucune ligne n'est proposée pour la {one.fr} {session.identity}",
             f"no line is proposed for the {one.en} {session.identity}"),
        Text("donner les lignes avec --proposal, ou les écrire dans le dossier sous le statut"
             f" « {role.proposed} »",
             "give the lines with --proposal, or write them in the dossier with the status"
             f" “{role.proposed}”"),
    )  # fmt: skip


def consigned_already(session: Row, rows: Sequence[Row]) -> Problem:
    """Say that a session's vote is consigned, and how it is corrected."""
    one = session.table.one
    listed = quoted(row.identity for row in rows)
    return Problem(
        "consigned-already",
        Text(f"la {one.fr} {session.identity} est déjà consignée : {listed.fr}",
             f"the {one.en} {session.identity} is consigned already: {listed.en}"),
        Text("pour corriger ce vote, dire ce qui change, sans proposition : --amount ID=EUROS, --refuse ID, --present"
             " ou --by",
             "to correct that vote say what changes, without a proposal: --amount ID=EUROS, --refuse ID, --present"
             " or --by"),
        rows[0].location(),
    )  # fmt: skip
