"""How soon an edit of one amount is judged, in the engine and on the page; run by name, or call :func:`figures`.

In the engine: milliseconds of one edit on the example year with its proposal, and its share of a full check on 20
projects, 6 sessions and 60 allocations, taken in turns. On the page: from a key to the painted verdict in headless
Chromium, where it is installed, before and while years are drawn; seconds until the first figures of these.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import innosprint_rules as ir  # noqa: E402  # the path comes first
from innosprint_rules.engine.live import Live  # noqa: E402  # likewise
from innosprint_rules.rulebook.loading import bundled  # noqa: E402  # likewise
from tests.engine.sample import SESSIONS, document  # noqa: E402  # likewise

YEAR, PROPOSAL = ROOT / "examples/saint-quentin-2019", ROOT / "examples/proposals/session-4-in-trouble.csv"
EDITS, KEYS = 100, 60
ENGINE_MS, PAGE_MS, SHARE, FIRST_S = 16, 100, 0.4, 2
"""What each figure is held to: p95 in milliseconds, the share of a full check, seconds until years are seen."""

_WATCH = """() => {
  window.painted = [];
  let pressed = null;
  document.addEventListener("input", (event) => { pressed = pressed ?? event.timeStamp; }, true);
  new MutationObserver(() => {
    const since = pressed;
    pressed = null;
    if (since !== null) requestAnimationFrame(() => { const done = new MessageChannel();
      done.port1.onmessage = () => window.painted.push(performance.now() - since); done.port2.postMessage(null); });
  }).observe(document.getElementById("verdict"), { attributes: true, attributeFilter: ["data-version"] });
}"""


def p95(times: list[float]) -> float:
    """Return the time within which 95 of a hundred are."""
    return statistics.quantiles(times, n=20)[-1]


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds something takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1_000


def engine(dossier: ir.Dossier, rows: list[dict[str, object]], as_of: date) -> tuple[list[float], list[float]]:
    """Return the times of edits of one amount and of full checks of the same, in turns."""
    book = bundled()
    live = Live(dossier, book, as_of)
    live.report(ir.read_proposal(rows))
    edits, checks = [], []
    for number in range(EDITS):
        rows[number % len(rows)]["amount"] = f"{500 + number}.00"
        lines = ir.read_proposal(rows)
        edits.append(timed(partial(live.report, lines)))
        checks.append(timed(partial(ir.check, dossier, book, proposal=lines, as_of=as_of, inference=False)))
    return edits, checks


def page() -> dict[str, float]:
    """Return the times from a key to the painted verdict, before and while years are drawn; empty without a browser."""
    try:
        from playwright.sync_api import sync_playwright

        from tests.chromium import CHROMIUM
        from tests.web.served import commanded
    except ImportError:
        return {}
    if CHROMIUM is None:
        return {}
    with sync_playwright() as started, commanded(YEAR) as (address, _process):
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(locale="fr-FR")
        tab.goto(address)
        tab.wait_for_selector("#verdict[data-version]")
        for line, (project, amount) in enumerate((("P02", "5000"), ("P07", "6000"), ("P13", "4500"), ("P09", "8000"))):
            tab.click("#add")
            tab.fill(f'[data-at="{line}/project"]', project)
            tab.fill(f'[data-at="{line}/amount"]', amount)
        tab.wait_for_timeout(5_000)
        tab.evaluate(_WATCH)
        idle = keys(tab)
        tab.wait_for_timeout(2_000)
        start = time.perf_counter()
        tab.click("#draw")
        tab.wait_for_selector("#futures-headline:not(:empty)", timeout=60_000)
        first = time.perf_counter() - start
        beside = keys(tab)
        browser.close()
    return {
        "key_to_painted_p95_ms": p95(idle),
        "key_to_painted_ms": statistics.median(idle),
        "while_drawing_p95_ms": p95(beside),
        "first_figures_s": first,
    }


def keys(tab: Page) -> list[float]:
    """Return the times from each key of somebody who types to the verdict painted."""
    tab.focus('[data-at="3/amount"]')
    tab.evaluate("window.painted.length = 0")
    for number in range(KEYS):
        tab.keyboard.press("Backspace" if number % 2 else "5")
        tab.wait_for_function("(count) => window.painted.length > count", arg=number, polling=5)
        tab.wait_for_timeout(130)  # as somebody types
    times: list[float] = tab.evaluate("window.painted")
    return times


def figures() -> dict[str, float]:
    """Return the figures by name, and print whether each holds."""
    proposal = [dict(row.model_dump(exclude_none=True)) for row in ir.read_proposal(PROPOSAL).rows]
    year, _ = engine(ir.read_dossier(YEAR), proposal, date(2019, 6, 19))
    lines: list[dict[str, object]] = [
        {"id": f"X{n}", "session": "S6", "project": f"P{n:02}", "amount": "400", "need": "b", "objective": "o"}
        for n in range(1, 5)
    ]
    edits, checks = engine(ir.Dossier.model_validate(document()), lines, SESSIONS[-1])
    found = {
        "edit_p95_ms": p95(year),
        "edit_ms": statistics.median(year),
        "edit_to_full_check": statistics.median(edits) / statistics.median(checks),
    }
    limits = {
        "edit_p95_ms": ENGINE_MS,
        "edit_to_full_check": SHARE,
        "key_to_painted_p95_ms": PAGE_MS,
        "first_figures_s": FIRST_S,
    }
    found |= page()
    for name, value in found.items():
        held = f"  at most {limits[name]}{'' if value <= limits[name] else '  NOT MET'}" if name in limits else ""
        print(f"{name:<36}{value:>12.3f}{held}")
    return found


if __name__ == "__main__":
    figures()
