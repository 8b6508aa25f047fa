"""The window on a system without a sandbox: it asks, reads nothing until it is told to, and the trail keeps that."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.opening import open_case
from reviewer.gui.shell.window import MainWindow
from reviewer.isolation import consent
from reviewer.isolation.provider_fork import ForkProvider
from reviewer.isolation.workers import Workers
from reviewer.usecases import trail
from tests.gui.conftest import PATIENCE, Evidence, opened

pytestmark = pytest.mark.skipif(not ForkProvider.usable(), reason="needs the zygote of Linux")

UNWALLED = [sys.executable, str(Path(__file__).parents[2] / "isolation" / "unwalled.py")]


@pytest.fixture
def unwalled() -> Iterator[Workers]:
    """Workers on a system without walls."""
    with Workers(1, provider=ForkProvider(UNWALLED)) as made:
        yield made
    consent.take_back()


def test_the_window_asks_before_it_reads_without_a_sandbox(
    qtbot: QtBot, window: MainWindow, evidence: Evidence, unwalled: Workers
) -> None:
    window._workers = unwalled
    workspace = opened(qtbot, window, evidence)
    asked = workspace.sandbox_question
    qtbot.waitUntil(asked.isVisible, timeout=PATIENCE)
    assert "no sandbox" in asked.what.text()
    assert not consent.given()
    asked.read.setFocus()
    QTest.keyClick(asked.read, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not asked.isVisible(), timeout=PATIENCE)
    assert consent.given()
    window.lock()
    qtbot.waitUntil(lambda: not consent.given(), timeout=PATIENCE)  # the next case is asked about anew
    with open_case(evidence.path, evidence.key) as case:
        assert [entry.act for entry in trail.entries(case)][-1] == "sandbox waive"
