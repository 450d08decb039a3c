"""How the year may end if the lines are voted: asked of a process apart, one question at a time a session."""

from __future__ import annotations

import json
import pickle
import subprocess  # our own interpreter, with our own code
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from innosprint_rules import apart
from innosprint_rules.errors import InputError
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.web.waiting import News
from innosprint_rules.web.years import drawing
from innosprint_rules.web.years.drawing import USUAL, Question, drawable
from innosprint_rules.wording import LANGUAGES, Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.rulebook.book import Rulebook

GONE = 10.0
"""Seconds without a browser that asks how far it is, after which nobody waits for it."""

_PACKAGES = ("pydantic", "pydantic_core", "yaml", "numba", "llvmlite", "numpy")


@cache
def scenarios(rulebook: Rulebook, lang: Lang) -> tuple[tuple[str, str], ...]:
    """Return the scenarios that years of an agreement can be drawn from, by name, and how people know them.

    There are none where its years cannot be drawn.
    """
    from innosprint_rules.simulation.scenario.loading import read_scenario

    colon, found = Teller(lang).colon, []
    for name in drawable(rulebook):
        with suppress(InputError):  # written for another agreement
            each = read_scenario(name, rulebook)
            found.append((name, f"{each.called(lang)}{colon}{each.title.get(lang)}"))
    return tuple(found)


def page_name(lang: Lang) -> str:
    """Return the name of the file that has the whole outcome."""
    return f"{_PAGE.get(lang)}.html"


class Futures:
    """The one simulation of a session: what it was asked of, and what is known of it so far.

    Args:
        rulebook: the rules.
        changed: called when one begins or ends.
    """

    def __init__(self, rulebook: Rulebook, changed: Callable[[], None]) -> None:
        self.news = News()
        """The number of what can be told: figures that are refined, years that are done."""
        self.years: int | None = None
        """How many years are drawn; as many as the usual precision needs when None."""
        self.standby = True
        """Whether a process may wait for a first question."""
        self.number = int(time.time())
        """Of the question, another one in each session."""
        self.running = False
        self.of: object = None
        """What the figures are of, to be compared with what is looked at now."""
        self.pages: Mapping[Lang, str] = {}
        """The whole outcome as a page, by language; empty until the years are done."""
        self._scenario = USUAL
        self._known: dict[str, Any] = {}
        self._changed = changed
        self._rulebook = replace(rulebook, root=rulebook.root.absolute())  # the process stands elsewhere
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._following = threading.Thread()
        self._asked_at = 0.0

    def draw(self, question: Question, of: object, about: Mapping[Lang, list[str]]) -> None:
        """Ask a question in the place of the one before; ``about`` is what is said of it, by language."""
        with self._lock:
            self.number += 1
            self.running, self.of, self.pages, self._scenario = True, of, {}, question.scenario
            self._known = {"about": about}
            self._asked_at = time.monotonic()
            if not self._sent(question) and not self._sent(question):  # one that has ended is started anew
                self._end({"problem": _CANNOT.as_dict()})
            self.news.tell()
        self._changed()

    def stop(self) -> None:
        """Draw no more years; what is known of those drawn stays."""
        with self._lock:
            if not self.running:
                return
            self._sent(None)
            self._end({"stopped": True})
        self._changed()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self.running = False
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            self._following.join()

    def ready(self) -> None:
        """Start the process that a first question will need, unless it is there."""
        with self._lock:
            if self.standby and self._process is None:
                self._start()

    @property
    def usual(self) -> str:
        """The name of the scenario that is drawn from unless another is chosen."""
        return next((name for name, _ in scenarios(self._rulebook, "fr")), USUAL)

    def told(self, lang: Lang) -> dict[str, Any]:
        """Return all that is known, in one language; whoever asks is waiting for it."""
        with self._lock:
            self._asked_at = time.monotonic()
            return {
                "told": self.news.number,
                "number": 0 if self.of is None else self.number,
                "lang": lang,
                "running": self.running,
                "scenario": self._scenario if self.of is not None else self.usual,
                "scenarios": scenarios(self._rulebook, lang),
                "page": page_name(lang) if self.pages else "",
                **{name: each[lang] if isinstance(each, dict) else each for name, each in self._known.items()},
            }

    # the process -------------------------------------------------------------------------------------

    def _sent(self, question: Question | None) -> bool:
        """Write a question, or that there is none, to the process; say whether it can be."""
        try:
            process = self._process or self._start()
            _write((self.number, question) if question is not None else (-1, None), process)
        except OSError:
            self._process = None
            return False
        return True

    def _start(self) -> subprocess.Popen[bytes]:
        """Start the process and give it the rules. Raises OSError."""
        process = self._process = subprocess.Popen(  # noqa: S603  # nothing of the user's is on the command line
            apart.command(drawing.__name__, drawing.main.__name__, _PACKAGES),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=apart.NEUTRAL,
            start_new_session=True,  # a Ctrl-C is for this process, with which the other ends
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
        self._following = threading.Thread(target=self._follow, args=(process,), name="futures", daemon=True)
        self._following.start()
        _write(self._rulebook, process)
        return process

    def _follow(self, process: subprocess.Popen[bytes]) -> None:
        """Take what the process says until it ends."""
        assert process.stdout is not None  # noqa: S101  # it is a pipe
        with process, suppress(BrokenPipeError):  # what was not sent before it ended is not sent
            for line in process.stdout:
                self._take(json.loads(line))
        with self._lock:
            if process is not self._process:
                return
            self._process = None
            if not self.running:
                return
            self._end({"problem": _ENDED.as_dict()})
        self._changed()

    def _take(self, said: dict[str, Any]) -> None:
        """Take one line of what is said of the question that is asked now."""
        kind = said["kind"]
        words = {lang: said[lang] for lang in LANGUAGES}
        with self._lock:
            if said["number"] != self.number or not self.running:
                return
            if time.monotonic() - self._asked_at > GONE:
                self.stop()
                return
            if kind == "page":
                self.pages = words
                return
            if kind in ("end", "problem"):
                self._end({"problem": words} if kind == "problem" else {"figures": words})
            else:
                self._known["figures" if kind == "seen" else kind] = words
                if kind == "doing":
                    self._known["done"] = [said["done"], said["asked"]]
                self.news.tell()
                return
        self._changed()

    def _end(self, known: Mapping[str, Any]) -> None:
        for name in ("doing", "done"):
            self._known.pop(name, None)
        self._known |= known
        self.running = False
        self.news.tell()


def _write(what: object, process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None  # noqa: S101  # it is a pipe
    process.stdin.write(pickle.dumps(what))
    process.stdin.flush()


_PAGE = Text("fin-de-l-annee", "end-of-the-year")
_CANNOT = Text("ce qui tire les années n'a pu être lancé", "what draws the years could not be started")
_ENDED = Text("ce qui tire les années s'est arrêté de façon inattendue : recommencer",
              "what draws the years ended unexpectedly: try again")  # fmt: skip
