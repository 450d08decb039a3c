"""What is told while years are run: once a stage on any stream, a mark a second, a bar on a terminal."""

from __future__ import annotations

import io
import sys

import pytest

from innosprint_rules.cli.simulate import progress as years_progress
from innosprint_rules.cli.simulate.progress import ProgressLine
from innosprint_rules.simulation.running.years import Progress
from innosprint_rules.wording import Text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(years_progress, "time", found)
    monkeypatch.setenv("COLUMNS", "80")
    return found


def told(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, clock: Clock, lang: str = "en") -> str:
    """A run of forty seconds: interpreted while it is compiled, then compiled."""
    monkeypatch.setattr(sys, "stderr", stream)
    with ProgressLine(lang) as teller:  # type: ignore[arg-type]  # fr or en
        teller.scenario("baseline")
        for tick in range(300):
            teller(Progress("interpreted", tick * 10, 10_000, compiling=True))
            clock.now += 0.1
        for tick in range(100):
            teller(Progress("compiled", 3_000 + tick * 70, 10_000, threads=4))
            clock.now += 0.1
    return stream.getvalue().replace("\u00a0", " ").replace("\u202f", " ")


def test_elsewhere_than_on_a_terminal_a_stage_is_a_line_with_marks(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    lines = told(monkeypatch, io.StringIO(), clock).splitlines()
    first = " ".join(line.strip() for line in lines[:2])
    assert first == "baseline: 10,000 years, interpreted while the scenario is compiled, for later runs too"
    (compiled,) = (place for place, line in enumerate(lines) if line == "baseline: 10,000 years, compiled, 4 at a time")
    marks = "".join(lines[2:compiled])
    assert marks.count(".") + marks.count("%") >= 25, "a mark a second"
    assert "10%" in marks
    assert "20%" in marks
    assert "93%" in lines[compiled + 1]
    assert max(map(len, lines)) <= 80


def test_it_is_never_silent_for_more_than_a_second(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    class Heard(io.StringIO):
        moments: list[float] = []  # noqa: RUF012  # of this test alone

        def write(self, text: str) -> int:
            self.moments.append(clock.now)
            return super().write(text)

    told(monkeypatch, Heard(), clock)
    gaps = [later - sooner for sooner, later in zip(Heard.moments, Heard.moments[1:], strict=False)]
    assert max(gaps) <= 1.01


def test_french_counts_and_spaces(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    text = told(monkeypatch, io.StringIO(), clock, "fr")
    assert "baseline : 10 000 années, interprétées pendant que le scénario est compilé" in text
    assert "baseline : 10 000 années, compilées, 4 à la fois" in text
    assert " 20 % " in text


def test_on_a_terminal_there_is_a_bar_that_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    monkeypatch.setenv("TERM", "xterm")
    text = told(monkeypatch, Terminal(), clock)
    assert "9,930 years" in text
    assert "/s" in text
    assert "left" in text
    assert text.rstrip().endswith("\x1b[2K"), "the bar is wiped"


def test_a_note_is_said_once(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with ProgressLine("en") as teller:
        for _ in range(3):
            teller(Progress("interpreted", 0, 10, note=Text("sans Numba", "without Numba")))
            clock.now += 1
    assert stream.getvalue() == "without Numba\n"


def test_compiling_and_sensitivity_have_words_of_their_own(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with ProgressLine("en") as teller:
        teller.scenario("renewal")
        teller(Progress("compiling", 0, 10_000, compiling=True))
        clock.now += 1
        teller(Progress("compiling", 0, 10_000, compiling=True))
        teller(Progress("sensitivity", 3, 150))
    assert stream.getvalue().splitlines() == [
        "renewal: 10,000\u00a0years, the scenario is first compiled, for later runs too",
        ".",
        "renewal: sensitivity, 150 runs",
    ]
