"""What a screen reader is told beside what Qt tells it: news that nobody looked for, headings, and names of choices."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QComboBox, QLabel, QWidget


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have a screen reader say something that has just come about; ``urgent`` breaks off what it is saying."""
    if not words or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(widget, words)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


class Heading(QLabel):
    """A label that heads what is below it: one can go from heading to heading."""


class _Heading(QAccessibleWidget):
    def __init__(self, heading: Heading) -> None:
        super().__init__(heading, QAccessible.Role.Heading)

    def text(self, kind: QAccessible.Text) -> str:
        """Its words are its name."""
        shown = self.object()
        if kind is QAccessible.Text.Name and isinstance(shown, QLabel):
            return shown.text()
        return super().text(kind)


_kept: list[_Heading] = []
"""Qt owns them and Python does not know: they are let go when Qt has deleted them."""


def _interface(_key: str, widget: QObject) -> QAccessibleInterface | None:
    if not isinstance(widget, Heading):
        return None
    _kept[:] = [each for each in _kept if shiboken6.isValid(each)]
    _kept.append(_Heading(widget))
    return _kept[-1]


class _Caption(QObject):
    """Keeps a caption that nobody sees beside a choice: without one, Linux tells what is chosen, and never of what."""

    def __init__(self, choice: QComboBox, name: str) -> None:
        super().__init__(choice)
        self._label = QLabel(name)
        self._label.hide()
        choice.installEventFilter(self)
        choice.destroyed.connect(partial(_let_go, self._label))
        self._stand_beside(choice)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Go where the choice goes, and stand back where it has a caption that is seen."""
        if event.type() in (QEvent.Type.ParentChange, QEvent.Type.Show) and isinstance(watched, QComboBox):
            self._stand_beside(watched)
        return False

    def _stand_beside(self, choice: QComboBox) -> None:
        parent = choice.parentWidget()
        if self._label.parentWidget() is not parent:
            self._label.setParent(parent)
        beside = [] if parent is None else parent.children()
        others = (each for each in beside if isinstance(each, QLabel) and each is not self._label)
        if any(each.buddy() is choice for each in others):
            self._label.setParent(None)
            self._label.deleteLater()
            choice.removeEventFilter(self)
        else:
            self._label.setBuddy(choice)


def _let_go(label: QLabel) -> None:
    if shiboken6.isValid(label):
        label.deleteLater()


def name_choice(choice: QComboBox, name: str) -> None:
    """Say what is chosen here."""
    choice.setAccessibleName(name)
    _Caption(choice, name)


_installed: list[bool] = []


def tell_headings() -> None:
    """Have headings told as such from now on. To be called once there is an application: Qt's own come first before."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_interface)
