"""The session that browsers share: lines judged at each change, what-ifs undone, a vote consigned, files fetched."""

from __future__ import annotations

import base64
import io
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="FastAPI, the extra `web`, is not installed")

from innosprint_rules import check, read_dossier, read_proposal
from innosprint_rules.rulebook.loading import bundled
from innosprint_rules.web.room import Room
from tests.web.clients import EXAMPLES, client

YEAR = EXAMPLES / "saint-quentin-2019"
TROUBLE = EXAMPLES / "proposals" / "session-4-in-trouble.csv"
AS_OF = date(2019, 6, 19)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A session opened on a copy of the example."""
    copy = tmp_path / "year"
    shutil.copytree(YEAR, copy)
    made = Room(bundled(), AS_OF)
    made.open(copy)
    yield made
    made.close()


def rows_of(path: Path) -> list[dict[str, str]]:
    names = ("id", "session", "project", "amount", "need", "objective", "progress_evaluation")
    return [
        {
            name: f"{value / 100:.2f}" if name == "amount" else str(value)
            for name in names
            if (value := getattr(row, name)) is not None
        }
        for row in read_proposal(path).rows
    ]


def test_lines_are_judged_as_check_judges_them(room: Room) -> None:
    state = client(room).post("/v1/session/what?lang=en", json={"rows": rows_of(TROUBLE), "session": "S4"}).json()
    report = check(read_dossier(YEAR), proposal=TROUBLE, as_of=AS_OF)
    assert room.report is not None
    assert room.report.proposal is not None
    assert report.proposal is not None
    assert [line.breaks for line in room.report.proposal.lines] == [line.breaks for line in report.proposal.lines]
    assert state["headline"]["text"] == "2\u00a0rows of 4 break the agreement"


def test_a_line_of_the_dossier_that_is_taken_away_is_not_counted(room: Room, tmp_path: Path) -> None:
    shutil.copyfile(TROUBLE, tmp_path / "year" / "proposition.csv")
    room.open(tmp_path / "year")
    assert len(room.what.rows) == 4
    room.put(room.what.rows[:1])
    assert room.report is not None
    assert room.report.proposal is not None
    assert [line.id for line in room.report.proposal.lines] == ["A08"]
    assert room.report.proposal.ok
    assert room.report.proposal.balance["allocated"] == 2_100_000
    room.put([])
    assert room.report.proposal is None


def test_a_repair_makes_them_comply_and_can_be_undone(room: Room) -> None:
    one = client(room)
    one.post("/v1/session/what", json={"rows": rows_of(TROUBLE), "session": "S4"})
    before = room.what
    one.post("/v1/session/try", json={"what": "repair"})
    assert room.report is not None
    assert room.report.proposal is not None
    assert room.report.proposal.ok
    one.post("/v1/session/try", json={"what": "undo"})
    assert room.what == before


def test_what_cannot_be_read_is_told_and_nothing_typed_is_lost(room: Room) -> None:
    rows = [{**rows_of(TROUBLE)[0], "amount": "abc"}]
    state = client(room).post("/v1/session/what?lang=fr", json={"rows": rows, "session": "S4"}).json()
    assert state["rows"][0]["amount"] == "abc"
    assert "abc" in str(state["problems"])


def test_two_browsers_see_one_state(room: Room) -> None:
    one, other = client(room), client(room)
    seen = other.get("/v1/session").json()["version"]
    one.post("/v1/session/what", json={"rows": rows_of(TROUBLE)[:1], "session": "S4"})
    later = other.get(f"/v1/session?since={seen}").json()
    assert later["version"] > seen
    assert later["rows"] == one.get("/v1/session").json()["rows"]


def test_a_dropped_folder_is_read_and_one_that_cannot_be_leaves_what_was_there(room: Room) -> None:
    files = {path.name: base64.b64encode(path.read_bytes()).decode() for path in YEAR.glob("*.csv")}
    state: dict[str, Any] = client(room).post("/v1/session/files", json={"files": files}).json()
    assert len(state["sessions"]) == len(read_dossier(YEAR).sessions or ())
    assert state["name"] == "dossier"
    broken = {"versements.csv": base64.b64encode(b"id;montant\nV1;abc\n").decode()}
    refused = client(room).post("/v1/session/files", json={"files": broken})
    assert refused.status_code == 422
    assert len(client(room).get("/v1/session").json()["sessions"]) == len(state["sessions"])
    again = client(room).post("/v1/session/files", json={"files": {"sessions.csv": files["sessions.csv"]}})
    assert again.status_code == 200  # what was broken in an earlier drop is not read with it
    twice = {"a/sessions.csv": files["sessions.csv"], "b/sessions.csv": files["sessions.csv"]}
    assert client(room).post("/v1/session/files", json={"files": twice}).status_code == 422
    program = {"a.exe": base64.b64encode(b"MZ").decode()}
    assert client(room).post("/v1/session/files", json={"files": program}).status_code == 422
    hostile = {"../../../evil.csv": base64.b64encode(b"x").decode()}
    assert client(room).post("/v1/session/files", json={"files": hostile}).status_code == 422


def test_a_vote_is_consigned_once_and_as_it_was_seen(room: Room) -> None:
    one = client(room)
    fine = rows_of(TROUBLE)[:1]
    one.post("/v1/session/what", json={"rows": fine, "session": "S4"})
    state = one.post("/v1/session/what", json={"cells": [{"line": "A08", "column": "amount", "text": "4000"}]}).json()
    stale = one.post("/v1/session/consign", json={"seen": state["version"] - 1})
    assert stale.status_code == 422
    told = stale.json()["errors"][0]["message"]
    assert told["en"].endswith("after you saw it: A08: amount 5000.00 → 4000"), told
    done = one.post("/v1/session/consign", json={"seen": state["version"]})
    assert done.status_code == 200, done.text
    archive = next(name for name in room.files if name.endswith(".zip"))
    content = one.get(f"/v1/session/file/{archive}").content
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert any(name.endswith("attributions.csv") for name in names)
    assert any(row.id == fine[0]["id"] and row.status == "décidée" for row in room.dossier.allocations or ())
    assert one.get("/v1/session/file/nothing").status_code == 404


def test_a_vote_is_not_consigned_where_its_file_was_changed_meanwhile(room: Room, tmp_path: Path) -> None:
    one = client(room)
    state = one.post("/v1/session/what", json={"rows": rows_of(TROUBLE)[:1], "session": "S4"}).json()
    (tmp_path / "year" / "projets.csv").write_text("code\nP02\n", "utf-8")
    refused = one.post("/v1/session/consign", json={"seen": state["version"]})
    assert refused.status_code == 422
    assert "was changed since it was opened" in str(refused.json())
    assert room.files == {}


def test_who_was_there_and_what_was_presented_is_written_into_the_copy(room: Room) -> None:
    one = client(room)
    ticks = [
        {"project": "P13", "progress": "oui", "axis_market": "premiers essais"},
        {"project": "P02"},
        {"project": "P15"},
    ]
    asked = {"rows": rows_of(TROUBLE)[:1], "session": "S4", "present": ["CASQ", "FN"], "presented": ticks}
    unread = {**asked, "presented": [{"project": "P13", "progress": "a\x00b"}]}
    state = one.post("/v1/session/what", json=unread).json()
    assert one.post("/v1/session/consign", json={"seen": state["version"]}).status_code == 422
    state = one.post("/v1/session/what", json=asked).json()
    assert one.post("/v1/session/consign", json={"seen": state["version"]}).status_code == 200
    shown = {row.identity: row for row in room.dossier.presentations or ()}["S4/P13"]
    assert (shown.progress, shown.axis_market, shown.axis_funding) == (True, True, None)
    assert shown.said == {"axis_market": "premiers essais"}
    after = {row.identity: row for row in room.dossier.presentations or ()}
    assert "S4/P15" not in after  # nothing was said of it
    assert after["S4/P02"] == next(row for row in read_dossier(YEAR).presentations or () if row.identity == "S4/P02")
    found = one.post("/v1/session/what", json={"session": "S4"}).json()["presented"]
    assert [row["axis_market"] for row in found["rows"] if row["project"] == "P13"] == ["premiers essais"]
    assert {row.identity: row for row in room.dossier.sessions or ()}["S4"].members_present == ("CASQ", "FN")
    assert next(row for row in room.dossier.allocations or () if row.id == "A08").decided_by == ("CASQ", "FN")


def test_a_second_look_compares_both_engines_and_mends_one_line(room: Room) -> None:
    one = client(room)
    one.post("/v1/session/what", json={"rows": rows_of(TROUBLE), "session": "S4"})
    state = one.post("/v1/session/pause?lang=en", json={}).json()
    assert state["second"]["ok"]
    assert {line["id"]: line["fix"] for line in state["lines"] if line["fix"]} == {
        "A10": "refuse A10", "A11": "bring A11 down to €3,500.00"
    }  # fmt: skip
    after = one.post("/v1/session/try?lang=en", json={"what": "fix", "line": "A11"}).json()
    assert [line["id"] for line in after["lines"] if line["broken"]] == ["A10"]
    assert one.post("/v1/session/try", json={"what": "fix", "line": "A08"}).status_code == 422
    assert room.report is not None
    room.report.findings[0].verdict = "unknown"  # as if what goes on from edit to edit had gone astray
    room.second = None
    astray = one.post("/v1/session/pause?lang=en", json={}).json()["second"]
    assert not astray["ok"]
    assert "do not vote by this page" in astray["text"]


def test_what_is_typed_into_one_cell_is_undone_as_one(room: Room) -> None:
    one = client(room)
    one.post("/v1/session/what", json={"rows": rows_of(TROUBLE)[:2], "session": "S4"})
    for text in ("4", "45", "450"):
        one.post("/v1/session/what", json={"cells": [{"line": "A08", "column": "amount", "text": text}]})
    one.post("/v1/session/what", json={"cells": [{"line": "gone", "column": "amount", "text": "1"}]})
    assert room.what.rows[0]["amount"] == "450"
    one.post("/v1/session/try", json={"what": "undo"})
    assert room.what.rows[0]["amount"] == "5000.00"


@pytest.mark.parametrize(("lang", "name"), [("fr", "suivi-a-corriger"), ("en", "suivi-to-mend")])
def test_a_workbook_that_cannot_be_read_is_offered_with_its_cells_marked(room: Room, lang: str, name: str) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl, the extra `excel`, is not installed")
    book = openpyxl.Workbook()
    book.active.title = "versements"
    for row in (["id", "date", "de", "vers", "montant"], ["V1", "2019-01-15", "CASQ", "FN", "dix mille"]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    one = client(room)
    one.post("/v1/session/what", json={"rows": rows_of(TROUBLE)[:1], "session": "S4"})
    dropped = {"suivi.xlsx": base64.b64encode(stream.getvalue()).decode()}
    assert one.post("/v1/session/files", json={"files": dropped}).status_code == 422
    state = one.get(f"/v1/session?lang={lang}").json()
    assert [file["name"] for file in state["unread"]["files"]] == [f"{name}.xlsx", f"{name}.html"]
    assert "dix mille" in str(state["unread"]["problems"])
    assert (state["name"], [row["id"] for row in state["rows"]]) == ("year", ["A08"])  # nothing open is lost
    copy = openpyxl.load_workbook(io.BytesIO(one.get(f"/v1/session/unread/xlsx?lang={lang}").content))
    assert "dix mille" in copy["versements"]["E2"].comment.text
    assert "dix mille" in one.get(f"/v1/session/unread/html?lang={lang}").text
    again = {"sessions.csv": base64.b64encode((YEAR / "sessions.csv").read_bytes()).decode()}
    assert one.post(f"/v1/session/files?lang={lang}", json={"files": again}).json()["unread"] is None
    assert one.get("/v1/session/unread/xlsx").status_code == 404


def test_headings_are_the_words_that_people_write(room: Room) -> None:
    state = client(room).get("/v1/session?lang=fr").json()
    assert [each["header"] for each in state["columns"]][3:6] == ["besoin", "objectif", "évaluation des avancées"]
    shown = [each["header"] for each in state["presented"]["columns"]]
    assert shown == ["avancées", "plan d’actions", "axe marché et usage", "axe technologie et compétences",
                     "axe financement et réseau"]  # fmt: skip


def test_a_consigned_vote_is_corrected_and_what_was_consigned_stays(room: Room) -> None:
    one = client(room)
    state = one.post("/v1/session/what", json={"rows": rows_of(TROUBLE)[:2], "session": "S4"}).json()
    assert one.post("/v1/session/consign", json={"seen": state["version"]}).status_code == 200
    first = next(name for name in room.files if name.endswith(".zip"))
    state = one.post("/v1/session/what", json={"session": "S4", "rows": []}).json()
    assert next((row["id"], row["amount"]) for row in state["consigned"]["rows"]) == ("A08", "5000,00")
    idle = one.post("/v1/session/consign", json={"seen": state["version"]})
    assert idle.json()["errors"][0]["code"] == "nothing-corrected"
    typed = [{"id": "A08", "amount": "quatre"}, {"id": "A09", "status": "refusée"}]
    state = one.post("/v1/session/what", json={"corrected": typed}).json()
    unread = one.post("/v1/session/consign", json={"seen": state["version"]}).json()["errors"][0]
    assert unread["message"]["en"].startswith("A08: “quatre”"), unread
    blank = one.post("/v1/session/what", json={"corrected": [{"id": "A08", "amount": " "}, typed[1]]}).json()
    assert "A08: no amount" in one.post("/v1/session/consign", json={"seen": blank["version"]}).text
    typed[0]["amount"] = "4 000"
    state = one.post("/v1/session/what", json={"corrected": typed}).json()
    done = one.post("/v1/session/consign?lang=fr", json={"seen": state["version"]})
    assert done.status_code == 200, done.text
    told = [each.replace("\u00a0", " ") for each in done.json()["notes"]]
    assert told[:2] == ["corrigé : A08 : montant 5000,00 → 4000,00", "corrigé : A09 : statut décidée → refusée"]
    lines = {row.id: (row.amount, row.status) for row in room.dossier.allocations or ()}
    assert lines["A08"] == (400_000, "décidée")
    assert lines["A09"][1] == "refusée"
    archives = [name for name in room.files if name.endswith(".zip")]
    assert first in archives
    assert len(archives) == 2
    kept = zipfile.ZipFile(io.BytesIO(room.files[first])).read("attributions.csv").decode("utf-8-sig")
    assert "5000,00" in next(line for line in kept.splitlines() if line.startswith("A08"))
