"""What is written reads back to the same digest, whatever the format; what is broken is refused."""

from __future__ import annotations

import contextlib
import csv
import json
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from innosprint_rules.dossier import (
    Dossier,
    bundled_schema,
    read_dossier,
    read_proposal,
    to_document,
    to_frames,
    write_csv_folder,
)
from innosprint_rules.errors import DossierError
from innosprint_rules.wording import LANGUAGES
from tests.profiles import examples
from tests.strategies import Document, build, built, dossiers, texts

TABLES = bundled_schema().tables

slow = settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])


def through(dossier: Dossier, name: str, folder: Path) -> Dossier:
    path = folder / name
    if name == "csv":
        write_csv_folder(dossier, path)
    elif name.endswith("json"):
        path.write_text(json.dumps(to_document(dossier), ensure_ascii=False), encoding="utf-8")
    else:
        path.write_text(yaml.safe_dump(to_document(dossier), allow_unicode=True), encoding="utf-8")
    return read_dossier(path)


@slow
@given(built())
def test_every_format_says_the_same(dossier: Dossier) -> None:
    if all(dossier.rows(table) is None for table in TABLES):
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("csv", "d.json", "d.yaml"):
            read = through(dossier, name, Path(folder))
            assert read == dossier
            assert read.digest == dossier.digest


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(built())
def test_frames_say_the_same(dossier: Dossier) -> None:
    assert Dossier.from_frames(to_frames(dossier)).digest == dossier.digest


@slow
@given(dossiers(gaps=False))
def test_a_whole_dossier_has_every_table(document: Document) -> None:
    dossier = build(document)
    assert all(dossier.rows(table) is not None for table in TABLES)
    assert Dossier.model_validate(dossier.model_dump()) == dossier
    assert Dossier.model_validate_json(dossier.model_dump_json()) == dossier


HEADERS = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=70)


@slow
@given(st.dictionaries(HEADERS, texts(), max_size=4))
def test_unknown_columns_come_along(extras: dict[str, str]) -> None:
    try:
        dossier = build({"projects": [{**extras, "code": "P01"}, {"code": "P02"}]})
    except ValidationError:  # a header that is blank, or is that of a known column
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("csv", "d.json", "d.yaml"):
            assert through(dossier, name, Path(folder)).digest == dossier.digest
    assert Dossier.from_frames(to_frames(dossier)).digest == dossier.digest
    assert Dossier.model_validate(dossier.model_dump()).digest == dossier.digest


@pytest.mark.parametrize("text", ["=1+1", "+33 6", "-5", "@x", "=HYPERLINK('x')", 'a"b', "a;b", "'x", "\ttab"])
def test_text_is_never_altered(tmp_path: Path, text: str) -> None:
    dossier = build({"projects": [{"code": "P01", "title": text, "note libre": text}]})
    read = through(dossier, "csv", tmp_path)
    assert read.projects is not None
    assert read.projects[0].title == text.strip()
    assert read.projects[0].model_extra == {"note libre": text.strip()}
    assert read.digest == dossier.digest


def test_csv_is_what_french_spreadsheets_expect(tmp_path: Path) -> None:
    dossier = build(
        {
            "convention": {"endowment": "35000.00", "published_on": "2018-12-11"},
            "projects": [{"code": "P01", "local": True, "left_on": None}],
            "allocations": [
                {"id": "A01", "amount": "1234.50", "decided_on": "2019-05-31", "decided_by": ["CASQ", "FN"]}
            ],
            "attestations": [{"id": "T1", "clause": "C23", "value": "11.5"}],
        }
    )
    files = write_csv_folder(dossier, tmp_path / "sortie")
    assert [file.name for file in files] == [
        "convention.csv",
        "projets.csv",
        "attributions.csv",
        "attestations.csv",
    ]
    assert files[0].read_bytes() == b"\xef\xbb\xbfcle;valeur\r\ndate_publication;11/12/2018\r\ndotation;35000,00\r\n"
    assert files[1].read_text(encoding="utf-8-sig") == "code;dans_agglomeration;date_sortie\nP01;oui;\n"
    assert files[2].read_text(encoding="utf-8-sig").splitlines()[1] == 'A01;31/05/2019;1234,50;"CASQ; FN"'
    assert files[3].read_text(encoding="utf-8-sig").splitlines()[1] == "T1;C23;11,5"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    dossier = build({"projects": [{"code": "P01"}], "sessions": []})
    (tmp_path / "sessions.csv").write_text("à moi")
    with pytest.raises(DossierError) as caught:
        write_csv_folder(dossier, tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["folder-not-empty"]
    assert not (tmp_path / "projets.csv").exists()
    (tmp_path / "fichier").write_text("")
    with pytest.raises(DossierError, match="goes through a file"):
        write_csv_folder(dossier, tmp_path / "fichier" / "x")


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Spoil ``data`` the way discs, editors and hurried people do."""
    broken = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(broken) + 1)
        match chance.randrange(5):
            case 0:
                broken[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del broken[at : at + chance.randrange(12)]
            case 2:
                broken[at:at] = chance.choice([b'"', b";", b"\n", b",", b"{", b"]", b"\t", b": ", b"\xe9", b"- "])
            case 3:
                other = chance.randrange(len(broken) + 1)
                broken[at:at] = broken[other : other + chance.randrange(40)]
            case _:
                broken = broken[: max(at, 1)]
    return bytes(broken)


@slow
@given(built(), st.randoms(use_true_random=False))
def test_spoilt_files_are_refused_or_read(dossier: Dossier, chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = write_csv_folder(dossier, folder / "csv")
        for file in files:
            file.write_bytes(mutate(file.read_bytes(), chance))
        paths = [folder / "csv"]
        for suffix, text in (
            ("json", json.dumps(to_document(dossier), ensure_ascii=False, indent=1)),
            ("yaml", yaml.safe_dump(to_document(dossier), allow_unicode=True)),
        ):
            paths.append(folder / f"d.{suffix}")
            paths[-1].write_bytes(mutate(text.encode("utf-8"), chance))
        for path in paths:
            for read in (read_dossier, read_proposal):
                assert all(told(lambda read=read, path=path: read(path)))


def told(read: Callable[[], object]) -> list[str]:
    """Return the problems that reading raises, in both languages, as they would be printed."""
    try:
        read()
    except DossierError as error:
        lines = [line for lang in LANGUAGES for line in error.words(lang)]
        "\n".join(lines).encode("utf-8")
        return lines
    return ["no problem"]


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        for file in ("projets.csv", "d.yaml", "d.json"):
            path = Path(name) / file
            path.write_bytes(data)
            source = name if file.endswith("csv") else path
            assert all(told(lambda source=source: read_dossier(source)))


def test_the_csv_limit_of_the_interpreter_is_left_alone(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    (tmp_path / "projets.csv").write_text("code;titre\nP01;" + "x" * 200_000, encoding="utf-8")
    with contextlib.suppress(DossierError):
        read_dossier(tmp_path)
    assert csv.field_size_limit() == before
