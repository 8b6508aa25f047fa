"""The command line, with a home of its own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import create_case
from tests.commands import Command, Done, Lender, derive_once, run_here, run_process
from tests.passphrases import SALT

if sys.platform != "win32":
    import termios

__all__ = ["PASSPHRASE", "Command", "Once", "terminal"]

PASSPHRASE = "four quiet wet bolts"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "REVIEWER_TRACEBACK")
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "REVIEWER_CONFIG": str(tmp_path / "config"), "REVIEWER_PASSPHRASE": PASSPHRASE}


@pytest.fixture
def reviewer(environment: dict[str, str], lender: Lender) -> Command:
    """Run ``reviewer`` with words, within this process; environment by keyword, where ``""`` takes a name away."""

    def run(*words: str | Path, **more: str) -> Done:
        return run_here(words, without_empty(environment | more), lender)

    return run


@pytest.fixture
def process(environment: dict[str, str]) -> Command:
    """As ``reviewer``, but as a process of its own; ``before`` runs instead of a shell around it.

    It knows the cheap keys of tests/passphrases.py.
    """

    def run(*words: str | Path, before: tuple[str, ...] = (), **more: str) -> Done:
        return run_process(words, without_empty(environment | more), before=before, program="tests.passphrases")

    return run


def without_empty(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if value}


@pytest.fixture(scope="session")
def passphrase_key() -> Key:
    """The key that PASSPHRASE gives."""
    return derive_once(PASSPHRASE, SALT)


Once = Callable[[str, Callable[[], None]], Path]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cases that commands have filled."""
    return tmp_path_factory.mktemp("filled")


@pytest.fixture
def made(tmp_path: Path, passphrase_key: Key, filled: Path) -> Path:
    """A closed case under PASSPHRASE; created once in a run, and copied."""
    path, kept = tmp_path / "made.evcase", filled / "empty.evcase"
    if not kept.exists():
        create_case(kept, passphrase_key, title="Doorbells", reference="IA 21", reviewer="Ada").close()
    shutil.copy(kept, path)
    return path


@pytest.fixture
def once(made: Path, filled: Path) -> Once:
    """Have the closed case filled by commands, once in a run; later it is a copy of what they came to."""

    def fill_once(name: str, fill: Callable[[], None]) -> Path:
        kept = filled / f"{name}.evcase"
        if kept.exists():
            shutil.copy(kept, made)
        else:
            fill()
            shutil.copy(made, kept)
        return made

    return fill_once


def terminal() -> tuple[int, int]:
    """Both ends of a new pseudo-terminal, ours and the program's, with room for a line that says how fast it goes."""
    try:
        ours, theirs = os.openpty()
    except OSError as error:  # a bare container without a devpts
        pytest.skip(f"this system has no pseudo-terminals: {error}")
    if sys.platform != "win32":
        termios.tcsetwinsize(theirs, (24, 100))
    return ours, theirs
