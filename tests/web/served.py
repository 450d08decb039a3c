"""The page in the machine's own Chromium: served from this process, or by the command in one of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.loading import bundled
from innosprint_rules.web.app import application
from innosprint_rules.web.room import Room
from tests.web.clients import EXAMPLES, TOKEN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AS_OF = date(2019, 6, 19)


@contextmanager
def serving(source: Path | None, as_of: date = AS_OF, rulebook: Rulebook | None = None) -> Iterator[tuple[str, Room]]:
    """Serve a session on ``source`` from a thread of this process; give its address and its room."""
    with closing(Room(rulebook or bundled(), as_of)) as room, socket.socket() as listener:
        room.futures.standby = False  # few tests draw years
        if source is not None:
            room.open(source)
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        server = uvicorn.Server(uvicorn.Config(application(room.rulebook, TOKEN, room), log_level="critical"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/?token={TOKEN}", room
        finally:
            server.should_exit = True
            server.force_exit = True
            thread.join(30)


@contextmanager
def commanded(source: Path, as_of: date = AS_OF) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve a session by the command; give its address and its process."""
    command = [sys.executable, "-m", "innosprint_rules", "serve", str(source), "--no-browser", "--as-of",
               as_of.isoformat()]  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=EXAMPLES.parent
    ) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


class Tab:
    """One page of a session, with all that its console said."""

    def __init__(self, browser: Browser, address: str, lang: str = "fr-FR", width: int = 1280) -> None:
        from playwright.sync_api import expect

        expect.set_options(timeout=60_000)  # a busy machine is no fault of the page
        self.expect = expect
        self.page: Page = browser.new_page(locale=lang, viewport={"width": width, "height": 900}, accept_downloads=True)
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda _dialog: self.said.append("a dialog"))
        self.page.goto(address)
        expect(self.page.locator("#verdict[data-version]")).to_be_visible()

    def verdict(self, text: str) -> None:
        """Wait until the verdict says something."""
        self.expect(self.page.locator("#verdict")).to_have_text(text)

    def put(self, row: int, **cells: str) -> None:
        """Write into cells of a line, as somebody types."""
        for column, value in cells.items():
            self.page.fill(f'[data-at="{row}/{column}"]', value)

    def value(self, row: int, column: str) -> str:
        """Return what stands in a cell of a line."""
        return self.page.input_value(f'[data-at="{row}/{column}"]')

    def download(self, button: str) -> bytes:
        """Return the file that a button gives."""
        with self.page.expect_download() as waiting:
            self.page.click(button)
        return Path(waiting.value.path()).read_bytes()
