"""Nothing gets out of a parse worker, and what is tried would get out of any other program."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these walls are Linux's")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that an ordinary user may use even when root runs the tests."""
    made = Path(tempfile.mkdtemp(prefix="probes-"))
    made.chmod(0o777)
    yield made
    shutil.rmtree(made)


def _run(folder: Path, *arguments: str) -> dict[str, dict[str, object]]:
    program = str(Path(__file__).with_name("probes.py"))
    done = subprocess.run(
        [sys.executable, program, str(folder), *arguments], capture_output=True, text=True, check=True, timeout=120
    )
    outcomes: dict[str, dict[str, object]] = json.loads(done.stdout)
    assert len(outcomes) == 30
    return outcomes


def test_none_of_thirty_escapes_gets_out_of_the_sandbox(folder: Path) -> None:
    outcomes = _run(folder, "--walls")
    assert {name: outcome["detail"] for name, outcome in outcomes.items() if outcome["escaped"]} == {}


def test_at_least_twenty_of_them_get_out_where_there_is_no_sandbox(folder: Path) -> None:
    outcomes = _run(folder)
    denied = {name: outcome["detail"] for name, outcome in outcomes.items() if not outcome["escaped"]}
    assert len(denied) <= 10, denied
