"""A table of measures is judged as the years were from which it was taken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import innosprint_rules as ir
from innosprint_rules.errors import UsageError
from tests.bench.kernel_table import judge_table, write_table
from tests.engine.kernel.kernels import by_kernel, written

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
AT = date(2020, 2, 1)


def test_the_measures_of_examples_are_enough_for_the_rules_of_the_agreement() -> None:
    table = write_table(ir.load_rulebook(), at=AT.toordinal())
    assert {"END02", "END03", "END04", "HUB02", "SES04"} <= set(table.rules)
    judged = [
        by_kernel(written(ir.read_dossier(EXAMPLES / name), AT)) for name in ("saint-quentin-2019", "year-in-trouble")
    ]
    columns = {name: [each.measures[name][0] for each in judged] for name in table.measures}
    counts = judge_table(table, columns, len(judged))
    for code in table.rules:
        assert list(counts[code]) == [a + b for a, b in zip(*(each.rules[code] for each in judged), strict=True)], code
    assert counts["END02"][0] == 1  # one of the two received too little in time


def test_a_rule_asked_for_needs_its_own_columns_alone() -> None:
    rulebook = ir.load_rulebook()
    table = write_table(rulebook, at=AT.toordinal(), codes=["END02"])
    [column] = table.measures
    for amount, verdict in ((3_500_000, 3), (3_499_999, 0)):
        assert judge_table(table, {column: [amount]}, 1)["END02"][verdict] == 1


def test_a_rule_over_rows_is_refused() -> None:
    with pytest.raises(UsageError, match="END01"):
        write_table(ir.load_rulebook(), at=AT.toordinal(), codes=["END01", "END02"])
