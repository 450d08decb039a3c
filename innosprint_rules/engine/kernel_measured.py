"""Which measures a kernel reports when none are named."""

from __future__ import annotations

from collections.abc import Iterable

from innosprint_rules.engine.kernel_nodes import decided
from innosprint_rules.engine.kernel_tree import Specialiser
from innosprint_rules.formula import tree
from innosprint_rules.rulebook.loading import Rulebook
from innosprint_rules.rulebook.models import Rule

_MEASURED = ("amount", "number", "decimal", "flag")


def measured(rulebook: Rulebook, spec: Specialiser, rules: Iterable[Rule]) -> list[str]:
    """Return the measures of the whole agreement that some rules and the balance read, in the rulebook's order."""
    found: set[str] = {name for name in rulebook.agreement.balance.values() if (None, name) in rulebook.measures}
    seen: set[tuple[str | None, str]] = set()

    def look(node: tree.Node) -> None:
        for each in tree.walk(node):
            if isinstance(each, tree.Measure):
                found.add(each.name)
                enter((None, each.name))
            elif isinstance(each, tree.Column) and each.computed:
                enter((each.table, each.name))
            elif isinstance(each, tree.TableSource) and each.table in rulebook.tables:
                look(rulebook.tables[each.table].rows)

    def enter(key: tuple[str | None, str]) -> None:
        if key not in seen:
            seen.add(key)
            look(spec.plain(rulebook.measures[key].formula))

    for name in list(found):
        enter((None, name))
    for rule in rules:
        for node in formulas(rule):
            look(spec.plain(node))
    for name in rulebook.agreement.figures:  # of what the rules read anyhow
        inner = [each for each in tree.walk(spec.plain(rulebook.measures[None, name].formula)) if _named(each)]
        columns = {(each.table, each.name) for each in inner if isinstance(each, tree.Column)}
        if columns and columns <= seen:
            found.add(name)
    kept = found - {name for name in found if _fixed(rulebook, spec, name)}
    return [name for table, name in rulebook.measures if table is None and name in kept and _shown(rulebook, name)]


def _fixed(rulebook: Rulebook, spec: Specialiser, name: str) -> bool:
    """Tell whether a measure is a figure of the agreement, whatever the rows of a year."""
    if name in rulebook.agreement.balance.values() or not decided(spec.body(None, name)):
        return False
    inner = list(tree.walk(rulebook.measures[None, name].formula))
    return not any(isinstance(each, tree.Aggregate | tree.Column) for each in inner) and all(
        _fixed(rulebook, spec, each.name) for each in inner if isinstance(each, tree.Measure)
    )


def _named(node: tree.Node) -> bool:
    return isinstance(node, tree.Column) and node.computed


def _shown(rulebook: Rulebook, name: str) -> bool:
    return rulebook.measures[(None, name)].formula.type.kind in _MEASURED


def formulas(rule: Rule) -> list[tree.Node]:
    found = [rule.applies, rule.starts, rule.reachable]
    found += [each for level in rule.levels for each in (level.met, level.due)]
    return [each for each in found if each is not None]
