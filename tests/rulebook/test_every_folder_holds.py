"""What must always hold, of every agreement of rules/ beside the first: on dossiers drawn from its own tables alone."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, example, given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from innosprint_rules import check, load_rulebook
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.inference.comparison import inference_version
from innosprint_rules.errors import DossierError
from innosprint_rules.location import BUNDLED, rules_root
from innosprint_rules.rulebook.book import Rulebook
from tests.engine.kernel.kernels import by_check, by_kernel, written
from tests.folder_dossiers import Drawn, build
from tests.profiles import LONG
from tests.strategies import Document

BOOKS = {
    path.parent.name: load_rulebook(path.parent)
    for path in sorted(rules_root().glob("*/agreement.yaml"))
    if path.parent.name != BUNDLED
}
DECIDED = ("satisfied", "violated", "not_applicable")
each_folder = pytest.mark.parametrize("folder", BOOKS)
few = settings(
    max_examples=150 if LONG else 12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a whole dossier takes minutes
    suppress_health_check=list(HealthCheck),
)


def over_dossiers(test: Callable[..., None]) -> Callable[..., None]:
    """Hold a property of dossiers and days drawn by a seed, in every folder."""
    return each_folder(few(given(seed=st.integers(0, 2**32))(test)))


def drawn(seed: int, book: Rulebook) -> tuple[Document, Dossier, dt.date]:
    """Draw a dossier that can be read, and a day."""
    draw = Drawn(book, seed)
    document = draw.document()
    return document, built(document, book), draw.day()


def built(document: Document, book: Rulebook) -> Dossier:
    try:
        return build(document, book)
    except ValidationError:
        reject()  # what cannot be: an input error


def verdicts(dossier: Dossier, book: Rulebook, day: dt.date, **options: Any) -> dict[Any, Any]:
    try:
        report = check(dossier, book, as_of=day, **options)
    except DossierError:
        reject()  # a table worked out has two rows of one name: told, and not judged
    return {(finding.rule, finding.subject): finding for finding in report.findings}


@over_dossiers
def test_both_engines_agree_and_what_is_unknown_is_named(folder: str, seed: int) -> None:
    book = BOOKS[folder]
    _, dossier, day = drawn(seed, book)
    found = verdicts(dossier, book, day, inference=inference_version() is not None)  # raises where they differ
    for finding in found.values():
        assert bool(finding.missing) is (finding.verdict == "unknown") or finding.verdict == "violated", finding


@over_dossiers
@example(seed=608297559)  # a result of an award that is not known, where all that are known are refused
def test_the_kernel_judges_as_the_reference_does(folder: str, seed: int) -> None:
    book = BOOKS[folder]
    _, dossier, day = drawn(seed, book)
    proposals = book.schema.roles.proposals
    if proposals is not None:  # no simulated year holds rows put to the vote
        rows = dossier.rows(proposals.table) or ()
        assume(not any(getattr(row, proposals.status) == proposals.proposed for row in rows))
    verdicts(dossier, book, day, inference=False)
    kernel = written(dossier, day, rulebook=book)
    assert {*kernel.rules, *(each.name for each in kernel.unheld if each.is_rule)} == {*book.rules}
    reference, judged = by_check(dossier, day, kernel, rulebook=book), by_kernel(kernel)
    assert {code: judged.rules[code] for code in kernel.rules} == {code: reference.rules[code] for code in kernel.rules}
    assert judged.measures == reference.measures


@over_dossiers
def test_a_decided_verdict_stays_when_a_missing_fact_is_filled_in(folder: str, seed: int) -> None:
    book = BOOKS[folder]
    document, dossier, day = drawn(seed, book)
    gaps = [
        (code, column, number)
        for code, rows in document.items()
        for column in book.schema.tables[code].columns
        if column.blank == "unknown" and column.default is None and column.kind != "value"
        for number, row in enumerate(rows)
        if column.code in row and row[column.code] is None
    ]
    assume(gaps)
    draw = Drawn(book, seed + 1)
    code, column, number = draw.random.choice(gaps)
    after = copy.deepcopy(document)
    names = {each: [next(iter(row.values())) for row in document.get(each, ())] for each in book.schema.tables}
    cell = draw.cell(column, names)
    after[code][number][column.code] = min(cell, day.isoformat()) if column.kind == "date" else cell
    proposals = book.schema.roles.proposals
    assume(proposals is None or code != proposals.table or column.code != proposals.status)
    filled = built(after, book)
    before, now = verdicts(dossier, book, day, inference=False), verdicts(filled, book, day, inference=False)
    for key, finding in before.items():
        if finding.verdict in DECIDED and key in now:
            assert now[key].verdict == finding.verdict, (key, code, column.code)


@over_dossiers
def test_the_order_of_rows_without_a_day_changes_nothing(folder: str, seed: int) -> None:
    book = BOOKS[folder]
    document, dossier, day = drawn(seed, book)
    turned = {
        code: rows if table.date_column or table.dated_by else rows[::-1]
        for code, rows in document.items()
        if (table := book.schema.tables[code])
    }
    one, other = (verdicts(each, book, day, inference=False) for each in (dossier, build(turned, book)))
    assert {key: each.verdict for key, each in one.items()} == {key: each.verdict for key, each in other.items()}


@over_dossiers
def test_what_is_written_out_plainly_reads_the_same_again(folder: str, seed: int) -> None:
    book = BOOKS[folder]
    _, dossier, day = drawn(seed, book)
    again = build(dossier.model_dump(), book)
    assert again.digest == dossier.digest
    assert again.model_dump() == dossier.model_dump()
    one, other = (verdicts(each, book, day, inference=False) for each in (dossier, again))
    assert {key: each.verdict for key, each in one.items()} == {key: each.verdict for key, each in other.items()}
