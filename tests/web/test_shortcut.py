"""A start for a double click: what it holds on each system, and that it really starts on this one."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from innosprint_rules.cli.app import main
from innosprint_rules.errors import UsageError
from innosprint_rules.web.shortcut import MARK, Shortcut, desktop, shortcut, started_by, write_shortcut

ODD = ['/opt/my $tools/100% «é»/py"th`on\\', "-m", "innosprint_rules", "serve"]


def entry(content: str) -> list[str]:
    """Read the words of ``Exec`` as the specification of desktop entries does."""
    found = configparser.RawConfigParser(strict=True)
    found.optionxform = str  # type: ignore[assignment, method-assign]  # keys keep their case
    found.read_string(content)
    value = found["Desktop Entry"]["Exec"].replace("\\\\", "\\")
    words = re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', value)
    return [re.sub(r"\\(.)", r"\1", quoted or bare).replace("%%", "%") for quoted, bare in words]


def test_each_system_gets_what_it_starts() -> None:
    windows = shortcut("win32", ["C:\\Users\\Élodie & co\\100%\\python.exe", "-m", "innosprint_rules", "serve"])
    assert windows.name.endswith(".bat")
    assert (
        '\r\nchcp 65001 >nul\r\n"C:\\Users\\Élodie & co\\100%%\\python.exe" -m innosprint_rules serve\r\n'
        in windows.content
    )
    mac = shortcut("darwin", ODD)
    assert mac.name.endswith(".command")
    assert shlex.split(mac.content.splitlines()[2]) == ["exec", *ODD]
    linux = shortcut("linux", ODD)
    assert linux.name.endswith(".desktop")
    assert entry(linux.content) == ODD
    assert entry(shortcut("linux", started_by()).content) == [sys.executable, "-m", "innosprint_rules", "serve"]
    assert all(MARK in each.content for each in (windows, mac, linux))


def test_the_executable_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert started_by() == [sys.executable, "serve"]


def test_the_desktop_is_where_the_system_says(tmp_path: Path) -> None:
    assert desktop(tmp_path, {}) is None
    (tmp_path / "Bureau").mkdir()
    assert desktop(tmp_path, {}) == tmp_path / "Bureau"
    (tmp_path / "Écran").mkdir()
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "user-dirs.dirs").write_text('# x\nXDG_DESKTOP_DIR="$HOME/Écran"\n', "utf-8")
    assert desktop(tmp_path, {}) == tmp_path / "Écran"
    (tmp_path / "Cloud" / "Desktop").mkdir(parents=True)
    assert desktop(tmp_path, {"OneDrive": str(tmp_path / "Cloud")}) == tmp_path / "Cloud" / "Desktop"


def test_only_a_shortcut_of_ours_is_written_again(tmp_path: Path) -> None:
    path = write_shortcut(tmp_path, shortcut("linux", ["/old/python", "serve"]))
    assert write_shortcut(tmp_path, shortcut("linux", ["/new/python", "serve"])) == path
    assert entry(path.read_text("utf-8"))[0] == "/new/python"
    assert path.stat().st_mode & stat.S_IXUSR
    path.write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="not of this tool"):
        write_shortcut(tmp_path, shortcut("linux", ["/new/python", "serve"]))
    with pytest.raises(UsageError, match="no desktop"):
        write_shortcut(None, Shortcut("a", "b"))
    assert path.read_text("utf-8") == "mine"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the entry is started as a Linux desktop does")
def test_the_entry_of_this_desktop_starts_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Desktop").mkdir()
    for name, value in (("HOME", str(tmp_path)), ("XDG_CONFIG_HOME", str(tmp_path / "none")), ("OneDrive", "")):
        monkeypatch.setenv(name, value)
    assert main(["serve", "--shortcut", "--lang", "fr"]) == 0
    assert "raccourci : " in capsys.readouterr().out.replace("\xa0", " ")
    words = entry((tmp_path / "Desktop" / "innosprint.desktop").read_text("utf-8"))
    environment = {**os.environ, "BROWSER": "true"}  # the program of that name, which opens nothing
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=tmp_path, env=environment
    ) as run:
        try:
            assert run.stdout is not None
            address = run.stdout.readline().decode().strip()
            with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310  # an address of this machine
                assert answer.status == 200
                assert "innosprint" in answer.read().decode().lower()
        finally:
            run.terminate()
