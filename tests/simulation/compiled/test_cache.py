"""What is compiled is kept: where, for whom, and what becomes of a run when the folder is no good."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from innosprint_rules.simulation.compiled import compile as compiling
from innosprint_rules.simulation.compiled.cache import KEPT, Cache, CacheTrouble, Entry, usual_folder
from innosprint_rules.simulation.running.years import Progress, Ran, run_years
from tests.profiles import LONG
from tests.simulation.made import module

pytest.importorskip("numba", reason="nothing can be compiled without Numba")

YEARS = 3_000
posix = pytest.mark.skipif(sys.platform == "win32", reason="owners and modes of folders are those of POSIX")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test's own, not made yet."""
    path = tmp_path / "cache"
    monkeypatch.setenv("INNOSPRINT_CACHE", str(path))
    return path


@pytest.fixture(scope="module")
def expected() -> Ran:
    return run_years(module(), YEARS, engine="interpreted")


def run_and_hear(engine: str = "compiled") -> tuple[Ran, list[str]]:
    told: list[Progress] = []
    run = run_years(module(), YEARS, engine=engine, progress=told.append)  # type: ignore[arg-type]  # a word of ENGINES
    return run, [each.note.en for each in told if each.note is not None]


def entry() -> Entry:
    return Cache.open().entry(compiling.key(module()))


# where ------------------------------------------------------------------------------------------------


