"""A dossier of the size people have: 20 projects, 6 sessions, 60 allocations; compliant but for the objectives."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from innosprint_rules import Dossier

AFTER = date(2020, 3, 1)
SESSIONS = [date(2019, 1, 15) + timedelta(days=60 * n) for n in range(6)]
PROJECTS = [f"P{n:02}" for n in range(1, 21)]
ALL = "CASQ; FN; UPJV-INSSET; INNOVALTECH"
DONE = ("progress", "action_plan", "axis_market", "axis_technology", "axis_funding")


def document() -> dict[str, Any]:
    """Return the dossier as rows by table."""
    numbers = range(60)
    start = date(2018, 12, 12)
    return {
        "projects": [
            {
                "code": p,
                "holder": "entrepreneur",
                "field": "industrie",
                "local": "oui",
                "entry_session": "S1",
                "left_on": "",
            }
            for p in PROJECTS
        ],
        "sessions": [
            {"code": f"S{n + 1}", "held_on": day.isoformat(), "co_organisers": ALL} for n, day in enumerate(SESSIONS)
        ],
        "presentations": [
            {"session": f"S{n}", "project": p, **dict.fromkeys(DONE, "oui")} for n in range(1, 7) for p in PROJECTS
        ],
        "allocations": [
            {
                "id": f"A{n:02}",
                "session": f"S{n // 10 + 1}",
                "decided_on": SESSIONS[n // 10].isoformat(),
                "project": PROJECTS[n % 20],
                "amount": "550,00",
                "need": "b",
                "objective": "o",
                "progress_evaluation": "e",
                "decided_by": ALL,
                "status": "décidée",
                "ratified_at": "",
            }
            for n in numbers
        ],
        "payments": [
            {
                "id": "V00",
                "paid_on": "2019-01-10",
                "direction": "CASQ->FN",
                "project": "",
                "allocation": "",
                "amount": "35 000,00",
            },
            *(
                {
                    "id": f"V{n + 1:02}",
                    "paid_on": (SESSIONS[n // 10] + timedelta(days=9)).isoformat(),
                    "direction": "FN->projet",
                    "project": PROJECTS[n % 20],
                    "allocation": f"A{n:02}",
                    "amount": "550,00",
                }
                for n in numbers
            ),
        ],
        "reports": [
            {
                "id": f"D{n}",
                "kind": "compte_rendu_bimestriel",
                "period_start": (start + timedelta(days=61 * n)).isoformat(),
                "period_end": (start + timedelta(days=61 * n + 60)).isoformat(),
                "sent_on": (start + timedelta(days=61 * n + 62)).isoformat(),
                "sender": "FN",
                "recipients": "CASQ",
                "in_reply_to": "",
                "headings": "rencontres; financement; repartition",
            }
            for n in range(6)
        ],
        "actions": [],
        "indicators": [],
        "amendments": [],
        "attestations": [],
    }


def dossier() -> Dossier:
    """Return the dossier, read."""
    return Dossier.model_validate(document())
