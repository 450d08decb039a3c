"""The HTTP API: check, repair, allocate, simulate and the rules, each as the command line's JSON."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from innosprint_rules.dossier.cells import CellError, read_date
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal, read_proposal
from innosprint_rules.errors import InnosprintError, InputError
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.web.problems import of_problems, of_validation
from innosprint_rules.wording import LANGUAGES

T = TypeVar("T")
Rows = list[dict[str, Any]]
Session = Annotated[str, Field(min_length=1, max_length=200)]


class Asked(BaseModel):
    """What every question holds: a dossier by table, the day, readings chosen."""

    model_config = ConfigDict(extra="forbid")

    dossier: dict[str, Any] = Field(default_factory=dict, description="tables by French or English name")
    as_of: str | None = Field(None, description="2019-06-01 or 01/06/2019; today by default")
    readings: dict[str, str] = Field(default_factory=dict, description='answers to open questions: {"Q9": "net"}')


class CheckAsked(Asked):
    """A dossier to check, and rows that are put to the vote."""

    proposal: Rows | None = None


class AllocateAsked(Asked):
    """A session to share out among its requests."""

    session: Session
    methods: list[str] | None = None
    reserve: str = "auto"


class SimulateAsked(BaseModel):
    """A scenario to draw years from, going on from a dossier where one is given."""

    model_config = ConfigDict(extra="forbid")

    as_of: str | None = None
    readings: dict[str, str] = Field(default_factory=dict)
    dossier: dict[str, Any] | None = None
    scenario: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")] = "baseline"
    years: Annotated[int, Field(ge=1, le=100_000)] = 1000
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class Refused(Exception):  # noqa: N818  # an answer, not a fault of ours
    """What was sent cannot be read: its errors, by the caller's keys."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(f"{len(errors)} errors")
        self.errors = errors


def router(rulebook: Rulebook) -> APIRouter:
    """Return the routes of the API for one set of rules."""
    routes = APIRouter(prefix="/v1")

    @routes.post("/check", summary="May these rows be voted? What is broken, unknown, left")
    def check_(asked: CheckAsked) -> Response:
        from innosprint_rules.engine.check import check

        dossier = read(asked.dossier, rulebook)
        with_rows = proposed(asked.proposal, rulebook)
        report = _within(
            "proposal",
            lambda: check(dossier, rulebook, proposal=with_rows, as_of=day(asked.as_of), readings=asked.readings),
        )
        return Response(report.model_dump_json(), media_type="application/json")

    @routes.post("/repair", summary="The smallest changes that make a proposal comply")
    def repair_(asked: CheckAsked) -> Response:
        from innosprint_rules.allocation.repairing.repair import repair

        dossier = read(asked.dossier, rulebook)
        rows = proposed(asked.proposal, rulebook)
        found = _within(
            "proposal",
            lambda: repair(
                dossier, rulebook, proposal=rows, as_of=day(asked.as_of), readings=asked.readings, time_limit=10
            ),
        )
        return Response(found.model_dump_json(), media_type="application/json")

    @routes.post("/allocate", summary="A session shared out among its requests, by several methods")
    def allocate_(asked: AllocateAsked) -> Response:
        from innosprint_rules.allocation.sharing.allocate import allocate
        from innosprint_rules.allocation.sharing.results import USUAL

        dossier = read(asked.dossier, rulebook)
        found = _within(
            "session",
            lambda: allocate(
                dossier, rulebook, session=asked.session, methods=asked.methods or USUAL, reserve=asked.reserve,
                as_of=day(asked.as_of), readings=asked.readings,
            ),
        )  # fmt: skip
        return Response(found.model_dump_json(), media_type="application/json")

    @routes.post("/simulate", summary="How the year may end; progress as server-sent events, the outcome last")
    def simulate_(asked: SimulateAsked) -> StreamingResponse:
        dossier = None if asked.dossier is None else read(asked.dossier, rulebook)
        moment = day(asked.as_of)
        return StreamingResponse(drawn(asked, dossier, moment, rulebook), media_type="text/event-stream")

    @routes.get("/rules", summary="The rules: code, name, article, who owes what")
    def rules_() -> list[dict[str, Any]]:
        return [
            {
                "code": rule.code,
                "name": rule.name,
                "title": rule.title.as_dict(),
                "article": rulebook.article(rule),
                "nature": rule.nature,
                "severity": rule.severity,
                "debtor": rule.debtor,
            }
            for rule in rulebook.rules.values()
        ]

    return routes


