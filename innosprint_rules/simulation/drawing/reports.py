"""Drawing the documents: the calendar, the two-month reports and what answers them, the two evaluations.

What has been sent already is not sent again; a period that a report covers by half is reported.
"""

from __future__ import annotations

from itertools import product

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.simulation.drawing.owed import REPORT, covered, two_months, unanswered
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, SLOTS
from innosprint_rules.simulation.drawing.source import function, once, sample, stream

CALENDAR, ASSESSMENT = "calendrier", "appreciation"
EVALUATIONS = {"mid_term": "evaluation_mi_parcours", "final": "evaluation_finale"}
_REPORT_HEADINGS = ("rencontres", "financement", "repartition")
_EVALUATION_HEADINGS = ("actions entreprises", "actions à entreprendre", "équilibre financier")
_REPORT = (
    "reports.sent",
    "reports.delay",
    "reports.headings.meetings",
    "reports.headings.funding",
    "reports.headings.split",
)
_ANSWER = ("reports.answer.chance", "reports.answer.after", "reports.answer.to_all")
_EVALUATION = ("sent", "delay", "to_all", "headings.done", "headings.to_do", "headings.balance")


class Reports:
    """The part of the year that draws the documents."""

    name = "draw_reports"
    tables = ("reports",)

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        start = drawing.start
        self.there = start.rows("reports")
        self.periods = [
            (number, first, last)
            for number, (first, last) in enumerate(two_months(start.first, start.last))
            if not covered(start, first, last)
        ]
        self.unanswered = unanswered(start)
        self.everyone = tuple(start.rulebook.agreement.members)
        self.calendar = CALENDAR not in {row.values["kind"] for row in self.there}
        self.evaluations = [name for name, kind in EVALUATIONS.items() if not self._is_evaluated(name, kind)]
        starts = [first for _, first, _ in self.periods] or [start.first]
        ends = [last for *_, last in self.periods] or [start.first]
        drawing.rows(
            "reports", 2 * len(self.periods) + len(self.unanswered) + self.calendar + len(self.evaluations),
            kind=Cells((CALENDAR, REPORT, ASSESSMENT, *EVALUATIONS.values())),
            sent_on=Cells((), start.first - 60, start.at),
            period_start=Cells((), min(starts), max(starts), nothing=True),
            period_end=Cells((), min(ends), max(ends), nothing=True),
            sender=Cells((("FN",), ("CASQ",))),
            recipients=Cells((("CASQ",), self.everyone, self.everyone[:-1])),
            in_reply_to=Cells(nothing=True),
            headings=Cells(((), *_some(_REPORT_HEADINGS), *_some(_EVALUATION_HEADINGS))),
        )  # fmt: skip
        drawing.spend(SLOTS * max(len(two_months(start.first, start.last)), len(self.unanswered), len(EVALUATIONS)))

    def _is_evaluated(self, name: str, kind: str) -> bool:
        """Tell whether the year that is drawn has an evaluation of a kind: in a further year, one sent in its time."""
        start = self.drawing.start
        since = 0 if start.begins == start.first else start.mid_term if name == "mid_term" else start.year_last
        return any(row.values["kind"] == kind and (row.day is None or row.day >= since) for row in self.there)

    # writing -----------------------------------------------------------------------------------------

    def source(self) -> str:
        """Return the function that draws them."""
        drawing = self.drawing
        parts = (self._calendar(), self._reports(), self._past(), self._evaluated())
        joined = "\n    ".join(line for part in parts for line in part)
        return function(
            self.name,
            f"""
    row = {drawing.there("reports")}
    {joined}
    {drawing.count("reports")} = row""",
        )

    def _row(self, kind: str, day: str, **cells: str) -> list[str]:
        """Return the lines that write a row; what is not given is blank, and sent by the agglomeration to all."""
        drawing = self.drawing
        written = {
            "kind": drawing.cell("reports", "kind", kind),
            "sent_on": day,
            "period_start": "-1",
            "period_end": "-1",
            "sender": drawing.cell("reports", "sender", ("CASQ",)),
            "recipients": drawing.cell("reports", "recipients", self.everyone),
            "in_reply_to": "-1",
            "headings": drawing.cell("reports", "headings", ()),
        } | cells
        return [*drawing.stores("reports", "row", **written), "row += 1"]

    def _to_all(self, chance: str) -> str:
        return self.drawing.either("reports", "recipients", self.everyone, self.everyone[:-1], chance)

    def _headings(self, names: tuple[str, ...], chances: list[str]) -> str:
        """Return the source of a list of headings, each there by its own chance."""
        weights = " + ".join(
            f"({1 << (len(names) - 1 - place)} if {chance} else 0)" for place, chance in enumerate(chances)
        )
        return self.drawing.chosen("reports", "headings", _some(names), f"({weights})")

    def _calendar(self) -> list[str]:
        drawing = self.drawing
        chance, day = (once(drawing, f"calendar.sent.{name}") for name in ("chance", "day"))
        sender = drawing.cell("reports", "sender", ("FN",))
        return [
            f"day = {drawing.ahead(f'{drawing.start.first} + {day}')}",
            f"if {drawing.data(int(self.calendar))} == 1 and ({chance}) and day <= {drawing.start.at}:",
            *(f"    {line}" for line in self._row(CALENDAR, "day", sender=sender)),
        ]

    def _reports(self) -> list[str]:
        drawing, inputs = self.drawing, self.drawing.inputs
        sent, delay, *headings = (sample(inputs[name], f"w + {slot}") for slot, name in enumerate(_REPORT))
        numbers = [number for number, *_ in self.periods]
        number, first, last = (
            drawing.run(f"period.{place}", [each[place] for each in self.periods], "i") for place in range(3)
        )
        most = SLOTS * (max(numbers, default=-1) + 1)
        report = self._row(
            REPORT, "day", period_start=first, period_end=last,
            sender=drawing.cell("reports", "sender", ("FN",)),
            recipients=drawing.cell("reports", "recipients", ("CASQ",)),
            headings=self._headings(_REPORT_HEADINGS, headings),
        )  # fmt: skip
        return [
            f"fill(W, {SCRATCH}, {drawing.data(most)}, seed, year, {stream('reports')})",
            f"n = {drawing.data(len(numbers))}",
            f"words += {len(_REPORT) + len(_ANSWER)} * n",
            "for i in range(n):",
            f"    w = {SCRATCH} + {SLOTS} * ({number})",
            f"    day = {drawing.ahead(f'{last} + {delay}')}",
            f"    if ({sent}) and day <= {drawing.start.at}:",
            *(f"        {line}" for line in report),
            *(f"        {line}" for line in self._answer("row - 1", "day", len(_REPORT))),
        ]

    def _answer(self, report: str, sent: str, slot: int) -> list[str]:
        """Return the lines that answer the report in row ``report``, sent on the day ``sent``."""
        drawing = self.drawing
        chance, after, to_all = (
            sample(drawing.inputs[name], f"w + {slot + place}") for place, name in enumerate(_ANSWER)
        )
        row = self._row(ASSESSMENT, "day", in_reply_to="report", recipients=self._to_all(to_all))
        return [
            f"report = {report}",
            f"day = {drawing.ahead(f'{sent} + {after}')}",
            f"if ({chance}) and day <= {drawing.start.at}:",
            *(f"    {line}" for line in row),
        ]

    def _past(self) -> list[str]:
        drawing = self.drawing
        place, day = (
            drawing.run(f"unanswered.{each}", [known[each] for known in self.unanswered], "i") for each in range(2)
        )
        return [
            f"n = {drawing.data(len(self.unanswered))}",
            f"fill(W, {SCRATCH}, {SLOTS} * n, seed, year, {stream('past_reports')})",
            f"words += {len(_ANSWER)} * n",
            "for i in range(n):",
            f"    w = {SCRATCH} + {SLOTS} * i",
            *(f"    {line}" for line in self._answer(place, day, 0)),
        ]

    def _evaluated(self) -> list[str]:
        words = f"fill(W, {SCRATCH}, {SLOTS * len(EVALUATIONS)}, seed, year, {stream('evaluations')})"
        return [words, *(line for name in EVALUATIONS for line in self._evaluation(name))]

    def _evaluation(self, name: str) -> list[str]:
        drawing = self.drawing
        inputs = [drawing.inputs[f"evaluations.{name}.{each}"] for each in _EVALUATION]
        place = SCRATCH + SLOTS * list(EVALUATIONS).index(name)
        sent, delay, to_all, *headings = (sample(each, str(place + slot)) for slot, each in enumerate(inputs))
        expected = drawing.start.mid_term if name == "mid_term" else drawing.start.year_last
        row = self._row(
            EVALUATIONS[name], "day", recipients=self._to_all(to_all),
            headings=self._headings(_EVALUATION_HEADINGS, headings),
        )  # fmt: skip
        return [
            f"words += {len(inputs)}",
            f"day = {drawing.ahead(f'{expected} + {delay}')}",
            f"if {drawing.data(int(name in self.evaluations))} == 1 and ({sent}) and day <= {drawing.start.at}:",
            *(f"    {line}" for line in row),
        ]


def _some(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return every choice of headings, as lists are read, in the order of a binary number."""
    choices = product((False, True), repeat=len(names))
    return [tuple(name for name, there in zip(names, choice, strict=True) if there) for choice in choices]
