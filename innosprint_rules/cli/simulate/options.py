"""The options of ``innosprint simulate`` that are about simulated years, read and checked all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.cli.options import quoted, together
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.rulebook.book import Rulebook
    from innosprint_rules.simulation.running.run import RunOptions

USUAL = "usual"
"""What ``--sensitivity`` stands for when no outcome is named behind it."""


@dataclass(frozen=True)
class YearOptions:
    """The options that are about simulated years, as they were given; None or empty when they were not."""

    years: str | None = None
    precision: str | None = None
    seed: str | None = None
    workers: str | None = None
    engine: str | None = None
    keep: str | None = None
    year: str | None = None
    write: str | None = None
    sensitivity: Sequence[str] = ()
    measures: Sequence[str] = ()
    amend: Sequence[str] = ()
    html: bool = False
    cluster: str | None = None

    @property
    def given(self) -> bool:
        """Whether any of them was given."""
        return self != YearOptions()

    def run(self) -> RunOptions:
        """Return them as the library takes them.

        Raises:
            UsageError: with every one that is not possible.
        """
        from innosprint_rules.simulation.running.limits import check_cluster, check_engine, check_precision
        from innosprint_rules.simulation.running.run import YEARS, RunOptions, how_many

        engine = "auto" if self.engine is None else self.engine
        with together() as also:
            years = also(partial(whole, "--years", self.years, YEARS))
            precise = None if self.precision is None else also(partial(check_precision, self.precision))
            seed = also(partial(whole, "--seed", self.seed, 1))
            workers = None if self.workers is None else also(partial(whole, "--workers", self.workers, 1))
            also(partial(whole, "--year", self.year, 0))
            also(partial(check_engine, engine))
            also(partial(check_cluster, self.cluster, self.workers, self.keep))
            also(self._apart)
        years, precise = how_many(None if self.years is None else years, precise)
        wanted = None
        if self.sensitivity:
            wanted = tuple(name for name in self.sensitivity if name != USUAL)
        return RunOptions(
            years=years,
            precision=precise,
            seed=seed,
            workers=workers,
            engine=engine,  # type: ignore[arg-type]  # one of them, it has been checked
            keep=self.keep,
            sensitivity=wanted,
            interruptible=True,
            cluster=self.cluster,
        )

    def _apart(self) -> None:
        """Refuse options that need another one, or a library that is not there."""
        problems: list[Problem] = []
        if (self.year is None) != (self.write is None):
            given, other = ("--year", "--write") if self.write is None else ("--write", "--year")
            problems.append(
                Problem(
                    "option-alone",
                    Text(f"{given} ne va pas sans {other}", f"{given} does not go without {other}"),
                    Text("écrire --year 7 --write DOSSIER : l'année 7, écrite dans ce dossier",
                         "write --year 7 --write FOLDER: year 7, written to that folder"),
                )
            )  # fmt: skip
        if self.write is not None and not self.write.strip():
            problems.append(Problem("empty-path", Text("--write est vide", "--write is empty"),
                                    Text("donner le nom d'un dossier", "give the name of a folder")))  # fmt: skip
        if self.keep is not None:
            from innosprint_rules.simulation.outcome.parquet import NO_PYARROW, available

            if not available():
                problems.append(NO_PYARROW)
        if problems:
            raise UsageError(problems)


def whole(option: str, given: str | None, usual: int) -> int:
    """Read a whole number, thousands apart or not: ``10 000``, ``10_000``.

    Raises:
        UsageError: it is none, or one that the option cannot have.
    """
    from innosprint_rules.simulation.running.limits import check_number

    if given is None:
        return usual
    digits = given.translate(dict.fromkeys(map(ord, " \u00a0\u202f_'")))
    if digits.removeprefix("-").isdecimal() and digits.isascii():
        check_number(option, int(digits))
        return int(digits)
    message = Text(f"{option} : « {given[:60]} » n'est pas un nombre entier",
                   f"{option}: “{given[:60]}” is not a whole number")  # fmt: skip
    raise UsageError(Problem("bad-number", message, Text("l'écrire en chiffres : 10000", "write it in digits: 10000")))


@dataclass(frozen=True)
class SimulateInputs:
    """What the command was given, read: where years start from and what judges them."""

    dossier: Dossier | None
    rulebook: Rulebook
    as_of: date | None
    at: date | None
    readings: Mapping[str, str]
    select: Sequence[str]
    ignore: Sequence[str]
    inputs: Sequence[str | Path | None]
    partial_rules: Sequence[str]
    rules: str | None = None

    @property
    def check_options(self) -> str:
        """The options that make ``innosprint check`` judge by the same rules and readings."""
        readings = "".join(f" --reading {key}={value}" for key, value in self.readings.items())
        for option, codes in (("--select", self.select), ("--ignore", self.ignore)):
            readings += f" {option} {','.join(codes)}" if codes else ""
        return readings + (f" --rules {quoted(self.rules)}" if self.rules is not None else "")
