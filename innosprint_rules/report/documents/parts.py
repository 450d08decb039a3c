"""The parts that documents share: balance, what comes next, what is not given, where it comes from, who signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from innosprint_rules._version import __version__
from innosprint_rules.engine.check import worth
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.findings import NextStep
from innosprint_rules.engine.judging import Judge
from innosprint_rules.report.content.balance import balance_names
from innosprint_rules.report.content.words import days_left, in_order, step_words
from innosprint_rules.report.documents.model import Block, Paragraph
from innosprint_rules.report.documents.source import ListingColumn, Source
from innosprint_rules.rulebook.agreement import BALANCE_LINES
from innosprint_rules.wording import Text, capital, same

_MORE_ROWS = 12  # ids named one by one where facts are missing


def _nobody(_row: Row) -> str:
    return ""


def plain(head_fr: str, head_en: str, weight: int = 2, right: bool = False) -> ListingColumn:
    """Return a column of which the cells are written by hand."""
    return ListingColumn(Text(head_fr, head_en), _nobody, weight, right)


def balance_table(source: Source, caption: str, before: Judge | None = None) -> Block:
    """Return the balance by the rulebook's own measures; with ``before``, its movement since then."""
    names = balance_names(source.report.rulebook, source.teller)
    measures = source.report.rulebook.agreement.balance
    lines = [(line, measures[line]) for line in BALANCE_LINES if line in measures]
    now = {line: worth(source.judge, name) for line, name in lines}
    at = source.day(source.report.as_of.toordinal())
    last = plain(f"Au {at}", f"On {at}", 2, True)
    label = plain("Ligne", "Line", 4)
    labels = {line: capital(names[line]) for line, _ in lines}
    if before is None:
        rows = [[labels[line], source.value(now[line])] for line, _ in lines]
        return source.table(same(caption), [label, last], rows)
    then = {line: worth(before, name) for line, name in lines}
    eve = source.day(before.context.as_of)
    columns = [label, plain(f"Au {eve}", f"On {eve}", 2, True), plain("Mouvement", "Movement", 2, True), last]
    rows = [[labels[line], source.value(then[line]), _moved(source, then[line], now[line]), source.value(now[line])]
            for line, _ in lines]  # fmt: skip
    return source.table(same(caption), columns, rows)


def _moved(source: Source, before: Any, after: Any) -> str:
    if not (isinstance(before, int) and isinstance(after, int)):
        return source.not_given
    return ("+" if after > before else "") + source.value(after - before)


def steps(source: Source) -> list[Block]:
    """Return who must do what by when."""
    report = source.report
    if not report.next_steps:
        return [Paragraph(source.say("Rien n'est à faire à ce jour au titre de la convention.",
                                     "Nothing is due under the agreement as things stand."))]  # fmt: skip
    columns = [
        plain("Échéance", "Due", 3),
        plain("Qui", "Who", 3),
        plain("À faire", "To do", 6),
        plain("Article", "Article", 2),
    ]
    book = report.rulebook
    rows = [
        [_due(source, step.due), source.who(step.who), _to_do(source, step),
         book.article(book.rules[step.rule])]
        for step in sorted(report.next_steps, key=lambda step: in_order(step.due, report.as_of))
    ]  # fmt: skip
    return [source.table(Text("Prochaines étapes", "Next steps"), columns, rows)]


def _to_do(source: Source, step: NextStep) -> str:
    """Return what must be done, and of which year where the same is to be done of two."""
    report = source.report
    if step.subject.table not in report.rulebook.tables:
        return source.teller.say(step.what)
    return step_words(report.rulebook, step, source.teller, report.next_steps)


def _due(source: Source, due: date | None) -> str:
    if due is None:
        return source.say("sans date", "no date")
    return f"{source.day(due.toordinal())} ({days_left(due, source.report.as_of, source.teller)})"


def to_complete(source: Source, what: str) -> Paragraph:
    """Return a place that somebody is to fill in."""
    return Paragraph(source.say(f"À compléter : {what}", f"To be completed: {what}"), note=True)


def signatures(source: Source, signers: Sequence[str]) -> Block:
    """Return the place for name, place, date and signature of each who signs."""
    columns = [plain("Pour", "For", 3), plain("Nom et qualité", "Name and capacity", 3), plain("Lieu", "Place", 2),
               plain("Date", "Date", 2), plain("Signature", "Signature", 3)]  # fmt: skip
    rows = [[name, "", "", "", ""] for name in signers]
    return source.table(Text("À dater et à signer", "To be dated and signed"), columns, rows)


def not_given(source: Source) -> list[Block]:
    """Return the facts that verdicts lack, by table and column."""
    whole: dict[str, None] = dict.fromkeys(
        sorted(source.world.absent, key=lambda name: source.world.described[name].name)
    )
    facts: dict[tuple[str, str], dict[str, None]] = {}
    for finding in source.report.findings:
        for fact, table, identity in finding.missing:
            if fact != table:
                facts.setdefault((table, fact), {}).setdefault(identity or "", None)
    if not whole and not facts:
        return [Paragraph(source.say("Aucune donnée ne manque pour juger à ce jour ce que la convention demande.",
                                     "No fact is missing to judge what the agreement asks for."))]  # fmt: skip
    rows = [[_table_name(source, name), source.say("la table entière", "the whole table"), "—"] for name in whole]
    for (table, fact), ids in facts.items():
        named = [each for each in ids if each]
        shown = ", ".join(named[:_MORE_ROWS]) + ("…" if len(named) > _MORE_ROWS else "")
        header = source.teller.say(source.world.header(table, fact))
        rows.append([_table_name(source, table), header, shown or "—"])
    columns = [plain("Table", "Table", 2), plain("Donnée", "Fact", 3), plain("Lignes", "Rows", 4)]
    return [source.table(Text("Données non renseignées", "Facts not given"), columns, rows)]


def _table_name(source: Source, table: str) -> str:
    return source.teller.either(source.world.described[table].name, table)


def origin(source: Source) -> str:
    """Say with what the document was made, so that it can be made again."""
    report = source.report
    book = report.rulebook
    chosen = _other_readings(book.default_readings(), report.readings)
    said = Text(
        f"Établi avec innosprint-rules {__version__}, règles {book.name} {book.version} ({book.digest[:8]}),"
        f" dossier {report.dossier_digest[:8]}, lectures {chosen or 'par défaut'}.",
        f"Made with innosprint-rules {__version__}, rules {book.name} {book.version} ({book.digest[:8]}),"
        f" dossier {report.dossier_digest[:8]}, readings {chosen or 'as by default'}.",
    )
    return source.teller.say(said)


def _other_readings(defaults: Mapping[str, str], chosen: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in chosen.items() if defaults[key] != value)
