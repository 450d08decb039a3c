"""What ``--help`` says: every option of every command, in both languages, and of inputs and formats what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import typer

from innosprint_rules.allocation.sharing.results import METHODS, USUAL
from innosprint_rules.cli.app import COMMANDS, build_app, main
from innosprint_rules.cli.helps import _TOLD, FORMATS
from innosprint_rules.dossier.reading import READERS
from innosprint_rules.simulation.running.engine_choice import ENGINES
from innosprint_rules.simulation.scenario.finding import shipped
from innosprint_rules.simulation.scenario.loading import read_scenario
from innosprint_rules.wording import LANGUAGES, Lang


def walk(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from walk(inner, (*path, name))


ALL = dict(walk(typer.main.get_command(build_app("en"))))
READING = {("check",), ("status",), ("explain",), ("simulate",), ("repair",), ("allocate",),
           ("publish", "bimonthly"), ("publish", "evaluation"), ("publish", "opendata")}  # fmt: skip


def helped(path: tuple[str, ...], lang: Lang, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the help of a command, on one line."""
    assert main([*path, "--help", "--lang", lang]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert max(map(len, told.out.splitlines())) <= 80
    return " ".join(told.out.replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_option_is_told(path: tuple[str, ...], lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    page = helped(path, lang, capsys)
    other = {"fr": ("Usage:", "by default", "Options:"), "en": ("Utilisation", "par défaut", "Options :")}[lang]
    assert not any(word in page for word in other)
    assert "{" not in page
    command = ALL[path]
    for parameter in command.params:
        if parameter.param_type_name == "option":
            if parameter.hidden:
                continue
            assert all(re.search(rf"(^| ){re.escape(name)}\b", page) for name in parameter.opts), parameter.opts
        if parameter.name not in ("help", "version"):
            assert (parameter.help or "").strip(), parameter.name
    for name in getattr(command, "commands", {}):
        assert re.search(rf" {name} \w", page)


def test_both_languages_say_something_of_their_own() -> None:
    """An option that is told alike in both was not translated."""
    french = dict(walk(typer.main.get_command(build_app("fr"))))
    for path, command in ALL.items():
        for one, other in zip(command.params, french[path].params, strict=True):
            assert one.opts == other.opts
            bare = re.sub(r"\{[a-z-]+\}", "", one.help or "").strip(" .:")
            assert one.name == "help" or not bare or one.help != other.help, (path, one.name)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", sorted(READING), ids=" ".join)
def test_the_kinds_of_files_that_are_read(
    path: tuple[str, ...], lang: Lang, capsys: pytest.CaptureFixture[str]
) -> None:
    page = helped(path, lang, capsys)
    assert [suffix for suffix in READERS if suffix not in page] == []
    assert {"fr": "dossier de fichiers CSV", "en": "folder of CSV files"}[lang] in page


def test_a_new_reader_is_told_at_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from innosprint_rules.dossier import paths

    monkeypatch.setattr(paths, "DOCUMENTS", (*paths.DOCUMENTS, ".toml"))
    assert ".toml" in helped(("check",), "en", capsys)
    assert main(["check", "pyproject.xyz", "--lang", "en"]) == 2
    capsys.readouterr()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_formats_are_those_of_the_command(lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    for path, command in ALL.items():
        options = {each.name: each for each in command.params}
        if "form" not in options:
            continue
        module = import_module(f"innosprint_rules.cli.{path[0]}")
        known = module.forms_of(path[-1]) if path[0] == "publish" else module.FORMATS
        assert options["form"].metavar == "|".join(known)
        page = helped(path, lang, capsys)
        for name in known:
            assert FORMATS[name].get(lang).replace("\u00a0", " ") in page
        for name in set(FORMATS) - set(known):
            assert FORMATS[name].get(lang).replace("\u00a0", " ") not in page
        if path[0] != "publish":
            refused = next(name for name in (*FORMATS, "yaml") if name not in known)
            arguments = {"rules": [*path, *(["END01"] if path[-1] == "show" else [])]}.get(path[0], [*path, "x"])
            arguments += {"allocate": ["--session", "S4"], "compare": ["y"]}.get(path[0], [])
            assert main([*arguments, "--format", refused, "--lang", "en"]) == 2
            assert f"choose among {', '.join(known)}" in " ".join(capsys.readouterr().err.split())


def test_methods_engines_and_scenarios_are_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    page = helped(("allocate",), "en", capsys)
    assert [name for name in METHODS if name not in page] == []
    assert f"by default {', '.join(USUAL[:-1])} and {USUAL[-1]}" in page
    page = helped(("simulate",), "en", capsys)
    assert all(name in page for name in ENGINES)
    years, events = page.split("Of events:")
    for name in shipped():
        assert name in (years if read_scenario(name).year is not None else events)


def test_every_command_that_writes_a_file_takes_force() -> None:
    for path, command in ALL.items():
        names = {name for each in command.params for name in each.opts}
        if names & {"--output", "--write", "--keep"} or path == ("new",):
            assert ("--force" in names) is (path != ("close",)), path  # an archive is never replaced
    assert {path[0] for path in ALL if path} == set(COMMANDS)
    assert all(name.startswith("{") for name in _TOLD)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_bare_name_says_in_three_lines_what_to_do(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", lang]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert max(map(len, lines)) <= 80
    assert [word in line for word, line in zip(("serve", "new", "--help"), lines, strict=True)] == [True] * 3
