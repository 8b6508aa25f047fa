"""All that has to be looked at again, on one screen, and one word for all searches that find nothing new."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QWidget

from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.rooms.findings.acts import FindingsActs
from reviewer.gui.rooms.findings.lookup import Again, AgainLine, to_look_at_again
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.gui.widgets.progress_line import SearchWait
from reviewer.usecases.policy.element_searches import Affirmed


class AgainPart(QFrame):
    """``chosen``: a line was gone to; what it names is looked at in its own place."""

    chosen = Signal(object)
    said = Signal(str)
    left = Signal()

    def __init__(self, session: Session, acts: FindingsActs) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session, self._acts = session, acts
        self._latest = Latest()
        self._lines: tuple[AgainLine, ...] = ()
        self._placed: QWidget | None = None
        self.title = label(self.tr("Look again"), "title")
        self.told = label("", "muted", wrap=True)
        self.model = RowsModel([self.tr("Allegation"), self.tr("What is not as it was")])
        self.model.setParent(self)
        self.table = table(self.model, self.tr("What has to be looked at again"), {0: 40})
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setWordWrap(True)
        self.settled = label("", wrap=True)
        self.problem = FormProblem()
        self.confirm = button(self.tr("Confirm them together"), self._confirm, "main")
        self.confirm.setToolTip(self.tr("One act, for all searches of which nothing new is left to be looked at"))
        self.once_more = button(self.tr("Run them again"), self.ask, "link")
        self.once_more.hide()
        self.back = button(self.tr("Back"), self.left.emit)
        self.back.setToolTip(self.tr("Back to the allegations (Esc)"))
        head = column(self.title, self.told, row(self.once_more, 1), margins=(3, 3, 2, 1), gap=2)
        foot = column(self.settled, self.problem, row(self.confirm, self.back, 1), margins=(3, 1, 2, 2), gap=2)
        whole = column(head, self.table, foot, gap=0)
        whole.setStretchFactor(self.table, 1)
        self.waiting = SearchWait(self, session, lambda line: whole.insertWidget(2, line))
        self.acting = SearchWait(self, session, lambda line: whole.insertWidget(2, line), acts=True)
        self.setLayout(whole)
        self.problem.hide()
        self.table.activated.connect(lambda index: self._go(index.row()))
        self.left.connect(self._stop)
        on_keys_within(self, {"Esc": self.left.emit})

    def ask(self) -> None:
        """Run all searches again, and list what is not as it was."""
        if self.once_more.hasFocus():
            self.back.setFocus()
        self.once_more.hide()
        asked = self.waiting.watched(partial(to_look_at_again, reviewer=self._session.reviewer))
        self._session.query(self, asked).unless(self._latest.ask()).success(self._show).failure(self._fail).run()

    def _stop(self) -> None:
        """Nobody waits for the searches any more."""
        self._latest.ask()
        self.waiting.over()

    def _fail(self, error: KnownError) -> None:
        """What is not as it was is not known: what was listed before is not so for sure."""
        held = self.waiting.held
        self.waiting.over()
        self._lines = ()
        self.model.show(())
        self.table.hide()
        self.settled.setText("")
        self.confirm.setEnabled(False)
        stopped = isinstance(error, CancelledError)
        self.told.setText(self.tr("The searches were stopped.") if stopped else text.refusal(error))
        self.once_more.show()
        announce(self, self.told.text())
        if held:
            self.once_more.setFocus()

    def focus(self) -> None:
        """Put the cursor where there is something to do."""
        self._placed = self.table if self._lines else self.confirm if self.confirm.isEnabled() else self.back
        self._placed.setFocus()
        if self._lines and not self.table.currentIndex().isValid():
            choose_row(self.table, 0)

    def _show(self, found: Again) -> None:
        self.waiting.over()
        self._lines = found.lines
        self.model.show([(each.title, each.words) for each in found.lines])
        self.table.setVisible(bool(found.lines))
        self.table.resizeRowsToContents()
        for at in range(len(found.lines)):
            self.table.setRowHeight(at, self.table.rowHeight(at) + grid(3))
        self.told.setText(
            self.tr("Go to a line with Enter. Open or dismiss what a search finds; weigh what has changed.")
            if found.lines
            else self.tr("Nothing that a finding rests on has changed, and no search finds anything new.")
        )
        number = text.counted(found.settled, self.tr("search was"), self.tr("searches were"))
        items = text.counted(found.items, self.tr("item"), self.tr("items"))
        self.settled.setText(
            self.tr("{0} run again over {1}, and nothing new is left to be looked at.").format(number, items)
            if found.settled
            else self.tr("All searches were confirmed for the evidence that there is, or wait above.")
        )
        self.confirm.setEnabled(bool(found.settled))
        focus = self.window().focusWidget() or self
        if self.isVisible() and (not self.isAncestorOf(focus) or focus is self._placed):
            self.focus()

    def _go(self, number: int) -> None:
        if 0 <= number < len(self._lines):
            self.chosen.emit(self._lines[number])

    def _confirm(self) -> None:
        if self.acting.running:
            return  # the line of its searches says so
        self.problem.hide()
        self._acts.affirm(self.acting, self._confirmed, self._refuse)

    def _confirmed(self, done: Affirmed) -> None:
        number = text.counted(done.searches, self.tr("search"), self.tr("searches"))
        self.said.emit(
            self.tr("{0} confirmed again, over {1:,} items; Ctrl+Z takes it back").format(number, done.items)
        )
        self.ask()

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()
