"""What every command shares: where words go, how a command ends.

Results go to stdout, everything else to stderr. Nothing here leaves a traceback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TextIO

import typer

from innosprint_rules.cli.options import codes, read_date, readings
from innosprint_rules.errors import DossierError, EngineDisagreement, InputError, Problem, UsageError
from innosprint_rules.report.text.layout import NARROW, WIDE, Line, wrap
from innosprint_rules.saving import unwritable
from innosprint_rules.wording import COLON, Lang, Text, harmless

if TYPE_CHECKING:
    from rich.console import Console

BAD_INPUT, INTERRUPTED = 2, 130

__all__ = ["BAD_INPUT", "INTERRUPTED", "codes", "console", "error_width", "fail", "guarded", "page_width",
           "read_date", "readings", "say", "show", "tell", "tell_mistakes"]  # fmt: skip


# where words go --------------------------------------------------------------------------------------


def page_width(stream: TextIO | None = None) -> int:
    """Return how wide a page is set: COLUMNS, else the terminal, else 80."""
    stream = sys.stdout if stream is None else stream
    asked = os.environ.get("COLUMNS", "")
    width = int(asked) if asked.isascii() and asked.isdigit() and int(asked) > 0 else 0
    if not width:
        try:
            width = os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 80
        except (OSError, ValueError, AttributeError):
            width = 80
    try:
        "§€".encode(getattr(stream, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        width -= 10  # room for the longer words that stand for them
    return min(max(width, NARROW), WIDE)


def error_width() -> int:
    """Return how wide messages are set on stderr."""
    return page_width(sys.stderr)


def console(stream: TextIO | None = None) -> Console:
    """Return a rich console on ``stream`` (stdout): no colour when piped or under NO_COLOR, nothing rewrapped."""
    from rich.console import Console

    out = sys.stdout if stream is None else stream
    return Console(file=out, width=page_width(out), highlight=False, markup=False, emoji=False, soft_wrap=True)


def show(lines: Iterable[Line]) -> None:
    """Print the lines of a page on stdout, in colour where that is seen."""
    from rich.text import Text as RichText

    out = console()
    coloured = out.is_terminal and not out.no_color and out.color_system is not None
    if not coloured:
        say("\n".join(line.text for line in lines))
        return
    whole = RichText()
    for line in lines:
        text = RichText(harmless(line.text) + "\n")
        if line.style:
            end = len(line.text) if line.reach is None else line.reach
            text.stylize(line.style, len(line.text) - len(line.text.lstrip()), end)
        whole.append_text(text)
    with _reader_may_leave(sys.stdout):
        out.print(whole, end="")
        sys.stdout.flush()


def say(text: str, end: str = "\n") -> None:
    """Print a result on stdout; that its reader has left (``| head``) is no mistake. Raises UsageError: disk full."""
    with _reader_may_leave(sys.stdout):
        sys.stdout.write(harmless(text) + end)
        sys.stdout.flush()


def tell(text: str, end: str = "\n") -> None:
    """Print on stderr what is not a result; where nobody can be told, go on."""
    try:
        sys.stderr.write(harmless(text) + end)
        sys.stderr.flush()
    except (OSError, ValueError):
        pass


@contextmanager
def _reader_may_leave(stream: TextIO) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)  # what is still buffered is flushed there at exit
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        if not isinstance(error, BrokenPipeError):
            raise UsageError(unwritable(error)) from error


# how a command ends ----------------------------------------------------------------------------------


def fail(problems: Problem | Text | Sequence[Problem | Text], lang: Lang, status: int = BAD_INPUT) -> NoReturn:
    """Tell every problem on stderr and exit."""
    told = [problems] if isinstance(problems, Problem | Text) else problems
    for problem in told:
        tell_problem(problem, lang)
    raise typer.Exit(status)


def tell_mistakes(error: InputError, lang: Lang) -> None:
    """Tell every problem of an error on stderr, and how many there are."""
    count = len(error.problems)
    if count > 1:
        tell(f"{count} erreurs\u00a0:" if lang == "fr" else f"{count} errors:")
    for problem in error.problems:
        tell_problem(problem, lang)


def _tell_how_to_see(error: DossierError, lang: Lang) -> None:
    """Say how to get what could not be read marked where it stands."""
    if any(problem.location.row is not None for problem in error.each):
        in_workbook = any(problem.location.sheet for problem in error.each)
        tell("\n".join(wrap((_MARKED if in_workbook else _PAGE).get(lang), error_width(), 0, 4)))


def tell_problem(problem: Problem | Text, lang: Lang) -> None:
    """Tell one problem on stderr: where and what, then what to do on a line of its own."""
    width = error_width()
    mark = "erreur\u00a0: " if lang == "fr" else "error: "
    if isinstance(problem, Problem):
        where = problem.location.words(lang)
        colon = COLON[lang]
        said = problem.message.get(lang)
        lines = wrap(f"{mark}{where}{colon}{said}" if where else f"{mark}{said}", width, 0, 4, whole=True)
        if problem.hint is not None:
            lines += wrap(f"→ {problem.hint.get(lang)}", width, 4, 6, whole=True)
    else:
        lines = wrap(mark + problem.get(lang), width, 0, 4, whole=True)
    tell("\n".join(lines))


@contextmanager
def guarded(lang: Lang) -> Iterator[None]:
    """Turn everything that can stop a command into words on stderr and an exit status (2, or 130).

    Use around the whole body of a command: ``with guarded(lang): ...``, or as a decorator.
    """
    try:
        yield
    except InputError as error:
        tell_mistakes(error, lang)
        if isinstance(error, DossierError):
            _tell_how_to_see(error, lang)
        raise typer.Exit(BAD_INPUT) from error
    except EngineDisagreement as error:
        fail(_DISAGREEMENT.fill(what=str(error)), lang)
    except KeyboardInterrupt:
        tell("interrompu" if lang == "fr" else "interrupted")
        raise typer.Exit(INTERRUPTED) from None
    except MemoryError:
        fail(_MEMORY, lang)
    except OSError as error:
        fail(unwritable(error), lang)
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        if type(error).__module__.startswith(("typer.", "click.")):
            raise  # a mistake in the options, worded by the application
        if os.environ.get("INNOSPRINT_DEBUG"):
            raise
        fail(_INTERNAL.fill(what=f"{type(error).__name__}: {error}"[:300]), lang)


_MARKED = Text(
    "Une copie du classeur, chaque cellule à corriger marquée : innosprint check … --format xlsx --output"
    " a-corriger.xlsx",
    "A copy of the workbook, each cell to mend marked: innosprint check … --format xlsx --output to-mend.xlsx",
)
_PAGE = Text(
    "Une page où chaque cellule à corriger est marquée : innosprint check … --format html --output a-corriger.html",
    "A page on which each cell to mend is marked: innosprint check … --format html --output to-mend.html",
)
_DISAGREEMENT = Text(
    "les deux moteurs de règles ne sont pas d'accord ({what}). Ce n'est pas votre faute : le dossier est"
    " peut-être juste, mais aucun verdict n'est sûr, rien n'a donc été jugé. Signalez-le, avec ce message.",
    "the two rule engines disagree ({what}). It is not your fault: the dossier may well be right, but no"
    " verdict can be trusted, so nothing was judged. Please report it, with this message.",
)
_MEMORY = Text(
    "la mémoire de cet ordinateur ne suffit pas ; rien n'a été jugé. Fermez d'autres logiciels, ou coupez le"
    " dossier en plus petits",
    "this computer has too little memory; nothing was judged. Close other programs, or give a smaller dossier",
)
_INTERNAL = Text(
    "erreur du logiciel ({what}). Ce n'est pas votre faute ; rien n'a été jugé. Signalez-la, avec ce message ;"
    " INNOSPRINT_DEBUG=1 en donne le détail",
    "an error of the program ({what}). It is not your fault; nothing was judged. Please report it, with this"
    " message; INNOSPRINT_DEBUG=1 gives the details",
)
