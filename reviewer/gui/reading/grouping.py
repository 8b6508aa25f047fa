"""Lists by thread or by family: the menu and the key that choose it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from reviewer.domain.analysis.grouping import Grouping

KEY = "Shift+G"


def following(now: Grouping) -> Grouping:
    """What the key leads to: by thread, by family, and item by item again."""
    every = (Grouping.NONE, Grouping.THREAD, Grouping.FAMILY)
    return every[(every.index(now) + 1) % len(every)]


def told(grouping: Grouping) -> str:
    """What is said once a list is in other groups."""
    return {
        Grouping.NONE: _tr("Each item stands by itself again"),
        Grouping.THREAD: _tr("Items of a thread stand together. Shift+G: those of a family"),
        Grouping.FAMILY: _tr("Items of a family stand together. Shift+G: each by itself"),
    }[grouping]


def add_groupings(menu: QMenu, now: Grouping, choose: Callable[[Grouping], object]) -> None:
    """Offer in a menu what is to stand together."""
    menu.addSeparator()
    names = {
        Grouping.NONE: _tr("Each item by itself"),
        Grouping.THREAD: _tr("Threads together"),
        Grouping.FAMILY: _tr("Families together"),
    }
    for grouping, name in names.items():
        action = menu.addAction(f"{name} ({KEY})" if grouping is following(now) else name, partial(choose, grouping))
        action.setCheckable(True)
        action.setChecked(grouping is now)


def _tr(words: str) -> str:
    return QCoreApplication.translate("Grouping", words)
