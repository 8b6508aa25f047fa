"""Below the pages: the thread of a message with what is missing from it, its copies, and what is nearly the same."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.ids import ItemId
from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.models.thread import ThreadModel
from reviewer.gui.models.tree import TreeModel
from reviewer.gui.operations import PostedProgress
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Session
from reviewer.gui.shared import beside
from reviewer.gui.shared.beside import Beside
from reviewer.gui.shared.missing import MissingPart
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.lists.thread import ThreadView
from reviewer.gui.widgets.lists.tree import Tree
from reviewer.gui.widgets.parts import boxed, button, column, label, line, row, tool
from reviewer.usecases.analysis import analysis, threads
from reviewer.usecases.analysis.threads import ThreadLine
from reviewer.usecases.evidence import items


class ThreadPane(QFrame):
    """Hidden until asked for; looks nothing up while it is."""

    item_chosen = Signal(object)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._asking = self._again = False
        self._item: ItemId | None = None
        self._thread_title = ""
        self._progress: PostedProgress | None = None
        self._soon = QTimer(self, singleShot=True, interval=300)
        self._soon.timeout.connect(self._ask)
        self.model = ThreadModel(self)
        self.view = ThreadView(self.model, self.tr("Thread"))
        name = self.tr("Duplicates and near-duplicates")
        self.others = TreeModel([name, self.tr("Control no.")], parent=self)
        self.others_tree = Tree(self.others, name, {1: 28})
        self.missing = MissingPart(session)
        self.title = label("", "caption")
        self.said = label("", "muted", wrap=True)
        self._prepare_buttons()
        self._lay_out()
        self._connect()
        self.hide()

    def _prepare_buttons(self) -> None:
        self.answers = button(self.tr("It answers…"), self._ask_parent)
        self.answers.setToolTip(self.tr("Say which message the chosen one answers (A)"))
        self.detach = button(self.tr("It answers none"), self._detach)
        self.detach.setToolTip(self.tr("Say that the chosen message answers none (Del); Ctrl+Z takes it back"))
        self.parent_number = line(
            self.tr("Control number of the message it answers"), self.tr("Control no. of the message, then Enter")
        )
        self.parent_number.setMaximumWidth(room_for(56))
        self.parent_number.hide()
        self.arrange = button(self.tr("Analyse them"), self._arrange)
        self.stop = button(self.tr("Cancel"), self.cancel, "link")
        self.waiting = label("", "small", wrap=True)
        self.all_missing = tool("missing", self.tr("All that is missing from the case"), self._switch, checkable=True)
        self.close_pane = tool("close", self.tr("Close"), self._leave_hidden, "T")

    def _lay_out(self) -> None:
        buttons = (self.parent_number, self.answers, self.detach, self.all_missing, self.close_pane)
        head = row(self.title, 1, *buttons, margins=(3, 1, 1, 1))
        self.unordered = boxed(row(self.waiting, self.arrange, self.stop, 1, margins=(3, 0, 3, 1)))
        self.said.setContentsMargins(grid(3), grid(1), grid(3), grid(1))
        left = column(self.said, self.view, gap=0)
        left.setStretchFactor(self.view, 1)
        self.split = QSplitter()
        self.split.addWidget(boxed(left, "panel"))
        self.split.addWidget(self.others_tree)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([grid(160), grid(80)])
        self.stack = QStackedWidget()
        self.stack.addWidget(self.split)
        self.stack.addWidget(self.missing)
        whole = column(head, self.unordered, self.stack, gap=0)
        whole.setStretchFactor(self.stack, 1)
        self.setLayout(whole)
        self.setMinimumHeight(room_for(36))
        self.stop.hide()
        self.unordered.hide()

    def _connect(self) -> None:
        self.view.entered_line.connect(self._open)
        self.view.detach_wanted.connect(self._detach)
        self.view.attach_wanted.connect(self._ask_parent)
        self.view.selectionModel().currentChanged.connect(lambda _now, _before: self._enable())
        self.others_tree.opened.connect(lambda item: self.item_chosen.emit(ItemId(int(item))))
        self.missing.item_chosen.connect(self.item_chosen)
        self.parent_number.returnPressed.connect(self._attach)
        Refresher(self, self._session, {Noun.ORDER, Noun.ITEMS}, self._refresh, at_first=False)
        leaving = (self.view, self.missing.tree, self.others_tree)
        for widget, act in ((self.parent_number, self._forget_parent), *((each, self.left.emit) for each in leaving)):
            on_keys(widget, {"Esc": act})

    # -- what is shown --------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Show it and go there, or hide it again."""
        if self.isVisible():
            self._leave_hidden()
        else:
            self.show()
            self.view.setFocus()
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look up what was not while it was out of sight."""
        super().showEvent(event)
        self._soon.start()

    def show_item(self, item: ItemId) -> None:
        """The item at hand is another, or was changed."""
        self._item = item
        if self.isVisible():
            self._soon.start()

    def _switch(self) -> None:
        """Show all that is missing from the case, or the thread again."""
        everything = self.all_missing.isChecked()
        self.stack.setCurrentIndex(int(everything))
        for part in (self.answers, self.detach):
            part.setVisible(not everything)
        if everything:
            self.missing.refresh()
            self.missing.tree.setFocus()
        else:
            self.view.setFocus()
        self._show_title()

    def _leave_hidden(self) -> None:
        self.left.emit()
        self.hide()

    def _ask(self) -> None:
        """Look up what stands beside the item; one question at a time, since it may take a second in a large case."""
        if self._item is None or not self.isVisible():
            return
        if self._asking:
            self._again = True
            return
        self._asking, self._again = True, False
        self._session.query(self, partial(beside.look, item=self._item)).success(self._found).failure(
            self._not_found
        ).run()

    def _found(self, found: Beside) -> None:
        self._asking = False
        if self._again or found.item.id != self._item:
            self._ask()
        else:
            self._show(found)

    def _not_found(self, error: KnownError) -> None:
        self._asking = False
        self._session.report(error)

    def _refresh(self, _changes: Changes) -> None:
        self._soon.start()
        if self.all_missing.isChecked():
            self.missing.refresh()

    def _show(self, found: Beside) -> None:
        self.view.here = None if found.message is None else found.message.id
        self.model.show(found.thread)
        at = self.model.row_of(self.view.here)
        if at >= 0:
            self.view.setCurrentIndex(self.model.index(at))
        self._entitle(found)
        self.others_tree.show_branches(beside.rows(found))
        self.others_tree.expandToDepth(0)
        self.waiting.setText(
            self.tr("{0} not analysed yet.").format(
                text.counted(found.waiting, self.tr("message is"), self.tr("messages are"))
            )
        )
        self.unordered.setVisible(bool(found.waiting) or self._progress is not None)
        self._enable()

    def _entitle(self, found: Beside) -> None:
        there, gone = len(found.thread) - self.model.missing, self.model.missing
        words = [self.tr("Thread · {0}").format(text.counted(there, self.tr("message"), self.tr("messages")))]
        words += [self.tr("{0:,} missing").format(gone)] if gone else []
        self._thread_title = ", ".join(words) if found.thread else self.tr("Thread")
        self._show_title()
        if found.message is None:
            self.said.setText(self.tr("Only messages and what is attached to them stand in threads."))
        elif len(found.thread) == 1:
            self.said.setText(
                self.tr("No other message of its thread is known. If it answers one, say so with “It answers…”.")
            )
        self.said.setVisible(found.message is None or len(found.thread) == 1)

    def _show_title(self) -> None:
        everything = self.all_missing.isChecked()
        self.title.setText(self.tr("Missing from the case") if everything else self._thread_title)

    def _enable(self) -> None:
        chosen = self._chosen()
        self.answers.setEnabled(chosen is not None and chosen.item is not None)
        self.detach.setEnabled(chosen is not None and chosen.item is not None and bool(chosen.reason))

    def _chosen(self) -> ThreadLine | None:
        return self.model.at(self.view.currentIndex().row())

    # -- what is done ---------------------------------------------------------------------------------------------

    def _open(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.item is not None:
            self.item_chosen.emit(chosen.item.id)
        elif chosen is not None:
            self._session.said.emit(self.tr("This message is not in the evidence; a preservation request may bring it"))

    def _ask_parent(self) -> None:
        if self.answers.isEnabled():
            self.parent_number.show()
            self.parent_number.setFocus()

    def _forget_parent(self) -> None:
        self.parent_number.clear()
        self.parent_number.hide()
        self.view.setFocus()

    def _attach(self) -> None:
        chosen, typed = self._chosen(), self.parent_number.text().strip()
        if chosen is None or chosen.item is None or not typed:
            return
        child, who = chosen.item.id, self._session.reviewer

        def attach(case: Case) -> None:
            threads.attach(case, child, items.find(case, typed).id, reviewer=who)

        asked = self._session.operation(self, attach)
        asked.success(lambda _done: self._forget_parent()).run()

    def _detach(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.item is not None and self.detach.isEnabled():
            act = partial(threads.detach, child=chosen.item.id, reviewer=self._session.reviewer)
            self._session.operation(self, act).run()

    def _arrange(self) -> None:
        if self._progress is not None:
            return
        session = self._session
        progress = self._progress = session.progress(self._show_progress)
        self.arrange.hide()
        self.stop.show()
        act = partial(analysis.arrange, reviewer=session.reviewer, progress=progress)
        session.long_operation(self, act).success(lambda _done: self._arranged()).failure(self._failed).run()

    def _show_progress(self, done: int, total: int, what: str) -> None:
        if self._progress is not None:
            of = self.tr("{0:,} of {1:,}").format(done, total) if total else f"{done:,}"
            self.waiting.setText(f"{what} · {of}")

    def _arranged(self) -> None:
        self._progress = None
        self.arrange.show()
        self.stop.hide()
        self._ask()

    def _failed(self, error: KnownError) -> None:
        self._arranged()
        if not isinstance(error, CancelledError):
            self._session.failed.emit(error)

    def cancel(self) -> None:
        """Ask for putting in order to stop; what is done is kept."""
        if self._progress is not None:
            self._progress.cancel()
