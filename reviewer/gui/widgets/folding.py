"""Panes side by side that fold where there is no room for all: those out of sight are a click or F6 away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QMargins, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QScrollArea, QSplitter, QStackedWidget, QWidget

from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.parts import boxed, column
from reviewer.gui.widgets.tab_order import first_stop, stops


@dataclass(slots=True)
class _Fold:
    """One pane; widths are in steps of the grid, ``needed`` in pixels: the most that its words ever took."""

    pane: QWidget
    name: QPushButton
    least: int
    usual: int
    stretch: int
    wanted: bool = True
    needed: int = 0

    def width(self, told: QObject) -> int:
        """What it must have, in pixels; ``told`` hears when what is scrolled in it changes."""
        for _, inside in _scrolled(self.pane):
            inside.installEventFilter(told)
        self.needed = max(self.needed, _needs(self.pane))
        return max(room_for(self.least), self.needed)


class Panes(QSplitter):
    """``arranged``: somebody has given the panes sizes of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.arranged = False
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._moved)

    def setSizes(self, sizes: Sequence[int]) -> None:  # noqa: N802 - Qt's name
        """Give the panes these sizes, and keep to them."""
        self.arranged = True
        super().setSizes(sizes)

    def share(self, sizes: Sequence[int]) -> None:
        """Give the panes these sizes, until somebody gives them others."""
        self.arranged = False
        super().setSizes(sizes)

    def _moved(self) -> None:
        self.arranged = True


