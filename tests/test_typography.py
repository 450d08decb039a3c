"""French is set as a printer sets it: nowhere in what is shown does a straight apostrophe stand in a word."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import innosprint_rules as ir
from innosprint_rules.cli.app import COMMANDS, main
from innosprint_rules.report.documents.model import Document
from innosprint_rules.report.documents.publish import document
from innosprint_rules.report.documents.rendering import rendered
from innosprint_rules.wording import Text

ROOT = Path(__file__).resolve().parents[1]
TROUBLE, YEAR = (ROOT / "examples" / name for name in ("year-in-trouble", "saint-quentin-2019"))
BAD = ROOT / "examples" / "proposals" / "session-4-in-trouble.csv"
STRAIGHT = re.compile(r"\w*[^\W\d_]'[^\W\d_]\w*")
CODE = re.compile(r"<style>.*?</style>|<[^>]*>|`[^`]*`", re.DOTALL)


def straight(text: str) -> list[str]:
    """Return the words of a text in which a straight apostrophe stands; markup and code aside."""
    return STRAIGHT.findall(CODE.sub(" ", text))


def shown(*arguments: str) -> str:
    """Return what a command prints in French, on both channels."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.suppress(SystemExit):
        main([*arguments, "--lang", "fr"])
    return out.getvalue() + err.getvalue()


EVE = ("--as-of", "2019-06-19")
COMMAND_LINES = (
    ("check", str(TROUBLE), "--as-of", "2020-02-01"),
    ("check", str(TROUBLE), "--as-of", "2020-02-01", "--format", "html"),
    ("check", str(YEAR), "--proposal", str(BAD), *EVE),
    ("check", str(YEAR), "--proposal", str(BAD), *EVE, "--format", "html"),
    ("status", str(TROUBLE), "--as-of", "2019-12-10"),
    ("status", str(YEAR), *EVE),
    ("repair", str(YEAR), "--proposal", str(BAD), *EVE),
    ("allocate", str(ROOT / "examples" / "fourth-session"), "--session", "S4", "--detail", *EVE),
    ("explain", str(TROUBLE), "END04", "--as-of", "2020-02-01"),
    ("simulate", "nothing-more-happens", "--from", str(YEAR), *EVE),
    ("rules", "list"),
    ("rules", "trace"),
    ("check", "nulle-part"),
    ("check", str(YEAR), "--as-of", "31/02/2019"),
    ("publish", "bimonthly", str(YEAR), "--period", "9", "--format", "html"),
    ("publish", "bimonthly", str(YEAR), "--period", "2", "--format", "html"),
    ("publish", "evaluation", str(TROUBLE), "--at", "end", "--format", "html"),
)  # fmt: skip


@pytest.mark.parametrize("arguments", COMMAND_LINES, ids=" ".join)
def test_no_straight_apostrophe_is_printed(arguments: tuple[str, ...]) -> None:
    told = shown(*arguments)
    assert "’" in told
    assert straight(told) == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_straight_apostrophe_is_in_the_help(command: str) -> None:
    assert straight(shown(*([command] if command else []), "--help")) == []


def test_every_rule_is_explained_with_curly_apostrophes() -> None:
    pages = [shown("explain", code) for code in ir.load_rulebook().rules]
    assert all("’" in page for page in pages)
    assert [
        word for page in pages for word in straight(re.sub(r"^ *(?:\$|[=|]|.*[=<>(]).*$", "", page, flags=re.M))
    ] == []


def french(value: Any) -> Iterator[str]:
    """Yield what a JSON document says in French."""
    if isinstance(value, dict):
        if set(value) == {"fr", "en"}:
            yield value["fr"]
        else:
            for each in value.values():
                yield from french(each)
    elif isinstance(value, list):
        for each in value:
            yield from french(each)


def test_json_says_the_same() -> None:
    report = ir.check(ir.read_dossier(TROUBLE), as_of=date(2020, 2, 1))
    said = list(french(json.loads(report.model_dump_json())))
    assert any("’" in each for each in said)
    assert [word for each in said for word in straight(each)] == []


def test_the_workbook_and_the_template_too(tmp_path: Path) -> None:
    assert main(["check", str(TROUBLE), "--as-of", "2020-02-01", "--format", "xlsx", "--output",
                 str(tmp_path / "r.xlsx"), "--lang", "fr"]) == 1  # fmt: skip
    assert main(["new", str(tmp_path / "n.xlsx"), "--lang", "fr"]) == 0
    written: list[str] = []
    for name, sheets in (("r.xlsx", ("Synthèse",)), ("n.xlsx", None)):
        book = load_workbook(tmp_path / name)
        for sheet in book.worksheets if sheets is None else [book[each] for each in sheets]:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                written += [str(cell.value or ""), cell.comment.text if cell.comment else ""]
    assert any("’" in each for each in written)
    assert [word for each in written for word in straight(each)] == []


def test_official_documents_have_no_codes_of_ours() -> None:
    def running(made: Document) -> str:
        page = rendered(made, "html")
        text = page if isinstance(page, str) else page.decode()
        return CODE.sub(" ", text.replace(made.origin, ""))

    for year in (TROUBLE, YEAR):
        for at in ("mid-term", "end"):
            page = running(document(ir.read_dossier(year), "evaluation", moment=at))
            assert not re.findall(r"\b(?:[A-Z]{3}0\d|Q\d+=?\w*)\b", page), (year, at)


def fixed(node: ast.expr) -> str:
    """Return the fixed part of a string in the code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )
    return ""


def test_a_language_chosen_in_the_code_is_set_in_the_code() -> None:
    """What does not pass through ``Text`` must be written as it is shown."""
    for path in (ROOT / "innosprint_rules").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.IfExp) and "'fr'" in ast.unparse(node.test):
                said = fixed(node.body if "==" in ast.unparse(node.test) else node.orelse)
                assert not straight(said), (path.name, node.lineno, said)


def test_a_formula_is_quoted_as_it_is() -> None:
    assert Text("l'arrondi 'up' d'{n} jusqu'« ici »", "").get("fr") == "l’arrondi 'up' d’{n} jusqu’«\u00a0ici\u00a0»"


@pytest.mark.parametrize(
    ("text", "set_"),
    [
        ("l'« it's d'or » : d'un", "l’«\u00a0it's d'or\u00a0»\u00a0: d’un"),
        ("« a ;b ? » d'eux ;", "«\u00a0a ;b ?\u00a0» d’eux\u202f;"),
        ("c'est « un « d'x » y'z » d'ici", "c’est «\u00a0un « d'x » y'z\u00a0» d’ici"),
        ("« jamais fermé, d'ici", "«\u00a0jamais fermé, d'ici"),
    ],
)
def test_what_is_quoted_is_left_as_it_was_written(text: str, set_: str) -> None:
    assert Text(text, "").get("fr") == set_
    assert Text(set_, "").get("fr") == set_


def test_the_users_own_values_and_paths_are_shown_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "versements.csv").write_text("id;date;sens\nV1;08/02/2019;d'après l'accord\n", encoding="utf-8")
    assert "d'après l'accord" in shown("check", str(tmp_path))
    made = tmp_path / "l'année d'après"
    assert f"{made} est prêt" in " ".join(shown("new", str(made)).split("\n"))
