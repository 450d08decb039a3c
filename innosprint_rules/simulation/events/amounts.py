"""The amounts that a scenario names: what remains to allocate, to pay, to return; equal shares to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from innosprint_rules.dossier.cells import read_amount
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.errors import Location, Problem, ScenarioError
from innosprint_rules.folding import same_key
from innosprint_rules.simulation.events.draft import Line
from innosprint_rules.simulation.events.ledger import EventLedger
from innosprint_rules.simulation.events.verbs import ENDOWMENT, Written
from innosprint_rules.wording import Text


def owed(word: Written, purpose: str, stage: EventLedger, day: date | None) -> int:
    """Return in cents what ``remaining`` or ``endowment`` stands for, more than nothing.

    ``purpose`` is ``allocate`` or the direction of a payment. What remains is what no row of the dossier so
    far allocates or pays, on the day itself or later.
    """
    where = word.location
    lines = stage.rulebook.agreement.balance
    if word.text.lower() == ENDOWMENT:
        return stage.cents(lines.get("endowment", "endowment"), day, where)
    if purpose == "allocate":
        name = lines.get("remaining", "remaining")
        cents = min(stage.cents(name, day, where), stage.cents(name, None, where))
        said = Text("à attribuer", "to allocate")
    elif purpose in _ways(stage, "received"):
        received = stage.cents(lines.get("received", "received"), None, where)
        cents = stage.cents(lines.get("endowment", "endowment"), None, where) - received
        said = Text("à verser : la dotation est reçue en entier", "to pay: the endowment is received in full")
    elif purpose in _ways(stage, "returned"):
        cents = to_return(stage, where)
        said = Text("à restituer", "to return")
    else:
        raise ScenarioError(
            Problem(
                "amount-unknown",
                Text(f"« {word.text} » n'a pas de sens pour « {purpose} »",
                     f"“{word.text}” means nothing for “{purpose}”"),
                Text("écrire le montant", "write the amount"),
                where,
            )
        )  # fmt: skip
    if cents <= 0:
        message = Text(f"il ne reste rien {said.fr}", f"nothing is left {said.en}")
        hint = Text("choisir un jour plus ancien avec --as-of, ou écrire un montant",
                    "choose an earlier day with --as-of, or write an amount")  # fmt: skip
        raise ScenarioError(Problem("nothing-remains", message, hint, where))
    return cents


def to_return(stage: EventLedger, where: Location) -> int:
    """Return in cents what was received, not passed on and not returned."""
    received, passed_on, returned = (stage.cents(name, None, where) for name in ("received", "passed_on", "returned"))
    return received - passed_on - returned


def _ways(stage: EventLedger, name: str) -> tuple[str, ...]:
    """Return the directions of the money that are of one kind."""
    money = stage.schema.roles.money
    found: tuple[str, ...] = () if money is None else getattr(money, name)
    return found


def unpaid(stage: EventLedger, day: date, where: Location) -> Iterator[tuple[Line, int]]:
    """Yield the allocations decided by ``day`` and what no payment pays of them, in cents."""
    paid: dict[str, int] = {}
    money = required(stage.schema.roles.money, "money")
    role = required(stage.schema.roles.proposals, "proposals")
    for payment in stage.bench.lines(money.table):
        allocation = payment.cells.get(money.proposal or "")
        if payment.cells.get(money.direction) in money.paid_out and allocation is not None:
            key = same_key(str(allocation))
            paid[key] = paid.get(key, 0) + _known(payment, money.amount, where)
    for line in stage.bench.lines(role.table):
        day_decided = stage.bench.day(line)
        decided = line.cells.get(role.status) in (None, role.decided) and (day_decided is None or day_decided <= day)
        if decided:
            left = _known(line, role.amount, where) - paid.get(same_key(line.id), 0)
            if left > 0:
                yield line, left


def shared(cents: int, count: int) -> list[int]:
    """Share ``cents`` in ``count`` parts that differ by one cent at most, the greater first."""
    each, rest = divmod(cents, count)
    return [each + (position < rest) for position in range(count)]


def _known(line: Line, column: str, where: Location) -> int:
    cents = read_amount(line.cells.get(column))
    if cents is not None:
        return cents
    raise ScenarioError(
        Problem(
            "amount-unknown",
            Text(f"le montant de {line.table.one.fr} {line.id} n'est pas connu",
                 f"the amount of {line.table.one.en} {line.id} is not known"),
            Text("le donner dans le dossier", "give it in the dossier"),
            where,
        )
    )  # fmt: skip
