"""The amounts that a scenario names: what remains to allocate, to pay, to return; equal shares to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from innosprint_rules.dossier.cells import read_amount
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
    elif purpose == "CASQ->FN":
        received = stage.cents(lines.get("received", "received"), None, where)
        cents = stage.cents(lines.get("endowment", "endowment"), None, where) - received
        said = Text("à verser : la dotation est reçue en entier", "to pay: the endowment is received in full")
    elif purpose == "FN->CASQ":
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


def unpaid(stage: EventLedger, day: date, where: Location) -> Iterator[tuple[Line, int]]:
    """Yield the allocations decided by ``day`` and what no payment pays of them, in cents."""
    paid: dict[str, int] = {}
    for payment in stage.bench.lines("payments"):
        allocation = payment.cells.get("allocation")
        if payment.cells.get("direction") == "FN->projet" and allocation is not None:
            key = same_key(str(allocation))
            paid[key] = paid.get(key, 0) + _known(payment, where)
    for line in stage.bench.lines("allocations"):
        decided_on = stage.bench.day(line)
        decided = line.cells.get("status") in (None, "décidée") and (decided_on is None or decided_on <= day)
        if decided:
            left = _known(line, where) - paid.get(same_key(line.id), 0)
            if left > 0:
                yield line, left


def shared(cents: int, count: int) -> list[int]:
    """Share ``cents`` in ``count`` parts that differ by one cent at most, the greater first."""
    each, rest = divmod(cents, count)
    return [each + (position < rest) for position in range(count)]


def _known(line: Line, where: Location) -> int:
    cents = read_amount(line.cells.get("amount"))
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
