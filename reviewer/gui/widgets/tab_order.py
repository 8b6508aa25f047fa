"""Where Tab goes: from stop to stop in the order in which one sees them, and where the keyboard goes first in a part.

Qt's own order is that in which widgets were made, and it leaves out what lies behind a focus proxy. So no container
has one here: it has a first stop instead, and the windows ask :func:`tab`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLayout, QSplitter, QWidget

from reviewer.gui.sight import into_sight, into_sight_soon


class _FirstStop(QObject):
    """Hands the keyboard on from a container that was given it."""

    def __init__(self, container: QWidget, stop: QWidget) -> None:
        super().__init__(container)
        self.stop = stop
        container.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Hand it on."""
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent) and isinstance(watched, QWidget):
            stop = first_stop(watched)
            if stop is not watched:
                stop.setFocus(event.reason())
                return True
        return False


def lead(container: QWidget, stop: QWidget) -> None:
    """Have a container hand the keyboard to something in it, which may be a container itself."""
    known = _known(container)
    if known is None:
        _FirstStop(container, stop)
    else:
        known.stop = stop


def lead_by_list(container: QWidget, shown: QWidget, other: QWidget, *, there: bool) -> None:
    """Show a list where there is something in it; else hide it, and lead to what adds to it.

    Whoever has the keyboard in a list that goes out of sight keeps it in the container: Qt would give it to anybody.
    """
    if shown.hasFocus() and not there:
        other.setFocus()
    shown.setVisible(there)
    lead(container, shown if there else other)


def first_stop(widget: QWidget) -> QWidget:
    """What takes the keyboard when it is given to a widget: in a container its first stop, or what else can take it."""
    at = widget
    while (known := _known(at)) is not None:
        at = known.stop
    if at is widget or takes(at):
        return at
    return next(iter(stops(widget)), at)


def enter(widget: QWidget, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
    """Give the keyboard to a widget, or to the first stop in it."""
    first_stop(widget).setFocus(reason)


def tab(window: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to the next stop of a window, or to the one before; False where there is none."""
    now = QApplication.focusWidget()
    every = [each for each in _walk(window) if each is now or takes(each)]
    if not any(each is not now for each in every):
        return False
    at = every.index(now) if now in every else (-1 if forward else 0)
    stop = every[(at + (1 if forward else -1)) % len(every)]
    stop.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    into_sight(stop)
    into_sight_soon(stop)  # Qt scrolls after us, to the caret alone
    return True


def lead_to(widget: QWidget, whole: QWidget | None = None) -> None:
    """Give something the keyboard, and have it in sight with the ``whole`` that it is part of, once all is laid out.

    Also from what is gone, and where a hand is: whoever did the one thing is led to the next.
    """
    widget.setFocus()
    for each in (whole, widget):
        if each is not None:
            into_sight_soon(each)


def stops(inside: QWidget) -> list[QWidget]:
    """What Tab reaches in a widget, in the order of sight."""
    return [each for each in _walk(inside) if takes(each)]


def takes(widget: QWidget) -> bool:
    """Whether a widget is a stop: in sight, in use, and made to be reached by Tab."""
    reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return reached and widget.isVisible() and widget.isEnabled() and _known(widget) is None


def _walk(inside: QWidget) -> Iterator[QWidget]:
    """Everything in sight in a widget: a thing before what is in it, else from above to below as it is laid out.

    Not by ``nextInFocusChain``: what it returns may come to belong to Python, and is deleted with the next collection.
    """
    for child in _in_order(inside):
        if child.isVisible() and not child.isWindow():
            yield child
            yield from _walk(child)


def _in_order(parent: QWidget) -> list[QWidget]:
    if isinstance(parent, QSplitter):
        return [pane for number in range(parent.count()) if (pane := parent.widget(number)) is not None]
    children = [child for child in parent.children() if isinstance(child, QWidget)]
    layout = parent.layout()
    placed = list(_laid_out(layout, children)) if layout is not None else []
    others = [child for child in children if child not in placed]
    return placed + sorted(others, key=_reading)


def _laid_out(layout: QLayout, widgets: Sequence[QWidget]) -> Iterator[QWidget]:
    """Those of some widgets that a layout or one in it places, in its order.

    Not by ``itemAt``: what it returns is known to Python by its address as long as the layout is there, also once the
    item is gone. What Qt makes there next, as a window, would be taken for it.
    """
    inner = [each for each in layout.children() if isinstance(each, QLayout)]
    placed: dict[int, QWidget | QLayout] = {layout.indexOf(each): each for each in widgets}
    placed |= {layout.indexOf(each): each for each in inner}
    placed.pop(-1, None)  # those that it does not place
    numbers = sorted(placed)
    if isinstance(layout, QGridLayout):
        numbers.sort(key=lambda number: layout.getItemPosition(number)[:2])  # type: ignore[index]
    for number in numbers:
        each = placed[number]
        if isinstance(each, QLayout):
            yield from _laid_out(each, widgets)
        else:
            yield each


def _reading(widget: QWidget) -> tuple[int, int]:
    corner: QPoint = widget.pos()
    return corner.y(), corner.x()


def _known(container: QWidget) -> _FirstStop | None:
    return container.findChild(_FirstStop, options=Qt.FindChildOption.FindDirectChildrenOnly)
