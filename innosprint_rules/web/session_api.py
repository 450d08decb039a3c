"""What the page does with the session: each change is judged and answered with the state as it then stands."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.web.api import day
from innosprint_rules.web.room import Room
from innosprint_rules.web.state import state_of
from innosprint_rules.wording import Lang, Text

LONGEST_WAIT = 20.0
"""Seconds that a browser may wait for what another changes."""

Language = Annotated[Literal["fr", "en"], Query()]


class Dropped(BaseModel):
    """Files that were dropped on the page, by name, in base64."""

    model_config = ConfigDict(extra="forbid")
    files: dict[str, str]


class Changed(BaseModel):
    """What is looked at now; what is not said stays."""

    model_config = ConfigDict(extra="forbid")
    rows: list[dict[str, str]] | None = None
    session: str | None = None
    readings: dict[str, str] | None = None
    as_of: str | None = None


class Tried(BaseModel):
    """A what-if with one click: a repair, a method of allocation, or what was there before."""

    model_config = ConfigDict(extra="forbid")
    what: Literal["repair", "share", "undo"]
    method: str = "investor"
    number: Annotated[int, Field(ge=0, le=20)] = 0


class Consigned(BaseModel):
    """Who was there, who decided; ``seen`` is the number of the state that was read."""

    model_config = ConfigDict(extra="forbid")
    present: str | None = None
    by: str | None = None
    seen: int | None = None


def session_router(room: Room) -> APIRouter:
    """Return the routes of the one session."""
    routes = APIRouter(prefix="/v1/session", include_in_schema=False)

    @routes.get("")
    def state(lang: Language = "fr", since: int = -1) -> JSONResponse:
        if since >= 0:
            with room.lock:
                if room.version == since:
                    room.changed.wait(LONGEST_WAIT)
        return _told(room, lang)

    @routes.post("/files")
    def drop(dropped: Dropped, lang: Language = "fr") -> JSONResponse:
        try:
            files = {name: base64.b64decode(text, validate=True) for name, text in dropped.files.items()}
        except binascii.Error as error:
            raise UsageError(_NOT_BASE64) from error
        room.drop(files)
        return _told(room, lang)

    @routes.post("/what")
    def change(changed: Changed, lang: Language = "fr") -> JSONResponse:
        room.change(changed.rows, changed.session, changed.readings, day(changed.as_of))
        return _told(room, lang)

    @routes.post("/try")
    def try_(tried: Tried, lang: Language = "fr") -> JSONResponse:
        if tried.what == "undo":
            room.undo()
        elif tried.what == "repair":
            room.repair(tried.number)
        else:
            room.share(tried.method)
        return _told(room, lang)

    @routes.post("/consign")
    def consign(consigned: Consigned, lang: Language = "fr") -> JSONResponse:
        room.consign(consigned.present, consigned.by, consigned.seen)
        return _told(room, lang)

    @routes.get("/file/{name}")
    def fetch(name: str) -> Response:
        content = room.files.get(name)
        if content is None:
            return Response(status_code=404)
        return Response(content, media_type="application/octet-stream", headers={"content-disposition": "attachment"})

    return routes


def _told(room: Room, lang: Lang) -> JSONResponse:
    found: dict[str, Any] = state_of(room, lang)
    return JSONResponse(found)


_NOT_BASE64 = Problem("not-base64", Text("un fichier n'est pas en base64", "a file is not in base64"))
