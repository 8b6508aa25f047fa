"""Where everything stands that a hand may be on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

FOR_A_HAND = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)

LAYERS = 4
"""So often a layout may lead to one around it."""


def in_sight(within: QWidget) -> dict[QWidget, QPoint]:
    """Where everything stands that one can click on or type in."""
    return {
        each: each.mapTo(within, QPoint())
        for each in within.findChildren(QWidget)
        if isinstance(each, FOR_A_HAND) and each.window() is within.window() and not each.visibleRegion().isEmpty()
    }


def laid_out() -> None:
    """All layouts are as they stay."""
    for _layer in range(LAYERS):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