def read(tables: dict[str, Any], rulebook: Rulebook) -> Dossier:
    """Return the dossier that a caller sent.

    Raises:
        Refused: with every error, by the caller's keys.
    """
    try:
        return Dossier.model_validate(tables, context={"innosprint": {"rulebook": rulebook}})
    except ValidationError as error:
        raise Refused(of_validation(error, ("dossier",))) from error


def proposed(rows: Rows | None, rulebook: Rulebook) -> Proposal | None:
    """Return the rows that a caller puts to the vote.

    Raises:
        Refused: with every error, by the caller's keys.
    """
    if rows is None:
        return None
    return _within("proposal", lambda: read_proposal(rows, rulebook))


def day(text: str | None) -> date | None:
    """Return the day that a caller asked for.

    Raises:
        Refused: it is none.
    """
    try:
        return read_date(text or "")
    except CellError as error:
        told = {"loc": ["as_of"], "code": error.code, "message": error.message.as_dict(), "where": None}
        raise Refused([{**told, "hint": error.hint.as_dict()}]) from error


def _within(key: str, work: Callable[[], T]) -> T:
    try:
        return work()
    except InputError as error:
        raise Refused(of_problems(error.problems, (key,))) from error


DRAWING = "years over HTTP"
"""The name of the threads that draw years."""


def drawn(asked: SimulateAsked, dossier: Dossier | None, as_of: date | None, rulebook: Rulebook) -> Iterator[str]:
    """Yield the events of a simulation: ``progress`` while years are drawn, ``so_far`` with what those done come to in
    both languages, then ``outcome`` or ``problem``.

    A run whose reader has gone stops with the years that it is at.
    """
    from innosprint_rules.report.content.outcome.sureness import so_far
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.simulation.running.progress import Progress
    from innosprint_rules.simulation.simulate import simulate

    told: queue.Queue[tuple[str, str]] = queue.Queue()
    gone = threading.Event()

    def progress(known: Progress) -> None:
        if gone.is_set():
            raise KeyboardInterrupt  # what stops a run that nobody waits for, as at the command line
        if known.seen is not None:
            said = {lang: so_far(known.seen, Teller(lang)) for lang in LANGUAGES}
            told.put(("so_far", json.dumps({"years": known.seen.years, "headline": said}, ensure_ascii=False)))
            return
        told.put(("progress", json.dumps({"done": known.done, "asked": known.asked})))

    def draw() -> None:
        try:
            found = simulate(
                asked.scenario, dossier, rulebook, years=asked.years, seed=asked.seed, as_of=as_of,
                readings=asked.readings, workers=1, progress=progress,
            )  # fmt: skip
            told.put(("outcome", found.model_dump_json()))
        except KeyboardInterrupt:
            return
        except InputError as error:
            told.put(("problem", json.dumps(of_problems(error.problems, ("scenario",)))))
        except InnosprintError as error:
            told.put(("problem", json.dumps(str(error))))
        except Exception as error:  # an error of the tool itself: a reader who is told nothing would wait for ever
            told.put(("problem", json.dumps(f"{type(error).__name__}: {error}")))

    threading.Thread(target=draw, name=DRAWING, daemon=True).start()
    try:
        yield f"event: progress\ndata: {json.dumps({'done': 0, 'asked': asked.years})}\n\n"
        while True:
            kind, what = told.get()
            yield f"event: {kind}\ndata: {what}\n\n"
            if kind not in ("progress", "so_far"):
                return
    finally:
        gone.set()
