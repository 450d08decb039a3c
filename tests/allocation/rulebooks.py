"""The bundled rulebook with a few rules more, written as anyone would write them: YAML, and no Python."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.folder import split_examples
from innosprint_rules.rulebook.loading import load_rulebook

SOURCE = Path(__file__).parents[2] / "rules" / "innosprint"
SMALL, LARGE, SHARE = "200.00", "300.00", "53.33 %"  # parameters of the rules below

# Every construct of the language that a rule about amounts may rest on. Codes are ours: NEW01, NEW02 ...
LINEAR: Mapping[str, tuple[str, str]] = {
    "least amount of a line": ("allocations", "amount >= least_given"),
    "twice a line within the most": ("allocations", "2 * amount <= most_given"),
    "ceiling of a project": (
        "allocations",
        "sum(a.amount for a in allocations if a.counts and a.project == row.project) <= most_given",
    ),
    "ceiling of a project, row by row": (
        "allocations",
        "sum(a.amount for a in allocations.until(row) if a.counts and a.project == row.project) <= most_given",
    ),
    "not more than the line before": (
        "allocations",
        "sum(a.amount for a in allocations.before(row) if a.counts) >= amount or amount <= least_given",
    ),
    "at most two lines a session": (
        "sessions",
        "count(a for a in allocations if a.counts and a.session == row) <= 2",
    ),
    "at most two projects in all": (
        "agreement",
        "count_distinct(a.project for a in allocations if a.counts) <= 2",
    ),
    "some line is small": ("agreement", "any(a.counts and a.amount <= least_given for a in allocations)"),
    "no line is middling": (
        "agreement",
        "all(a.amount <= least_given or a.amount >= most_given for a in allocations if a.counts)",
    ),
    "small lines are counted": (
        "agreement",
        "count(a for a in allocations if a.counts and a.amount < most_given) >= 2",
    ),
    "a choice of ceilings": (
        "allocations",
        "amount <= (most_given if given(need) else least_given)",
    ),
    "the smaller of two": ("allocations", "min(amount, most_given) + min(amount, least_given) <= most_given"),
    "refused ones are judged too": ("allocations", "amount <= most_given or status == 'refusée'"),
    "proposed ones alone": (
        "agreement",
        "sum(a.amount for a in allocations.proposed) <= most_given + least_given",
    ),
    "a sum over what comes": ("agreement", "sum(a.amount for a in allocations.to_come if a.counts) <= most_given"),
    "a ceiling on what is paid": (
        "payments",
        "not given(allocation) or held_for_allocation <= allocation.amount",
    ),
    "the largest line": ("agreement", "not given(largest_line) or largest_line <= most_given"),
    "the smallest line of a session": ("sessions", "not given(smallest_here) or smallest_here >= least_given"),
    "the middle of three": (
        "agreement",
        "sum(a.amount if a.amount <= least_given else least_given for a in allocations if a.counts) <= most_given",
    ),
    "a constant below nothing": ("agreement", "sum(-1 for a in allocations if a.counts) >= -2"),
    "amounts below nothing": (
        "agreement",
        "sum(a.amount - most_given for a in allocations if a.counts) <= least_given",
    ),
    "a share of a line": ("allocations", "share_rate * amount <= least_given"),
    "a share of all lines": (
        "agreement",
        "sum(share_rate * a.amount for a in allocations if a.counts) <= share_rate * most_given + least_given",
    ),
    "a share rounded of what is fixed": ("allocations", "amount <= cents(share_rate * most_given, 'up')"),
    "a share rounded up": ("allocations", "cents(share_rate * amount, 'up') <= least_given"),
    "a share rounded down, above": ("allocations", "cents(share_rate * amount, 'down') >= least_given"),
    "a share rounded to the nearest, against an amount": (
        "allocations",
        "amount - cents(share_rate * amount, 'half_up') < least_given",
    ),
    "a share of all lines, rounded": (
        "agreement",
        "cents(share_rate * sum(a.amount for a in allocations if a.counts), 'half_up') <= most_given",
    ),
    "a part of a whole": (
        "allocations",
        "not given(seven_thirds) or seven_thirds <= most_given",
    ),
    "a share of what others get": (
        "allocations",
        "amount <= least_given or amount <= share_rate * sum(a.amount for a in allocations if a.counts)",
    ),
    "amounts of another table, with a sign": (
        "agreement",
        "sum(a.amount for a in allocations if a.counts) + sum(0 - p.amount for p in payments) <= most_given",
    ),
}

ROUNDED: Mapping[str, tuple[str, str]] = {
    "a share of a share": (
        "allocations",
        "cents(share_rate * cents(share_rate * amount, 'down'), 'down') < least_given",
    ),
    "rounded amounts added up": (
        "agreement",
        "sum(cents(share_rate * a.amount, 'down') for a in allocations if a.counts) <= most_given",
    ),
}
"""Rounded amounts multiplied or added up: no linear constraint says them."""

# Every aggregate over constants and amounts of either sign, over any table, days and order among its conditions.
SHAPES: Mapping[str, tuple[str, str]] = {
    "constants above": ("agreement", "sum(2 for p in payments if p.direction == 'CASQ->FN') <= 3"),
    "constants below": ("agreement", "sum(-1 for p in payments if p.paid_on <= payment_deadline) >= -1"),
    "a constant of both signs": ("agreement", "sum(-1 if given(p.project) else 1 for p in payments) >= 0"),
    "amounts below": ("agreement", "sum(p.amount - most_given for p in payments) <= most_given"),
    "the contrary of amounts": (
        "agreement",
        "sum(0 - p.amount for p in payments) <= most_given",
    ),
    "a difference": (
        "agreement",
        "sum(p.amount for p in payments) - sum(a.amount for a in allocations) <= most_given",
    ),
    "the smaller of a constant": ("agreement", "sum(min(-1, 2) for s in sessions) >= -3"),
    "rows counted": ("agreement", "count(a for a in actions if a.started_on <= payment_deadline) <= 1"),
    "some row": ("agreement", "any(p.amount > most_given for p in payments if p.paid_on <= payment_deadline)"),
    "every row": ("agreement", "all(p.amount > most_given for p in payments if p.paid_on <= payment_deadline)"),
    "things told apart": ("agreement", "count_distinct(a.project for a in allocations if a.counts) <= 1"),
    "days told apart": ("agreement", "count_distinct(s.held_on for s in sessions) <= 2"),
    "the first day": ("agreement", "not given(first_day) or first_day <= payment_deadline"),
    "the greatest amount": ("agreement", "not given(greatest_amount) or greatest_amount <= most_given"),
    "so far, row by row": (
        "payments",
        "sum(p.amount for p in payments.until(row) if p.direction == row.direction) <= most_given",
    ),
    "before, row by row, with a sign": ("payments", "sum(-1 for p in payments.before(row)) >= -1"),
    "after, row by row": ("payments", "count(p for p in payments.after(row)) <= 1"),
    "of another table, by day": (
        "allocations",
        "sum(p.amount - least_given for p in payments if p.paid_on < row.decided_on) <= most_given",
    ),
    "none like it before": ("sessions", "not any(s.held_on == row.held_on for s in sessions.before(row))"),
}


MEASURES: Mapping[str, str] = {
    "largest_line": "max(a.amount for a in allocations.proposed if a.counts)",
    "first_day": "min(p.paid_on for p in payments if p.direction == 'CASQ->FN')",
    "greatest_amount": "max(p.amount - least_given for p in payments if p.paid_on <= payment_deadline)",
    "allocations.seven_thirds": "pro_rata(amount, 7, 3, 'up')",
    "sessions.smallest_here": "min(a.amount for a in allocations if a.counts and a.session == row)",
}
"""Written beside a rule that names them: a value that may be nothing is guarded by its name."""


@cache
def with_rules(*names: str, applies: bool = True, small: str = SMALL, large: str = LARGE) -> Rulebook:
    """Return the bundled rulebook and the rules of ``LINEAR`` that are named, coded NEW01, NEW02 ... in that order."""
    return with_formulas(*(LINEAR[name] for name in names), applies=applies, small=small, large=large)


@cache
def with_formulas(*formulas: tuple[str, str], applies: bool = True, small: str = SMALL, large: str = LARGE) -> Rulebook:
    """Return the bundled rulebook and one rule a formula, each (scope, require)."""
    with tempfile.TemporaryDirectory() as folder:
        return load_rulebook(write_rules(Path(folder), *formulas, applies=applies, small=small, large=large))


def write_rules(
    folder: Path, *formulas: tuple[str, str], applies: bool = True, small: str = SMALL, large: str = LARGE
) -> Path:
    """Write the bundled rules and those of some formulas into a folder."""
    for path in SOURCE.rglob("*.yaml"):
        target = folder / path.relative_to(SOURCE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(split_examples(path.read_text(encoding="utf-8"))[0], encoding="utf-8")
    codes = [f"NEW{number:02d}" for number in range(1, len(formulas) + 1)]
    agreement = folder / "agreement.yaml"
    text = agreement.read_text(encoding="utf-8")
    text = re.sub(r"(  C17: .*ruled: \[END01[^\]]*)\]", rf"\1, {', '.join(codes)}]" if codes else r"\1]", text)
    agreement.write_text(text, encoding="utf-8")
    with (folder / "parameters.yaml").open("a", encoding="utf-8") as stream:
        for name, value in (("least_given", small), ("most_given", large)):
            label = f"{{fr: {name}, en: {name}}}"
            stream.write(f"\n{name}: {{type: amount, clause: C17, label: {label}, values: {{2018-11-27: {value}}}}}\n")
        label = "{fr: part, en: share}"
        stream.write(f"\nshare_rate: {{type: percent, clause: C17, label: {label}, values: {{2018-11-27: {SHARE}}}}}\n")
    named = {name: text for name, text in MEASURES.items() if any(name.split(".")[-1] in f for _, f in formulas)}
    if named:
        lines = [
            f"  {name}:\n    label: {{fr: {name}, en: {name}}}\n    formula: {text}" for name, text in named.items()
        ]
        (folder / "measures" / "new.yaml").write_text("measures:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    family = folder / "new"
    family.mkdir()
    for code, (scope, require) in zip(codes, formulas, strict=True):
        counts = "applies: counts\n" if applies and scope == "allocations" else ""
        (family / f"{code}_a-new-rule.yaml").write_text(
            f"code: {code}\nname: a-new-rule\nclause: C17\nnature: prohibition\nseverity: error\ndebtor: none\n"
            f"scope: {scope}\n{counts}require: >-\n  {require}\n"
            "title: {fr: une règle de plus, en: one more rule}\n"
            "message: {violated: {fr: enfreinte, en: broken}}\n"
            "remedy: {fr: la respecter, en: keep to it}\n",
            encoding="utf-8",
        )
    return folder
