"""What a reader should know beside the verdicts: rows not judged yet, readings without their fact, remarks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from innosprint_rules.dossier.schema.raw import Notice
from innosprint_rules.engine.agreement_facts import odd_rows
from innosprint_rules.engine.evaluation.facts import own_key
from innosprint_rules.engine.evaluation.values import written_day
from innosprint_rules.engine.findings import Finding
from innosprint_rules.engine.judging import Judge
from innosprint_rules.engine.undated import broken_whatever_the_dates
from innosprint_rules.rulebook.models import AGREEMENT, JUDGED
from innosprint_rules.wording import Text, lists


def notices(judge: Judge, findings: Iterable[Finding]) -> Iterator[Notice]:
    """Yield the notices of one check, those of the readers first."""
    yield from _of_the_readers(judge)
    yield from odd_rows(judge.world)
    yield from _ahead(judge)
    amendments = judge.world.roles.amendments
    if amendments is not None and amendments.table in judge.world.absent:
        yield Notice(
            "no-amendments-known",
            Text("pas de table des avenants : la convention est jugée sans avenant",
                 "no table of amendments: the agreement is judged without any"),
        )  # fmt: skip
    yield from _readings_without_fact(judge)
    findings = list(findings)
    yield from broken_whatever_the_dates(judge, findings)
    for finding in findings:
        yield from _remarks(finding)


def _of_the_readers(judge: Judge) -> Iterator[Notice]:
    """Yield what readers noticed, but for keys of the table of facts that they do not know and this agreement does."""
    written, facts = judge.world.dossier.facts_row, judge.world.rulebook.agreement.facts
    known = set()
    if written is not None and written.model_extra:
        place = written.location()
        known = {(place.file, place.sheet, own_key(written, name)) for name in facts}
    for notice in judge.world.dossier.notices:
        where = notice.location
        if notice.code != "unknown-column" or (where.file, where.sheet, where.column) not in known:
            yield notice


def _ahead(judge: Judge) -> Iterator[Notice]:
    """Say which rows are dated after the moment of judgement: they have not happened."""
    for table, rows in judge.world.tables.items():
        later = [row for row in rows.to_come(judge.context.as_of).placed if not row.proposed]
        if not later or not rows.dated:
            continue
        described = judge.world.described[table]
        shown = [row.id for row in later[:4]]
        more = len(later) - len(shown)
        as_of = judge.context.as_of
        fr = lists([*shown, f"{more} de plus"] if more else shown, "fr")
        en = lists([*shown, f"{more} more"] if more else shown, "en")
        count = len(later)
        many = described.many if count > 1 else described.one
        yield Notice(
            "not-happened-yet",
            Text(f"{count} {many.fr} après le {written_day(as_of, 'fr')}, sans verdict ({fr})",
                 f"{count} {many.en} after {written_day(as_of, 'en')}, no verdict yet ({en})"),
            later[0].model.location(None),
        )  # fmt: skip


def _readings_without_fact(judge: Judge) -> Iterator[Notice]:
    """Name once each reading that rests on a fact nobody gave."""
    for key, option, fact in sorted(judge.without_fact):
        described = judge.world.rulebook.schema.facts
        known = {} if described is None else described.by_code
        table = judge.world.facts_table if described is None else described.name
        header = known[fact].header if fact in known else fact
        yield Notice(
            "reading-without-fact",
            Text(f"la lecture {key}={option} demande « {header} », à renseigner dans « {table} »",
                 f"the reading {key}={option} needs “{fact}”, to be filled in under “{table}”"),
        )  # fmt: skip


def _remarks(finding: Finding) -> Iterator[Notice]:
    if finding.row is None and finding.subject.table != AGREEMENT:
        return  # a table is absent: there is no row to remark upon
    for remark, condition in finding.compiled.remarks:
        judged = remark.when == JUDGED and finding.verdict != "not_applicable"
        if not judged and finding.verdict != remark.when:
            continue
        if condition(finding.context.environment(finding.row)) is True:
            yield Notice(remark.code, finding.told(remark.message), finding.location)
