"""A second reading of CSV files, strict and simple, that shares no line with ours: what amounts stand where.

It knows the headers of a few tables as people write them, and nothing of rules. What it cannot take literally is
``Strange``: then ours must have refused it too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

HEADERS = {
    "attributions": {"id", "session", "date decision", "projet", "montant", "besoin", "objectif",
                     "evaluation avancees", "decideurs", "statut", "ratifiee en"},
    "versements": {"id", "date", "sens", "projet", "allocation", "montant", "libelle"},
    "demandes": {"id", "session", "projet", "montant demande", "montant minimum", "note besoin", "note objectifs",
                 "note avancees", "note capacite"},
}  # fmt: skip
AMOUNTS = {"montant", "montant demande", "montant minimum"}
SPACES = "\u00a0\u202f\u2009\u2007\u2002"

_AMOUNT = re.compile(
    r"(?:€ ?)?(\d{1,3}(?: \d{3})+|\d{1,3}(?:,\d{3})+(?=\.\d)|\d{1,3}(?:\.\d{3})+(?=,\d)|\d+)"
    r"(?:[.,](\d{1,2}))? ?(k? ?(?:€|eur|euros?))?",
    re.IGNORECASE | re.ASCII,
)
_UNIT = re.compile(r"\s*(?:(?:en )?(?:€|euros?|eur))?\s*(?:\([^\w()]*(?:eur|euros?)?[^\w()]*\))?\s*$")

Amounts = dict[str, int]
"""Cents by the header of their column; blank cells are left out."""

Rows = dict[int, Amounts]
"""What stands in a table, by the number of the record in its file."""


class Strange(Exception):  # noqa: N818  # no error: what a strict reader does not take literally
    """Something that may be read in more than one way."""


def read_table(name: str, content: bytes, without: Collection[int] = ()) -> Rows:
    """Return the amounts of one file, but for some records. Raises Strange."""
    known = HEADERS[name]
    records, head = found_header(known, content)
    columns = [plain(cell) for cell in records[head]]
    for column in known:
        if columns.count(column) > 1:
            raise Strange(f"{column} twice")
    found: Rows = {}
    for number, row in enumerate(records[head + 1 :], start=head + 2):
        if number in without:
            continue
        if any(filled(each) for each in row[len(columns) :]):
            raise Strange(f"record {number} is longer than the header")
        held = {column: cell for column, cell in zip(columns, row, strict=False) if column in known and filled(cell)}
        if held:
            found[number] = {column: cents(cell) for column, cell in held.items() if column in AMOUNTS}
    return found


def found_header(known: set[str], content: bytes) -> tuple[list[list[str]], int]:
    """Return the records of a file and which of them is its header: the one that names most. Raises Strange."""
    text = decoded(content)
    best = max(";\t,", key=lambda mark: max((len(names(row) & known) for row in lenient(text, mark)[:15]), default=0))
    records = cells(text, best)
    heads = [position for position, row in enumerate(records[:15]) if "id" in names(row)]
    if not heads:
        raise Strange("no header")
    return records, max(heads, key=lambda position: (len(names(records[position]) & known), -position))


def said(name: str, content: bytes, number: int) -> list[str]:
    """Return what a record holds in columns that are known and no amounts."""
    records, head = found_header(HEADERS[name], content)
    columns = [plain(cell) for cell in records[head]]
    row = zip(columns, records[number - 1], strict=False)
    return [cell for column, cell in row if column in HEADERS[name] - AMOUNTS and filled(cell)]


def repeats_header(name: str, content: bytes, number: int) -> bool:
    """Tell whether a record names columns, each over its own cells, and has nothing else in columns that are known."""
    records, head = found_header(HEADERS[name], content)
    pairs = zip(map(plain, records[head]), map(plain, records[number - 1]), strict=False)
    return all(cell in ("", column) for column, cell in pairs if column in HEADERS[name])


def decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16")
    else:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.removeprefix(b"\xef\xbb\xbf").decode("cp1252")
    return text.lstrip("\ufeff").removeprefix("\u00ef\u00bb\u00bf")


def cells(text: str, separator: str) -> list[list[str]]:
    """Cut a text into records of cells, letter by letter. Raises Strange where quotation marks are not in pairs."""
    records: list[list[str]] = []
    row: list[str] = []
    cell, state = "", "start"
    place = 0
    while place < len(text):
        letter = text[place]
        after = text[place + 1 : place + 2]
        place += 1
        if state == "quoted":
            if letter != '"':
                cell += letter
            elif after == '"':
                cell += letter
                place += 1
            else:
                state = "closed"
            continue
        if letter == separator or letter in "\r\n":
            row.append(cell)
            cell, state = "", "start"
            if letter in "\r\n":
                if letter == "\r" and after == "\n":
                    place += 1
                records.append(row)
                row = []
        elif state == "closed":
            raise Strange("something behind a quotation mark")
        elif state == "start" and letter == '"':
            state = "quoted"
        elif not (state == "start" and letter == " "):
            cell += letter
            state = "bare"
    if state == "quoted":
        raise Strange("a quotation mark is not closed")
    if cell or row or state == "closed":
        records.append([*row, cell])
    return [[one[1:] if re.match(r"'+\s*[=+@\t\r-]", one) else one for one in each] for each in records]


def lenient(text: str, separator: str) -> list[list[str]]:
    return [line.replace('"', "").split(separator) for line in text.splitlines()]


def names(row: list[str]) -> set[str]:
    return {plain(cell) for cell in row}


def plain(cell: str) -> str:
    """Return a header without case, accents, marks between words, and its unit."""
    bare = "".join(
        each
        for each in unicodedata.normalize("NFKD", cell.lower())
        if not unicodedata.combining(each) and unicodedata.category(each) != "Cf"
    )
    words = " ".join(re.sub(r"[_\-\u2212\s’']+", " ", bare).split()).rstrip(" .:")
    return _UNIT.sub("", words)


def filled(cell: str) -> bool:
    return any(not each.isspace() and unicodedata.category(each) not in ("Cf", "Cc") for each in cell)


def cents(cell: str) -> int:
    """Read an amount of euros, literally. Raises Strange."""
    text = cell.translate(dict.fromkeys(map(ord, SPACES), " ")).strip()
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise Strange(f"no amount: {cell!r}")
    whole, part, unit = found.groups()
    value = int(re.sub(r"\D", "", whole)) * 100 + int((part or "").ljust(2, "0"))
    return value * 1000 if (unit or "").lower().startswith("k") else value
