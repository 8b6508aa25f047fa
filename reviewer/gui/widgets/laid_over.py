"""What is said of a list or a field, over what stands there: of that nothing moves under a hand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize
from PySide6.QtWidgets import QFrame, QWidget

from reviewer.gui.widgets.parts import column

_PLACED_ANEW = (QEvent.Type.Move, QEvent.Type.Resize)
_SAID_ANEW = (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


class LaidOver(QFrame):
    """Parts below each other, over the top of what is ``under``, as high as those are that have something to say.

    Where it belongs to what is ``around`` that, it is as wide as all of it: no words are seen by half.
    """

    def __init__(self, under: QWidget, *parts: QWidget, around: QWidget | None = None) -> None:
        super().__init__(around or under.parentWidget())
        self._whole = around is not None
        self._around = around or under.parentWidget() or under
        self.setObjectName("panel")
        self._under, self._parts = under, parts
        self.setLayout(column(*parts, gap=0))
        under.installEventFilter(self)
        for each in parts:
            each.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stand where that stands now, or go where nothing is said."""
        kinds = _PLACED_ANEW if watched is self._under else _SAID_ANEW
        if event.type() in kinds:
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Be as high as the words are now."""
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return taken

    def _place(self) -> None:
        there = any(not each.isHidden() for each in self._parts)
        self.setVisible(there)
        layout = self.layout()
        if there and layout is not None:
            at, wide = self._under.mapTo(self._around, QPoint()), self._under.width()
            if self._whole:
                layout.setContentsMargins(at.x(), 0, 0, 0)
                at, wide = QPoint(0, at.y()), self._around.width()
            high = layout.heightForWidth(wide) if layout.hasHeightForWidth() else layout.sizeHint().height()
            self.setGeometry(QRect(at, QSize(wide, high)))
            self.raise_()
