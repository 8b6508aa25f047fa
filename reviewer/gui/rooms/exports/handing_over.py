"""What happened to a production: deliver it, call an item of it back, supplement it; each asked for in its place."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QPushButton

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.production import Production
from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.session import Session
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import as_form, on_keys_within
from reviewer.gui.widgets.parts import button, column, label, line, row
from reviewer.gui.widgets.progress_line import ProgressLine
from reviewer.gui.widgets.sending import Refused, Sending
from reviewer.usecases.exports import productions
from reviewer.usecases.exports.production_history import Standing
from reviewer.usecases.exports.productions import Member

T = TypeVar("T")


class AskLine(QFrame):
    """Asks for one line of words, in its place; ``given`` carries what was typed, ``left`` that nothing is wanted.

    What was refused when it is no longer in sight goes to ``elsewhere``.
    """

    given = Signal(str)
    left = Signal()

    def __init__(self, name: str, hint: str, act: str, elsewhere: Refused) -> None:
        super().__init__()
        self._sending, self._elsewhere = Sending(self, elsewhere), elsewhere
        self.about = label("", wrap=True)
        self.typed = line(name, hint)
        self.go = button(act, self._go, "main")
        self.leave = button(self.tr("Cancel"), self.close_)
        self.problem = FormProblem()
        field = row(self.typed, self.go, self.leave, gap=2)
        field.setStretchFactor(self.typed, 1)
        self.setLayout(column(self.about, field, self.problem, gap=1))
        as_form(self)
        on_keys_within(self, {"Esc": self.close_})
        self.typed.returnPressed.connect(self._go)
        self.hide()

    def ask(self, about: str) -> None:
        """Ask, about this."""
        self._sending.release()
        self.about.setText(about)
        self.typed.clear()
        self.problem.hide()
        self.show()
        self.typed.setFocus()

    def answers(self, saved: Callable[[T], object]) -> tuple[Callable[[T], None], Refused]:
        """Stand still until what was given is done, or refused."""
        return self._sending.answers(saved, self._refuse)

    def _refuse(self, error: KnownError) -> None:
        if not self.isVisible():
            self._elsewhere(error)
        if not isinstance(error, CancelledError):
            self.problem.setText(text.in_place(error))
            self.problem.show()

    def _go(self) -> None:
        if not self._sending.busy:
            self.given.emit(self.typed.text())

    def close_(self) -> None:
        """Ask no more; whoever has gone on with the keyboard stays where they are."""
        focus = QApplication.focusWidget()
        here = focus is None or self.isAncestorOf(focus)
        self.hide()
        if here:
            self.left.emit()


class HandingOver(QFrame):
    """``created`` carries a supplement that was made; ``moved`` a part that has come into being.

    ``left``: what had the keyboard here has nothing to do any more, and nothing else here has.
    """

    created = Signal(object)
    moved = Signal(object)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._standing: Standing | None = None
        self._member: Member | None = None
        self._stopping: int | None = None
        self._broken: Path | None = None
        self.told = label("", wrap=True, selectable=True)
        self.told.setAccessibleDescription(self.tr("What happened to the production"))
        self.deliver = button(self.tr("Delivered…"), self._ask_delivery)
        self.recall = button(self.tr("Call back…"), self._ask_recall)
        self.supplement = button(self.tr("Supplement…"), self._ask_supplement)
        tell = session.report
        self.delivering = AskLine(
            self.tr("Remark"), self.tr("how it was handed over"), self.tr("It was handed over"), tell
        )
        self.recalling = AskLine(
            self.tr("Reason of the recall"), self.tr("the receiver is told"), self.tr("Call it back"), tell
        )
        self.supplementing = AskLine(
            self.tr("Title of the supplement"), self.tr("how you call it"), self.tr("Number the supplement"), tell
        )
        self.dropping = AskLine(
            self.tr("Reason why it is dropped"), self.tr("who gets later numbers is told"), self.tr("Drop it"), tell
        )
        self.drop = button(self.tr("Drop…"), self._ask_drop)
        self.progress = ProgressLine()
        self.buttons: dict[AskLine, QPushButton] = {
            self.delivering: self.deliver,
            self.dropping: self.drop,
            self.recalling: self.recall,
            self.supplementing: self.supplement,
        }
        buttons = row(*self.buttons.values(), 1)
        self.setLayout(column(self.told, buttons, *self.buttons, self.progress, gap=2))
        self.delivering.given.connect(self._deliver)
        self.dropping.given.connect(self._drop)
        self.recalling.given.connect(self._recall)
        self.supplementing.given.connect(self._supplement)
        for asking, asked in self.buttons.items():
            asking.left.connect(partial(self._back, asked))

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────

    def show_standing(self, standing: Standing) -> None:
        """The production at hand."""
        before = self._standing
        self._standing = standing
        if before is None or before.production.id != standing.production.id:
            self._stopping = None
            for asking in self.buttons:
                asking.hide()
        self._look()

    def show_member(self, member: Member | None) -> None:
        """The item at hand of it."""
        if member is None or self._member is None or member.part.id != self._member.part.id:
            self.recalling.hide()
        self._member = member
        self._look()

    def show_stopping(self, stopping: int | None) -> None:
        """How many things stop it; None where no mock run could tell."""
        self._stopping = stopping
        self._look()

    def show_broken(self, place: Path | None) -> None:
        """Where a bundle of it lies that is not as it was made; also to whoever is being asked about a delivery."""
        self._broken = place
        self.delivering.about.setText(self._delivery())

    def _look(self) -> None:
        standing = self._standing
        if standing is None:
            return
        delivered, dropped = standing.production.delivery is not None, standing.production.drop is not None
        self.told.setText("\n".join(self._lines(standing)))
        draft = not delivered and not dropped
        states = {
            self.deliver: (draft, self._stopping == 0),
            self.drop: (draft, True),
            self.recall: (delivered, self._can_be_recalled),
            self.supplement: (delivered, standing.can_be_supplemented and not self.progress.running),
        }
        for asked, (shown, free) in states.items():
            if shown and free:
                asked.show()
                asked.setEnabled(True)
        if any(asked.hasFocus() and not (shown and free) for asked, (shown, free) in states.items()):
            self._lead({asked for asked, (shown, free) in states.items() if shown and free})
        for asked, (shown, free) in states.items():
            asked.setVisible(shown)
            asked.setEnabled(free)

    def _lead(self, usable: Collection[QPushButton]) -> None:
        """Take the keyboard from a button that is about to go: Qt would give it to something far away."""
        for asked in (self.supplement, self.recall, self.deliver, self.drop):
            if asked in usable:
                asked.setFocus()
                return
        self.left.emit()

    def _lines(self, standing: Standing) -> list[str]:
        delivery, drop = standing.production.delivery, standing.production.drop
        if drop is not None:
            words = self.tr("Dropped {0} by {1}: {2}").format(text.moment(drop.at, None), drop.reviewer, drop.reason)
            return [words, self.tr("Nothing leaves from it, and its numbers are not used again.")]
        if delivery is None:
            told = self.tr("Its numbers left in a bundle, a log or a report on {0}.").format(standing.told[:10])
            lines = [told if standing.told else self.tr("Nothing of it has left the case.")]
            if self._stopping:
                lines.append(self.tr("It can be delivered once nothing stops it in the mock run."))
            return lines
        words = self.tr("Delivered {0} by {1}: {2}") if delivery.remark else self.tr("Delivered {0} by {1}.")
        lines = [words.format(text.moment(delivery.at, None), delivery.reviewer, delivery.remark)]
        if standing.recalled:
            back = text.counted(standing.recalled, self.tr("document"), self.tr("documents"))
            lines.append(self.tr("{0} called back.").format(back))
        if standing.follower is not None:
            lines.append(self.tr("Production {0} supplements it.").format(standing.follower))
        if not self._can_be_recalled:
            lines.append(self.tr("Choose a document above that was handed over to call it back."))
        return lines

    @property
    def _can_be_recalled(self) -> bool:
        """Whether the item at hand was handed over and not called back."""
        part = None if self._member is None else self._member.part
        return part is not None and part.numbered and part.way is not Way.PLACEHOLDER and not part.recalled

    # ── what is asked ────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self, asking: AskLine, about: str) -> None:
        for each in self.buttons:
            if each is not asking:
                each.hide()
        asking.ask(about)
        self.moved.emit(asking)

    def _ask_delivery(self) -> None:
        if self._standing is not None:
            self._ask(self.delivering, self._delivery())

    def _delivery(self) -> str:
        """What is asked before it counts as handed over."""
        if self._standing is None:
            return ""
        made = self._standing.production
        words = self.tr("{0} to {1} were handed to {2}? The numbers are given for good; this is not taken back.")
        asked = words.format(made.bates_first, made.bates_last, made.receiver)
        if self._broken is None:
            return asked
        broken = self.tr("The bundle in {0} is not as it was made: do not hand that one over. Export it anew.")
        return f"{broken.format(self._broken)}\n{asked}"

    def _ask_drop(self) -> None:
        if (standing := self._standing) is not None:
            words = self.tr("{0} are not used then, nor given again. Nothing leaves from a production that is dropped.")
            self._ask(self.dropping, words.format(standing.production.numbers))

    def _ask_recall(self) -> None:
        if (member := self._member) is not None:
            self._ask(self.recalling, self.tr("Call back {0}, {1}? This is not taken back.").format(
                member.control, member.title
            ))  # fmt: skip

    def _ask_supplement(self) -> None:
        if (standing := self._standing) is not None:
            words = self.tr("What {0} does not have yet of this query gets the next numbers.")
            self._ask(self.supplementing, words.format(standing.production.receiver))

    def _back(self, asked: QPushButton) -> None:
        usable = [each for each in self.buttons.values() if each.isVisible() and each.isEnabled()]
        if asked in usable:
            asked.setFocus()
        else:
            self._lead(usable)

    # ── what is done ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _deliver(self, remark: str) -> None:
        if (standing := self._standing) is None:
            return
        number, who = standing.production.id, self._session.reviewer
        asked = self._session.operation(self, lambda case: productions.deliver(case, number, remark, reviewer=who))
        done, refused = self.delivering.answers(lambda _made: self.delivering.close_())
        asked.success(done).failure(refused).run()

    def _drop(self, reason: str) -> None:
        if (standing := self._standing) is None:
            return
        number, who = standing.production.id, self._session.reviewer
        asked = self._session.operation(self, lambda case: productions.drop(case, number, reason, reviewer=who))
        done, refused = self.dropping.answers(lambda _made: self.dropping.close_())
        asked.success(done).failure(refused).run()

    def _recall(self, reason: str) -> None:
        standing, member = self._standing, self._member
        if standing is None or member is None:
            return
        number, control, who = standing.production.id, member.control, self._session.reviewer
        asked = self._session.operation(
            self, lambda case: productions.recall(case, number, control, reason, reviewer=who)
        )
        done, refused = self.recalling.answers(lambda _made: self.recalling.close_())
        asked.success(done).failure(refused).run()

    def _supplement(self, title: str) -> None:
        if (standing := self._standing) is None or self.progress.running:
            return
        session, number = self._session, standing.production.id
        who, workers, progress = session.reviewer, session.workers, session.progress(self.progress.step)
        self.progress.begin(progress, self.tr("Making the pages that are missing…"))
        self.progress.stop.setFocus()
        self._look()

        def make(case: Case) -> Production:
            return productions.supplement(case, workers, number, title, reviewer=who, progress=progress)

        closed, refused = self.supplementing.answers(lambda _made: self.supplementing.hide())

        def arrived(made: Production) -> None:
            self._end()
            closed(made)
            self.created.emit(made)

        def came_back(error: KnownError) -> None:
            self._end()
            refused(error)

        session.long_operation(self, make, told=True).success(arrived).failure(came_back).run()

    def _end(self) -> None:
        if self.progress.stop.hasFocus() and self.supplementing.isVisible():
            self.supplementing.typed.setFocus()  # Cancel is gone next, and the answer may be a refusal of the line
        self.progress.end()
        self._look()
