"""The one reader of YAML is bounded and strict; rules, scenarios and dossiers are refused alike, and told where."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import innosprint_rules as ir
from innosprint_rules import limits
from innosprint_rules.errors import InputError, Problem, ProblemList
from innosprint_rules.location import BUNDLED, rules_root
from innosprint_rules.simulation.scenario.loading import parse_scenario, read_scenario
from innosprint_rules.strict_yaml import Fields, Items, YamlDocument

DEEP = "x: " + "[" * 100_000 + "]" * 100_000
BLOCK_DEEP = "- " * 100_000 + "a"
INDENTED_DEEP = "\n".join(" " * depth + "k:" for depth in range(1_000))
BOMB = "x0: &x0 [a,a,a,a,a,a,a,a,a]\n" + "".join(
    f"x{n}: &x{n} [{','.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
LADDER = "x0: &x0 [a]\n" + "".join(f"x{n}: &x{n} [*x{n - 1}]\n" for n in range(1, 2_000))

HOSTILE = [
    (DEEP, "too-deep"),
    (BLOCK_DEEP, "too-deep"),
    (INDENTED_DEEP, "too-deep"),
    ("{a: " * 5_000, "too-deep"),
    ("? " * 5_000, "too-deep"),
    (BOMB, "too-many-values"),
    (LADDER, "too-deep"),
    ("a: &a [*a]", "yaml-alias"),
    ("a: {<<: *b}", "yaml-alias"),
    ("a: [" + "a," * limits.VALUES + "]", "too-many-values"),
    ("a: !!python/object/apply:os.system [ls]", "yaml-tag"),
    ("a: !!int 3", "yaml-tag"),
    ("!x {a: b}", "yaml-tag"),
    ("a: {montant: 20000,50}", "key-without-value"),
    ("a: {montant: 20 000,50 €, libelle: dotation}", "key-without-value"),
    ("a: {montant, libelle: dotation}", "key-without-value"),
    ("a: 1\na: 2", "duplicate-key"),
    ("a: 1\n--- \nb: 2", "yaml-documents"),
    ("[a]: 2", "yaml-key"),
    ("a: \x07", "yaml-syntax"),
    ("a: 'b", "yaml-syntax"),
]


def found(text: str, aliases: bool = True) -> list[str]:
    problems = ProblemList()
    YamlDocument(text, "f.yaml").read(problems, aliases)
    for problem in problems.problems:
        assert all(problem.words(lang) for lang in ("fr", "en"))
        assert problem.location.file == "f.yaml"
    return [problem.code for problem in problems.problems]


@pytest.mark.parametrize(("text", "code"), HOSTILE, ids=lambda each: each[:30])
def test_what_is_hostile_is_refused_once(text: str, code: str) -> None:
    assert found(text) == [code]


def caught(do: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as error:
        do()
    return error.value.problems


@pytest.mark.parametrize(("text", "code"), HOSTILE, ids=lambda each: each[:30])
def test_in_rules_scenarios_and_dossiers_alike(tmp_path: Path, text: str, code: str) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(rules_root() / BUNDLED, rules)
    (rules / "hub" / "ZZZ01_x.yaml").write_text(text, encoding="utf-8")
    told = {each.code for each in caught(lambda: ir.load_rulebook(rules))}  # what else is wrong is told too
    assert told & {code, "too-large"}, "rules may be shorter than other documents"
    path = tmp_path / "d.yaml"
    path.write_text(text, encoding="utf-8")
    for read in (read_scenario, ir.read_dossier, ir.read_proposal):
        (problem, *_) = caught(partial(read, path))
        assert problem.code in (code, "yaml-alias"), "a dossier has no aliases"


def test_what_is_deep_in_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    for text in ("[" * 10**6, '{"a":' * 10**6, "[" * 10**5 + "]" * 10**5):
        path.write_text(text, encoding="utf-8")
        for read in (ir.read_dossier, ir.read_proposal):
            assert {each.code for each in caught(partial(read, path))} <= {"too-deep", "too-many-values"}


def test_aliases_share_what_they_name_within_the_limits() -> None:
    problems = ProblemList()
    value = YamlDocument("a: &a [1, 2]\nb: *a\nc: [*a, *a]", "f.yaml").read(problems)
    assert not problems
    assert isinstance(value, Fields)
    assert value.values["a"] is value.values["b"]
    inner = value.values["c"]
    assert isinstance(inner, Items)
    assert list(inner) == [value.values["a"]] * 2
    assert found("a: &a [1, 2]\nb: *a", aliases=False) == ["yaml-alias"]


def test_depth_is_bounded_exactly() -> None:
    assert found("[" * limits.DEPTH + "]" * limits.DEPTH) == []
    assert found("[" * (limits.DEPTH + 1) + "]" * (limits.DEPTH + 1)) == ["too-deep"]
    half = limits.DEPTH // 2
    named = f"a: &a {'[' * half}{']' * half}\nb: "
    deep = limits.DEPTH - half - 1
    assert found(named + "[" * deep + "*a" + "]" * deep) == []
    assert found(named + "[" * (deep + 1) + "*a" + "]" * (deep + 1)) == ["too-deep"]


def test_a_text_that_is_too_long_is_not_parsed() -> None:
    assert found("#" * (limits.FILE_BYTES + 1)) == ["file-too-large"]


@pytest.mark.parametrize(
    "text", ["{a: , b: 1}", "{a: 1, b: }", "{'a' : 1}", "{a: [20000,50]}", "{? a : 1}", "{a: '20000,50'}"]
)
def test_a_value_left_blank_on_purpose_is_one(text: str) -> None:
    assert found("x: " + text) == []


def test_cents_torn_off_are_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    row = "{id: V1, sens: CASQ->FN, montant: 35 000,50 €, libelle: dotation}"
    path.write_text(f"versements:\n  - {row}\n", encoding="utf-8")
    (problem,) = caught(lambda: ir.read_dossier(path))
    assert (problem.code, problem.location.row) == ("key-without-value", 2)
    assert "«\u00a050 €\u00a0»" in problem.words("fr")


class TestKeysOfRules:
    """A key that is unknown, misplaced, or stands after the examples is an error when rules are loaded."""

    END02 = "endowment/END02_endowment-not-paid-in-full.yaml"

    @pytest.fixture
    def rules(self, tmp_path: Path) -> Path:
        folder = tmp_path / "rules"
        shutil.copytree(rules_root() / BUNDLED, folder)
        return folder

    def codes(self, rules: Path) -> list[tuple[str, str | None]]:
        return [(each.code, each.location.file) for each in caught(lambda: ir.load_rulebook(rules))]

    @pytest.mark.parametrize(
        "line",
        ["due: payment_deadline", "  due: payment_deadline", "    due: payment_deadline", "'due': x", "severity : x"],
    )
    def test_a_key_below_the_examples(self, rules: Path, line: str) -> None:
        path = rules / self.END02
        text = path.read_text(encoding="utf-8").rstrip("\n")
        path.write_text(f"{text}\n{line}\n", encoding="utf-8")
        assert self.codes(rules) == [("key-after-examples", self.END02)]
        problem, *_ = caught(lambda: ir.load_rulebook(rules))  # what else is wrong with the rule is told too
        assert problem.location.row == text.count("\n") + 2

    @pytest.mark.parametrize(
        ("file", "old", "new"),
        [
            ("agreement.yaml", "name:", "nam: x\nname:"),
            ("parameters.yaml", "", "extra: {type: amount}\n"),
            ("measures/money.yaml", "measures:", "mesures: {}\nmeasures:"),
            ("measures/money.yaml", "measures:", "examples: []\nmeasures:"),
            (END02, "severity: error", "severity: error\nseverty: error"),
            (END02, "examples:", "example: []\nexamples:"),
        ],
    )
    def test_an_unknown_key(self, rules: Path, file: str, old: str, new: str) -> None:
        path = rules / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
        told = self.codes(rules)
        assert told
        assert {name for _, name in told} == {file}

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("hub/ZZZ01_x.yml", "stray-file"),
            ("hub/ZZZ01_x.YAML", "stray-file"),
            ("END02_copy.yaml", "stray-file"),
            ("deep/er/still/x.yml", "stray-file"),
        ],
    )
    def test_a_stray_file_is_told(self, rules: Path, name: str, code: str) -> None:
        (rules / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(rules / self.END02, rules / name)
        assert self.codes(rules) == [(code, name)]

    def test_a_name_unlike_its_code_is_told(self, rules: Path) -> None:
        (rules / self.END02).rename(rules / "endowment" / "END22_x.yaml")
        assert self.codes(rules) == [("name-unlike-code", "endowment/END22_x.yaml")]

    @pytest.mark.parametrize("name", ["README.md", "sample/x.yaml", "documents/x.yml", ".x/x.yaml", "hub/._x.yaml"])
    def test_what_may_stand_beside_rules(self, rules: Path, name: str) -> None:
        (rules / name).parent.mkdir(exist_ok=True)
        (rules / name).write_text("x", encoding="utf-8")
        assert ir.load_rulebook(rules).rules

    def test_rules_without_measure(self, rules: Path) -> None:
        (rules / "hub" / "ZZZ01_x.yaml").write_text("#" * limits.RULES_BYTES, encoding="utf-8")
        assert self.codes(rules)[0] == ("file-too-large", "hub/ZZZ01_x.yaml")


class TestExtends:
    """What a scenario extends stays in its folder, and is bounded."""

    def scenario(self, folder: Path, name: str, extends: str) -> Path:
        folder.mkdir(exist_ok=True, parents=True)
        path = folder / f"{name}.yaml"
        title = "title: {fr: a, en: a}\ndescription: {fr: a, en: a}\n"
        path.write_text(f"{title}extends: {extends}\n", encoding="utf-8")
        return path

    @pytest.mark.parametrize(
        "word",
        ["../base", "/etc/passwd", "sub/base", "..\\base", "C:base", "~/base", "../../x.yaml", "'a\\0b'", "..", "link"],
    )
    def test_elsewhere(self, tmp_path: Path, word: str) -> None:
        base = self.scenario(tmp_path, "base", "baseline")
        self.scenario(tmp_path / "mine" / "sub" if word.startswith("sub") else tmp_path, "base", "baseline")
        (tmp_path / "mine").mkdir(exist_ok=True)
        (tmp_path / "mine" / "link.yaml").symlink_to(base)
        path = self.scenario(tmp_path / "mine", "one", word)
        (problem,) = caught(lambda: read_scenario(path))
        assert problem.code in ("extends-elsewhere", "unknown-scenario")
        assert problem.location.row == 3

    def test_beside_and_shipped(self, tmp_path: Path) -> None:
        self.scenario(tmp_path, "base", "baseline")
        for word in ("base", "base.yaml", "baseline"):
            assert read_scenario(self.scenario(tmp_path, "one", word)).year is not None

    def test_a_chain_is_bounded(self, tmp_path: Path) -> None:
        for place in range(limits.EXTENDED + 1):
            self.scenario(tmp_path, f"s{place}", f"s{place + 1}")
        self.scenario(tmp_path, f"s{limits.EXTENDED + 1}", "baseline")
        (problem,) = caught(lambda: read_scenario(tmp_path / "s0.yaml"))
        assert problem.code == "extends-too-deep"
        assert read_scenario(tmp_path / "s4.yaml").year is not None


def test_a_mapping_that_is_no_scenario_is_refused() -> None:
    endless: dict[str, object] = {}
    endless["a"] = endless
    deep: dict[str, object] = {}
    for _ in range(3_000):
        deep = {"a": deep}
    for source in (endless, deep, {"a": object()}):
        assert caught(partial(read_scenario, source))


def test_a_scenario_of_text_alone_extends_a_shipped_one_only() -> None:
    title = "title: {fr: a, en: a}\ndescription: {fr: a, en: a}\n"
    assert caught(lambda: parse_scenario(f"{title}extends: ../x\n", None, "x"))[0].code == "extends-elsewhere"
