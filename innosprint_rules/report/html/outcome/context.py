"""What every part of the page needs: the outcome, the language, and how a chart is set with its figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.html.check.context import Cells, folded, scrolling, table
from innosprint_rules.report.html.markup import Child, Html, tag
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome


@dataclass(frozen=True, slots=True)
class OutcomeContext:
    """One outcome told in one language."""

    outcome: Outcome
    teller: Teller

    def say(self, fr: str, en: str) -> str:
        """Return the wording in the language of the page."""
        return self.teller.say(Text(fr, en))


def identity(prefix: str, name: str) -> str:
    """Return a name that an element of the page may have."""
    return f"{prefix}-{name.lower().replace('_', '-').replace('.', '-')}"


def drawn(caption: Child, chart: Html, label: str, legend: Html | None, figures: Html, summary: str) -> Html:
    """Return a chart under its title, its legend first, its figures in a table that opens on demand."""
    return tag(
        "figure", tag("figcaption", caption), legend, scrolling(label, chart), folded(summary, figures), class_="drawn"
    )


def figures(caption: str, heads: Sequence[str], rows: Iterable[Cells], texts: int = 0) -> Html:
    """Return the table of the figures of a chart; after the first column come ``texts`` columns that are no figures."""
    return table(caption, heads, rows, "money small" if texts else "money small figures")
