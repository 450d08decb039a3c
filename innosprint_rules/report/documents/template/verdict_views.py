"""What a template sees of verdicts and of ready-made parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.formula.types import AMOUNT
from innosprint_rules.report.content.words import verdict_word
from innosprint_rules.report.documents.model import Block, Paragraph, Table
from innosprint_rules.report.documents.source import Source
from innosprint_rules.report.documents.template.views import Cell, NotThere, Offering
from innosprint_rules.wording import capital

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding


class Verdict(Offering):
    """What a rule found of a row or of the whole agreement, in the words of the rule."""

    __slots__ = ("finding", "source")
    offered = ("rule", "row", "title", "article", "verdict", "word", "message", "sentence", "remedy", "figure")

    def __init__(self, source: Source, finding: Finding) -> None:
        self.source, self.finding = source, finding

    @property
    def rule(self) -> str:
        """The code of the rule."""
        return self.finding.rule

    @property
    def row(self) -> str:
        """The name of the row; nothing for the whole agreement."""
        return self.finding.subject.id or ""

    @property
    def title(self) -> str:
        """What the rule asks."""
        return self.source.teller.say(self.finding.compiled.rule.title)

    @property
    def article(self) -> str:
        """The articles on which the rule rests."""
        return self.finding.article

    @property
    def verdict(self) -> str:
        """``satisfied``, ``violated``, ``pending``, ``unknown`` or ``not_applicable``."""
        return self.finding.verdict

    @property
    def word(self) -> str:
        """The verdict as people say it."""
        return self.source.teller.say(verdict_word(self.finding.verdict, self.finding.nature))

    @property
    def message(self) -> str:
        """What was found."""
        return self.source.teller.say(self.finding.message)

    @property
    def sentence(self) -> str:
        """What was found, as a sentence."""
        return f"{capital(self.message)}."

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return self.source.teller.say(self.finding.remedy)

    def figure(self, name: str, negated: bool = False) -> Cell:
        """Return one of the rule's ``values``. Raises NotThere."""
        if name not in self.finding.compiled.values:
            raise NotThere(name, self.rule, tuple(self.finding.compiled.values))
        return Cell(self.source, None, AMOUNT, self.source.figure(self.finding, name, negated))


class Part(Offering):
    """Blocks worked out beforehand, as a Word template fills its own tables and paragraphs with them."""

    __slots__ = ("blocks",)
    offered = ("text", "header", "rows")

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The sentences, one after the other."""
        return " ".join(each.text for each in self.blocks if isinstance(each, Paragraph))

    @property
    def header(self) -> list[str]:
        """The header of the first table."""
        return [word for each in self._tables[:1] for word in each.header]

    @property
    def rows(self) -> list[list[str]]:
        """The rows of the tables, each a list of cells."""
        return [list(row) for each in self._tables for row in each.rows]

    @property
    def _tables(self) -> list[Table]:
        return [each for each in self.blocks if isinstance(each, Table)]
