"""The papers of a session and of the year: each says what the dossier holds, and has a place to sign."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import icalendar
import pytest

from innosprint_rules.cli.app import main
from innosprint_rules.dossier import Dossier, read_dossier
from innosprint_rules.report.content.teller import FRENCH, Teller
from innosprint_rules.report.documents.diary import entries, ics, reminders
from innosprint_rules.report.documents.model import Document, Paragraph, walk
from innosprint_rules.report.documents.publish import document as written
from innosprint_rules.report.documents.rendering import rendered
from innosprint_rules.wording import Lang

EXAMPLES = Path(__file__).parents[3] / "examples"
OVER, EVE = date(2020, 2, 1), date(2019, 6, 19)


@pytest.fixture(scope="module")
def year() -> Dossier:
    return read_dossier(EXAMPLES / "saint-quentin-2019")


@pytest.fixture(scope="module")
def papers(year: Dossier) -> dict[tuple[str, Lang], Document]:
    made: dict[tuple[str, Lang], Document] = {}
    for lang in ("fr", "en"):
        made["minutes", lang] = written(year, "minutes", about="S2", teller=Teller(lang))
        made["convocation", lang] = written(year, "convocation", about="S4", teller=Teller(lang), as_of=EVE)
        made["notification", lang] = written(year, "notification", about="A01", teller=Teller(lang))
        made["assessment", lang] = written(year, "assessment", about="R02", teller=Teller(lang), as_of=OVER)
        made["balance", lang] = written(year, "balance", teller=Teller(lang), as_of=OVER)
        made["account", lang] = written(year, "account", teller=Teller(lang), as_of=OVER)
        made["calendar", lang] = written(year, "calendar", teller=Teller(lang), as_of=EVE)
    return made


def words(document: Document) -> str:
    parts = [document.title, *(f"{name} {value}" for name, value in document.facts)]
    for _, section in walk(document.sections):
        for block in section.blocks:
            rows = [block.text] if isinstance(block, Paragraph) else [block.caption, *map(" ".join, block.rows)]
            parts += [section.title, *rows]
    return "\n".join(parts).replace("\u202f", " ").replace("\u00a0", " ")


def test_every_paper_has_a_place_for_date_and_signature_and_is_set_in_both_forms(
    papers: dict[tuple[str, Lang], Document],
) -> None:
    for (_, lang), document in papers.items():
        assert document.sections[-1].title == ("Date et signature" if lang == "fr" else "Date and signature")
        assert next(document.tables()) is not None
    for name in ("minutes", "balance"):
        assert rendered(papers[name, "fr"], "docx").startswith(b"PK")
        assert b'lang="fr' in rendered(papers[name, "fr"], "html")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("minutes", ["07/03/2019", "A03", "3 500,00 €", "décidée", "A04", "refusée", "P04", "CASQ"]),
        ("convocation", ["S4, 20/06/2019", "Ordre du jour", "il reste à attribuer : 19 000,00 €"]),
        ("notification", ["A01", "2 500,00 €", "P01", "17/01/2019"]),
        ("assessment", ["R02", "À compléter"]),
        ("balance", ["12/12/2019", "À restituer", "À restituer à l’agglomération"]),
        ("account", ["Total : ", "Décidé et versé", "35 000,00 €"]),
        ("calendar", ["S5", "29/08/2019", "Échéances"]),
    ],
)
def test_a_paper_says_what_the_dossier_holds(
    papers: dict[tuple[str, Lang], Document], name: str, said: list[str]
) -> None:
    text = words(papers[name, "fr"])
    assert [each for each in said if each not in text] == []


def test_free_texts_can_be_left_out_of_minutes(year: Dossier, papers: dict[tuple[str, Lang], Document]) -> None:
    need = "compteurs communicants"
    assert need in words(papers["minutes", "fr"])
    assert need not in words(written(year, "minutes", about="S2", prose=False))


def test_a_second_export_moves_the_entries_of_a_diary(year: Dossier) -> None:
    moved = year.model_copy(
        update={
            "sessions": tuple(
                row.model_copy(update={"held_on": date(2019, 9, 5)}) if row.code == "S5" else row
                for row in year.sessions or ()
            )
        }
    )
    before, after = entries(year, as_of=EVE), entries(moved, as_of=EVE)
    first = {each.uid: each for each in before if each.title == "Session S5"}
    ((uid, entry),) = first.items()
    assert entry.day == date(2019, 8, 29)
    assert next(each.day for each in after if each.uid == uid) == date(2019, 9, 5)
    assert len({each.uid for each in before}) == len(before)
    again = icalendar.Calendar.from_ical(ics(before, "x", OVER))
    events = again.walk("VEVENT")
    assert {str(event["uid"]) for event in events} == {each.uid for each in before}
    assert all(event.walk("VALARM") for event in events)


def test_reminders_are_messages_and_hold_to_their_lines(year: Dossier) -> None:
    files = reminders(entries(year, as_of=EVE), EVE, FRENCH)
    assert files
    assert all(name.endswith(".eml") and name[:10] >= "2019-06-19" for name in files)
    assert all(content.startswith(b"Subject: ") for content in files.values())


def test_a_paper_that_somebody_completed_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "minutes.html"
    command = ["publish", "minutes", str(EXAMPLES / "saint-quentin-2019"), "--session", "S2", "--output", str(path)]
    assert main(command) == 0
    assert main(command) == 0
    path.write_text(path.read_text("utf-8").replace("</main>", "<p>signé</p></main>") + "<!-- -->", "utf-8")
    kept = path.read_bytes()
    assert main(command) == 2
    assert path.read_bytes() == kept
    assert main([*command[:4], "S9", *command[5:-1], str(tmp_path / "x.html"), "--lang", "en"]) == 2
    assert "“S9” is in no row" in capsys.readouterr().err
