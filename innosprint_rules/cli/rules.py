"""``innosprint rules``: what the rules are, which clause each rests on, and whether they keep their own examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from innosprint_rules.cli import authoring
from innosprint_rules.cli.check import refuse_choice
from innosprint_rules.cli.common import codes, guarded, page_width, say, show, tell
from innosprint_rules.cli.helps import SharedOptions
from innosprint_rules.cli.output import Output
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.wording import COLON, Lang, Text, in_languages, json_text

if TYPE_CHECKING:
    from innosprint_rules.rulebook.book import Rulebook

FORMATS = ("text", "json")
FAILED = 1


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to ``app``, their help in ``lang``."""
    helps = {name: text.get(lang) for name, text in _HELPS.items()}
    given = SharedOptions(lang, FORMATS)
    group = typer.Typer(help=_HELP.get(lang), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="rules")
    authoring.register(group, lang)

    @group.command("list", help=_LIST.get(lang))
    def list_rules(
        rules: str | None = given.rules,
        form: str = given.form,
        output: str | None = given.output,
        force: bool = given.force,
    ) -> None:
        with guarded(lang):
            refuse_choice("--format", form, FORMATS, lang)
            into = Output(output, (rules,), force)
            into.refuse()
            from innosprint_rules.report.text.rule_list import listed_rules

            rulebook = loaded(rules)
            lines = [] if form == "json" else listed_rules(rulebook, lang, into.width)
            give(form, lines, lambda: [_row(rulebook, code) for code in rulebook.rules], into)

    @group.command("show", help=_SHOW.get(lang))
    def show_rule(
        code: str = typer.Argument(..., metavar="CODE", help=helps["code"]),
        rules: str | None = given.rules,
        form: str = given.form,
        output: str | None = given.output,
        force: bool = given.force,
    ) -> None:
        with guarded(lang):
            refuse_choice("--format", form, FORMATS, lang)
            into = Output(output, (rules,), force)
            into.refuse()
            tell_rule(loaded(rules), code, form, into, lang)

    @group.command("test", help=_TEST.get(lang))
    def test_rules(
        code: list[str] | None = typer.Argument(None, metavar="[CODE]…", help=helps["tested"]),
        rules: str | None = given.rules,
    ) -> None:
        with guarded(lang):
            raise typer.Exit(_test(loaded(rules), codes(code), lang))

    @group.command("trace", help=_TRACE.get(lang))
    def trace_clauses(
        rules: str | None = given.rules,
        form: str = given.form,
        output: str | None = given.output,
        force: bool = given.force,
    ) -> None:
        with guarded(lang):
            from innosprint_rules.assurance.trace import trace, untraced
            from innosprint_rules.report.text.rule_list import traced_clauses

            refuse_choice("--format", form, FORMATS, lang)
            into = Output(output, (rules,), force)
            into.refuse()
            rulebook = loaded(rules)
            lines = [] if form == "json" else traced_clauses(rulebook, lang, into.width)
            give(
                form,
                lines,
                lambda: in_languages([each.as_document() for each in trace(rulebook)], rulebook.agreement.languages),
                into,
            )
            raise typer.Exit(FAILED if untraced(rulebook) else 0)


def loaded(rules: str | None) -> Rulebook:
    """Return the rules in a folder, or those of the Innosprint agreement."""
    from innosprint_rules.engine.check import default_rulebook, load_rulebook

    return default_rulebook() if rules is None else load_rulebook(rules)


def rule_code(rulebook: Rulebook, word: str) -> str:
    """Return the code that ``word`` names, case aside.

    Raises:
        UsageError: no rule has it; the nearest code is suggested.
    """
    from innosprint_rules.errors import Problem, UsageError
    from innosprint_rules.nearest import did_you_mean

    code = word.strip().upper()
    if code in rulebook.rules:
        return code
    by_name = next((rule.code for rule in rulebook.rules.values() if rule.name == word.strip().lower()), None)
    if by_name is not None:
        return by_name
    otherwise = Text("voir innosprint rules list", "see innosprint rules list")
    hint = did_you_mean(code, list(rulebook.rules), otherwise)
    raise UsageError(Problem("unknown-code", Text(f"règle inconnue « {word} »", f"unknown rule “{word}”"), hint))


