"""year.yaml: what an agreement says of its years is held against its tables, each mistake told with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from innosprint_rules import load_rulebook
from innosprint_rules.errors import Problem, RulebookError
from innosprint_rules.location import BUNDLED, rules_root
from innosprint_rules.rulebook.year.inputs import input_names, sections_of
from innosprint_rules.wording import LANGUAGES


def mistakes(tmp_path: Path, folder: str, old: str, new: str, file: str = "year.yaml") -> list[Problem]:
    mine = tmp_path / "mine"
    shutil.copytree(rules_root() / folder, mine)
    text = (mine / file).read_text("utf-8")
    assert old in text
    (mine / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RulebookError) as error:
        load_rulebook(mine)
    return list(error.value.problems)


@pytest.mark.parametrize(("folder", "old", "new", "code", "hint"), [
    (BUNDLED, "  columns:\n    holder:", "  columns:\n    holdr:", "unknown-column", "holder"),
    (BUNDLED, "kind: calendrier", "kind: calendrir", "unknown-word", "calendrier"),
    (BUNDLED, "sender: FN}", "sender: NF}", "unknown-word", "FN"),
    (BUNDLED, "funding: financement", "funding: finansement", "unknown-word", "financement"),
    (BUNDLED, "table: indicators", "table: indicateur", "unknown-word", "indicators"),
    (BUNDLED, "clause: clause", "clause: claus", "unknown-word", "clause"),
    (BUNDLED, "months: fte_months", "months: fte_month", "unknown-word", "fte_months"),
    (BUNDLED, "purpose: renouvellement", "purpose: renouvelement", "unknown-word", "renouvellement"),
    (BUNDLED, "  payments.paid_on: {", "  payments.paidon: {", "unknown-column", "payments.paid_on"),
    (BUNDLED, "  payments.waits: {", "  payments.wait: {", "unknown-input", "payments.waits"),
    (BUNDLED, "projects: P01", "projects: P07", "wrong-shape", None),
    (BUNDLED, "projects: P01", "project: P01", "unknown-word", "projects"),
    (BUNDLED, "months: 2\n", "months: two\n", "wrong-shape", None),
    (BUNDLED, "renewal: {", "renewals: {", "unknown-key", "renewal"),
    (BUNDLED, "local: yes, local_course: no", "local: maybe, local_course: no", "unknown-word", "yes"),
    (BUNDLED, "    local: {label", "    entry_session: {label", "column-not-drawn", "flag"),
    ("cascade", "calendar: calls", "calendar: awards", "wrong-shape", None),
    ("cascade", "calendar: calls", "calender: calls", "unknown-word", "calendar"),
    ("cascade", "of: proposal", "of: evaluator", "unknown-word", "proposal"),
    ("cascade", "envelope: envelope", "envelope: opens", "unknown-word", "envelope"),
])  # fmt: skip
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, folder: str, old: str, new: str, code: str, hint: str | None
) -> None:
    found = mistakes(tmp_path, folder, old, new)
    assert {each.location.file for each in found} == {"year.yaml"}
    problem = next(each for each in found if each.code == code)
    assert problem.location.row is not None
    for lang in LANGUAGES:
        assert problem.words(lang)
    assert hint is None or (problem.hint is not None and hint in problem.hint.en)


def test_roles_that_are_missing_are_told_in_one_line(tmp_path: Path) -> None:
    (problem,) = mistakes(tmp_path, "cascade", "    proposal: award\n", "", "agreement.yaml")
    assert problem.code == "year-needs-roles"
    assert "money.proposal" in problem.message.en


@pytest.mark.parametrize(("old", "new", "hint"), [
    ("shown: [progress,", "shown: [progres,", "progress"),
    ("elsewhere: [FN->FN]", "elsewhere: [FN->F]", "FN->FN"),
    ("organisers: co_organisers", "organisers: co_organiser", "co_organisers"),
])  # fmt: skip
def test_what_roles_list_is_held_against_the_table(tmp_path: Path, old: str, new: str, hint: str) -> None:
    problem = mistakes(tmp_path, BUNDLED, old, new, "agreement.yaml")[0]
    assert problem.code == "unknown-word"
    assert problem.hint is not None
    assert hint in problem.hint.en


def test_an_agreement_without_the_file_has_no_years() -> None:
    assert load_rulebook(rules_root() / "participatory").year is None


def test_what_is_not_declared_is_not_drawn() -> None:
    plan = load_rulebook(rules_root() / "cascade").year
    assert plan is not None
    names = set(input_names(sections_of(plan)))
    assert {"calls.gap", "applicants.country", "proposals.score", "awards.granted", "rows.evaluations.number"} <= names
    assert not [each for each in names if each.startswith(("reports", "results", "balance", "endowment"))]
