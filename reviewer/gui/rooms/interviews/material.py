"""All there is to ask about: contradictions and gaps first, then everything in order of time; it can be dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame

from reviewer.domain.interviews.interview import Interview
from reviewer.domain.people.timeline import Entry
from reviewer.domain.query import fold
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.models.entries import EntryLine
from reviewer.gui.models.lines import Index
from reviewer.gui.navigation import entry_target
from reviewer.gui.rooms.interviews.headed import HeadedModel, head
from reviewer.gui.rooms.interviews.lookup import HEADING, cites, material
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.dragged_grounds import GROUNDS, grounds_data
from reviewer.gui.theme import grid
from reviewer.gui.widgets.lists.entries import EntriesView
from reviewer.gui.widgets.parts import button, column, label, lookup, row


class MaterialModel(HeadedModel):
    """Lines that are dragged by the names of what a question would cite."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are passed over; what can be cited can be dragged."""
        found, base = self.at(index.row()), super().flags(index)
        return base | Qt.ItemFlag.ItemIsDragEnabled if base and found is not None and cites(found.entry) else base

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """What a drag carries."""
        return [GROUNDS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802 - Qt's name
        """The names of what is dragged."""
        return grounds_data(name for index in indexes if (found := self.at(index.row())) for name in cites(found.entry))


class MaterialView(EntriesView):
    """Enter or + puts what is chosen into the question at hand; O opens it in its room."""

    put = Signal()
    away_wanted = Signal()

    def __init__(self, model: MaterialModel, name: str) -> None:
        super().__init__(model, name)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.opened.connect(self.put)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """+ and O mean something here."""
        if event.key() == Qt.Key.Key_Plus or event.text() == "+":
            self.put.emit()
        elif event.key() == Qt.Key.Key_O and not event.modifiers():
            self.away_wanted.emit()
        else:
            super().keyPressEvent(event)


class MaterialPart(QFrame):
    """``chosen`` carries the entry to show on its page, ``put`` the names to cite."""

    chosen = Signal(object)
    put = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._lines: list[tuple[EntryLine, str]] = []
        self.interview: Interview | None = None
        self.model = MaterialModel()
        self.model.setParent(self)
        self.view = MaterialView(self.model, self.tr("What there is to ask about"))
        head(self.view)
        self.filter = lookup(self.tr("Filter what there is"), self.tr("Filter: words, a date, a number"))
        self.filter.setClearButtonEnabled(True)
        self.none = label("", "muted", wrap=True)
        self.none.setContentsMargins(grid(3), grid(2), grid(3), 0)
        self.add = button(self.tr("Put into the question"), self._put, "link")
        self.add.setToolTip(self.tr("Put into the question at hand (Enter or +), or drag it there"))
        self.away = button(self.tr("Open"), self._open, "link")
        self.away.setToolTip(self.tr("Open where it belongs (O)"))
        foot = row(self.add, 1, self.away, margins=(2, 1, 2, 1))
        whole = column(column(self.filter, margins=(2, 2, 2, 1)), self.none, self.view, foot, gap=0)
        whole.setStretchFactor(self.view, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        self.view.put.connect(self._put)
        self.view.away_wanted.connect(self._open)
        self.view.selectionModel().currentRowChanged.connect(self._chosen)
        self.filter.textChanged.connect(self._narrow)
        self._can()

    def show_interview(self, interview: Interview | None) -> None:
        """Show what there is about whom it is with; what is shown already is looked up again."""
        if interview is None or self.interview is None or self.interview.id != interview.id:
            self._show([])
            self.none.setText(self.tr("Looking…") if interview is not None else "")
        self.interview = interview
        if interview is not None:
            asked = self._session.query(self, lambda case: material(case, interview)).unless(self._latest.ask())
            asked.success(self._show).failure(self._refuse).run()

    def _refuse(self, error: KnownError) -> None:
        self._show([])
        self.none.setText(text.sentence(error))

    def _show(self, lines: list[EntryLine]) -> None:
        self._lines = [(each, fold(f"{each.head} {each.words}")) for each in lines]
        self.none.setText(
            self.tr("Nothing is known yet. Link passages to this officer in Review: select words, press O.")
        )
        self._narrow()

    def _narrow(self) -> None:
        wanted = fold(self.filter.text()).split()
        at = self.entry()
        shown = [
            each
            for each, folded in self._lines
            if not wanted or (each.entry.kind != HEADING and all(word in folded for word in wanted))
        ]
        self.model.show(shown)
        self.view.setVisible(bool(shown))
        self.none.setVisible(not shown)
        if self._lines and not shown:
            self.none.setText(self.tr("Nothing matches."))
        row_ = self.model.row_of(at) if at is not None else -1
        if row_ >= 0:
            self.view.setCurrentIndex(self.model.index(row_, 0))
        self._can()

    def entry(self) -> Entry | None:
        """The entry that is chosen."""
        found = self.model.at(self.view.currentIndex().row())
        return None if found is None or found.entry.kind == HEADING else found.entry

    def _chosen(self) -> None:
        entry = self.entry()
        self._can()
        if entry is not None:
            self.chosen.emit(entry)

    def _can(self) -> None:
        entry = self.entry()
        self.add.setEnabled(entry is not None and bool(cites(entry)))
        self.away.setEnabled(entry is not None)

    def _put(self) -> None:
        entry = self.entry()
        if entry is not None and cites(entry):
            self.put.emit(list(cites(entry)))

    def _open(self) -> None:
        entry = self.entry()
        target = None if entry is None else entry_target(entry)
        if target is not None:
            self._session.go(target)
