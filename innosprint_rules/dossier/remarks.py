"""What can be, and is seldom meant: cells and rows that their reader should look at once more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from innosprint_rules.dossier.cells import is_error_text, quote, read_date, read_text, says_nothing
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.raw import Notice, RawRow, RawTable
from innosprint_rules.dossier.schema.values import french_date, quietly
from innosprint_rules.folding import fold, says_something
from innosprint_rules.wording import Text, lists

_SHOWN = 3
_TICKS = frozenset("✓✔☑☒√✅👍")
_NO = (  # compiled on use
    r"(?:non?|pas|aucune?|sans|rien|neant|jamais|nul(?:le)?|not|none|nothing|never|ko|nok|manqu\w*|absente?)(?: .*)?"
    r"|(?:a|to) (?:faire|venir|completer|prevoir|preciser|definir|revoir|do|come|be .*)(?: .*)?"
    r"|n ?[/.]? ?a|tbd|tba|todo|en attente.*|reportee?s?|annulee?s?|prevue?s?|postponed|cancell?ed|planned|pending"
)
_NOTHING = (  # what stands for an answer, and nothing else; compiled on use
    r"sans(?: objet)?|s ?[.]? ?o|r ?[.]? ?a ?[.]? ?s|n ?[.]? ?[cdr]|non|no|nothing|none|aucune?|rien|oui|yes|idem|vide"
    r"|xx+|todo|tba|undefined|(?:en|in) (?:attente|cours|progress)|pending|inconnue?|unknown"
    r"|(?:a|to) (?:preciser|definir|venir|faire|renseigner|remplir|determiner|saisir|voir|do|define|come|follow)"
    r"|(?:non|not|pas(?: encore)?) (?:renseignee?|precisee?|definie?|connue?|communiquee?|known|given|set)"
)
_YEAR_FIRST = re.compile(r"\s*[0-9]{4}[/.-]")


def cell_remarks(table: RawTable) -> Iterator[Notice]:
    """Yield the notices on cells not read yet."""
    for column in table.table.columns:
        if column.code not in table.source.columns:
            continue
        if column.kind == "text" and not column.coded:
            yield from _told(table, column, _is_error, "error-text-blank", _ERROR_BLANK)
            if column.said:
                yield from _told(table, column, _says_nothing, "says-nothing", _NOTHING_BLANK)
                yield from _told(table, column, _looks_like_nothing, "looks-like-no", _LIKE_NOTHING)
                yield from _told(table, column, _status_word(table), "status-word", _STATUS)
        elif column.kind == "done":
            yield from _told(table, column, _looks_like_no, "looks-like-no", _LIKE_NO)
        elif column.kind == "date":
            yield from _two_kinds(table, column)


def row_remarks(rows: tuple[Row, ...]) -> Iterator[Notice]:
    """Yield the notices on rows that were read."""
    if not rows or not rows[0].table.singular:
        return
    named = rows[0].table.identity
    amounts = [column.code for column in rows[0].table.columns if column.kind == "amount"]
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        if all(getattr(row, code) is None for code in amounts):
            continue
        cells = tuple(value for code, value in row.__dict__.items() if code not in named)
        twin = first.setdefault(cells, row)
        if twin is not row:
            yield Notice(
                "possible-duplicate",
                Text(f"« {row.identity} » et « {twin.identity} » ne diffèrent que par leur identifiant :"
                     " le même fait est peut-être saisi deux fois",
                     f"“{row.identity}” and “{twin.identity}” differ by nothing but their identifier:"
                     " one fact may have been entered twice"),
                row.location(rows[0].table.identity[0]),
            )  # fmt: skip


_ERROR_BLANK = Text(" : erreur de tableur, lue comme une cellule vide",
                    ": the error of a spreadsheet, read as an empty cell")  # fmt: skip
_NOTHING_BLANK = Text(" : cela ne dit rien, et est lu comme une cellule vide",
                      ": that says nothing, and is read as an empty cell")  # fmt: skip
_LIKE_NOTHING = Text(" : lu comme une réponse, et semble n'en être pas une ; vider la cellule si rien n'est à dire",
                     ": read as an answer, and looks like none; empty the cell if there is nothing to say")  # fmt: skip
_STATUS = Text(" : c'est le nom d'un statut ; vérifier que la colonne est la bonne",
               ": that is the name of a status; check that it is the right column")  # fmt: skip
_LIKE_NO = Text(" : compté pour oui, et ressemble à non ; écrire oui ou non",
                ": counted as yes, and looks like no; write oui (yes) or non (no)")  # fmt: skip


def _told(table: RawTable, column: Column, holds: Callable[[str], bool], code: str, message: Text) -> Iterator[Notice]:
    """Yield one notice for all the cells of a column of which ``holds``, the first three quoted."""
    found: list[tuple[RawRow, str]] = []
    for row in table.rows:
        value = row.cells.get(column.code)
        if isinstance(value, str) and holds(value):
            found.append((row, value))
    if found:
        quotes = [quote(value) for value in dict.fromkeys(value for _row, value in found)]
        cells = _some([text.fr for text in quotes], [text.en for text in quotes], len(found))
        told = Text(cells.fr + message.fr, cells.en + message.en)
        yield Notice(code, told, found[0][0].source.location(column.code))


def _some(fr: list[str], en: list[str], places: int) -> Text:
    count = f" ({places} fois)" if places > len(fr) or places > _SHOWN else ""
    count_en = f" ({places} times)" if count else ""
    return Text(lists(fr[:_SHOWN], "fr") + count, lists(en[:_SHOWN], "en") + count_en)


def _is_error(value: str) -> bool:
    return is_error_text(value)


def _says_nothing(value: str) -> bool:
    text = quietly(read_text, value)
    return text is not None and not is_error_text(text) and says_nothing(text)


def _looks_like_nothing(value: str) -> bool:
    if len(value) > 40:
        return False
    said = " ".join(fold(value).strip("()[]<>.…!? ").split())
    return re.fullmatch(_NOTHING, said) is not None


def _status_word(table: RawTable) -> Callable[[str], bool]:
    """Return the test of a text that is a status, in any gender and number."""
    stems = {fold(choice).rstrip("es") for column in table.table.columns for choice in column.choices}
    longest = max(map(len, stems), default=0) + 4
    return lambda value: len(value) <= longest and fold(value).rstrip("es") in stems


def _looks_like_no(value: str) -> bool:
    if value.isspace() or len(value) > 200:
        return False
    folded = fold(value)
    if folded in _PLAINLY_NO:
        return False
    if not says_something(value):
        return quietly(read_text, value) is not None and not _TICKS.intersection(value)
    return re.fullmatch(_NO, folded) is not None


_PLAINLY_NO = frozenset(("non", "no"))


def _two_kinds(table: RawTable, column: Column) -> Iterator[Notice]:
    """Tell a column in which a spreadsheet may have turned 08/02 into the 2nd of August, and left 24/05 a text."""
    by_kind: dict[str, list[tuple[RawRow, object]]] = {"real": [], "year": [], "text": []}
    for row in table.rows:
        value = row.cells.get(column.code)
        if value is not None and value != "":
            kind_of = "real" if not isinstance(value, str) else "year" if _YEAR_FIRST.match(value) else "text"
            by_kind[kind_of].append((row, value))
    if not by_kind["text"] or len(by_kind["text"]) == sum(map(len, by_kind.values())):
        return
    real, year_first, others = ([(row, day) for row, value in found if (day := quietly(read_date, value)) is not None]
                                for found in by_kind.values())  # fmt: skip
    texts = [day for _row, day in others]
    suspects = [each for each in real if each[1].day <= 12]
    kind = Text("de vraies dates de tableur", "true spreadsheet dates")
    if not suspects and all(day.day <= 12 for _row, day in year_first) and any(day.day > 12 for day in texts):
        suspects = year_first
        kind = Text("des dates qui commencent par l'année", "dates that start with the year")
    if not suspects or not texts:
        return
    row, day = suspects[0]
    swapped = french_date(dt.date(day.year, day.day, day.month))
    yield Notice(
        "dates-of-two-kinds",
        Text(
            f"la colonne mêle {kind.fr} ({len(suspects)} jusqu'au 12 du mois, comme « {french_date(day)} ») et"
            f" {_texts(texts).fr} : un tableur réglé à l'américaine a pu échanger le jour et le mois des premières"
            f" (« {french_date(day)} » ou « {swapped} » ?) ; à vérifier",
            f"the column mixes {kind.en} ({len(suspects)} up to the 12th, such as “{french_date(day)}”)"
            f" and {_texts(texts).en}: a spreadsheet set to US dates may have swapped day and month of the former"
            f" (“{french_date(day)}” or “{swapped}”?); check them",
        ),
        row.source.location(column.code),
    )


def _texts(days: list[dt.date]) -> Text:
    shown = french_date(max(days, key=lambda day: day.day))
    return Text(f"{len(days)} en texte, comme « {shown} »", f"{len(days)} in text, such as “{shown}”")
