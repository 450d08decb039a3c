"""Make the pictures of GUIDE.md again, from the examples as they are: ``make pictures``.

Needs Chromium; where pngquant is installed the pictures are made smaller with it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect, sync_playwright

import innosprint_rules as ir
from innosprint_rules.cli.app import main
from innosprint_rules.dossier.writing.workbook import write_dossier_workbook
from tests.chromium import CHROMIUM
from tests.web.served import serving

ROOT = Path(__file__).parents[1]
EXAMPLES, PICTURES = ROOT / "examples", ROOT / "examples" / "pictures"
YEAR, TROUBLE = EXAMPLES / "saint-quentin-2019", EXAMPLES / "proposals" / "session-4-in-trouble.csv"
WIDE, HIGH = 1340, 1000
COLOURS = "64"


def make() -> None:
    """Write every picture of the guide."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--lang=fr-FR"], env={**os.environ, "LANGUAGE": "fr"}
        )
        _session(browser, Path(scratch))
        _unread(browser, Path(scratch))
        _sheet(browser, Path(scratch))
        browser.close()
    smaller = shutil.which("pngquant")
    if smaller is not None:
        for picture in PICTURES.glob("*.png"):
            subprocess.run([smaller, "--force", "--strip", "--output", picture, COLOURS, picture], check=True)


def _session(browser: Browser, scratch: Path) -> None:
    """The page of a session: what may be voted, then once it has been mended by a click; how the year may end then."""
    dossier = scratch / "année-2019"
    shutil.copytree(YEAR, dossier)
    shutil.copyfile(TROUBLE, dossier / "proposition.csv")
    with serving(dossier) as (address, room):
        room.futures.years = 1_000
        page = _opened(browser, address)
        expect(page.locator("#verdict")).to_contain_text("enfreignent")
        expect(page.locator("#lines tbody tr")).to_have_count(4)
        page.wait_for_timeout(1500)  # the second engine answers, and buttons with it
        page.screenshot(path=PICTURES / "session.png")
        page.click("#repair")
        expect(page.locator("#verdict")).not_to_contain_text("enfreignent", timeout=60_000)
        page.wait_for_timeout(1500)
        page.click("#draw")
        expect(page.locator("#futures-page button")).to_be_visible(timeout=600_000)
        page.locator("#futures").screenshot(path=PICTURES / "fin-de-l-annee.png")
        page.locator("#consign").scroll_into_view_if_needed()
        page.screenshot(path=PICTURES / "consigner.png")
        page.close()


def _unread(browser: Browser, scratch: Path) -> None:
    """What a dossier that cannot be read looks like."""
    path = write_dossier_workbook(ir.read_dossier(YEAR), scratch / "dossier.xlsx")
    book = load_workbook(path)
    for cell, value in (("C2", "31/02/2019"), ("E3", "quatre mille")):
        book["Attributions"][cell].value = value
    book["Versements"]["C3"].value = "FN vers le projet"
    book.save(path)
    _written(browser, scratch / "a-corriger.html", ["check", str(path), "--format", "html"], "a-corriger.png")


def _sheet(browser: Browser, scratch: Path) -> None:
    """The page of a session, to print."""
    asked = ["check", str(YEAR), "--proposal", str(TROUBLE), "--as-of", "2019-06-19", "--format", "sheet"]
    _written(browser, scratch / "fiche.html", asked, "fiche.png")


def _written(browser: Browser, file: Path, arguments: list[str], name: str) -> None:
    main([*arguments, "--lang", "fr", "--output", str(file)])
    page = _opened(browser, file.as_uri(), 900, 700)
    page.screenshot(path=PICTURES / name, full_page=True)
    page.close()


def _opened(browser: Browser, address: str, wide: int = WIDE, high: int = HIGH) -> Page:
    page = browser.new_page(viewport={"width": wide, "height": high}, locale="fr-FR")
    page.goto(address)
    return page


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    make()
