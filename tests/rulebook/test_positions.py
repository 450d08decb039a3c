"""Where a mistake stands: characters inside YAML scalars however written, duplicate keys, broken files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innosprint_rules.errors import ProblemList
from innosprint_rules.strict_yaml import Fields, Items, Scalar, Value, YamlDocument


def read(text: str, first_line: int = 1) -> tuple[Value | None, ProblemList]:
    problems = ProblemList()
    return YamlDocument(text, "f.yaml", first_line).read(problems), problems


def scalar(text: str) -> Scalar:
    value, problems = read(text)
    assert not problems
    assert isinstance(value, Fields)
    (found,) = value.values.values()
    assert isinstance(found, Scalar)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "k: alpha foo beta",
        "k:   foo",
        "k: alpha\n  beta\n  foo",
        "k: >-\n  alpha\n  foo",
        "k: >-\n\n  alpha\n\n  beta foo",
        "k: > # a remark on foo\n  alpha foo",
        "k: >2-\n    alpha\n   foo",
        "k: |\n  alpha\n    foo",
        "k: 'alpha foo'",
        "k: 'alpha\n  foo'",
        'k: "alpha foo"',
        'k: "alpha\n\n  foo"',
        "clé: é à foo",
        "k: \U0001f600 foo",
        "k: 'status == ''décidée'' and foo'",
        "k: 'it''s foo'",
        'k: "status == \\"x\\" and foo"',
        'k: "a\\\\b foo"',
        'k: "caf\\u00e9 \\x41 foo"',
        'k: "a\\tb\\n foo"',
        'k: "alpha \\\n  foo"',
    ],
)
def test_the_place_of_a_word(text: str) -> None:
    found = scalar(text)
    place = found.at(found.text.index("foo"))
    index = text.rindex("foo")
    line = text.count("\n", 0, index)
    assert (place.file, place.row, place.column) == ("f.yaml", line + 1, index - (text.rfind("\n", 0, index) + 1) + 1)


WORDS = st.lists(st.text("abé'(", min_size=1, max_size=6), min_size=1, max_size=6)


@given(words=WORDS, breaks=st.lists(st.integers(1, 3), min_size=6, max_size=6), style=st.sampled_from([">-", "|", "'"]))
def test_every_character_is_found_where_it_was_written(words: list[str], breaks: list[int], style: str) -> None:
    gap = [" " if each == 1 else "\n" * (each - 1) + "   " for each in breaks]
    if style == "'":
        written = "k: '" + "".join(w.replace("'", "''") + g for w, g in zip(words, gap, strict=False)) + ".'"
    else:
        lines = "".join(w + g for w, g in zip(words, gap, strict=False))
        written = f"k: {style}\n   {lines}."
    found = scalar(written)
    lines_written = written.split("\n")
    for offset, character in enumerate(found.text):
        if character.isspace():
            continue
        place = found.at(offset)
        assert isinstance(place.row, int)
        assert isinstance(place.column, int)
        assert lines_written[place.row - 1][place.column - 1] == character


def test_the_end_of_a_text_stays_in_the_text() -> None:
    found = scalar("k: alpha")
    assert found.at(99).row == 1


def test_a_key_stands_once() -> None:
    value, problems = read("a: 1\nb: {c: 1, c: 2}\na: 3\n")
    places = [(p.code, p.location.row, p.location.column) for p in problems.problems]
    assert places == [("duplicate-key", 2, 11), ("duplicate-key", 3, 1)]
    assert "line 1" in problems.problems[1].message.en
    assert isinstance(value, Fields)
    assert list(value.values) == ["a", "b"]


def test_nothing_is_guessed() -> None:
    value, problems = read("a: no\nb: 012\nc: 2019-05-31\nd: ~\ne: 1e3\n")
    assert not problems
    assert isinstance(value, Fields)
    assert [v.text for v in value.values.values() if isinstance(v, Scalar)] == ["no", "012", "2019-05-31", "~", "1e3"]


@pytest.mark.parametrize(
    ("text", "code", "row", "column"),
    [
        ("a: [", "yaml-syntax", 2, 1),
        ("a: b: c", "yaml-syntax", 1, 5),
        ("\ta: 1", "yaml-syntax", 1, 1),
        ("a: *x", "yaml-alias", 1, 4),
        ("a: 1\n---\nb: 2", "yaml-documents", 2, 1),
        ("? [x]\n: 1", "yaml-key", 1, 3),
        ("", "yaml-empty", 1, None),
        ("a: \0", "yaml-syntax", None, None),
    ],
)
def test_what_cannot_be_read_is_placed(text: str, code: str, row: int | None, column: int | None) -> None:
    _, problems = read(text)
    assert [(p.code, p.location.row, p.location.column) for p in problems.problems] == [(code, row, column)]
    assert problems.problems[0].words("fr").startswith("f.yaml")


def test_a_text_that_starts_further_down() -> None:
    value, _ = read("a:\n  - x\n", first_line=40)
    assert isinstance(value, Fields)
    assert value.keys["a"].row == 40
    assert isinstance(value.values["a"], Items)
    assert value.values["a"].location.row == 41
