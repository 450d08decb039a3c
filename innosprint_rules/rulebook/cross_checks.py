"""Whether what one part of a rulebook says of another is there: names, clauses, readings, columns, placeholders."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from innosprint_rules.errors import Problem, ProblemList
from innosprint_rules.nearest import suggestion
from innosprint_rules.rulebook.agreement import BALANCE_LINES
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.bounds import check_bounds
from innosprint_rules.rulebook.costs import check_costs
from innosprint_rules.rulebook.measures import MeasureReader
from innosprint_rules.rulebook.models import VERDICT_WORDS, Rule
from innosprint_rules.rulebook.naming import RulebookNames
from innosprint_rules.rulebook.publications import check_publications
from innosprint_rules.strict_yaml import Fields, Value
from innosprint_rules.wording import Text, placeholders

RULE_NOT_THERE = "clause-without-rule"
"""The code of a clause that names a rule of which there is no file."""


def check_rule(
    rule: Rule, fields: Fields, names: RulebookNames, clauses: Collection[str], problems: ProblemList
) -> None:
    """Note what a rule names and nobody declares: clauses, readings, columns, placeholders of its texts."""
    table = names.tables.get(rule.scope)
    checks = (
        ("clause", rule.clauses, list(clauses)),
        ("readings", rule.readings, list(names.readings)),
        ("column", tuple(name for _, name in rule.columns), list(table.columns) if table else []),
    )
    for key, words, known in checks:
        for word in words:
            if word not in known:
                problems.add(
                    f"unknown-{key}",
                    Text(f"« {word} » n'existe pas ({key})", f"“{word}” does not exist ({key})"),
                    suggestion(word, known),
                    fields.values[key].location,
                )
    _check_placeholders(rule, fields, problems)


def _check_placeholders(rule: Rule, fields: Fields, problems: ProblemList) -> None:
    known = {*rule.values, "due"}
    texts = [*rule.message.values(), *rule.remedy.values()]
    phrases = [phrase for value in rule.values.values() if isinstance(value, tuple) for phrase in value]
    texts += [phrase.text for phrase in phrases]
    texts += [step.what for step in rule.steps if step.what] + [note.message for note in rule.remarks]
    found = {name for text in texts for name in placeholders(text.fr + text.en)} - known
    found |= placeholders(rule.title.fr + rule.title.en)  # a title stands in lists, without figures
    for name in sorted(found):
        problems.add(
            "unknown-placeholder",
            Text(f"{rule.code} : « {{{name}}} » n'est pas dans values",
                 f"{rule.code}: “{{{name}}}” is not among values"),
            suggestion(name, sorted(known)),
            fields.location,
        )  # fmt: skip


def check_rulebook(rulebook: Rulebook, declared: Fields, problems: ProblemList) -> None:
    """Hold the parts of the rulebook against each other."""
    agreement = rulebook.agreement
    names = rulebook.names
    named = [("balance", *each) for each in agreement.balance.items()]
    named += [("roles", *each) for each in agreement.roles.items()]
    named += [("figures", "figures", name) for name in agreement.figures]
    for key, line, name in named:
        if name not in names.parameters and names.measure_type(name) is None:
            held = declared.values[key]
            problems.add(
                "unknown-measure",
                Text(f"pas de grandeur « {name} » pour {line}", f"no measure “{name}” for {line}"),
                suggestion(name, [*names.parameters, *names.measure_names()]),
                (held.values[line] if isinstance(held, Fields) else held).location,
            )
        elif key == "balance":
            _check_balance(line, name, rulebook, declared.values[key], problems)
    check_publications(agreement.documents, names, agreement.parties, problems)
    told = {code: clause.location for clause in agreement.clauses.values() for code in clause.rules}
    for code in sorted(told.keys() - set(rulebook.rules)):
        problems.add(
            RULE_NOT_THERE,
            Text(
                f"une clause nomme la règle {code}, qui n'existe pas",
                f"a clause names rule {code}, not there",
            ),
            suggestion(code, list(rulebook.rules)) or _to_write(code),
            told[code],
        )
    for name, parameter in rulebook.parameters.items():
        if parameter.clause not in agreement.clauses:
            problems.add(
                "unknown-clause",
                Text(f"{name} : « {parameter.clause} » n'existe pas", f"{name}: “{parameter.clause}” does not exist"),
                suggestion(parameter.clause, list(agreement.clauses)),
                parameter.location,
            )
    raised = {step.raises: rule.scope for rule in rulebook.rules.values() for step in rule.steps if step.raises}
    for rule in rulebook.rules.values():
        for step in rule.steps:
            if step.when not in (*VERDICT_WORDS, "not_applicable") and raised.get(step.when) != rule.scope:
                problems.add(
                    "step-never-fires",
                    Text(f"{rule.code} : rien ne lève « {step.when} »", f"{rule.code}: nothing raises “{step.when}”"),
                    suggestion(step.when, [*VERDICT_WORDS, *raised]),
                    rule.location,
                )
    for rule in rulebook.rules.values():
        for number in rule.clauses:
            clause = agreement.clauses.get(number)
            if clause is not None and rule.code not in clause.rules:
                problems.add(
                    "rule-not-in-clause",
                    Text(f"{number} ne dit pas que {rule.code} la juge",
                         f"{number} does not say that {rule.code} judges it"),
                    Text("compléter « ruled » dans agreement.yaml", "complete “ruled” in agreement.yaml"),
                    rule.location,
                )  # fmt: skip
    if not problems:
        problems.extend(check_bounds(rulebook))
        problems.extend(check_costs(rulebook))


def unused(measures: MeasureReader) -> Iterator[Problem]:
    """Yield a warning for each measure that no formula, rule, role or line of the balance names."""
    for full, value in measures.unused():
        yield Problem(
            "unused-measure",
            Text(f"la grandeur « {full} » ne sert à rien", f"the measure “{full}” is not used"),
            Text("l'enlever ou l'utiliser", "remove it or use it"),
            value.location,
        )


def _to_write(code: str) -> Text:
    """Say what to do about a rule that is only named."""
    return Text(f"l'écrire dans FAMILLE/{code}_nom-de-la-faute.yaml, ou l'ôter de « ruled »",
                f"write it in FAMILY/{code}_name-of-the-fault.yaml, or take it out of “ruled”")  # fmt: skip


def _check_balance(line: str, name: str, rulebook: Rulebook, held: Value, problems: ProblemList) -> None:
    """Refuse a line that no balance has, and one that is no amount."""
    where = (held.values[line] if isinstance(held, Fields) else held).location
    if line not in BALANCE_LINES:
        listed = ", ".join(BALANCE_LINES)
        problems.add(
            "unknown-key",
            Text(f"un solde n'a pas de ligne « {line} »", f"a balance has no line “{line}”"),
            suggestion(line, BALANCE_LINES) or Text(f"lignes : {listed}", f"lines: {listed}"),
            where,
        )
    parameter = rulebook.parameters.get(name)
    measured = rulebook.names.measure_type(name) if parameter is None else parameter.type.type
    if measured is not None and measured.kind not in ("amount", "nothing"):  # nothing: of a mistaken formula
        problems.add(
            "type-mismatch",
            Text(f"« {name} » ({measured.kind}) n'est pas un montant, qu'il faut pour « {line} »",
                 f"“{name}” ({measured.kind}) is no amount, which “{line}” has to be"),
            Text("arrondir une part : cents(part, 'down')", "round a share: cents(share, 'down')")
            if measured.kind == "share" else None,
            where,
        )  # fmt: skip
