"""What a kernel reads: the formulas that its rules rest on, and the measures that it reports when none are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from innosprint_rules.engine.kernel.specialising.nodes import UnsupportedFormulaError, decided
from innosprint_rules.engine.kernel.specialising.specialise import Specialiser
from innosprint_rules.formula import tree
from innosprint_rules.formula.signs import Bounder
from innosprint_rules.formula.types import EXACT, NUMERIC
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import Rule
from innosprint_rules.wording import Text

_MEASURED = ("amount", "number", "decimal", "flag")


def measured(rulebook: Rulebook, spec: Specialiser, rules: Iterable[Rule]) -> list[str]:
    """Return the measures of the whole agreement that some rules and the balance read, in the rulebook's order."""
    found: set[str] = {name for name in rulebook.agreement.balance.values() if (None, name) in rulebook.measures}
    columns: set[tuple[str, str]] = set()
    for node in formulas_read(rulebook, spec, rules, list(found)):
        found.update(each.name for each in tree.walk(node) if isinstance(each, tree.Measure))
        columns |= _computed(node)
    for name in rulebook.agreement.figures:  # of what the rules read anyhow
        inner = _computed(spec.plain(rulebook.measures[None, name].formula))
        if inner and inner <= columns:
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


def check_figures(rulebook: Rulebook, spec: Specialiser, rules: Iterable[Rule], names: Iterable[str]) -> None:
    """Prove that no figure that a kernel works out passes ``EXACT``, whatever the rows.

    Raises:
        UnsupportedFormulaError: one that may; the reference evaluator has no such limit.
    """
    bounder = Bounder(rulebook, EXACT)
    for node in formulas_read(rulebook, spec, rules, names):
        for each in tree.walk(node):
            if each.type.kind in NUMERIC:
                bounder.of(each)
        if bounder.worst is not None:
            source, size = bounder.worst
            power = size.bit_length() - 1
            reason = Text(f"qui peut dépasser 2^{power}, au-delà de 2^53", f"which may pass 2^{power}, beyond 2^53")
            raise UnsupportedFormulaError(source, reason)


def formulas_read(
    rulebook: Rulebook, spec: Specialiser, rules: Iterable[Rule], names: Iterable[str]
) -> Iterator[tree.Node]:
    """Yield the formulas of some rules and measures, and all that they rest on, under the readings in force."""
    waiting = [node for rule in rules for node in formulas(rule)]
    waiting += [rulebook.measures[(None, name)].formula for name in names]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        plain = spec.plain(node)
        yield plain
        for each in tree.walk(plain):
            if isinstance(each, tree.Measure):
                waiting.append(rulebook.measures[(None, each.name)].formula)
            elif isinstance(each, tree.Column) and each.computed:
                waiting.append(rulebook.measures[(each.table, each.name)].formula)
            elif isinstance(each, tree.TableSource) and each.table in rulebook.tables:
                waiting.append(rulebook.tables[each.table].rows)


def _computed(node: tree.Node) -> set[tuple[str, str]]:
    """Return the computed columns that a formula names."""
    return {(each.table, each.name) for each in tree.walk(node) if isinstance(each, tree.Column) and each.computed}


def _shown(rulebook: Rulebook, name: str) -> bool:
    return rulebook.measures[(None, name)].formula.type.kind in _MEASURED


def formulas(rule: Rule) -> list[tree.Node]:
    """Return the formulas by which a rule is judged."""
    found = [rule.applies, rule.starts, rule.reachable]
    found += [each for level in rule.levels for each in (level.met, level.due)]
    return [each for each in found if each is not None]
