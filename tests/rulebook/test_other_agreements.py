"""Agreements of other kinds, each in its folder of YAML: rules hold, samples are judged, shares are exact."""

from __future__ import annotations

import csv
import pickle
import shutil
from datetime import date
from pathlib import Path

import pytest

from innosprint_rules import check, load_rulebook, read_dossier, read_proposal, repair, simulate
from innosprint_rules.assurance.examples import read_examples, run
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.errors import RulebookError, UsageError
from innosprint_rules.location import BUNDLED, rules_root
from innosprint_rules.rulebook.book import Rulebook

FOLDERS = sorted(path.parent.name for path in rules_root().glob("*/agreement.yaml") if path.parent.name != BUNDLED)


@pytest.fixture(scope="module", params=FOLDERS)
def rulebook(request: pytest.FixtureRequest) -> Rulebook:
    return load_rulebook(rules_root() / request.param)


def test_examples_hold_and_show_both_sides(rulebook: Rulebook) -> None:
    for code in rulebook.rules:
        shown = read_examples(rulebook, code)
        assert {each.shows for each in shown} >= {"pass", "fail", "edge-in", "edge-out", "unknown"}, code
        for each in shown:
            assert run(rulebook, each).differences == [], (code, each.name.en)


def test_the_sample_is_judged_in_its_own_tables(rulebook: Rulebook) -> None:
    dossier = read_dossier(rulebook.root / "sample", rulebook)
    report = check(dossier, rulebook, as_of=rulebook.agreement.sample_as_of)
    assert report.ok
    assert {finding.rule for finding in report.findings} == set(rulebook.rules)


def test_rows_of_its_tables_pickle(rulebook: Rulebook) -> None:
    dossier = read_dossier(rulebook.root / "sample", rulebook)
    again = pickle.loads(pickle.dumps(dossier))  # noqa: S301  # our own
    assert again == dossier
    assert again.digest == dossier.digest
    book = pickle.loads(pickle.dumps(rulebook))  # noqa: S301  # our own
    assert book.schema == rulebook.schema


def test_a_dossier_is_not_judged_by_the_rules_of_other_tables(rulebook: Rulebook) -> None:
    with pytest.raises(UsageError, match="another agreement"):
        check(Dossier(), rulebook, as_of=date(2024, 1, 1))


def test_a_role_that_is_not_declared_is_told_by_name() -> None:
    objectives = load_rulebook(rules_root() / "objectives")
    with pytest.raises(UsageError, match="proposals"):
        read_proposal([{"id": "A1"}], objectives)
    with pytest.raises(UsageError, match="cannot be drawn"):
        simulate("baseline", rulebook=objectives, years=10)


def test_shares_are_compared_to_the_part_of_a_cent() -> None:
    rulebook = load_rulebook(rules_root() / "objectives")
    for cost, paid, verdict in (
        (1000.01, 800.00, "satisfied"),
        (1000.01, 800.01, "violated"),
        (1000.02, 800.01, "satisfied"),
    ):
        tables = {
            "depenses": [{"id": "F1", "date": "2023-05-01", "poste": "achats", "montant": cost}],
            "versements": [{"id": "V1", "date": "2023-03-15", "sens": "ville->association", "part": "avance",
                            "annee": 2023, "montant": paid}],
            "documents": [{"id": "D1", "type": "compte_rendu_financier", "annee": 2023, "date_envoi": "2024-05-30"}],
        }  # fmt: skip
        dossier = Dossier.model_validate(tables, context={"innosprint": {"rulebook": rulebook}})
        report = check(dossier, rulebook, as_of=date(2024, 7, 1), select=["CPO02"])
        found = {finding.subject.id: finding.verdict for finding in report.findings}
        assert found["2023"] == verdict, (cost, paid)


def test_repair_brings_an_amount_down_to_an_exact_share() -> None:
    book = load_rulebook(rules_root() / "participatory")
    tables = {name: [dict(row) for row in rows] for name, rows in as_tables(book).items()}
    project = next(row for row in tables["projets"] if row["code"] == "P25")
    project |= {"cout": "9876,53", "autres_aides": "100,01"}  # 80 % of the cost is 7,901.224
    dossier = Dossier.model_validate(tables, context={"innosprint": {"rulebook": book}})
    asked = [{"id": "A13", "edition": "E2025", "projet": "P25", "date_decision": "2026-02-02", "montant": 8000}]
    found = repair(dossier, book, proposal=asked, as_of=date(2025, 8, 15))
    assert [change.after for change in found.groups[0].alternatives[0].changes] == [780121]


def as_tables(book: Rulebook) -> dict[str, list[dict[str, str]]]:
    """Return the sample of a folder as its files hold it."""
    return {
        path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter=";"))
        for path in (book.root / "sample").glob("*.csv")
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("parameters.yaml", "80 %", "80", "wrong-value"),
        ("measures/money.yaml", "cost_total, 'down')\n", "cost_total, 'near')\n", "unknown-rounding"),
        ("tables/costs.yaml", "  post:", "  line:", "reserved-name"),
        ("tables/costs.yaml", "day: paid_on", "day: paid", "unknown-word"),
        ("tables/costs.yaml", "header: montant", "header: Poste", "header-shared"),
        ("agreement.yaml", "direction: direction", "direction: way", "unknown-word"),
        ("agreement.yaml", "tables: [convention,", "tables: [conventions,", "unknown-table"),
    ],
)  # fmt: skip
def test_mistakes_of_authors_are_told(tmp_path: Path, file: str, old: str, new: str, code: str) -> None:
    copy = tmp_path / "objectives"
    shutil.copytree(rules_root() / "objectives", copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load_rulebook(copy)
    assert code in {problem.code for problem in caught.value.problems}
