"""What differs between two versions of a dossier, in words: rows, verdicts, all of it in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import verdict_word
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.report.content.versions.comparison import Comparison, RowChange, VerdictChange


KINDS = {"added": Text("ajoutée", "added"), "changed": Text("changée", "changed"), "gone": Text("disparue", "gone")}
MARKS = {"added": "+", "changed": "~", "gone": "−"}
ROWS, VERDICTS = Text("Lignes", "Rows"), Text("Verdicts", "Verdicts")
_NONE = Text("absent", "absent")


def first_words(found: Comparison, teller: Teller) -> str:
    """Return in one sentence how many rows and verdicts differ."""
    if found.same:
        return teller.say(Text("Rien ne diffère", "Nothing differs"))
    rows, verdicts = len(found.rows), len(found.verdicts)
    broken = sum(v.after is not None and v.after.verdict == "violated" for v in found.verdicts)
    day = teller.date(found.new.as_of)
    said = Text(f"Lignes qui diffèrent : {rows} ; verdicts qui changent : {verdicts}, dont {broken} en manquement ou"
                f" écart, au {day}",
                f"Rows that differ: {rows}; verdicts that change: {verdicts}, {broken} of them broken now, on {day}",
                )  # fmt: skip
    return teller.say(said)


def row_words(change: RowChange, found: Comparison, teller: Teller) -> tuple[str, str, str, str]:
    """Return what became of a row: a mark, its table, its id, what differs."""
    described = found.new.rulebook.schema.inputs[change.table]
    name = teller.either(described.name, described.code)
    arrow = " → "
    told = "; ".join(f"{each.header}: {_cell(each.before)}{arrow}{_cell(each.after)}" for each in change.cells)
    return MARKS[change.kind], name, change.id, told or teller.say(KINDS[change.kind])


def _cell(value: Any) -> str:
    if value is None or value == []:
        return "∅"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def verdict_words(change: VerdictChange, teller: Teller) -> str:
    """Return which verdict changed, from what to what, and why."""
    told = change.told
    words = [
        teller.say(_NONE) if each is None else teller.say(verdict_word(each.verdict, each.nature))
        for each in (change.before, change.after)
    ]
    subject = f" {told.subject.id}" if told.subject.id else ""
    colon = teller.colon
    why = f"{colon}{teller.say(told.message)}" if change.after is not None and teller.say(told.message) else ""
    return f"{told.rule}{subject} – {words[0]} → {words[1]}{why}"
