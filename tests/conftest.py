import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.profiles import LONG

# On a build machine the same examples every time, and no clock; at a desk, new ones; many with `make test-long`.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=20)
settings.register_profile("dev", deadline=None, max_examples=20)
settings.register_profile("long", deadline=None, max_examples=1_000)
settings.load_profile("long" if LONG else "ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session", autouse=True)
def compiled_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what simulations compile out of the user's cache, in one folder for all the workers of a run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INNOSPRINT_CACHE", str(shared / "compiled"))
        yield


@pytest.fixture(scope="session", autouse=True)
def signals_are_heeded() -> Iterator[None]:
    """Let what tests start be interrupted and hung up on: of a background command, and all it starts, nothing is."""
    ways = {"SIGINT": signal.default_int_handler, "SIGHUP": signal.SIG_DFL}
    before = {getattr(signal, name): signal.signal(getattr(signal, name), way)
              for name, way in ways.items() if hasattr(signal, name)}  # fmt: skip
    yield
    for number, way in before.items():
        signal.signal(number, way)
