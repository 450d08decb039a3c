"""From a vote to the copy of a dossier: made in memory, read back, and only then given its name."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from innosprint_rules.dossier.consigning.ballot import Voted
from innosprint_rules.dossier.consigning.folder_copy import folder_copy
from innosprint_rules.dossier.consigning.record import Consignation, kept_in, later_copies, next_one, older_words
from innosprint_rules.dossier.consigning.workbook_copy import edit_book
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.reading import read_dossier
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.writing.copies import COPIED, open_copy
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.folding import same_key
from innosprint_rules.saving import allowed, allowed_folder, save, save_folder
from innosprint_rules.saving.inputs import Inputs
from innosprint_rules.wording import Text

Content = bytes | dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy ready to be written: its content, its record, what is to be told before it is; ``dossier`` is what it
    reads as."""

    content: Content
    record: Consignation
    told: tuple[Text, ...]
    dossier: Dossier


def refuse_target(source: Path, output: str, inputs: Inputs, force: bool) -> None:
    """Refuse, before anything is worked out, a copy of another kind than the dossier or one that cannot be written.

    Raises:
        UsageError: as said.
    """
    target = Path(output)
    if source.is_dir():
        if target.suffix.lower() in (*COPIED, ".csv", ".yaml", ".yml", ".json"):
            raise UsageError(_other_kind(source, target, Text("un dossier de fichiers CSV", "a folder of CSV files")))
        allowed_folder(target, (), inputs, force)
        return
    suffix = source.suffix.lower()
    if suffix not in COPIED:
        raise UsageError(_no_copy(source))
    if target.suffix.lower() != ".xlsx":
        raise UsageError(_other_kind(source, target, Text("un classeur .xlsx", "an .xlsx workbook")))
    allowed(target, inputs, force)


def copied(source: Path, dossier: Dossier, done: Voted, output: str, today: date) -> Copied:
    """Make the copy of a dossier in which a vote is consigned, and read it back.

    Raises:
        UsageError: it cannot be copied, or does not read back as it should.
    """
    told: list[Text] = []
    later = list(later_copies(source, dossier.digest, (source.parent, Path(output).parent)))
    if later:
        told.append(older_words(later))
    earlier = kept_in(source)
    lines = [f"{row.identity} {getattr(row, done.role.status)}" for row in done.lines]
    record = next_one(earlier, done.session.identity, lines, dossier.digest, today)
    records = (*earlier, record)
    if source.is_dir():
        content: Content = folder_copy(source, dossier, done.edits, records)
    else:
        book, results, lost = open_copy(source)
        if lost is not None:
            told.append(lost)
        content = edit_book(book, results, done.edits, records)
    return Copied(content, record, tuple(told), _read_back(content, dossier, done))


def write_copy(made: Copied, output: str, inputs: Inputs, force: bool) -> None:
    """Give the copy its name.

    Raises:
        UsageError: it cannot be written.
    """
    if isinstance(made.content, bytes):
        save(made.content, output, inputs, force)
    else:
        save_folder(made.content, output, (), inputs, force)


def _read_back(content: Content, before: Dossier, done: Voted) -> Dossier:
    """Hold that the copy reads as the dossier with the vote in it, table by table, and return it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("copy.xlsx" if isinstance(content, bytes) else "copy")
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            for name, each in content.items():
                (path / name).parent.mkdir(parents=True, exist_ok=True)
                (path / name).write_bytes(each)
        after = read_dossier(path, before)
    for code in before.schema.inputs:
        wanted = done.edits.after(before.rows(code) or (), code)
        if _by_id(wanted) != _by_id(after.rows(code) or ()):
            raise UsageError(_differs(before.schema.inputs[code].name))
    return after


def _by_id(rows: Sequence[Row]) -> dict[str, tuple[dict[str, object], dict[str, str]]]:
    return {same_key(row.identity) if row.table.identity else "": (dict(row.__dict__), dict(row.said)) for row in rows}


def _other_kind(source: Path, target: Path, kind: Text) -> Problem:
    return Problem(
        "copy-of-another-kind",
        Text(f"la copie de « {source.name} » est {kind.fr}, non « {target.name} »",
             f"the copy of “{source.name}” is {kind.en}, not “{target.name}”"),
        Text(f"donner à --output le nom d'{kind.fr}", f"give --output the name of {kind.en}"),
    )  # fmt: skip


def _no_copy(source: Path) -> Problem:
    return Problem(
        "dossier-not-copied",
        Text(f"« {source.name} » ne peut pas être copié avec ce qui est à vous : seuls le sont un classeur .xlsx et un"
             " dossier de fichiers CSV",
             f"“{source.name}” cannot be copied with all that is yours: only an .xlsx workbook and a folder of CSV"
             " files can"),
        Text("l'enregistrer en « Classeur Excel (.xlsx) »", "save it as “Excel workbook (.xlsx)”"),
    )  # fmt: skip


def _differs(name: str) -> Problem:
    return Problem(
        "copy-differs",
        Text(f"la copie ne se relit pas comme elle devrait (table « {name} ») ; rien n'est écrit",
             f"the copy does not read back as it should (table “{name}”); nothing is written"),
        Text("vérifier que la table n'a qu'une ligne d'en-têtes et pas de cellules fusionnées",
             "see that the table has one row of headers and no merged cells"),
    )  # fmt: skip
