"""A clause as a form: code, name, topic, days in force, text, what has to be proved, what it does not cover."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea

from reviewer.domain.policy.allegation import AllegationId
from reviewer.domain.policy.clause import Clause, ClauseId, Topic, Wording
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.held_in_place import HeldInPlace
from reviewer.gui.navigation import AllegationTarget
from reviewer.gui.rooms.findings.sentences import SentencesEditor
from reviewer.gui.sight import into_sight_soon
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.choice import choice
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.folding import bring
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import CTRL_ENTER, on_keys_within
from reviewer.gui.widgets.parts import boxed, button, captioned, clear, column, label, line, row
from reviewer.gui.widgets.sending import Refused, Sending

T = TypeVar("T")

MOST_NAMED = 12


class ClauseForm(QScrollArea):
    """``shown`` is the clause, None for a new one; ``dirty`` whether something is unsaved."""

    save_wanted = Signal(object, object)
    remove_wanted = Signal(object)
    dirty_changed = Signal(bool)
    going = Signal(object)

    def __init__(self, elsewhere: Refused) -> None:
        super().__init__()
        self._sending = Sending(self, elsewhere)
        self.setObjectName("panel")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Clause"))
        self.dirty = False
        self._clause: Clause | None = None
        self._before = Wording("", "")
        self._filling = False
        self.title = label("", "title", wrap=True)
        self.code = line(self.tr("Code"), self.tr("what the manual numbers it by: 3.14"))
        self.name = line(self.tr("Name"), self.tr("what it is called"))
        self.topic = choice(self.tr("About"), list(Topic), wide=18)
        self.start = line(self.tr("First day in force"), self.tr("YYYY-MM-DD, or empty"))
        self.end = line(self.tr("Last day in force"), self.tr("YYYY-MM-DD, or empty"))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.tr("Text of the clause"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(room_for(28))
        self.elements = SentencesEditor(self.tr("Element"), self.tr("Another element"))
        self.exemptions = SentencesEditor(self.tr("Exemption"), self.tr("Another exemption"))
        self.problem = FormProblem()
        self.warning = label("", "small", wrap=True)
        self.resting = Flow()
        self.save = button(self.tr("Save"), self._save, "main")
        self.save.setToolTip(self.tr("Save (Ctrl+Enter)"))
        self.discard = button(self.tr("Discard"), self._discard)
        self.remove = button(self.tr("Remove clause"), self._remove, "link")
        self._lay_out()
        self._connect()
        self.show_nothing()

    @property
    def shown(self) -> ClauseId | None:
        """The clause that is shown."""
        return None if self._clause is None else self._clause.id

    def _lay_out(self) -> None:
        form = captioned()
        days = row(self.start, label(self.tr("to")), self.end, gap=2)
        form.addRow(label(self.tr("Code")), self.code)
        form.addRow(label(self.tr("Name")), self.name)
        form.addRow(label(self.tr("About")), self.topic)
        form.addRow(label(self.tr("In force")), days)
        form.addRow(label(self.tr("Text")), self.text)
        form.addRow(label(self.tr("To prove")), self.elements)
        form.addRow(label(self.tr("Not covered")), self.exemptions)
        self.fields = boxed(form)
        foot = row(self.save, self.discard, 1, self.remove)
        inside = QFrame()
        inside.setObjectName("panel")
        used = boxed(self.resting)
        parts = (self.title, self.warning, used, self.fields, foot, self.problem, 1)
        inside.setLayout(column(*parts, margins=(4, 3, 4, 4), gap=2))
        self.setWidget(inside)
        HeldInPlace(self)

    def _connect(self) -> None:
        for field in (self.code, self.name, self.start, self.end):
            field.textChanged.connect(self._look)
        self.text.textChanged.connect(self._look)
        self.topic.activated.connect(self._look)
        self.elements.changed.connect(self._look)
        self.exemptions.changed.connect(self._look)
        on_keys_within(self, {CTRL_ENTER: self._save, "Esc": self._discard})

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """No clause is chosen."""
        self._clause = None
        self._fill(Wording("", ""))
        self.title.setText("")
        for part in (self.fields, self.save, self.discard, self.remove, self.warning):
            part.hide()

    def begin(self, wording: Wording) -> None:
        """A new clause, that may begin with the words of a template."""
        self._clause = None
        self._fill(wording)
        self._before = Wording("", "")
        self.title.setText(self.tr("New clause"))
        self._show_parts(new=True, resting=())
        self._set_dirty(dirty=True)
        bring(self)
        self.code.setFocus()
        self.code.selectAll()

    def show_clause(self, clause: Clause, resting: Sequence[int]) -> None:
        """Show a clause and the allegations that rest on it."""
        self._clause = clause
        self._fill(clause.wording)
        self.title.setText(f"{clause.code} {clause.name}")
        self._show_parts(new=False, resting=resting)

    def _show_parts(self, *, new: bool, resting: Sequence[int]) -> None:
        for part in (self.fields, self.save, self.discard):
            part.show()
        self.problem.hide()
        self.remove.setVisible(not new)
        self.remove.setEnabled(not resting)
        self.remove.setToolTip(self.tr("It stays while an allegation rests on it") if resting else "")
        words = text.counted(len(resting), self.tr("allegation rests on it"), self.tr("allegations rest on it"))
        self.warning.setText(
            self.tr("{0}. What rests on an element that is reworded asks to be looked at again.").format(words)
        )
        self.warning.setVisible(bool(resting))
        clear(self.resting)
        for number in resting[:MOST_NAMED]:
            go = partial(self.going.emit, AllegationTarget(AllegationId(number)))
            self.resting.addWidget(button(self.tr("Allegation {0}").format(number), go, "link"))

    def _fill(self, wording: Wording) -> None:
        self._filling = True
        self._before = wording
        self.code.setText(wording.code)
        self.name.setText(wording.name)
        self.topic.say(wording.topic.value)
        self.start.setText(wording.start)
        self.end.setText(wording.end)
        self.text.setPlainText(wording.text)
        self.elements.show_sentences(wording.elements or ("",))
        self.exemptions.show_sentences(wording.exemptions)
        self._filling = False
        self._set_dirty(dirty=False)

    def wording(self) -> Wording:
        """What stands in the form."""
        return Wording(
            self.code.text().strip(),
            self.name.text().strip(),
            Topic(self.topic.value),
            self.text.toPlainText().strip(),
            self.elements.sentences(),
            self.exemptions.sentences(),
            self.start.text().strip(),
            self.end.text().strip(),
        )

    def _look(self) -> None:
        if not self._filling:
            self._set_dirty(dirty=self._clause is None or self.wording() != self._before)

    def _set_dirty(self, *, dirty: bool) -> None:
        self.save.setEnabled(dirty)
        self.discard.setEnabled(dirty)
        if dirty is not self.dirty:
            self.dirty = dirty
            self.dirty_changed.emit(dirty)

    # -- what is done ---------------------------------------------------------------------------------------------

    def _save(self) -> None:
        if self.dirty and not self._sending.busy:
            self.problem.hide()
            self.save_wanted.emit(self._clause, self.wording())

    def answers(self, saved: Callable[[T], object]) -> tuple[Callable[[T], None], Refused]:
        """Stand still until the clause is kept, or refused."""
        return self._sending.answers(saved, self.refuse)

    def saved(self) -> None:
        """What stands in the form is kept now."""
        self._before = self.wording()
        self._set_dirty(dirty=False)

    def _discard(self) -> None:
        if not self.dirty:
            return
        self.problem.hide()
        if self._clause is None:
            self.show_nothing()
        else:
            self._fill(self._clause.wording)

    def _remove(self) -> None:
        if self._clause is not None:
            self.remove_wanted.emit(self._clause)

    def refuse(self, error: KnownError) -> None:
        """Say why it cannot be kept or removed."""
        self.problem.setText(text.refusal(error))
        self.problem.show()
        into_sight_soon(self.problem)
