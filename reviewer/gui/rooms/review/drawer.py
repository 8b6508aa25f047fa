"""The drawer of the Review room: marks, tags, officers and notes, beside the pages or out of the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.gui.shared.ledger.entering import Entering
from reviewer.gui.widgets.folding import Folding


class Drawer(QObject):
    """Opens and closes ``aside``, the last pane of ``fold``; where not all fit, it stands in the place of ``listing``.

    A form that is entered in it opens it, and it goes back to how it was when the form is gone. ``left`` has the
    keyboard when what had it is out of sight.
    """

    def __init__(
        self, fold: Folding, listing: QWidget, aside: QWidget, entering: Entering, left: Callable[[], object]
    ) -> None:
        super().__init__(fold)
        self._fold, self._listing, self._aside = fold, listing, aside
        self._entering, self._left = entering, left
        self._only_for_form = False
        entering.moved.connect(self._form_moved)

    def toggle(self) -> None:
        """Open it, or close it again."""
        if self._aside.isHidden():
            self.open()
        else:
            self.close()

    def open(self) -> None:
        """Have it in sight."""
        focus = QApplication.focusWidget()
        listed = focus is not None and self._listing.isAncestorOf(focus)
        self._fold.want(self._aside, True)
        self._fold.bring(self._aside)
        if listed and self._listing.isHidden():
            self._left()

    @property
    def wanted(self) -> bool:
        """Whether the reviewer has it open; a form that opened it does not count."""
        return self._fold.wants(self._aside) and not self._only_for_form

    def come_back(self, *, wanted: bool) -> None:
        """Have it as it was left when the case was last open."""
        if not self._entering.open:
            self._fold.want(self._aside, wanted)

    def with_it(self, act: Callable[[], object]) -> Callable[[], object]:
        """A key for something in the drawer opens it first."""

        def go() -> None:
            self.open()
            act()

        return go

    def close(self) -> None:
        """Have it out of sight, and in sight what stood in its place."""
        if self._aside.isHidden():
            return
        held = self._aside.isAncestorOf(QApplication.focusWidget() or self._fold)
        if self._fold.folded_away(self._listing):
            self._fold.bring(self._listing)
        else:
            self._fold.want(self._aside, False)
        if held:
            self._left()

    def _form_moved(self) -> None:
        if self._entering.open:
            self._only_for_form = self._aside.isHidden()
            self.open()
        elif self._only_for_form:
            self._only_for_form = False
            self.close()
