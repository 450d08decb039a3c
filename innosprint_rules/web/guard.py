"""What every request passes first: the right host and origin, the token, a body that is not too large."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from innosprint_rules.web.problems import problem
from innosprint_rules.wording import Text

Scope: TypeAlias = dict[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[dict[str, Any]]]
Send: TypeAlias = Callable[[Any], Awaitable[None]]
App: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]

MOST_BYTES = 32 * 1024 * 1024
"""Bytes of one request: two files of the largest size that is read."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
_OPEN = ("/static/",)
"""Paths that hold nothing of anybody's and need no token."""


class Guard:
    """An ASGI application around another: refuses what does not come from this machine's own page or a holder of the
    token.

    Args:
        app: what is guarded.
        token: the secret that requests carry.
        hosts: the names that requests may be sent to, without a port.
    """

    def __init__(self, app: App, token: str, hosts: frozenset[str]) -> None:
        self.app, self.token, self.hosts = app, token, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with a problem."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refused(scope, headers)
        if refused is not None:
            await problem(*refused)(scope, receive, _with_headers(send))
            return
        left = MOST_BYTES
        answer = _with_headers(send)

        async def bounded() -> dict[str, Any]:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise TooLargeError
            return message

        async def unless_too_large(message: Any) -> None:
            if left >= 0:  # else what the application makes of a body cut short is no answer
                await answer(message)

        with suppress(TooLargeError):  # told below, as where the application took it for a broken body
            await self.app(scope, bounded, unless_too_large)
        if left < 0:
            await problem(*_TOO_LARGE)(scope, receive, answer)

    def _refused(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str, Text] | None:
        host = urlsplit(f"//{headers.get('host', '')}").hostname
        if host is None or host not in self.hosts:
            return _OTHER_HOST
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host"):
            return _OTHER_ORIGIN
        if headers.get("sec-fetch-site", "none") == "cross-site" and scope["path"].startswith("/v1/"):
            return _OTHER_ORIGIN
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return _TOO_LARGE
        if scope["path"].startswith(_OPEN):
            return None
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            given = _of_query(scope["query_string"]) if scope["path"] == "/" else ""
        if not hmac.compare_digest(given.strip().encode(), self.token.encode()):
            return _NO_TOKEN
        return None


class TooLargeError(Exception):
    """A body is larger than is read."""


def _of_query(query: bytes) -> str:
    from urllib.parse import parse_qs

    return next(iter(parse_qs(query.decode("latin-1")).get("token", [])), "")


def _with_headers(send: Send) -> Send:
    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *_HEADERS]}
        await send(message)

    return sent


_OTHER_HOST = (403, "other-host", Text("cette adresse n'est pas celle de la page", "this is not the page's address"))
_OTHER_ORIGIN = (403, "other-origin", Text("la demande vient d'un autre site", "the request comes from another site"))
_NO_TOKEN = (
    401,
    "no-token",
    Text("il manque le jeton de l'adresse affichée au démarrage",
         "the token of the address printed at the start is missing"),
)  # fmt: skip
_TOO_LARGE = (
    413,
    "too-large",
    Text(f"plus de {MOST_BYTES // 2**20} Mo", f"more than {MOST_BYTES // 2**20} MB"),
)
