"""What is written is whole or not there: seals, parts, full disks, kills, and what is never replaced."""

from __future__ import annotations

import errno
import io
import os
import random
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from innosprint_rules.errors import UsageError
from innosprint_rules.saving import Target, allowed, save, save_folder, whole_file
from innosprint_rules.saving.seals import BLANK, CUSTOM, KEY, MOST_BYTES, PROPERTY, sealed, untouched
from innosprint_rules.saving.words import unwritable

PAGE = b'<!doctype html>\n<html><head><meta charset="utf-8"><title>t</title></head><body>d</body></html>\n'
XML_PAGE = b'<!DOCTYPE html>\n<html><head>\n<meta charset="utf-8"/>\n</head><body>d</body></html>\n'
DOCUMENT = b'{\n  "schema": "x/1",\n  "rows": [\n    {}\n  ]\n}\n'
SARIF = b'{\n  "$schema": "https://example.org/sarif-2.1.0.json",\n  "version": "2.1.0",\n  "runs": []\n}'
KILLED = -signal.SIGKILL if hasattr(signal, "SIGKILL") else None
unix = pytest.mark.skipif(os.name == "nt", reason="signals and locks of Unix")


def archive(**parts: str) -> bytes:
    custom = f'<Properties><property name="{PROPERTY}" pid="2"><v>{BLANK}</v></property></Properties>'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, text in {"a": "one", **parts, CUSTOM: custom}.items():
            file.writestr(name, text)
    return written.getvalue()


def refused(content: str, path: Path, **options: object) -> list[str]:
    with pytest.raises(UsageError) as caught:
        save(content, path, **options)  # type: ignore[arg-type]  # as each test names them
    return [problem.code for problem in caught.value.problems]


# seals -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [PAGE, XML_PAGE, DOCUMENT, SARIF, archive()])
def test_what_carries_its_digest_is_known_again_until_it_is_changed(content: bytes) -> None:
    assert not untouched(content)
    written = sealed(content)
    assert untouched(written)
    assert sealed(content) == written
    chance = random.Random(1)  # noqa: S311  # no secret
    for _ in range(200):
        place = chance.randrange(len(written))
        changed = written[:place] + bytes([written[place] ^ (1 << chance.randrange(8))]) + written[place + 1 :]
        if content.startswith(b"PK"):
            assert not untouched(changed) or _same_parts(changed, written)
        else:
            assert not untouched(changed), place
    assert not untouched(written + b" ")
    assert not untouched(written[:-1])
    assert not untouched(b"")


def _same_parts(one: bytes, other: bytes) -> bool:
    """A day or a mode in the table of an archive is nothing that it holds."""
    with zipfile.ZipFile(io.BytesIO(one)) as first, zipfile.ZipFile(io.BytesIO(other)) as second:
        return {name: first.read(name) for name in first.namelist()} == {
            name: second.read(name) for name in second.namelist()
        }


def test_a_document_keeps_what_it_says_and_has_one_key_more() -> None:
    import json

    told = json.loads(sealed(DOCUMENT))
    assert len(told.pop(KEY)) == 64
    assert told == json.loads(DOCUMENT)
    told = json.loads(sealed(SARIF))
    assert list(told.pop("properties")) == [KEY]
    assert told == json.loads(SARIF)


@pytest.mark.parametrize("content", [b"a text\n", b"id;montant\r\n", b"[\n  1\n]\n", b"{}\n", b"PK\x03\x04nothing"])
def test_what_has_no_room_for_a_digest_is_left_as_it_is(content: bytes) -> None:
    if not content.startswith(b"PK"):
        assert sealed(content) == content
    assert not untouched(content)


def test_a_digest_that_a_user_puts_into_a_text_is_none(tmp_path: Path) -> None:
    forged = DOCUMENT.replace(b'"x/1"', f'"{KEY}\\": \\"{"0" * 64}"'.encode())
    assert untouched(sealed(forged))
    assert not untouched(forged)
    assert not untouched(sealed(forged).replace(b"0000", b"0001", 1))
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert refused("x", path) == ["already-there"]


def test_a_workbook_that_was_filled_in_is_not_ours(tmp_path: Path) -> None:
    from innosprint_rules.dossier.writing.workbook import book_bytes, new_book

    book = new_book()
    book.create_sheet("one")
    path = tmp_path / "b.xlsx"
    for _ in range(2):
        save(book_bytes(book), path)
    filled = openpyxl.load_workbook(path)
    filled["one"]["A1"] = "mine"
    filled.save(path)
    assert PROPERTY in openpyxl.load_workbook(path).custom_doc_props.names  # type: ignore[attr-defined]  # not typed
    assert refused("x", path) == ["already-there"]
    save(book_bytes(openpyxl.load_workbook(path)), tmp_path / "copy.xlsx")  # a copy gets a digest of its own
    assert untouched((tmp_path / "copy.xlsx").read_bytes())


