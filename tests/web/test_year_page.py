"""How the year may end, in a real browser: figures that appear and are refined, stopped, of lines that have changed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")
pytest.importorskip("fastapi", reason="FastAPI, the extra `web`, is not installed")

from playwright.sync_api import Browser, Route

from innosprint_rules import load_rulebook
from innosprint_rules.web.asking import ask
from innosprint_rules.web.room import Room
from tests.chromium import in_chromium
from tests.report.html.test_browser import axe
from tests.web.clients import EXAMPLES
from tests.web.served import Tab, commanded, serving

FEW, SOME = 110, 5_000
"""Years that are seen twice and soon drawn; years that are not soon drawn to their end."""

WAIT = 120_000

pytestmark = in_chromium


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Room]]:
    """A session with a line to vote; what draws its years is started once for all of the module."""
    folder = tmp_path_factory.mktemp("session") / "year"
    shutil.copytree(EXAMPLES / "saint-quentin-2019", folder)
    with pytest.MonkeyPatch.context() as patch, serving(folder) as (told, room):
        patch.setenv("NUMBA_DISABLE_JIT", "1")  # compiling takes longer than all of these tests
        room.futures.ready()
        yield told, room


@pytest.fixture(autouse=True)
def line(address: tuple[str, Room]) -> Iterator[None]:
    room = address[1]
    room.open(room.source)  # type: ignore[arg-type]  # it was opened
    room.put([{"project": "P02", "amount": "2000", "need": "a", "objective": "b"}])
    yield
    room.futures.stop()


def draw(tab: Tab) -> None:
    """Ask how the year may end, and wait for the first figures."""
    tab.page.click("#draw")
    tab.expect(tab.page.locator("#futures-headline")).to_have_text(re.compile(r"^(Sur|Of) \d"), timeout=WAIT)


def test_first_figures_appear_are_refined_and_go_stale_with_the_lines(
    browser: Browser, address: tuple[str, Room]
) -> None:
    tab, room = Tab(browser, address[0]), address[1]
    room.futures.years = FEW
    page, expect = tab.page, tab.expect
    expect(page.locator("#draw")).to_have_text("Comment l’année peut finir")
    expect(page.locator("#scenario")).to_have_value("baseline")
    page.select_option("#scenario", "cautious-members")
    page.focus("#draw")
    page.keyboard.press("Enter")
    expect(page.locator("#futures-headline")).to_have_text(re.compile(r"^Sur \d"), timeout=WAIT)
    expect(page.locator("#futures-years")).to_have_text(
        re.compile(r"^100\sannées simulées, ±\s\d+(,\d)?\spoints et ±\s")
    )
    expect(page.locator("#draw")).to_have_text("Arrêter")
    expect(page.locator("#futures-doing")).to_have_text(re.compile(rf"^{FEW}\sannées, "))
    tab.put(0, amount="2001")  # nothing keeps anybody from writing meanwhile
    expect(page.locator("#stale")).to_contain_text("ces chiffres sont ceux des montants d’avant")
    page.click("#undo")
    expect(page.locator("#stale")).to_be_hidden()
    expect(page.locator("#futures-headline")).to_have_text(re.compile(rf"^Sur {FEW}\s"), timeout=WAIT)
    expect(page.locator("#futures-about")).to_contain_text("Si 1\u00a0ligne est votée telle quelle")
    expect(page.locator("#futures-shares tbody tr").first).to_have_text(re.compile(r"^Aucun manquement\d+"))
    expect(page.locator("#futures-returned")).to_contain_text("médiane")
    expect(page.locator("#futures-often tbody tr")).to_have_count(3)
    assert page.evaluate("document.activeElement.id") == "undo"
    whole = tab.download("#futures-page button").decode()
    assert whole == room.futures.pages["fr"]
    assert "membres-prudents" in page.locator("#scenario option:checked").inner_text()
    tab.put(0, amount="2500")
    expect(page.locator("#stale")).to_be_visible()
    number = room.futures.number
    page.click("#again")
    expect(page.locator("#stale")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "draw"
    assert room.futures.number == number + 1
    tab.put(0, amount="beaucoup")
    expect(page.locator("#again")).to_be_hidden()
    assert tab.said == []
    page.close()


def test_two_browsers_see_the_same_years_each_in_its_language_and_either_stops_them(
    browser: Browser, address: tuple[str, Room]
) -> None:
    one, other = Tab(browser, address[0]), Tab(browser, address[0], "en-GB")
    address[1].futures.years = SOME
    draw(one)
    other.expect(other.page.locator("#futures-headline")).to_have_text(
        re.compile(r"^Of [\d,]+\ssimulated years: no breach")
    )
    other.expect(other.page.locator("#draw")).to_have_text("Stop")
    other.page.click("#draw")
    one.expect(one.page.locator("#draw")).to_have_text("Comment l’année peut finir")
    one.expect(one.page.locator("#futures-years")).to_contain_text("arrêté là")
    other.expect(other.page.locator("#futures-years")).to_contain_text("stopped there")
    shares = [each.page.locator("#futures-shares td.margin").all_inner_texts() for each in (one, other)]
    assert [re.findall(r"\d+", each) for each in shares[0]] == [re.findall(r"\d+", each) for each in shares[1]]
    one.page.select_option("#lang", "en")
    one.expect(one.page.locator("#futures-headline")).to_have_text(other.page.inner_text("#futures-headline"))
    late = Tab(browser, address[0])  # who comes later sees them as well
    late.expect(late.page.locator("#futures-years")).to_contain_text("arrêté là")
    for each in (one, other, late):
        assert each.said == []
        each.page.close()


def test_years_asked_for_while_an_answer_is_on_its_way_are_followed(
    browser: Browser, address: tuple[str, Room]
) -> None:
    tab, room = Tab(browser, address[0]), address[1]
    room.futures.years = SOME
    page, held = tab.page, []

    def hold(route: Route) -> None:
        """Bring what the server said before it was asked once the page knows that it was."""
        if held:
            route.continue_()
            return
        answer = route.fetch()
        held.append(answer.json()["running"])
        ask(room)
        page.wait_for_timeout(1_500)
        route.fulfill(response=answer)

    page.route("**/v1/session/futures?since=*", hold)
    page.select_option("#lang", "en")  # which asks again, in its words
    tab.expect(page.locator("#futures-headline")).to_have_text(re.compile(r"^Of [\d,]+\s"), timeout=WAIT)
    tab.expect(page.locator("#draw")).to_have_text("Stop")
    assert held == [False]
    assert tab.said == []
    page.close()


@pytest.mark.parametrize("lang", ["fr-FR", "en-GB"])
def test_axe_finds_nothing_while_years_are_drawn_nor_after(
    browser: Browser, address: tuple[str, Room], lang: str
) -> None:
    tab, source = Tab(browser, address[0], lang, 640), axe()  # as a page of 1280 at 200 %
    page = tab.page
    address[1].futures.years = SOME

    def look() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
        page.evaluate(f"() => {{ if (!window.axe) {{ {source} }} }}")
        found: list[Any] = page.evaluate("axe.run('#futures').then((r) => r.violations.map((v) => [v.impact, v.id, "
                                         "v.nodes.slice(0, 3).map((n) => n.html)]))")  # fmt: skip
        assert found == []

    draw(tab)
    look()
    tab.put(0, amount="2600")
    tab.expect(page.locator("#stale")).to_be_visible()
    page.set_viewport_size({"width": 400, "height": 800})
    look()
    page.click("#draw")
    tab.expect(page.locator("#futures-now")).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 800})
    look()
    page.click("#projector")
    look()
    tab.expect(page.locator("#draw")).to_be_visible()
    tab.expect(page.locator("#futures-notes")).to_be_hidden()
    page.emulate_media(media="print")
    tab.expect(page.locator("#stale-why")).to_be_visible()  # nobody takes what is printed for figures of these lines
    tab.expect(page.locator("#draw")).to_be_hidden()
    assert tab.said == []
    page.close()


def test_a_server_killed_in_the_middle_is_told_and_the_figures_stay(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    with commanded(EXAMPLES / "saint-quentin-2019") as (address, process):
        tab = Tab(browser, address)
        draw(tab)
        process.kill()
        process.wait()
        tab.expect(tab.page.locator("#dead")).to_be_visible(timeout=WAIT)
        tab.expect(tab.page.locator("#stale-why")).to_contain_text("ces chiffres sont ceux qu’il avait donnés")
        tab.expect(tab.page.locator("#futures-now")).to_be_hidden()
        tab.expect(tab.page.locator("#futures-headline")).to_have_text(re.compile(r"^Sur \d+"))
        tab.page.close()


def test_an_agreement_whose_years_cannot_be_drawn_says_what_is_missing(browser: Browser) -> None:
    other = EXAMPLES.parent / "rules" / "participatory"
    with serving(other / "sample", rulebook=load_rulebook(other)) as (address, _):
        tab = Tab(browser, address)
        tab.page.click("#draw")
        tab.expect(tab.page.locator("#futures-problem")).to_contain_text("year.yaml", timeout=WAIT)
        tab.expect(tab.page.locator("#draw")).to_have_text("Comment l’année peut finir")
        tab.page.select_option("#lang", "en")
        tab.expect(tab.page.locator("#futures-problem")).to_contain_text("it lacks")
        assert tab.said == []
        tab.page.close()
