"""The finding on an allegation: outcome, standard, reason; what is missing; its steps and its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFormLayout, QFrame, QHBoxLayout, QPlainTextEdit, QWidget

from reviewer.domain.policy.allegation import AllegationId
from reviewer.domain.policy.finding import DEFINITIONS, Finding, Lack, Outcome, Standard, State, Step, lacks
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import name_choice
from reviewer.gui.rooms.findings.acts import FindingsActs
from reviewer.gui.rooms.findings.history import HistoryPart
from reviewer.gui.rooms.findings.lookup import Whole
from reviewer.gui.rooms.findings.signing import SignPart
from reviewer.gui.sight import into_sight_soon
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.choice import Choice
from reviewer.gui.widgets.flow import flow
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.parts import boxed, button, captioned, clear, column, label, line, row
from reviewer.gui.widgets.sending import Refused, Sending, Sent, type_again
from reviewer.gui.widgets.sending import Typed as Keys
from reviewer.gui.widgets.tab_order import lead_to
from reviewer.usecases.policy.findings import AllegedFinding


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form: the outcome or the agency's name for it, reason, standard, exemption by number."""

    outcome: str = ""
    reason: str = ""
    standard: Standard = Standard.PREPONDERANCE
    exemption: int | None = None


class FindingPart(QFrame):
    """A form while there is no finding or a draft; the finding's words, and the next step, from then on."""

    lack_wanted = Signal(int, object)
    said = Signal(str)

    def __init__(self, acts: FindingsActs) -> None:
        super().__init__()
        self._acts = acts
        self._whole: Whole | None = None
        self._kept = Typed()
        self._unsaved: dict[AllegationId, Typed] = {}
        self._taken: Step | None = None
        self._sent: Sent | None = None
        self._drafted: Sent | None = None  # a draft that is saved and not shown as such yet
        self.title = label(self.tr("Finding"), "title")
        self.state = label("", "muted", wrap=True)
        self.outcome, self.standard, self.exemption = (self._choice(name) for name in self._names())
        self.definition = label("", "small", wrap=True)
        self.called = line(self.tr("The agency's own name for it"), self.tr("the agency's own name, then Enter"))
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("How does what stands in the matrix lead to this?"))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(room_for(24))
        self.words = label("", wrap=True, selectable=True)
        self.missing = column(gap=1)
        self._wanting: list[Lack] = []
        self.comment = line(self.tr("Comment"), self.tr("Comment, kept with the step; to reopen: why"))
        self.problem = FormProblem()
        self.hint = label("", "small", wrap=True)
        self.save = button(self.tr("Save draft"), self._save, "main")
        self.propose = button(self.tr("Propose"), partial(self._step, "propose"), "main")
        self.review = button(self.tr("Sign as second reviewer"), partial(self._step, "review"), "main")
        self.finalise = button(self.tr("Make final"), partial(self._step, "finalise"), "main")
        self.reopen = button(self.tr("Reopen"), self._reopen)
        self.sign = SignPart(acts)
        self._signing = Sending(self, self.refuse)
        self.history = HistoryPart()
        self._lay_out()
        self._connect()

    def _names(self) -> tuple[str, str, str]:
        return self.tr("Outcome"), self.tr("Standard of proof"), self.tr("Exemption that applies")

    def _choice(self, name: str) -> Choice:
        made = Choice()
        name_choice(made, name)
        made.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(16)
        return made

    def _lay_out(self) -> None:
        for standard in Standard:
            self.standard.addItem(str(standard), standard)
        self.form = QWidget()
        form = captioned(gap=1)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        names = self._names()
        form.addRow(label(names[0]), column(self.outcome, self.definition, self.called, gap=1))
        form.addRow(label(names[1]), self.standard)
        self.exemption_name = label(names[2])
        form.addRow(self.exemption_name, self.exemption)
        form.addRow(label(self.tr("Reason")), self.reason)
        self.form.setLayout(form)
        self.lacking = boxed(self.missing)
        heading = row(self.title, self.state, gap=3)
        heading.setStretchFactor(self.state, 1)
        steps = flow(self.save, self.propose, self.review, self.finalise, self.reopen)
        parts = (
            heading,
            self.form,
            self.words,
            self.lacking,
            self.comment,
            self.hint,
            self.sign,
            self.problem,
            steps,
            self.history,
        )
        self.setLayout(column(*parts, margins=(4, 3, 4, 3), gap=2))

    def _connect(self) -> None:
        self.outcome.activated.connect(self._typed)
        self.standard.activated.connect(self._typed)
        self.exemption.activated.connect(self._typed)
        self.reason.textChanged.connect(self._typed)
        self.called.returnPressed.connect(self._call)
        self.sign.wanted.connect(self._next_step)
        self.sign.said.connect(self.said)

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_whole(self, whole: Whole) -> None:
        """Show the finding on an allegation; what is being typed stays."""
        before = self._whole
        if before is not None:
            self._keep_unsaved(before)
        if before is None or before.allegation.id != whole.allegation.id:
            self.comment.clear()
            self._signed()
            self.sign.forget()
            self._taken = self._sent = self._drafted = None
            self.problem.hide()
        focus, waits = QApplication.focusWidget(), self._sent is not None and self._sent.at_hand
        self._whole = whole
        self._offer(whole)
        self._kept = self._typed_of(whole)
        self._fill(self._unsaved.pop(whole.allegation.id, self._kept))
        self._choose_called(whole)
        self.history.show_whole(whole)
        self.refresh()
        if waits and QApplication.focusWidget() is not focus:  # shown before it is told: its field or button is gone
            self._lead()
        self._follow(whole)

    def _call(self) -> None:
        """The agency has a name of its own for the outcome that is chosen."""
        name, outcome = self.called.text().strip(), self.chosen()
        if name and outcome is not None:
            self._acts.label(name, outcome, self.refuse)

    def _choose_called(self, whole: Whole) -> None:
        """Once the agency's name is kept, it is the one that the finding bears."""
        name = self.called.text().strip()
        if name and name in whole.labels and self.outcome.findData(name) >= 0:
            self.called.clear()
            self.outcome.setCurrentIndex(self.outcome.findData(name))

    def _keep_unsaved(self, whole: Whole) -> None:
        now = self._now()
        if self.form.isVisibleTo(self) and now != self._kept:
            self._unsaved[whole.allegation.id] = now

    def _offer(self, whole: Whole) -> None:
        self._quiet(blocked=True)
        self.outcome.clear()
        self.outcome.addItem(self.tr("Choose…"), "")
        for outcome in Outcome:
            self.outcome.addItem(str(outcome), outcome.value)
        for name, stands in whole.labels.items():
            self.outcome.addItem(self.tr("{0} (stands for {1})").format(name, stands), name)
        self.exemption.clear()
        self.exemption.addItem(self.tr("none"), None)
        for number, each in enumerate(whole.allegation.clause.exemptions, 1):
            self.exemption.addItem(f"{number}. {each.text}", number)
        for part in (self.exemption, self.exemption_name):
            part.setVisible(bool(whole.allegation.clause.exemptions))
        self._quiet(blocked=False)

    def _quiet(self, *, blocked: bool) -> None:
        for part in (self.outcome, self.standard, self.exemption, self.reason):
            part.blockSignals(blocked)

    def _typed_of(self, whole: Whole) -> Typed:
        finding = whole.current
        if finding is None:
            return Typed()
        words = finding.words
        numbers = {each.id: number for number, each in enumerate(whole.allegation.clause.exemptions, 1)}
        exemption = None if words.exemption is None else numbers.get(words.exemption)
        return Typed(words.label or words.outcome.value, words.reason, words.standard, exemption)

    def _fill(self, typed: Typed) -> None:
        self._quiet(blocked=True)
        self.outcome.setCurrentIndex(max(0, self.outcome.findData(typed.outcome)))
        self.standard.setCurrentIndex(max(0, self.standard.findData(typed.standard)))
        self.exemption.setCurrentIndex(max(0, self.exemption.findData(typed.exemption)))
        if self.reason.toPlainText() != typed.reason:
            self.reason.setPlainText(typed.reason)
        self.reason.document().setModified(typed != self._kept)
        self._quiet(blocked=False)

    def _now(self) -> Typed:
        return Typed(
            str(self.outcome.currentData() or ""),
            self.reason.toPlainText(),
            Standard(self.standard.currentData()),
            self.exemption.currentData(),
        )

    def _typed(self) -> None:
        self.problem.hide()
        self.refresh()

    def chosen(self) -> Outcome | None:
        """The outcome in the form, whatever the agency calls it."""
        said = str(self.outcome.currentData() or "")
        if self._whole is not None and said in self._whole.labels:
            return self._whole.labels[said]
        return Outcome(said) if said in set(Outcome) else None

    def refresh(self) -> None:
        """Show what the form lacks, and which step comes next for whom."""
        whole = self._whole
        if whole is None:
            return
        finding, outcome = whole.current, self.chosen()
        editing = finding is None or finding.state is State.DRAFT
        self.state.setText(self._state(finding))
        self.definition.setText(DEFINITIONS[outcome] if outcome is not None else _definitions())
        self.called.setEnabled(outcome is not None)
        self.form.setVisible(editing)
        self.words.setVisible(not editing)
        self.words.setText("" if finding is None else self._words(whole, finding))
        wanting = lacks(outcome, whole.allegation, exempt=self._now().exemption is not None) if outcome else []
        self._show_lacks(wanting)
        self._show_steps(finding, dirty=self._now() != self._kept, able=outcome is not None and not wanting)

    def _state(self, finding: Finding | None) -> str:
        if finding is None:
            return self.tr("none yet")
        return self.tr("{0}; written by {1}").format(finding.state, finding.author)

    def _words(self, whole: Whole, finding: Finding) -> str:
        words = finding.words
        called = f" ({words.label})" if words.label else ""
        exempt = next((each.text for each in whole.allegation.clause.exemptions if each.id == words.exemption), "")
        lines = [
            f"{str(words.outcome).capitalize()}{called}. {DEFINITIONS[words.outcome]}",
            str(words.standard).capitalize() + ".",
        ]
        lines += [self.tr("Exempt: {0}").format(exempt)] if exempt else []
        return "\n".join([*lines, "", words.reason])

    def _show_lacks(self, wanting: list[Lack]) -> None:
        if wanting == self._wanting:
            return  # whoever types has nothing jump below
        self._wanting = wanting
        clear(self.missing)
        if wanting:
            self.missing.addWidget(label(self.tr("Missing before this can be found:"), "caption"))
        for each in wanting:
            self.missing.addLayout(self._lack(each))
        self.lacking.setVisible(bool(wanting))

    def _lack(self, each: Lack) -> QHBoxLayout:
        words = label(f"– {each.words}", wrap=True)
        if not each.element:
            return row(words)
        cell = self.tr("explanation") if each.side is None else str(each.side)
        go = button(self.tr("Element {0}, {1}").format(each.element, cell), partial(self._go, each), "link")
        go.setToolTip(self.tr("Go to the cell that lacks something"))
        made = row(words, go, gap=2)
        made.setStretch(0, 1)
        made.setAlignment(go, Qt.AlignmentFlag.AlignTop)
        return made

    def _go(self, each: Lack) -> None:
        self.lack_wanted.emit(each.element, each.side)

    def _show_steps(self, finding: Finding | None, *, dirty: bool, able: bool) -> None:
        state = None if finding is None else finding.state
        self.propose.setVisible(state is State.DRAFT)
        self.propose.setEnabled(able and not dirty)
        self.save.setVisible(state in (None, State.DRAFT))
        saving = able and (dirty or finding is None)
        if self.save.hasFocus() and not saving and self.propose.isEnabled():
            self.propose.setFocus()  # before Qt hands the keyboard to whatever comes next, and all is scrolled to that
        self.save.setEnabled(saving)
        self.review.setVisible(state is State.PROPOSED)
        self.finalise.setVisible(state is State.REVIEWED)
        self.reopen.setVisible(finding is not None and state is not State.DRAFT)
        self.comment.setVisible(finding is not None)
        self.hint.setText(self._hint(finding))
        self.hint.setVisible(bool(self.hint.text()))
        self.sign.setVisible(state in (State.DRAFT, State.PROPOSED, State.REVIEWED))
        if finding is not None and self._whole is not None:
            self.sign.show_keys(self._whole.keys, finding.hands, second=state is State.PROPOSED)

    def _hint(self, finding: Finding | None) -> str:
        if finding is None or finding.state is not State.PROPOSED:
            return ""
        return self.tr("{0} had a hand in it. Somebody else signs.").format(", ".join(finding.hands))

    # -- what is done ---------------------------------------------------------------------------------------------

    def _save(self) -> None:
        if self._whole is None:
            return
        now, allegation, sent = self._now(), self._whole.allegation.id, Sent()

        def saved(_made: AllegedFinding) -> None:
            self._unsaved.pop(allegation, None)
            self.said.emit(self.tr("The draft is saved"))
            if self._whole is not None and self._whole.allegation.id == allegation:
                self._drafted = sent
                self._follow(self._whole)

        self._kept = now
        said = (now.outcome, now.reason, now.standard, now.exemption)
        self._acts.draft(allegation, said, saved, self._refuse_draft)

    def _refuse_draft(self, error: KnownError) -> None:
        self._kept = Typed() if self._whole is None else self._typed_of(self._whole)
        self.refuse(error)
        self.refresh()

    def _step(self, verb: str) -> None:
        if self._whole is None or self._signing.busy:
            return
        self.problem.hide()
        said = (self.comment.text().strip(), self.sign.signer or self._acts.who, self.sign.passphrase)
        answers = self._answers(self._refuse_step)
        self._signing.hold()
        self.sign.wait(waits=True)
        self._acts.step(verb, self._whole.allegation.id, said, *answers)

    def _signed(self) -> Keys:
        """It was signed, or was not: take by hand again, and have what was typed meanwhile."""
        self.sign.wait(waits=False)
        return self._signing.taken()

    def _follow(self, whole: Whole) -> None:
        """Have the keyboard where the finding goes on once it shows what was done: its button is gone, or off."""
        drafted = self._drafted
        if drafted is not None and self.propose.isVisible() and self.propose.isEnabled():
            self._drafted = None
            if drafted.at_hand:
                self._lead()
        current, step = whole.current, self._taken
        if step is None or current is None or step not in current.steps:
            return
        self._taken = None
        self._lead()

    def _lead(self) -> None:
        """Have the keyboard at what comes next."""
        steps = (self.propose, self.sign.name, self.finalise, self.reopen)
        following = next((part for part in steps if part.isVisible() and part.isEnabled()), None)
        if following is not None:
            lead_to(following, self.sign if following is self.sign.name else None)

    def _next_step(self) -> None:
        """Enter was pressed in the last field: take the step that comes next."""
        for part in (self.propose, self.review, self.finalise):
            if part.isVisible() and part.isEnabled():
                part.click()
                return

    def _reopen(self) -> None:
        if self._whole is not None:
            self.problem.hide()
            words = self.comment.text().strip()
            self._acts.reopen(self._whole.allegation.id, words, *self._answers(self._refuse_reopening))

    def _answers(self, refuse: Callable[[KnownError], None]) -> tuple[Callable[[AllegedFinding], None], Refused]:
        """What to do when a step is taken, and when it is not: in the form only while it still shows the allegation."""
        whole, sent = self._whole, Sent(self.comment, self.sign.name, self.sign.secret)
        self._sent = sent

        def answered() -> None:
            if self._sent is sent:
                self._sent = None

        def here() -> bool:
            return whole is not None and self._whole is not None and self._whole.allegation.id == whole.allegation.id

        def taken(made: AllegedFinding) -> None:
            answered()
            self._stepped(made, sent if here() else None)

        def refused(error: KnownError) -> None:
            answered()
            if here():
                typed = self._signed()
                refuse(error)
                type_again(typed)
            else:
                self.said.emit(text.sentence(error))

        return taken, refused

    def _stepped(self, made: AllegedFinding, sent: Sent | None) -> None:
        lost = False
        if sent is not None:
            typed = self._signed()
            self._taken = made.finding.steps[-1] if sent.at_hand else None
            if sent.unchanged:
                self.comment.clear()
                self.sign.forget()
            kept = {self.comment, self.sign.name} if self.sign.name.isVisible() else {self.comment}
            type_again([each for each in typed if each[0] in kept])
            lost = any(field not in kept for field, _ in typed)
            if self._whole is not None:
                self._follow(self._whole)
        last = made.finding.steps[-1]
        how = f" ({last.signed})" if last.signed else ""
        said = self.tr("The finding is {0} by {1}{2}").format(last.done, last.reviewer, how)
        if lost:  # words of a passphrase are told nobody
            said = self.tr("{0}. What was typed meanwhile was not taken").format(said)
        self.said.emit(said)

    def _refuse_step(self, error: KnownError) -> None:
        self.refuse(error)
        self.sign.lead_on()

    def _refuse_reopening(self, error: KnownError) -> None:
        self.refuse(error)
        if not self.comment.text().strip():
            self.comment.setFocus()

    def refuse(self, error: KnownError) -> None:
        """Say in words why it cannot be done, and what to do about it."""
        self.problem.setText(text.in_place(error))
        self.problem.show()
        into_sight_soon(self.problem)


def _definitions() -> str:
    """What each outcome means."""
    return "\n".join(f"{outcome}: {DEFINITIONS[outcome]}" for outcome in Outcome)
