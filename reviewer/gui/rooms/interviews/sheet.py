"""One interview: its head with the next step, and its parts: outline, plan, exhibits, answers, compelled statements."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.interviews.interview import Interview, State, clock
from reviewer.domain.people.timeline import Entry
from reviewer.domain.progress import Progress
from reviewer.gui import text
from reviewer.gui.rooms.interviews.acts import InterviewActs
from reviewer.gui.rooms.interviews.after import AfterPart
from reviewer.gui.rooms.interviews.answers import AnswersPart
from reviewer.gui.rooms.interviews.compelled import CompelledPart
from reviewer.gui.rooms.interviews.exhibits import ExhibitsPart
from reviewer.gui.rooms.interviews.lookup import Whole
from reviewer.gui.rooms.interviews.outline_part import OutlinePart
from reviewer.gui.rooms.interviews.plan import PlanPart
from reviewer.gui.rooms.interviews.writing import Writing
from reviewer.gui.session import Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.fitting import CurrentStack
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.leaving import AskLeaving
from reviewer.gui.widgets.parts import boxed, button, column, label, row
from reviewer.gui.widgets.switch import parts_switch
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.exports import interview_binder
from reviewer.usecases.exports.gate import Writer
from reviewer.usecases.exports.interview_binder import Binder

OUTLINE, PLAN, EXHIBITS, AFTER, COMPELLED = "outline", "plan", "exhibits", "answers", "compelled"


class InterviewSheet(QFrame):
    """``chosen`` carries what to show on its page, None for nothing; ``hold_wanted`` says to go into the interview."""

    chosen = Signal(object)
    hold_wanted = Signal()
    removed = Signal()

    def __init__(self, session: Session, acts: InterviewActs) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._whole: Whole | None = None
        self.title = label("", "title", wrap=True)
        self.facts = label("", "small", wrap=True, selectable=True)
        self.hold = button(self.tr("Hold…"), self.hold_wanted.emit, "main")
        self.hold.setToolTip(self.tr("Hold the interview, over the whole screen (Ctrl+H)"))
        self.binder = button(self.tr("Print binder…"), self._choose)
        self.binder.setToolTip(
            self.tr("A PDF: checklist, outline with room for notes, exhibits with highlights (Ctrl+P)")
        )
        self.writing = Writing(session)
        self.outline = OutlinePart(acts)
        self.plan = PlanPart(acts)
        self.exhibits = ExhibitsPart(acts)
        self.after = AfterPart(session, acts, self.writing)
        self.compelled = CompelledPart(session, self.writing)
        self.leaving = AskLeaving(session)
        self.parts: dict[str, QWidget] = {
            OUTLINE: self.outline,
            PLAN: self.plan,
            EXHIBITS: self.exhibits,
            AFTER: self.after,
            COMPELLED: self.compelled,
        }
        self.stack = CurrentStack()
        self.buttons = parts_switch(self, self._names(), self.show_part)
        self._lay_out()
        self._telling: dict[str, OutlinePart | ExhibitsPart | AnswersPart | CompelledPart] = {
            OUTLINE: self.outline,
            EXHIBITS: self.exhibits,
            AFTER: self.after.answers,
            COMPELLED: self.compelled,
        }
        for name, telling in self._telling.items():
            telling.chosen.connect(partial(self._tell, name))
        self.plan.removed.connect(self.removed)
        self.show_part(OUTLINE)

    def _names(self) -> dict[str, str]:
        return {
            OUTLINE: self.tr("Outline"),
            PLAN: self.tr("Checklist"),
            EXHIBITS: self.tr("Exhibits"),
            AFTER: self.tr("Answers"),
            COMPELLED: self.tr("Compelled"),
        }

    def _lay_out(self) -> None:
        for part in self.parts.values():
            self.stack.addWidget(part)
        head = row(self.title, self.binder, self.hold, gap=2)
        head.setStretchFactor(self.title, 1)
        switch = Flow()
        switch.setContentsMargins(grid(2), 0, grid(2), grid(1))
        for each in self.buttons.values():
            switch.addWidget(each)
        bar = boxed(switch, "panebar")
        self._lines = column(column(head, self.facts, margins=(3, 2, 3, 1), gap=1), bar, self.stack, gap=0)
        self._lines.setStretchFactor(self.stack, 1)
        self.setLayout(self._lines)

    def show_part(self, name: str) -> None:
        """Show one of the parts, with the cursor in it."""
        self.buttons[name].setChecked(True)
        part = self.parts[name]
        for each in (self.leaving, self.writing):  # where they move no button when they come
            if name == AFTER:
                self.after.tell_in(each)
            else:
                self._lines.addWidget(each)
        self.stack.setCurrentWidget(part)
        lead(self, part)
        if name == COMPELLED:
            self.compelled.refresh()
        self._tell_again(name)
        if self.isVisible():
            part.setFocus()

    def _tell(self, name: str, entry: Entry | None) -> None:
        """Pass on what is chosen in the part that is in sight."""
        if self.stack.currentWidget() is self.parts[name]:
            self.chosen.emit(entry)

    def _tell_again(self, name: str) -> None:
        if name in self._telling and self._whole is not None:
            self._telling[name].tell_chosen()

    def show_whole(self, whole: Whole) -> None:
        """Show an interview; another one begins with what is next to do about it."""
        other = self._whole is None or self._whole.interview.id != whole.interview.id
        self._whole, kept = whole, whole.interview
        self.title.setText(kept.name)
        self.facts.setText(self._facts(kept))
        self.hold.setText(self.tr("Hold…") if kept.state is State.PLANNED else self.tr("Back into it"))
        self.hold.setVisible(not kept.ended)
        self.outline.show_whole(whole)
        self.plan.show_interview(kept)
        self.exhibits.show_interview(kept)
        self.after.show_whole(whole)
        if self.stack.currentWidget() is self.compelled:
            self.compelled.refresh()
        self._count(kept)
        if other:
            name = AFTER if kept.ended else OUTLINE
            self.buttons[name].setChecked(True)
            self.stack.setCurrentWidget(self.parts[name])
            lead(self, self.parts[name])
            self._tell_again(name)

    def _facts(self, kept: Interview) -> str:
        day = kept.planned.replace("T", " ")
        parts = [self.tr("interview {0}").format(kept.id), kept.serial or self.tr("witness"), day, kept.place]
        if kept.started:
            parts.append(self.tr("begun {0} UTC").format(kept.started[:16].replace("T", " ")))
        if kept.ended:
            parts.append(self.tr("took {0}").format(clock(kept.seconds(kept.ended))))
        parts.append(self.tr("compelled") if kept.compelled else self.tr("voluntary"))
        return " · ".join(part for part in parts if part)

    def _count(self, kept: Interview) -> None:
        answers = sum(each.answer is not None for each in kept.questions)
        counts = {
            OUTLINE: len(kept.questions),
            PLAN: f"{sum(bool(each.ticked) for each in kept.notices)}/{len(kept.notices)}",
            EXHIBITS: len(kept.exhibits),
            AFTER: answers,
        }
        for name, title in self._names().items():
            self.buttons[name].setText(f"{title} {counts[name]}" if name in counts else title)

    # -- the binder -----------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        if self._whole is None:
            return
        kept = self._whole.interview
        suggested = self.tr("Interview {0} {1}.pdf").format(kept.id, kept.name)
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Write the binder to"), suggested, "PDF (*.pdf)")
        if name:
            self.write_binder(Path(name))

    def write_binder(self, wanted: Path) -> None:
        """Write the binder to a new file; a number is added where there is one of that name."""
        if self._whole is None:
            return
        out, number = wanted.with_suffix(".pdf"), 2
        while out.exists():
            out, number = wanted.with_name(f"{wanted.stem} ({number}).pdf"), number + 1
        interview, who, workers = self._whole.interview.id, self._session.reviewer, self._session.workers

        def told(made: Binder) -> tuple[str, Path | None]:
            exhibits = text.counted(made.exhibits, self.tr("exhibit"), self.tr("exhibits"))
            pages = text.counted(made.pages, self.tr("page"), self.tr("pages"))
            return self.tr("Binder: {0}, {1} of them shown, in {2}").format(exhibits, pages, made.path.name), made.path

        def begin(terms: Terms) -> None:
            def work(case: Case, write: Writer, progress: Progress) -> Binder:
                return interview_binder.export(
                    case, workers, interview, out, reviewer=who, terms=terms, write=write, progress=progress
                )

            self.writing.export(work, told)

        self.leaving.before(lambda case, terms: interview_binder.preview(case, interview, terms), begin)
