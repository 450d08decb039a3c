"""What is kept for the sessions still to come: equal parts of what is left, by the calendar, or an amount.

The agreement lets the members allocate *part* of the endowment at a session (article 2); how much to keep is
theirs to decide. ``auto`` parts what is left equally between this session and those to come in the term: the
sessions that the dossier plans, or those that are still required when they are more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from innosprint_rules.dossier.cells import CellError, read_amount
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.formula.logic import low
from innosprint_rules.money import format_amount
from innosprint_rules.wording import LANGUAGES, Text

if TYPE_CHECKING:
    from innosprint_rules.engine.evaluation.context import Context

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Reserve:
    """What is kept and why; amounts in cents.

    ``left`` is what is surely left before the session, None when facts are missing; ``planned`` are the sessions
    of the dossier after this one, in the term; ``to_come`` counts them and those still required beside them.
    """

    amount: int
    auto: bool
    left: int | None
    planned: tuple[str, ...]
    to_come: int

    @property
    def budget(self) -> int | None:
        """What may be shared out at the session; None when what is left is not known."""
        return None if self.left is None else max(0, self.left) - self.amount


def reserve_for(asked: str | int, context: Context, session: str) -> Reserve:
    """Return the reserve that is asked for: ``auto``, an amount as people write it, or cents.

    ``context`` is that of the session's day; ``session`` its code.

    Raises:
        UsageError: no amount, more than what is left, or a reserve where what is left cannot be known.
    """
    left = _left(context)
    planned, to_come = _to_come(context, session)
    auto = isinstance(asked, str) and asked.strip().lower() == AUTO
    wanted = 0 if auto else _amount(asked)
    if left is None:
        if wanted or (auto and to_come):
            raise UsageError(_NOT_KNOWN)
        return Reserve(0, auto, None, planned, to_come)
    have = max(0, left)
    if auto:
        wanted = have - have // (to_come + 1)
    if wanted > have:
        most, much = (Text(*(format_amount(cents, lang) for lang in LANGUAGES)) for cents in (have, wanted))
        raise UsageError(
            Problem(
                "reserve-too-large",
                Text(f"--reserve : {much.fr}, alors qu'il reste {most.fr}",
                     f"--reserve: {much.en}, while {most.en} are left"),
                Text("garder moins, ou écrire auto", "keep less, or write auto"),
            )
        )  # fmt: skip
    return Reserve(wanted, auto, left, planned, to_come)


_NOT_KNOWN = Problem(
    "left-unknown",
    Text("--reserve : on ne sait pas combien il reste, donc combien garder",
         "--reserve: what is left is not known, nor what to keep"),
    Text("compléter les attributions et les versements (voir innosprint status), ou écrire --reserve 0",
         "complete the allocations and the payments (see innosprint status), or write --reserve 0"),
)  # fmt: skip


def _amount(asked: str | int) -> int:
    """Return an amount in cents."""
    try:
        cents = asked if isinstance(asked, int) and asked >= 0 else read_amount(str(asked))
    except CellError as error:
        message = Text(f"--reserve : {error.message.fr}", f"--reserve: {error.message.en}")
        raise UsageError(Problem(error.code, message, _HINT)) from error
    if cents is None:
        raise UsageError(
            Problem("reserve-empty", Text("--reserve : rien n'est écrit", "--reserve: nothing is written"), _HINT)
        )
    return cents


_HINT = Text("écrire auto, un montant à partir de 0 comme 5000 ou 1 234,56, ou 0",
             "write auto, an amount from 0 up like 5000 or 1 234.56, or 0")  # fmt: skip


def _left(context: Context) -> int | None:
    """Return what is surely left to allocate, by the line of the balance that says so; None when not known."""
    name = context.world.rulebook.agreement.balance.get("remaining")
    if name is None:
        return None
    value = low(_worth(context, name))
    return value if value > _NO_BOUND else None


_NO_BOUND = -(10**15)
"""Below this a lower bound is none: an endowment is at most some hundred million euros."""


def _worth(context: Context, name: str) -> Any:
    if name in context.world.rulebook.parameters:
        return context.parameter(name)
    body, _ = context.program.measure(name)
    return body(context.environment())


def _to_come(context: Context, session: str) -> tuple[tuple[str, ...], int]:
    """Return the sessions planned after this one in the term, and how many are to come with those required."""
    book = context.world.rulebook

    def figure(name: str) -> int | None:
        if (None, name) not in book.measures and name not in book.parameters:
            return None
        value = _worth(context, name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    end = figure(book.agreement.roles.get("last_day", ""))
    later = (
        context.world.played(context.world.roles.meetings).to_come(context.as_of).placed
    )  # those without a date are not placed
    planned = tuple(row.id for row in later if row.id != session and (end is None or (row.day or 0) <= end))
    required, held = (figure(book.agreement.roles.get(role, "")) for role in ("meetings_required", "meetings_held"))
    needed = 0 if required is None or held is None else required - held
    return planned, max(len(planned), needed)
