"""The page in a real browser: lines typed, pasted, judged, mended, saved, consigned, by hand, keyboard and by two."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")
pytest.importorskip("fastapi", reason="FastAPI, the extra `web`, is not installed")

from playwright.sync_api import Browser

from innosprint_rules import check, read_dossier, read_proposal
from innosprint_rules.web.room import Room
from tests.chromium import in_chromium
from tests.report.html.test_browser import axe
from tests.web.clients import EXAMPLES
from tests.web.served import AS_OF, Tab, commanded, serving

TROUBLE = EXAMPLES / "proposals" / "session-4-in-trouble.csv"
TITLE = "<img src=x onerror=alert(1)>"

pytestmark = in_chromium


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """The example year, one project with a title that would do harm, four lines of which two may not be voted."""
    folder = tmp_path / "year"
    shutil.copytree(EXAMPLES / "saint-quentin-2019", folder)
    projects = (folder / "projets.csv").read_text("utf-8-sig")
    assert "Carnet de visite du marais" in projects
    (folder / "projets.csv").write_text(projects.replace("Carnet de visite du marais", TITLE), "utf-8-sig")
    shutil.copyfile(TROUBLE, folder / "proposition.csv")
    return folder


@pytest.fixture
def address(year: Path) -> Iterator[tuple[str, Room]]:
    with serving(year) as found:
        yield found


@pytest.fixture
def tab(browser: Browser, address: tuple[str, Room]) -> Iterator[Tab]:
    opened = Tab(browser, address[0])
    opened.verdict("2\u00a0lignes sur 4 enfreignent la convention")
    yield opened
    assert opened.said == []
    opened.page.close()


def test_past_the_ceiling_the_article_one_click_and_the_vote_is_consigned(tab: Tab) -> None:
    page, expect = tab.page, tab.expect
    tab.put(2, need="un carnet", objective="mille visites")
    why = page.locator("#lines tbody tr:nth-child(4) td.verdict")
    expect(why).to_contain_text("END01")
    expect(why).to_contain_text(re.compile(r"art\.\s4\.1"))
    expect(page.locator("#second")).to_contain_text("même verdict")
    why.locator("button").click()  # « Ramener A11 à 3 500,00 € »
    expect(page.locator('[data-at="3/amount"]')).to_have_value("3500,00")
    tab.verdict("Vous pouvez voter ces 4\u00a0lignes")
    page.click("#undo")
    expect(page.locator('[data-at="3/amount"]')).to_have_value("8000,00")
    page.click("#repair")
    expect(page.locator("#ways button").first).to_be_visible(timeout=60_000)  # there are other ways to take 4 500 € off
    page.locator("#ways button").nth(1).click()
    tab.verdict("Vous pouvez voter ces 4\u00a0lignes")
    page.check('#present input[value="CASQ"]')
    page.check('#present input[value="FN"]')
    page.check('[data-who="P13"][data-code="progress"]')
    page.fill('[data-said="P13"][data-code="axis_market"]', "premiers essais")
    page.click("#vote")
    expect(page.locator("#written button")).to_have_count(3)
    files = zipfile.ZipFile(io.BytesIO(tab.download("#written button[data-file$='.zip']")))
    lines = files.read("attributions.csv").decode("utf-8-sig")
    assert all(name in lines for name in ("A08", "A09", "A10", "A11"))
    assert re.search(r"^S4;P13;oui;;premiers essais", files.read("presentations.csv").decode("utf-8-sig"), re.MULTILINE)
    assert b"A11" in tab.download("#written button[data-file$='-minutes.html']")
    expect(page.locator("#lines tbody tr")).to_have_count(0)
    page.select_option("#session", "S4")
    page.fill('#consigned [data-line="A08"][data-code="amount"]', "4000")
    page.click("#vote")
    expect(page.locator("#written li").first).to_have_text(re.compile(r"^corrigé\s: A08\s: montant 5000,00 → 4000,00"))


def test_a_hostile_title_or_text_stays_a_text(tab: Tab) -> None:
    page = tab.page
    tab.expect(page.locator("#steps")).to_contain_text(TITLE)
    tab.put(0, project="<img src=y onerror=alert(2)>", amount="<script>alert(3)</script>", need="<b>x</b>")
    tab.expect(page.locator("#problems li").first).to_be_visible()
    assert page.query_selector("img, main b, main script") is None


def test_what_ifs_are_laid_over_and_each_undone(tab: Tab) -> None:
    page, expect = tab.page, tab.expect
    rows = page.locator("#lines tbody tr")
    page.click("#requests")
    expect(rows).not_to_have_count(4)
    count = rows.count()
    assert count > 4
    page.select_option("#method", "proportional")
    expect(page.locator("#verdict")).not_to_have_attribute("data-kind", "error", timeout=60_000)
    page.locator("details summary").click()
    page.select_option("#readings label:has-text('Q9') select", index=1)
    for _ in range(2):
        page.click("#undo")
    expect(rows).to_have_count(count)
    page.click("#undo")
    expect(rows).to_have_count(4)
    expect(page.locator("#undo")).to_be_disabled()
    page.locator("#lines tbody tr:nth-child(4) button[aria-label='Retirer A11']").click()
    expect(rows).to_have_count(3)


def test_rows_of_a_spreadsheet_are_pasted_and_saved_as_a_proposal(tab: Tab, tmp_path: Path, year: Path) -> None:
    page = tab.page
    page.evaluate(
        """(text) => { const data = new DataTransfer(); data.setData("text/plain", text);
        document.querySelector('[data-at="0/project"]').dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
        'Projet\tMontant\tBesoin\tObjectif\tÉvaluation avancées\r\nP02\t1 500,00 €\t"deux\nmoules"\tvendre\tfait\r\n'
        "P07\t2 000\tun bras\tdix pièces\tfait\r\n",
    )
    tab.expect(page.locator('[data-at="1/amount"]')).to_have_value("2 000")
    page.locator("#lines tbody tr:nth-child(4) button[aria-label^='Retirer']").click()
    page.locator("#lines tbody tr:nth-child(3) button[aria-label^='Retirer']").click()
    tab.verdict("Vous pouvez voter ces 2\u00a0lignes")
    saved = tmp_path / "saved.csv"
    saved.write_bytes(tab.download("#save"))
    first, second = read_proposal(saved).rows
    assert (first.project, first.amount, first.need, second.amount) == ("P02", 150_000, "deux\nmoules", 200_000)
    (year / "proposition.csv").unlink()
    report = check(read_dossier(year), proposal=saved, as_of=AS_OF)
    assert report.proposal is not None
    assert report.proposal.ok


