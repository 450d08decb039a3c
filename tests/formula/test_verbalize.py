"""Formulas in words: every formula of the rulebook can be read in both languages; the words say what it does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from innosprint_rules.engine.derivation.labels import RulebookLabels
from innosprint_rules.formula import tree
from innosprint_rules.formula.outline import outline
from innosprint_rules.formula.verbalize import said
from innosprint_rules.rulebook.loading import bundled
from innosprint_rules.wording import LANGUAGES, Lang

RULEBOOK = bundled()
LABELS = RulebookLabels(RULEBOOK)


def formulas() -> Iterator[tuple[str, tree.Node]]:
    """Yield every formula of the rulebook with its name."""
    for (table, name), measure in RULEBOOK.measures.items():
        yield f"{table or ''}.{name}", measure.formula
    for rule in RULEBOOK.rules.values():
        parts = [rule.applies, rule.starts, rule.due, rule.reachable, rule.moment]
        parts += [part for level in rule.levels for part in (level.met, level.due)]
        parts += [node for node in rule.values.values() if isinstance(node, tree.Node)]
        yield from ((f"{rule.code} {number}", part) for number, part in enumerate(parts) if part is not None)


EVERY = dict(formulas())


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_formula_is_all_words(name: str, lang: Lang) -> None:
    words = said(EVERY[name], LABELS).get(lang)
    for sign in ("==", "!=", "<=", ">=", "given(", " in ", " for ", "_so_far"):
        assert sign not in words or (sign in (" in ", " for ") and lang == "en"), words
    assert words.count("(") == words.count(")")
    if lang == "fr":
        assert words.count("«") == words.count("»")
        assert "“" not in words
        assert not any(f" {mark}" in words for mark in (":", ";", "?", "!")), "a plain space before high punctuation"
        assert "de le " not in words
    else:
        assert words.count("“") == words.count("”")
        assert "«" not in words


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_outline_holds_the_same_names(name: str, lang: Lang) -> None:
    lines = outline(EVERY[name], LABELS, lang)
    assert lines[0][0] == 0
    assert all(line for _, line in lines)
    whole = " ".join(line for _, line in lines)
    assert all(label in whole for label in _labels(EVERY[name], lang))


def _labels(node: tree.Node, lang: Lang) -> Iterator[str]:
    for inner in tree.walk(node):
        if isinstance(inner, tree.Measure):
            yield LABELS.measure(None, inner.name).get(lang)
        elif isinstance(inner, tree.Parameter):
            yield LABELS.parameter(inner.name).get(lang)


TERM = ("« premier jour de la convention »", "« dernier jour de la convention »")


@pytest.mark.parametrize(
    ("measure", "fr", "en"),
    [
        (
            (None, "returned"),
            "la somme de « montant » pour les versements où « sens » est « FN->CASQ »",
            "the sum of “amount” over the payments where “direction” is “FN->CASQ”",
        ),
        (
            ("sessions", "is_last"),
            "il n’y a aucune ligne parmi les sessions après cette ligne",
            "there is no row among the sessions after this row",
        ),
        (
            ("sessions", "in_term"),
            f"« date » va de {TERM[0]} à {TERM[1]}, bornes comprises",
            "“held_on” is from “first day of the term” to “last day of the term”, both included",
        ),
        ((None, "mid_term"), f"6 mois après {TERM[0]}", "6 months after “first day of the term”"),
    ],
)
def test_words_say_what_the_formula_does(measure: tuple[str | None, str], fr: str, en: str) -> None:
    words = said(RULEBOOK.measures[measure].formula, LABELS)
    assert (words.fr.replace("\u00a0", " "), words.en) == (fr, en)


def test_an_outline_gives_each_condition_a_line() -> None:
    lines = outline(RULEBOOK.rules["PRJ01"].levels[0].met, LABELS, "en")
    assert lines == [
        (0, "all of these:"),
        (1, "“axis_market” is true"),
        (1, "“axis_technology” is true"),
        (1, "“axis_funding” is true"),
    ]
