"""Random dossiers in which all is known, drawn where the rules turn: on a boundary, a day or a cent beside it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.acceptance.oracle.time import M4, RECEIVED, Tables, months

Rows = list[dict[str, Any]]
PROJECTS = ("P01", "P02", "P03")
MEMBERS = sorted(M4)
HINGES = (
    *(months(RECEIVED, n) for n in range(0, 38, 2)),
    date(2019, 5, 31), date(2019, 4, 30), date(2019, 6, 12), date(2020, 6, 12), date(2019, 12, 12),
    date(2019, 12, 11), date(2020, 12, 12), date(2021, 12, 12),
)  # fmt: skip


def day(rng: Random, first: date = date(2018, 12, 12), last: date = date(2020, 2, 20)) -> date:
    """Return a day of a span: half the time one on a hinge of the agreement, or within a few days of it."""
    if rng.random() < 0.5:
        near = rng.choice(HINGES) + timedelta(days=rng.choice((-30, -1, 0, 0, 0, 1, 2, 14, 15, 30, 31)))
        if first <= near <= last:
            return near
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def some(rng: Random, names: list[str], few: float = 0.25) -> list[str]:
    """Return all of some names, most of the time, else part of them (perhaps none)."""
    return names if rng.random() > few else [name for name in names if rng.random() < 0.6]


def tables(rng: Random, long: bool = False) -> Tables:
    """Draw a dossier; a ``long`` one may go on for three years under amendments."""
    last = date(2022, 2, 1) if long else date(2020, 3, 1)
    sessions = _sessions(rng, last)
    codes = [s["code"] for s in sessions]
    held = {s["code"]: s["held_on"] for s in sessions}
    projects = _projects(rng, codes, held, last)
    allocations = _allocations(rng, codes, held, last)
    return {
        "sessions": sessions,
        "projects": projects,
        "presentations": [
            {
                "session": s, "project": p["code"],
                **{name: rng.random() > 0.1 for name in (
                    "progress", "action_plan", "axis_market", "axis_technology", "axis_funding")},
            }
            for s in codes for p in projects if rng.random() < 0.75
        ],
        "allocations": allocations,
        "payments": _payments(rng, allocations, last),
        "reports": _reports(rng, last),
        "actions": [
            {"id": f"C{n}", "started_on": (start := day(rng, last=last)), "partner": "FN",
             "agreed_on": rng.choice((None, start, start + timedelta(1), start - timedelta(1)))}
            for n in range(rng.randrange(3))
        ],
        "indicators": [
            {"id": f"I{n}", "date": day(rng, last=last), "indicator": kind, "project": rng.choice(PROJECTS),
             "value": rng.choice((100_000_00, 200_000_00, 199_999_99, 1)) if kind == "investissement_capte"
             else rng.choice((1, 2, 4, 5)),
             "kind": "", "origin": rng.choice(("banque", "banque", "Dotation InnoSprint", "dotation")),
             "local": rng.random() < 0.7, "local_course": rng.random() < 0.7}
            for n in range(rng.randrange(7))
            for kind in (rng.choice(("investissement_capte", "entreprise_creee", "emploi")),)
        ],
        "amendments": _amendments(rng, long),
        "attestations": [
            {"id": f"T{n}", "clause": (clause := rng.choice(("C22", "C23", "C23", "C24"))), "date": day(rng, last=last),
             "value": rng.choice((6, 12, 11, 24)) if clause == "C23" else 1}
            for n in range(rng.randrange(5))
        ],
    }  # fmt: skip


def _sessions(rng: Random, last: date) -> Rows:
    found, at = [], RECEIVED + timedelta(days=rng.choice((-3, 0, 30, 75, 76, 60)))
    for n in range(rng.randrange(8 if last.year < 2021 else 16)):
        code = f"S{n + 1}"
        found.append({
            "code": code, "held_on": at, "co_organisers": some(rng, MEMBERS),
            "members_present": some(rng, MEMBERS),
        })  # fmt: skip
        at += timedelta(days=rng.choice((45, 44, 75, 76, 60, 60, 60, 61, 0, 90)))
    rng.shuffle(found)
    return found


def _projects(rng: Random, codes: list[str], held: dict[str, date], last: date) -> Rows:
    found = []
    many = rng.choice((3, 3, 3, 3, 11, 12, 13, 21))
    for code in (f"P{n:02d}" for n in range(1, many + 1)):
        entry = rng.choice(codes) if codes else None
        left = day(rng, last=last) if rng.random() < 0.3 else None
        if entry and left and left < held[entry]:
            left = None
        found.append({
            "code": code, "title": "", "holder": "entrepreneur", "field": "industrie", "entry_session": entry,
            "left_on": left,
        })  # fmt: skip
    return found


def _amount(rng: Random) -> int:
    return rng.choice((500_00, 5_000_00, 10_000_00, 17_500_00, 34_999_99, 35_000_00, 1, rng.randrange(1, 2_000_000)))


def _allocations(rng: Random, codes: list[str], held: dict[str, date], last: date) -> Rows:
    found = []
    for n in range(rng.randrange(6)):
        session = rng.choice((*codes, *codes, None))
        decided = held[session] if session and rng.random() < 0.85 else day(rng, last=last)
        found.append({
            "id": f"A{n + 1}", "session": session, "decided_on": decided, "project": rng.choice(PROJECTS),
            "amount": _amount(rng), "need": rng.choice(("poste", "poste", "poste", "")),
            "objective": rng.choice(("client", "client", "client", "")),
            "progress_evaluation": rng.choice(("fait", "fait", "")),
            "decided_by": rng.choice((MEMBERS, MEMBERS, ["CASQ", "FN"], ["FN"], [], ["CASQ", "Mairie de Laon"])),
            "status": rng.choice(("décidée", "décidée", "décidée", "refusée")),
            "ratified_at": rng.choice((None, None, *codes)),
        })  # fmt: skip
    return found


def _payments(rng: Random, allocations: Rows, last: date) -> Rows:
    found: Rows = []
    for _ in range(rng.randrange(3)):
        found.append({"direction": "CASQ->FN", "amount": rng.choice((35_000_00, 34_999_99, 17_500_00, 20_000_00))})
    for _ in range(rng.randrange(6)):
        way = rng.choice(("FN->projet", "FN->projet", "FN->projet", "projet->FN", "projet->FN", "FN->CASQ", "FN->FN",
                          "autre"))  # fmt: skip
        row: dict[str, Any] = {"direction": way, "amount": _amount(rng)}
        if "projet" in way and allocations and rng.random() < 0.85:
            named = rng.choice(allocations)
            row["allocation"] = named["id"]
            row["amount"] = rng.choice((named["amount"], named["amount"] + 1, max(1, named["amount"] - 1)))
            row["project"] = rng.choice((None, named["project"], named["project"], rng.choice(PROJECTS)))
        elif "projet" in way and rng.random() < 0.7:
            row["project"] = rng.choice(PROJECTS)
        found.append(row)
    for n, row in enumerate(found):
        row.update(id=f"V{n + 1}", paid_on=day(rng, last=last), label="")
        row.setdefault("allocation", None)
        row.setdefault("project", None)
    rng.shuffle(found)
    return found


def _reports(rng: Random, last: date) -> Rows:
    found: Rows = []
    kinds = ("calendrier", *("compte_rendu_bimestriel",) * 4, "appreciation", "appreciation",
             "evaluation_mi_parcours", "evaluation_mi_parcours", "evaluation_finale")  # fmt: skip
    for n in range(rng.randrange(12)):
        kind = rng.choice(kinds)
        owes = "FN" if kind in ("calendrier", "compte_rendu_bimestriel") else "CASQ"
        sent = day(rng, last=last)
        row: dict[str, Any] = {
            "id": f"R{n + 1}", "kind": kind, "sent_on": sent, "in_reply_to": None, "period_start": None,
            "period_end": None, "sender": rng.choice(([], [owes], [owes], [owes, "FN"], ["UPJV-INSSET"])),
            "recipients": some(rng, MEMBERS),
            "headings": ["rencontres", "financement", "repartition"] if owes == "FN"
            else ["actions entreprises", "actions à entreprendre", "équilibre financier"],
        }  # fmt: skip
        if rng.random() < 0.15:
            row["headings"] = row["headings"][:2]
        if kind == "compte_rendu_bimestriel" and rng.random() < 0.9:
            first = months(RECEIVED, 2 * rng.randrange(20 if last.year > 2020 else 8))
            row["period_start"] = first + timedelta(days=rng.choice((0, 0, 0, 30, 31, -31, -60)))
            row["period_end"] = row["period_start"] + timedelta(days=rng.choice((60, 61, 59, 30, 31, 123, 120)))
            if rng.random() < 0.7:
                row["sent_on"] = row["period_end"] + timedelta(days=rng.choice((-31, 0, 1, 29, 30, 31)))
        if kind == "appreciation":
            known = [r["id"] for r in found if r["kind"] == "compte_rendu_bimestriel"]
            row["in_reply_to"] = rng.choice(known) if known else None
        if kind.startswith("evaluation") and rng.random() < 0.4:
            row["period_end"] = day(rng, last=last)
        found.append(row)
    return found


def _amendments(rng: Random, long: bool) -> Rows:
    found: Rows = []
    for n in range(rng.randrange(4) if long or rng.random() < 0.4 else 0):
        signed = day(rng, date(2018, 12, 1), date(2021, 3, 1) if long else date(2020, 1, 20))
        row: dict[str, Any] = {"id": f"N{n + 1}", "signed_on": signed, "parameter": None, "value": None,
                               "form": rng.choice(("avenant", "avenant", "avenant", "courrier", "oral"))}  # fmt: skip
        row["purpose"] = rng.choice(("montant", "durée", "renouvellement", "renouvellement", "autre"))
        if row["purpose"] == "montant":
            row["parameter"], row["value"] = "dotation", rng.choice((35_000_01, 40_000_00, 20_000_00))
        elif row["purpose"] != "autre" and rng.random() < 0.9:
            choices = (date(2020, 12, 12), date(2020, 12, 11), date(2021, 12, 12), date(2021, 12, 11),
                       date(2019, 12, 26), date(2019, 12, 25), date(2020, 3, 31), date(2019, 9, 30),
                       date(2020, 2, 25), date(2020, 2, 26), date(2019, 5, 31))  # fmt: skip
            later = [end for end in choices if end >= signed and end > RECEIVED + timedelta(1)]
            row["parameter"], row["value"] = "date_fin", rng.choice(later or [date(2022, 12, 12)])
        found.append(row)
    return found


def document(known: Tables) -> dict[str, Any]:
    """Write drawn tables as a dossier that the tool reads: amounts in euros, days in ISO, lists joined."""
    return {name: [_cells(row) for row in rows] for name, rows in known.items()}


def _cells(row: Any) -> dict[str, Any]:
    return {column: _cell(column, value, row) for column, value in row.items()}


def _cell(column: str, value: Any, row: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return " ; ".join(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    amount = column == "amount" or (column == "value" and (
        row.get("indicator") == "investissement_capte" or row.get("parameter") == "dotation"))  # fmt: skip
    if isinstance(value, int) and amount:
        return f"{value // 100}.{value % 100:02d}"
    return str(value) if isinstance(value, int) else value
