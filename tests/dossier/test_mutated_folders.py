"""Folders that came to harm, read twice: refused, or read as they stand; no amount is lost, changed or made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.reading import read_dossier
from innosprint_rules.errors import DossierError
from tests.dossier.mutations import mutated
from tests.dossier.strict_reading import AMOUNTS, Rows, Strange, cents, read_table, repeats_header, said
from tests.profiles import LONG

COUNT, BATCHES = (20_000 if LONG else 2_000), 20
CODES = {"attributions": "allocations", "versements": "payments", "demandes": "requests"}
COLUMNS = {"montant": "amount", "montant demande": "requested", "montant minimum": "minimum"}


def amounts(dossier: Dossier, name: str) -> Rows:
    """Return the amounts that ours read in a table, by the number of their record."""
    found: Rows = {}
    for row in dossier.rows(CODES[name]) or ():
        number = row.location().row
        assert number is not None
        held = {column: getattr(row, code, None) for column, code in COLUMNS.items()}
        found[number] = {column: value for column, value in held.items() if value is not None}
    return found


def difference(seed: int, place: Path) -> str | None:
    """Say what differs between both readings of a mutated folder; None when nothing does, or ours refuses it."""
    files, meant, made = mutated(seed)
    for old in place.iterdir():
        old.unlink()
    for name, content in files.items():
        (place / f"{name}.csv").write_bytes(content)
    try:
        dossier = read_dossier(place)
    except DossierError as error:
        return None if error.problems else "refused without a word"
    left_out = {
        (notice.location.file or "", notice.location.row or 0)
        for notice in dossier.notices
        if notice.code == "row-left-out"
    }
    for name, content in files.items():
        ours = amounts(dossier, name)
        try:
            apart = [number for file, number in left_out if file == f"{name}.csv"]
            strict = read_table(name, content, without=apart)
        except Strange as strange:
            return f"{name}: ours reads what a strict reader does not: {strange}"
        if any(len(said(name, content, number)) > 1 for number in apart if not repeats_header(name, content, number)):
            return f"{name}: of {apart} one is left out and holds more than a label"
        if ours != strict:
            return f"{name}: ours {ours}, strict {strict}"
        if made.meant:
            by_id = {row.id: sorted(amounts(dossier, name)[row.location().row or 0].values())
                     for row in dossier.rows(CODES[name]) or ()}  # fmt: skip
            wanted = {key: sorted(cents(cell) for cell in written if cell) for key, written in meant[name].items()}
            if by_id != wanted:
                return f"{name}: read {by_id}, meant {wanted}"
    return None


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_harmed_folder_is_refused_or_read_as_it_stands(batch: int, tmp_path: Path) -> None:
    assert set(COLUMNS) == AMOUNTS
    size = COUNT // BATCHES
    found = {}
    for seed in range(batch * size, (batch + 1) * size):
        told = difference(seed, tmp_path)
        if told is not None:
            found[seed] = f"{told} {mutated(seed)[2].done}"
    assert found == {}


def test_the_second_reading_is_strict() -> None:
    """What a strict reader does not take, so that the comparison above says something."""
    for cell in ("1.234", "-5", "5e3", "1 23", "12,", "(5)", "5 CHF", "1 500,005", "٣", "x", "", "1/2", "3²"):
        with pytest.raises(Strange):
            cents(cell)
    assert [cents(cell) for cell in ("1 234,5 €", "35 k€", "12.345,67", "0", "€ 12")] == [
        123_450,
        3_500_000,
        1_234_567,
        0,
        1_200,
    ]
    for text in (
        'id;montant\nA;"1',
        'id;montant\nA;"1"x',
        "id;montant\nA;1;2",
        "montant\n1",
        "id;montant;montant\nA;1;2",
    ):
        with pytest.raises(Strange):
            read_table("attributions", text.encode())
    assert read_table("attributions", b'x\n\nid, montant\n\nA1, "1,50"\n') == {5: {"montant": 150}}


def test_most_folders_are_read() -> None:
    """Were all of them refused, nothing would be compared."""
    kinds = [mutated(seed)[2].meant for seed in range(500)]
    assert 150 < sum(kinds) < 350
