"""``innosprint simulate --amend``: the same years without amendments and with them, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.cli.common import page_width, show
from innosprint_rules.report.text.layout import Line, wrap

if TYPE_CHECKING:
    from innosprint_rules.cli.output import Output
    from innosprint_rules.simulation.amended.outcome import AmendedOutcome
    from innosprint_rules.wording import Lang


def show_amended(
    found: AmendedOutcome, judged: Sequence[str], form: str, output: Output, lang: Lang, brief: bool
) -> None:
    """Show what amendments change, in the form that was asked for."""
    if form == "json":
        output.give(found.model_dump_json(indent=2))
        return
    teller = output.teller(lang)
    if form == "html":
        from innosprint_rules.report.html.outcome.amended import html_amended

        output.give(html_amended(found, teller, judged))
    else:
        from innosprint_rules.report.text.outcome.amended import amended_lines
        from innosprint_rules.report.text.screen.simulated import short_amended

        output.give((short_amended if brief else amended_lines)(found, teller, judged))
    if output.path is not None:
        from innosprint_rules.report.content.outcome.amended import answer

        show([Line(line) for line in wrap(answer(found, teller), page_width(), 0, 2)])
