"""An older file in the place of a case is noticed, though the command that worked on the case was killed."""

from __future__ import annotations

import shutil
import signal
import sys
import threading
from pathlib import Path

import pytest

from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.desktop import settings
from reviewer.usecases.head_memory import NAME, HeadMemory
from reviewer.usecases.pages import tags
from tests.cli.conftest import Command
from tests.commands import run_process
from tests.evidence import folder, mail


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
def test_a_killed_intake_has_remembered_the_head(
    reviewer: Command, made: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    before = shutil.copy(made, tmp_path / "before.evcase")
    disk = folder(tmp_path / "disk", {f"{number}.eml": mail(f"Offer {number}") for number in range(40)})
    killed = run_process(("intake", "add", made, disk), environment, program="tests.cli.killed_command")
    assert killed.code == -signal.SIGKILL, killed.err
    assert "older" not in reviewer("case", "info", made).err
    for each in made.parent.glob(f"{made.name}*"):
        each.unlink()
    shutil.copy(before, made)
    assert "this file is older than when it was last open here" in reviewer("case", "info", made).err


def test_the_end_of_a_command_does_not_wait_for_the_head_to_be_remembered(
    made: Path, passphrase_key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing remembers it; no thread is left over."""
    monkeypatch.setenv("REVIEWER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(HeadMemory, "AFTER", 3_600.0)
    with open_case(made, passphrase_key) as case:
        memory = HeadMemory(case)
        tags.add(case, "One", reviewer="Ada")
        assert any(each.name == NAME for each in threading.enumerate())
        memory.stop()
        assert not any(each.name == NAME for each in threading.enumerate())


def test_closing_waits_for_an_older_head_that_is_being_remembered(
    made: Path, passphrase_key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise that one would be written over the one that closing remembers."""
    monkeypatch.setenv("REVIEWER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(HeadMemory, "AFTER", 0.0)
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def remember(*_head: object) -> None:
        begun.set()
        assert go_on.wait(600)
        ended.set()

    monkeypatch.setattr(settings, "remember_head", remember)
    with open_case(made, passphrase_key) as case:
        memory = HeadMemory(case)
        tags.add(case, "One", reviewer="Ada")
        assert begun.wait(600)
        threading.Timer(0.05, go_on.set).start()
        memory.stop()
        assert ended.is_set()
