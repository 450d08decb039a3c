"""The example script that simulates the year says what it is there to show."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def test_the_script_that_simulates_the_year(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(EXAMPLES.parent), "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, str(EXAMPLES / "simulate_the_year.py"), "200"],
        cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=600, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert "SES01 at least five sessions are held over the year: " in run.stdout
    assert "by the text until 2019-12-12, in practice until " in run.stdout
    assert "to_return" in run.stdout
    back = dict(re.findall(r"^([a-zJ0-9 ]+): 200 years, .* (\d+) € to return", run.stdout, re.MULTILINE))
    assert set(back) == {"baseline", "five sessions", "from 1 June 2019"}
    # a session less and the endowment is spent less; what is allocated by June is no longer to be returned
    assert int(back["five sessions"]) > int(back["baseline"]) > int(back["from 1 June 2019"])
