"""What rules/README.md shows is real: its YAML stands in rule files, its formulas load, its errors are the loader's."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

import innosprint_rules
from innosprint_rules.cli.app import main
from innosprint_rules.errors import RulebookError
from innosprint_rules.formula.checking import Checker
from innosprint_rules.formula.functions import AGGREGATES, FUNCTIONS, TESTS, VIEWS
from innosprint_rules.location import BUNDLED, rules_root
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.column_types import base_tables
from innosprint_rules.rulebook.loading import load_rulebook
from innosprint_rules.rulebook.models import MESSAGE_KEYS

README = (rules_root() / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```([a-z]+) ?([a-z]*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
FORMULAS = [(scope, line) for kind, scope, body in BLOCKS if kind == "formula" for line in body.splitlines()]
PLACEHOLDER = re.compile(r"(?<![.\w])[abcdx](?![\w.]| in )")


def blocks(kind: str) -> list[str]:
    return [body for found, _, body in BLOCKS if found == kind]


def mistakes(rulebook: Rulebook, scope: str, text: str) -> list[str]:
    checker = Checker(rulebook.names, None if scope == "agreement" else scope)
    checker.formula(text)
    return [str(error) for error in checker.errors]


@pytest.mark.parametrize("block", blocks("yaml"), ids=lambda block: block.split("\n")[0].strip())
def test_yaml_stands_in_a_rule_file(block: str) -> None:
    assert any(block.rstrip("\n") in path.read_text(encoding="utf-8") for path in rules_root().rglob("*.yaml"))


@pytest.mark.parametrize(("scope", "text"), FORMULAS)
def test_formulas_load(rulebook: Rulebook, scope: str, text: str) -> None:
    assert mistakes(rulebook, scope, text) == []


def test_derived_rows_load(rulebook: Rulebook) -> None:
    (block,) = blocks("rows")
    for text in block.splitlines():
        checker = Checker(rulebook.names, None)
        checker.derived(text)
        assert checker.errors == []


def test_the_formulas_beside_those_of_spreadsheets_load(rulebook: Rulebook) -> None:
    table = README.split("Coming from spreadsheets:")[1].split("\n## ")[0]
    cells = [line.split(" | ", 1)[1] for line in table.splitlines() if " | " in line]
    texts = [text for cell in cells for text in re.findall(r"`([^`]+)`", cell)]
    tried = [text for text in texts if not PLACEHOLDER.search(text) and text not in ("==", "!=")]
    assert len(tried) >= 5
    for text in tried:
        scope = "presentations" if text == "session.held_on" else "allocations"
        assert mistakes(rulebook, scope, text) == [], text


def test_the_tables_are_those_of_the_dossier(rulebook: Rulebook) -> None:
    for name, table in base_tables(rulebook.schema, rulebook.agreement.vocabularies["headings"].names).items():
        columns = [
            f"`{code}` " + (f"→ {kind.table}" if kind.kind == "ref" else kind.words()) + "?" * kind.nothing
            for code, kind in table.columns.items()
        ]
        assert f"| `{name}` | {' · '.join(columns)} |" in README


def test_every_function_view_and_key_is_told() -> None:
    for word in (*FUNCTIONS, *AGGREGATES, *TESTS, *VIEWS, "to_come", "proposed", "numbers", *MESSAGE_KEYS):
        assert re.search(rf"`[^`]*\b{word}\b[^`]*`", README), word


def test_every_code_is_one_the_loader_uses() -> None:
    package = Path(innosprint_rules.__file__).parent
    files = (
        *package.glob("formula/*.py"),
        *package.glob("rulebook/*.py"),
        *package.glob("dossier/schema/*.py"),
        *package.glob("*.py"),
        *package.glob("strict_yaml/*.py"),
    )
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    codes = re.findall(r"`([a-z]+(?:-[a-z]+)+)`", README.split("Codes are stable:")[1].split("\n\n")[0])
    assert len(codes) > 20
    for code in codes:
        assert f'"{code}"' in source or f'f"{code.split("-")[0]}-{{' in source


def test_the_errors_are_the_loader_s_own(tmp_path: Path) -> None:
    copy = tmp_path / BUNDLED
    shutil.copytree(rules_root() / BUNDLED, copy)
    for file, old, new in (
        ("governance/GOV01_action-before-agreement.yaml", "given(agreed_on) and agreed_on <= started_on",
         "agreed_on <= start_on"),
        ("measures/money.yaml", "== 'CASQ->FN'", "== 'CASQ-FN'"),
    ):  # fmt: skip
        text = (copy / file).read_text(encoding="utf-8")
        (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load_rulebook(copy)
    assert blocks("text") == ["\n".join(caught.value.words("en")) + "\n"]


# the page that leads from nothing to a rule of one's own ---------------------------------------------

_STEPS = re.compile(r"^```(?:(console)|yaml (\S+\.yaml)(?: (\w+:))?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_tutorial_leads_to_rules_whose_examples_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = 0
    for console, file, key, body in _STEPS.findall(README.split("## Encode your own")[1].split("\n## ")[0]):
        if console:
            for line in body.splitlines():
                words = shlex.split(line.removeprefix("$ "))
                assert words[0] == "innosprint"
                assert main([*words[1:], "--lang", "en"]) == 0, (line, capsys.readouterr())
                ran += 1
        elif key:
            path = tmp_path / file
            text = path.read_text(encoding="utf-8")
            assert f"\n{key}\n" in text
            path.write_text(text.replace(f"\n{key}\n", f"\n{key}\n{body}", 1), encoding="utf-8")
        else:
            (tmp_path / file).write_text(body, encoding="utf-8")
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert ran >= 9
    assert "4 rules and 23 examples read without a mistake" in told
    assert "23 examples, all as expected" in told
