"""The process that draws the years of a session: apart from the one that judges what is typed, and giving way to it.

It reads from its standard input what the server that started it writes, pickled, and nothing else's: the rules once,
then a number and a question, or None to stop. It answers a line of JSON at a time, and ends with the server.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.dossier.proposal import Proposal
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.rulebook.book import Rulebook
    from innosprint_rules.simulation.running.progress import Progress

NICE = 10
USUAL = "baseline"
"""The scenario that is drawn from unless another is chosen, or the agreement has its own."""

PAUSE = 0.5
"""Seconds between two times that it is told how far the years are."""

SURE = 1.0
"""Seconds of a stage after which its pace is worth telling."""

WATCHED = 6
"""Years that are counted in the time in which one is watched."""


@dataclass(frozen=True, slots=True)
class Question:
    """If these lines are voted on this dossier, how may the year end? ``years`` None draws as many as it takes."""

    scenario: str
    dossier: Dossier
    proposal: Proposal | None
    as_of: date
    readings: Mapping[str, str]
    years: int | None = None


class Superseded(Exception):  # noqa: N818  # no fault: another question came, or none is asked any more
    """The years that are being drawn are not waited for any more."""


class Box:
    """What is asked now, with its number; a newer question takes the place of the one before."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.number = 0
        self._question: Question | None = None

    def put(self, number: int, question: Question | None) -> None:
        """Take a question in the place of the one before."""
        with self._changed:
            self.number, self._question = number, question
            self._changed.notify()

    def take(self) -> tuple[int, Question]:
        """Return what is asked, once something is."""
        with self._changed:
            while self._question is None:
                self._changed.wait()
            question, self._question = self._question, None
            return self.number, question


def main() -> None:
    """Answer questions until the server has gone."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    source, box = sys.stdin.buffer, Box()
    rulebook = pickle.load(source)  # noqa: S301  # written by the server of this session, never a user's file
    threading.Thread(target=listen, args=(source, box), name="listening", daemon=True).start()
    warm(rulebook)
    while True:
        number, question = box.take()
        try:
            Telling(out, box, number).answer(question, rulebook)
        except Superseded:
            continue


def listen(source: IO[bytes], box: Box) -> None:
    """Put what the server asks into the box; once the server has gone, nobody waits for anything."""
    while True:
        try:
            number, question = pickle.load(source)  # noqa: S301  # as above
        except (EOFError, OSError, pickle.UnpicklingError):
            os._exit(0)
        box.put(number, question)


def warm(rulebook: Rulebook) -> None:
    """Have ready what every question needs: one year of nothing is drawn where the agreement can be."""
    from innosprint_rules.errors import InnosprintError
    from innosprint_rules.report.content.outcome import safe_vote
    from innosprint_rules.report.html.outcome import page
    from innosprint_rules.simulation.simulate import simulate
    from innosprint_rules.web.years import figures

    del safe_vote, page, figures
    try:
        simulate(drawable(rulebook)[0], None, rulebook, years=1, engine="interpreted")
    except InnosprintError:
        return  # told when it is asked for


def drawable(rulebook: Rulebook) -> list[str]:
    """Return the names of the scenarios of years: the agreement's own, then the usual one, then the others shipped."""
    from innosprint_rules.location import scenarios_root
    from innosprint_rules.simulation.scenario.finding import heads, named

    files = named(rulebook)
    names = [each.name for each in heads(rulebook) if each.of_years]
    return sorted(names, key=lambda name: (files[name].parent == scenarios_root(), name != USUAL))


class Telling:
    """One question being answered: what is told of it, in both languages, while it is still asked."""

    def __init__(self, out: IO[str], box: Box, number: int) -> None:
        self.out, self.box, self.number = out, box, number
        self._stage: object = None
        self._since, self._from, self._last = 0.0, 0, 0.0

    def answer(self, question: Question, rulebook: Rulebook) -> None:
        """Draw the years and tell what comes of them.

        Raises:
            Superseded: something else is asked meanwhile, or nothing any more.
        """
        from innosprint_rules.report.content.outcome.safe_vote import assumed_words, voted
        from innosprint_rules.report.html.outcome.page import html_outcome
        from innosprint_rules.simulation.outcome.outcome import Outcome
        from innosprint_rules.simulation.simulate import simulate
        from innosprint_rules.web.years.figures import figures

        try:
            dossier, day = question.dossier, question.as_of
            if question.proposal is not None:
                vote = voted(dossier, rulebook, question.proposal, day)
                dossier, day = vote.dossier, vote.last
                if vote.assumed:
                    self.tell("assumed", lambda teller: assumed_words(vote.assumed, teller))
            found = simulate(question.scenario, dossier, rulebook, years=question.years, as_of=day,
                             readings=question.readings, progress=self.progress)  # fmt: skip
            if not isinstance(found, Outcome):
                raise TypeError(question.scenario)  # fixed events alone: not asked for by the page
            self.tell("page", lambda teller: html_outcome(found, teller))
            self.tell("end", lambda teller: figures(found, teller))
        except Superseded:
            raise
        except Exception as error:  # of the tool itself too: who is told nothing would wait for ever
            self.tell("problem", partial(problem_words, error))

    def progress(self, known: Progress) -> None:
        """Tell how far it is, and what the years so far come to."""
        from innosprint_rules.report.content.outcome.pace import at_most, doing
        from innosprint_rules.web.years.figures import figures

        if self.box.number != self.number:
            raise Superseded
        if known.note is not None:
            note = known.note
            self.tell("note", lambda teller: teller.say(note))
            return
        if known.seen is not None:
            seen = known.seen
            self.tell("seen", lambda teller: figures(seen, teller))
            return
        now = time.monotonic()
        if (known.stage, known.compiling) != self._stage:
            self._stage = known.stage, known.compiling
            self._since, self._from, self._last = now, known.done, 0.0
        if now - self._last < PAUSE:
            return
        self._last = now
        left = self._left(known, now)
        self.tell(
            "doing",
            lambda teller: {"text": doing(known, teller), "left": "" if left is None else at_most(left, teller)},
            done=known.done,
            asked=known.asked,
        )

    def _left(self, known: Progress, now: float) -> float | None:
        """Return how many seconds the rest takes at most at this pace; None as long as there is none worth telling."""
        from innosprint_rules.simulation.running.years import watched_years

        if known.stage == "compiling" or now - self._since < SURE or known.done <= self._from:
            return None
        pace = (known.done - self._from) / (now - self._since)
        rest = known.asked - known.done
        return (rest if known.stage == "watched" else rest + WATCHED * watched_years(known.asked)) / pace

    def tell(self, kind: str, said: Any, **more: Any) -> None:
        """Write one line that says something in each language.

        Raises:
            Superseded: it is not asked any more.
        """
        from innosprint_rules.report.content.teller import Teller
        from innosprint_rules.wording import LANGUAGES

        told: dict[str, Any] = {"number": self.number, "kind": kind, **more}
        for lang in LANGUAGES:
            told[lang] = said(Teller(lang))
        if self.box.number != self.number:
            raise Superseded
        self.out.write(json.dumps(told, ensure_ascii=False) + "\n")
        self.out.flush()


def problem_words(error: Exception, teller: Teller) -> list[str]:
    """Return why no years are drawn, each thing by itself."""
    from innosprint_rules.errors import InnosprintError, InputError, UsageError

    if isinstance(error, UsageError):  # what to do instead is said to whoever writes a command
        return [teller.say(each.message) for each in error.problems]
    if isinstance(error, InputError):
        return error.words(teller.lang)
    return [str(error) if isinstance(error, InnosprintError) else f"{type(error).__name__}: {error}"]
