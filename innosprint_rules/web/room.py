"""The session that browsers share: one dossier, the lines under decision, who is there, what was tried and made."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath

from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.dossier.reading import read_dossier
from innosprint_rules.dossier.schema.roles import Proposals, required
from innosprint_rules.dossier.vote import put_to_vote
from innosprint_rules.engine.live import Live
from innosprint_rules.engine.report import Report
from innosprint_rules.errors import DossierError, InputError, Problem, UsageError
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.web.kept import Cell, SecondLook, Unread, Way, What
from innosprint_rules.web.lines import Row, as_proposal, as_rows, named
from innosprint_rules.web.waiting import News
from innosprint_rules.web.years.futures import Futures
from innosprint_rules.wording import Text

MOST_UNDO, MOST_FILES, MOST_SEEN = 100, 40, 500


class Room:
    """The one state that every browser of a session sees; each change has a number, and can be undone.

    Args:
        rulebook: the rules.
        as_of: the day of judgement; today when None.
    """

    def __init__(self, rulebook: Rulebook, as_of: date | None = None) -> None:
        self.rulebook = rulebook
        self.lock = threading.RLock()
        self.version = 0
        """The number of what is looked at."""
        self.news = News()
        """What can be told of it, by a number of its own: a second look tells more of the same."""
        self.name = ""
        self.source: Path | None = None
        self.print = ""
        self.dossier = Dossier.model_validate({}, context={"innosprint": {"rulebook": rulebook}})
        self.what = What(as_of=as_of)
        self.before: list[What] = []
        self.seen: dict[int, What] = {}
        self.report: Report | None = None
        self.problems: tuple[Problem, ...] = ()
        self.ways: tuple[Way, ...] = ()
        self.second: SecondLook | None = None
        """Of what is looked at now; None until it was had."""
        self.unread: Unread | None = None
        self.files: dict[str, bytes] = {}
        self.notes: tuple[Text, ...] = ()
        """What the last copy could not keep, or is older than."""
        self._live: Live | None = None
        self._typed: frozenset[tuple[str, str]] = frozenset()
        self._kept = ExitStack()
        self.futures = Futures(rulebook, self.news.tell)
        self._kept.callback(self.futures.close)
        with self.lock:
            self._look_at(self.what)

    def close(self) -> None:
        """Remove what was dropped and made, and draw no more years."""
        self._kept.close()

    def folder(self) -> Path:
        """Return a new folder that is gone with the session."""
        return Path(self._kept.enter_context(tempfile.TemporaryDirectory(prefix="innosprint-")))

    # what browsers do --------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Read the dossier at ``path``. Raises DossierError, and the one before stays."""
        with self.lock:
            dossier, found = read_dossier(path, self.rulebook), fingerprint(path)
            self.name, self.source, self.dossier, self.print = path.name, path, dossier, found
            self.before.clear()
            self.unread = None
            self.notes, self._live = (), None
            self._look_at(self._first_lines())

    def drop(self, files: Mapping[str, bytes]) -> None:
        """Take a workbook, a document, or the files of a folder that somebody dropped on the page.

        Raises:
            DossierError: they cannot be read; what was open stays, and ``unread`` has what to mend.
            UsageError: there are too many, or two of one name.
        """
        if not files or len(files) > MOST_FILES:
            raise UsageError(_FILES)
        base = self.folder() / "dossier"  # of its own: nothing of an earlier drop is read with it
        base.mkdir()
        names = {PurePath(name.replace("\\", "/")).name or "file": content for name, content in files.items()}
        if len(names) < len(files):
            raise UsageError(_SAME_NAME)
        for name, content in names.items():
            (base / name).write_bytes(content)
        single = len(names) == 1 and not next(iter(names)).lower().endswith(".csv")
        path = base / next(iter(names)) if single else base
        try:
            self.open(path)
        except DossierError as error:
            with self.lock:
                self.unread = Unread(path, error)
                self.news.tell()
            raise

    def change(self, what: What) -> None:
        """Put something else to look at in place; what was there can come back."""
        with self.lock:
            if what != self.what:
                self.before = [*self.before, self.what][-MOST_UNDO:]
                self._typed = frozenset()
                self._look_at(what)

    def put(self, rows: Sequence[Row]) -> None:
        """Put other lines in place."""
        with self.lock:
            self.change(replace(self.what, rows=named(rows, self.dossier)))

    def type(self, cells: Sequence[Cell]) -> None:
        """Write into cells of lines that are there; what is typed into one cell without a pause is undone as one."""
        with self.lock:
            (key,) = self.rulebook.schema.tables[self.role.table].identity
            rows = {row.get(key, ""): dict(row) for row in self.what.rows}
            for cell in cells:
                if cell.line in rows:  # else somebody else took the line away meanwhile
                    rows[cell.line][cell.column] = cell.text
            where = frozenset((cell.line, cell.column) for cell in cells)
            same, before = where == self._typed, list(self.before)
            self.put(list(rows.values()))
            if same:
                self.before = before
            self._typed = where

    def undo(self) -> None:
        """Bring back what was there before the last change."""
        with self.lock:
            if self.before:
                self._typed = frozenset()
                self._look_at(self.before.pop())

    # what it is made of ------------------------------------------------------------------------------

    def proposal(self) -> Proposal | None:
        """Return the lines as the library judges them; None without any."""
        return as_proposal(self.what.rows, self.what.session, self.rulebook)

    @property
    def base(self) -> Dossier:
        """The dossier without the lines that it proposes itself: these are among the lines, or were taken away."""
        return self._judging().dossier

    @property
    def today(self) -> date:
        """The moment of judgement."""
        return self.what.as_of or local_today()

    @property
    def role(self) -> Proposals:
        """The table of what is proposed, and what its columns are called."""
        return required(self.rulebook.schema.roles.proposals, "proposals")

    def _judging(self) -> Live:
        if self._live is None or self._live.as_of != self.today:
            base = put_to_vote(self.dossier, None, self.today).dossier
            self._live = Live(base, self.rulebook, self.today, self.what.readings)
        return self._live

    def _look_at(self, what: What) -> None:
        """Judge what is looked at; what cannot be read is told in its place, and the verdict is gone."""
        if what.readings != self.what.readings:
            self._live = None
        self.what, self.problems, self.report, self.ways, self.second = what, (), None, (), None
        try:
            self.report = self._judging().report(self.proposal())
        except InputError as error:
            self.problems = error.problems
        self.version += 1
        self.seen[self.version] = what
        self.seen.pop(self.version - MOST_SEEN, None)
        self.news.tell()

    def meetings(self) -> list[tuple[str, date | None]]:
        """Return the meetings of the dossier with their days; none where the agreement has no such table."""
        role = self.rulebook.schema.roles.meetings
        rows = () if role is None else self.dossier.rows(role.table) or ()
        return [(row.identity, None if role is None else getattr(row, role.day)) for row in rows]

    def _first_lines(self) -> What:
        """Return what a dossier itself proposes, and the session that comes next."""
        vote = put_to_vote(self.dossier, None, self.today)
        rows = () if vote.proposal is None else tuple(as_rows(vote.proposal.rows))
        days = sorted((day, code) for code, day in self.meetings() if day is not None)
        following = next((code for day, code in days if day >= self.today), days[-1][1] if days else None)
        inside = next((row[self.role.meeting] for row in rows if row.get(self.role.meeting)), None)
        return What(inside or following, rows, self.what.readings, self.what.as_of)


def fingerprint(path: Path) -> str:
    """Return a digest of the bytes of a file, or of the files of a folder: whether they changed since."""
    digest = hashlib.sha256()
    for each in [path] if path.is_file() else sorted(each for each in path.iterdir() if each.is_file()):
        digest.update(f"{each.name}\0".encode() + hashlib.sha256(each.read_bytes()).digest())
    return digest.hexdigest()


_FILES = Problem("dropped-files", Text(f"de 1 à {MOST_FILES} fichiers", f"from 1 to {MOST_FILES} files"))
_SAME_NAME = Problem("dropped-twice", Text("deux fichiers portent le même nom", "two files have the same name"))
