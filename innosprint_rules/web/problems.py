"""Problems as HTTP tells them (RFC 9457): what was wrong, where in what the caller sent, by the caller's own keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import ValidationError

from innosprint_rules.errors import Problem
from innosprint_rules.wording import Text, same

MEDIA = "application/problem+json"


def problem(status: int, code: str, title: Text, errors: Sequence[dict[str, Any]] = ()) -> JSONResponse:
    """Return a problem: its stable code, its title in both languages, each error with ``loc``."""
    told = title.as_dict()
    body = {
        "type": f"urn:innosprint:{code}",
        "title": told["en"],
        "status": status,
        "detail": told,
        "errors": list(errors),
    }
    headers = {"www-authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse(body, status, headers, media_type=MEDIA)


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
