"""The application: the API, the page, the guard around both."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from innosprint_rules._version import __version__
from innosprint_rules.errors import EngineDisagreement, InnosprintError, InputError
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.web.api import Refused, router
from innosprint_rules.web.description import described
from innosprint_rules.web.guard import App, Guard
from innosprint_rules.web.problems import of_details, of_problems, problem
from innosprint_rules.web.room import Room
from innosprint_rules.web.session_api import session_router
from innosprint_rules.wording import Text, same

LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))
_STATIC = dict.fromkeys(("page.js", "words.js", "drawing.js", "futures.js"), "text/javascript") | {
    "page.css": "text/css"
}


def application(rulebook: Rulebook, token: str, room: Room | None = None, hosts: frozenset[str] = LOOPBACK) -> App:
    """Return the ASGI application; every request but for the page's script and style needs ``token``.

    Args:
        rulebook: the rules.
        token: the secret of this run.
        room: the session that browsers share; an empty one when None.
        hosts: the names that requests may be sent to.
    """
    return Guard(made(rulebook, room or Room(rulebook)), token, hosts)


def made(rulebook: Rulebook, room: Room) -> FastAPI:
    """Return the application without its guard."""
    app = FastAPI(
        title="innosprint", version=__version__, docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json"
    )
    app.include_router(router(rulebook))
    app.include_router(session_router(room))

    @app.get("/", include_in_schema=False)
    def page() -> Response:
        return Response(_resource("page.html"), media_type="text/html; charset=utf-8")

    @app.get("/static/{name}", include_in_schema=False)
    def static(name: str) -> Response:
        if name not in _STATIC:
            return Response(status_code=404)
        return Response(_resource(name), media_type=f"{_STATIC[name]}; charset=utf-8")

    _problems(app)
    app.openapi = lambda: described(app, rulebook)  # type: ignore[method-assign]  # how FastAPI says it is done
    return app


def _resource(name: str) -> bytes:
    return (files("innosprint_rules.web") / "static" / name).read_bytes()


def _problems(app: FastAPI) -> None:
    """Answer everything that is refused with a problem, never with a trace."""

    @app.exception_handler(Refused)
    def refused(_request: Request, error: Any) -> Response:
        return problem(422, "refused", _REFUSED, error.errors)

    @app.exception_handler(RequestValidationError)
    def invalid(_request: Request, error: Any) -> Response:
        return problem(422, "invalid", _REFUSED, of_details(error.errors()))

    @app.exception_handler(InputError)
    def unread(_request: Request, error: Any) -> Response:
        return problem(422, "refused", _REFUSED, of_problems(error.problems))

    @app.exception_handler(HTTPException)
    def other(_request: Request, error: Any) -> Response:
        return problem(error.status_code, "http", Text(str(error.detail), str(error.detail)))

    @app.exception_handler(InnosprintError)
    def failed(_request: Request, error: Any) -> Response:
        code = "engines-disagree" if isinstance(error, EngineDisagreement) else "failed"
        return problem(500, code, Text(str(error), str(error)))

    @app.exception_handler(RecursionError)
    def deep(_request: Request, _error: Any) -> Response:
        return problem(422, "too-deep", Text("trop de niveaux imbriqués", "nested too deeply"))

    @app.exception_handler(Exception)
    def internal(_request: Request, error: Exception) -> Response:
        return problem(
            500,
            "internal",
            _INTERNAL,
            [
                {
                    "loc": [],
                    "code": type(error).__name__,
                    "message": same(str(error)).as_dict(),
                    "hint": None,
                    "where": None,
                }
            ],
        )


_INTERNAL = Text("une erreur de l'outil lui-même, à signaler : rien de ce qui est à vous n'est touché",
                 "an error of the tool itself, to be reported: nothing of yours is touched")  # fmt: skip
_REFUSED = Text("ce qui a été envoyé ne peut être lu", "what was sent cannot be read")

__all__ = ["application", "made"]