def tell_rule(rulebook: Rulebook, word: str, form: str, output: Output, lang: Lang) -> None:
    """Print the page of one rule, or write it to a file."""
    from innosprint_rules.report.content.rule import rule_document
    from innosprint_rules.report.text.rule_page import rule_page

    code = rule_code(rulebook, word)
    lines = [] if form == "json" else rule_page(rulebook, code, output.teller(lang))
    give(form, lines, lambda: in_languages(rule_document(rulebook, code), rulebook.agreement.languages), output)


def give(form: str, lines: list[Line], document: Any, output: Output) -> None:
    """Print lines or JSON, or write them to a file; ``document`` makes what JSON holds."""
    output.give(json_text(document(), 2) if form == "json" else lines)


def _row(rulebook: Rulebook, code: str) -> dict[str, Any]:
    from innosprint_rules.report.content.rule import rule_row

    return rule_row(rulebook, rulebook.rules[code])


# their own examples ----------------------------------------------------------------------------------


def _test(rulebook: Rulebook, asked: list[str], lang: Lang) -> int:
    """Run the examples; return the exit status: 0 all hold, 1 something does not."""
    from innosprint_rules.assurance.examples import lacking, run_all
    from innosprint_rules.assurance.trace import untraced
    from innosprint_rules.engine.inference.comparison import inference_version
    from innosprint_rules.engine.options import chosen_rules

    chosen = chosen_rules(rulebook, asked, ())
    count, broken = 0, 0
    for outcome in run_all(rulebook, chosen):
        count += 1
        broken += bool(outcome.differences)
        example = outcome.example
        for difference in outcome.differences:
            colon = COLON[lang]
            where = example.location.words(lang)
            told = f"{where}{colon}{example.rule}, {example.name.get(lang)}{colon}{difference.get(lang)}"
            show(block(told, page_width(), 0, 4))
    faults = 0
    for code, kinds in lacking(rulebook).items():
        if code in chosen:
            faults += 1
            text = Text(
                f"{code} : aucun exemple ne montre {', '.join(kinds)}", f"{code}: no example shows {', '.join(kinds)}"
            )
            show(block(text.get(lang), page_width(), 0, 4))
    for number in () if asked else untraced(rulebook):
        faults += 1
        say(Text(f"{number} : ni règle ni raison", f"{number}: neither rule nor reason").get(lang))
    if broken:
        words = Text(
            f"{count} exemples, dont {broken} {'ne sont pas conformes' if broken > 1 else 'non conforme'}",
            f"{count} examples, {broken} of which {'do' if broken > 1 else 'does'} not hold",
        )
    else:
        many = "" if count == 1 else "s"
        words = Text(f"{count} exemple{many}, {'conforme' if count == 1 else 'tous conformes'}",
                     f"{count} example{many}, {'as' if count == 1 else 'all as'} expected")  # fmt: skip
    say(words.get(lang))
    if inference_version() is None:
        tell(_ALONE.get(lang))
    return FAILED if broken or faults else 0


_ALONE = Text(
    "durable_rules n'est pas installé : seul l'évaluateur de référence a jugé",
    "durable_rules is not installed: only the reference evaluator has judged",
)
_HELP = Text("Les règles : la liste, la page de chacune, leurs exemples, les clauses dont elles viennent.",
             "The rules: their list, the page of each, their examples, the clauses they come from.")  # fmt: skip
_LIST = Text("La liste des règles.", "The list of rules.")
_SHOW = Text("La page d'une règle, comme explain CODE.", "The page of one rule, as explain CODE.")
_TEST = Text(
    "Juge les exemples écrits à côté de chaque règle, avec les deux moteurs.\n\n"
    "Codes de sortie : 0 tous conformes ; 1 un exemple ne l'est pas, ou il en manque ; 2 règles illisibles.",
    "Judges the examples written beside each rule, with both engines.\n\n"
    "Exit statuses: 0 all as expected; 1 an example is not, or one is missing; 2 the rules cannot be read.",
)
_TRACE = Text("Chaque clause, avec les règles qui la jugent ou la raison pour laquelle aucune ne la juge.",
              "Every clause, with the rules that judge it or the reason why none does.")  # fmt: skip
_HELPS: dict[str, Text] = {
    "code": Text("code de la règle : END01", "code of the rule: END01"),
    "tested": Text("codes, ou débuts de codes (END) ; toutes les règles par défaut",
                   "codes, or beginnings of codes (END); all rules by default"),
}  # fmt: skip
