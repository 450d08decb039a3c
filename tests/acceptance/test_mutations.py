"""Files damaged in every way that people and programs damage them: an input error or a report, nothing else."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from innosprint_rules.dossier import read_dossier, to_document
from innosprint_rules.engine.check import check
from innosprint_rules.errors import InputError
from tests.acceptance.year import EXAMPLES, YEAR
from tests.profiles import examples

HOW_MANY = examples(300)
MOMENTS = [date(2018, 12, 1), date(2019, 6, 19), date(2020, 2, 1), date(1970, 1, 1), date(9999, 12, 31)]

NASTY = [
    "", " ", "\u00a0", "-", "0", "-0", "-1", "0,00", "-5 000,00 €", "1e9", "1E400", "NaN", "inf",
    "-Infinity", "null",
    "9" * 400, "9007199254740993", "999 999 999 999 999 999,99 €", "0,001", "1,5,5", "1.234,56", "1 2 3",
    "٣٥", "²", "½",
    "35 k€", "k€", "€", "$100", "=A1+1", "#REF!", "#N/A", "31/02/2019", "29/02/2019", "00/00/0000",
    "32/13/2019",
    "2019-13-45", "01/01/0001", "31/12/9999", "12/12/18", "43448", "43448.5", "2019-06-20T10:00:00Z",
    "hier", "???",
    "oui", "non", "peut-être", "x" * 5000, "P01", "P99", "p01", "S1;S2", "A01", "FN->projet", "FN→projet",
    "FN -> lune",
    "CASQ", ";;;;", ",,,,", '"', '""', "'", "\\", "{amount}", "{0}", "%s", "<script>", "\n", "a\r\nb",
    "\t", "\0", "\x1a",
    "\ufeff", "\u202e", "\u200b", "e\u0301vidence", "\U0001f4b6", "Total", "Sous-total", "total général",
    "true", "None",
]  # fmt: skip

Mutate = Callable[[random.Random, Path], str]


def _some_file(chance: random.Random, folder: Path) -> Path:
    return chance.choice(sorted(path for path in folder.glob("*.csv") if path.is_file()))


def _lines(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))


def _save(path: Path, rows: list[list[str]], separator: str = ";") -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))


def cells(chance: random.Random, folder: Path) -> str:
    said = []
    for _ in range(chance.randint(1, 4)):
        path = _some_file(chance, folder)
        rows = _lines(path)
        row = chance.randrange(len(rows))
        column = chance.randrange(len(rows[row]))
        rows[row][column] = value = chance.choice(NASTY)
        _save(path, rows)
        said.append(f"{path.name} row {row} column {column}: {value[:30]!r}")
    return "; ".join(said)


def a_column_of_garbage(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    rows = _lines(path)
    column = chance.randrange(len(rows[0]))
    for row in rows[1:]:
        row[column] = chance.choice(NASTY)
    _save(path, rows)
    return f"{path.name} column {column}"


def blank_cells(chance: random.Random, folder: Path) -> str:
    share = chance.choice([0.02, 0.15, 0.6])
    for path in sorted(folder.glob("*.csv")):
        rows = _lines(path)
        identity = 2 if path.stem == "presentations" else 1
        for row in rows[1:]:
            for column in range(identity, len(row)):
                if chance.random() < share:
                    row[column] = ""
        _save(path, rows)
    return f"{share:.0%} of the cells left blank"


def no_column(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    rows = _lines(path)
    gone = sorted(chance.sample(range(len(rows[0])), chance.randint(1, len(rows[0]))), reverse=True)
    for row in rows:
        for column in gone:
            if column < len(row):
                del row[column]
    _save(path, rows)
    return f"{path.name} without columns {gone}"


def no_header(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    _save(path, _lines(path)[1:])
    return f"{path.name} without its header"


def other_headers(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    rows = _lines(path)
    names = rows[0]
    names[chance.randrange(len(names))] = chance.choice([*names, *NASTY, "montant (€)", "Date", "id"])
    _save(path, rows)
    return f"{path.name}: {names}"


def no_file(chance: random.Random, folder: Path) -> str:
    paths = sorted(folder.glob("*.csv"))
    gone = chance.sample(paths, chance.randint(1, len(paths)))
    for path in gone:
        path.unlink()
    return f"without {[path.name for path in gone]}"


def other_encoding(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    text = path.read_bytes().decode("utf-8-sig")
    encoding = chance.choice(
        ["utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "cp850", "utf-7", "mac-roman", "cp037"]
    )
    data = text.encode(encoding, "replace")
    if chance.random() < 0.4:
        data = b"\xef\xbb\xbf" + data
    path.write_bytes(data)
    return f"{path.name} in {encoding}"


def truncated(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    data = path.read_bytes()
    at = chance.randrange(len(data))
    path.write_bytes(data[:at])
    return f"{path.name} cut at byte {at}"


def null_bytes(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    data = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 20)):
        data.insert(chance.randrange(len(data)), 0)
    path.write_bytes(bytes(data))
    return f"{path.name} with null bytes"


def flipped_bytes(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    data = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(bytes(data))
    return f"{path.name} with other bytes"


def random_bytes(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    path.write_bytes(chance.randbytes(chance.randint(0, 3000)))
    return f"{path.name} of random bytes"


def repeated_rows(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    rows = _lines(path)
    rows.insert(chance.randint(0, len(rows)), list(chance.choice(rows)))
    _save(path, rows)
    return f"{path.name} with a row twice"


def uneven_rows(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    rows = _lines(path)
    row = chance.choice(rows)
    if chance.random() < 0.5:
        row.extend(chance.choice(NASTY) for _ in range(chance.randint(1, 3)))
    else:
        del row[chance.randrange(len(row)) :]
    _save(path, rows)
    return f"{path.name} with an uneven row"


def other_separator(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    separator = chance.choice([",", "\t", "|", ":", " "])
    _save(path, _lines(path), separator)
    return f"{path.name} separated by {separator!r}"


def open_quote(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    cells = path.read_bytes().split(b";")
    cells[chance.randrange(len(cells))] = b'"' + chance.choice([b"", b"a", b'a"b', b'"', b"a\nb"])
    path.write_bytes(b";".join(cells))
    return f"{path.name} with an open quote"


def shuffled(chance: random.Random, folder: Path) -> str:
    path = _some_file(chance, folder)
    header, *rows = _lines(path)
    order = list(range(len(header)))
    chance.shuffle(order)
    chance.shuffle(rows)
    _save(path, [[row[i] for i in order] for row in [header, *rows] if len(row) == len(header)])
    return f"{path.name} in another order"


def swapped_files(chance: random.Random, folder: Path) -> str:
    first, second = chance.sample(sorted(folder.glob("*.csv")), 2)
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    return f"{first.name} and {second.name} swapped"


def odd_files(chance: random.Random, folder: Path) -> str:
    choice = chance.randrange(5)
    if choice == 0:
        (folder / "projets.csv").unlink()
        (folder / "projets.csv").mkdir()
    elif choice == 1:
        shutil.copy(folder / "projets.csv", folder / "projects.csv")
    elif choice == 2:
        (folder / "versements.csv").write_bytes(b"")
    elif choice == 3:
        (folder / "actions.csv").unlink()
        (folder / "actions.csv").symlink_to(folder / "actions.csv")
    else:
        (folder / "attribution.csv").write_bytes(b"id;montant\r\nA99;1\r\n")
    return f"odd file {choice}"


def far_days(chance: random.Random, folder: Path) -> str:
    for name in ("sessions", "attributions", "versements", "documents"):
        path = folder / f"{name}.csv"
        rows = _lines(path)
        for row in rows[1:]:
            for column, cell in enumerate(row):
                if cell.count("/") == 2 and chance.random() < 0.3:
                    row[column] = chance.choice(["01/01/1900", "31/12/9999", "01/01/1000", "29/02/2020", "12/12/2019"])
        _save(path, rows)
    return "days far away"


def mixed_up(chance: random.Random, folder: Path) -> str:
    """Every cell could be, the whole is nonsense: it must be judged, not refused."""
    for path in sorted(folder.glob("*.csv")):
        if path.stem in ("convention", "avenants"):
            continue
        header, *rows = _lines(path)
        keys = {"code", "id"} | ({"session", "projet"} if path.stem == "presentations" else set())
        for column, name in enumerate(header):
            if name in keys or (path.stem == "indicateurs" and name in ("indicateur", "valeur")):
                continue
            if name.startswith("periode") or (path.stem == "attestations" and name in ("clause", "valeur")):
                continue
            values = [row[column] for row in rows]
            chance.shuffle(values)
            for row, value in zip(rows, values, strict=True):
                row[column] = "" if chance.random() < 0.08 else value
        _save(path, [header, *rows])
    return "every column mixed up"


FOLDERS: list[Mutate] = [
    mixed_up, mixed_up, mixed_up, mixed_up, blank_cells, blank_cells, cells, cells, a_column_of_garbage,
    a_column_of_garbage, no_column, no_column, no_header, other_headers, no_file, other_encoding, other_encoding,
    truncated, null_bytes, flipped_bytes, flipped_bytes, random_bytes, repeated_rows, uneven_rows, other_separator,
    open_quote, shuffled, swapped_files, odd_files, far_days,
]  # fmt: skip


def _text(kind: str) -> str:
    document = to_document(read_dossier(EXAMPLES / "dossier.yaml"))
    return json.dumps(document) if kind == "json" else yaml.safe_dump(document, allow_unicode=True, sort_keys=False)


STRANGE: list[Any] = [
    None, True, 0, -1, 1.5, float("nan"), float("inf"), 10**400, "", "texte", [], {}, [[]], [None], [1, 2],
    {"a": {"b": []}},
    "2019-06-20", ["CASQ", 3, None], [["CASQ"]], {"code": 1}, "\0", "\ud800", 35000, 35000.005, -0.0,
]  # fmt: skip


def strange_document(chance: random.Random, folder: Path) -> Path:
    document: dict[str, Any] = json.loads(_text("json"))
    for _ in range(chance.randint(1, 4)):
        table = chance.choice(sorted(document))
        rows = document[table]
        if chance.random() < 0.25 or not rows:
            document[chance.choice([table, table.upper(), "autre", ""])] = chance.choice(STRANGE)
        elif isinstance(rows, dict):
            rows[chance.choice([*rows, "inconnu"])] = chance.choice(STRANGE)
        elif isinstance(rows, list):
            row = chance.choice(rows)
            if not isinstance(row, dict) or chance.random() < 0.2:
                rows[rows.index(row)] = chance.choice(STRANGE)
            else:
                row[chance.choice([*row, "inconnu"])] = chance.choice(STRANGE)
    path = folder / "dossier.json"
    path.write_bytes(json.dumps(document).encode("utf-8"))
    return path


def damaged_document(chance: random.Random, folder: Path) -> Path:
    kind = chance.choice(["json", "yaml"])
    data = bytearray(_text(kind).encode("utf-8"))
    choice = chance.randrange(5)
    if choice == 0:
        del data[chance.randrange(len(data)) :]
    elif choice == 1:
        for _ in range(chance.randint(1, 10)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    elif choice == 2:
        at = chance.randrange(len(data))
        data[at:at] = chance.choice(
            [
                b"\0",
                b"\xff",
                b"&a *a",
                b"!!python/object:os.system x",
                b"\t",
                b"{",
                b"]",
                b"- ",
                b"%",
                b"@",
                b"<<: ",
            ]
        )
    elif choice == 3:
        data[:] = chance.choice(
            [
                b"", b"[]", b"null", b"42", b"texte", b"[" * 3000, b"{" * 3000, b"a: " * 500, b"a: &a [*a]\n",
                b"- - - -", b'{"projets":' * 500, b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
                b"---\na: 1\n---\nb: 2\n", b"projets: 012\n", b"projets: {code: no}\n",
            ]
        )  # fmt: skip
    else:
        data[:] = bytes(data).decode("utf-8").encode(chance.choice(["utf-16", "cp1252", "utf-32"]), "replace")
    path = folder / f"dossier.{kind}"
    path.write_bytes(bytes(data))
    return path


def damaged_proposal(chance: random.Random, folder: Path) -> tuple[str, Path]:
    target = folder / "proposal"
    target.mkdir()
    name = chance.choice(["session-4-fine.csv", "session-4-in-trouble.csv"])
    shutil.copy(EXAMPLES / "proposals" / name, target / name)
    said = chance.choice([m for m in FOLDERS if m not in (no_file, swapped_files, odd_files, far_days)])(chance, target)
    return said, target / name


@pytest.mark.parametrize("seed", range(HOW_MANY))
def test_damaged_input_is_an_input_error_or_a_report(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311  # the same damage every time, no secret
    source, proposal, said = YEAR, None, ""
    kind = seed % 10
    if kind < 6:
        source = tmp_path / "dossier"
        shutil.copytree(YEAR, source)
        mutations = [FOLDERS[(seed // 10 * 6 + kind) % len(FOLDERS)]]
        if chance.random() < 0.3:
            mutations.append(cells)
        said = "; ".join(f"{mutation.__name__}: {_done(mutation, chance, source)}" for mutation in mutations)
    elif kind == 6:
        source, said = strange_document(chance, tmp_path), "strange document"
    elif kind == 7:
        source, said = damaged_document(chance, tmp_path), "damaged document"
    else:
        said, proposal = damaged_proposal(chance, tmp_path)
    as_of = chance.choice(MOMENTS)
    problems: list[str] = ["read"]
    try:
        check(read_dossier(source), proposal=proposal, as_of=as_of).model_dump_json()
    except InputError as error:
        problems = [*error.words("fr"), *error.words("en")]
    except Exception as error:
        raise AssertionError(f"seed {seed}, as of {as_of}: {said}") from error
    assert problems, f"seed {seed}: an error without a problem: {said}"
    assert all(problems), f"seed {seed}: a problem without words: {said}"


def _done(mutation: Mutate, chance: random.Random, folder: Path) -> str:
    try:
        return mutation(chance, folder)
    except (ValueError, IndexError, csv.Error):  # damaged twice in one place: once is enough
        return "nothing more"


def test_most_kinds_of_damage_are_dealt() -> None:
    dealt = {FOLDERS[(seed // 10 * 6 + seed % 10) % len(FOLDERS)] for seed in range(HOW_MANY) if seed % 10 < 6}
    assert dealt == set(FOLDERS)
