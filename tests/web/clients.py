"""A client of the application, as a browser or another program on this machine is one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from innosprint_rules.rulebook.loading import bundled
from innosprint_rules.web.app import application
from innosprint_rules.web.room import Room

TOKEN = "a-token-of-the-tests"  # noqa: S105  # no secret
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def client(room: Room | None = None, token: str | None = TOKEN, **options: Any) -> TestClient:
    """Return a client that holds the token, or another one, or none."""
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    app = application(bundled(), TOKEN, room)
    return TestClient(app, base_url="http://127.0.0.1:8000", headers=headers, **options)
