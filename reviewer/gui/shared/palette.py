"""The tag palette: one chip a tag with its key and colour, and a line for a new tag."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import shiboken6
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolButton, QWidget

from reviewer.domain.ids import TagId
from reviewer.domain.pages.tag import Tag
from reviewer.gui import text, theme
from reviewer.gui.theme import ink_on, room_for
from reviewer.gui.tips import plain
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.parts import button, clear, column, line

KEYS = "123456789"


class TagPalette(QWidget):
    """Chips for the codebook; those of the passage at hand are checked.

    Once a tag is named the keyboard goes back to what had it; ``left`` when that is gone, or was the button itself.
    """

    left = Signal()
    tag_chosen = Signal(object)
    tag_named = Signal(str, str)
    unsaid = Signal(str)
    """Words that told one to wait, now that the codebook has come."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Sequence[Tag] = ()
        self.known = False
        """Whether the codebook has come."""
        self._chips: dict[TagId, QToolButton] = {}
        self._waits: set[str] = set()
        self._before: QWidget | None = None
        self._flow = Flow()
        self.name = line(self.tr("New tag"), self.tr("Name of the new tag, then Enter"))
        self.name.returnPressed.connect(self._name_tag)
        self.name.editingFinished.connect(self.name.hide)
        self.name.hide()
        chips = QWidget()
        chips.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        for widget in (chips, self):
            widget.setSizePolicy(policy)
        self.setLayout(column(chips, self.name, gap=1))
        theme.theme().changed.connect(self._redraw)

    def show_tags(self, tags: Sequence[Tag]) -> None:
        """Show the codebook."""
        self.tags, self.known = tags, True
        while self._waits:
            self.unsaid.emit(self._waits.pop())
        clear(self._flow)
        self._chips = {tag.id: self._chip(tag) for tag in tags}
        for chip in self._chips.values():
            self._flow.addWidget(chip)
        more = button(self.tr("New tag…") if tags else self.tr("New tag: name what you look for…"), self._new, "link")
        more.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where it is to go back to
        self._flow.addWidget(more)

    def check(self, tags: Collection[TagId]) -> None:
        """Check the tags of the passage at hand."""
        for tag, chip in self._chips.items():
            chip.setChecked(tag in tags)

    def of_key(self, key: str) -> Tag | None:
        """The tag that a digit sets."""
        return next((tag for tag in self.tags if tag.key == key), None)

    def why_none(self, key: str) -> str:
        """Why a digit sets no tag."""
        if not self.known:
            wait = self.tr("The tags are still being looked up; nothing was tagged. Press {0} again").format(key)
            self._waits.add(wait)
            return wait
        return self.tr("No tag has the key {0} yet. Name one under New tag").format(key)

    def _chip(self, tag: Tag) -> QToolButton:
        made = QToolButton()
        made.setProperty("role", "chip")
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setIcon(swatch(tag))
        made.setIconSize(QSize(room_for(4), room_for(4)))
        metrics = QFontMetrics(theme.font("small"))
        shown = metrics.elidedText(tag.name, Qt.TextElideMode.ElideRight, room_for(36))
        made.setText(text.on_button(shown))
        # Left to itself the button leaves room for an arrow that it does not have.
        made.setMaximumWidth(metrics.horizontalAdvance(shown) + room_for(9))
        made.setCheckable(True)
        key = self.tr("key {0}").format(tag.key) if tag.key else ""
        stays = self.tr("Internal: never leaves the case") if tag.internal else ""
        made.setToolTip(plain("\n".join(part for part in (tag.name, tag.definition, key, stays) if part)))
        made.setAccessibleName(self.tr("Tag {0} {1}").format(tag.name, key).strip())
        made.clicked.connect(lambda: self.tag_chosen.emit(tag))
        on_keys(made, {"Del": lambda: self._take_off(tag)})
        return made

    def _take_off(self, tag: Tag) -> None:
        if self._chips[tag.id].isChecked():
            self.tag_chosen.emit(tag)

    def _redraw(self) -> None:
        for tag in self.tags:
            self._chips[tag.id].setIcon(swatch(tag))

    def _new(self) -> None:
        self._before = QApplication.focusWidget()
        self.name.show()
        self.name.setFocus()

    def _name_tag(self) -> None:
        name = self.name.text().strip()
        if name:
            used = {tag.key for tag in self.tags}
            self.tag_named.emit(name, next((key for key in KEYS if key not in used), ""))
            self.name.clear()
            self._go_back()

    def _go_back(self) -> None:
        before, self._before = self._before, None
        if before is None or not shiboken6.isValid(before) or self.isAncestorOf(before) or not before.isVisible():
            self.left.emit()
        else:
            before.setFocus()


def swatch(tag: Tag) -> QIcon:
    """A square in the tag's colour, edged, that bears its key or first letter."""
    picture = QPixmap(32, 32)
    picture.fill(QColor(tag.color))
    painter = QPainter(picture)
    font = theme.font("normal", bold=True)
    font.setPixelSize(22)
    painter.setFont(font)
    painter.setPen(ink_on(tag.color))
    painter.drawText(picture.rect(), Qt.AlignmentFlag.AlignCenter, tag.sign)
    painter.setPen(QPen(theme.color("edge"), 2))
    painter.drawRect(picture.rect().adjusted(1, 1, -1, -1))
    painter.end()
    picture.setDevicePixelRatio(2)
    return QIcon(picture)
