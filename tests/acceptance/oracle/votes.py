"""What is left, and what a vote would bring, worked out from the articles with nothing of the package."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from tests.acceptance.oracle.draw import PROJECTS, Rows, some
from tests.acceptance.oracle.time import M4, RECEIVED, Case, Tables
from tests.acceptance.oracle.verdicts import EITHER, NA, Verdict, given_back, judge

ROW_RULES = ("END01", "ALC01", "ALC02", "ALC03", "ALC04", "ALC06", "ALC07", "ALC08", "ALC09")
AMOUNTS = (500_00, 5_000_00, 17_500_00, 34_999_99, 35_000_00, 35_000_01, 1)


def balance(case: Case) -> dict[str, int]:
    """Return every line of the balance, in cents, of what has happened."""

    def moved(*ways: str) -> int:
        return sum(p["amount"] for p in case.payments if p["direction"] in ways)

    endowment, allocated = case.endowment(case.as_of), sum(a["amount"] for a in case.decided)
    back = given_back(case, case.payments) if case.chosen["Q9"] == "net" else 0
    return {
        "endowment": endowment,
        "received": moved("CASQ->FN"),
        "allocated": allocated,
        "given_back": moved("projet->FN"),
        "paid_out": moved("FN->projet"),
        "returned": moved("FN->CASQ"),
        "remaining": endowment - allocated + back,
        "in_hand": moved("CASQ->FN", "projet->FN") - moved("FN->projet", "FN->CASQ", "autre"),
    }


def proposal(rng: Random, known: Tables) -> Rows:
    """Draw rows to vote at the sessions of a dossier, most of them without a day of their own."""
    sessions = known["sessions"]
    rows: Rows = []
    for n in range(rng.randrange(1, 4) if sessions else 0):
        at = rng.choice(sessions)
        rows.append({
            "id": f"X{n + 1}", "session": at["code"],
            "decided_on": rng.choice((None, None, at["held_on"], date(2019, 7, 1))),
            "project": rng.choice(PROJECTS), "amount": rng.choice(AMOUNTS), "need": rng.choice(("poste", "poste", "")),
            "objective": "client", "progress_evaluation": rng.choice(("fait", "fait", "")),
            "decided_by": rng.choice((sorted(M4), some(rng, sorted(M4)), ["FN"], [])), "ratified_at": None,
            "status": rng.choice(("proposée", "proposée", "proposée", "refusée")),
        })  # fmt: skip
    return rows


class Voted:
    """A known dossier with rows proposed, each judged on its own day where that is later than the moment."""

    def __init__(self, known: Tables, rows: Rows, as_of: date, readings: dict[str, str]) -> None:
        held = {s["code"]: s["held_on"] for s in known["sessions"]}
        self.rows = [{**row, "decided_on": row["decided_on"] or held[row["session"]]} for row in rows]
        self.held, self.as_of, self.readings = held, as_of, readings
        self.tables: dict[str, Any] = {**known, "allocations": [*known["allocations"], *self.rows]}

    def at(self, day: date) -> Case:
        """Return the dossier with its proposal as it will stand on a day, never before the moment."""
        return Case(self.tables, max(day, self.as_of), self.readings)

    def line(self, row: Any) -> dict[str, Verdict]:
        """Return what each rule of rows says of a proposed one."""
        if row["status"] == "refusée":
            return dict.fromkeys(ROW_RULES, NA)
        found = judge(self.at(row["decided_on"]), ROW_RULES)
        told = {code: found[code, row["id"]] for code in ROW_RULES}
        day = self.held[row["session"]]
        if told["ALC07"][0] == "violated" and day >= max(self.as_of, row["decided_on"]):
            told["ALC07"] = ("pending", day.isoformat())
        if not row["decided_by"]:
            told["ALC02"] = ("pending", "")
        return told

    def breaks(self, row: Any) -> set[str] | None:
        """Return the codes that a proposed row breaks at severity error; None where the text does not settle one."""
        told = self.line(row)
        if EITHER in told.values():
            return None
        return {code for code, verdict in told.items() if verdict == ("violated", "error")}

    def before_executory(self) -> bool:
        """Tell whether a proposed row is dated before the deliberation was executory."""
        return any(row["decided_on"] < RECEIVED and row["status"] != "refusée" for row in self.rows)

    def pushed_over(self, without: Case) -> bool:
        """Tell whether rows of the dossier pass the ceiling because of those that are proposed before them."""
        new, old = judge(self.at(self.as_of), ("END01",)), judge(without, ("END01",))
        return any(new[key] != verdict for key, verdict in old.items())

    def balance(self) -> dict[str, int]:
        """Return the balance once all is voted, on the latest day of the moment and of the rows of the proposal."""
        tables = {**self.tables, "allocations": [
            {**a, "status": "décidée" if a["status"] == "proposée" else a["status"]} for a in self.tables["allocations"]
        ]}  # fmt: skip
        latest = max(self.as_of, *(row["decided_on"] for row in self.rows))
        return balance(Case(tables, latest, self.readings))
