"""What PySide6 returns must not run out of references."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QWidget

REFERENCES_AT_START = 100_000
"""More than Python 3.11 starts with, by far."""


def test_none_survives_being_returned_more_often_than_there_are_references_to_it(qapp: QApplication) -> None:
    widget = QWidget()
    for _ in range(20_000):
        assert widget.layout() is None
        assert widget.isVisible() is False
    assert qapp is not None
    assert sys.version_info >= (3, 12) or sys.getrefcount(None) > REFERENCES_AT_START
