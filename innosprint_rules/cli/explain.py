"""``innosprint explain``: a rule's page, or how one verdict on a dossier was reached."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.check import refuse_choice
from innosprint_rules.cli.common import guarded, read_date, readings
from innosprint_rules.cli.helps import SharedOptions
from innosprint_rules.cli.judged import judged_files
from innosprint_rules.cli.output import Output
from innosprint_rules.cli.rules import FORMATS, give, loaded, rule_code, tell_rule
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.wording import COLON, Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report
    from innosprint_rules.rulebook.book import Rulebook

_CODE = re.compile(r"[A-Za-z]{3}[0-9]{2}")
_QUIET = ("satisfied", "not_applicable")


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""
    helps = {name: text.get(lang) for name, text in _HELPS.items()}
    given = SharedOptions(lang, FORMATS)

    @app.command("explain", help=_HELP.get(lang))
    def explain(
        first: str = typer.Argument(..., metavar=_FIRST.get(lang), help=helps["first"]),
        second: str | None = typer.Argument(None, metavar=_SECOND.get(lang), help=helps["second"]),
        proposal: str | None = given.proposal,
        as_of: str | None = given.as_of,
        rules: str | None = given.rules,
        reading: list[str] | None = given.reading,
        form: str = given.form,
        output: str | None = given.output,
        force: bool = given.force,
    ) -> None:
        with guarded(lang):
            refuse_choice("--format", form, FORMATS, lang)
            into = Output(output, (rules,) if second is None else (first, proposal, rules), force)
            into.refuse()
            if second is None:
                _alone(first, rules)
                read_date(as_of)
                readings(reading)
                tell_rule(loaded(rules), first, form, into, lang)
                return
            word, row = parted(second)
            code = rule_code(loaded(rules), word)
            report = judged_files(first, proposal, as_of, rules, reading, [code], None).report
            found = chosen(report, code, row)
            lines = [] if form == "json" else _pages(report, code, found, row, lang, into.width)
            give(form, lines, lambda: _documents(found), into)


def parted(word: str) -> tuple[str, str | None]:
    """Part ``CODE:ROW`` at its first colon: rows may hold colons and slashes."""
    code, colon, row = word.partition(":")
    return code, row.strip() if colon and row.strip() else None


def _alone(word: str, rules: str | None) -> None:
    """Refuse a dossier given without a code.

    Raises:
        UsageError: the one argument is a path, not a code.
    """
    if _CODE.fullmatch(word.strip()) or not (Path(word).exists() or "/" in word or "\\" in word or "." in word):
        return
    if word.strip().lower() in {rule.name for rule in loaded(rules).rules.values()}:
        return
    raise UsageError(
        Problem(
            "code-missing",
            Text(f"il manque le code de la règle à expliquer dans « {word} »",
                 f"the code of the rule to explain in “{word}” is missing"),
            Text(f"écrire par exemple : innosprint explain {word} END01",
                 f"write for instance: innosprint explain {word} END01"),
        )
    )  # fmt: skip


def chosen(report: Report, code: str, row: str | None) -> list[Finding]:
    """Return the findings to explain: the row asked for, or those that are not at peace.

    Raises:
        UsageError: the rule judges no row of that name.
    """
    from innosprint_rules.folding import same_key

    found = [finding for finding in report.findings if finding.rule == code]
    if row is None:
        one = len(found) == 1
        return [finding for finding in found if one or finding.verdict not in _QUIET]
    asked = [finding for finding in found if finding.subject.id and same_key(finding.subject.id) == same_key(row)]
    if asked:
        return asked
    raise UsageError(_no_row(report.rulebook, code, row, [finding.subject.id or "" for finding in found]))


def _no_row(rulebook: Rulebook, code: str, row: str, known: Sequence[str]) -> Problem:
    from innosprint_rules.nearest import did_you_mean, quoted
    from innosprint_rules.rulebook.models import AGREEMENT

    message = Text(f"{code} ne juge aucune ligne « {row} »", f"{code} judges no row “{row}”")
    rows = [each for each in known if each]
    if rulebook.rules[code].scope == AGREEMENT:
        hint = Text(f"elle juge toute la convention : écrire {code} seul",
                    f"it judges the whole agreement: write {code} alone")  # fmt: skip
    elif not rows:
        hint = Text("elle n'a ici aucune ligne à juger", "it has no row to judge here")
    else:
        names = quoted(rows[:12])
        otherwise = Text(f"lignes jugées : {names.fr}", f"rows judged: {names.en}")
        hint = did_you_mean(row, rows, otherwise)
    return Problem("unknown-row", message, hint)


def _pages(report: Report, code: str, found: Sequence[Finding], row: str | None, lang: Lang, width: int) -> list[Line]:
    from innosprint_rules.engine.derivation.derive import derive
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.report.text.outlined import derivation_page

    lines: list[Line] = []
    for finding in found:
        if lines:
            lines += [EMPTY, Line("─" * width), EMPTY]
        lines += derivation_page(derive(finding), Teller(lang, width))
    rest = [finding for finding in report.findings if finding.rule == code and finding not in found]
    if row is None and rest:
        lines += _others(code, rest, bool(found), lang, width)
    if not lines:
        none = Text(f"{code} : aucune ligne à juger dans ce dossier", f"{code}: no row to judge in this dossier")
        lines = block(none.get(lang), width)
    return lines


def _others(code: str, rest: Sequence[Finding], after: bool, lang: Lang, width: int) -> list[Line]:
    """List the rows that were not explained, by verdict, and how to ask for one."""
    from innosprint_rules.report.content.words import verdict_word

    by_verdict: dict[str, list[str]] = {}
    for finding in rest:
        by_verdict.setdefault(finding.verdict, []).append(finding.subject.id or "")
    lines: list[Line] = [EMPTY, Line("─" * width), EMPTY] if after else []
    head = Text(
        "Autres lignes jugées" if after else f"{code} : rien à redire",
        "Other rows judged" if after else f"{code}: nothing amiss",
    )
    lines += block(head.get(lang), width, 0, 0, "bold")
    for verdict, rows in by_verdict.items():
        word = verdict_word(verdict, rest[0].nature).get(lang)
        colon = COLON[lang]
        lines += block(f"{word}{colon}{', '.join(rows)}", width, 2, 6)
    example = rest[0].subject.id
    ask = Text(f"Pour en voir une : innosprint explain DOSSIER {code}:{example}",
               f"To see one: innosprint explain DOSSIER {code}:{example}")  # fmt: skip
    return [*lines, *block(ask.get(lang), width, 0, 4)]


def _documents(found: Sequence[Finding]) -> object:
    from innosprint_rules.engine.derivation.derive import SCHEMA, derive

    return {"schema": SCHEMA, "derivations": [derive(finding).as_document() for finding in found]}


_FIRST = Text("CODE|DOSSIER", "CODE|DOSSIER")
_SECOND = Text("[CODE[:LIGNE]]", "[CODE[:ROW]]")
_HELP = Text(
    "Explique une règle, ou comment un verdict a été rendu sur un dossier.\n\n"
    "explain END01 donne la page de la règle. explain DOSSIER END01:A12 dit pas à pas pourquoi la ligne A12 est"
    " jugée ainsi : valeurs, lignes comptées, fichiers. Sans la ligne, toutes celles qui ne sont pas conformes.",
    "Explains a rule, or how a verdict on a dossier was reached.\n\n"
    "explain END01 gives the rule's page. explain DOSSIER END01:A12 tells step by step why row A12 is judged as it"
    " is: values, rows counted, files. Without the row, all those that are not compliant.",
)
_HELPS: dict[str, Text] = {
    "first": Text("code d'une règle, ou dossier à expliquer : {inputs}",
                  "code of a rule, or dossier to explain: {inputs}"),
    "second": Text("règle, et ligne si elle en juge plusieurs : END01:A12, PRJ01:S2/P03",
                   "rule, and row if it judges several: END01:A12, PRJ01:S2/P03"),
}  # fmt: skip