# what is replaced, and what never --------------------------------------------------------------------


def test_nothing_is_replaced_but_what_is_ours(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    save("one", path)
    assert path.read_bytes() == b"one\n"
    assert refused("two", path) == ["already-there"]
    save("two", path, force=True)
    assert path.read_bytes() == b"two\n"
    page = tmp_path / "r.html"
    save(PAGE, page)
    save(DOCUMENT, page)
    page.write_bytes(page.read_bytes() + b"\n")
    assert refused("three", page) == ["already-there"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["r.html", "r.txt"]


@pytest.mark.parametrize("force", [False, True])
def test_an_input_is_never_written_to(tmp_path: Path, force: bool) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "projets.csv").write_text("code\n")
    (tmp_path / "soft").symlink_to(folder / "projets.csv")
    (tmp_path / "hard").hardlink_to(folder / "projets.csv")
    for path in (folder / "projets.csv", folder / "new.txt", tmp_path / "soft", tmp_path / "hard", folder / ".." / "d"):
        assert refused("x", path, inputs=[None, folder, folder / "projets.csv"], force=force) == ["output-is-input"]
    assert (folder / "projets.csv").read_text() == "code\n"
    with pytest.raises(UsageError, match="part of what is read"):
        save_folder({}, folder / "new", inputs=[folder], force=force)


def test_a_file_that_appears_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    with pytest.raises(UsageError, match="exists already"), whole_file(allowed(path)) as part:  # noqa: PT012  # the block is the case
        part.write_text("ours")
        path.write_text("theirs")
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


@unix
def test_links_modes_and_devices(tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text("old")
    old.chmod(0o640)
    link = tmp_path / "link"
    link.symlink_to(old)
    save("new", link, force=True)
    assert link.is_symlink()
    assert old.read_text() == "new\n"
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    mask = os.umask(0o027)
    try:
        save("new", tmp_path / "fresh.txt")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "fresh.txt").stat().st_mode) == 0o640
    save("nothing", "/dev/null")
    assert refused("x", tmp_path / "absent" / "r.txt") == ["output"]
    assert refused("x", tmp_path) == ["output"]
    assert refused("x", tmp_path / ("n" * 300)) == ["output"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["fresh.txt", "link", "old.txt"]


# folders ---------------------------------------------------------------------------------------------


def test_a_folder_is_new_or_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a.csv": b"a", "b.csv": b"b"}
    assert save_folder(files, tmp_path / "x" / "y") == [tmp_path / "x" / "y" / name for name in files]
    empty = tmp_path / "empty"
    empty.mkdir(mode=0o750)
    save_folder(files, empty)
    assert stat.S_IMODE(empty.stat().st_mode) == 0o750
    for force in (False, True):  # with --force too when it holds what is none of ours
        (empty / "mine.txt").write_text("mine")
        with pytest.raises(UsageError, match="holds files already"):
            save_folder(files, empty, known=list(files), force=force)
    (empty / "mine.txt").unlink()
    save_folder({"a.csv": b"new"}, empty, known=list(files), force=True)
    assert [each.read_bytes() for each in empty.iterdir()] == [b"new"]
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is no folder"):
        save_folder(files, tmp_path / "file", force=True)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    with pytest.raises(UsageError, match="current folder"):
        save_folder(files, ".")
    monkeypatch.chdir(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["empty", "file", "here", "x"]


def test_a_folder_that_cannot_be_written_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full(monkeypatch, after=1)
    with pytest.raises(UsageError, match="no space left"):
        save_folder({"a.csv": b"a", "b.csv": b"b"}, tmp_path / "x" / "y")
    assert list(tmp_path.iterdir()) == []
    old = tmp_path / "old"
    old.mkdir()
    (old / "a.csv").write_text("old")
    with pytest.raises(UsageError, match="no space left"):
        save_folder({"a.csv": b"a", "b.csv": b"b"}, old, known=["a.csv"], force=True)
    assert (old / "a.csv").read_text() == "old"
    assert list(tmp_path.iterdir()) == [old]


# full disks ------------------------------------------------------------------------------------------


def full(monkeypatch: pytest.MonkeyPatch, after: int = 0) -> None:
    """Let the disk be full when that many files are on it."""
    done = [0]

    def fsync(_: int) -> None:
        done[0] += 1
        if done[0] > after:
            done[0] = 0
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fsync)


@pytest.mark.parametrize(
    ("number", "said", "said_fr"),
    [
        (errno.ENOSPC, "there is no space left", "il n'y a plus de place"),
        (errno.EDQUOT, "there is no space left", "il n'y a plus de place"),
        (errno.EFBIG, "too large for this disk", "trop grand"),
        (errno.EROFS, "read-only", "lecture seule"),
        (errno.EACCES, "access is denied", "l'accès est refusé"),
        (errno.EIO, "cannot write", "écriture impossible"),
    ],
)
def test_why_nothing_was_written_is_said(number: int, said: str, said_fr: str) -> None:
    problem = unwritable(OSError(number, os.strerror(number), "r.txt"))
    assert problem.message.en.startswith("“r.txt”: ")
    assert said in problem.message.en
    assert said_fr in problem.message.fr


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 64 kilobytes, where this process may make one."""
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    done = subprocess.run(mount, capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.decode()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)  # noqa: S607  # found where it is installed


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting a small disk takes root")
def test_a_disk_that_is_full(tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        save("old", disk / "r.txt")
        with pytest.raises(UsageError, match=r"r\.txt”: there is no space left"):
            save("x" * 100_000, disk / "r.txt", force=True)
        with pytest.raises(UsageError, match="there is no space left"):
            save_folder({"a.csv": b"x", "b.csv": b"x" * 100_000}, disk / "d")
        assert [each.name for each in disk.iterdir()] == ["r.txt"]
        assert (disk / "r.txt").read_text() == "old\n"


@unix
def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    script = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        f"from innosprint_rules.saving import save; save('x' * 5000, {str(tmp_path / 'r.txt')!r})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert b"the file would be too large" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_device_that_is_full() -> None:
    assert refused("x", Path("/dev/full")) == ["output"]


# kills -----------------------------------------------------------------------------------------------

WRITER = """
import sys
from innosprint_rules.saving import save, save_folder
print("ready", flush=True)
number = 0
while True:
    number = (number + 1) % 10
    save(str(number) * 300_000, sys.argv[1] + "/r.txt", force=True)
    files = {f"{letter}.csv": str(number).encode() * 1000 for letter in "abcdef"}
    save_folder(files, sys.argv[1] + "/d", known=list(files), force=True)
"""


@unix
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_kill_at_any_moment_leaves_what_is_whole(tmp_path: Path, number: signal.Signals) -> None:
    chance = random.Random(number)  # noqa: S311  # no secret
    for _ in range(4):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as writer:  # fmt: skip
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(chance.random() / 10)
            writer.send_signal(number)
        left = {each.name for each in tmp_path.iterdir()}
        assert all(name in ("r.txt", "d", "other.txt") or name.startswith(".innosprint-") for name in left), left
        if "r.txt" in left:
            text = (tmp_path / "r.txt").read_text().rstrip()
            assert text == text[:1] * 300_000
        if "d" in left:
            parts = [(tmp_path / "d" / f"{letter}.csv").read_bytes() for letter in "abcdef"]
            assert parts == [parts[0][:1] * 1000] * 6
        save("next", tmp_path / "other.txt", force=True)
        left = {each.name for each in tmp_path.iterdir()}
        assert left <= {"r.txt", "d", "other.txt"}


@unix
def test_only_parts_that_nobody_writes_are_cleared(tmp_path: Path) -> None:
    (tmp_path / ".innosprint-0123456789ab.part").write_text("killed")
    (tmp_path / ".innosprint-ba9876543210.part").mkdir()
    (tmp_path / ".innosprint-ba9876543210.part" / "a.csv").write_text("killed")
    (tmp_path / ".innosprint-mine.part").write_text("no name that we give")
    (tmp_path / ".innosprint-aaaaaaaaaaaa.part").symlink_to(tmp_path / ".innosprint-mine.part")
    with whole_file(Target(tmp_path / "slow.txt", fresh=True)) as part:
        part.write_text("still being written")
        save("x", tmp_path / "quick.txt")
        assert part.exists()
    names = [".innosprint-aaaaaaaaaaaa.part", ".innosprint-mine.part", "quick.txt", "slow.txt"]
    assert sorted(each.name for each in tmp_path.iterdir()) == names
