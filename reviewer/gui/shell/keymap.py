"""The key map: what every key does, shown above the room on F1 or ?."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QGridLayout

from reviewer.gui.theme import grid
from reviewer.gui.widgets.parts import boxed, column, label, row, tool


class KeyMap(QFrame):
    """A panel that takes no focus and goes away with the same key."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName(self.tr("Keys"))
        groups = [boxed(column(*(self._group(*each) for each in several), 1)) for several in self._columns()]
        close = tool("close", self.tr("Close the key map"), self.hide)
        self.setLayout(row(*groups, 1, column(close, 1), margins=(4, 3, 3, 3), gap=6))

    def toggle(self) -> None:
        """Show it, or hide it again."""
        self.setVisible(not self.isVisible())

    def _group(self, title: str, keys: list[tuple[str, str]]) -> QGridLayout:
        made = QGridLayout()
        made.setContentsMargins(0, 0, 0, 0)
        made.setHorizontalSpacing(grid(3))
        made.setVerticalSpacing(grid(1))
        made.addWidget(label(title, "caption"), 0, 0, 1, 2)
        for line, (key, meaning) in enumerate(keys, 1):
            made.addWidget(label(key), line, 0)
            made.addWidget(label(meaning, "muted"), line, 1)
        made.setRowStretch(len(keys) + 1, 1)
        return made

    def _columns(self) -> list[list[tuple[str, list[tuple[str, str]]]]]:
        reading, selecting, marking, account, people, findings, everywhere = self._keys()
        return [[reading, account], [selecting, everywhere], [marking], [people, findings]]

    def _keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (
                self.tr("Reading"),
                [
                    ("J  K", self.tr("next, previous item")),
                    (self.tr("Space"), self.tr("scroll on, then the next item")),
                    (self.tr("Enter"), self.tr("open in the other pane")),
                    ("F6", self.tr("go round list, pages, the rest")),
                    ("T  H", self.tr("thread and copies; hidden text")),
                    ("Ctrl+F", self.tr("find in the document; F3 next")),
                    ("+  −  0", self.tr("zoom in, out, fit the width")),
                ],
            ),
            (
                self.tr("Selecting"),
                [
                    ("F7", self.tr("caret on the page")),
                    (self.tr("Shift+arrows"), self.tr("select; with Ctrl by words")),
                    (self.tr("double click"), self.tr("select a word")),
                    ("Ctrl+C", self.tr("copy")),
                    ("[  ]", self.tr("previous, next passage")),
                ],
            ),
            (
                self.tr("Marking"),
                [
                    ("1 – 9", self.tr("tag the selection or the passage")),
                    ("O", self.tr("link an officer")),
                    ("F", self.tr("bear on an allegation, for or against")),
                    ("B  E", self.tr("enter a benefit, an endorsement")),
                    ("N", self.tr("note")),
                    ("R  X  P", self.tr("relevant, not relevant, privileged")),
                    (self.tr("Del"), self.tr("take off what has the focus")),
                    (self.tr("Ctrl+Z"), self.tr("undo; with Shift redo")),
                ],
            ),
            *self._other_keys(),
        ]

    def _other_keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (
                self.tr("Thread and account"),
                [
                    (self.tr("Enter"), self.tr("open, or list what a row counts")),
                    (self.tr("A  Del"), self.tr("it answers…, it answers none")),
                    (self.tr("← →"), self.tr("fold, unfold")),
                ],
            ),
            (
                self.tr("People"),
                [
                    (self.tr("Ctrl+I  N  E"), self.tr("import a roster, add, edit")),
                    (self.tr("Ctrl+M  T"), self.tr("two are one, one is two")),
                    (self.tr("← →  Enter"), self.tr("section, where it is kept")),
                    ("[  ]", self.tr("passages of an entry")),
                ],
            ),
            (
                self.tr("Findings"),
                [
                    ("Ctrl+N", self.tr("new allegation, new clause")),
                    ("A  L", self.tr("add to a cell; look for it")),
                    (self.tr("W  Del"), self.tr("it still speaks so; take it out")),
                ],
            ),
            (
                self.tr("Everywhere"),
                [
                    ("Ctrl+K", self.tr("search")),
                    (self.tr("Alt+1 … 8"), self.tr("rooms")),
                    (self.tr("Ctrl+1 …"), self.tr("parts of a room")),
                    ("Ctrl+L", self.tr("lock the case")),
                    (self.tr("F1 or ?"), self.tr("these keys")),
                ],
            ),
        ]
