"""The page in a browser: axe-core finds no serious fault, nothing overflows a telephone, paper shows what is folded.

One file, so that one worker of xdist (--dist=loadfile) starts one browser at a time. axe-core comes from a package
that carries it; nothing of it is kept here.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import re
import shutil
import subprocess
import tempfile
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from innosprint_rules.cli.app import main
from innosprint_rules.report.content.teller import FRENCH
from innosprint_rules.report.documents.rendering import rendered
from innosprint_rules.report.sheets.check import check_sheet
from innosprint_rules.wording import Lang
from tests.chromium import CHROMIUM, in_chromium
from tests.report.html.pages import EXAMPLES, page, report

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PACKAGES = ("axe_core_python", "axe_playwright_python")
_RESULT = re.compile(r'<pre id="resultat">([A-Za-z0-9+/=]*)</pre>')
_TELL = """const tell = (found) => {
  const told = document.createElement("pre");
  told.id = "resultat";
  told.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(found))));
  document.body.append(told);
};"""

pytestmark = in_chromium


def axe() -> str:
    """Return the source of axe-core."""
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        for place in (spec.submodule_search_locations or []) if spec is not None else []:
            source = Path(place) / "axe.min.js"
            if source.is_file():
                return source.read_text("utf-8")
    pytest.skip("axe-core is not installed (pip install axe-core-python)")


def run(tmp_path: Path, markup: str, *flags: str) -> str:
    """Open a page in a browser that has no profile and leaves none, and return what it printed."""
    file = tmp_path / "page.html"
    file.write_text(markup, "utf-8")
    command = [CHROMIUM or "", *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *flags, file.as_uri()]
    done = subprocess.run(command, capture_output=True, check=True, timeout=300)
    return done.stdout.decode("utf-8", "replace")


def ask(tmp_path: Path, markup: str, script: str, width: int = 1280) -> Any:
    """Return what ``script`` calls ``tell`` with, in the page without its policy, which lets no script run."""
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", markup)
    free = free.replace("</body>", f"<script>{_TELL}{script}</script></body>")
    printed = run(tmp_path, free, "--dump-dom", "--virtual-time-budget=60000", f"--window-size={width},900")
    found = _RESULT.search(printed)
    assert found is not None, "the browser gave no answer"
    return json.loads(base64.b64decode(found[1]))


@cache
def unfolded(name: str, lang: Lang) -> str:
    return page(name, lang).replace("<details", "<details open")


@pytest.mark.parametrize(
    ("name", "lang", "width"),
    [("trouble", "en", 1280), ("unknown", "fr", 1280), ("proposal", "fr", 500)],
)
def test_axe_finds_nothing_serious(tmp_path: Path, name: str, lang: Lang, width: int) -> None:
    script = axe() + ";axe.run(document, {resultTypes: ['violations']}).then((r) => tell(r.violations.map((v) => ["
    script += "v.impact, v.id, v.help, v.nodes.slice(0, 3).map((n) => n.html)])))"
    found = ask(tmp_path, unfolded(name, lang), script, width)
    assert [each for each in found if each[0] in ("serious", "critical")] == []
    assert found == []  # nor anything lesser, as long as it costs nothing


def test_nothing_overflows_a_telephone(tmp_path: Path) -> None:
    script = (
        "document.documentElement.style.width = '360px';"
        "tell([...document.querySelectorAll('main *')].filter((e) => !e.closest('.scroll, svg')"
        " && e.getBoundingClientRect().right > 361).map((e) => e.outerHTML.slice(0, 120)))"
    )
    assert ask(tmp_path, unfolded("proposal", "fr"), script, 500) == []


def printed(tmp_path: Path, markup: str) -> list[str]:
    """Return the text of each page on paper."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (apt-get install poppler-utils)")
    pdf = tmp_path / "page.pdf"
    run(tmp_path, markup, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)  # noqa: S607  # found where it is installed
    return [re.sub(r"\s+", " ", page) for page in done.stdout.decode().rstrip("\f\n").split("\f")]


