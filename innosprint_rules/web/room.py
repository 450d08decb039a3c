"""The session that browsers share: one dossier, the lines under decision, what was tried, what was consigned."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath

from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal, read_proposal
from innosprint_rules.dossier.proposed_rows import new_ids
from innosprint_rules.dossier.reading import read_dossier
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.dossier.vote import put_to_vote
from innosprint_rules.engine.live import Live
from innosprint_rules.engine.report import Report
from innosprint_rules.errors import InputError, Problem, UsageError
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text

Row = dict[str, str]
"""One line under decision: cells as typed, by column code."""

MOST_ROWS, MOST_UNDO, MOST_FILES = 200, 100, 40


@dataclass(frozen=True, slots=True)
class What:
    """What is looked at: the lines, their session, the day, readings chosen. A what-if is another one of these."""

    session: str | None = None
    rows: tuple[Row, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None


class Room:
    """The one state that every browser of a session sees; each change has a number, and can be undone.

    Args:
        rulebook: the rules.
        as_of: the day of judgement; today when None.
    """

    def __init__(self, rulebook: Rulebook, as_of: date | None = None) -> None:
        self.rulebook = rulebook
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.version = 0
        self.name = ""
        self.source: Path | None = None
        self.dossier = Dossier.model_validate({}, context={"innosprint": {"rulebook": rulebook}})
        self.what = What(as_of=as_of)
        self.before: list[What] = []
        self.report: Report | None = None
        self._live: Live | None = None
        self.problems: tuple[Problem, ...] = ()
        self.files: dict[str, bytes] = {}
        self._kept = ExitStack()
        with self.lock:
            self._judge()

    def close(self) -> None:
        """Remove what was dropped and made."""
        self._kept.close()

    def _folder(self) -> Path:
        """Return a new folder that is gone with the session."""
        return Path(self._kept.enter_context(tempfile.TemporaryDirectory(prefix="innosprint-")))

    # what browsers do --------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Read the dossier at ``path``. Raises DossierError, and the one before stays."""
        with self.lock:
            dossier = read_dossier(path, self.rulebook)
            self.name, self.source, self.dossier = path.name, path, dossier
            self.before.clear()
            self.what = self._first_lines()
            self._live = None
            self._judge()

    def drop(self, files: Mapping[str, bytes]) -> None:
        """Take a workbook, a document, or the files of a folder that somebody dropped on the page."""
        if not files or len(files) > MOST_FILES:
            raise UsageError(_FILES)
        base = self._folder()  # of its own: nothing of an earlier drop is read with it
        names = {PurePath(name.replace("\\", "/")).name or "file": content for name, content in files.items()}
        if len(names) < len(files):
            raise UsageError(_SAME_NAME)
        for name, content in names.items():
            (base / name).write_bytes(content)
        single = len(names) == 1 and not next(iter(names)).lower().endswith(".csv")
        self.open(base / next(iter(names)) if single else base)

    def change(self, rows: Sequence[Mapping[str, str]] | None = None, session: str | None = None,
               readings: Mapping[str, str] | None = None, as_of: date | None = None) -> None:  # fmt: skip
        """Put other lines, another session, other readings or another day in place; what was there can come back."""
        with self.lock:
            what = self.what
            if rows is not None:
                what = replace(what, rows=self._named(rows))
            if session is not None:
                what = replace(what, session=session or None)
            if readings is not None:
                what = replace(what, readings=dict(readings))
            if as_of is not None:
                what = replace(what, as_of=as_of)
            if what == self.what:
                return
            self.before = [*self.before, self.what][-MOST_UNDO:]
            self._look_at(what)

    def undo(self) -> None:
        """Bring back what was there before the last change."""
        with self.lock:
            if self.before:
                self._look_at(self.before.pop())

    def repair(self, number: int = 0) -> None:
        """Put one of the smallest changes that make the lines comply in their place."""
        from innosprint_rules.allocation.repairing.repair import repair

        with self.lock:
            found = repair(self.dossier, self.rulebook, proposal=self.proposal(), as_of=self.what.as_of,
                           readings=self.what.readings, time_limit=5)  # fmt: skip
            ways = [each for group in found.groups for each in group.alternatives]
            if number < len(ways):
                self.change(rows=self._as_rows(ways[number].proposal))

    def share(self, method: str) -> None:
        """Lay what a method of allocation gives the requests of the session in place of the lines."""
        from innosprint_rules.allocation.sharing.allocate import allocate
        from innosprint_rules.allocation.sharing.proposing import as_proposal

        with self.lock:
            found = allocate(self.dossier, self.rulebook, session=self.what.session or "", methods=[method],
                             as_of=self.what.as_of, readings=self.what.readings)  # fmt: skip
            self.change(rows=self._as_rows(as_proposal(found.sharings[0].rows, self.rulebook)))

    def consign(self, present: str | None, by: str | None, seen: int | None) -> int:
        """Write the vote into a numbered copy, with its minutes; both can be fetched, and the copy is gone on with.

        Returns the number of the copy.

        Raises:
            UsageError: what was judged has changed since it was seen, or it cannot be consigned.
        """
        from innosprint_rules.dossier.consigning.ballot import Ballot, voted
        from innosprint_rules.dossier.consigning.writing import copied
        from innosprint_rules.dossier.proposal import combine
        from innosprint_rules.report.documents.publish import published
        from innosprint_rules.rulebook.members import members

        with self.lock:
            if seen is not None and seen != self.version:
                raise UsageError(_CHANGED)
            session, source = self.what.session, self.source
            if source is None or session is None:
                raise UsageError(_NOTHING)
            there, deciders = members(self.rulebook, "present", present), members(self.rulebook, "by", by)
            everyone = self.rulebook.agreement.vocabularies["members"].names
            given = self.proposal()
            done = voted(self.dossier, given, Ballot(session, there, deciders, everyone=everyone))
            if given is not None:
                combine(without_lines(self.dossier, given), given)
            base = self._folder()
            made = copied(source, self.dossier, done, str(base / "copy"), local_today())
            name = f"{source.stem}-{session}-{made.record.number}"
            if isinstance(made.content, bytes):
                target = base / f"{name}.xlsx"
                target.write_bytes(made.content)
                self.files[target.name] = made.content
            else:
                target = base / name
                for path, content in made.content.items():
                    (target / path).parent.mkdir(parents=True, exist_ok=True)
                    (target / path).write_bytes(content)
                self.files[f"{name}.zip"] = zipped(made.content)
            if MINUTES in self.rulebook.agreement.documents:
                paper = published(made.dossier, MINUTES, "html", about=session, rulebook=self.rulebook)
                self.files[f"{name}-minutes.html"] = paper.content
            self.open(target)
            return made.record.number

    # inside ------------------------------------------------------------------------------------------

    def proposal(self) -> Proposal | None:
        """Return the lines as the library judges them; None without any."""
        role = required(self.rulebook.schema.roles.proposals, "proposals")
        if not self.what.rows:
            return None
        session = {role.meeting: self.what.session} if self.what.session else {}
        return read_proposal([{**session, **{k: v for k, v in row.items() if v.strip()}} for row in self.what.rows],
                             self.rulebook)  # fmt: skip

    def _look_at(self, what: What) -> None:
        if (what.as_of, what.readings) != (self.what.as_of, self.what.readings):
            self._live = None
        self.what = what
        self._judge()

    def _judge(self) -> None:
        """Judge what is looked at; what cannot be read is told in its place, and the verdict is gone."""
        self.problems, self.report = (), None
        try:
            if self._live is None:
                # what the dossier proposes stands among the lines: one that is taken away there is not counted
                base = put_to_vote(self.dossier, None, self.what.as_of or local_today()).dossier
                self._live = Live(base, self.rulebook, self.what.as_of, self.what.readings)
            self.report = self._live.report(self.proposal())
        except InputError as error:
            self.problems = error.problems
        self.version += 1
        self.changed.notify_all()

    def _first_lines(self) -> What:
        """Return what a dossier itself proposes, and the session that comes next."""
        today = self.what.as_of or local_today()
        vote = put_to_vote(self.dossier, None, today)
        rows = () if vote.proposal is None else self._as_rows(vote.proposal)
        meetings = required(self.rulebook.schema.roles.meetings, "meetings")
        held = [(getattr(row, meetings.day), row.identity) for row in self.dossier.rows(meetings.table) or ()]
        days = sorted((day, code) for day, code in held if day is not None)
        following = next((code for day, code in days if day >= today), days[-1][1] if days else None)
        role = required(self.rulebook.schema.roles.proposals, "proposals")
        named = next((row[role.meeting] for row in rows if row.get(role.meeting)), None)
        return What(named or following, tuple(rows), self.what.readings, self.what.as_of)

    def _as_rows(self, proposal: Proposal) -> list[Row]:
        from innosprint_rules.dossier.canonical import plain_cell

        rows: list[Row] = []
        for each in proposal.rows:
            row: Row = {}
            for column in each.table.columns:
                value = plain_cell(column, getattr(each, column.code))
                if value not in (None, []):
                    row[column.code] = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
            rows.append(row)
        return rows

    def _named(self, rows: Sequence[Mapping[str, str]]) -> tuple[Row, ...]:
        if len(rows) > MOST_ROWS:
            raise UsageError(_MANY)
        kept = [{str(k)[:60]: str(v)[:5000] for k, v in row.items()} for row in rows]
        nameless = [row for row in kept if not row.get("id", "").strip()]
        given = [row["id"] for row in kept if row.get("id", "").strip()]
        taken = [row.identity for row in self.dossier.decided] + given
        for row, name in zip(nameless, new_ids(taken, len(nameless)), strict=True):
            row["id"] = name
        return tuple(kept)


def without_lines(dossier: Dossier, given: Proposal) -> Dossier:
    """Return a dossier without the lines that it proposes itself and that are given again."""
    return put_to_vote(dossier, given, local_today()).dossier


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a folder of files as one archive."""
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


_FILES = Problem("dropped-files", Text(f"de 1 à {MOST_FILES} fichiers", f"from 1 to {MOST_FILES} files"))
_SAME_NAME = Problem("dropped-twice", Text("deux fichiers portent le même nom", "two files have the same name"))
_MANY = Problem("too-many-lines", Text(f"{MOST_ROWS} lignes au plus", f"{MOST_ROWS} lines at most"))
MINUTES = "minutes"
"""The document that is written with a copy, where the agreement has it."""
_NOTHING = Problem("nothing-open", Text("ouvrir d'abord un dossier et choisir une session",
                                        "first open a dossier and choose a session"))  # fmt: skip
_CHANGED = Problem(
    "changed-since",
    Text("les lignes ont changé depuis qu'elles ont été lues : relire, puis consigner",
         "the lines have changed since they were seen: look again, then consign"),
)  # fmt: skip
