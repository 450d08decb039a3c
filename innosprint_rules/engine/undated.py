"""Rules broken whatever the dates of rows that have none: sure of them together, unknown of each.

Of some rows without a day one came last, nobody knows which. Where the rule would be broken at each of them if that
one had come after the others, it is broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from innosprint_rules.dossier.schema.raw import Notice
from innosprint_rules.engine.evaluation.judge_rule import judge as judged
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.evaluation.rule_conditions import CompiledRule
from innosprint_rules.engine.findings import Finding
from innosprint_rules.engine.judging import Judge
from innosprint_rules.wording import Text, lists

_MOST = 100  # rows of one rule that are tried, each as the last one: beyond, the verdicts on each must do


def broken_whatever_the_dates(judge: Judge, findings: Iterable[Finding]) -> Iterator[Notice]:
    """Yield a notice for each rule that is broken whatever the dates of the rows on which its verdict is unknown."""
    doubtful: dict[str, tuple[CompiledRule, list[Row]]] = {}
    for finding in findings:
        row = finding.row
        if finding.verdict == "unknown" and row is not None and row.table in judge.world.tables and not row.proposed:
            doubtful.setdefault(finding.rule, (finding.compiled, []))[1].append(row)
    for code, (compiled, rows) in doubtful.items():
        found = _together(judge, compiled, rows)
        if found:
            column = judge.world.described[found[0].table].date_column
            yield Notice("broken-whatever-the-dates", _told(code, found), found[0].model.location(column))


def _together(judge: Judge, compiled: CompiledRule, rows: list[Row]) -> list[Row]:
    """Return the undated ones of the rows that break a rule together, in the order of the file."""
    now = judge.context
    group = rows if len(rows) <= _MOST else []
    while any(row.place < 0 for row in group):
        last = [
            row for row in group if not any(now.comes_first(row, each) is True for each in group if each is not row)
        ]
        kept = {
            row
            for row in last
            if judged(compiled, now.as_if_last(row, frozenset(group) - {row}), row).verdict == "violated"
        }
        if len(kept) == len(last):
            return [row for row in group if row.place < 0]
        group = [row for row in group if row in kept or row not in last]
    return []


def _told(code: str, rows: list[Row]) -> Text:
    names = [row.id for row in rows[:4]]
    more = len(rows) - len(names)
    fr = lists([*names, f"{more} de plus"] if more else names, "fr")
    en = lists([*names, f"{more} more"] if more else names, "en")
    return Text(
        f"{code} n'est pas respectée, quelles que soient les dates qui manquent ({fr}) : "
        "seule la ligne où elle cesse de l'être en dépend",
        f"{code} is broken whatever the missing dates are ({en}): they only settle at which row",
    )
