"""What differs between two versions of a dossier, in words: rows, verdicts, all of it in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from innosprint_rules.report.content.words import verdict_word, written_date
from innosprint_rules.wording import COLON, Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.report.content.comparison import Comparison, RowChange, VerdictChange


KINDS = {"added": Text("ajoutée", "added"), "changed": Text("changée", "changed"), "gone": Text("disparue", "gone")}
MARKS = {"added": "+", "changed": "~", "gone": "−"}
ROWS, VERDICTS = Text("Lignes", "Rows"), Text("Verdicts", "Verdicts")
_NONE = Text("absent", "absent")


def first_words(found: Comparison, lang: Lang) -> str:
    """Return in one sentence how many rows and verdicts differ."""
    if found.same:
        return Text("Rien ne diffère", "Nothing differs").get(lang)
    rows, verdicts = len(found.rows), len(found.verdicts)
    broken = sum(v.after is not None and v.after.verdict == "violated" for v in found.verdicts)
    day = written_date(found.new.as_of, lang)
    said = Text(f"Lignes qui diffèrent : {rows} ; verdicts qui changent : {verdicts}, dont {broken} en manquement ou"
                f" écart, au {day}",
                f"Rows that differ: {rows}; verdicts that change: {verdicts}, {broken} of them broken now, on {day}",
                )  # fmt: skip
    return said.get(lang)


def row_words(change: RowChange, found: Comparison, lang: Lang) -> tuple[str, str, str, str]:
    """Return what became of a row: a mark, its table, its id, what differs."""
    described = found.new.rulebook.schema.inputs[change.table]
    name = described.name if lang == "fr" else described.code
    arrow = " → "
    told = "; ".join(f"{each.header}: {_cell(each.before)}{arrow}{_cell(each.after)}" for each in change.cells)
    return MARKS[change.kind], name, change.id, told or KINDS[change.kind].get(lang)


def _cell(value: Any) -> str:
    if value is None or value == []:
        return "∅"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def verdict_words(change: VerdictChange, lang: Lang) -> str:
    """Return which verdict changed, from what to what, and why."""
    told = change.told
    words = [
        _NONE.get(lang) if each is None else verdict_word(each.verdict, each.nature).get(lang)
        for each in (change.before, change.after)
    ]
    subject = f" {told.subject.id}" if told.subject.id else ""
    colon = COLON[lang]
    why = f"{colon}{told.message.get(lang)}" if change.after is not None and told.message.get(lang) else ""
    return f"{told.rule}{subject} – {words[0]} → {words[1]}{why}"
