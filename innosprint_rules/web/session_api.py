"""What the page does with the session: each change is judged and answered with the state as it then stands."""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.web import trying
from innosprint_rules.web.api import day
from innosprint_rules.web.asking import ask
from innosprint_rules.web.consigning import consign
from innosprint_rules.web.kept import Cell
from innosprint_rules.web.room import Room
from innosprint_rules.web.second_look import look_again
from innosprint_rules.web.state import state_of
from innosprint_rules.web.unread import Form, marked
from innosprint_rules.wording import Lang, Text

LONGEST_WAIT = 20.0
"""Seconds that a browser may wait for what another changes."""

SHORT_WAIT = 2.0
"""Seconds that one may wait for the next years: who asks no more is known to have gone."""

Language = Annotated[Literal["fr", "en"], Query()]


class Dropped(BaseModel):
    """Files that were dropped on the page, by name, in base64."""

    model_config = ConfigDict(extra="forbid")
    files: dict[str, str]


class Typed(BaseModel):
    """One cell that was typed."""

    model_config = ConfigDict(extra="forbid")
    line: str
    column: str
    text: str


class Changed(BaseModel):
    """What is looked at now; what is not said stays. ``cells`` are written into lines that are there."""

    model_config = ConfigDict(extra="forbid")
    rows: list[dict[str, str]] | None = None
    cells: list[Typed] | None = None
    session: str | None = None
    readings: dict[str, str] | None = None
    as_of: str | None = None
    present: list[str] | None = None
    by: list[str] | None = None
    presented: list[dict[str, str]] | None = None
    corrected: list[dict[str, str]] | None = None


class Tried(BaseModel):
    """A what-if with one click: a repair or another way to it, one line mended, a method, requests, or an undo."""

    model_config = ConfigDict(extra="forbid")
    what: Literal["repair", "way", "fix", "share", "requests", "undo"]
    method: str = "investor"
    line: str = ""
    number: Annotated[int, Field(ge=0, le=200)] = 0


class Futures(BaseModel):
    """How the year may end if the lines are voted: years of a scenario are drawn, or drawn no more."""

    model_config = ConfigDict(extra="forbid")
    what: Literal["draw", "stop"] = "draw"
    scenario: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")] | None = None


class Seen(BaseModel):
    """The number of what stood on the page of whoever asks."""

    model_config = ConfigDict(extra="forbid")
    seen: int


def session_router(room: Room) -> APIRouter:
    """Return the routes of the one session."""
    routes = APIRouter(prefix="/v1/session", include_in_schema=False)

    told = Telling(room)

    @routes.get("")
    async def state(lang: Language = "fr", since: int = -1) -> Response:
        await room.news.wait(since, LONGEST_WAIT)
        return await run_in_threadpool(told.answer, lang)

    @routes.post("/files")
    def drop(dropped: Dropped, lang: Language = "fr") -> Response:
        try:
            files = {name: base64.b64decode(text, validate=True) for name, text in dropped.files.items()}
        except binascii.Error as error:
            raise UsageError(_NOT_BASE64) from error
        room.drop(files)
        return told.answer(lang)

    @routes.post("/what")
    def change(changed: Changed, lang: Language = "fr") -> Response:
        with room.lock:
            if changed.rows is not None:
                room.put(changed.rows)
            if changed.cells:
                room.type([Cell(each.line, each.column, each.text) for each in changed.cells])
            others = {name: value for name, value in _others(changed).items() if value is not None}
            if others.get("session", room.what.session) != room.what.session:  # what was said of another is not of it
                others = {"presented": (), "corrected": (), **others}
            if others:
                room.change(replace(room.what, **others))
            return told.answer(lang)

    @routes.post("/try")
    def try_(tried: Tried, lang: Language = "fr") -> Response:
        if tried.what == "undo":
            room.undo()
        elif tried.what == "repair":
            trying.repaired(room)
        elif tried.what == "way":
            trying.other_way(room, tried.number)
        elif tried.what == "fix":
            trying.fixed(room, tried.line)
        elif tried.what == "share":
            trying.shared(room, tried.method)
        else:
            trying.pulled(room)
        return told.answer(lang)

    @routes.post("/pause")
    def pause(lang: Language = "fr") -> Response:
        look_again(room)
        return told.answer(lang)

    @routes.post("/consign")
    def consign_(asked: Seen, lang: Language = "fr") -> Response:
        consign(room, asked.seen)
        return told.answer(lang)

    @routes.get("/futures")
    async def futures(lang: Language = "fr", since: int = -1, ready: bool = False) -> Response:
        if ready:
            await run_in_threadpool(room.futures.ready)
        await room.futures.news.wait(since, SHORT_WAIT)
        return JSONResponse(await run_in_threadpool(room.futures.told, lang))

    @routes.post("/futures")
    def draw(asked: Futures, lang: Language = "fr") -> Response:
        if asked.what == "draw":
            ask(room, asked.scenario)
        else:
            room.futures.stop()
        return JSONResponse(room.futures.told(lang))

    @routes.get("/futures/page")
    def whole(lang: Language = "fr") -> Response:
        page = room.futures.pages.get(lang)
        return Response(status_code=404) if page is None else _download(page.encode())

    @routes.get("/file/{name}")
    def fetch(name: str) -> Response:
        content = room.files.get(name)
        if content is None:
            return Response(status_code=404)
        return _download(content)

    @routes.get("/unread/{form}")
    def mend(form: Form, lang: Language = "fr") -> Response:
        unread = room.unread
        return Response(status_code=404) if unread is None else _download(marked(room, unread, form, Teller(lang)))

    return routes


def _download(content: bytes) -> Response:
    return Response(content, media_type="application/octet-stream", headers={"content-disposition": "attachment"})


class Telling:
    """The state as bytes, worked out once a language and change however many browsers ask for it."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._kept: dict[Lang, tuple[int, bytes]] = {}

    def answer(self, lang: Lang) -> Response:
        """Return the state in one language."""
        room = self.room
        with room.lock:
            number, content = self._kept.get(lang, (-1, b""))
            if number != room.news.number:
                content = bytes(JSONResponse(state_of(room, lang)).body)
                self._kept[lang] = (room.news.number, content)
        return Response(content, media_type="application/json")


def _others(changed: Changed) -> dict[str, Any]:
    return {
        "session": changed.session,
        "readings": changed.readings,
        "as_of": day(changed.as_of),
        "present": None if changed.present is None else tuple(changed.present),
        "by": None if changed.by is None else tuple(changed.by),
        "presented": None if changed.presented is None else tuple(changed.presented),
        "corrected": None if changed.corrected is None else tuple(changed.corrected),
    }


_NOT_BASE64 = Problem("not-base64", Text("un fichier n'est pas en base64", "a file is not in base64"))