def test_two_browsers_see_one_state_and_write_beside_each_other(
    tab: Tab, browser: Browser, address: tuple[str, Room]
) -> None:
    other = Tab(browser, address[0], "en-GB")
    other.verdict("2\u00a0rows of 4 break the agreement")
    tab.put(0, amount="1000")
    other.expect(other.page.locator('[data-at="0/amount"]')).to_have_value("1000")
    other.expect(other.page.locator("#elsewhere")).to_contain_text("A08 amount 5000,00 → 1000")
    other.put(1, amount="2000")
    tab.put(0, need="autre chose")
    tab.expect(tab.page.locator('[data-at="1/amount"]')).to_have_value("2000")
    other.expect(other.page.locator('[data-at="0/need"]')).to_have_value("autre chose")
    assert {row["id"]: row["amount"] for row in address[1].what.rows}["A09"] == "2000"
    assert other.said == []
    other.page.close()


def test_the_keyboard_is_enough(tab: Tab) -> None:
    page = tab.page

    def to(selector: str) -> None:
        for _ in range(200):
            page.keyboard.press("Tab")
            if page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} is never reached")

    page.evaluate("document.body.focus()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    to("#add")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.at") == "4/project"
    page.keyboard.type("P01")
    page.keyboard.press("Tab")
    page.keyboard.type("10")
    tab.expect(page.locator("#lines tbody tr:nth-child(5) td.verdict")).to_contain_text("ALC03")
    assert page.evaluate("document.activeElement.dataset.at") == "4/amount"  # nothing took the place of what is typed
    to('#present input[value="CASQ"]')
    page.keyboard.press("Space")
    to("#vote")


@pytest.mark.parametrize("lang", ["fr-FR", "en-GB"])
def test_axe_finds_nothing_whatever_the_page_shows(browser: Browser, address: tuple[str, Room], lang: str) -> None:
    tab = Tab(browser, address[0], lang, 640)  # as a page of 1280 at 200 %
    page, expect, source = tab.page, tab.expect, axe()

    def look() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
        page.evaluate(f"() => {{ if (!window.axe) {{ {source} }} }}")
        found: list[Any] = page.evaluate("axe.run(document).then((r) => r.violations.map((v) => [v.impact, v.id, "
                                         "v.nodes.slice(0, 3).map((n) => n.html)]))")  # fmt: skip
        assert found == []

    expect(page.locator("td.verdict button").first).to_be_visible()
    page.locator("details summary").click()
    marks = page.locator("td.verdict .mark").all_inner_texts()
    assert [text[0] for text in marks] == ["✓", "✓", "✗", "✗"]  # without colour: a mark and a word
    look()
    page.set_viewport_size({"width": 400, "height": 800})
    tab.put(0, amount="beaucoup")
    expect(page.locator("#problems li")).to_be_visible()
    look()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.click("#undo")
    page.click("#repair")
    expect(page.locator("#verdict")).to_have_attribute("data-kind", "ok", timeout=60_000)
    page.click("#vote")
    expect(page.locator("#written button")).to_have_count(3)
    page.select_option("#session", "S4")
    expect(page.locator("#consigned tbody tr")).not_to_have_count(0)
    broken = {"name": "versements.csv", "mimeType": "text/csv", "buffer": b"id;montant\nV1;abc\n"}
    page.set_input_files("#files", files=[broken])  # type: ignore[list-item]
    expect(page.locator("#unread button")).to_have_count(2)
    assert b"abc" in tab.download("#unread button[data-unread=html]")
    look()
    page.click("#projector")
    look()
    assert all("422" in each for each in tab.said)
    page.close()


def test_a_dead_server_is_told_and_nothing_typed_is_lost(browser: Browser, year: Path) -> None:
    with commanded(year) as (address, process):
        assert address.startswith("http://127.0.0.1:")
        tab = Tab(browser, address)
        page = tab.page
        process.kill()
        process.wait()
        page.click("#add")
        tab.put(4, need="rien ne se perd")
        tab.expect(page.locator("#dead")).to_be_visible()
        assert tab.value(4, "need") == "rien ne se perd"
        assert "rien ne se perd" in tab.download("#save").decode()
        page.close()
