"""Let the words at hand speak for an element of an allegation or against it: named by typing, one key to begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame

from reviewer.domain.ids import OfficerId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.policy.allegation import Allegation, AllegationId, Side
from reviewer.gui.session import Latest, Session
from reviewer.gui.widgets.keys import as_form, on_keys_within
from reviewer.gui.widgets.parts import column
from reviewer.gui.widgets.type_ahead import Named, TypeAhead
from reviewer.usecases.pages.passages import Stretch
from reviewer.usecases.policy import allegations

Place = tuple[AllegationId, int, Side]
"""An allegation, an element of it counted from 1, and what the words speak for."""


class CiteEvidenceBox(QFrame):
    """Hidden until it is asked for."""

    chosen = Signal(object)
    nobody_meant = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = TypeAhead(
            self.tr("Bear on an allegation"), self.tr("Bears on: officer, clause, element, for or against")
        )
        self.name.chosen.connect(self._take)
        self.name.nobody_meant.connect(self.nobody_meant)
        self.setLayout(column(self.name))
        as_form(self)
        on_keys_within(self, {"Esc": self.leave})
        self.hide()

    def ask(self) -> None:
        """Show the line and put the cursor into it."""
        self.show()
        self.name.clear()
        self.name.setFocus()

    def offer(self, alleged: Sequence[Allegation], first: frozenset[OfficerId]) -> None:
        """Offer each element of each allegation, those against the officers meant here first."""
        ordered = sorted(alleged, key=lambda each: each.officer not in first)
        self.name.show_choices(
            [self._named(each, line.number, side) for each in ordered for line in each.matrix for side in Side]
        )

    def _named(self, each: Allegation, number: int, side: Side) -> Named:
        said = self.tr("for") if side is Side.FOR else self.tr("against")
        element = each.clause.element(number).text
        words = self.tr("{0} · {1} · {2} {3}. {4}").format(each.name, each.clause.code, said, number, element)
        return Named(words, (each.id, number, side), f"{each.serial} {each.act}")

    def _take(self, place: Place) -> None:
        self.chosen.emit(place)
        self.leave()

    def leave(self) -> None:
        """Go back to the pages."""
        self.hide()
        self.left.emit()


class CitingEvidence(QObject):
    """Brings the box together with what is selected, or the passage at hand."""

    def __init__(
        self,
        session: Session,
        box: CiteEvidenceBox,
        target: Callable[[], Stretch | MarkedPassage | None],
        added: Callable[[MarkedPassage], None],
    ) -> None:
        super().__init__(box)
        self._session, self._box, self._target, self._added = session, box, target, added
        self._latest = Latest()
        self._on: Stretch | MarkedPassage | None = None
        box.chosen.connect(self._bear)
        box.nobody_meant.connect(self._nobody)

    def ask(self) -> None:
        """Ask what the words at hand bear on."""
        self._on = self._target()
        if self._on is None:
            self._session.said.emit(self.tr("Select words on the page first, then say what they bear on"))
            return
        first = frozenset[OfficerId]()
        if isinstance(self._on, MarkedPassage):
            first = frozenset(officer.id for _, officer in self._on.officers)

        def show(found: list[Allegation]) -> None:
            self._box.offer(found, first)
            if not found:
                self._box.leave()
                self._session.said.emit(self.tr("There are no allegations yet. Enter one in the Findings room"))

        self._box.ask()
        self._session.query(self, allegations.listed).unless(self._latest.ask()).success(show).run()

    def _nobody(self, typed: str) -> None:
        self._session.said.emit(self.tr("No element of an allegation is like “{0}”").format(typed))

    def _bear(self, place: Place) -> None:
        on, who = self._on, self._session.reviewer
        if on is None:
            return
        allegation, element, side = place
        source = on if isinstance(on, Stretch) else on.passage.id

        def done(marked: MarkedPassage) -> None:
            self._added(marked)
            words = self.tr("It speaks {0} element {1} of allegation {2}").format(side.value, element, allegation)
            self._session.said.emit(words)

        self._session.operation(
            self, lambda case: allegations.cite(case, allegation, element, side, source, reviewer=who)
        ).success(done).run()
