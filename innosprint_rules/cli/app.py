"""The command ``innosprint``: choose the language, build the commands, run one, exit with its status.

Nothing is imported at the top but what choosing a language needs: a Ctrl-C while the rest loads is heard.
"""

from __future__ import annotations

import gc
import os
import re
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn, TextIO

from innosprint_rules.wording import LANGUAGES, Lang, Text

if TYPE_CHECKING:
    import typer

COMMANDS = (
    "check", "status", "explain", "rules", "simulate", "repair", "allocate", "decide", "compare", "close",
    "serve", "new", "publish", "schema",
)  # fmt: skip
"""Each is registered by the module of its name."""

NAME = "innosprint"
_READING = re.compile(r"[A-Za-z]\w*=\w+")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    lang: Lang = locale_language(os.environ) or "fr"
    try:
        _settle_streams()
        from innosprint_rules.cli.errors import run

        chosen = choose_language(arguments, os.environ)
        if isinstance(chosen, Text):
            from innosprint_rules.cli.common import BAD_INPUT, tell_problem

            tell_problem(chosen, lang)
            return BAD_INPUT
        lang, arguments = chosen
        if not arguments:
            from innosprint_rules.cli.common import say

            say(_FIRST.get(lang))
            return 0
        arguments = named_sensitivity(spread_readings(arguments))
        # a check makes some hundred thousand small objects that live to its end: collecting them in between is waste
        gc.set_threshold(200_000, 50, 50)
        return run(build_app(lang, arguments[:1]), arguments, NAME, lang)
    except KeyboardInterrupt:
        sys.stderr.write("interrompu\n" if lang == "fr" else "interrupted\n")
        return 130


def program() -> NoReturn:
    """Be the program ``innosprint``: run the command line and end with its status."""
    try:
        status = main()
    except KeyboardInterrupt:  # a second one, or in the last instant
        status = 130
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done and said: what comes now comes too late
    gc.freeze()  # all goes with the process: looking for what is no longer used would take a fifth of a second
    sys.exit(status)


def build_app(lang: Lang, asked: Sequence[str] = ()) -> typer.Typer:
    """Return the application, its help in ``lang``: with the command ``asked`` for alone, else with every one."""
    from importlib import import_module

    import typer

    from innosprint_rules._version import __version__

    app = typer.Typer(
        name=NAME,
        help=_HELP.get(lang),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    def tell_version(asked: bool) -> None:
        if asked:
            from innosprint_rules.cli.common import say

            say(f"{NAME} {__version__}")
            raise typer.Exit

    @app.callback()
    def root(
        version: bool = typer.Option(False, "--version", callback=tell_version, is_eager=True, help=_VERSION.get(lang)),
    ) -> None:
        del version

    for name in [name for name in COMMANDS if name in asked] or COMMANDS:
        import_module(f"innosprint_rules.cli.{name}").register(app, lang)
    return app


_HELP = Text(
    "Vérifie un dossier et des propositions d'attribution au regard de la convention Innosprint.\n\n"
    "Codes de sortie : 0 rien à signaler, 1 des manquements, 2 demande ou données illisibles, 3 rien n'est"
    " enfreint mais un point grave n'est pas vérifiable.",
    "Checks a dossier and proposed allocations against the Innosprint agreement.\n\n"
    "Exit statuses: 0 nothing to report, 1 breaches, 2 bad usage or unreadable data, 3 nothing is broken but a"
    " serious point cannot be verified.",
)
_FIRST = Text(
    "Ouvrir la session dans le navigateur, y déposer le classeur : innosprint serve\n"
    "Un classeur à remplir : innosprint new a.xlsx ; le vérifier : … check a.xlsx\n"
    "Tout ce que l'outil sait faire : innosprint --help",
    "Open the session in the browser and drop the workbook there: innosprint serve\n"
    "A workbook to fill in: innosprint new a.xlsx; to check it: … check a.xlsx\n"
    "All that the tool can do: innosprint --help",
)
"""What the bare name says: three lines of at most 80 columns."""
_VERSION = Text("affiche la version", "show the version")


def spread_readings(arguments: Sequence[str]) -> list[str]:
    """Let one ``--reading`` take several: ``--reading Q9=net Q3=start`` is the option twice."""
    spread: list[str] = []
    after = False  # right behind the value of a --reading
    for place, argument in enumerate(arguments):
        if after and _READING.fullmatch(argument):
            spread.append("--reading")
        else:
            after = place > 0 and arguments[place - 1] == "--reading"
        spread.append(argument)
    return spread


def named_sensitivity(arguments: Sequence[str]) -> list[str]:
    """Let ``--sensitivity`` stand alone: without a name behind it, it asks for the usual outcomes."""
    named: list[str] = []
    for place, argument in enumerate(arguments):
        named.append(argument)
        if argument == "--sensitivity" and (place + 1 == len(arguments) or arguments[place + 1].startswith("-")):
            named.append("usual")
    return named


# the language ----------------------------------------------------------------------------------------


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[Lang, list[str]] | Text:
    """Return the language and the arguments without ``--lang``; a text when what was asked is none of ours.

    ``--lang`` counts wherever it stands before ``--``; then INNOSPRINT_LANG, then the locale, then French.
    """
    rest: list[str] = []
    asked: str | None = None
    waiting = iter(arguments)
    for word in waiting:
        if word == "--":
            rest += [word, *waiting]
        elif word == "--lang":
            asked = next(waiting, "")
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
        else:
            rest.append(word)
    source = "--lang"
    if asked is None and environment.get("INNOSPRINT_LANG"):
        source, asked = "INNOSPRINT_LANG", environment["INNOSPRINT_LANG"]
    if asked is None:
        return locale_language(environment) or "fr", rest
    if not asked.strip():
        return Text(f"{source} attend une langue : fr ou en", f"{source} needs a language: fr or en")
    for lang in LANGUAGES:
        if asked.strip().lower() == lang:
            return lang, rest
    return Text(
        f"{source} : « {asked} » n'est pas une langue connue ; fr ou en",
        f"{source}: “{asked}” is not a language we know; fr or en",
    )


def locale_language(environment: Mapping[str, str]) -> Lang | None:
    """Return the language that the locale asks for, when it is one of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "").lower()
        for lang in LANGUAGES:
            if value == lang or value.startswith((f"{lang}_", f"{lang}-", f"{lang}.")):
                return lang
    return None


def _settle_streams() -> None:
    """Make any character writable on any terminal, and closed streams harmless."""
    from innosprint_rules.report.text.encodings import LOOKALIKE, register

    register()
    for name in ("stdout", "stderr"):
        stream: TextIO | None = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  # kept open for the whole run
            continue
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=LOOKALIKE)


__all__ = ["build_app", "choose_language", "locale_language", "main"]
