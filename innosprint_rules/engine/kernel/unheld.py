"""What the kernel cannot hold, by which formula, why, and where that formula stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from innosprint_rules.engine.kernel.specialising.bounds import formulas
from innosprint_rules.engine.kernel.specialising.nodes import UnsupportedFormulaError
from innosprint_rules.errors import Location
from innosprint_rules.formula import tree
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import Rule
from innosprint_rules.wording import LANGUAGES, Text, same


@dataclass(frozen=True, slots=True)
class Unheld:
    """A rule (its code), or a measure of the whole agreement (its name), that the kernel cannot hold.

    ``called`` names it to readers. ``formula`` is the part of it, or of a measure that it rests on, that cannot be
    held; ``location`` is where the rule or the measure with that part stands.
    """

    name: str
    is_rule: bool
    formula: str
    reason: Text
    location: Location
    called: Text

    @property
    def words(self) -> Text:
        """What is not held and why, in a problem at its location: « END01 : `…`, un produit … »."""
        return self._said(Text("", ""))

    @property
    def words_with_place(self) -> Text:
        """What is not held, where it stands and why: « END01 : `…` (endowment/END01.yaml, ligne 9), un produit … »."""
        fr, en = (f" ({self.location.words(lang)})" for lang in LANGUAGES)
        return self._said(Text(fr, en))

    def _said(self, place: Text) -> Text:
        fr, en = (f"`{self.formula}`{place.get(lang)}, {self.reason.get(lang)}" for lang in LANGUAGES)
        return Text(f"{self.called.fr} : {fr}", f"{self.called.en}: {en}")


def unheld(rulebook: Rulebook, name: str, is_rule: bool, error: UnsupportedFormulaError) -> Unheld:
    """Say of a rule or a measure why the kernel cannot hold it."""
    formula = " ".join(error.source.split())
    label = same(name) if is_rule else rulebook.measures[None, name].label
    called = label if is_rule else Text(f"« {label.fr} »", f"“{label.en}”")
    return Unheld(name, is_rule, formula, error.reason, _place(rulebook, name, is_rule, error.source), called)


def _place(rulebook: Rulebook, name: str, is_rule: bool, source: str) -> Location:
    """Return where a formula stands: in the rule or measure itself, or the nearest of what it rests on."""
    own = rulebook.rules[name].location if is_rule else rulebook.measures[None, name].location
    if source in rulebook.tables:  # the rows of a derived table, known by its name
        return rulebook.tables[source].location
    waiting = _roots(rulebook.rules[name]) if is_rule else [(own, rulebook.measures[None, name].formula)]
    seen: set[int] = set()
    while waiting:
        where, node = waiting.pop(0)
        if id(node) in seen:
            continue
        seen.add(id(node))
        inner = list(tree.walk(node))
        if any(each.source == source for each in inner):
            return where
        for each in inner:
            waiting += _rested_on(rulebook, each)
    return own


def _roots(rule: Rule) -> list[tuple[Location, tree.Node]]:
    """Return the formulas of a rule, its conditions first, each with where it stands."""
    conditions = [(level.location, level.met) for level in rule.levels]
    return [*conditions, *((rule.location, node) for node in formulas(rule))]


def _rested_on(rulebook: Rulebook, node: tree.Node) -> Iterator[tuple[Location, tree.Node]]:
    """Yield what a node names, with where it stands: a measure, a computed column, the rows of a derived table."""
    key: tuple[str | None, str] | None = None
    if isinstance(node, tree.Measure):
        key = None, node.name
    elif isinstance(node, tree.Column) and node.computed:
        key = node.table, node.name
    if key is not None:
        yield rulebook.measures[key].location, rulebook.measures[key].formula
    if isinstance(node, tree.TableSource) and node.table in rulebook.tables:
        yield rulebook.tables[node.table].location, rulebook.tables[node.table].rows