class Folding(QFrame):
    """A row of panes. Where not all of those that are wanted fit, a line of names leads to those out of sight.

    As many are in sight as fit beside the one that was asked for last. ``roomy`` is how much more than the least, in
    steps of the grid, there must be for more than two to stand side by side.
    """

    brought = Signal(object)
    """A pane that was out of sight has come into it, by its name or by F6."""

    def __init__(self, *, roomy: int = 0) -> None:
        super().__init__()
        self._roomy = roomy
        self._folds: list[_Fold] = []
        self._at = 0
        self.split = Panes()
        self._names = Flow(gap=1)
        self._names.setContentsMargins(grid(2), grid(1), grid(2), grid(1))
        self.names = boxed(self._names, "panebar")
        self.names.hide()
        whole = column(self.names, self.split, gap=0)
        whole.setStretchFactor(self.split, 1)
        self.setLayout(whole)

    def add(self, pane: QWidget, name: str, *, least: int, usual: int, stretch: int = 0) -> None:
        """Put a pane after those there are; those that stretch part what the others leave."""
        button = QPushButton(name)
        button.setAccessibleName(name)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("role", "chip")
        button.clicked.connect(partial(self._named, pane))
        self._names.addWidget(button)
        self._folds.append(_Fold(pane, button, least, usual, stretch))
        self.split.addWidget(pane)
        pane.show()
        self.split.setStretchFactor(self.split.count() - 1, stretch)

    def name(self, pane: QWidget, words: str) -> None:
        """Call a pane otherwise."""
        button = self._of(pane).name
        button.setText(button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room_for(40)))
        button.setAccessibleName(words)

    def want(self, pane: QWidget, wanted: bool) -> None:  # noqa: FBT001 - a state
        """Let a pane be among those to show, or not."""
        fold = self._of(pane)
        if fold.wanted != wanted:
            fold.wanted = wanted
            self._fold()
        elif pane.isHidden() == wanted:
            self._fold()

    def bring(self, pane: QWidget) -> None:
        """Bring a pane into sight that is wanted; what is in sight stays where it is."""
        fold, before = self._of(pane), self._holding()
        if fold.wanted:
            self._at = self._folds.index(fold)
        if fold.wanted and pane.isHidden():
            self._fold()
            self.brought.emit(pane)
            if before is not None and before.isHidden():  # the keyboard stays in the room
                stop = first_stop(pane)
                (stop if stop is not pane else next(iter(stops(pane)), pane)).setFocus()

    def keep(self, pane: QWidget) -> None:
        """Let a pane be the last to be folded away."""
        self._at = self._folds.index(self._of(pane))

    def wants(self, pane: QWidget) -> bool:
        """Whether a pane is among those to show."""
        return self._of(pane).wanted

    def folded_away(self, pane: QWidget) -> bool:
        """Whether a pane is wanted and out of sight."""
        return any(fold.pane is pane and fold.wanted and pane.isHidden() for fold in self._folds)

    def _of(self, pane: QWidget) -> _Fold:
        return next(fold for fold in self._folds if fold.pane is pane)

    def _named(self, pane: QWidget) -> None:
        self.bring(pane)
        self._tell()

    def _holding(self) -> QWidget | None:
        """The pane that has the keyboard."""
        now = QApplication.focusWidget()
        return next((fold.pane for fold in self._folds if now is not None and fold.pane.isAncestorOf(now)), None)

    # -- what is in sight -----------------------------------------------------------------------------------------

    def _fold(self) -> None:
        """Show what fits."""
        wanted = [fold for fold in self._folds if fold.wanted]
        widths = self._widths(wanted)
        shown = self._fitting(wanted, widths)
        changed = [fold for fold in self._folds if (fold in shown) == fold.pane.isHidden()]
        self.names.setVisible(len(shown) < len(wanted))
        if changed:
            for fold in self._folds:
                fold.pane.setVisible(fold in shown)
            self.updateGeometry()
            widths = self._widths(shown)  # what has come into sight may need more
        if changed or not self.split.arranged:
            self._share(shown, widths)
        self._tell()

    def _widths(self, folds: list[_Fold]) -> dict[int, int]:
        """What each must have, in pixels: asked for once, since it is looked for in all that is in a pane."""
        return {id(fold): fold.width(self) for fold in folds}

    def _fitting(self, wanted: list[_Fold], widths: dict[int, int]) -> list[_Fold]:
        handle = self.split.handleWidth()
        taken = sum(widths[id(fold)] + handle for fold in wanted) - handle
        most = len(wanted) - (len(wanted) > 2 and taken + room_for(self._roomy) > self.width())
        if not wanted or (most == len(wanted) and taken <= self.width()):
            return wanted
        current = self._folds[self._at]
        at = wanted.index(current) if current in wanted else 0
        first, last, left = at, at, self.width() - widths[id(wanted[at])]
        for number in (*range(at + 1, len(wanted)), *range(at - 1, -1, -1)):
            beside = number in (first - 1, last + 1) and last - first + 1 < most
            if beside and widths[id(wanted[number])] + handle <= left:
                left -= widths[id(wanted[number])] + handle
                first, last = min(first, number), max(last, number)
        return wanted[first : last + 1]

    def _share(self, shown: list[_Fold], widths: dict[int, int]) -> None:
        """Give each its usual width, and what is left to those that stretch."""
        usual = {id(fold): max(room_for(fold.usual), widths[id(fold)]) for fold in shown}
        left = max(0, self.width() - sum(usual.values()))
        stretches = sum(fold.stretch for fold in shown) or 1
        self.split.share([usual.get(id(fold), 0) + left * fold.stretch // stretches for fold in self._folds])

    def _tell(self) -> None:
        for fold in self._folds:
            fold.name.setVisible(fold.wanted)
            fold.name.setChecked(fold.wanted and not fold.pane.isHidden())

    # -- size -----------------------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As much as the pane that needs most: any of them may stand alone."""
        widths = [fold.pane.minimumSizeHint().width() for fold in self._folds if fold.wanted]
        return QSize(max(widths, default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold or unfold with the width."""
        super().resizeEvent(event)
        holding = self._holding()
        if holding is not None:
            self._at = self._folds.index(self._of(holding))
        self._fold()

    def event(self, event: QEvent) -> bool:
        """Fold where the words in a pane have come to need more."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fold()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The same for what is scrolled in a pane, of which nobody outside hears."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fold()
        return super().eventFilter(watched, event)


def bring(widget: QWidget) -> None:
    """Bring a widget into sight if it is in panes that are folded away."""
    around: list[tuple[Folding, QWidget]] = []
    at = widget
    while (above := at.parentWidget()) is not None:
        folding = above.parentWidget() if isinstance(above, QSplitter) else None
        if isinstance(folding, Folding):
            around.append((folding, at))
        at = above
    for folding, pane in reversed(around):
        folding.bring(pane)


def folded_away(pane: QWidget) -> bool:
    """Whether a pane is out of sight only because there is no room for it."""
    splitter = pane.parentWidget()
    folding = splitter.parentWidget() if isinstance(splitter, QSplitter) else None
    return isinstance(folding, Folding) and folding.isVisible() and folding.folded_away(pane)


def _needs(widget: QWidget) -> int:
    """How wide a widget must be for nothing in it to be cut or scrolled sideways, in pixels."""
    if isinstance(widget, Folding):
        return widget.minimumSizeHint().width()
    if isinstance(widget, QStackedWidget):
        shown = widget.currentWidget()
        return 0 if shown is None else _needs(shown)
    if isinstance(widget, QSplitter):
        panes = [_needs(pane) for number in range(widget.count()) if (pane := widget.widget(number)) is not None]
        return sum(panes) if widget.orientation() is Qt.Orientation.Horizontal else max(panes, default=0)
    layout = widget.layout()
    margins = layout.contentsMargins() if layout is not None else QMargins()
    around = margins.left() + margins.right()
    scrolled = [
        inside.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width() + around
        for area, inside in _scrolled(widget)
    ]
    return max(widget.minimumSizeHint().width(), widget.minimumWidth(), *scrolled)


def _scrolled(widget: QWidget) -> list[tuple[QScrollArea, QWidget]]:
    """What is scrolled up and down in a widget, and is to be as wide as what is inside needs."""
    areas = [widget] if isinstance(widget, QScrollArea) else widget.findChildren(QScrollArea)
    shown = [area for area in areas if area is widget or area.isVisibleTo(widget)]
    return [(area, inside) for area in shown if (inside := area.widget()) is not None]
