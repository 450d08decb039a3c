"""The rules on the page: objectives, rules not kept, guidance, each group with its chart and its figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import interval, percent
from innosprint_rules.report.content.outcome.rules import binding, guidance, quoted, times_a_year
from innosprint_rules.report.content.words import verdict_word
from innosprint_rules.report.html.check.telling import Cells, Part, folded, number, row, section
from innosprint_rules.report.html.markup import Child, Html, tag
from innosprint_rules.report.html.outcome.rule_charts import BEST_FIRST, WORST_FIRST, Strip, strips, verdict_legend
from innosprint_rules.report.html.outcome.telling import Telling, drawn, figures
from innosprint_rules.simulation.outcome.intervals import Share
from innosprint_rules.wording import Lang, Text, capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import RuleOutcome

_ON_A_PAGE = 14  # rules in one chart
_GRAVITY = {"warning": Text("avertissement", "warning"), "notice": Text("remarque", "remark")}


def rule_sections(telling: Telling) -> list[Part]:
    """Return a part for each group of rules that is not empty."""
    every = list(telling.outcome.rules.values())
    parts: list[Part] = []
    for identity, title, rules, lead in (
        ("objectifs", telling.say("Les objectifs", "Objectives"), [r for r in every if r.nature == "objective"],
         telling.say("En tête de ligne : la part des années où l'objectif est atteint.",
                     "First on each line: the share of the years in which the objective is reached.")),
        ("regles", telling.say("Les règles, le plus souvent enfreintes d'abord", "The rules, most often broken first"),
         _ordered(binding(every)),
         telling.say("En tête de ligne : la part des années où la règle n'est pas respectée.",
                     "First on each line: the share of the years in which the rule is not kept.")),
        ("orientations", telling.say("Les orientations", "Guidance"), _ordered(guidance(every)),
         telling.say("En tête de ligne : la part des années qui s'en écartent.",
                     "First on each line: the share of the years that depart from it.")),
    ):  # fmt: skip
        if rules:
            parts.append(section(identity, title, tag("p", lead), _figures(telling, identity, title, rules)))
    return parts


def _ordered(rules: Sequence[RuleOutcome]) -> list[RuleOutcome]:
    return sorted(rules, key=lambda rule: (-rule.years["violated"], -rule.years["unknown"], rule.code))


def _figures(telling: Telling, identity: str, title: str, rules: Sequence[RuleOutcome]) -> list[Child]:
    """Return the charts of a group, each as tall as a page holds, then the rules that need none."""
    objectives = rules[0].nature == "objective"
    shown = [rule for rule in rules if objectives or _told(rule)]
    charts: list[Child] = []
    for start in range(0, len(shown), _ON_A_PAGE):
        some = shown[start : start + _ON_A_PAGE]
        name = f"graphique-{identity}" if start == 0 else f"graphique-{identity}-{start // _ON_A_PAGE + 1}"
        which = f" ({start + 1}–{start + len(some)} / {len(shown)})" if len(shown) > _ON_A_PAGE else ""
        charts.append(_chart(telling, name, f"{title}{which}", which, some))
    calm = [rule for rule in rules if rule not in shown]
    if not calm:
        return charts
    bound, codes = interval(Share(0, calm[0].of), telling.lang), ", ".join(rule.code for rule in calm)
    never = telling.say(f"Jamais dans ces années ({bound}) : {codes}.", f"Never in these years ({bound}): {codes}.")
    summary = telling.say("Les chiffres de ces règles", "The figures of these rules")
    return [*charts, tag("p", never), folded(summary, _table(telling, calm))]


def _chart(telling: Telling, name: str, title: str, which: str, rules: Sequence[RuleOutcome]) -> Html:
    lang = telling.lang
    order = BEST_FIRST if rules[0].nature == "objective" else WORST_FIRST
    rows = [Strip(r.code, _asked(r, lang), r.years, r.of, percent(r.at_stake, lang)) for r in rules]
    drawing = strips(name, rows, order, title, _described(telling, rules), lang)
    caption = telling.say("Part des années par verdict, règle par règle", "Share of the years by verdict, rule by rule")
    summary = telling.say("Les chiffres, règle par règle", "The figures, rule by rule")
    legend = verdict_legend(name, _verdicts(telling, rules))
    return drawn(caption + which, drawing, title, legend, _table(telling, rules), summary)


def _asked(rule: RuleOutcome, lang: Lang) -> str:
    """Return what a rule asks for; in quotation marks where the figure before it tells how often it is not kept."""
    if rule.nature == "objective":
        return rule.title.get(lang)
    grave = "" if rule.nature == "guidance" or rule.severity == "error" else f" ({_GRAVITY[rule.severity].get(lang)})"
    return quoted(rule, lang) + grave


def _verdicts(telling: Telling, rules: Sequence[RuleOutcome]) -> list[tuple[str, str]]:
    """Return the verdicts that some of the rules have, with what they are called."""
    nature = rules[0].nature
    order = BEST_FIRST if nature == "objective" else WORST_FIRST
    return [(each, _word(each, nature, telling)) for each in order if any(rule.years[each] for rule in rules)]


def _table(telling: Telling, rules: Sequence[RuleOutcome]) -> Html:
    names = _verdicts(telling, rules)
    heads = [telling.say("Règle", "Rule"), telling.say("Ce qu'elle demande", "What it asks"), *(n for _, n in names)]
    heads += [
        telling.say("Marge à 95 %", "Margin at 95%"),
        telling.say("Fois par an, en moyenne", "Times a year, on average"),
    ]
    caption = telling.say("Part des années par verdict", "Share of the years by verdict")
    return figures(caption, heads, [_line(telling, rule, [each for each, _ in names]) for rule in rules], texts=1)


def _told(rule: RuleOutcome) -> bool:
    """Whether a rule was in some year anything else than kept or not applicable."""
    return any(rule.years[verdict] for verdict in ("violated", "unknown", "pending"))


def _word(verdict: str, nature: str, telling: Telling) -> str:
    """Return what a verdict is called; of rules that bind, some of which only warn, a word for all of them."""
    if verdict == "violated" and nature not in ("objective", "guidance"):
        return telling.say("non respectée", "not kept")
    return verdict_word(verdict, nature).get(telling.lang)


def _line(telling: Telling, rule: RuleOutcome, verdicts: Sequence[str]) -> Cells:
    lang = telling.lang
    shares = [number(percent(rule.share(verdict), lang) if rule.years[verdict] else "–") for verdict in verdicts]
    return row(
        tag("span", rule.code, class_="code"), capital(rule.title.get(lang)), *shares,
        number(interval(rule.at_stake, lang)), number(times_a_year(rule, lang) or "–"),
    )  # fmt: skip


def _described(telling: Telling, rules: Sequence[RuleOutcome]) -> str:
    """Say what the chart shows: the three rules that stand out."""
    first = rules[:3]
    told = ", ".join(f"{rule.code} {percent(rule.at_stake, telling.lang)}" for rule in first)
    return telling.say(
        f"Une barre par règle, {len(rules)} en tout. Les premières : {told}.",
        f"One bar a rule, {len(rules)} in all. The first ones: {told}.",
    )
