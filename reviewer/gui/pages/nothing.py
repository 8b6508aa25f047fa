"""Words instead of pages: why an item has none, and the next step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import State
from reviewer.domain.query import inside
from reviewer.gui import text
from reviewer.gui.navigation import ItemsTarget, PasswordTarget, RoomName, RoomTarget
from reviewer.gui.session import Session
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.parts import button, column, label, row


class NoPages(QFrame):
    """A sentence in the middle, with at most one button below it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._session = session
        self._item: Item | None = None
        self.message = label("", "muted", wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setMinimumWidth(room_for(40))
        self.next = button("", self._go)
        middle = column(self.message, row(1, self.next, 1), gap=4)
        self.setLayout(column(1, row(1, middle, 1, margins=(4, 4, 4, 4)), 2))
        self.say("")

    def say(self, words: str) -> None:
        """Say something."""
        self._item = None
        self.message.setText(words)
        self.message.setAccessibleName(words)
        self.next.hide()

    def explain(self, item: Item) -> None:
        """Say why an item has no pages, and offer the next step."""
        self.say(self._why(item))
        self._item = item
        if item.locked:
            self._offer(self.tr("Try a password…"))
        elif _holds(item):
            self._offer(self.tr("List what is in it"))
        elif item.state is State.FAILED:
            self._offer(self.tr("Show it in the account"))

    def _offer(self, words: str) -> None:
        self.next.setText(words)
        self.next.setAccessibleName(words)
        self.next.show()

    def _why(self, item: Item) -> str:
        size = text.size(item.size) if item.sha256 else ""
        told = item.metadata
        kind = told.get("protection") or told.get("format") or item.media_type or str(item.kind)
        facts = " · ".join(part for part in (kind, size) if part)
        reason = item.reason or self.tr("This kind of item is not shown as pages.")
        return "\n\n".join((f"{item.name or item.control}\n{facts}", _sentence(reason), self._todo(item)))

    def _todo(self, item: Item) -> str:
        kept = self.tr("Its bytes are kept as they came.")
        if item.locked:
            opened = self.tr("With its password it can be read.")
            return f"{kept} {opened}" if item.sha256 else opened
        if not item.sha256:
            return self.tr("Not even its bytes could be had. The Custody room lists it among the failures.")
        if item.state is State.FAILED:
            return f"{kept} {self.tr('The Custody room lists it among the failures, where it can be tried again.')}"
        if _holds(item):
            return f"{kept} {self.tr('What is in it is listed by itself.')}"
        return kept

    def _go(self) -> None:
        item = self._item
        if item is None:
            return
        if item.locked:
            self._session.go(PasswordTarget())
        elif _holds(item):
            self._session.go(ItemsTarget(inside(item.control)))
        else:
            self._session.go(RoomTarget(RoomName.CUSTODY))


def _holds(item: Item) -> bool:
    """Whether it is a container, or a file inside its signature."""
    return item.kind.streamed or item.metadata.get("format", "").startswith(("signed file", "file without a signature"))


def _sentence(words: str) -> str:
    said = words[:1].upper() + words[1:]
    return said if said.endswith((".", "?", "!")) else f"{said}."
