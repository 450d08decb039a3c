"""How far the years of a run are, in words: what is being done, and how long the rest may take at the pace of now."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.wording import NBSP, Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.running.progress import Progress


def doing(progress: Progress, teller: Teller, name: str = "") -> str:
    """Return what a run does now: « référence : jusqu’à 10 000 années, compilées »; ``name`` is its scenario's."""
    years = plain_years(progress.asked, teller)
    if progress.fewer:
        years = teller.say(Text("jusqu'à {n}", "up to {n}").fill(n=years))
    lead = f"{name}{teller.colon}" if name else ""
    what = f"{lead}{years}, "
    if progress.stage == "compiling":
        how = Text("le scénario est d'abord compilé, ce qui servira encore",
                   "the scenario is first compiled, for later runs too")  # fmt: skip
    elif progress.stage == "sensitivity":
        what, runs = lead, teller.grouped(progress.asked)
        how = Text(f"sensibilité, {runs} séries d'années", f"sensitivity, {runs} runs")
    elif progress.stage == "cluster":
        how = Text(f"sur la grappe, {progress.threads} à la fois", f"on the cluster, {progress.threads} at a time")
    elif progress.stage == "watched":
        how = Text("suivies semaine par semaine : jusqu'à quand agir", "followed week by week: until when to act")
    elif progress.stage == "compiled":
        how = Text("compilées", "compiled")
        if progress.threads > 1:
            how = Text(f"compilées, {progress.threads} à la fois", f"compiled, {progress.threads} at a time")
    elif progress.compiling:
        how = Text("interprétées pendant que le scénario est compilé, ce qui servira encore",
                   "interpreted while the scenario is compiled, for later runs too")  # fmt: skip
    else:
        how = Text("interprétées", "interpreted")
    return what + teller.say(how)


def plain_years(count: int, teller: Teller) -> str:
    """Return a number of years."""
    return teller.number(count, Text("année", "year"), Text("années", "years"))


def at_most(seconds: float, teller: Teller) -> str:
    """Return how long the rest takes at most at the pace of now, in seconds, or in minutes from two of them on."""
    count, unit = max(1, math.ceil(seconds)), Text("s", "s")
    if count >= 120:
        count, unit = math.ceil(count / 60), Text("min", "min")
    told = f"{count}{NBSP}{teller.say(unit)}"
    return teller.say(Text(f"encore {told} au plus, au rythme actuel", f"{told} more at most, at this pace"))
