"""Loading a rulebook tells every mistake at once, each with file, line, column and what was meant."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from innosprint_rules.errors import Problem, RulebookError
from innosprint_rules.location import BUNDLED, rules_root
from innosprint_rules.rulebook.loading import load_rulebook


class Mistake(NamedTuple):
    """One edit of one file; `▸` stands before the character that must be told, or the file alone is told."""

    file: str
    old: str
    new: str
    code: str
    hint: str = ""


GOV01 = "governance/GOV01_action-before-agreement.yaml"
TRM01 = "term/TRM01_renewed-without-amendment.yaml"
TRM02 = "term/TRM02_session-outside-term.yaml"
DEL01 = "deliberation/DEL01_quorum-not-met.yaml"
DEL04 = "deliberation/DEL04_not-yet-executory.yaml"
HUB02 = "hub/HUB02_facilitator-time-short.yaml"
OBJ02 = "objectives/OBJ02_investment-raised.yaml"
OBJ03 = "objectives/OBJ03_companies-created.yaml"
OBJ04 = "objectives/OBJ04_jobs-for-local-graduates.yaml"
MONEY, TERM = "measures/money.yaml", "measures/term.yaml"

# Mistakes of which none hides another: together they are all told.
MISTAKES = [
    Mistake("agreement.yaml", "default: receipt", "default: ▸recipt", "unknown-word", "receipt"),
    Mistake("parameters.yaml", "{2018-11-27: 5}", "{▸2018-13-27: 5}", "wrong-value", "2018-12-12"),
    Mistake(DEL01, "nature: obligation", "nature: ▸obligaton", "unknown-word", "obligation"),
    Mistake(DEL04, "and not any(p.paid_on < executory_on", "and not any(p.paid_on < ▸exectory_on", "unknown-name",
            "executory_on"),
    Mistake(GOV01, "agreed_on <= started_on", "agreed_on <= ▸start_on", "unknown-name", "started_on"),
    Mistake(HUB02, "due: term_end", "due: ▸facilitator_months", "type-mismatch"),
    Mistake(MONEY, "sum(p.amount for p in payments if p.direction == 'FN->CASQ'",
            "sum(▸p.amont for p in payments if p.direction == 'FN->CASQ'", "unknown-column", "amount"),
    Mistake(OBJ02, "clause: C14", "clause: ▸C140", "unknown-clause", "C14"),
    Mistake(OBJ02, "title: {", "▸titel: {}\ntitle: {", "unknown-key", "title"),
    Mistake(OBJ03, "readings: [Q4, Q21, Q22]", "readings: ▸[Q4, Q211, Q22]", "unknown-readings", "Q21"),
    Mistake(OBJ04, "  en: \"jobs for local work-study students or young graduates still to be created: {short}\"",
            "  en: create more", "placeholders-differ"),
    Mistake(TRM01, "purpose == 'renouvellement'", "purpose == ▸'renouvelement'", "unknown-value", "renouvellement"),
    Mistake(TERM, "    formula: days_after(years_after(term_start, 1), 0 - eve)",
            "    formula: days_after(▸years_aftr(term_start, 1), 0 - eve)", "unknown-function", "years_after"),
]  # fmt: skip


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    copy = tmp_path / BUNDLED
    shutil.copytree(rules_root() / BUNDLED, copy)
    return copy


def make(rules: Path, mistake: Mistake) -> None:
    path = rules / mistake.file
    text = path.read_text(encoding="utf-8")
    assert mistake.old in text
    path.write_text(text.replace(mistake.old, mistake.new, 1), encoding="utf-8")


def places(rules: Path) -> list[tuple[str, int, int]]:
    """Find every `▸` of the copy, take it out, and return file, line and column."""
    found: list[tuple[str, int, int]] = []
    for path in sorted(rules.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        while (at := text.find("▸")) >= 0:
            text = text[:at] + text[at + 1 :]
            column = at - (text.rfind("\n", 0, at) + 1) + 1
            found.append((path.relative_to(rules).as_posix(), text.count("\n", 0, at) + 1, column))
        path.write_text(text, encoding="utf-8")
    return found


def told_at(problem: Problem) -> tuple[object, object, object]:
    return problem.location.file, problem.location.row, problem.location.column


def problems(rules: Path) -> list[Problem]:
    with pytest.raises(RulebookError) as caught:
        load_rulebook(rules)
    return list(caught.value.problems)


def test_a_copy_of_the_rules_loads(rules: Path) -> None:
    assert load_rulebook(rules).digest == load_rulebook().digest


@pytest.mark.parametrize("mistake", MISTAKES, ids=[f"{m.file.split('/')[-1][:5]}-{m.code}" for m in MISTAKES])
def test_one_mistake(rules: Path, mistake: Mistake) -> None:
    make(rules, mistake)
    marked = places(rules)
    (problem,) = problems(rules)
    assert problem.code == mistake.code
    assert problem.location.file == mistake.file
    assert not marked or marked == [told_at(problem)]
    assert problem.location.row
    assert problem.location.column
    if mistake.hint:
        assert problem.hint is not None
        assert mistake.hint in problem.hint.en
    assert problem.words("fr") != problem.words("en")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_files(rules: Path) -> None:
    for mistake in MISTAKES:
        make(rules, mistake)
    marked = places(rules)
    told = problems(rules)
    assert sorted((p.location.file, p.code) for p in told) == sorted((m.file, m.code) for m in MISTAKES)
    assert set(marked) <= {told_at(problem) for problem in told}
    order = [(p.location.file or "", p.location.row or 0) for p in told]
    assert order == sorted(order)


CROSS = [
    ("rule-not-in-clause", GOV01, "clause: C38", "clause: C38 C39"),
    ("duplicate-measure", TERM, "measures:\n",
     "measures:\n  received: {label: {fr: reçu, en: received}, formula: endowment}\n"),
    ("duplicate-code", GOV01, "code: GOV01", "code: DEL01"),
    ("circular-measure", TERM, "formula: latest(agreement.published_on, agreement.received_on)",
     "formula: latest(term_start, agreement.received_on)"),
    ("unknown-placeholder", GOV01, "{started_on}", "{start}"),
    ("missing-key", GOV01, "debtor: partner\n", ""),
    ("unknown-column", GOV01, "column: agreed_on", "column: agred_on"),
    ("unguarded-nothing", GOV01, "given(agreed_on) and agreed_on <= started_on", "agreed_on <= started_on"),
    ("type-mismatch", GOV01, "given(agreed_on) and agreed_on <= started_on", "started_on"),
    ("clause-untold", "agreement.yaml", ", ruled: [GOV01]}", "}"),
    ("unknown-table", MONEY, "sessions.allocated_here:", "sesions.allocated_here:"),
    ("derived-columns", "measures/sessions.yaml", "columns: [project, session]", "columns: [project, session, more]"),
    ("overflow", MONEY, "formula: sum(a.amount for a in allocations if a.status == 'décidée')",
     "formula: 1" + 310 * "0" + " * sum(a.amount for a in allocations if a.counts)"),
    ("duplicate-key", GOV01, "debtor: partner", "debtor: partner\ndebtor: fn"),
    ("yaml-syntax", GOV01, "debtor: partner", "debtor: [partner"),
    ("wrong-shape", GOV01, "debtor: partner", "debtor: [partner]"),
    ("unknown-word", GOV01, "scope: actions", "scope: acts"),
    ("unknown-clause", "parameters.yaml", "clause: C36", "clause: C360"),
    ("step-never-fires", "sessions/SES01_too-few-sessions.yaml", "when: pending", "when: pendin"),
    ("step-never-fires", "endowment/END04_balance-not-returned.yaml", "raise: restitution_due", "raise: restitution"),
    ("unknown-placeholder", "measures/sessions.yaml", 'id: "{session}/{project}"', 'id: "{sesion}/{project}"'),
    ("unknown-placeholder", GOV01, "title: {fr: le partenaire est d'accord avant l'action, en: the",
     "title: {fr: '{started_on}', en: '{started_on}' }\n# {"),
    ("placeholders-differ", GOV01, "fr: aucun accord n'est indiqué,", "fr: 'aucun accord le {started_on}',"),
    ("wrong-shape", GOV01, "column: agreed_on", "column: {name: agreed_on}"),
    ("derived-view", "measures/sessions.yaml", "min(s.held_on for s in sessions.to_come)",
     "min(s.session.held_on for s in attendances.to_come)"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "file", "old", "new"), CROSS, ids=[f"{each[1][-9:-5]}-{each[0]}" for each in CROSS])
def test_what_does_not_fit_together(rules: Path, code: str, file: str, old: str, new: str) -> None:
    path = rules / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    told = problems(rules)
    assert code in {problem.code for problem in told}
    assert all(problem.location.file for problem in told)
    assert all(problem.message.fr and problem.message.en for problem in told)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("parameters.yaml", "2018-11-27: 5}", "2018-11-27: five}"),
        (MONEY, "sum(a.amount for a in allocations if a.status", "sum(a.amont for a in allocations if a.status"),
        (TERM, "latest(agreement.published_on, agreement.received_on)", "latest(term_start, agreement.received_on)"),
    ],
    ids=["parameter", "measure", "circle"],
)
def test_one_mistake_draws_no_others(rules: Path, file: str, old: str, new: str) -> None:
    text = (rules / file).read_text(encoding="utf-8")
    assert old in text
    (rules / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert len(problems(rules)) == 1


def test_broken_yaml_in_two_files_is_told_for_both(rules: Path) -> None:
    for file in (GOV01, OBJ02):
        text = (rules / file).read_text(encoding="utf-8")
        (rules / file).write_text(text.replace("nature:", "nature: [", 1), encoding="utf-8")
    assert [(p.code, p.location.file) for p in problems(rules)] == [("yaml-syntax", GOV01), ("yaml-syntax", OBJ02)]


def test_examples_are_not_read_when_rules_are_loaded(rules: Path) -> None:
    path = rules / GOV01
    body = path.read_text(encoding="utf-8").split("\nexamples:")[0]
    path.write_text(body + "\nexamples:\n  - [this is not an example\n", encoding="utf-8")
    assert "GOV01" in load_rulebook(rules).rules


def test_line_ends_and_a_byte_order_mark_change_nothing(rules: Path) -> None:
    for file in (GOV01, MONEY):
        text = (rules / file).read_text(encoding="utf-8")
        (rules / file).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load_rulebook(rules).digest == load_rulebook().digest


def test_what_is_no_rulebook(tmp_path: Path, rules: Path) -> None:
    (problem,) = problems(tmp_path / "nowhere")
    assert problem.code == "rulebook-missing"
    (rules / GOV01).write_bytes("title: é".encode("latin-1"))
    (problem,) = problems(rules)
    assert (problem.code, problem.location.file) == ("file-encoding", GOV01)
    (rules / GOV01).write_text("- a list\n", encoding="utf-8")
    (problem,) = problems(rules)
    assert (problem.code, problem.location.file) == ("wrong-shape", GOV01)