def test_the_folder_is_where_the_user_or_the_system_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INNOSPRINT_CACHE", str(tmp_path / "own"))
    assert usual_folder() == tmp_path / "own"
    monkeypatch.delenv("INNOSPRINT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert usual_folder() == tmp_path / "xdg" / "innosprint-rules"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # to be ignored, says the XDG specification
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert usual_folder() == tmp_path / ".cache" / "innosprint-rules"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert usual_folder() == tmp_path / "Library" / "Caches" / "innosprint-rules"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    assert usual_folder() == tmp_path / "Local" / "innosprint-rules" / "Cache"


@posix
def test_it_is_made_for_the_user_alone(folder: Path) -> None:
    Cache.open()
    assert folder.stat().st_mode & 0o777 == 0o700


@posix
@pytest.mark.parametrize("mode", [0o777, 0o722, 0o770])
def test_a_folder_in_which_others_may_write_is_refused(folder: Path, mode: int) -> None:
    folder.mkdir()
    folder.chmod(mode)
    with pytest.raises(CacheTrouble) as caught:
        Cache.open()
    assert "d'autres peuvent y écrire" in caught.value.message.fr


@posix
def test_a_folder_of_someone_else_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(mode=0o700)
    owner = folder.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(CacheTrouble, match="someone else owns it"):
        Cache.open()


# when it cannot be used -------------------------------------------------------------------------------


@posix
def test_a_folder_that_is_refused_is_said_and_gone_without(folder: Path, expected: Ran) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    run, notes = run_and_hear()
    assert run.tally == expected.tally
    assert run.engines == ("compiled",)
    assert notes == [f"what is compiled will not be kept, the cache cannot be used: “{folder}”: others may write there"]
    assert list(folder.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_said_and_gone_without(folder: Path, expected: Ran) -> None:
    folder.write_text("mine", encoding="utf-8")
    run, notes = run_and_hear()
    assert run.tally == expected.tally
    assert len(notes) == 1
    assert folder.read_text(encoding="utf-8") == "mine"


@posix
def test_an_unwritable_folder_is_said_and_gone_without(
    folder: Path, expected: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() == 0:  # to root, no folder is closed but those of the kernel
        monkeypatch.setenv("INNOSPRINT_CACHE", "/sys/innosprint")
    else:
        folder.mkdir()
        folder.chmod(0o500)
    run, notes = run_and_hear()
    assert run.tally == expected.tally
    assert "access is denied" in notes[0]


@pytest.mark.parametrize("damage", ["code", "head", "others"] if LONG else ["code", "others"])
def test_a_damaged_entry_is_said_and_made_anew(folder: Path, expected: Ran, damage: str) -> None:
    assert run_and_hear()[1] == []
    there = entry()
    whole = there.code.read_bytes()
    if damage == "others":
        there.code.chmod(0o666)
    else:
        there.code.write_bytes(whole[: len(whole) // 2] if damage == "code" else whole[5:])
    run, notes = run_and_hear()
    assert run.tally == expected.tally
    assert len(notes) == 1
    assert notes[0].startswith("what was compiled can no longer be used and will be made anew: ")
    assert str(folder) in notes[0]
    assert run_and_hear()[1] == []


# several at once, and cut short -----------------------------------------------------------------------

ALONE = """
import sys
from innosprint_rules.simulation.running.years import run_years
from tests.simulation.made import module
run = run_years(module(), 3_000, engine="compiled")
print(run.tally.measures["money"].total)
"""


def process(folder: Path) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[3]
    environment = {**os.environ, "PYTHONPATH": str(root), "INNOSPRINT_CACHE": str(folder)}
    return subprocess.Popen([sys.executable, "-c", ALONE], stdout=subprocess.PIPE, text=True, env=environment)


def test_two_processes_at_once_leave_one_entry(folder: Path, expected: Ran) -> None:
    both = [process(folder), process(folder)]
    for each in both:
        out, _ = each.communicate()
        assert each.returncode == 0
        assert int(out) == expected.tally.measures["money"].total
    assert [path.name for path in folder.glob("*.o")] == [f"{entry().name}.o"]
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".")]
    assert run_and_hear()[1] == []


@posix
def test_a_process_killed_while_it_compiles_leaves_a_usable_cache(folder: Path, expected: Ran) -> None:
    victim = process(folder)
    while not (folder.is_dir() and any(folder.glob("*.py"))):
        assert victim.poll() is None, "it ended before it began to compile"
        time.sleep(0.01)
    victim.send_signal(signal.SIGKILL)
    victim.communicate()
    run, notes = run_and_hear()
    assert run.tally == expected.tally
    assert notes == []
    assert entry().complete


def test_one_process_compiles_and_another_loads(folder: Path) -> None:
    for _ in range(2):
        done = process(folder)
        done.communicate()
        assert done.returncode == 0
    made = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    written = entry().text.stat().st_mtime_ns
    assert run_and_hear()[1] == []
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == made
    assert entry().text.stat().st_mtime_ns == written


@posix
def test_what_others_may_write_is_not_loaded(folder: Path) -> None:
    cache = Cache.open()
    made = cache.entry("0" * 32)
    made.write_code("run", b"x")
    made.code.chmod(0o620)
    with pytest.raises(CacheTrouble, match="others may write there"):
        made.read_code()
    elsewhere = folder / "elsewhere"
    made.code.rename(elsewhere)
    elsewhere.chmod(0o600)
    made.code.symlink_to(elsewhere)
    with pytest.raises(CacheTrouble):
        made.read_code()


def test_a_text_is_never_written_over(folder: Path) -> None:
    made = Cache.open().entry("1" * 32)
    made.write_text("# one\n")
    made.write_text("# one\n")
    with pytest.raises(CacheTrouble, match="damaged"):
        made.write_text("# other\n")
    assert made.text.read_text() == "# one\n"
    assert folder in made.text.parents


@pytest.mark.usefixtures("folder")
def test_threads_share_what_is_loaded(expected: Ran) -> None:
    run_and_hear()
    shared = module()
    tallies = []

    def work() -> None:
        tallies.append(run_years(shared, YEARS, engine="compiled").tally)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tallies == [expected.tally] * 4


# what stays -------------------------------------------------------------------------------------------


def test_the_entries_used_last_stay(folder: Path) -> None:
    cache = Cache.open()
    for number in range(KEPT + 5):
        made = cache.entry(f"{number:032x}")
        made.write_text(f"# {number}\n")
        made.write_code("run", b"x")
        for path in (made.text, made.code):
            os.utime(path, (number + 1, number + 1))
    assert cache.entry(f"{0:032x}").read_code() == ("run", b"x")  # used just now
    (folder / "notes.txt").write_text("not ours", encoding="utf-8")
    stale = folder / f".year_{7:032x}.o-00ff"
    stale.touch()
    os.utime(stale, (1, 1))
    cache.prune()
    left = {path.stem for path in folder.glob("*.o")}
    assert left == {f"year_{number:032x}" for number in (0, *range(6, KEPT + 5))}
    assert {path.stem for path in folder.glob("*.py")} == left
    assert (folder / "notes.txt").is_file()
    assert not stale.exists()


def test_the_key_tells_texts_and_versions_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    first = compiling.key(module())
    assert compiling.key(module()) == first
    assert compiling.key(module(modulus=77)) == first, "data are not part of it"
    assert compiling.key(module(label="another rulebook")) != first
    monkeypatch.setattr(compiling, "__version__", "another")
    assert compiling.key(module()) != first
