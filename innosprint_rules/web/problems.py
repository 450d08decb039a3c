"""Problems as HTTP tells them (RFC 9457): what was wrong, where in what the caller sent, by the caller's own keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError

from innosprint_rules.errors import Problem
from innosprint_rules.wording import Text, same

MEDIA = "application/problem+json"
MOST_TOLD = 5
"""Errors that ``detail`` tells; ``errors`` has all of them."""


class Told(BaseModel):
    """One thing in both languages."""

    fr: str
    en: str


class Fault(BaseModel):
    """One error: ``loc`` by the caller's own keys, ``pointer`` the same as a JSON pointer (RFC 6901)."""

    loc: list[str | int]
    pointer: str
    code: str
    message: Told
    hint: Told | None
    where: Told | None


class ProblemDetails(BaseModel):
    """What was wrong, as RFC 9457 has it; ``message`` says ``title`` in both languages."""

    type: str
    title: str
    status: int
    detail: str
    message: Told
    errors: list[Fault]


def problem(status: int, code: str, title: Text, errors: Sequence[dict[str, Any]] = ()) -> JSONResponse:
    """Return a problem: its stable code, its title in both languages, each error with ``loc``."""
    told = title.as_dict()
    faults = [{**each, "pointer": _pointer(each["loc"])} for each in errors]
    said = "; ".join(f"{each['pointer'] or '#'} {each['message']['en']}" for each in faults[:MOST_TOLD])
    body = {
        "type": f"urn:innosprint:{code}",
        "title": told["en"],
        "status": status,
        "detail": said or told["en"],
        "message": told,
        "errors": faults,
    }
    headers = {"www-authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse(body, status, headers, media_type=MEDIA)


def _pointer(loc: Sequence[str | int]) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in loc)


def of_problems(found: Iterable[Problem], within: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return problems of the library as errors; ``within`` is the key under which the caller sent what they are of."""
    return [
        {
            "loc": [*(() if each.loc[:1] == within else within), *each.loc],
            "code": each.code,
            "message": each.message.as_dict(),
            "hint": None if each.hint is None else each.hint.as_dict(),
            "where": {"fr": each.location.words("fr"), "en": each.location.words("en")},
        }
        for each in found
    ]


def of_validation(error: ValidationError, within: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return the errors of a pydantic validation."""
    return [_of_detail(each, within) for each in error.errors(include_url=False)]


def of_details(found: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the errors of a request's own form, as FastAPI found them."""
    return [_of_detail({**each, "loc": [part for part in each["loc"] if part != "body"]}, ()) for each in found]


def _of_detail(each: Any, within: tuple[str, ...]) -> dict[str, Any]:
    context = each.get("ctx") or {}
    message = same(str(each.get("msg", "")))
    if "message_fr" in context:
        message = Text(context["message_fr"], context["message_en"])
    hint = Text(context["hint_fr"], context["hint_en"]).as_dict() if "hint_fr" in context else None
    loc = [part if isinstance(part, int) else str(part) for part in (*within, *each["loc"])]
    return {"loc": loc, "code": str(each["type"]), "message": message.as_dict(), "hint": hint, "where": None}
