"""What stands behind an option: a day, chosen readings, a list of codes, the names of members."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from innosprint_rules.errors import InputError, Problem, ProblemList, UsageError
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.rulebook.book import Rulebook

T = TypeVar("T")


class Also(Protocol):
    """One more reading, whose mistakes wait for those of the others."""

    def __call__(self, read: Callable[[], T]) -> T: ...


def read_date(text: str | None, option: str = "--as-of") -> date | None:
    """Read a day as in a dossier: 2019-06-01, 01/06/2019; None when the option is not given.

    Raises:
        UsageError: no date, or no such day.
    """
    if text is None:
        return None
    from innosprint_rules.dossier.cells import CellError
    from innosprint_rules.dossier.cells import read_date as read_cell

    try:
        day = read_cell(text)
    except CellError as error:
        raise UsageError(Problem(error.code, _prefixed(option, error.message), error.hint)) from error
    if day is None:
        raise UsageError(
            Problem(
                "date-missing",
                Text(f"{option} : la date est vide", f"{option}: the date is empty"),
                Text("écrire une date comme 31/05/2019 ou 2019-05-31",
                     "write a date like 31/05/2019 or 2019-05-31"),
            )
        )  # fmt: skip
    return day


def readings(values: Iterable[str] | None) -> dict[str, str]:
    """Read ``Q9=net``, repeated or several in one, separated by commas.

    Raises:
        UsageError: something that is not of that form, or two answers to one question.
    """
    chosen: dict[str, str] = {}
    problems = ProblemList()
    for part in _parts(values):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        key = key.upper() if re.fullmatch(r"q\d+", key) else key
        if not (key and equals and value):
            problems.add(
                "bad-reading",
                Text(f"--reading : « {part} » n'est pas une lecture", f"--reading: “{part}” is not a reading"),
                Text("écrire la question, = et la réponse : Q9=net",
                     "write the question, = and the answer: Q9=net"),
            )  # fmt: skip
        elif chosen.setdefault(key, value) != value:
            problems.add(
                "two-readings",
                Text(f"--reading : deux réponses à {key} (« {chosen[key]} » et « {value} »)",
                     f"--reading: two answers to {key} (“{chosen[key]}” and “{value}”)"),
                Text("n'en garder qu'une", "keep one"),
            )  # fmt: skip
    if problems:
        raise UsageError(problems.problems)
    return chosen


def codes(values: Iterable[str] | None) -> list[str]:
    """Read codes of rules, repeated or several in one, separated by commas."""
    return list(_parts(values))


def members(rulebook: Rulebook, option: str, text: str | None) -> tuple[str, ...] | None:
    """Read the names of members, separated as in a cell; None when the option is not given.

    Raises:
        UsageError: a name is none of theirs.
    """
    if text is None:
        return None
    vocabulary = rulebook.agreement.vocabularies["members"]
    found = vocabulary.items((text,))
    known = ", ".join(vocabulary.names)
    problems = ProblemList()
    for each in found:
        if each not in vocabulary.names:
            said = getattr(each, "text", str(each))
            problems.add(
                "unknown-member",
                Text(f"{option} : « {said} » n'est le nom d'aucun membre", f"{option}: “{said}” is no member's name"),
                Text(f"les membres sont {known}", f"the members are {known}"),
            )
    if problems:
        raise UsageError(problems.problems)
    if not found:
        raise UsageError(
            Problem("no-member", Text(f"{option} ne nomme personne", f"{option} names nobody"),
                    Text(f"les membres sont {known}", f"the members are {known}"))
        )  # fmt: skip
    return tuple(found)


def refuse_empty(name: str, value: str | None) -> None:
    """Refuse an empty path, which a shell makes of a variable that is not set.

    Raises:
        UsageError: ``value`` is empty.
    """
    if value is not None and not value.strip():
        raise UsageError(
            Problem(
                "empty-path",
                Text(f"{name} est vide", f"{name} is empty"),
                Text("donner le nom d'un fichier ou d'un dossier", "give the name of a file or a folder"),
            )
        )


@contextmanager
def together() -> Iterator[Also]:
    """Run several readings and raise the mistakes of all of them at once, at the end.

    ::

        with together() as also:
            day = also(lambda: read_date(as_of))

    What a mistaken reading gives is never seen: the block ends with the exception.

    Raises:
        InputError: of the kind of the first mistake, with every problem.
    """
    mistakes: list[InputError] = []

    def also(read: Callable[[], T]) -> T:
        try:
            return read()
        except InputError as mistake:
            mistakes.append(mistake)
            return cast("T", None)

    yield also
    if mistakes:
        raise type(mistakes[0])(
            [problem for mistake in mistakes for problem in mistake.problems],
            [problem for mistake in mistakes for problem in mistake.each],
        )


def _parts(values: Iterable[str] | None) -> Sequence[str]:
    return [part.strip() for value in values or () for part in value.split(",") if part.strip()]


def _prefixed(option: str, message: Text) -> Text:
    return Text(f"{option} : {message.fr}", f"{option}: {message.en}")


def quoted(path: str) -> str:
    """Return a path as a shell takes it."""
    if set(path) & set("\"'$`\\!*?;&|<>()#~"):
        import shlex  # on use only: few paths need it

        return shlex.quote(path)
    return f'"{path}"' if " " in path else path
