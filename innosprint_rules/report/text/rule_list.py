"""The rules as a table, and every clause with the rules that judge it or the reason why none does: lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.assurance.trace import trace, untraced
from innosprint_rules.engine.derivation.derive import SEVERITY_WORDS
from innosprint_rules.report.content.rule import NATURES
from innosprint_rules.report.content.words import MARKS
from innosprint_rules.report.text.layout import EMPTY, Line, block, table
from innosprint_rules.wording import Lang, Text, same

if TYPE_CHECKING:
    from innosprint_rules.rulebook.book import Rulebook


def listed_rules(rulebook: Rulebook, lang: Lang, width: int) -> list[Line]:
    """Return the table of the rules, with what its marks mean."""
    rows = [[word.get(lang) for word in _HEADS]]
    for rule in rulebook.rules.values():
        short_names = rulebook.agreement.short_names
        debtor = "–" if rule.debtor is None else short_names.get(rule.debtor, same(rule.debtor.upper())).get(lang)
        mark = MARKS[rule.severity]
        article = rulebook.place(rulebook.article(rule)).get(lang)
        rows.append([mark, rule.code, article, NATURES[rule.nature].get(lang), debtor, rule.title.get(lang)])
    lines = [Line(text) for text in table(rows, width, 0)]
    legend = ", ".join(f"{MARKS[grade]} {SEVERITY_WORDS[grade].get(lang)}" for grade in SEVERITY_WORDS)
    count = f"{len(rulebook.rules)} {'règles' if lang == 'fr' else 'rules'} ({legend})"
    return [*lines, EMPTY, Line(count)]


def traced_clauses(rulebook: Rulebook, lang: Lang, width: int) -> list[Line]:
    """Return every clause with what judges it, and how many are judged."""
    found = trace(rulebook)
    lines: list[Line] = []
    for each in found:
        judged = Text(f"jugé par {', '.join(each.rules)}", f"judged by {', '.join(each.rules)}")
        if not each.rules:
            why = each.reason or Text("rien ne le dit", "nothing says so")
            judged = Text(f"sans règle : {why.fr}", f"no rule: {why.en}")
        head = f"{each.number:<4}{rulebook.place(each.article).get(lang):<14}"
        lines += block(f"{head}{each.summary.get(lang)}", width, 0, len(head))
        lines += block(f"→ {judged.get(lang)}", width, len(head), len(head) + 2)
    ruled = sum(bool(each.rules) for each in found)
    lines.append(EMPTY)
    lines.append(Line(Text(
        f"{len(found)} clauses : {ruled} jugées, {len(found) - ruled} sans règle et dites pourquoi",
        f"{len(found)} clauses: {ruled} judged, {len(found) - ruled} without a rule, each with its reason",
    ).get(lang)))  # fmt: skip
    for number in untraced(rulebook):
        lines.append(Line(Text(f"{number} : ni règle ni raison", f"{number}: neither rule nor reason").get(lang)))
    return lines


_HEADS = (Text("", ""), Text("code", "code"), Text("article", "article"), Text("nature", "nature"),
          Text("qui", "who"), Text("ce qui est exigé", "what is required"))  # fmt: skip
