"""A Dask cluster that is there already: connecting to it, and making sure that its workers can count years."""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from innosprint_rules._version import __version__
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.nearest import quoted
from innosprint_rules.wording import Text, same

if TYPE_CHECKING:
    from distributed import Client

_ADDRESS = re.compile(r"(?:tcp|tls)://(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}")
_ANSWER = 10
"""Seconds within which a scheduler must answer."""


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """Connect to a scheduler, and make sure that its workers can count years; a context.

    Raises:
        UsageError: the address is none, the extra is missing, nobody answers there, there is no worker, or the
            workers do not have the versions that are here.
    """
    check_address(address)
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(_NO_DASK) from None
    with _quiet():
        if not _is_scheduler(address):
            raise UsageError(unanswered(address))
        try:
            client = Client(address, timeout=_ANSWER, set_as_default=False)
        except (OSError, TimeoutError) as error:
            raise UsageError(unanswered(address)) from error
        try:
            _same_versions(address, client)
            yield client
        finally:
            client.close(timeout=_ANSWER)


def check_address(address: str) -> None:
    """Refuse what is no address of a scheduler.

    Raises:
        UsageError: it is not of the form ``tcp://HOST:PORT``.
    """
    port = address.rpartition(":")[2]
    if _ADDRESS.fullmatch(address) and int(port) <= 65_535:
        return
    raise UsageError(
        Problem(
            "cluster-address",
            Text(f"--cluster : « {address[:100]} » n'est pas l'adresse d'un ordonnanceur Dask",
                 f"--cluster: “{address[:100]}” is not the address of a Dask scheduler"),
            Text("écrire tcp://MACHINE:PORT, comme le dit dask scheduler : tcp://192.0.2.7:8786",
                 "write tcp://HOST:PORT, as dask scheduler tells it: tcp://192.0.2.7:8786"),
        )
    )  # fmt: skip


def _is_scheduler(address: str) -> bool:
    """Tell whether a scheduler answers: ``Client`` would wait for ever where something else listens in silence."""
    import asyncio  # on use only, as what logs is: every run of years reads this module

    said: list[object] = []

    async def ask() -> object:
        from distributed.core import rpc

        async with rpc(address) as other:
            return (await other.identity()).get("type")

    def work() -> None:
        try:
            said.append(asyncio.run(asyncio.wait_for(ask(), _ANSWER)))
        except Exception as error:  # whatever listens there may answer anything
            said.append(error)

    thread = threading.Thread(target=work, name="asking the scheduler", daemon=True)  # a loop may be running in this
    thread.start()
    thread.join()
    return said == ["Scheduler"]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Dask says to itself: we say what is wrong, once."""
    import logging

    logger = logging.getLogger("distributed")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _same_versions(address: str, client: Client) -> None:
    found = client.get_versions(packages=["innosprint_rules"])
    workers: dict[str, Any] = found["workers"]
    if not workers:
        raise UsageError(_no_worker(address))
    here = {**found["client"]["packages"], "innosprint_rules": __version__}
    for package, told in _COMPARED.items():
        mine = _short(package, here[package])
        others = {name: _short(package, each["packages"].get(package)) for name, each in sorted(workers.items())}
        differing = [name for name, version in others.items() if version != mine]
        if differing:
            raise UsageError(_differs(told, mine, others[differing[0]], differing))


_COMPARED = {"innosprint_rules": "innosprint-rules", "python": "Python", "distributed": "distributed"}


def _short(package: str, version: str | None) -> str:
    """Return a version as it is compared: of Python its first two numbers; empty where there is none."""
    return ".".join((version or "").split(".")[: 2 if package == "python" else None])


# what is told ----------------------------------------------------------------------------------------

_EXTRA = "pip install 'innosprint-rules[cluster]'"
_NO_DASK = Problem(
    "no-dask",
    Text("--cluster a besoin de Dask, qui n'est pas installé", "--cluster needs Dask, which is not installed"),
    Text(f"l'installer : {_EXTRA}", f"install it: {_EXTRA}"),
)


def unanswered(address: str) -> Problem:
    """Return what is told where no scheduler answers, or none any longer."""
    return Problem(
        "cluster-unanswered",
        Text(f"--cluster : aucun ordonnanceur Dask ne répond à {address}",
             f"--cluster: no Dask scheduler answers at {address}"),
        Text("vérifier la machine, le port et le pare-feu ; l'ordonnanceur se lance par : dask scheduler",
             "check the host, the port and the firewall; a scheduler is started by: dask scheduler"),
    )  # fmt: skip


def _no_worker(address: str) -> Problem:
    return Problem(
        "cluster-empty",
        Text(f"--cluster : la grappe {address} n'a aucun ouvrier", f"--cluster: the cluster {address} has no worker"),
        Text(f"en lancer au moins un : dask worker {address}", f"start one at least: dask worker {address}"),
    )


def _differs(package: str, mine: str, other: str, workers: Sequence[str]) -> Problem:
    some = quoted(workers[:3])
    if not other:
        message = Text(f"--cluster : {package} n'est pas installé chez {some.fr}",
                       f"--cluster: {package} is not installed at {some.en}")  # fmt: skip
    else:
        message = Text(f"--cluster : {package} {other} chez {some.fr}, {mine} ici",
                       f"--cluster: {package} {other} at {some.en}, {mine} here")  # fmt: skip
    return Problem(
        "cluster-versions",
        message,
        Text("installer partout les mêmes versions (requirements*.txt), puis relancer les ouvriers",
             "install the same versions everywhere (requirements*.txt), then start the workers again"),
    )  # fmt: skip


def failed(error: BaseException) -> Problem:
    """Return what is told where a worker could not count years."""
    why = same(f"{type(error).__name__}: {error}"[:300])
    return Problem(
        "cluster-failed",
        Text(f"--cluster : des années n'ont pas pu être comptées ({why.fr})",
             f"--cluster: some years could not be counted ({why.en})"),
        Text("lire le journal des ouvriers, ou compter sur cette machine, sans --cluster",
             "read the workers' log, or count on this machine, without --cluster"),
    )  # fmt: skip


__all__ = ["check_address", "connected", "failed", "unanswered"]
