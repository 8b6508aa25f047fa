"""The exhibits of an interview by number: put into another order until it begins, or added without a question."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView

from reviewer.domain.interviews.interview import Exhibit, Interview, State, clock
from reviewer.domain.people.timeline import Entry
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.models.entries import EntriesModel, EntryLine
from reviewer.gui.rooms.interviews.acts import InterviewActs
from reviewer.gui.theme import grid
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.lists.entries import EntriesView
from reviewer.gui.widgets.parts import button, column, label, line, row
from reviewer.gui.widgets.sending import Sent
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.interviews import interview_outline as outline


class ExhibitsView(EntriesView):
    """Alt with the arrows moves an exhibit, Delete takes it out."""

    def __init__(self, model: EntriesModel, name: str, part: ExhibitsPart) -> None:
        super().__init__(model, name)
        self._part = part
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the list."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._part.renumber(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Delete:
            self._part.drop()
        else:
            super().keyPressEvent(event)


class ExhibitsPart(QFrame):
    """``chosen`` carries the entry to show on its page."""

    chosen = Signal(object)

    def __init__(self, acts: InterviewActs) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._acts = acts
        self._interview: Interview | None = None
        self._go_to: int | None = None
        self.model = EntriesModel()
        self.model.setParent(self)
        self.view = ExhibitsView(self.model, self.tr("Exhibits"), self)
        self.control = line(self.tr("Control number"), self.tr("Control number of an item, then Enter"))
        self.problem = FormProblem()
        self.none = label("", "muted", wrap=True)
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        self.keys = label("", "small", wrap=True)
        add = row(self.control, button(self.tr("Add"), self._add), margins=(2, 2, 2, 1), gap=1)
        foot = column(self.problem, self.keys, margins=(3, 1, 2, 2), gap=1)
        whole = column(add, self.none, self.view, foot, gap=0)
        whole.setStretchFactor(self.view, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        self.problem.hide()
        self.control.returnPressed.connect(self._add)
        self.view.selectionModel().currentRowChanged.connect(self.tell_chosen)

    def show_interview(self, interview: Interview | None) -> None:
        """Show the exhibits of an interview."""
        other = interview is None or self._interview is None or self._interview.id != interview.id
        at = self._go_to if self._go_to is not None else self.view.currentIndex().row()
        self._interview, self._go_to = interview, None
        if interview is None:
            self.model.show([])
            return
        if other:
            self.problem.hide()
        self.model.show([self._line(interview, each) for each in interview.exhibits])
        if 0 <= at < self.model.rowCount() and not other:
            self.view.setCurrentIndex(self.model.index(at, 0))
        self.view.setVisible(bool(interview.exhibits))
        self.none.setVisible(not interview.exhibits)
        self.none.setText(
            self.tr("No exhibits yet. What a question is about becomes one by itself; or add an item by its number.")
        )
        begun = interview.state is not State.PLANNED
        self.keys.setText(
            self.tr("The interview has begun, so exhibits keep their numbers.")
            if begun
            else self.tr("Alt+↑↓ renumber · Del take out")
        )
        lead(self, self.view if interview.exhibits else self.control)

    def _line(self, interview: Interview, each: Exhibit) -> EntryLine:
        citing = [one.number for one in interview.questions if any(each.item in cited.items for cited in one.citations)]
        cited = self.tr("cited by {0}").format(", ".join(citing)) if citing else self.tr("cited by no question")
        shown = [one for one in interview.showings if one.exhibit == each.number]
        said = ""
        if shown:
            last = shown[-1]
            words = self.tr("shown at {0}") if last.shown else self.tr("not shown, {0}")
            said = words.format(clock(last.seconds))
        head = " · ".join(
            part for part in (self.tr("Exhibit {0}").format(each.number), each.control, cited, said) if part
        )
        return EntryLine(head, each.title, Entry("item", "", each.title, (each.control,)))

    def tell_chosen(self) -> None:
        """Say which exhibit is at hand."""
        found = self.model.at(self.view.currentIndex().row())
        if found is not None:
            self.chosen.emit(found.entry)

    def _refuse(self, error: KnownError) -> None:
        self._go_to = None
        self.problem.setText(text.refusal(error))
        self.problem.show()

    def _add(self) -> None:
        control, sent = self.control.text().strip(), Sent(self.control)

        def added(_made: Interview) -> None:
            if sent.unchanged:
                self.control.clear()

        if self._interview is not None and control:
            self.problem.hide()
            self._acts.do(outline.add_exhibit, self._interview.id, control, then=added, refused=self._refuse)

    def renumber(self, by: int) -> None:
        """Give the exhibit at hand the number before or after."""
        at = self.view.currentIndex().row()
        if self._interview is not None and 0 <= at < self.model.rowCount() and 0 <= at + by < self.model.rowCount():
            self.problem.hide()
            self._go_to = at + by
            self._acts.do(outline.move_exhibit, self._interview.id, at + 1, at + 1 + by, refused=self._refuse)

    def drop(self) -> None:
        """Take the exhibit at hand out."""
        at = self.view.currentIndex().row()
        if self._interview is not None and 0 <= at < self.model.rowCount():
            self.problem.hide()
            number = self._interview.exhibits[at].number
            self._acts.do(outline.drop_exhibit, self._interview.id, number, refused=self._refuse)
