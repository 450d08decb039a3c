"""Consigning from the page: the vote written into a numbered copy, with minutes and dates, as it was seen or not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.schema.base_row import Row as Model
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.folding import same_key
from innosprint_rules.web.api import read
from innosprint_rules.web.correcting import consigned, corrections, refuse_idle
from innosprint_rules.web.kept import What
from innosprint_rules.web.lines import as_rows, differences
from innosprint_rules.web.room import Room, fingerprint
from innosprint_rules.wording import LANGUAGES, Text, clauses


def consign(room: Room, seen: int) -> int:
    """Write the vote into a numbered copy, with its minutes and the next dates, to be fetched; go on with the copy.

    Args:
        room: the session.
        seen: the number of what stood on the page of whoever asks.

    Returns:
        The number of the copy.

    Raises:
        UsageError: what is voted is not what was seen, the file was changed, or it cannot be consigned.
    """
    from innosprint_rules.dossier.consigning.ballot import Ballot, voted
    from innosprint_rules.dossier.consigning.writing import copied
    from innosprint_rules.dossier.proposal import combine
    from innosprint_rules.report.documents.diary import entries, ics
    from innosprint_rules.report.documents.publish import published

    with room.lock:
        what, session, source = room.what, room.what.session, room.source
        if seen != room.version:
            raise UsageError(_changed(room, seen))
        if source is None or session is None:
            raise UsageError(_NOTHING)
        if fingerprint(source) != room.print:
            raise UsageError(_file_changed(source))
        everyone = room.rulebook.agreement.vocabularies["members"].names
        shown = presentations(room, what)
        given, before = room.proposal(), as_rows(consigned(room, session))
        amounts, refused = corrections(room, what)
        refuse_idle(room, what, (amounts, refused), given is not None)
        ballot = Ballot(session, what.present or None, what.by or None, refused, amounts, shown, everyone)
        # without lines a vote is corrected: what the dossier proposes itself was taken away on the page
        done = voted(room.dossier if given is not None else room.base, given, ballot)
        if given is not None:
            combine(room.base, given)
        folder = room.folder()
        made = copied(source, room.dossier, done, str(folder / "copy"), local_today())
        name = f"{source.stem}-{session}-{made.record.number}"
        if isinstance(made.content, bytes):
            target = folder / f"{name}.xlsx"
            target.write_bytes(made.content)
            room.files[target.name] = made.content
        else:
            target = folder / name
            for path, content in made.content.items():
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                (target / path).write_bytes(content)
            room.files[f"{name}.zip"] = zipped(made.content)
        if MINUTES in room.rulebook.agreement.documents:
            paper = published(made.dossier, MINUTES, "html", about=session, rulebook=room.rulebook)
            room.files[f"{name}-minutes.html"] = paper.content
        notes = list(made.told)
        if done.corrected:
            told = differences(before, as_rows(done.lines), room.rulebook)
            notes += [Text(f"corrigé : {each.fr}", f"corrected: {each.en}") for each in told]
            notes.append(Text(f"ce qui était consigné reste dans « {source.name} »",
                              f"what was written down stays in “{source.name}”"))  # fmt: skip
        try:
            found = entries(made.dossier, rulebook=room.rulebook, as_of=room.today, readings=what.readings)
            title = room.rulebook.agreement.title.get("fr")
            room.files[f"{name}-dates.ics"] = ics(found, title, local_today())
        except UsageError as error:  # the vote is consigned all the same; the page says what is not there
            notes += [each.message for each in error.problems]
        room.open(target)
        room.notes = tuple(notes)
        return made.record.number


def presentations(room: Room, what: What) -> tuple[Model, ...]:
    """Return what was ticked or said of the presentations at the session, as rows of their table.

    Those left blank are none; of a row that is there already, what is not said anew stays.

    Raises:
        Refused: what is said of one cannot be read.
        UsageError: the agreement has no table of presentations.
    """
    if not what.presented:
        return ()
    role = required(room.rulebook.schema.roles.presentations, "presentations")
    there = {
        same_key(getattr(row, role.beneficiary)): {code: row.told(code) for code in row.table.telling}
        for row in room.dossier.rows(role.table) or ()
        if same_key(getattr(row, role.meeting)) == same_key(what.session or "")
    }
    given = []
    for row in what.presented:
        name = same_key(row.get(role.beneficiary, ""))
        if name in there or any(cell.strip() for code, cell in row.items() if code != role.beneficiary):
            given.append({**there.get(name, {}), **row, role.meeting: what.session})
    return read({role.table: given}, room.rulebook).rows(role.table) or ()


def _changed(room: Room, seen: int) -> Problem:
    """Say what is not as it was when it was seen."""
    was, now = room.seen.get(seen), room.what
    told: list[Text] = []
    if was is not None:
        told += differences(was.rows, now.rows, room.rulebook)
        told += _each(("session", "session"), (was.session,), (now.session,))
        told += _each(("jour", "day"), (was.as_of,), (now.as_of,))
        told += _each(("lectures", "readings"), _pairs(was.readings), _pairs(now.readings))
        told += _each(("présents", "present"), was.present, now.present)
        told += _each(("décideurs", "deciders"), was.by, now.by)
        told += _each(("présentations", "presentations"), _said(was.presented), _said(now.presented))
        told += differences(was.corrected, now.corrected, room.rulebook)
    else:
        told.append(Text("il ne se voit plus ce qui a changé", "what changed can no longer be seen"))
    said = Text(*(clauses([each.get(lang) for each in told], lang) for lang in LANGUAGES))
    return Problem(
        "changed-since",
        Text(f"rien n'est consigné, car ce qui se vote a changé depuis que vous l'avez vu : {said.fr}",
             f"nothing is written down, since what is voted changed after you saw it: {said.en}"),
        Text("relire, puis consigner", "look again, then write it down"),
    )  # fmt: skip


def _each(name: tuple[str, str], was: Iterable[object], now: Iterable[object]) -> list[Text]:
    before, after = ("; ".join(str(each) for each in one if each is not None) or "–" for one in (was, now))
    return [] if before == after else [Text(*(f"{each} {before} → {after}" for each in name))]


def _said(presented: Iterable[Mapping[str, str]]) -> list[str]:
    """Return what was said of each project: « P13 oui, premiers essais »."""
    return [" ".join(cells) for row in presented if len(cells := [cell for cell in row.values() if cell.strip()]) > 1]


def _pairs(readings: Mapping[str, str]) -> list[str]:
    return [f"{key}={value}" for key, value in sorted(readings.items())]


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a folder of files as one archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _file_changed(source: Path) -> Problem:
    return Problem(
        "file-changed",
        Text(f"« {source.name} » a été modifié depuis son ouverture : rien n'est consigné",
             f"“{source.name}” was changed since it was opened: nothing is written down"),
        Text("l'ouvrir à nouveau, relire, puis consigner", "open it again, look again, then write it down"),
    )  # fmt: skip


MINUTES = "minutes"
"""The document that is written with a copy, where the agreement has it."""
_NOTHING = Problem("nothing-open", Text("ouvrir d'abord un dossier et choisir une session",
                                        "first open a dossier and choose a session"))  # fmt: skip
