"""Drawing the documents: the calendar, the reports of each period and what answers them, the evaluations.

What has been sent already is not sent again; a period that a report covers by half is reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from innosprint_rules.dossier.schema.roles import Reports as ReportsRole
from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.rulebook.year.plan import Evaluation, Evaluations, Periodic
from innosprint_rules.simulation.drawing.owed import covered, periods_of, unanswered
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, SLOTS, stream
from innosprint_rules.simulation.drawing.source import function, once, sample

_REPORT = ("reports.sent", "reports.delay")
_ANSWER = ("reports.answer.chance", "reports.answer.after", "reports.answer.to_all")
_EVALUATION = ("sent", "delay", "to_all")


class Reports:
    """The part of the year that draws the documents."""

    name = "draw_reports"

    def __init__(self, drawing: Drawing, role: ReportsRole) -> None:
        self.drawing = drawing
        self.role, self.plan = role, drawing.plan
        self.tables = (role.table,)
        start = drawing.start
        self.there = start.rows(role.table)
        report, self.calendar = self.plan.reports, self.plan.calendar
        every = [] if report is None else periods_of(report, start.first, start.last)
        self.periods = [
            (number, first, last)
            for number, (first, last) in enumerate(every)
            if report is not None and not covered(start, role, report, first, last)
        ]
        self.unanswered = [] if report is None or self.plan.answer is None else unanswered(start, role, report)
        self.everyone = self.plan.members
        sent = {row.values[role.kind] for row in self.there}
        self.announced = self.calendar is None or self.calendar.kind in sent
        moments = () if self.plan.evaluations is None else self.plan.evaluations.moments
        self.evaluations = [each for each in moments if not self._is_evaluated(each)]
        starts = [first for _, first, _ in self.periods] or [start.first]
        ends = [last for *_, last in self.periods] or [start.first]
        kinds = [each.kind for each in (self.calendar, report, self.plan.answer, *moments) if each is not None]
        senders = [each.sender for each in (self.calendar, report, self.plan.answer, self.plan.evaluations) if each]
        told = () if report is None else report.headings
        judged = () if self.plan.evaluations is None else self.plan.evaluations.headings
        more = 0 if self.announced else 1
        drawing.rows(role.table, 2 * len(self.periods) + len(self.unanswered) + more + len(self.evaluations), {
            role.kind: Cells(tuple(kinds)),
            role.day: Cells((), start.first - 60, start.at),
            role.start: Cells((), min(starts), max(starts), nothing=True),
            role.end: Cells((), min(ends), max(ends), nothing=True),
            role.sender: Cells(tuple(drawing.held(role.table, role.sender, each) for each in dict.fromkeys(senders))),
            role.recipients: Cells((self._to(report), self.everyone, self.everyone[:-1])),
            role.answers: Cells(nothing=True),
            role.headings: Cells(((), *_some(_words(told)), *_some(_words(judged)))),
        })  # fmt: skip
        drawing.spend(SLOTS * max(len(every), len(self.unanswered), len(moments)))

    def _to(self, report: Periodic | None) -> tuple[str, ...]:
        """Return to whom a report goes: to all where nobody is named."""
        return self.everyone if report is None or not report.recipients else report.recipients

    def _is_evaluated(self, each: Evaluation) -> bool:
        """Tell whether the year that is drawn has an evaluation of a kind: in a further year, one sent in its time."""
        start = self.drawing.start
        since = 0 if start.begins == start.first else self._expected(each)
        rows = [row for row in self.there if row.values[self.role.kind] == each.kind]
        return any(row.day is None or row.day >= since for row in rows)

    def _expected(self, each: Evaluation) -> int:
        start = self.drawing.start
        return start.year_last if each.months is None else start.after_months(each.months)

    # writing -----------------------------------------------------------------------------------------

    def source(self) -> str:
        """Return the function that draws them."""
        drawing = self.drawing
        parts = (self._calendar(), self._reports(), self._past(), self._evaluated())
        joined = "\n    ".join(line for part in parts for line in part)
        return function(
            self.name,
            f"""
    row = {drawing.there(self.role.table)}
    {joined}
    {drawing.count(self.role.table)} = row""",
        )

    def _row(self, kind: str, day: str, sender: str, cells: Mapping[str | None, str]) -> list[str]:
        """Return the lines that write a row; what is not given is blank, and sent to all."""
        role = self.role
        written: dict[str | None, str] = {
            role.kind: self._cell(role.kind, kind),
            role.day: day,
            role.start: "-1",
            role.end: "-1",
            role.sender: self._cell(role.sender, sender),
            role.recipients: self._cell(role.recipients, self.everyone),
            role.answers: "-1",
            role.headings: self._cell(role.headings, ()),
        }
        return [*self.drawing.stores(role.table, "row", {**written, **cells}), "row += 1"]

    def _cell(self, column: str | None, value: object) -> str:
        """Return the source of the cell of a column that holds a value; nothing where there is no such column."""
        if column is None:
            return ""
        return self.drawing.cell(self.role.table, column, self.drawing.held(self.role.table, column, value))

    def _to_all(self, chance: str) -> dict[str | None, str]:
        column = self.role.recipients
        if column is None:
            return {}
        return {column: self.drawing.either(self.role.table, column, self.everyone, self.everyone[:-1], chance)}

    def _headings(self, found: tuple[tuple[str, str], ...], chances: list[str]) -> dict[str | None, str]:
        """Return the source of a list of headings, each there by its own chance."""
        names, column = _words(found), self.role.headings
        if column is None or not names:
            return {}
        weights = " + ".join(
            f"({1 << (len(names) - 1 - place)} if {chance} else 0)" for place, chance in enumerate(chances)
        )
        return {column: self.drawing.chosen(self.role.table, column, _some(names), f"({weights})")}

    def _calendar(self) -> list[str]:
        drawing, calendar = self.drawing, self.calendar
        if calendar is None:
            return []
        chance, day = (once(drawing, f"calendar.sent.{name}") for name in ("chance", "day"))
        return [
            f"day = {drawing.ahead(f'{drawing.start.first} + {day}')}",
            f"if {drawing.data(int(not self.announced))} == 1 and ({chance}) and day <= {drawing.start.at}:",
            *(f"    {line}" for line in self._row(calendar.kind, "day", calendar.sender, {})),
        ]

    def _reports(self) -> list[str]:
        drawing, inputs, planned, role = self.drawing, self.drawing.inputs, self.plan.reports, self.role
        if planned is None:
            return []
        names = [*_REPORT, *(f"reports.headings.{key}" for key, _ in planned.headings)]
        sent, delay, *headings = (sample(inputs[name], f"w + {slot}") for slot, name in enumerate(names))
        numbers = [number for number, *_ in self.periods]
        number, first, last = (
            drawing.run(f"period.{place}", [each[place] for each in self.periods], "i") for place in range(3)
        )
        most = SLOTS * (max(numbers, default=-1) + 1)
        cells: dict[str | None, str] = {role.start: first, role.end: last}
        cells[role.recipients] = self._cell(role.recipients, self._to(planned))
        cells |= self._headings(planned.headings, headings)
        report = self._row(planned.kind, "day", planned.sender, cells)
        return [
            f"fill(W, {SCRATCH}, {drawing.data(most)}, seed, year, {stream('reports')})",
            f"n = {drawing.data(len(numbers))}",
            f"words += {len(names) + len(_ANSWER)} * n",
            "for i in range(n):",
            f"    w = {SCRATCH} + {SLOTS} * ({number})",
            f"    day = {drawing.ahead(f'{last} + {delay}')}",
            f"    if ({sent}) and day <= {drawing.start.at}:",
            *(f"        {line}" for line in report),
            *(f"        {line}" for line in self._answer("row - 1", "day", len(names))),
        ]

    def _answer(self, report: str, sent: str, slot: int) -> list[str]:
        """Return the lines that answer the report in row ``report``, sent on the day ``sent``."""
        drawing, answer = self.drawing, self.plan.answer
        if answer is None:
            return []
        chance, after, to_all = (
            sample(drawing.inputs[name], f"w + {slot + place}") for place, name in enumerate(_ANSWER)
        )
        row = self._row(answer.kind, "day", answer.sender, {self.role.answers: "report", **self._to_all(to_all)})
        return [
            f"report = {report}",
            f"day = {drawing.ahead(f'{sent} + {after}')}",
            f"if ({chance}) and day <= {drawing.start.at}:",
            *(f"    {line}" for line in row),
        ]

    def _past(self) -> list[str]:
        drawing = self.drawing
        if self.plan.answer is None:
            return []
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
        found = self.plan.evaluations
        if found is None:
            return []
        words = f"fill(W, {SCRATCH}, {SLOTS * len(found.moments)}, seed, year, {stream('evaluations')})"
        lines = (line for number, each in enumerate(found.moments) for line in self._evaluation(found, number, each))
        return [words, *lines]

    def _evaluation(self, found: Evaluations, number: int, each: Evaluation) -> list[str]:
        drawing = self.drawing
        names = [*_EVALUATION, *(f"headings.{key}" for key, _ in found.headings)]
        inputs = [drawing.inputs[f"evaluations.{each.name}.{name}"] for name in names]
        place = SCRATCH + SLOTS * number
        sent, delay, to_all, *headings = (sample(one, str(place + slot)) for slot, one in enumerate(inputs))
        cells = {**self._to_all(to_all), **self._headings(found.headings, headings)}
        row = self._row(each.kind, "day", found.sender, cells)
        return [
            f"words += {len(inputs)}",
            f"day = {drawing.ahead(f'{self._expected(each)} + {delay}')}",
            f"if {drawing.data(int(each in self.evaluations))} == 1 and ({sent}) and day <= {drawing.start.at}:",
            *(f"    {line}" for line in row),
        ]


def _words(found: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Return the headings alone."""
    return tuple(word for _, word in found)


def _some(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return every choice of headings, as lists are read, in the order of a binary number."""
    choices = product((False, True), repeat=len(names))
    return [tuple(name for name, there in zip(names, choice, strict=True) if there) for choice in choices]
