"""A derivation as a page of text: what is asked, what was found, row by row, with places in the files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from innosprint_rules.engine.derivation.derive import SEVERITY_WORDS, Derivation, Requirement
from innosprint_rules.engine.derivation.labels import RulebookLabels
from innosprint_rules.engine.derivation.steps import Counted, DerivationStep, Rows
from innosprint_rules.engine.derivation.terms import article_words
from innosprint_rules.engine.evaluation.missing import fact_words
from innosprint_rules.engine.evaluation.values import written_value
from innosprint_rules.errors import NOWHERE, Location
from innosprint_rules.formula.logic import UNKNOWN
from innosprint_rules.report.content.outline import Cells, Item, Part, Title
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import verdict_word
from innosprint_rules.rulebook.models import AGREEMENT
from innosprint_rules.wording import Text, capital

MOST_ROWS = 30  # what a reader takes in; JSON has them all
_OVER = {1: Text("passé", "over"), 0: Text("pas encore passé", "not over yet"), -1: Text("inconnu", "unknown")}
_RESULTS = {
    "-": Text("la différence entre ces deux grandeurs", "the difference between these two"),
    "+": Text("la somme de ces deux grandeurs", "the sum of these two"),
}
_WORKED_OUT = ("operation", "aggregate", "comparison", "test", "reading", "condition")


def derivation_heading(derivation: Derivation, teller: Teller) -> list[str]:
    """Return what the finding says: rule, row and verdict, what the rule asks, on which article, where, the message."""
    return _Page(derivation, teller).heading()


def derivation_parts(derivation: Derivation, teller: Teller) -> tuple[str, list[Part]]:
    """Return in one sentence why the verdict is what it is, and how it was reached."""
    page = _Page(derivation, teller)
    return page.why(), list(page.parts())


class _Page:
    def __init__(self, derivation: Derivation, teller: Teller) -> None:
        self.derivation = derivation
        self.teller = teller
        self.world = derivation.finding.context.world
        self.labels = RulebookLabels(self.world.rulebook)

        self.colon = teller.colon

    def say(self, fr: str, en: str) -> str:
        return self.teller.say(Text(fr, en))

    def heading(self) -> list[str]:
        found, finding = self.derivation, self.derivation.finding
        subject = finding.subject.id or ("" if finding.subject.table == AGREEMENT else finding.subject.table)
        grade = self.teller.say(SEVERITY_WORDS[finding.severity])
        degree = f" ({grade})" if finding.verdict in ("violated", "unknown") else ""
        when = self.teller.day(found.as_of.toordinal())
        article = self.teller.say(article_words(finding.context.world.rulebook, finding.article))
        judged = self.say(f"jugé au {when}", f"judged on {when}")
        return [
            f"{finding.rule} {subject}".rstrip() + f"{self.colon}{self._verdict()}{degree}",
            capital(self.teller.say(finding.compiled.rule.title)),
            ", ".join(filter(None, [article, judged])),
            finding.location.words(self.teller.lang),
            "",
            capital(self.teller.say(finding.message)),
        ]

    def why(self) -> str:
        return f"{capital(self.teller.say(self.derivation.why))}{self.colon}{self._verdict()}."

    def _verdict(self) -> str:
        finding = self.derivation.finding
        return self.teller.say(verdict_word(finding.verdict, finding.nature))

    def parts(self) -> Iterator[Part]:
        found = self.derivation
        yield from self._missing()
        if found.belongs is not None:
            yield from self._part(self.say("De quoi parle-t-on ?", "What is it about?"), found.belongs)
        if found.applies is not None:
            yield from self._part(self.say("La règle s'applique-t-elle ?", "Does the rule apply?"), found.applies)
        if found.starts is not None:
            title = self.say("À partir de quel jour juge-t-on ?", "From which day is it judged?")
            yield from self._part(title, found.starts)
        for each in found.requires:
            yield from self._requirement(each)
        if found.reachable is not None:
            yield from self._part(self.say("Est-ce encore possible ?", "Can it still be met?"), found.reachable)
        yield from self._contested()

    def _part(self, title: str, step: DerivationStep) -> Iterator[Part]:
        yield Title(title)
        yield from self._step(step, 1)

    def _requirement(self, each: Requirement) -> Iterator[Part]:
        title = self.say("Ce qui est exigé", "What is required")
        if len(self.derivation.requires) > 1:
            title += f" ({self.teller.say(SEVERITY_WORDS[each.severity])})"
        yield from self._part(title, each.condition)
        if each.due is not None and each.due.value is not None:
            over = self.teller.say(_OVER[each.past])
            title = self.say(f"Dernier jour pour le faire ({over})", f"Last day to do it ({over})")
            yield Title(title)
            yield from self._step(each.due, 1)

    def _missing(self) -> Iterator[Part]:
        if not self.derivation.missing:
            return
        yield Title(self.say("Ce qui manque", "What is missing"))
        for _, words in self.derivation.missing:
            yield Item(1, self.teller.say(words))

    def _contested(self) -> Iterator[Part]:
        if not self.derivation.contested:
            return
        title = self.say(
            "Une autre lecture du texte en déciderait autrement", "Another reading of the text would decide otherwise"
        )
        yield Title(title)
        for contest, answer in self.derivation.contested:
            verdict = self.teller.say(verdict_word(contest.verdict, self.derivation.finding.nature))
            words = f"{contest.reading} = {contest.value} ({self.teller.say(answer)})"
            yield Item(1, f"{words}{self.colon}{verdict}")

    # steps -------------------------------------------------------------------------------------------

    def _step(self, step: DerivationStep, depth: int, only: bool = False) -> Iterator[Part]:
        """Yield a step; ``only`` marks the one thing a measure is worked out from, whose value is the same."""
        words = self.teller.say(step.words)
        beside = self._beside(step)
        inner = depth + 1
        if step.kind == "definition":
            meaning = "" if step.note is None else self.teller.say(step.note)
            yield Item(depth, f"{words} {self.say('veut dire', 'means')}{self.colon}{meaning}")
        elif only and step.kind in _WORKED_OUT:
            operator = step.details.get("operator", "")
            long = operator in _RESULTS and any(each.kind == "aggregate" for each in step.steps)
            yield Item(depth, f"{self.teller.say(_RESULTS[operator]) if long else words}{beside}", result=True)
            inner = depth
        elif step.type.kind == "flag" and step.kind != "cell":
            yield Item(depth, f"{words}{beside}", answer=self._answer(step))
        else:
            yield Item(depth, f"{words}{self.colon}{step.written(self.teller.lang)}{beside}")
        alone = step.kind in ("measure", "reading") and len(step.steps) == 1
        chosen = step.kind == "condition" and step.type.kind != "flag" and bool(step.steps)
        rows = [] if step.rows is None else list(self._rows(step.rows, inner))
        for each in step.steps if step.rows is None else ():
            last = chosen and each is step.steps[-1]
            yield from self._operand(each, inner, only=(alone or last) and each.kind != "measure")
        for each in () if step.rows is None else step.steps:
            yield from self._step(each, inner)
        yield from rows

    def _operand(self, step: DerivationStep, depth: int, only: bool) -> Iterator[Part]:
        """Yield what a step rests on; of an operation only its parts, its words being said above already."""
        if step.kind == "operation" and not only:
            for each in step.steps:
                yield from self._operand(each, depth, only=False)
        else:
            yield from self._step(step, depth, only)

    def _answer(self, step: DerivationStep) -> tuple[Literal["yes", "no", "doubt"], str]:
        if step.value is UNKNOWN:
            return "doubt", "?"
        return "yes" if step.value else "no", step.written(self.teller.lang)

    def _beside(self, step: DerivationStep) -> str:
        parts: list[str] = []
        if step.see is not None:
            parts.append(self.say("voir plus haut", "see above"))
        if step.note is not None and step.kind != "definition":
            parts.append(self.teller.say(step.note))
        if step.place is not NOWHERE:
            parts.append(place_words(step.place, self.teller))
        semicolon = self.teller.either("\u202f; ", "; ")
        said = f" ({semicolon.join(filter(None, parts))})" if any(parts) else ""
        return self._sides(step) + said

    def _sides(self, step: DerivationStep) -> str:
        """Return the two values of a comparison where the lines below do not show them by themselves."""
        if step.sides is None or not any(each.kind == "operation" for each in step.steps):
            return ""
        left, right = (written_value(side, step.side_type, self.teller.lang) for side in step.sides)
        return f"{self.colon}{left} {self.say('contre', 'against')} {right}"

    # rows --------------------------------------------------------------------------------------------

    def _rows(self, rows: Rows, depth: int) -> Iterator[Part]:
        yield Item(depth, self._count(rows) + (self.colon.rstrip() if rows.counted else ""))
        if rows.counted:
            yield from self._listed(rows, rows.counted, depth + 1)
        if rows.maybe:
            count = len(rows.maybe)
            verb = "comptent" if count > 1 else "compte"
            head = self.say(f"{_many(count, 'ligne')} {verb} peut-être", f"{_many(count, 'row')} may count")
            yield Item(depth, head + self.colon.rstrip())
            yield from self._listed(rows, rows.maybe, depth + 1)

    def _count(self, rows: Rows) -> str:
        what = self.teller.say(rows.what)
        sure, out = len(rows.counted), rows.left_out
        if not rows.table:
            return self.say(_many(sure, "élément"), _many(sure, "item"))
        says: list[str] = []
        named = f" ({what})" if rows.table else ""
        if sure == 0:
            says.append(self.say(f"aucune ligne retenue{named}", f"no row counts{named}"))
        else:
            says.append(self.say(f"{_many(sure, 'ligne')} {_many_word(sure, 'retenue')}{named}",
                                 f"{_many(sure, 'row')} {'count' if sure > 1 else 'counts'}{named}"))  # fmt: skip
        if out:
            says.append(self.say(f"{out} {_many_word(out, 'laissée')} de côté", f"{out} left out"))
        if rows.later:
            says.append(self.say(f"{rows.later} {_many_word(rows.later, 'datée')} d'après ce jour",
                                 f"{rows.later} dated after this day"))  # fmt: skip
        for name in rows.open:
            table_name = self.labels.table(name)
            says.append(self.say(f"la table « {table_name.fr} » n'est pas dans le dossier",
                                 f"the table “{table_name.en}” is not in the dossier"))  # fmt: skip
        return ", ".join(says)

    def _listed(self, rows: Rows, counted: tuple[Counted, ...], depth: int) -> Iterator[Part]:
        cells: list[list[str]] = []
        shown = _once_each(counted) if rows.distinct else [(row, 1) for row in counted]
        for row, times in shown[:MOST_ROWS]:
            cells.append(self._cells(rows, row, times))
        empty = [column for column in range(4) if not any(line[column] for line in cells)]
        kept = [[cell for column, cell in enumerate(line) if column not in empty] for line in cells]
        right = [column - sum(e < column for e in empty) for column in (2, 3) if column not in empty]
        numbers = any(row.type.kind in ("amount", "number", "decimal") for row in counted)
        yield Cells(depth, kept, tuple(right) if numbers else ())
        if len(shown) > MOST_ROWS:
            rest = len(shown) - MOST_ROWS
            yield Item(depth, self.say(f"… et {rest} de plus (--format json les donne toutes)",
                                       f"… and {rest} more (--format json has them all)"))  # fmt: skip

    def _cells(self, rows: Rows, row: Counted, times: int) -> list[str]:
        value = written_value(row.value, row.type, self.teller.lang) if rows.valued else ""
        total = "" if row.total is None else "= " + written_value(row.total, row.type, self.teller.lang)
        when = "" if row.day is None or rows.distinct else self.teller.day(row.day)
        where = place_words(row.place, self.teller)
        if times > 1:
            where += self.say(f" et {times - 1} de plus", f" and {times - 1} more")
        if row.missing:
            words = [self.teller.say(fact_words(fact, self.world)) for fact in row.missing]
            where += (self.teller.either("\u202f; manque ", "; missing ")) + self.teller.lists(words)
        if row.type.kind == "date" and when == value:
            when = ""
        ids = "" if rows.distinct else "/".join(row.ids)
        return [ids, when, value, total, where]


def place_words(place: Location, teller: Teller) -> str:
    """Say a place shortly: the file, the sheet and the line; the column is known from the words beside it."""
    if place.row is None:
        return str(place.column or place.file or "")
    return Location(place.file, place.sheet, place.row).words(teller.lang)


def _once_each(rows: tuple[Counted, ...]) -> list[tuple[Counted, int]]:
    """Return the first row of each value with how many have it."""
    first: dict[object, Counted] = {}
    times: dict[object, int] = {}
    for row in rows:
        first.setdefault(row.value, row)
        times[row.value] = times.get(row.value, 0) + 1
    return [(row, times[value]) for value, row in first.items()]


def _many(count: int, word: str) -> str:
    return f"{count} {_many_word(count, word)}"


def _many_word(count: int, word: str) -> str:
    return word if count < 2 else f"{word}s"
