"""``innosprint check --amend``: a dossier as it stands and under amendments that are only tried, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from innosprint_rules.wording import Lang, json_text

if TYPE_CHECKING:
    from innosprint_rules.cli.judged import Judged
    from innosprint_rules.cli.output import Output
    from innosprint_rules.engine.report import Report
    from innosprint_rules.report.content.versions.comparison import Comparison, VerdictChange

SCHEMA = "innosprint-amended/1"


def tell_amended(found: Judged, acts: Sequence[str], form: str, output: Output, lang: Lang) -> Report:
    """Judge the dossier again under the amendments and tell what changes; return the report under them.

    Raises:
        UsageError: an act cannot be read.
    """
    from innosprint_rules.dossier.amending import amended, read_acts
    from innosprint_rules.engine.check import check
    from innosprint_rules.report.content.versions.comparison import compared
    from innosprint_rules.report.text.comparison import comparison_lines

    before = found.report
    book = before.rulebook
    after = amended(found.dossier, read_acts(acts, book.schema, book.amendable))
    report = check(
        after,
        book,
        proposal=found.offered,
        as_of=before.as_of,
        readings=found.readings,
        select=found.judged,
    )
    told = compared(found.dossier, after, before, report)
    output.give(json_text(_document(told), 2) if form == "json" else comparison_lines(told, output.teller(lang)))
    return report


def _document(told: Comparison) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "before": told.old.model_dump(),
        "after": told.new.model_dump(),
        "changes": [_change(each) for each in told.verdicts],
    }


def _change(each: VerdictChange) -> dict[str, Any]:
    subject = each.told.subject
    return {
        "rule": each.told.rule,
        "subject": {"table": subject.table, "id": subject.id},
        "verdict": each.after.verdict if each.after else None,
        "before": each.before.verdict if each.before else None,
        "after": each.after.verdict if each.after else None,
    }
