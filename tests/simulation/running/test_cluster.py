"""Years counted by a scheduler and two workers on this machine: the same sums as here, whatever becomes of a worker."""

from __future__ import annotations

import json
import os
import pickle
import signal
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from innosprint_rules.errors import UsageError
from innosprint_rules.simulation.running import cluster as connecting
from innosprint_rules.simulation.running.progress import Progress, Stage
from innosprint_rules.simulation.running.ranges import run_on_cluster
from innosprint_rules.simulation.running.years import run_years
from innosprint_rules.simulation.simulate import simulate
from innosprint_rules.simulation.tally.counts import Tally
from innosprint_rules.wording import LANGUAGES
from tests.simulation.commands import simulate as command
from tests.simulation.made import module

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
YEARS = 1_500


@pytest.fixture(scope="module")
def workers() -> Iterator[Any]:
    """A scheduler and two workers, of one thread each."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0", silence_logs=50
    ) as found:
        yield found


@pytest.fixture
def address(workers: Any) -> str:
    """Where the scheduler listens."""
    found: str = workers.scheduler_address
    return found


def test_a_module_travels_without_what_is_loaded_of_it() -> None:
    one = module()
    run_years(one, 5, engine="interpreted")
    other = pickle.loads(pickle.dumps(one))  # noqa: S301  # our own
    assert (other.source, other.template, other.token) == (one.source, one.template, one.token)
    assert one.loaded
    assert not other.loaded
    assert module(modulus=7).token != one.token


def test_the_sums_are_those_of_one_machine(address: str) -> None:
    told: list[Progress] = []
    ran = run_on_cluster(address, module(), YEARS, 9, engine="interpreted", progress=told.append, watched=60)
    assert ran.tally == run_years(module(), YEARS, 9, engine="interpreted", watched=60).tally
    assert ran.engines == ("interpreted",)
    assert {each.stage for each in told} == {"cluster", "watched"}
    counted = [each for each in told if each.stage == "cluster"]
    assert counted[-1] == Progress("cluster", YEARS, YEARS, 2)
    assert [each.done for each in counted] == sorted(each.done for each in counted)


def test_fewer_years_may_be_enough(address: str) -> None:
    asked: list[int] = []

    def look(tally: Tally, stage: Stage) -> bool:
        assert stage == "cluster"
        asked.append(tally.years)
        return tally.years == 500

    ran = run_on_cluster(
        address, module(), 10**9, 9, engine="interpreted", stops=(200, 500, 900), look=look, watched=60
    )
    assert asked == [200, 500]
    assert (ran.asked, ran.interrupted) == (500, False)
    assert ran.tally == run_years(module(), 500, 9, engine="interpreted", watched=60).tally


def test_a_worker_that_is_killed_changes_nothing(workers: Any, address: str) -> None:
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        if progress.done and not killed:
            killed.append(next(iter(workers.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    ran = run_on_cluster(address, module(), 3 * YEARS, 9, engine="interpreted", progress=kill, watched=60)
    assert killed
    assert ran.tally == run_years(module(), 3 * YEARS, 9, engine="interpreted", watched=60).tally


def test_stopped_it_gives_the_years_done(address: str) -> None:
    def stop(progress: Progress) -> None:
        if progress.done > 300:
            raise KeyboardInterrupt

    ran = run_on_cluster(
        address, module(), 10**9, 9, engine="interpreted", progress=stop, interruptible=True, watched=0
    )
    assert ran.interrupted
    assert 0 < ran.tally.years < 10**9
    assert ran.tally == run_years(module(), ran.tally.years, 9, engine="interpreted", watched=0).tally
    with pytest.raises(KeyboardInterrupt):
        run_on_cluster(address, module(), 10**9, 9, engine="interpreted", progress=stop)


def test_the_command_says_the_same(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    here = simulate("baseline", years=40, select=["SES"], engine="interpreted")
    asked = ("baseline", "--years", "40", "--select", "SES", "--engine", "interpreted", "--format", "json")
    assert command(*asked, "--cluster", address) == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == json.loads(here.model_dump_json())
    assert "on the cluster, 2 at a time" in told.err


def test_the_library_counts_there(address: str) -> None:
    told: list[Progress] = []
    some = {"years": 40, "select": ["SES"], "engine": "interpreted"}
    there = simulate("baseline", **some, cluster=address, progress=told.append)
    assert there.model_dump() == simulate("baseline", **some).model_dump()
    assert {each.stage for each in told} == {"cluster", "watched"}


class TestMistakes:
    def told(self, address: str, **options: Any) -> list[str]:
        with pytest.raises(UsageError) as error:
            simulate("baseline", years=10, cluster=address, **options)
        assert all(problem.words(lang) for problem in error.value.problems for lang in LANGUAGES)
        return [problem.code for problem in error.value.problems]

    @pytest.mark.parametrize(
        "address", ["", "localhost", "localhost:8786", "http://localhost:8786", "tcp://localhost", "tcp://h:99999",
                    "tcp://:8786", "tcp://a b:1", "inproc://1/2/3"],
    )  # fmt: skip
    def test_no_address(self, address: str) -> None:
        assert self.told(address) == ["cluster-address"]

    def test_what_is_of_this_machine_alone(self) -> None:
        assert self.told("tcp://here", workers=2, keep="years.parquet") == [
            "cluster-address", "not-on-a-cluster", "not-on-a-cluster",
        ]  # fmt: skip

    def test_nobody_listens(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connecting, "_ANSWER", 0.5)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with pytest.raises(UsageError, match="no Dask scheduler answers"):
            run_on_cluster(f"tcp://127.0.0.1:{port}", module(), 10, 1)

    def test_something_else_listens(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connecting, "_ANSWER", 0.5)
        with socket.create_server(("127.0.0.1", 0)) as other:
            address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
            with pytest.raises(UsageError, match="no Dask scheduler answers"):
                run_on_cluster(address, module(), 10, 1)

    @pytest.mark.parametrize(
        ("package", "version", "told"),
        [("innosprint_rules", None, "innosprint-rules is not installed at “tcp://b”"),
         ("innosprint_rules", "0.0.9", "innosprint-rules 0.0.9 at “tcp://b”"),
         ("python", "3.9.1.final.0", "Python 3.9 at “tcp://b”"),
         ("distributed", "2019.1", "distributed 2019.1 at “tcp://b”")],
    )  # fmt: skip
    def test_other_versions(self, package: str, version: str | None, told: str) -> None:
        mine = {"python": "3.12.1.final.0", "distributed": "2026.8.0", "innosprint_rules": connecting.__version__}

        class Versions:
            def get_versions(self, packages: list[str]) -> dict[str, Any]:
                assert packages == ["innosprint_rules"]
                other = {**mine, package: version}
                workers = {
                    "tcp://a": {"packages": {**mine, "python": "3.12.4.final.0"}},
                    "tcp://b": {"packages": other},
                }
                return {"client": {"packages": mine}, "workers": workers}

        with pytest.raises(UsageError, match=told):
            connecting._same_versions("tcp://s", Versions())

    def test_versions_are_asked_as_dask_answers(self, address: str) -> None:
        with connecting.connected(address) as client:
            found = client.get_versions(packages=["innosprint_rules"])
        assert len(found["workers"]) == 2
        assert all(each["packages"]["innosprint_rules"] == connecting.__version__ for each in found["workers"].values())

    def test_no_worker(self) -> None:
        with (
            distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=":0") as empty,
            pytest.raises(UsageError, match="has no worker"),
        ):
            run_on_cluster(empty.scheduler_address, module(), 10, 1)

    def test_without_dask(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(__import__("sys").modules, "distributed", None)
        with pytest.raises(UsageError, match=r"innosprint-rules\[cluster\]"):
            run_on_cluster("tcp://127.0.0.1:1", module(), 10, 1)

    def test_years_that_cannot_be_counted(self, address: str) -> None:
        with pytest.raises(UsageError, match="could not be counted"):
            run_on_cluster(
                address, module(drawing="@njit\ndef draw(M, N, D, W, seed, year):\n    return 1 // 0\n"), 9, 1
            )
