"""Words of one language for what stands alone in a formula: values, variables, operators, lists."""

from __future__ import annotations

from collections.abc import Mapping

from innosprint_rules.formula import tree
from innosprint_rules.formula.names import ROW_SLOT
from innosprint_rules.formula.types import NUMERIC
from innosprint_rules.formula.words import DATES, NUMBERS, OTHERS, Labels
from innosprint_rules.wording import NBSP, Lang, Text, lists


class Voice:
    """Speaks one language; ``loops`` are the generator variables in reach."""

    def __init__(self, labels: Labels, lang: Lang, loops: Mapping[int, tree.Loop] | None = None) -> None:
        self.labels = labels
        self.lang = lang
        self.loops: dict[int, tree.Loop] = dict(loops or {})

    def pick(self, fr: str, en: str) -> str:
        """Return the wording of this speaker's language."""
        return fr if self.lang == "fr" else en

    def text(self, text: Text) -> str:
        """Return a text's wording, spacing left to the end."""
        return text.fr if self.lang == "fr" else text.en

    def quote(self, text: Text | str) -> str:
        """Put a name in quotation marks."""
        word = text if isinstance(text, str) else self.text(text)
        return self.pick(f"«{NBSP}{word}{NBSP}»", f"“{word}”")

    def constant(self, value: object) -> str:
        """Say a value that is written out."""
        if value is None:
            return self.pick("rien", "nothing")
        if isinstance(value, bool):
            return self.pick("vrai", "true") if value else self.pick("faux", "false")
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        return self.quote(value) if isinstance(value, str) else str(value)

    def variable(self, slot: int) -> str:
        """Say what a generator's variable stands for."""
        if slot == ROW_SLOT:
            return self.pick("cette ligne", "this row")
        loop = self.loops.get(slot)
        if loop is None:
            return self.pick("la ligne", "the row")
        match loop.over:
            case tree.TableSource(table=table):
                name = self.quote(self.labels.rows_of(table))
                return self.pick(f"la ligne de {name}", f"the row of {name}")
            case tree.NumbersSource():
                return self.pick("le numéro", "the number")
            case _:
                return self.pick("l'élément", "the item")

    def operator(self, op: str, left: tree.Node) -> str:
        """Say a comparison, by the type of what is compared."""
        if left.type.kind == "date":
            return self.text(DATES[op])
        if left.type.kind in NUMERIC:
            return self.text(NUMBERS[op])
        return self.text(OTHERS[op])

    def listed(self, said: list[str], either: bool = False) -> str:
        """Say conditions as a sentence does: « a, b et c »; where one holds a comma, the word parts them all."""
        if any(", " in each for each in said):
            return (self.pick(" ou ", " or ") if either else self.pick(" et ", " and ")).join(said)
        return lists(said, self.lang, either)
