"""The HTTP API: what ``check --format json`` prints, problems by the caller's keys, nobody else let in."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator
from datetime import date
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="FastAPI, the extra `web`, is not installed")

import innosprint_rules as ir
from innosprint_rules import Dossier, check
from innosprint_rules.web.api import DRAWING, SimulateAsked, drawn
from innosprint_rules.web.guard import MOST_BYTES
from tests.web.clients import TOKEN, client

PAID = {"id": "V1", "paid_on": "2019-03-01", "direction": "CASQ->FN", "amount": "35000.00"}
DOSSIER: dict[str, Any] = {
    "sessions": [{"code": "S1", "held_on": "2019-06-12"}],
    "projects": [{"code": "P01", "entry_session": "S1"}],
    "payments": [PAID],
    "allocations": [],
}
LINE = {"session": "S1", "project": "P01", "amount": "35000.01", "need": "a prototype", "objective": "a first sale"}


def test_a_check_answers_what_the_command_prints() -> None:
    asked = {"dossier": DOSSIER, "proposal": [LINE], "as_of": "2019-06-12", "readings": {"Q9": "net"}}
    answer = client().post("/v1/check", json=asked)
    assert answer.status_code == 200
    report = check(Dossier.model_validate(DOSSIER), proposal=[LINE], as_of=date(2019, 6, 12), readings={"Q9": "net"})
    assert answer.json() == json.loads(report.model_dump_json())
    assert answer.json()["proposal"]["lines"][0]["breaks"][0] == "END01"


def test_a_repair_and_an_allocation_answer_their_documents() -> None:
    repaired = client().post("/v1/repair", json={"dossier": DOSSIER, "proposal": [LINE], "as_of": "2019-06-12"})
    assert repaired.json()["schema"] == "innosprint-repair/1"
    request = {"id": "D1", "session": "S1", "project": "P01", "requested": "1000", "minimum": "0"}
    asked = {"dossier": {**DOSSIER, "requests": [request]}, "session": "S1", "as_of": "2019-06-12"}
    shared = client().post("/v1/allocate", json=asked)
    assert shared.json()["schema"] == "innosprint-allocation/1", shared.text


def test_a_simulation_tells_its_progress_and_its_outcome_last() -> None:
    with client().stream("POST", "/v1/simulate", json={"years": 20}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        text = "".join(answer.iter_text())
    events = [block.split("\n") for block in text.strip().split("\n\n")]
    assert events[0][0] == "event: progress"
    assert events[-1][0] == "event: outcome"
    assert json.loads(events[-1][1].removeprefix("data: "))["schema"] == "innosprint-outcome/1"


def test_a_simulation_stops_when_its_reader_has_gone() -> None:
    asked = SimulateAsked(years=100_000)
    events = drawn(asked, None, None, ir.load_rulebook())
    assert isinstance(events, Generator)
    for _ in range(2):  # the years have begun
        assert next(events).startswith("event: progress")
    (thread,) = (each for each in threading.enumerate() if each.name == DRAWING)
    events.close()
    thread.join(60)
    assert not thread.is_alive()


def test_an_error_within_a_simulation_ends_it_for_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: Any, **_named: Any) -> None:
        raise ArithmeticError("odd")

    monkeypatch.setattr("innosprint_rules.simulation.simulate.simulate", broken)
    (_, last) = drawn(SimulateAsked(years=20), None, None, ir.load_rulebook())
    assert last == 'event: problem\ndata: "ArithmeticError: odd"\n\n'


def test_the_rules_are_listed_and_the_api_describes_itself() -> None:
    assert {"END01", "ALC03"} <= {rule["code"] for rule in client().get("/v1/rules").json()}
    paths = client().get("/v1/openapi.json").json()["paths"]
    assert {"/v1/check", "/v1/repair", "/v1/allocate", "/v1/simulate", "/v1/rules"} == set(paths)


@pytest.mark.parametrize(
    ("asked", "loc"),
    [
        ({"dossier": {"versements": [{"id": "V1", "montant": "12,345"}]}}, ["dossier", "versements", 0, "montant"]),
        ({"dossier": {"payments": [{**PAID, "paid_on": "31/02/2019"}]}}, ["dossier", "payments", 0, "paid_on"]),
        ({"dossier": {}, "proposal": [{**LINE, "amount": "35 k£"}]}, ["proposal", 0, "amount"]),
        ({"dossier": {}, "as_of": "tomorrow"}, ["as_of"]),
        ({"dossier": []}, ["dossier"]),
        ({"dossier": {}, "more": 1}, ["more"]),
    ],
)
def test_what_is_wrong_is_told_by_the_caller_s_own_keys(asked: Any, loc: list[Any]) -> None:
    answer = client().post("/v1/check", json=asked)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"].startswith("urn:innosprint:")
    assert problem["status"] == 422
    assert loc in [error["loc"] for error in problem["errors"]]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"dossier": ' + b'{"a":' * 50_000])
def test_rubbish_gets_an_answer(body: bytes) -> None:
    answer = client(raise_server_exceptions=False).post(
        "/v1/check", content=body, headers={"content-type": "application/json"}
    )
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"


def test_nobody_without_the_token_and_no_other_site_is_let_in() -> None:
    assert client(token=None).get("/v1/rules").status_code == 401
    assert client(token="another").get("/v1/rules").status_code == 401  # noqa: S106  # no secret
    assert client(token=None).get("/").status_code == 401
    assert client(token=None).get(f"/?token={TOKEN}").status_code == 200
    assert client(token=None).get(f"/v1/rules?token={TOKEN}").status_code == 401
    assert client().get("/v1/rules", headers={"host": "evil.example"}).status_code == 403
    assert client().get("/v1/rules", headers={"host": "127.0.0.1.evil.example"}).status_code == 403
    assert client().get("/v1/rules", headers={"origin": "https://evil.example"}).status_code == 403
    assert client().get("/v1/rules", headers={"origin": "http://127.0.0.1:8000"}).status_code == 200


def test_every_answer_has_a_strict_policy_and_loads_nothing_from_outside() -> None:
    for path in (f"/?token={TOKEN}", "/static/page.js", "/static/page.css", "/v1/rules", "/nowhere"):
        answer = client().get(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "https://" not in answer.text


def test_a_body_that_is_too_large_is_refused_and_the_next_is_answered() -> None:
    one = client()
    announced = one.post("/v1/check", content=b"{}", headers={"content-length": str(MOST_BYTES + 1)})
    assert announced.status_code == 413

    def parts() -> Any:
        for _ in range(MOST_BYTES // 2**20 + 2):
            yield b" " * 2**20

    assert one.post("/v1/check", content=parts(), headers={"content-type": "application/json"}).status_code == 413
    assert one.get("/v1/rules").status_code == 200
