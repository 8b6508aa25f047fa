"""Go from part to part of a room: the parts are the panes that splitters hold, wherever each of them is now."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QSplitter, QWidget

from reviewer.gui.widgets.folding import bring, folded_away
from reviewer.gui.widgets.tab_order import enter, first_stop, takes

PLACE = "place in the round"
"""The property by which a widget stands earlier (below 0) or later than where it is, or is a part without a pane."""


def go_round(room: QWidget | None, by: int) -> None:
    """Give the keyboard to the next part of a room that can take it, or to the one before (-1).

    In a part it goes to where it was when one left, else to what is first there.
    """
    now = QApplication.focusWidget()
    shown = [] if room is None else [each for each in parts(room) if _holds(each, now) or _leads_on(each)]
    at = next((number for number, part in enumerate(shown) if _holds(part, now)), -1 if by > 0 else 0)
    if not shown:
        return
    part = shown[(at + by) % len(shown)]
    if folded_away(part):
        bring(part)
        part = next((each for each in _panes(part)[::by] if _stop(each) is not None), part)
    stop = _stop(part)
    if stop is not None:
        enter(stop, Qt.FocusReason.ShortcutFocusReason)


def _leads_on(part: QWidget) -> bool:
    """Whether the keyboard can go to a part; to one that is folded away it can once that is in sight."""
    return folded_away(part) or _stop(part) is not None


def parts(room: QWidget) -> list[QWidget]:
    """The parts in their order, in sight or folded away; the whole room where nothing parts it."""
    named = [each for each in room.findChildren(QWidget) if each.property(PLACE) is not None and each.isVisible()]
    found = [*named, *(pane for pane in _panes(room) if pane is not room and pane not in named)]
    return sorted(found, key=lambda each: int(each.property(PLACE) or 0)) or [room]


def _panes(inside: QWidget) -> list[QWidget]:
    """The panes of the splitters in a widget, folded away or not, and in those panes; itself where there are none."""
    splitters = [inside] if isinstance(inside, QSplitter) else _outermost(inside)
    panes = (each.widget(number) for each in splitters for number in range(each.count()))
    reached = [pane for pane in panes if pane is not None and (pane.isVisible() or folded_away(pane))]
    return [deeper for pane in reached for deeper in (_panes(pane) if pane.isVisible() else [pane])] or [inside]


def _outermost(inside: QWidget) -> list[QSplitter]:
    found = [each for each in inside.findChildren(QSplitter) if each.isVisible()]
    return [each for each in found if not any(other.isAncestorOf(each) for other in found if other is not each)]


def _stop(part: QWidget) -> QWidget | None:
    """What takes the keyboard in a part."""
    last = part.focusWidget()
    return next((each for each in (last, part, *_inside(part)) if each is not None and _takes(part, each)), None)


def _inside(part: QWidget) -> Iterator[QWidget]:
    """What is in a part, in the order in which it was put there.

    Not by ``nextInFocusChain``: what it returns may come to belong to Python, and is deleted with the next collection.
    """
    return (each for each in part.findChildren(QWidget) if not isinstance(each, QLabel))


def _takes(part: QWidget, widget: QWidget) -> bool:
    stop = first_stop(widget)
    return takes(stop) and _holds(part, stop)


def _holds(part: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (part is widget or part.isAncestorOf(widget))