def test_paper_shows_the_derivations_that_the_reader_has_unfolded(tmp_path: Path) -> None:
    before, card, after = page("proposal").partition('class="card error"')
    asked = after.replace('<details class="derivation"', '<details open class="derivation"', 1)
    assert asked != after
    pages = printed(tmp_path, before + card + asked)
    assert len(pages) <= 6
    assert " ".join(pages).count("Ce qui est exigé n’est pas rempli") == 1
    assert "Sommaire" not in " ".join(pages)


@pytest.mark.parametrize("name", ["proposal", "trouble"])
def test_a_sheet_is_one_page(tmp_path: Path, name: str) -> None:
    pages = printed(tmp_path, rendered(check_sheet(report(name), FRENCH), "html").decode())
    assert len(pages) == 1
    assert "Solde" in pages[0]


# the policy of every page ----------------------------------------------------------------------------


@cache
def pages() -> dict[str, str]:
    """Return one page of each kind that a command writes."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, arguments in WRITING.items():
            path = Path(folder) / f"{kind}.html"
            assert main([*arguments, "--output", str(path)]) in (0, 1, 3)
            found[kind] = path.read_text("utf-8")
    return found


YEAR = str(EXAMPLES / "saint-quentin-2019")
BAD = str(EXAMPLES / "proposals" / "session-4-in-trouble.csv")
YEARS = ("--years", "3", "--select", "END01", "--format", "html")
WRITING = {
    "check": ("check", YEAR, "--as-of", "2019-06-19", "--proposal", BAD, "--format", "html"),
    "bimonthly": ("publish", "bimonthly", YEAR, "--period", "2"),
    "evaluation": ("publish", "evaluation", YEAR, "--at", "end", "--lang", "en"),
    "years": ("simulate", "baseline", *YEARS),
    "scenarios": ("simulate", "baseline", "late-payment", *YEARS),
}


def console(tmp_path: Path, markup: str) -> tuple[str, str]:
    """Open a page; return its document afterwards, and what the browser says of it."""
    file = tmp_path / "page.html"
    file.write_text(markup, "utf-8")
    flags = (*FLAGS, "--enable-logging=stderr", "--dump-dom", "--virtual-time-budget=5000")
    command = [CHROMIUM or "", *flags, f"--user-data-dir={tmp_path / 'profile'}", file.as_uri()]
    done = subprocess.run(command, capture_output=True, check=True, timeout=300)
    said = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if "CONSOLE" in line]
    return done.stdout.decode("utf-8", "replace"), "\n".join(said)


@pytest.mark.parametrize("kind", WRITING)
def test_a_page_keeps_to_its_own_policy(tmp_path: Path, kind: str) -> None:
    assert console(tmp_path, pages()[kind])[1] == ""


@pytest.mark.parametrize("kind", WRITING)
def test_nothing_foreign_runs_or_is_fetched(tmp_path: Path, kind: str) -> None:
    """What somebody puts into a page is as dead as what stands in a cell."""
    asked: list[str] = []

    class Trap(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that http.server looks for
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as inherited
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Trap) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = f"http://127.0.0.1:{server.server_port}"
        foreign = (
            f'<script>document.title = "ran"</script><script src="{there}/script"></script><img src="{there}/image"'
            f' onerror="document.title = 1"><iframe src="{there}/frame"></iframe>'
            f'<link rel="stylesheet" href="{there}/sheet">'
            f'<p style="background: url({there}/style)">x</p><object data="{there}/object"></object>'
        )
        markup = pages()[kind].replace("</body>", f"{foreign}</body>")
        document, said = console(tmp_path, markup)
        server.shutdown()
    assert asked == []
    assert "<title>ran" not in document
    assert "<title>1" not in document
    assert "Content Security Policy" in said
