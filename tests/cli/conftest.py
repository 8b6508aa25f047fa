"""The command line as a process of its own, with a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reviewer.casefile.engine.credential import Key, derive
from reviewer.casefile.engine.opening import create_case

PASSPHRASE = "four quiet wet bolts"


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Done]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "REVIEWER_TRACEBACK")
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "REVIEWER_CONFIG": str(tmp_path / "config"), "REVIEWER_PASSPHRASE": PASSPHRASE}


@pytest.fixture
def reviewer(environment: dict[str, str]) -> Command:
    """Run ``reviewer`` with words; ``before`` runs instead of a shell around it; environment by keyword."""

    def run(*words: str | Path, before: tuple[str, ...] = (), **more: str) -> Done:
        done = subprocess.run(
            [*before, sys.executable, "-m", "reviewer", *map(str, words)],
            env={name: value for name, value in {**environment, **more}.items() if value},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def passphrase_key() -> Key:
    """The key that PASSPHRASE gives; derived once, for it costs 256 MiB and half a second."""
    return derive(PASSPHRASE, bytes([1]) + bytes(range(15)))


@pytest.fixture
def made(tmp_path: Path, passphrase_key: Key) -> Path:
    """A closed case under PASSPHRASE."""
    path = tmp_path / "made.evcase"
    create_case(path, passphrase_key, title="Doorbells", reference="IA 21", reviewer="Ada").close()
    return path


def terminal() -> tuple[int, int]:
    """Both ends of a new pseudo-terminal, ours and the program's."""
    try:
        return os.openpty()
    except OSError as error:  # a bare container without a devpts
        pytest.skip(f"this system has no pseudo-terminals: {error}")
