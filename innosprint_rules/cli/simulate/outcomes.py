"""What came of simulated years, in each form: one scenario, or several side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.cli.common import page_width, show
from innosprint_rules.cli.output import Output
from innosprint_rules.cli.simulate.options import SimulateInputs
from innosprint_rules.report.text.layout import EMPTY, Line, wrap
from innosprint_rules.wording import COLON, Lang, json_text

if TYPE_CHECKING:
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.simulation.outcome.outcome import Outcome


def show_outcomes(
    outcomes: Sequence[Outcome], given: SimulateInputs, form: str, output: Output, lang: Lang, brief: bool
) -> None:
    """Show what came of the years in the form asked for; the headline too where it goes to a file."""
    if form == "json":
        output.give(_as_json(outcomes))
        return
    teller, judged = output.teller(lang), given.partial_rules
    if form == "html":
        output.give(_as_html(outcomes, judged, teller))
    else:
        output.give(_lines(outcomes, judged, teller, brief))
    if output.path is not None:
        from innosprint_rules.report.content.outcome.headline import headline

        for each in outcomes:
            lead = "" if len(outcomes) == 1 else f"{each.setting.name}{COLON[lang]}"
            show([Line(line) for line in wrap(lead + headline(each, teller), page_width(), 0, 2)])


def _as_json(outcomes: Sequence[Outcome]) -> str:
    if len(outcomes) == 1:
        return outcomes[0].model_dump_json(indent=2)
    from innosprint_rules.simulation.outcome.compare import compare
    from innosprint_rules.simulation.outcome.compare_document import OutcomesDocument

    return json_text(OutcomesDocument.written(compare(outcomes)), 2)


def _as_html(outcomes: Sequence[Outcome], judged: Sequence[str], teller: Teller) -> str:
    if len(outcomes) == 1:
        from innosprint_rules.report.html.outcome.page import html_outcome

        return html_outcome(outcomes[0], teller, judged)
    from innosprint_rules.report.html.outcome.comparing import html_comparison
    from innosprint_rules.simulation.outcome.compare import compare

    return html_comparison(compare(outcomes), teller, judged)


def _lines(outcomes: Sequence[Outcome], judged: Sequence[str], teller: Teller, brief: bool) -> list[Line]:
    """Return one outcome, or several side by side, then what moves each where that was asked for."""
    from innosprint_rules.report.text.outcome.compare import comparison_lines
    from innosprint_rules.report.text.outcome.sensitivity import tornados
    from innosprint_rules.report.text.outcome.text import outcome_lines
    from innosprint_rules.report.text.screen.simulated import short_comparison, short_outcome
    from innosprint_rules.simulation.outcome.compare import compare

    if len(outcomes) == 1:
        if not brief:
            return outcome_lines(outcomes[0], teller, judged)
        return short_outcome(outcomes[0], teller, judged) + tornados(outcomes[0], teller)
    lines = (short_comparison if brief else comparison_lines)(compare(outcomes), teller, judged)
    for each in outcomes:
        found = tornados(each, teller)
        if found:
            lines += [EMPTY, Line(teller.say(each.setting.title), "bold"), *found]
    return lines
