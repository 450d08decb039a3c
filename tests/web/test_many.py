"""A hundred clients at once on loopback, and others who send rubbish, half a request, far too much: none is harmed."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import psutil
import pytest

pytest.importorskip("fastapi", reason="FastAPI, the extra `web`, is not installed")

from innosprint_rules.web.guard import MOST_BYTES
from tests.profiles import LONG
from tests.web.clients import EXAMPLES, TOKEN
from tests.web.served import commanded, serving

CLIENTS, SECONDS = 100, 60 if LONG else 3
YEAR = EXAMPLES / "saint-quentin-2019"


async def hundred(address: str, token: str, seconds: float) -> tuple[int, list[str]]:
    """Let clients ask, write and wait for so long; return how many answers there were, and what went wrong."""
    base, wrong, answers = address.split("/?")[0], [], 0
    ready: list[int] = []

    async def one(number: int) -> None:
        nonlocal answers
        seen = -1
        async with httpx.AsyncClient(
            base_url=base,
            headers={"authorization": f"Bearer {token}"},
            timeout=60,
            trust_env=False,
            verify=False,  # noqa: S501  # plain HTTP, and certificates take long to load
        ) as client:
            ready.append(number)
            while len(ready) < CLIENTS:
                await asyncio.sleep(0.01)
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                if number % 10:  # most wait for what the others change
                    answer = await client.get(f"/v1/session?since={seen}", timeout=seconds + 60)
                elif number % 20:
                    cell = {"line": "A08", "column": "amount", "text": str(1000 + answers)}
                    answer = await client.post("/v1/session/what", json={"cells": [cell]})
                else:
                    answer = await client.get("/v1/rules")
                answers += 1
                if answer.status_code != 200:
                    wrong.append(answer.text[:200])
                elif "told" in answer.text[:60]:
                    seen = answer.json()["told"]
                await asyncio.sleep(0.2)

    done = await asyncio.gather(*(one(number) for number in range(CLIENTS)), return_exceptions=True)
    return answers, wrong + [repr(each) for each in done if each is not None]


def test_a_hundred_clients_are_answered_in_flat_memory() -> None:
    with commanded(YEAR) as (address, process):
        token = address.rpartition("=")[2]
        lines = [{"id": "A08", "project": "P02", "amount": "5000"}]
        asked = httpx.post(f"{address.split('/?')[0]}/v1/session/what", json={"rows": lines, "session": "S4"},
                           headers={"authorization": f"Bearer {token}"}, timeout=60, trust_env=False)  # fmt: skip
        assert asked.status_code == 200
        asyncio.run(hundred(address, token, 1))  # what is imported and kept once is there after this
        before = psutil.Process(process.pid).memory_info().rss
        answers, wrong = asyncio.run(hundred(address, token, SECONDS))
        grown = psutil.Process(process.pid).memory_info().rss - before
    assert wrong == []
    assert answers >= CLIENTS
    assert grown < 24 * 2**20


def test_half_a_request_rubbish_and_too_much_harm_nobody() -> None:
    with serving(YEAR) as (address, _room):
        where = urlsplit(address)
        assert where.hostname is not None
        place = where.hostname, where.port or 0
        half, rubbish, much = (socket.create_connection(place, 30) for _ in range(3))
        half.sendall(b"POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{")
        rubbish.sendall(b"\x00\xff\x16\x03\x01 \r\n\r\n" * 20)
        assert rubbish.recv(200).startswith(b"HTTP/1.1 400")
        head = f"POST /v1/check HTTP/1.1\r\nHost: {where.netloc}\r\nAuthorization: Bearer {TOKEN}\r\n"
        much.sendall(f"{head}Content-Type: application/json\r\nContent-Length: {100 * 2**20}\r\n\r\n".encode())
        assert much.recv(200).startswith(b"HTTP/1.1 413")
        parts = (b" " * 2**20 for _ in range(MOST_BYTES // 2**20 + 4))  # without a length, in pieces
        headers = {"authorization": f"Bearer {TOKEN}"}
        base = address.split("/?")[0]
        with httpx.Client(base_url=base, headers=headers, timeout=60, trust_env=False) as client:
            with suppress(httpx.WriteError):  # where the answer came before all was sent, the rest is not waited for
                assert client.post("/v1/check", content=parts).status_code == 413
            assert client.get("/v1/rules").status_code == 200
        for each in (half, rubbish, much):
            each.close()
