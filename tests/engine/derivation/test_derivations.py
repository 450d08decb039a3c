"""Every verdict can be explained: the steps are worth what the verdict was made from, in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import pytest

from innosprint_rules.engine.derivation.derive import Derivation, derive, inputs
from innosprint_rules.engine.derivation.steps import DerivationStep
from innosprint_rules.engine.findings import Finding
from innosprint_rules.formula.logic import exact, high, low, maybe_part
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.outlined import derivation_page
from innosprint_rules.rulebook.loading import bundled
from innosprint_rules.wording import LANGUAGES
from tests.engine.derivation.sources import MOMENTS, TROUBLE, example_findings, sample_findings

RULEBOOK = bundled()


def steps(derivation: Derivation) -> Iterator[DerivationStep]:
    """Yield every step of a derivation."""
    tops = [derivation.belongs, derivation.applies, derivation.starts, derivation.reachable]
    tops += [each.condition for each in derivation.requires] + [each.due for each in derivation.requires]
    work = [step for step in tops if step is not None]
    while work:
        step = work.pop()
        yield step
        work.extend(step.steps)


def explain(findings: Iterable[Finding]) -> None:
    """Hold every promise of a derivation on every finding."""
    for finding in findings:
        derivation = derive(finding)
        judgement = finding.judgement
        if judgement.atoms:
            applies, met = inputs(derivation)
            assert applies == judgement.applies, finding
            assert met == judgement.met, finding
            assert tuple(each.past for each in derivation.requires) == judgement.past
        assert [fact for fact, _ in derivation.missing] == list(finding.missing)
        document = json.dumps(derivation.as_document(), ensure_ascii=False)
        assert document == json.dumps(derive(finding).as_document(), ensure_ascii=False)
        names: set[str] = set()
        for step in steps(derivation):
            rows_add_up(step)
            names.add(step.name)
        assert {step.see for step in steps(derivation) if step.see} <= names
        for lang in LANGUAGES:
            lines = [line.text for line in derivation_page(derivation, Teller(lang, 80))]
            assert lines[0].startswith(finding.rule)
            assert max(map(len, lines)) <= 80, max(lines, key=len)
            if lang == "fr":
                assert not [line for line in lines if " :" in line or " ?" in line]


def rows_add_up(step: DerivationStep) -> None:
    """Hold the rows of an aggregate against its value."""
    rows = step.rows
    if rows is None:
        return
    if rows.running and rows.counted:
        assert rows.counted[0].total == rows.counted[0].value
    words = step.words.en
    if rows.open or rows.left_out is None:
        return
    assert rows.left_out >= 0
    if words.startswith("the sum of"):
        least = sum(low(row.value) for row in rows.counted) + sum(maybe_part(row.value)[0] for row in rows.maybe)
        assert least == low(step.value)
        if not rows.maybe and all(exact(row.value) for row in rows.counted):
            assert sum(high(row.value) for row in rows.counted) == step.value
            assert not rows.running or not rows.counted or rows.counted[-1].total == step.value
    elif words.startswith("the number of rows"):
        assert (len(rows.counted), len(rows.counted) + len(rows.maybe)) == (low(step.value), high(step.value))
    elif words.startswith("there is at least one row"):
        assert (step.value is True) == bool(rows.counted)
        assert (step.value is False) == (not rows.counted and not rows.maybe)
    elif words.startswith("there is no row"):
        assert (step.value is False) == bool(rows.counted)


@pytest.mark.parametrize(
    ("name", "as_of"), [(name, as_of) for name, days in MOMENTS.items() for as_of in days], ids=str
)
def test_every_verdict_of_the_sample_dossiers_is_explained(name: str, as_of: object) -> None:
    explain(sample_findings(name, as_of))  # type: ignore[arg-type]  # a date, typed loosely for the ids


def test_every_verdict_on_a_proposal_is_explained() -> None:
    explain(sample_findings("saint-quentin-2019", MOMENTS["saint-quentin-2019"][0], TROUBLE))


@pytest.mark.parametrize("code", RULEBOOK.rules)
def test_every_verdict_of_the_examples_is_explained(code: str) -> None:
    explain(example_findings(code))
