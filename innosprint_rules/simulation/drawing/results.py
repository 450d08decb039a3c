"""Drawing what the objectives count: investment, companies, jobs.

What comes at random over the year and would have come by now is left out: the dossier says what did.
"""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, SLOTS
from innosprint_rules.simulation.drawing.source import function, once, sample, stream

INVESTMENT, COMPANY, JOB = "investissement_capte", "entreprise_creee", "emploi"
KINDS = {INVESTMENT: "prêt ou apport", COMPANY: "création", JOB: "alternance ou premier emploi"}
BANK, PROGRAMME = "banque", "Innosprint"


class Results:
    """The part of the year that draws the indicators."""

    name = "draw_results"
    tables = ("indicators",)

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        start, inputs = drawing.start, drawing.inputs
        names = ("results.investment.number", "results.companies.number", "results.jobs.number")
        self.most = [inputs[name].distribution.high for name in names]
        drawing.rows(
            "indicators", sum(self.most), date=Cells((), start.first, start.at), project=Cells(),
            indicator=Cells(tuple(KINDS)), kind=Cells(tuple(KINDS.values())), origin=Cells((None, BANK, PROGRAMME)),
            amount=Cells((), 0, inputs["results.investment.amount"].distribution.high, unknown=True),
            number=Cells((), 1, 1, unknown=True), local=Cells((True, False)), local_course=Cells((True, False)),
        )  # fmt: skip
        drawing.spend(SLOTS * max(self.most, default=0))

    def source(self) -> str:
        """Return the function that draws them."""
        drawing = self.drawing
        loops = "\n    ".join((
            self._kind(INVESTMENT, "investment", ("amount", "from_programme")),
            self._kind(COMPANY, "companies", ("local",)),
            self._kind(JOB, "jobs", ("local", "local_course")),
        ))  # fmt: skip
        return function(
            self.name,
            f"""
    row = {drawing.there("indicators")}
    projects = {drawing.count("projects")}
    if projects > 0:
        {loops.replace(chr(10), chr(10) + "    ")}
    {drawing.count("indicators")} = row""",
        )

    def _kind(self, kind: str, section: str, more: tuple[str, ...]) -> str:
        drawing, inputs = self.drawing, self.drawing.inputs
        every = [inputs["results.day"], *(inputs[f"results.{section}.{name}"] for name in more)]
        # slot 1 chooses the project
        day, *told = (sample(each, f"w + {slot}") for slot, each in zip((0, 2, 3), every, strict=False))
        drawn = dict(zip(more, told, strict=True))

        def flag(column: str, otherwise: bool) -> str:
            return drawing.either("indicators", column, True, False, drawn.get(column, str(otherwise)))

        origin = drawing.cell("indicators", "origin", None)
        if kind == INVESTMENT:
            origin = drawing.either("indicators", "origin", PROGRAMME, BANK, drawn["from_programme"])
        rows = "\n            ".join(drawing.stores(
            "indicators", "row", date="day", amount=drawn.get("amount", "-2"), origin=origin,
            indicator=drawing.cell("indicators", "indicator", kind),
            kind=drawing.cell("indicators", "kind", KINDS[kind]),
            project="W[w + 1] * projects >> 32",
            number="-2" if kind == INVESTMENT else "1",
            local=flag("local", True), local_course=flag("local_course", False),
        ))  # fmt: skip
        return f"""n = {once(drawing, f"results.{section}.number")}
    fill(W, {SCRATCH}, {SLOTS} * n, seed, year, {stream(section)})
    words += {len(every) + 1} * n
    for i in range(n):
        w = {SCRATCH} + {SLOTS} * i
        day = {drawing.start.begins} + {day}
        if {drawing.still_ahead("day")}:
            {rows}
            row += 1"""
