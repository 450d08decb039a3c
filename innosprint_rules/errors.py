"""Everything that can go wrong, in one tree.

::

    InnosprintError
    ├── InputError              what the user gave cannot be read; carries every Problem found at once
    │   ├── DossierError        a dossier or a proposal
    │   ├── RulebookError       a rule, a measure, a parameter, the agreement
    │   ├── ScenarioError       a scenario
    │   └── UsageError          an option, an argument
    ├── ComplianceError         raised on request by ``Report.raise_for_violations``
    └── EngineDisagreement      two engines gave two verdicts: never the user's fault

A breach of the agreement is not an error: it is a value in a report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from innosprint_rules import limits
from innosprint_rules.wording import COLON, Lang, Text, brief


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands: a cell of a file, or a place in a rule.

    ``row`` counts lines from 1 as a spreadsheet or an editor shows them. ``column`` is the header of a
    table's column, or the character (from 1) of a line of a rule file.
    """

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | int | None = None

    def words(self, lang: Lang) -> str:
        """Say the place in one phrase: ``attributions.csv, ligne 7, colonne « montant »``."""
        parts: list[str] = []
        if self.file:
            parts.append(self.file)
        if self.sheet:
            parts.append(f"feuille «\u00a0{self.sheet}\u00a0»" if lang == "fr" else f"sheet “{self.sheet}”")
        if self.row is not None:
            parts.append(f"ligne {self.row}" if lang == "fr" else f"line {self.row}")
        if isinstance(self.column, int):
            parts.append(f"caractère {self.column}" if lang == "fr" else f"column {self.column}")
        elif self.column:
            parts.append(f"colonne «\u00a0{self.column}\u00a0»" if lang == "fr" else f"column “{self.column}”")
        return ", ".join(parts)


NOWHERE = Location()


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where, what was found (inside ``message``), what was expected and what to do (``hint``).

    ``code`` is stable and machine readable, in kebab case. ``loc`` says where it is in what a caller gave, by its own
    keys and row labels: ``("attributions", 3, "montant")``.
    """

    code: str
    message: Text
    hint: Text | None = None
    location: Location = NOWHERE
    loc: tuple[str | int, ...] = ()

    def __repr__(self) -> str:
        return brief(f"Problem({self.code!r}, {self.words('en')!r})")

    def words(self, lang: Lang) -> str:
        """Say the problem on one line, place first."""
        where = self.location.words(lang)
        said = self.message.get(lang)
        colon = COLON[lang]
        line = f"{where}{colon}{said}" if where else said
        if self.hint is not None:
            line += " → " + self.hint.get(lang)
        return line


def first_problems(problems: Sequence[Problem], stopped: bool = False) -> tuple[Problem, ...]:
    """Return the first of many problems, and one that says how many more there are.

    ``stopped`` says that more were not even looked for.
    """
    rest = len(problems) - limits.ERRORS_TOLD
    if rest <= 0 and not stopped:
        return tuple(problems)
    message = Text(f"et {rest} autres erreurs", f"and {rest} more errors")
    if stopped:
        message = Text(f"plus de {limits.ERRORS_READ} erreurs : les suivantes n'ont pas été cherchées",
                       f"more than {limits.ERRORS_READ} errors: those that follow were not looked for")  # fmt: skip
    hint = Text("corriger d'abord celles-ci", "mend these first")
    return (*problems[: limits.ERRORS_TOLD], Problem("more-errors", message, hint))


@dataclass(slots=True)
class ProblemList:
    """Collects problems so that all of them are told at once."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, message: Text, hint: Text | None = None, location: Location = NOWHERE) -> None:
        """Note one problem."""
        self.problems.append(Problem(code, message, hint, location))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note several problems."""
        self.problems.extend(problems)

    def __bool__(self) -> bool:
        return bool(self.problems)


class InnosprintError(Exception):
    """Root of every exception this package raises on purpose.

    Each can be pickled, so that it comes out of a process pool as it went in, and equals another of its kind that
    says the same.
    """

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.args == getattr(other, "args", None)

    def __hash__(self) -> int:
        return hash((type(self), self.args))

    def __repr__(self) -> str:
        return brief(f"{type(self).__name__}({str(self)!r})")


class InputError(InnosprintError):
    """What was given cannot be used; ``problems`` lists every reason found.

    ``each`` has every mistake at its own place, also those that ``problems`` tells as one.
    """

    def __init__(self, problems: Problem | Sequence[Problem], each: Sequence[Problem] = ()) -> None:
        listed = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.problems: tuple[Problem, ...] = listed if _told(listed) else first_problems(listed)
        self.each = tuple(each) or listed
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(problem.words("en") for problem in self.problems)

    def words(self, lang: Lang) -> list[str]:
        """Say every problem, one a line."""
        return [problem.words(lang) for problem in self.problems]


def _told(problems: Sequence[Problem]) -> bool:
    """Tell whether there are no more problems than are told, or only the first ones already."""
    return len(problems) <= limits.ERRORS_TOLD + (1 if problems and problems[-1].code == "more-errors" else 0)


class DossierError(InputError):
    """A dossier or a proposal cannot be read or contradicts itself or the agreement."""


class RulebookError(InputError):
    """A rulebook cannot be loaded."""


class ScenarioError(InputError):
    """A scenario cannot be read or cannot be applied to the dossier."""


class UsageError(InputError):
    """An option or an argument cannot be used."""


def expect(name: str, value: object, kinds: type | tuple[type, ...], wanted: Text) -> None:
    """Refuse an argument of another type than a function takes.

    Raises:
        UsageError: ``value``, given as ``name``, is of none of ``kinds``, which are ``wanted`` in words.
    """
    if not isinstance(value, kinds):
        found = type(value).__name__
        raise UsageError(
            Problem(
                "wrong-type",
                Text(f"{name} : « {found} » ne convient pas", f"{name}: “{found}” will not do"),
                Text(f"donner {wanted.fr}", f"give {wanted.en}"),
                loc=(name,),
            )
        )


class EngineDisagreement(InnosprintError):  # noqa: N818  # it names what happened; callers know it so
    """Two engines judged the same facts differently; no verdict can be trusted."""


class Breach(Protocol):
    """What ComplianceError carries: the findings of a report."""

    @property
    def rule(self) -> str:
        """The rule's code."""

    @property
    def message(self) -> Text:
        """What was found."""


class ComplianceError(InnosprintError):
    """The dossier violates rules of severity error; ``violations`` holds the findings."""

    def __init__(self, violations: Sequence[Breach]) -> None:
        self.violations = tuple(violations)
        super().__init__(self.violations)

    def __str__(self) -> str:
        return "; ".join(f"{breach.rule}: {breach.message.en}" for breach in self.violations)
