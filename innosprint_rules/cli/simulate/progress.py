"""How far simulated years are, told on stderr: a bar on a terminal; elsewhere a line a stage, with a mark a second."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from innosprint_rules.cli.common import error_width, tell
from innosprint_rules.report.content.outcome.pace import doing, plain_years
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.layout import wrap
from innosprint_rules.wording import NARROW_NBSP, Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome
    from innosprint_rules.simulation.running.progress import Progress, Stage

SILENCE = 0.5
"""Seconds after which something is told again."""

SHORT = 0.3
"""Seconds of a stage before a bar is drawn for it."""


class ProgressLine:
    """Tells the stages of a run, once each, and how far it is; a context, which leaves the screen tidy."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.name = ""
        self._stage: tuple[object, ...] = ()
        self._notes: set[str] = set()
        self._figures = ""
        self._bar: _Bar | None = None
        self._last = time.monotonic()
        self._column = 0
        self._percent = 0
        self._start = self._last, 0

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def scenario(self, name: str) -> None:
        """Say of which scenario the years are from here on."""
        self._close()
        self.name, self._stage, self._percent, self._figures = name, (), 0, ""

    def __call__(self, progress: Progress) -> None:
        """Tell what is new."""
        if progress.note is not None:
            self._note(progress.note)
            return
        if progress.seen is not None:
            self._seen(progress.seen, progress.stage)
            return
        stage = (progress.stage, progress.compiling, progress.threads)
        if stage != self._stage:
            self._close()
            self._stage = stage
            self._line(doing(progress, Teller(self.lang), self.name))
            self._start = self._last, progress.done
        elif self._bar is None and sys.stderr.isatty() and time.monotonic() - self._last >= SHORT:
            self._bar = _Bar(progress, self.lang)
        if self._bar is not None:
            self._bar.show(progress.done, self._pace(progress), self._figures)
        elif time.monotonic() - self._last >= SILENCE:
            self._mark(progress)

    def _pace(self, progress: Progress) -> str:
        """Return how many years are done, and how many a second are counted in this stage."""
        since, before = self._start
        rate = int((progress.done - before) / max(time.monotonic() - since, 0.001))
        if progress.stage == "sensitivity":
            return f"{progress.done}/{progress.asked}"
        teller = Teller(self.lang)
        return f"{plain_years(progress.done, teller)}, {teller.grouped(rate)}/s"

    def say(self, text: Text, **names: str) -> None:
        """Say something that is no result, with names of the user's in it, on lines of its own."""
        self._close()
        self._line(text.naming(self.lang, **names) if names else text.get(self.lang))

    def _seen(self, outcome: Outcome, stage: Stage) -> None:
        """Say what the years done so far come to: above the bar on a terminal; elsewhere while years are slow."""
        from innosprint_rules.report.content.outcome.sureness import so_far

        self._figures = so_far(outcome, Teller(self.lang))
        if stage == "interpreted" and not sys.stderr.isatty():
            self._close()
            self._line(self._figures)

    # lines and marks ---------------------------------------------------------------------------------

    def _note(self, note: Text) -> None:
        said = note.get(self.lang)
        if said not in self._notes:
            self._notes.add(said)
            self._close()
            self._line(said)

    def _line(self, said: str) -> None:
        tell("\n".join(wrap(said, error_width(), 0, 4)))
        self._last = time.monotonic()

    def _mark(self, progress: Progress) -> None:
        percent = 100 * progress.done // max(1, progress.asked)
        mark = "."
        if percent // 10 > self._percent // 10:
            mark = f" {percent}{NARROW_NBSP}% " if self.lang == "fr" else f" {percent}% "
        self._percent = percent
        if self._column + len(mark) > error_width():
            tell("")
            self._column = 0
        tell(mark, end="")
        self._column += len(mark)
        self._last = time.monotonic()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
        if self._column:
            tell("")
            self._column = 0


class _Bar:
    """A bar on a terminal, below what the years done so far come to; it leaves nothing behind."""

    def __init__(self, progress: Progress, lang: Lang) -> None:
        from rich.live import Live
        from rich.progress import BarColumn, ProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        from innosprint_rules.cli.common import console

        left = Text("reste", "left")
        columns: list[ProgressColumn] = [BarColumn(30), TimeElapsedColumn()]
        if progress.stage != "compiling":
            pace = TextColumn("{task.fields[told]}")
            columns = [BarColumn(30), pace, TextColumn(left.get(lang)), TimeRemainingColumn(compact=True)]
        screen = console(sys.stderr)
        self.bar = Bar(*columns, console=screen, auto_refresh=False)
        total = None if progress.stage == "compiling" else progress.asked
        self.task = self.bar.add_task("", total=total, completed=progress.done, told="")
        self.live = Live(self.bar, console=screen, transient=True, auto_refresh=False)
        self.live.start()

    def show(self, done: int, told: str, figures: str) -> None:
        """Show how far it is, and the figures so far."""
        from rich.console import Group
        from rich.text import Text as Said

        self.bar.update(self.task, completed=done, told=told)
        above = [Said("\n".join(wrap(figures, error_width(), 0, 2)))] if figures else []
        self.live.update(Group(*above, self.bar), refresh=True)

    def stop(self) -> None:
        """Wipe it."""
        self.live.stop()
