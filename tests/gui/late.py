"""Answers that come late: a question to the case is held back until a test lets it go on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import PATIENCE


class Late:
    """A function of a module whose first call waits; those after it are answered at once, and so before it.

    ``known``: what that call tells was looked up before it waits, so that it tells nothing of what changes meanwhile.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, *, known: bool = False) -> None:
        self.asked, self._go, self._known = threading.Event(), threading.Event(), known
        self._ask: Callable[..., object] = getattr(module, name)
        monkeypatch.setattr(module, name, self._answer)

    def _answer(self, *said: object, **named: object) -> object:
        if self.asked.is_set():
            return self._ask(*said, **named)
        answer = self._ask(*said, **named) if self._known else None
        self.asked.set()
        assert self._go.wait(PATIENCE / 1000)
        return answer if self._known else self._ask(*said, **named)

    def wait(self, qtbot: QtBot) -> None:
        """Wait until the question was asked."""
        qtbot.waitUntil(self.asked.is_set, timeout=PATIENCE)

    def let_go(self) -> None:
        """Let the answer come."""
        self._go.set()
