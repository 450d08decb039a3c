"""Small folders of CSV files, and what happens to them on the way: programs, mail, hands, accidents.

A mutation takes the files as text (or, at the end, as bytes) and gives others. Some leave what the author meant as it
was, and say so; what comes of the others only the file itself can tell.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field

Grid = list[list[str]]

PLAIN = ("0", "100", "1500", "20000,50", "1234,5", "999,99", "35000", "2 500,00", "12,05", "8000,00")
TITLES = ("Suivi des attributions 2019", "Convention", "Édité le 3 juin 2019")
NOTES = ("TOTAL", "Total général", "Montant total", "Cumul", "Reste à attribuer", "Solde au 31/12",
         "NB : montants votés", "Sous-total", "Année 2019", "Premier semestre", "* hors frais")  # fmt: skip


@dataclass
class Folder:
    """The files of a folder: as grids while they can be, then as texts; ``meant``: they still say what was meant."""

    grids: dict[str, Grid]
    separator: str = ";"
    ending: str = "\r\n"
    encoding: str = "utf-8"
    mark: bytes = b""
    quoting: int = csv.QUOTE_MINIMAL
    naive: bool = False
    meant: bool = True
    texts: dict[str, str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    def written(self) -> dict[str, bytes]:
        """Return the bytes of each file."""
        self.write()
        found = {}
        for name, text in self.texts.items():
            encoding = self.encoding
            found[name] = self.mark + text.encode(encoding, "replace")
        return found

    def write(self) -> None:
        for name, grid in self.grids.items():
            if name in self.texts:
                continue
            if self.naive:  # as a script that knows no quotation marks would
                self.texts[name] = "".join(self.separator.join(row) + self.ending for row in grid)
                continue
            text = io.StringIO()
            csv.writer(text, delimiter=self.separator, lineterminator=self.ending, quoting=self.quoting).writerows(grid)  # type: ignore[arg-type]  # a constant of csv
            self.texts[name] = text.getvalue()


def folder(chance: random.Random) -> Folder:
    """Draw a small folder."""

    def amount() -> str:
        return chance.choice(PLAIN)

    allocations = [["id", "session", "date_decision", "projet", "montant", "besoin", "objectif"]]
    for number in range(chance.randint(1, 6)):
        need = chance.choice(("prototype", "site, vitrine", 'écran 5"', "étude ; plan", "12", ""))
        allocations.append(
            [f"A{number:02}", "S1", "31/05/2019", f"P0{number}", amount(), need, chance.choice(("vendre", ""))]
        )
    payments = [["id", "date", "sens", "projet", "montant", "libelle"]]
    for number in range(chance.randint(1, 6)):
        way = chance.choice(("CASQ->FN", "FN->projet", "projet->FN"))
        label = chance.choice(("acompte", "solde, 2e tranche", "50", ""))
        payments.append([f"V{number:02}", "12/06/2019", way, "" if way == "CASQ->FN" else "P01", amount(), label])
    requests = [["id", "session", "projet", "montant_demande", "montant_minimum"]]
    requests += [
        [f"D{number}", "S2", f"P0{number}", amount(), chance.choice((amount(), ""))]
        for number in range(chance.randint(1, 4))
    ]
    grids = {"attributions": allocations, "versements": payments, "demandes": requests}
    for name in chance.sample(sorted(grids), chance.randint(0, 2)):
        del grids[name]
    return Folder(grids)


ODD = (
    "1.234", "1,234", "12.345,67", "12,345.67", "1 23", "(500,00)", "-500", "5e3", "1 500,005", "35 k€", "35k", "1/2",
    "٣٥", "1\u00b2", "#REF!", "NULL", "néant", "1 500 €/an", "500 CHF", "0,5 k€", "1'500", "€ 12", "12 €uros",
    "1_000", "0x10", "+5", "12,", ",5", "1 000 000", "1000 000", "００", "12,5 %", "deux", "12 345 67", " 7", "1.5",
)  # fmt: skip
"""Amounts, and what is written where one is due."""

Mutation = Callable[[Folder, random.Random], None]


def one(made: Folder, chance: random.Random) -> tuple[str, Grid]:
    name = chance.choice(sorted(made.grids))
    return name, made.grids[name]


def text_of(made: Folder, chance: random.Random) -> tuple[str, str]:
    made.write()
    name = chance.choice(sorted(made.texts))
    return name, made.texts[name]


# what leaves the meaning as it was -------------------------------------------------------------------


def other_separator(made: Folder, chance: random.Random) -> None:
    made.separator = chance.choice(",\t;")


def other_ending(made: Folder, chance: random.Random) -> None:
    made.ending = chance.choice(("\n", "\r\n", "\r"))


def other_encoding(made: Folder, chance: random.Random) -> None:
    made.encoding, made.mark = chance.choice(
        [("utf-8", b"\xef\xbb\xbf"), ("utf-8", b"\xef\xbb\xbf" * 2), ("cp1252", b""), ("utf-16-le", b"\xff\xfe"),
         ("utf-16-be", b"\xfe\xff"), ("cp1252", b"\xef\xbb\xbf")]
    )  # fmt: skip


def all_quoted(made: Folder, _: random.Random) -> None:
    made.quoting = csv.QUOTE_ALL


def no_quotation_marks(made: Folder, chance: random.Random) -> None:
    """A script joins the cells with a separator and knows no quotation marks: amounts with a comma come apart."""
    made.naive, made.separator = True, chance.choice(",;")
    for grid in made.grids.values():
        for row in grid:
            row[:] = [cell.replace('"', "").replace(";", "") for cell in row]


def titles_above(made: Folder, chance: random.Random) -> None:
    _, grid = one(made, chance)
    grid[:0] = [[chance.choice(TITLES), *[""] * chance.randint(0, 3)], *[[""]] * chance.randint(0, 2)]


def blank_rows(made: Folder, chance: random.Random) -> None:
    _, grid = one(made, chance)
    grid.insert(chance.randint(1, len(grid)), [""] * chance.choice((1, len(grid[-1]))))


def empty_columns(made: Folder, chance: random.Random) -> None:
    _, grid = one(made, chance)
    more = [""] * chance.randint(1, 2)
    for row in grid[chance.randint(0, 1) :]:
        row += more


def other_columns(made: Folder, chance: random.Random) -> None:
    _, grid = one(made, chance)
    width = max(map(len, grid))
    order = chance.sample(range(width), width)
    for position, row in enumerate(grid):
        padded = row + [""] * (width - len(row))
        grid[position] = [padded[place] for place in order]


def own_column(made: Folder, chance: random.Random) -> None:
    _, grid = one(made, chance)
    for row in grid:
        if row[0].strip().lower() == "id" or "id" in [cell.strip().lower() for cell in row]:
            row.append("remarque à nous")
        elif sum(map(bool, row)) > 2:
            row.append(chance.choice(("", "vu", "3", "12,50")))


def other_rows(made: Folder, chance: random.Random) -> None:
    """Sorted by something else; by a hand that took the header along, at times."""
    _, grid = one(made, chance)
    rows = grid[0 if chance.random() < 0.2 else 1 :]
    chance.shuffle(rows)
    grid[len(grid) - len(rows) :] = rows


def other_spelling(made: Folder, chance: random.Random) -> None:
    """Amounts as people write them: groups, units, dots."""
    for grid in made.grids.values():
        for row in grid:
            for place, cell in enumerate(row):
                if cell in PLAIN and cell not in ("12", "50"):
                    row[place] = chance.choice((
                        cell, f"{cell} €", f"{cell}\u00a0€", f"{cell}€", cell.replace(",", "."), f" {cell} ",
                        cell.replace(" ", "\u202f"), f"{cell} euros",
                    ))  # fmt: skip


def other_header(made: Folder, chance: random.Random) -> None:
    _, grid = one(made, chance)
    for row in grid:
        for place, cell in enumerate(row):
            if cell.startswith("montant"):
                row[place] = chance.choice((cell.upper(), f"{cell} (€)", f" {cell} ", cell.replace("_", " "),
                                            f"{cell} en €", cell.capitalize()))  # fmt: skip


def rows_that_are_none(made: Folder, chance: random.Random) -> None:
    """Totals, headings and notes between the rows or below them."""
    _, grid = one(made, chance)
    head = next(position for position, row in enumerate(grid) if any(c.strip().lower() == "id" for c in row))
    names = [cell.strip().lower() for cell in grid[head]]
    row = [""] * len(names)
    row[names.index("id")] = chance.choice(NOTES)
    money = [place for place, name in enumerate(names) if name.startswith("montant")]
    if money and chance.random() < 0.6:
        row[chance.choice(money)] = chance.choice(PLAIN)
    grid.insert(chance.randint(head + 1, len(grid)), row)


SAFE: tuple[Mutation, ...] = (
    other_separator, other_ending, other_encoding, all_quoted, no_quotation_marks, titles_above, blank_rows,
    empty_columns, other_columns, own_column, other_rows, other_spelling, other_header, rows_that_are_none,
)  # fmt: skip

# accidents -------------------------------------------------------------------------------------------


def letter_lost(made: Folder, chance: random.Random) -> None:
    name, text = text_of(made, chance)
    if text:
        place = chance.randrange(len(text))
        made.texts[name] = text[:place] + text[place + 1 :]


def letter_more(made: Folder, chance: random.Random) -> None:
    name, text = text_of(made, chance)
    place = chance.randint(0, len(text))
    letter = chance.choice("\";,\t\n\r .0123456789-+€k\u00a0\u202f\u200b\u2212\ufeff'=é()\u0660\uff11\u00b2")
    made.texts[name] = text[:place] + letter + text[place:]


def letter_other(made: Folder, chance: random.Random) -> None:
    letter_lost(made, chance)
    letter_more(made, chance)


def letters_swapped(made: Folder, chance: random.Random) -> None:
    name, text = text_of(made, chance)
    if len(text) > 1:
        place = chance.randrange(len(text) - 1)
        made.texts[name] = text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def quotation_mark_lost(made: Folder, chance: random.Random) -> None:
    name, text = text_of(made, chance)
    places = [place for place, letter in enumerate(text) if letter == '"']
    if places:
        place = chance.choice(places)
        made.texts[name] = text[:place] + text[place + 1 :]


def line_lost(made: Folder, chance: random.Random) -> None:
    name, text = text_of(made, chance)
    lines = text.splitlines(keepends=True)
    if lines:
        del lines[chance.randrange(len(lines))]
    made.texts[name] = "".join(lines)


def line_twice(made: Folder, chance: random.Random) -> None:
    name, text = text_of(made, chance)
    lines = text.splitlines(keepends=True)
    if lines:
        lines.insert(chance.randint(0, len(lines)), chance.choice(lines))
    made.texts[name] = "".join(lines)


def lines_joined(made: Folder, chance: random.Random) -> None:
    name, text = text_of(made, chance)
    lines = text.splitlines(keepends=True)
    if lines:
        place = chance.randrange(len(lines))
        lines[place] = lines[place].rstrip("\r\n")
    made.texts[name] = "".join(lines)


def cut_off(made: Folder, chance: random.Random) -> None:
    name, text = text_of(made, chance)
    made.texts[name] = text[: chance.randint(0, len(text))]


def other_amount(made: Folder, chance: random.Random) -> None:
    name, text = text_of(made, chance)
    old = chance.choice(PLAIN)
    made.texts[name] = text.replace(old, chance.choice(ODD), 1)


ACCIDENTS: tuple[Mutation, ...] = (
    letter_lost, letter_more, letter_other, letters_swapped, quotation_mark_lost, line_lost, line_twice, lines_joined,
    cut_off, other_amount,
)  # fmt: skip


def mutated(seed: int) -> tuple[dict[str, bytes], dict[str, dict[str, list[str]]], Folder]:
    """Return the files of a mutated folder, and the amounts that its author meant, as written, by table and id."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    made = folder(chance)
    meant: dict[str, dict[str, list[str]]] = {}
    for name, (heads, *rows) in made.grids.items():
        money = [place for place, head in enumerate(heads) if head.startswith("montant")]
        meant[name] = {row[0]: [row[place] for place in money] for row in rows}
    safe = chance.sample(SAFE, chance.randint(0, 4))
    for mutation in sorted(safe, key=lambda each: each is no_quotation_marks):
        mutation(made, chance)
        made.done.append(mutation.__name__)
    if chance.random() < 0.6:
        for _ in range(chance.randint(1, 3)):
            mutation = chance.choice(ACCIDENTS)
            mutation(made, chance)
            made.done.append(mutation.__name__)
            made.meant = False
    return made.written(), meant, made
