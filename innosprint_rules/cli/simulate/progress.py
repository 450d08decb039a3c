"""How far simulated years are, told on stderr: a bar on a terminal; elsewhere a line a stage, with a mark a second."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from innosprint_rules.cli.common import error_width, tell
from innosprint_rules.report.text.layout import wrap
from innosprint_rules.wording import NARROW_NBSP, NBSP, Lang, Text

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
            self._line(self._words(progress))
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
        return f"{_years(progress.done, self.lang)}, {_grouped(rate, self.lang)}/s"

    def say(self, text: Text, **names: str) -> None:
        """Say something that is no result, with names of the user's in it, on lines of its own."""
        self._close()
        self._line(text.naming(self.lang, **names) if names else text.get(self.lang))

    def _seen(self, outcome: Outcome, stage: Stage) -> None:
        """Say what the years done so far come to: above the bar on a terminal; elsewhere while years are slow."""
        from innosprint_rules.report.content.outcome.sureness import so_far
        from innosprint_rules.report.content.teller import Teller

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

    def _words(self, progress: Progress) -> str:
        years = _years(progress.asked, self.lang)
        if progress.fewer:
            years = Text("jusqu'à {n}", "up to {n}").fill(n=years).get(self.lang)
        name = self.name
        what = Text(f"{name} : {years}, " if name else f"{years}, ", f"{name}: {years}, " if name else f"{years}, ")
        if progress.stage == "compiling":
            how = Text("le scénario est d'abord compilé, ce qui servira encore",
                       "the scenario is first compiled, for later runs too")  # fmt: skip
        elif progress.stage == "sensitivity":
            what = Text(f"{name} : " if name else "", f"{name}: " if name else "")
            how = Text(f"sensibilité, {_grouped(progress.asked, 'fr')} séries d'années",
                       f"sensitivity, {_grouped(progress.asked, 'en')} runs")  # fmt: skip
        elif progress.stage == "cluster":
            how = Text(f"sur la grappe, {progress.threads} à la fois", f"on the cluster, {progress.threads} at a time")
        elif progress.stage == "watched":
            how = Text("suivies semaine par semaine : jusqu'à quand agir",
                       "followed week by week: until when to act")  # fmt: skip
        elif progress.stage == "compiled":
            how = Text("compilées", "compiled")
            if progress.threads > 1:
                how = Text(f"compilées, {progress.threads} à la fois", f"compiled, {progress.threads} at a time")
        elif progress.compiling:
            how = Text("interprétées pendant que le scénario est compilé, ce qui servira encore",
                       "interpreted while the scenario is compiled, for later runs too")  # fmt: skip
        else:
            how = Text("interprétées", "interpreted")
        return what.get(self.lang) + how.get(self.lang)


def _grouped(count: int, lang: Lang) -> str:
    return f"{count:,}".replace(",", NARROW_NBSP) if lang == "fr" else f"{count:,}"


def _years(count: int, lang: Lang) -> str:
    word = Text("année" if count < 2 else "années", "year" if count == 1 else "years")
    return f"{_grouped(count, lang)}{NBSP}{word.get(lang)}"


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
