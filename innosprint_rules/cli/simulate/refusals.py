"""Options of ``innosprint simulate`` that do not go together, refused before anything is read or drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.cli.output import Output, refuse_together
from innosprint_rules.cli.simulate.options import YearOptions
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.nearest import quoted as quoted_names
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.scenario.loading import Scenario


def one_scenario(scenarios: Sequence[Scenario], options: YearOptions) -> None:
    """Refuse several scenarios where one file or folder is to be written, or amendments are tried."""
    option = "--keep" if options.keep is not None else "--write" if options.write is not None else "--amend"
    if len(scenarios) > 1 and (options.keep is not None or options.write is not None or options.amend):
        raise UsageError(
            Problem(
                "one-scenario",
                Text(f"{option} va avec un seul scénario", f"{option} goes with one scenario alone"),
                Text("lancer la commande une fois par scénario", "run the command once a scenario"),
            )
        )


def nothing_else(options: YearOptions, form: str, output: str | None) -> None:
    """Refuse, beside one year that is written out, what many years would be counted for."""
    given = {
        "--years": options.years, "--precision": options.precision, "--workers": options.workers,
        "--engine": options.engine, "--keep": options.keep,
        "--cluster": options.cluster,
        "--sensitivity": options.sensitivity or None, "--measure": options.measures or None,
        "--format": None if form == "text" else form, "--output": output,
    }  # fmt: skip
    several = [name for name, value in given.items() if value is not None]
    if several:
        named = quoted_names(several)
        raise UsageError(
            Problem(
                "one-year",
                Text(f"--write écrit une seule année, sans {named.fr}",
                     f"--write writes one year alone, without {named.en}"),
                Text("lancer la commande deux fois", "run the command twice"),
            )
        )  # fmt: skip


def writable(keep: Output, output: Output) -> None:
    """Refuse, before anything is read, what cannot be written to; a Parquet file goes to a file alone.

    Raises:
        UsageError: with every mistake.
    """
    from innosprint_rules.saving import is_special

    if keep.path is not None and is_special(Path(keep.path)):
        from innosprint_rules.simulation.outcome.parquet import not_a_file

        raise UsageError(not_a_file(Path(keep.path)))
    refuse_together(keep, output)
