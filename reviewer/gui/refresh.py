"""Views that look again when what they show has changed: once, and only while somebody can see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from reviewer.domain.changes import EVERYTHING, Changes, Noun
from reviewer.gui.session import Session


class Refresher(QObject):
    """Calls ``refresh`` with what changed of some nouns.

    Changes are gathered while the view is hidden, and those of one turn of the event loop are one call. A view has seen
    nothing yet when it is made, so it is called with everything as soon as it is seen; not so with ``at_first=False``.
    With ``hidden=True`` it is called although nobody looks: for what others read off the view.
    """

    def __init__(
        self,
        view: QWidget,
        session: Session,
        nouns: Iterable[Noun],
        refresh: Callable[[Changes], object],
        *,
        at_first: bool = True,
        hidden: bool = False,
    ) -> None:
        super().__init__(view)
        self._view, self._nouns, self._refresh, self._hidden = view, frozenset(nouns), refresh, hidden
        self._gathered = Changes()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._flush)
        session.changed.connect(self.hear)
        view.installEventFilter(self)
        if at_first:
            self.hear(EVERYTHING)

    @property
    def stale(self) -> bool:
        """Whether the view shows what is no longer so."""
        return bool(self._gathered)

    def hear(self, changes: Changes) -> None:
        """Something changed."""
        self._gathered |= changes.only(self._nouns)
        self._wake()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The view comes into sight."""
        if event.type() == QEvent.Type.Show:
            self._wake()
        return super().eventFilter(watched, event)

    def _wake(self) -> None:
        if self._gathered and (self._hidden or self._view.isVisible()):
            self._soon.start()

    def _flush(self) -> None:
        if self._gathered and (self._hidden or self._view.isVisible()):
            changes, self._gathered = self._gathered, Changes()
            self._refresh(changes)
