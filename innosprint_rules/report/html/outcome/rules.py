"""The rules on the page: objectives, rules not kept, guidance, each group with its chart and its figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import interval, percent
from innosprint_rules.report.content.outcome.rules import binding, guidance, quoted, times_a_year
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import verdict_word
from innosprint_rules.report.html.check.context import Cells, Part, folded, number, row, section
from innosprint_rules.report.html.markup import Child, Html, tag
from innosprint_rules.report.html.outcome.context import OutcomeContext, drawn, figures
from innosprint_rules.report.html.outcome.rule_charts import BEST_FIRST, WORST_FIRST, Strip, strips, verdict_legend
from innosprint_rules.simulation.outcome.intervals import Share
from innosprint_rules.wording import Text, capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import RuleOutcome

_ON_A_PAGE = 14  # rules in one chart
_GRAVITY = {"warning": Text("avertissement", "warning"), "notice": Text("remarque", "remark")}


def rule_sections(context: OutcomeContext) -> list[Part]:
    """Return a part for each group of rules that is not empty."""
    every = list(context.outcome.rules.values())
    parts: list[Part] = []
    for identity, title, rules, lead in (
        ("objectifs", context.say("Les objectifs", "Objectives"), [r for r in every if r.nature == "objective"],
         context.say("En tête de ligne : la part des années où l'objectif est atteint.",
                     "First on each line: the share of the years in which the objective is reached.")),
        ("regles", context.say("Les règles, le plus souvent enfreintes d'abord", "The rules, most often broken first"),
         _ordered(binding(every)),
         context.say("En tête de ligne : la part des années où la règle n'est pas respectée.",
                     "First on each line: the share of the years in which the rule is not kept.")),
        ("orientations", context.say("Les orientations", "Guidance"), _ordered(guidance(every)),
         context.say("En tête de ligne : la part des années qui s'en écartent.",
                     "First on each line: the share of the years that depart from it.")),
    ):  # fmt: skip
        if rules:
            parts.append(section(identity, title, tag("p", lead), _figures(context, identity, title, rules)))
    return parts


def _ordered(rules: Sequence[RuleOutcome]) -> list[RuleOutcome]:
    return sorted(rules, key=lambda rule: (-rule.years["violated"], -rule.years["unknown"], rule.code))


def _figures(context: OutcomeContext, identity: str, title: str, rules: Sequence[RuleOutcome]) -> list[Child]:
    """Return the charts of a group, each as tall as a page holds, then the rules that need none."""
    objectives = rules[0].nature == "objective"
    shown = [rule for rule in rules if objectives or _told(rule)]
    charts: list[Child] = []
    for start in range(0, len(shown), _ON_A_PAGE):
        some = shown[start : start + _ON_A_PAGE]
        name = f"graphique-{identity}" if start == 0 else f"graphique-{identity}-{start // _ON_A_PAGE + 1}"
        which = f" ({start + 1}–{start + len(some)} / {len(shown)})" if len(shown) > _ON_A_PAGE else ""
        charts.append(_chart(context, name, f"{title}{which}", which, some))
    calm = [rule for rule in rules if rule not in shown]
    if not calm:
        return charts
    bound, codes = interval(Share(0, calm[0].of), context.teller), ", ".join(rule.code for rule in calm)
    never = context.say(f"Jamais dans ces années ({bound}) : {codes}.", f"Never in these years ({bound}): {codes}.")
    summary = context.say("Les chiffres de ces règles", "The figures of these rules")
    return [*charts, tag("p", never), folded(summary, _table(context, calm))]


def _chart(context: OutcomeContext, name: str, title: str, which: str, rules: Sequence[RuleOutcome]) -> Html:
    teller = context.teller
    order = BEST_FIRST if rules[0].nature == "objective" else WORST_FIRST
    rows = [Strip(r.code, _asked(r, teller), r.years, r.of, percent(r.at_stake, teller)) for r in rules]
    drawing = strips(name, rows, order, title, _described(context, rules), teller)
    caption = context.say("Part des années par verdict, règle par règle", "Share of the years by verdict, rule by rule")
    summary = context.say("Les chiffres, règle par règle", "The figures, rule by rule")
    legend = verdict_legend(name, _verdicts(context, rules))
    return drawn(caption + which, drawing, title, legend, _table(context, rules), summary)


def _asked(rule: RuleOutcome, teller: Teller) -> str:
    """Return what a rule asks for; in quotation marks where the figure before it tells how often it is not kept."""
    if rule.nature == "objective":
        return teller.say(rule.title)
    grave = "" if rule.nature == "guidance" or rule.severity == "error" else f" ({teller.say(_GRAVITY[rule.severity])})"
    return quoted(rule, teller) + grave


def _verdicts(context: OutcomeContext, rules: Sequence[RuleOutcome]) -> list[tuple[str, str]]:
    """Return the verdicts that some of the rules have, with what they are called."""
    nature = rules[0].nature
    order = BEST_FIRST if nature == "objective" else WORST_FIRST
    return [(each, _word(each, nature, context)) for each in order if any(rule.years[each] for rule in rules)]


def _table(context: OutcomeContext, rules: Sequence[RuleOutcome]) -> Html:
    names = _verdicts(context, rules)
    heads = [context.say("Règle", "Rule"), context.say("Ce qu'elle demande", "What it asks"), *(n for _, n in names)]
    heads += [
        context.say("Marge à 95 %", "Margin at 95%"),
        context.say("Fois par an, en moyenne", "Times a year, on average"),
    ]
    caption = context.say("Part des années par verdict", "Share of the years by verdict")
    return figures(caption, heads, [_line(context, rule, [each for each, _ in names]) for rule in rules], texts=1)


def _told(rule: RuleOutcome) -> bool:
    """Whether a rule was in some year anything else than kept or not applicable."""
    return any(rule.years[verdict] for verdict in ("violated", "unknown", "pending"))


def _word(verdict: str, nature: str, context: OutcomeContext) -> str:
    """Return what a verdict is called; of rules that bind, some of which only warn, a word for all of them."""
    if verdict == "violated" and nature not in ("objective", "guidance"):
        return context.say("non respectée", "not kept")
    return context.teller.say(verdict_word(verdict, nature))


def _line(context: OutcomeContext, rule: RuleOutcome, verdicts: Sequence[str]) -> Cells:
    teller = context.teller
    shares = [number(percent(rule.share(verdict), teller) if rule.years[verdict] else "–") for verdict in verdicts]
    return row(
        tag("span", rule.code, class_="code"),
        capital(teller.say(rule.title)),
        *shares,
        number(interval(rule.at_stake, teller)),
        number(times_a_year(rule, teller) or "–"),
    )


def _described(context: OutcomeContext, rules: Sequence[RuleOutcome]) -> str:
    """Say what the chart shows: the three rules that stand out."""
    first = rules[:3]
    told = ", ".join(f"{rule.code} {percent(rule.at_stake, context.teller)}" for rule in first)
    return context.say(
        f"Une barre par règle, {len(rules)} en tout. Les premières : {told}.",
        f"One bar a rule, {len(rules)} in all. The first ones: {told}.",
    )
