"""What stays with the case when something is exported, and switches that let it leave; none is ever on by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.leaving import OF_SOURCES, Held, StayReason, Terms
from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.keyboard_moves import KeyboardKept
from reviewer.gui.session import Latest, Session
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.usecases.exports.gate import Preview

_NAMED = 8


class Leaving(QFrame):
    """What stays and why, with the switches for what may be let go here; ``changed`` when one was set.

    ``known`` says whether what is told holds for the switches as they are.
    """

    changed = Signal()

    def __init__(self, *, notes: bool = False, compelled: bool = True) -> None:
        super().__init__()
        self.told = label("", "small", wrap=True, selectable=True)
        self.told.setAccessibleDescription(self.tr("What stays with the case"))
        self.way = label(
            self.tr(
                "What names a confidential source leaves only to a receiver who may see it: a production has a switch "
                "for that, other exports the options --include-sources and --receiver of their commands."
            ),
            "small",
            wrap=True,
        )
        self.problem = label("", "problem", wrap=True, selectable=True)
        self.known = False
        self.privileged = QCheckBox(self.tr("Include what is privileged"))
        self.compelled = QCheckBox(self.tr("Include compelled statements"))
        self.notes = QCheckBox(self.tr("Include private notes"))
        self._offered = {
            self.privileged: "privileged",
            **({self.compelled: "compelled"} if compelled else {}),
            **({self.notes: "private_notes"} if notes else {}),
        }
        for box in self._offered:
            box.toggled.connect(self._switched)
        self.setLayout(column(self.told, self.way, self.problem, *self._offered, gap=1))
        self.show_waiting()

    @property
    def terms(self) -> Terms:
        """What the reviewer lets leave."""
        on = {name: box.isChecked() for box, name in self._offered.items()}
        return Terms(
            privileged=on.get("privileged", False),
            compelled=on.get("compelled", False),
            private_notes=on.get("private_notes", False),
        )

    def show_preview(self, found: Preview) -> None:
        """Show what stays on the terms at hand, and what stands in the way."""
        self.known = True
        by_reason: dict[StayReason, list[Held]] = defaultdict(list)
        for each in found.held:
            by_reason[each.reason].append(each)
        lines = [f"{self._title(reason)}: {self._numbers(held)}" for reason, held in by_reason.items()]
        none = self.tr("Nothing of this stays with the case.")
        self.told.setText("\n".join([self.tr("This stays with the case:"), *lines]) if lines else none)
        self.way.setHidden(OF_SOURCES.isdisjoint(by_reason))
        self.problem.setText("" if found.refused is None else text.in_place(found.refused))
        self.problem.setVisible(found.refused is not None)

    def show_waiting(self) -> None:
        """Say of nothing that it stays or goes until it is known."""
        self.known = False
        self.told.setText(self.tr("Looking for what stays with the case…"))
        self.way.hide()
        self.problem.hide()

    def show_unknown(self, error: KnownError) -> None:
        """Say that it could not be looked for, and why."""
        if not isinstance(error, CancelledError):
            self.told.setText(self.tr("What stays with the case is not known."))
            self.way.hide()
            self.problem.setText(text.refusal(error))
            self.problem.show()

    def _switched(self) -> None:
        self.show_waiting()
        self.changed.emit()

    def clear(self, sent: Terms | None = None) -> None:
        """Set all switches back, or those that were on as something was sent."""
        for box, name in self._offered.items():
            if sent is None or getattr(sent, name):
                box.setChecked(False)

    def _title(self, reason: StayReason) -> str:
        return {
            StayReason.PRIVILEGED: self.tr("marked privileged"),
            StayReason.PRIVILEGED_COPY: self.tr("a duplicate of a privileged item"),
            StayReason.PRIVILEGED_FAMILY: self.tr("of the same message as a privileged item"),
            StayReason.PRIVILEGED_PART: self.tr("has privileged words"),
            StayReason.HOLDS_PRIVILEGED: self.tr("holds a privileged item"),
            StayReason.RESTS_ON_PRIVILEGED: self.tr("rests on a privileged item"),
            StayReason.COMPELLED: self.tr("holds compelled statements"),
            StayReason.HOLDS_COMPELLED: self.tr("holds an item with compelled statements"),
            StayReason.RESTS_ON_COMPELLED: self.tr("rests on compelled statements"),
            StayReason.PRIVATE: self.tr("private notes"),
            StayReason.INTERNAL: self.tr("internal tags"),
            StayReason.REDACTED: self.tr("has redactions (the file itself stays)"),
            StayReason.HOLDS_REDACTED: self.tr("holds an item with redactions"),
            StayReason.UNDECIDED: self.tr("has redactions that wait for a second reviewer"),
            StayReason.REPEATS_REDACTED: self.tr("holds redacted words where nobody has decided on them"),
            StayReason.NAMES_SOURCE: self.tr("names a confidential source where nobody has decided on it"),
            StayReason.FAMILY_NAMES_SOURCE: self.tr("belongs to a message that names a confidential source"),
            StayReason.HOLDS_SOURCE: self.tr("its file names a confidential source"),
            StayReason.UNSEARCHED: self.tr("could not be searched for what is redacted or names a source, or holds it"),
        }[reason]

    def _numbers(self, held: list[Held]) -> str:
        named = ", ".join(each.name for each in held[:_NAMED])
        more = len(held) - _NAMED
        return self.tr("{0} and {1:,} more").format(named, more) if more > 0 else named


class AskLeaving(QFrame):
    """Asks, in its place and only where something stays, whether to write without it; out of sight otherwise."""

    def __init__(self, session: Session, *, notes: bool = False, compelled: bool = True) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._keyboard = KeyboardKept()
        self._look: Callable[[Case, Terms], Preview] | None = None
        self._then: Callable[[Terms], None] | None = None
        self.part = Leaving(notes=notes, compelled=compelled)
        self.go = button(self.tr("Write"), self._go, "main")
        self.cancel = button(self.tr("Cancel"), self._cancel)
        self.setLayout(column(self.part, row(self.go, self.cancel, 1), margins=(3, 1, 3, 1), gap=1))
        self.part.changed.connect(self._see)
        self.hide()

    def before(self, look: Callable[[Case, Terms], Preview], then: Callable[[Terms], None]) -> None:
        """Call ``then`` with the terms to write on: at once where nothing stays, else when that was said."""
        self._cancel()
        self._look, self._then, self._keyboard = look, then, KeyboardKept()
        self._see()

    def _see(self) -> None:
        look, terms = self._look, self.part.terms
        if look is not None:
            asked = self._session.query(self, lambda case: look(case, terms))
            asked.unless(self._latest.ask()).success(self._show).failure(self._unknown).run()

    def _unknown(self, error: KnownError) -> None:
        if self.isHidden():
            self._session.report(error)
        else:
            self.part.show_unknown(error)

    def _show(self, found: Preview) -> None:
        if self.isHidden() and not found.held and not found.refused:
            self._go()
            return
        self.part.show_preview(found)
        self.go.setEnabled(not found.refused)
        if self.isHidden():
            self.show()
            if self._keyboard:  # else an Enter that was meant elsewhere would write
                (self.go if self.go.isEnabled() else self.part.privileged).setFocus()

    def _go(self) -> None:
        terms, then = self.part.terms, self._then
        self._cancel()
        if then is not None:
            then(terms)

    def _cancel(self) -> None:
        self._latest.ask()  # what is still being looked for is wanted no more
        self._look = self._then = None
        self.hide()
        self.part.clear()
