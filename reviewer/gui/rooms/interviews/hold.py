"""Hold an interview, full screen: the question, the exhibit large beside it, the time, and every act on one key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSplitter, QStackedWidget, QWidget

from reviewer.desktop import settings
from reviewer.domain import clock as moments
from reviewer.domain.changes import Noun
from reviewer.domain.interviews.interview import Interview, InterviewId, Question, Reply, State, clock
from reviewer.domain.people.timeline import Entry
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.held_in_place import HeldInPlace
from reviewer.gui.models.entries import EntriesModel, EntryLine
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.interviews.acts import InterviewActs
from reviewer.gui.rooms.interviews.asking import Asking
from reviewer.gui.rooms.interviews.checklist import Checklist
from reviewer.gui.rooms.interviews.lookup import Whole, whole
from reviewer.gui.rooms.interviews.showing import Showing
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.fitting import Scroller
from reviewer.gui.widgets.keys import CTRL_ENTER, in_field, is_letter, on_keys_anywhere
from reviewer.gui.widgets.lists.entries import EntriesView
from reviewer.gui.widgets.parts import boxed, button, column, label, row
from reviewer.gui.widgets.tab_order import tab
from reviewer.usecases.interviews import interview_holding as holding
from reviewer.usecases.told_acts import ToldAct

TICK = 500
"""Milliseconds between two looks at the clock."""

CONCERNS = frozenset({Noun.INTERVIEWS, Noun.PASSAGES, Noun.LEDGER})


class HoldWindow(QWidget):
    """A window of its own over the whole screen. Escape leaves it; the interview goes on until it is ended."""

    left = Signal()
    ended = Signal()

    def __init__(self, session: Session, acts: InterviewActs, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Interview"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._session, self._acts = session, acts
        self._latest = Latest()
        self.interview: InterviewId | None = None
        self.whole: Whole | None = None
        self._at = 0
        self._ending = False
        self._asked_at: QWidget | None = None
        self.asking = Asking(acts)
        self.checklist = Checklist(acts)
        self.showing = Showing(session, acts)
        self._clock = QTimer(self, interval=TICK)
        self._clock.timeout.connect(self._tick)
        self._make_parts()
        self._lay_out()
        self._connect()

    def _make_parts(self) -> None:
        self.title = label("", "strong")
        self.time = label("", "clock")
        self.time.setAccessibleDescription(self.tr("Time since the start"))
        self.stands = label("", "muted")
        self.questions = EntriesModel()
        self.questions.setParent(self)
        self.list = EntriesView(self.questions, self.tr("Questions"))
        self.place = label("", "small")
        self.done = Elided()
        self.done.setAccessibleName(self.tr("What was done last"))
        self.begin = button(self.tr("Begin the interview"), self._begin, "main")
        self.begin.setToolTip(self.tr("Begin (Ctrl+Enter)"))
        self.to_question = button(self.tr("Back to the question"), self._toggle_checklist)
        self.open_notices = label("", "problem", wrap=True)
        self.break_button = button(self.tr("Break"), self._break)
        self.break_button.setToolTip(self.tr("Begin or end a break (B)"))
        self.second = button(self.tr("Exhibit window"), self.showing.toggle_window)
        self.second.setToolTip(self.tr("A window with the exhibit alone, on a second screen if there is one (W)"))
        self.rights = button(self.tr("Checklist"), self._toggle_checklist)
        self.rights.setToolTip(self.tr("Rights and notices (L)"))
        self.end = button(self.tr("End"), self._end)
        self.end.setToolTip(self.tr("End the interview (Ctrl+E)"))
        self.leave = button(self.tr("Close"), self.close)
        self.leave.setToolTip(self.tr("Close the full screen; the interview goes on (Esc)"))

    def _lay_out(self) -> None:
        bar = row(
            self.time, self.title, self.stands, 1, self.rights, self.break_button, self.second, self.end, self.leave,
            margins=(4, 2, 3, 2), gap=2,
        )  # fmt: skip
        top = boxed(bar, "panebar")
        listing = QFrame()
        listing.setObjectName("panel")
        inside = column(self.list, column(self.place, margins=(3, 1, 2, 2)), gap=0)
        inside.setStretchFactor(self.list, 1)
        listing.setLayout(inside)
        self.middle = QStackedWidget()
        self.middle.addWidget(Scroller(self.asking, "panel"))
        self.middle.addWidget(self._rights_page())
        split = QSplitter()
        for part in (listing, self.middle, self.showing):
            split.addWidget(part)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 2)
        split.setStretchFactor(2, 3)
        split.setSizes([grid(52), grid(126), grid(142)])
        keys = self.tr(
            "J K question · A answer · 1–4 or C X R D how it stands · N note · S shown · ← → exhibit · 0 blank the "
            "second window · B break · W second window · L checklist · Ctrl+Z undo · Esc close"
        )
        foot = boxed(column(self.done, label(keys, "small", wrap=True), margins=(4, 1, 4, 1), gap=0), "statusline")
        whole_ = column(top, split, foot, gap=0)
        whole_.setStretchFactor(split, 1)
        self.setLayout(whole_)

    def _rights_page(self) -> QScrollArea:
        inside = QFrame()
        inside.setObjectName("panel")
        title = label(self.tr("Before the first question"), "title", wrap=True)
        foot = row(self.begin, self.to_question, 1)
        inside.setLayout(
            column(
                title, self.checklist, self.open_notices, foot, self.checklist.problem, 1, margins=(5, 4, 5, 4), gap=3
            )
        )
        made = QScrollArea()
        made.setObjectName("panel")
        made.setWidgetResizable(True)
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setWidget(inside)
        HeldInPlace(made)
        return made

    def _connect(self) -> None:
        self.asking.done.connect(self.setFocus)
        self.asking.answer.textChanged.connect(self._typed)
        self._session.acted.connect(self._tell)
        self.list.selectionModel().currentRowChanged.connect(lambda now, _before: self.go_to(now.row()))
        self.list.opened.connect(self.setFocus)
        self.showing.refused.connect(self.asking.refuse)
        self.showing.window_toggled.connect(self._tell_window)
        Refresher(self, self._session, CONCERNS, lambda _changes: self._ask(), at_first=False)
        on_keys_anywhere(
            self,
            {
                "Ctrl+Z": partial(self._acts.undo, self.asking.refuse),
                "Ctrl+Shift+Z": self._acts.redo,
                "Ctrl+E": self._end,
                CTRL_ENTER: self._begin,
            },
        )

    # -- what is shown --------------------------------------------------------------------------------------------

    def hold(self, interview: InterviewId, *, full_screen: bool = True) -> None:
        """Go into an interview: at its first question without an answer."""
        self.interview, self.whole = interview, None
        self._at = -1
        self.showing.begin()
        if full_screen:
            self.showFullScreen()
        else:
            self.show()
        self.setFocus()
        self._clock.start()
        self._ask()

    def _tell(self, act: ToldAct) -> None:
        """Echo what was done, or taken back; nothing of what goes on by itself, as pages that are made in advance."""
        if not (act.back or act.undoable or act.handed):
            return
        undone = {"undo": self.tr("Undone: {0}"), "redo": self.tr("Done again: {0}")}.get(act.back, "{0}")
        self.done.setText(undone.format(act.words))

    def _ask(self) -> None:
        if self.interview is not None:
            asked = self._session.query(self, partial(whole, interview=self.interview)).unless(self._latest.ask())
            asked.success(self._show).failure(self._gone).run()

    def _gone(self, error: KnownError) -> None:
        self.asking.refuse(error)

    def _show(self, found: Whole) -> None:
        first = self.whole is None
        self.whole, kept = found, found.interview
        if first:
            asked = kept.questions
            self._at = next((number for number, each in enumerate(asked) if each.answer is None), 0)
            self.middle.setCurrentIndex(0 if kept.started else 1)
        self.title.setText(kept.name)
        self.checklist.show_interview(kept)
        self._show_state(kept)
        self._show_list(kept)
        self._show_question()
        if first and not kept.started:
            self.begin.setFocus()

    def _show_state(self, kept: Interview) -> None:
        lacking = len(kept.open_notices)
        self.open_notices.setText(
            text.counted(lacking, self.tr("mandatory line is open."), self.tr("mandatory lines are open."))
        )
        self.open_notices.setVisible(bool(lacking))
        self.begin.setVisible(kept.state is State.PLANNED)
        self.to_question.setVisible(kept.state is not State.PLANNED)
        self.break_button.setEnabled(kept.running)
        self.break_button.setText(self.tr("End the break") if kept.on_break else self.tr("Break"))
        self.end.setVisible(kept.running)
        self.rights.setText(self.tr("Checklist ({0:,} open)").format(lacking) if lacking else self.tr("Checklist"))
        # What is saved as one goes to the button is shown between the two times that it is pressed.
        still = kept.running and QApplication.focusWidget() is self._asked_at
        self._ask_to_end(asked=self._ending and still)
        self._tick()

    def _tick(self) -> None:
        kept = None if self.whole is None else self.whole.interview
        if kept is None or not kept.started:
            self.time.setText("0:00:00")
            self.stands.setText(self.tr("not begun") if kept is not None else "")
            return
        self.time.setText(clock(kept.seconds(kept.ended or moments.now())))
        since = next((each.start for each in kept.breaks if each.end is None), None)
        if kept.ended:
            self.stands.setText(self.tr("ended"))
        elif since is not None:
            self.stands.setText(self.tr("on a break since {0}").format(clock(since)))
        else:
            self.stands.setText(self.tr("compelled") if kept.compelled else "")

    def _show_list(self, kept: Interview) -> None:
        lines = [
            EntryLine(
                " · ".join(part for part in (each.number, self._done(each)) if part),
                each.text,
                Entry("question", "", each.text),
                each.answer is not None and each.answer.reply is Reply.CONTRADICTS,
            )
            for each in kept.questions
        ]
        self.list.blockSignals(True)
        self.list.selectionModel().blockSignals(True)
        self.questions.show(lines)
        self._at = min(max(self._at, 0), max(len(lines) - 1, 0))
        self.list.selectionModel().blockSignals(False)
        self.list.blockSignals(False)

    def _done(self, each: Question) -> str:
        if each.answer is None:
            return ""
        return f"✓ {each.answer.reply.value or self.tr('answered')}"

    def question(self) -> Question | None:
        """The question at hand."""
        asked = () if self.whole is None else self.whole.interview.questions
        return asked[self._at] if 0 <= self._at < len(asked) else None

    def _show_question(self) -> None:
        if self.whole is None:
            return
        kept, question = self.whole.interview, self.question()
        if question is not None:
            self.list.setCurrentIndex(self.questions.index(self._at, 0))
            asked = len(kept.questions)
            answers = sum(each.answer is not None for each in kept.questions)
            self.place.setText(self.tr("{0:,} of {1:,} · {2:,} answered").format(self._at + 1, asked, answers))
        self.asking.show_question(kept, question)
        self.showing.show_question(self.whole, question)

    def _tell_window(self, there: bool) -> None:  # noqa: FBT001 - the signal's own
        self.second.setText(self.tr("Close exhibit window") if there else self.tr("Exhibit window"))

    def go_to(self, number: int) -> None:
        """Go to a question, counted from 0."""
        if self.whole is not None and 0 <= number < len(self.whole.interview.questions) and number != self._at:
            self._at = number
            self.middle.setCurrentIndex(0)
            self._ask_to_end(asked=False)
            self._show_question()

    # -- acts -----------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        kept = None if self.whole is None else self.whole.interview
        if kept is None or kept.state is not State.PLANNED:
            return

        def begun(_made: Interview) -> None:
            self.middle.setCurrentIndex(0)
            self.setFocus()

        def refused(error: KnownError) -> None:
            self.open_notices.setText(text.refusal(error))
            self.open_notices.show()

        self._acts.do(holding.start, kept.id, then=begun, refused=refused)

    def _break(self) -> None:
        kept = None if self.whole is None else self.whole.interview
        if kept is not None and kept.running:
            self.asking.problem.hide()
            verb = holding.resume if kept.on_break else holding.pause
            self._acts.do(verb, kept.id, refused=self.asking.refuse)

    def _toggle_checklist(self) -> None:
        if self.whole is not None:
            self.middle.setCurrentIndex(1 - self.middle.currentIndex())
            if self.middle.currentIndex() and self.checklist.boxes:
                self.checklist.boxes[0].setFocus()
            else:
                self.setFocus()

    def _end(self) -> None:
        kept = None if self.whole is None else self.whole.interview
        if kept is None or not kept.running:
            return
        if not self._ending:
            self._asked_at = QApplication.focusWidget()
            self._ask_to_end(asked=True)
            return

        def ended(_made: Interview) -> None:
            self.close()
            self.ended.emit()

        self.asking.save()
        self._acts.do(holding.end, kept.id, then=ended, refused=self.asking.refuse)

    def _typed(self) -> None:
        if self.asking.answer.hasFocus():
            self._ask_to_end(asked=False)

    def _ask_to_end(self, *, asked: bool) -> None:
        self._ending = asked
        self.end.setText(self.tr("Press again to end") if asked else self.tr("End"))

    def _keys(self) -> dict[Qt.Key, Callable[[], object]]:
        marks = (Reply.CONFIRMS, Reply.CONTRADICTS, Reply.NO_RECALL, Reply.DECLINES)
        key = Qt.Key
        digits, letters = (key.Key_1, key.Key_2, key.Key_3, key.Key_4), (key.Key_C, key.Key_X, key.Key_R, key.Key_D)
        known: dict[Qt.Key, Callable[[], object]] = {
            pressed: partial(self.asking.mark, mark)
            for keys in (digits, letters)
            for pressed, mark in zip(keys, marks, strict=True)
        }
        return known | {
            key.Key_J: partial(self._step, 1),
            key.Key_K: partial(self._step, -1),
            key.Key_N: self.asking.begin_note,
            key.Key_A: self.asking.begin_answer,
            key.Key_S: self.showing.toggle_shown,
            key.Key_B: self._break,
            key.Key_W: self.showing.toggle_window,
            key.Key_L: self._toggle_checklist,
            key.Key_0: self.showing.blank,
            key.Key_Right: partial(self.showing.turn, 1),
            key.Key_Left: partial(self.showing.turn, -1),
        }

    def _step(self, by: int) -> None:
        self.go_to(self._at + by)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Every act has a key, unless one is typing."""
        if event.key() == Qt.Key.Key_Escape:
            if self.asking.typing() is not None:
                self.setFocus()
            else:
                self.close()
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act = self._keys().get(Qt.Key(event.key()))
        if is_letter(event.keyCombination()) and not settings.single_keys():
            act = None
        if act is None or modifiers or in_field(QApplication.focusWidget(), self):
            super().keyPressEvent(event)
        else:
            self._ask_to_end(asked=False)
            act()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001, N802 - Qt's
        """Tab goes in the order of sight."""
        return tab(self, forward=forward)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what was typed, and let the workers go."""
        self.asking.save()
        self.close_workers()
        super().closeEvent(event)
        self.left.emit()

    def close_workers(self) -> None:
        """Stop the clock, close the second window, let the workers go."""
        self._clock.stop()
        self.showing.close_workers()
