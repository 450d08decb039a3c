"""The page in a real browser, served by the command: lines typed, judged and repaired; a server that dies."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")
pytest.importorskip("fastapi", reason="FastAPI, the extra `web`, is not installed")

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.web.clients import EXAMPLES

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PROJECTS = ("P01", "<img src=x onerror=alert(1)>")

pytestmark = [
    pytest.mark.xdist_group("chromium"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt-get install chromium)"),
]


class Served:
    """A server in a process of its own, and a page of it."""

    def __init__(self, process: subprocess.Popen[str], page: Page) -> None:
        self.process, self.page = process, page
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda _dialog: self.said.append("a dialog"))

    def verdict(self, text: str) -> None:
        """Wait until the verdict says something."""
        expect(self.page.locator("#verdict")).to_have_text(text)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def served(browser: Browser, tmp_path: Path) -> Iterator[Served]:
    year = tmp_path / "year"
    shutil.copytree(EXAMPLES / "saint-quentin-2019", year)
    command = [sys.executable, "-m", "innosprint_rules", "serve", str(year), "--no-browser", "--as-of", "2019-06-19"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=EXAMPLES.parent
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            page = browser.new_page(locale="fr-FR")
            made = Served(process, page)
            page.goto(address)
            made.verdict("Aucun manquement au 19/06/2019")
            yield made
            page.close()
        finally:
            process.kill()


def put(page: Page, row: int, **cells: str) -> None:
    for column, value in cells.items():
        page.fill(f'[data-at="{row}/{column}"]', value)


def test_a_line_past_the_ceiling_is_told_with_its_article_and_made_to_comply(served: Served) -> None:
    page = served.page
    page.click("#add")
    put(page, 0, project="P01", amount="19 000,01", need="un moule", objective="dix ventes",
        progress_evaluation="essai réussi")  # fmt: skip
    served.verdict("La ligne A19 enfreint la convention")
    why = page.locator("#lines tbody tr td.verdict")  # blank while the last cell typed is judged
    expect(why).to_contain_text("END01")
    expect(why).to_contain_text(re.compile(r"art\.\s4\.1"))
    page.click("#repair")
    expect(page.locator('[data-at="0/amount"]')).to_have_value("19000.00")
    page.click("#undo")
    served.verdict("La ligne A19 enfreint la convention")
    assert served.said == []


def test_a_hostile_text_stays_a_text(served: Served) -> None:
    page = served.page
    page.click("#add")
    put(page, 0, project="<img src=x onerror=alert(1)>", amount="<script>alert(2)</script>", need="<b>x</b>")
    expect(page.locator("#problems li").first).to_be_visible()
    assert page.query_selector("img, main b, main script") is None
    assert served.said == []


def test_nothing_overflows_a_telephone(served: Served) -> None:
    served.page.set_viewport_size({"width": 400, "height": 800})
    assert served.page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_dead_server_is_told_and_nothing_typed_is_lost(served: Served) -> None:
    page = served.page
    page.click("#add")
    served.process.kill()
    served.process.wait()
    put(page, 0, need="rien ne se perd")
    expect(page.locator("#dead")).to_be_visible()
    assert page.input_value('[data-at="0/need"]') == "rien ne se perd"
