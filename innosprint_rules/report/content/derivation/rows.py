"""The rows that a step of a derivation rests on: how many count, which, where they stand, what is left out."""

from __future__ import annotations

from collections.abc import Iterator

from innosprint_rules.engine.derivation.labels import RulebookLabels
from innosprint_rules.engine.derivation.steps import Counted, Rows
from innosprint_rules.engine.evaluation.missing_facts import fact_words
from innosprint_rules.engine.evaluation.values import written_value
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.errors import Location
from innosprint_rules.report.content.outline import Cells, Item, Part
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.wording import Text

MOST_ROWS = 30  # what a reader takes in; JSON has them all


class RowsPart:
    """Tells the rows of one derivation."""

    def __init__(self, world: World, teller: Teller) -> None:
        self.world = world
        self.teller = teller
        self.labels = RulebookLabels(world.rulebook)
        self.colon = teller.colon

    def say(self, fr: str, en: str) -> str:
        return self.teller.say(Text(fr, en))

    def parts(self, rows: Rows, depth: int) -> Iterator[Part]:
        """Yield how many rows count, and which; then those of which that is not known."""
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
        named = f" ({what})"
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
