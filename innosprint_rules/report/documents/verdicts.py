"""What documents take from the verdicts: objectives, means, compliance, a figure under each reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.findings import Finding
from innosprint_rules.report.content.attention import by_rule, sections
from innosprint_rules.report.content.words import article, verdict_word
from innosprint_rules.report.documents.model import Block, Paragraph
from innosprint_rules.report.documents.parts import plain
from innosprint_rules.report.documents.source import ListingColumn, Source
from innosprint_rules.wording import Text, same

SHOWN = 6  # rows named where a reading changes many
_VERDICTS = ("satisfied", "violated", "pending", "unknown", "not_applicable")
_NATURES = (
    (("obligation", "prohibition", "means"), Text("Obligations, interdictions, moyens", "Duties, prohibitions, means")),
    (("guidance",), Text("Orientations", "Guidance")),
    (("objective",), Text("Objectifs", "Objectives")),
)


def by_reading(source: Source, code: str, figure: str, caption: str, head: str) -> list[Block]:
    """Return a figure of a rule of the whole agreement under each reading that the rule declares."""
    finding = source.report.find(code)
    if finding is None or figure not in finding.compiled.values:
        return []
    rule = finding.compiled.rule
    known = source.report.rulebook.agreement.readings
    formula: Any = finding.compiled.values[figure]
    kind: Any = rule.values[figure]
    rows: list[list[str]] = []
    for key in rule.readings:
        for option, meaning in known[key].options.items():
            chosen = source.report.readings[key] == option
            context = finding.context if chosen else finding.context.variant(key, option)
            held = source.say("oui", "yes") if chosen else source.say("non", "no")
            rows.append([source.teller.say(meaning), held, source.value(formula(context.environment()), kind.type)])
    columns = [plain("Lecture du texte", "Reading of the text", 5), plain("Retenue", "Chosen", 1),
               ListingColumn(same(head), str, 2, True)]  # fmt: skip
    return [source.table(same(caption), columns, rows)] if rows else []


def objectives(source: Source, caption: str, row: Row | None = None) -> list[Block]:
    """Return each objective with its figures, its verdict, and the readings under which it differs.

    Of objectives judged a row of the table of ``row``, those of that row alone are told.
    """
    found = [
        f for f in source.report.findings
        if f.nature == "objective" and (row is None or f.subject.table != row.table or f.subject.id == row.id)
    ]  # fmt: skip
    if not found:
        return [Paragraph(source.say("Ces règles n'ont pas d'objectif.", "These rules have no objective."))]
    columns = [
        plain("Objectif", "Objective", 4),
        plain("Constat", "What was found", 4),
        plain("Appréciation", "Verdict", 2),
        plain("Selon une autre lecture", "Under another reading", 3),
    ]
    rows = [
        [
            _rule(source, f),
            source.teller.say(f.message),
            source.teller.say(verdict_word(f.verdict, f.nature)),
            _otherwise(source, f) or "—",
        ]
        for f in found
    ]
    return [source.table(same(caption), columns, rows)]


def means(source: Source, caption: str) -> list[Block]:
    """Return what was found of the means that the agreement commits, nothing where no rule asks for any."""
    found = [f for f in source.report.findings if f.nature == "means"]
    rows = [[_rule(source, f), source.teller.say(f.message)] for f in found]
    columns = [plain("Moyen", "Means", 2), plain("Constat", "What was found", 3)]
    return [source.table(same(caption), columns, rows)] if rows else []


def _rule(source: Source, finding: Finding) -> str:
    """Name a rule by what it asks and its article: an official document has no codes of ours."""
    return f"{source.teller.say(finding.compiled.rule.title)} {article(finding, source.teller)}"


def _otherwise(source: Source, finding: Finding) -> str:
    colon = source.teller.colon
    known = source.report.rulebook.agreement.readings
    return source.several(
        f"{source.teller.say(known[contest.reading].options[contest.value])}{colon}"
        f"{source.teller.say(verdict_word(contest.verdict, finding.nature))}"
        for contest in finding.contested
    )


# compliance ------------------------------------------------------------------------------------------


def compliance(source: Source) -> list[Block]:
    """Return how many verdicts of each kind, then what is broken, lost, in doubt, or open to reading."""
    plain_findings = [f for f in source.report.findings if f.nature != "objective"]
    blocks: list[Block] = [_counts(source)]
    faults = [plain("Règle", "Rule", 2), plain("Ligne", "Row", 1), plain("Constat", "What was found", 5),
              plain("Pour y remédier", "Remedy", 3)]  # fmt: skip
    for title, found in sections(plain_findings):
        rows = [
            [_rule(source, f), f.subject.id or "—", source.teller.say(f.message), source.teller.say(f.remedy) or "—"]
            for f in found
        ]
        blocks.append(source.table(title, faults, rows))
    blocks += _doubts(source, [f for f in plain_findings if f.verdict == "unknown"])
    return blocks + _readings(source, plain_findings)


def _counts(source: Source) -> Block:
    heads = [("conforme ou atteint", "compliant or reached"), ("enfreint ou non atteint", "broken or not reached"),
             ("pas encore exigible", "not due yet"), ("non vérifiable", "cannot be verified"),
             ("sans objet", "not applicable")]  # fmt: skip
    columns = [plain("Nature", "Kind", 3), *(plain(fr, en, 2, True) for fr, en in heads)]
    rows: list[list[str]] = []
    for natures, name in _NATURES:
        own: list[str] = [f.verdict for f in source.report.findings if f.nature in natures]
        rows.append([source.teller.say(name), *(str(own.count(verdict)) for verdict in _VERDICTS)])
    total = source.report.summary
    rows.append([source.say("Ensemble", "Total"), *(str(total[verdict]) for verdict in _VERDICTS)])
    return source.table(Text("Verdicts par nature de règle", "Verdicts by kind of rule"), columns, rows)


def _doubts(source: Source, unknown: Iterable[Finding]) -> list[Block]:
    groups = by_rule(unknown)
    if not groups:
        return []
    columns = [plain("Règle", "Rule", 3), plain("Lignes", "Rows", 2), plain("Ce qui manque", "What is missing", 4)]
    rows = [
        [
            _rule(source, group[0]),
            ", ".join(f.subject.id for f in group if f.subject.id) or "—",
            source.several(dict.fromkeys(f.missing_words(source.teller.lang) for f in group)),
        ]
        for group in groups
    ]
    return [source.table(Text("Non vérifiable", "Cannot be verified"), columns, rows)]


def _readings(source: Source, findings: Iterable[Finding]) -> list[Block]:
    """Return which verdicts another reading of the agreement would change."""
    changed: dict[tuple[str, str], dict[tuple[str, str], list[str]]] = {}
    for finding in findings:
        for key, value, verdict in finding.contested:
            word = source.teller.say(verdict_word(verdict, finding.nature))
            title = source.teller.say(finding.compiled.rule.title)
            rows_of = changed.setdefault((key, value), {}).setdefault((title, word), [])
            rows_of += [finding.subject.id] if finding.subject.id else []
    if not changed:
        return []
    known = source.report.rulebook.agreement.readings
    colon = source.teller.colon
    columns = [
        plain("Question", "Question", 4),
        plain("Réponse retenue", "Answer chosen", 3),
        plain("Autre réponse", "Other answer", 3),
        plain("Verdicts qui changeraient", "Verdicts that would change", 4),
    ]
    rows = [
        [
            source.teller.say(known[key].question),
            source.teller.say(known[key].options[source.report.readings[key]]),
            source.teller.say(known[key].options[value]),
            source.several(f"{title}{_among(ids)}{colon}{word}" for (title, word), ids in verdicts.items()),
        ]
        for (key, value), verdicts in sorted(changed.items())
    ]
    return [source.table(Text("Selon la lecture du texte", "Depending on how the text is read"), columns, rows)]


def _among(ids: list[str]) -> str:
    """Return the rows of a rule in brackets, the first few of them."""
    if not ids:
        return ""
    more = f" +{len(ids) - SHOWN}" if len(ids) > SHOWN else ""
    return f" ({', '.join(ids[:SHOWN])}{more})"
