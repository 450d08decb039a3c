"""The catalogue tests itself: every rule as published, documented, exemplified, in both languages."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from innosprint_rules.assurance.examples import REQUIRED, lacking, read_examples, run
from innosprint_rules.engine.inference.comparison import inference_version
from innosprint_rules.rulebook.loading import bundled
from innosprint_rules.rulebook.models import Phrase, Rule
from innosprint_rules.wording import Text, placeholders

RULEBOOK = bundled()
CODES = list(RULEBOOK.rules)
FOLDERS = {
    "ALC": "allocations", "DEL": "deliberation", "END": "endowment", "EVA": "evaluation", "GOV": "governance",
    "HUB": "hub", "OBJ": "objectives", "PAY": "payments", "PRJ": "projects", "REP": "reporting",
    "SES": "sessions", "TRM": "term",
}  # fmt: skip
with Path(__file__).with_name("catalogue.csv").open(encoding="utf-8", newline="") as published:
    CATALOGUE = {row["code"]: row for row in csv.DictReader(published)}
LONGEST = 220  # characters of a message before its figures: two lines and a half of a report
LONGEST_TITLE = 80


def texts(rule: Rule) -> Iterator[tuple[str, Text]]:
    """Yield every text of a rule with where it stands."""
    yield "title", rule.title
    yield from ((f"message {key}", text) for key, text in rule.message.items())
    yield from ((f"remedy {key}", text) for key, text in rule.remedy.items())
    for step in rule.steps:
        if step.what is not None:
            yield f"then {step.when}", step.what
    for remark in rule.remarks:
        yield f"notice {remark.code}", remark.message
    for name, value in rule.values.items():
        for each in value if isinstance(value, tuple) else ():
            assert isinstance(each, Phrase)
            yield f"values {name}", each.text


def test_the_catalogue_is_whole() -> None:
    assert set(CODES) == set(CATALOGUE)


@pytest.mark.parametrize("code", CODES)
def test_a_rule_is_as_published(code: str) -> None:
    rule = RULEBOOK.rules[code]
    assert {
        "code": rule.code, "name": rule.name, "clause": rule.clause, "nature": rule.nature,
        "severity": rule.severity, "debtor": rule.debtor or "none",
    } == CATALOGUE[code]  # fmt: skip


def test_a_name_names_one_rule() -> None:
    assert len({rule.name for rule in RULEBOOK.rules.values()}) == len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_rule_stands_in_a_file_of_its_name(code: str) -> None:
    rule = RULEBOOK.rules[code]
    path = RULEBOOK.files[code].relative_to(RULEBOOK.root)
    assert path.as_posix() == f"{FOLDERS[code[:3]]}/{code}_{rule.name}.yaml"


@pytest.mark.parametrize("code", CODES)
def test_the_gravest_level_is_the_rule_s_own_or_a_reading_makes_it_graver(code: str) -> None:
    rule = RULEBOOK.rules[code]
    severities = [level.severity for level in rule.levels]
    assert len(set(severities)) == len(severities)
    assert rule.severity in severities
    if severities[0] != rule.severity:
        assert rule.readings


@pytest.mark.parametrize("code", CODES)
def test_texts_say_the_same_in_both_languages(code: str) -> None:
    for where, text in texts(RULEBOOK.rules[code]):
        assert text.fr.strip(), where
        assert text.en.strip(), where
        assert placeholders(text.fr) == placeholders(text.en), where


@pytest.mark.parametrize("code", CODES)
def test_texts_read_as_messages(code: str) -> None:
    for where, text in texts(RULEBOOK.rules[code]):
        for said in text:
            assert len(said) <= (LONGEST_TITLE if where == "title" else LONGEST), (where, said)
            assert not said.endswith("."), (where, said)
            assert said == said.strip(), (where, said)
            assert "  " not in said, (where, said)


@pytest.mark.parametrize("code", CODES)
def test_a_rule_says_what_is_wrong_and_what_to_do(code: str) -> None:
    rule = RULEBOOK.rules[code]
    assert {"violated", *(level.severity for level in rule.levels)} & set(rule.message)
    assert rule.remedy


@pytest.mark.parametrize("key", RULEBOOK.measures, ids=lambda key: ".".join(filter(None, key)))
def test_a_measure_has_a_label_in_both_languages(key: tuple[str | None, str]) -> None:
    label = RULEBOOK.measures[key].label
    assert label.fr
    assert label.en
    assert key[1] not in label  # no label was written: the name stands for it


@pytest.mark.parametrize("name", RULEBOOK.parameters)
def test_a_parameter_has_an_article_and_a_label(name: str) -> None:
    parameter = RULEBOOK.parameters[name]
    assert parameter.clause in RULEBOOK.agreement.clauses
    assert parameter.label.fr not in ("", name)
    assert parameter.label.en


@pytest.mark.parametrize("code", CODES)
def test_a_rule_shows_pass_fail_both_edges_and_unknown(code: str) -> None:
    shown = {example.shows for example in read_examples(RULEBOOK, code)}
    assert shown >= set(REQUIRED)


def test_no_rule_lacks_an_example() -> None:
    assert lacking(RULEBOOK) == {}


@pytest.mark.parametrize("code", CODES)
def test_examples_are_named_once_in_both_languages(code: str) -> None:
    names = [example.name for example in read_examples(RULEBOOK, code)]
    assert all(name.fr and name.en for name in names)
    assert len({name.fr for name in names}) == len(names)


@pytest.mark.parametrize("code", CODES)
def test_examples_hold_with_both_engines(code: str) -> None:
    for example in read_examples(RULEBOOK, code):
        outcome = run(RULEBOOK, example)
        told = [difference.en for difference in outcome.differences]
        assert told == [], f"{example.location.words('en')}: {example.name.en}"


def test_the_second_engine_is_there_where_it_can_be() -> None:
    pytest.importorskip("durable.lang")
    assert inference_version() is not None
