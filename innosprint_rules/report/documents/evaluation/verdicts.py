"""What an evaluation takes from the verdicts: the balance, what falls back, objectives, compliance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from innosprint_rules.engine.findings import Finding
from innosprint_rules.report.content.attention import by_rule, sections
from innosprint_rules.report.content.words import article, verdict_word
from innosprint_rules.report.documents.model import Block, Paragraph
from innosprint_rules.report.documents.parts import balance_table, plain
from innosprint_rules.report.documents.teller import Column, Teller
from innosprint_rules.wording import COLON, Text

RESTITUTION = "END04"  # the rule that says what goes back to the agglomeration, and its figure
OWED = "owed"
YEARS = "years"  # the derived table of a term that is parted into years
TO_PROJECTS = "FN->projet"
SHOWN = 6  # rows named where a reading changes many
_VERDICTS = ("satisfied", "violated", "pending", "unknown", "not_applicable")
_NATURES = (
    (("obligation", "prohibition", "means"), Text("Obligations, interdictions, moyens", "Duties, prohibitions, means")),
    (("guidance",), Text("Orientations", "Guidance")),
    (("objective",), Text("Objectifs", "Objectives")),
)


def financial_balance(teller: Teller) -> list[Block]:
    """Return the balance, the allocations with what was paid for each, and the other payments."""
    allocations = [
        Column(Text("Attribution", "Allocation"), lambda row: row.id, 2),
        Column(Text("Décidée le", "Decided on"), teller.column("decided_on"), 2),
        Column(Text("Projet", "Project"), teller.project, 4),
        Column(Text("Montant", "Amount"), teller.column("amount"), 2, True),
        Column(Text("Versé", "Paid"), lambda row: teller.computed(row, "paid"), 2, True),
    ]
    payments = [
        Column(Text("Versement", "Payment"), lambda row: row.id, 2),
        Column(Text("Date", "Date"), teller.column("paid_on"), 2),
        Column(Text("De → à", "From → to"), teller.column("direction"), 2),
        Column(Text("Libellé", "Label"), teller.column("label"), 4),
        Column(Text("Montant", "Amount"), teller.column("amount"), 2, True),
    ]
    decided = [row for row in teller.rows("allocations") if row.values["status"] == "décidée"]
    others = [row for row in teller.rows("payments") if row.values["direction"] != TO_PROJECTS]
    return [
        balance_table(teller),
        *teller.listing("allocations", Text("Attributions décidées", "Allocations decided"), allocations, decided,
                        Text("Aucune attribution n'a été décidée.", "No allocation was decided.")),
        *teller.listing("payments", Text("Versements autres qu'aux projets", "Payments other than to projects"),
                        payments, others, Text("Aucun autre versement.", "No other payment.")),
    ]  # fmt: skip


def what_falls_back(teller: Teller) -> list[Block]:
    """Return what goes back to the agglomeration, under each reading that the rule declares."""
    finding = teller.report.find(RESTITUTION)
    if finding is None:
        return [Paragraph(teller.say("Ces règles ne disent rien d'une restitution.", "These rules tell of no return."))]
    rule = finding.compiled.rule
    known = teller.report.rulebook.agreement.readings
    formula: Any = finding.compiled.values[OWED]
    kind: Any = rule.values[OWED]
    rows: list[list[str]] = []
    for key in rule.readings:
        for option, meaning in known[key].options.items():
            chosen = teller.report.readings[key] == option
            context = finding.context if chosen else finding.context.variant(key, option)
            held = teller.say("oui", "yes") if chosen else teller.say("non", "no")
            owed = teller.value(formula(context.environment()), kind.type)
            rows.append([meaning.get(teller.lang), held, owed])
    said = [Paragraph(finding.message.get(teller.lang)[:1].upper() + finding.message.get(teller.lang)[1:] + ".")]
    columns = [
        plain("Lecture du texte", "Reading of the text", 5),
        plain("Retenue", "Chosen", 1),
        plain("À restituer", "To return", 2, True),
    ]
    caption = Text("À restituer selon la lecture", "To return under each reading")
    return [*said, *([teller.table(caption, columns, rows)] if rows else [])]


def objectives(teller: Teller, year: str | None = None) -> list[Block]:
    """Return each objective with its figures, its verdict, and the readings under which it differs.

    Of objectives judged a year, those of ``year`` (its id) alone are told, of all years when None.
    """
    found = [
        f for f in teller.report.findings
        if f.nature == "objective" and (year is None or f.subject.table != YEARS or f.subject.id == year)
    ]  # fmt: skip
    if not found:
        return [Paragraph(teller.say("Ces règles n'ont pas d'objectif.", "These rules have no objective."))]
    columns = [
        plain("Objectif", "Objective", 4),
        plain("Constat", "What was found", 4),
        plain("Appréciation", "Verdict", 2),
        plain("Selon une autre lecture", "Under another reading", 3),
    ]
    rows = [
        [_rule(teller, f), f.message.get(teller.lang),
         verdict_word(f.verdict, f.nature).get(teller.lang), _otherwise(teller, f) or "—"]
        for f in found
    ]  # fmt: skip
    return [teller.table(Text("Objectifs du programme", "Objectives of the programme"), columns, rows)]


def _rule(teller: Teller, finding: Finding) -> str:
    """Name a rule by what it asks and its article: an official document has no codes of ours."""
    return f"{finding.compiled.rule.title.get(teller.lang)} {article(finding, teller.lang)}"


def _otherwise(teller: Teller, finding: Finding) -> str:
    colon = COLON[teller.lang]
    known = teller.report.rulebook.agreement.readings
    return teller.several(
        f"{known[contest.reading].options[contest.value].get(teller.lang)}{colon}"
        f"{verdict_word(contest.verdict, finding.nature).get(teller.lang)}"
        for contest in finding.contested
    )


# compliance ------------------------------------------------------------------------------------------


def compliance(teller: Teller) -> list[Block]:
    """Return how many verdicts of each kind, then what is broken, lost, in doubt, or open to reading."""
    plain_findings = [f for f in teller.report.findings if f.nature != "objective"]
    blocks: list[Block] = [_counts(teller)]
    faults = [plain("Règle", "Rule", 2), plain("Ligne", "Row", 1), plain("Constat", "What was found", 5),
              plain("Pour y remédier", "Remedy", 3)]  # fmt: skip
    for title, found in sections(plain_findings):
        rows = [
            [_rule(teller, f), f.subject.id or "—", f.message.get(teller.lang),
             f.remedy.get(teller.lang) or "—"]
            for f in found
        ]  # fmt: skip
        blocks.append(teller.table(title, faults, rows))
    blocks += _doubts(teller, [f for f in plain_findings if f.verdict == "unknown"])
    return blocks + _readings(teller, plain_findings)


def _counts(teller: Teller) -> Block:
    heads = [("conforme ou atteint", "compliant or reached"), ("enfreint ou non atteint", "broken or not reached"),
             ("pas encore exigible", "not due yet"), ("non vérifiable", "cannot be verified"),
             ("sans objet", "not applicable")]  # fmt: skip
    columns = [plain("Nature", "Kind", 3), *(plain(fr, en, 2, True) for fr, en in heads)]
    rows: list[list[str]] = []
    for natures, name in _NATURES:
        own: list[str] = [f.verdict for f in teller.report.findings if f.nature in natures]
        rows.append([name.get(teller.lang), *(str(own.count(verdict)) for verdict in _VERDICTS)])
    total = teller.report.summary
    rows.append([teller.say("Ensemble", "Total"), *(str(total[verdict]) for verdict in _VERDICTS)])
    return teller.table(Text("Verdicts par nature de règle", "Verdicts by kind of rule"), columns, rows)


def _doubts(teller: Teller, unknown: Iterable[Finding]) -> list[Block]:
    groups = by_rule(unknown)
    if not groups:
        return []
    columns = [plain("Règle", "Rule", 3), plain("Lignes", "Rows", 2), plain("Ce qui manque", "What is missing", 4)]
    rows = [
        [_rule(teller, group[0]),
         ", ".join(f.subject.id for f in group if f.subject.id) or "—",
         teller.several(dict.fromkeys(f.missing_words(teller.lang) for f in group))]
        for group in groups
    ]  # fmt: skip
    return [teller.table(Text("Non vérifiable", "Cannot be verified"), columns, rows)]


def _readings(teller: Teller, findings: Iterable[Finding]) -> list[Block]:
    """Return which verdicts another reading of the agreement would change."""
    changed: dict[tuple[str, str], dict[tuple[str, str], list[str]]] = {}
    for finding in findings:
        for key, value, verdict in finding.contested:
            word = verdict_word(verdict, finding.nature).get(teller.lang)
            title = finding.compiled.rule.title.get(teller.lang)
            rows_of = changed.setdefault((key, value), {}).setdefault((title, word), [])
            rows_of += [finding.subject.id] if finding.subject.id else []
    if not changed:
        return []
    known = teller.report.rulebook.agreement.readings
    colon = COLON[teller.lang]
    columns = [
        plain("Question", "Question", 4),
        plain("Réponse retenue", "Answer chosen", 3),
        plain("Autre réponse", "Other answer", 3),
        plain("Verdicts qui changeraient", "Verdicts that would change", 4),
    ]
    rows = [
        [known[key].question.get(teller.lang),
         known[key].options[teller.report.readings[key]].get(teller.lang),
         known[key].options[value].get(teller.lang),
         teller.several(f"{title}{_among(ids)}{colon}{word}" for (title, word), ids in verdicts.items())]
        for (key, value), verdicts in sorted(changed.items())
    ]  # fmt: skip
    return [teller.table(Text("Selon la lecture du texte", "Depending on how the text is read"), columns, rows)]


def _among(ids: list[str]) -> str:
    """Return the rows of a rule in brackets, the first few of them."""
    if not ids:
        return ""
    more = f" +{len(ids) - SHOWN}" if len(ids) > SHOWN else ""
    return f" ({', '.join(ids[:SHOWN])}{more})"
