"""The list of a group that is compared: what the others are held against, and in how many places each differs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtWidgets import QFrame

from reviewer.domain.analysis.text_comparison import NotCompared
from reviewer.domain.evidence.item import Item, Mark
from reviewer.domain.ids import ItemId
from reviewer.gui import text
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.keys import ENTER, on_keys, on_keys_within
from reviewer.gui.widgets.lists.table import table
from reviewer.gui.widgets.parts import button, column, label, row, tool
from reviewer.gui.widgets.progress_line import ProgressLine
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.analysis.comparison import HeldAgainst


@dataclass(slots=True)
class GroupRow:
    """One of the group; nothing is ``held`` against the base before it is counted."""

    item: Item
    mark: Mark | None = None
    held: HeldAgainst | None = None


class GroupList(QFrame):
    """Stands in the place of the list of items. ``chosen`` carries the item of a row that one has gone to.

    ``stepped`` carries 1 for the next row and -1 for the one before, ``base_wanted`` asks to hold the others against
    the member in sight, ``scroll_wanted`` to scroll on in it. ``read_wanted`` leads to its pages, ``left`` back to
    where one was.
    """

    chosen = Signal(object)
    stepped = Signal(int)
    base_wanted = Signal()
    scroll_wanted = Signal()
    read_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setMinimumWidth(room_for(60))
        self._over = False
        self.title = label("", "caption", wrap=True)
        self.base = label("", "strong", wrap=True, selectable=True)
        self.base.setAccessibleDescription(self.tr("What the others are held against"))
        self.model: ColumnsModel[GroupRow] = ColumnsModel(
            [Column(self.tr("Document"), self._words), Column(self.tr("Differs in"), self._differs, number=True)]
        )
        self.model.setParent(self)
        self.table = table(self.model, self.tr("The group that is compared"), {1: 26}, lines=3)
        self.counting = ProgressLine()
        self.make_base = button(self.tr("Hold the others against the chosen one"), self.base_wanted.emit, "link")
        self.make_base.setToolTip(
            self.tr("Make the chosen document the one that the others are held against (Shift+B)")
        )
        self._lay_out()
        lead(self, self.table)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        on_keys(self.table, {ENTER: self.read_wanted.emit, "Space": self.scroll_wanted.emit})
        on_keys_within(self, {"Esc": self.left.emit})

    def _lay_out(self) -> None:
        before = tool("up", self.tr("The document before in the group"), lambda: self.stepped.emit(-1), "K")
        following = tool("down", self.tr("The next document of the group"), lambda: self.stepped.emit(1), "J")
        close = tool("close", self.tr("Back to the list"), self.left.emit, "Esc")
        hint = label(
            self.tr(
                "Counted in subject, people, text, hidden text and names of attachments. On the pages dates and the "
                "like may differ as well."
            ),
            "small",
            wrap=True,
        )
        head = row(self.title, before, following, close, gap=0)
        head.setStretchFactor(self.title, 1)
        top = column(head, self.base, row(self.make_base, 1), margins=(3, 1, 1, 1), gap=1)
        self.counting.setContentsMargins(grid(3), 0, grid(1), 0)
        whole = column(top, self.table, self.counting, row(hint, margins=(3, 1, 3, 1)), gap=0)
        whole.setStretchFactor(self.table, 1)
        self.setLayout(whole)

    def show_base(self, base: GroupRow, others: int) -> None:
        """Tell what the others are held against, and how many they are."""
        self.title.setText(self.tr("Compared · {0}").format(text.counted(others + 1, "document", "documents")))
        self.base.setText(self.tr("Held against {0}").format(" · ".join(self._parts(base))))

    def go_to(self, item: ItemId) -> None:
        """Let the row of an item be the current one, and in sight."""
        at = self.model.row_of(lambda each: each.item.id == item)
        index = self.model.index(at, 0)
        if at >= 0 and at != self.table.currentIndex().row():
            alone = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(index, alone)  # whatever keys are held: Shift+B comes here too
        if at >= 0:
            self.table.scrollTo(index)

    def show_counting(self, *, over: bool) -> None:
        """Tell of what is not counted whether it still will be."""
        self._over = over
        self.model.redraw()

    def _row_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        found = self.model.at(current.row())
        if found is not None:
            self.chosen.emit(found.item.id)

    def _parts(self, member: GroupRow) -> list[str]:
        said = [member.item.control, text.day(member.item), member.item.custodian]
        if member.mark is not None and member.mark.privileged:
            said.append(self.tr("privileged"))
        return [each for each in said if each]

    def _words(self, member: GroupRow) -> str:
        control, *beside = self._parts(member)
        return "\n".join([control, " · ".join(beside), member.item.title])

    def _differs(self, member: GroupRow) -> str:
        held = member.held
        if held is None:
            return self.tr("not counted") if self._over else "…"
        if held.compared is None:
            return self._not_compared(held.reason)
        if held.compared.same:
            return self.tr("same file") if held.compared.same_bytes else self.tr("same words")
        return text.counted(len(held.compared.found), self.tr("place"), self.tr("places"))

    def _not_compared(self, reason: NotCompared | None) -> str:
        return {
            NotCompared.UNREAD: self.tr("not readable"),
            NotCompared.DAMAGED: self.tr("damaged"),
            NotCompared.NO_WORDS: self.tr("no words"),
            NotCompared.TOO_LONG: self.tr("too much"),
            None: "",
        }[reason]
