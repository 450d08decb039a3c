"""The years themselves in a Parquet file: every value, in order, whole or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from innosprint_rules.errors import UsageError
from innosprint_rules.simulation.outcome.parquet import AHEAD, GROUP, YearsFile
from innosprint_rules.simulation.running.workers import MOST_KEPT
from innosprint_rules.simulation.running.years import run_years
from innosprint_rules.simulation.tally.counts import GRAVEST, VERDICTS
from innosprint_rules.simulation.tally.generated_module import Module
from tests.simulation.made import module
from tests.simulation.tally.test_tally import years_one_by_one

pytest.importorskip("numba", reason="nothing can be compiled without Numba")


@pytest.fixture(scope="module")
def made() -> Module:
    return module()


def keep(made: Module, path: Path, years: int, **options: Any) -> Any:
    file = YearsFile(path, made, {"seed": "1"})
    run_years(made, years, keeper=file, **options)
    assert file.finish() == path
    return pq.read_table(path)


def test_a_year_is_a_line(made: Module, tmp_path: Path) -> None:
    table = keep(made, tmp_path / "years.parquet", 300, engine="interpreted")
    assert table.column_names == [
        "year", "money_cents", "day", "flag", "doubtful", "doubtful_low", "doubtful_high", "R1", "R2", "R3",
    ]  # fmt: skip
    for year, (line, (verdicts, values, _)) in enumerate(
        zip(table.to_pylist(), years_one_by_one(made, 300, 1), strict=True)
    ):
        assert line["year"] == year
        assert line["money_cents"] == values[0]
        assert line["day"] == date.fromordinal(values[2])
        assert line["flag"] is (values[4] == 1)
        low, high = values[6:]
        assert line["doubtful"] == (low if low == high else None)
        assert (line["doubtful_low"], line["doubtful_high"]) == ((low, high) if low <= high else (None, None))
        for place, code in enumerate(made.shape.rules):
            rows = verdicts[6 * place :][:5]
            assert line[code] == VERDICTS[next((g for g in GRAVEST if rows[g]), 4)]
    assert table.schema.field("money_cents").metadata == {b"unit": b"cents"}
    assert table.schema.metadata == {b"innosprint": b'{"seed": "1"}'}


def test_threads_write_the_years_in_their_order(made: Module, tmp_path: Path) -> None:
    years = 3 * GROUP // 2
    table = keep(made, tmp_path / "fast.parquet", years, engine="compiled", workers=4)
    assert table["year"].to_pylist() == list(range(years))
    slow = keep(made, tmp_path / "slow.parquet", 2_000, engine="interpreted")
    assert table.slice(0, 2_000).equals(slow)
    tally = run_years(made, years, engine="compiled").tally
    assert sum(table["money_cents"].to_pylist()) == tally.measures["money"].total
    assert table["R2"].to_pylist().count("violated") == tally.rules["R2"].years[0]
    assert pq.ParquetFile(tmp_path / "fast.parquet").num_row_groups == 2


def test_what_is_kept_has_the_same_bytes_whatever_the_workers(made: Module, tmp_path: Path) -> None:
    for workers in (1, 3):
        keep(made, tmp_path / f"{workers}.parquet", 2 * MOST_KEPT, engine="compiled", workers=workers)
    one, three = ((tmp_path / f"{workers}.parquet") for workers in (1, 3))
    assert pq.read_table(one).equals(pq.read_table(three))


def test_nothing_is_there_until_it_is_whole(made: Module, tmp_path: Path) -> None:
    path = tmp_path / "years.parquet"
    file = YearsFile(path, made)
    run_years(made, 50, engine="interpreted", keeper=file)
    assert not path.exists()
    assert len(list(tmp_path.iterdir())) == 1
    file.abort()
    assert list(tmp_path.iterdir()) == []


def test_a_partial_file_says_so_in_its_name(made: Module, tmp_path: Path) -> None:
    file = YearsFile(tmp_path / "years.parquet", made)
    run_years(made, 50, engine="interpreted", keeper=file)
    assert file.finish(partial=True) == tmp_path / "years.partial.parquet"
    assert [path.name for path in tmp_path.iterdir()] == ["years.partial.parquet"]
    assert pq.read_table(tmp_path / "years.partial.parquet").num_rows == 50
    assert YearsFile(tmp_path / "years.parquet", made).finish(partial=True).name == "years.partial2.parquet"


def test_where_no_file_can_be_is_told(made: Module, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere”: there is no such path"):
        YearsFile(tmp_path / "nowhere" / "years.parquet", made)
    with pytest.raises(UsageError, match="it is a folder"):
        YearsFile(tmp_path, made)


class Full(YearsFile):
    """A disk that is full after some years."""

    def put(self, first: int, last: int, cells: Any) -> None:
        if first >= 100:
            raise OSError(28, "No space left on device")
        super().put(first, last, cells)


@pytest.mark.parametrize("engine", ["interpreted", "compiled"])
def test_a_full_disk_ends_the_run(made: Module, tmp_path: Path, engine: Any) -> None:
    file = Full(tmp_path / "years.parquet", made)
    with pytest.raises(OSError, match="No space left"):
        run_years(made, 100_000, engine=engine, workers=3, keeper=file)
    file.abort()
    assert list(tmp_path.iterdir()) == []


def test_years_far_ahead_wait_for_those_before_them(made: Module, tmp_path: Path) -> None:
    """A thread that is far ahead waits; when the missing years will not come, it is let go."""
    import threading

    file = YearsFile(tmp_path / "years.parquet", made)
    cells = [0] * made.kept_width
    for year in range(1, AHEAD + 1):
        file.put(year, year + 1, cells)
    ahead = threading.Thread(target=file.put, args=(AHEAD + 1, AHEAD + 2, cells))
    ahead.start()
    ahead.join(0.2)
    assert ahead.is_alive()
    file.give_up()
    ahead.join(5)
    assert not ahead.is_alive()
    file.put(0, 1, cells)
    file.finish()
    assert pq.read_table(tmp_path / "years.parquet")["year"].to_pylist() == list(range(AHEAD + 2))
