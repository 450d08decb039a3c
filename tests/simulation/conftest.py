"""A small year, in order and by hand: six sessions, three projects, three allocations, all paid."""

from __future__ import annotations

from typing import Any

import pytest

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.writing.text import write_csv_folder

MEMBERS = "CASQ ; FN ; UPJV-INSSET ; INNOVALTECH"
DAYS = {
    "S1": "2019-01-15", "S2": "2019-03-15", "S3": "2019-05-15",
    "S4": "2019-07-10", "S5": "2019-09-10", "S6": "2019-11-05",
}  # fmt: skip
CODES = ("P01", "P02", "P03")


def year() -> dict[str, list[dict[str, Any]]]:
    """Return the tables, to be changed at will."""
    decided = {"need": "b", "objective": "o", "progress_evaluation": "e", "decided_by": MEMBERS}
    shown = dict.fromkeys(("progress", "action_plan", "axis_market", "axis_technology", "axis_funding"), "oui")
    return {
        "projects": [
            {"code": code, "holder": "entrepreneur", "field": "industrie", "local": "oui", "entry_session": "S1",
             "left_on": ""}
            for code in CODES
        ],
        "sessions": [{"code": code, "held_on": day, "co_organisers": MEMBERS} for code, day in DAYS.items()],
        "presentations": [{"session": session, "project": code, **shown} for session in DAYS for code in CODES],
        "allocations": [
            {"id": "A1", "session": "S1", "decided_on": DAYS["S1"], "project": "P01", "amount": "10000", **decided},
            {"id": "A2", "session": "S2", "decided_on": DAYS["S2"], "project": "P02", "amount": "5000", **decided},
            {"id": "A3", "session": "S4", "decided_on": DAYS["S4"], "project": "P03", "amount": "6000", **decided},
        ],
        "payments": [
            pay("V1", "2019-02-01", "CASQ->FN", "20000"),
            pay("V2", "2019-05-15", "CASQ->FN", "15000"),
            pay("V3", "2019-02-20", "FN->projet", "10000", "P01", "A1"),
            pay("V4", "2019-04-01", "FN->projet", "5000", "P02", "A2"),
            pay("V5", "2019-07-25", "FN->projet", "6000", "P03", "A3"),
        ],
        "reports": [
            {"id": "K1", "kind": "calendrier", "sent_on": "2019-01-02", "recipients": MEMBERS, "in_reply_to": "",
             "headings": "", "sender": "FN", "period_start": "", "period_end": ""},
        ],
        "actions": [], "indicators": [], "amendments": [], "attestations": [],
    }  # fmt: skip


def pay(
    identity: str, day: str, direction: str, amount: str, project: str = "", allocation: str = ""
) -> dict[str, Any]:
    """Return a row of payments."""
    return {
        "id": identity, "paid_on": day, "direction": direction, "project": project, "allocation": allocation,
        "amount": amount,
    }  # fmt: skip


@pytest.fixture
def tables() -> dict[str, list[dict[str, Any]]]:
    """The tables of the year."""
    return year()


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    """The year as a dossier."""
    return Dossier.model_validate(year())


@pytest.fixture(scope="module")
def folder(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The small year of the other tests as a folder of CSV files."""
    path = tmp_path_factory.mktemp("dossier") / "année 2019"
    write_csv_folder(dossier, path)
    return str(path)
