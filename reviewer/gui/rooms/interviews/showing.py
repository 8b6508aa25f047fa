"""The exhibit of the question at hand, large, and whether it was shown; the second window follows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QToolButton

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.item import Item
from reviewer.domain.ids import ItemId
from reviewer.domain.interviews.interview import Question, clock
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.errors import KnownError
from reviewer.gui.pages.pane import Pane
from reviewer.gui.rooms.interviews.acts import InterviewActs
from reviewer.gui.rooms.interviews.exhibit_window import ExhibitWindow
from reviewer.gui.rooms.interviews.lookup import Whole
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.highlights import highlights
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.parts import boxed, button, clear, column, label, row
from reviewer.usecases.evidence import items
from reviewer.usecases.interviews import interview_holding as holding


@dataclass(frozen=True, slots=True)
class Showable:
    """An exhibit that the question at hand is about, and the passages on it that it cites."""

    number: int
    item: ItemId
    control: str
    passages: tuple[int, ...]


def showables(whole: Whole, question: Question | None) -> list[Showable]:
    """The exhibits of a question, by number; each once, with all that is cited of it."""
    kept = whole.interview
    cited: dict[ItemId, list[int]] = {}
    for one in () if question is None else question.citations:
        for item in one.items:
            cited.setdefault(item, []).extend(whole.places[one.name].passages if one.name in whole.places else ())
    return [
        Showable(each.number, each.item, each.control, tuple(dict.fromkeys(cited[each.item])))
        for each in kept.exhibits
        if each.item in cited
    ]


def _look(case: Case, shown: Showable) -> tuple[Item, list[MarkedPassage]]:
    marked = items.item_passages(case, shown.item)
    return items.get(case, shown.item), [each for each in marked if each.passage.id in shown.passages]


class Showing(QFrame):
    """``refused`` carries why an exhibit was not kept as shown, ``window_toggled`` whether there is a second window."""

    refused = Signal(object)
    window_toggled = Signal(bool)

    def __init__(self, session: Session, acts: InterviewActs) -> None:
        super().__init__()
        self.setObjectName("page")
        self._session, self._acts = session, acts
        self._latest = Latest()
        self._whole: Whole | None = None
        self._question: Question | None = None
        self._shows: Sequence[Showable] = ()
        self._exhibit = 0
        self.cited: list[MarkedPassage] = []
        self.on_show: int | None = None
        self.window_: ExhibitWindow | None = None
        self.pane = Pane(session, self.tr("Exhibit"))
        self.pane.pin.hide()
        self.chips = Flow(gap=1)
        self.shown = label("", "small")
        self.show_it = button(self.tr("Show (S)"), self.toggle_shown)
        self.show_it.setToolTip(self.tr("Say that the exhibit was shown, or that it was taken away again (S)"))
        bar = row(boxed(self.chips), self.shown, self.show_it, margins=(2, 1, 2, 1), gap=2)
        bar.setStretch(0, 1)
        whole = column(boxed(bar, "panebar"), self.pane, gap=0)
        whole.setStretchFactor(self.pane, 1)
        self.setLayout(whole)
        self.pane.opened.connect(self._opened)
        self.pane.view.verticalScrollBar().valueChanged.connect(self._follow)

    def begin(self) -> None:
        """Forget what was shown in another interview."""
        self._whole, self._question, self.on_show = None, None, None
        self._shows, self._exhibit, self.cited = (), 0, []
        self.pane.show_nothing("")

    def show_question(self, whole: Whole, question: Question | None) -> None:
        """Show the first exhibit of a question; what is shown already stays."""
        first = self._whole is None
        self._whole, self._question = whole, question
        shows = showables(whole, question)
        if first or shows != self._shows:
            self._shows, self._exhibit = shows, 0
            self._show_exhibit()
        self._show_chips()

    def at_hand(self) -> Showable | None:
        """The exhibit at hand."""
        return self._shows[self._exhibit] if 0 <= self._exhibit < len(self._shows) else None

    def _show_chips(self) -> None:
        clear(self.chips)
        at_hand = self.at_hand()
        for number, each in enumerate(self._shows):
            made = QToolButton()
            made.setProperty("role", "chip")
            made.setCheckable(True)
            made.setChecked(each is at_hand)
            made.setText(self.tr("Exhibit {0}").format(each.number))
            made.setAccessibleName(made.text())
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(partial(self._choose_exhibit, number))
            self.chips.addWidget(made)
        begun = self._whole is not None and self._whole.interview.running
        self.show_it.setEnabled(at_hand is not None and begun)
        self.shown.setText(self._said(at_hand))
        again = at_hand is not None and self._is_shown(at_hand.number)
        self.show_it.setText(self.tr("Take away (S)") if again else self.tr("Show (S)"))

    def _said(self, each: Showable | None) -> str:
        if each is None or self._whole is None:
            return self.tr("This question has no exhibit.") if self._whole is not None else ""
        last = next((one for one in reversed(self._whole.interview.showings) if one.exhibit == each.number), None)
        if last is None:
            return self.tr("not shown yet")
        return (self.tr("shown at {0}") if last.shown else self.tr("not shown, {0}")).format(clock(last.seconds))

    def _is_shown(self, number: int) -> bool:
        if self._whole is None:
            return False
        return next((one.shown for one in reversed(self._whole.interview.showings) if one.exhibit == number), False)

    def _choose_exhibit(self, number: int) -> None:
        if self._shows and number % len(self._shows) != self._exhibit:
            self._exhibit = number % len(self._shows)
            self._show_exhibit()
        self._show_chips()

    def _show_exhibit(self) -> None:
        shown = self.at_hand()
        self.cited = []
        if shown is None:
            self._latest.ask()
            self.pane.show_nothing(self.tr("The exhibits that a question cites are shown here."))
            return

        def show(found: tuple[Item, list[MarkedPassage]]) -> None:
            item, self.cited = found
            self.pane.show_item(item, at=self.cited[0].passage.anchor.span if self.cited else None)
            self._opened()

        self._session.query(self, partial(_look, shown=shown)).unless(self._latest.ask()).success(show).run()

    def _opened(self) -> None:
        if self.pane.item is not None and self.pane.view.document is not None:
            chosen = self.cited[0].passage.id if self.cited else None
            self.pane.view.set_highlights(highlights(self.cited), chosen)
            self._mirror()

    def toggle_shown(self) -> None:
        """Say that the exhibit at hand was shown, and show it in the second window; or take it away again."""
        shown, kept = self.at_hand(), None if self._whole is None else self._whole.interview
        if shown is None or kept is None:
            return
        question = self._question
        again = self._is_shown(shown.number)
        self.on_show = None if again else shown.number
        self._mirror()
        self._acts.do(
            holding.show,
            kept.id,
            shown.number,
            shown=not again,
            question="" if question is None else question.number,
            refused=self._not_shown,
        )

    def _not_shown(self, error: KnownError) -> None:
        self.blank()
        self.refused.emit(error)

    def _mirror(self) -> None:
        """Have the second window show what is to be shown."""
        window, shown, document = self.window_, self.at_hand(), self.pane.view.document
        if window is None:
            return
        if self.on_show is None:
            window.blank()
        elif (
            shown is not None and shown.number == self.on_show and document is not None and document.item == shown.item
        ):
            window.show_exhibit(shown.number, document, self.cited)

    def _follow(self) -> None:
        shown, window = self.at_hand(), self.window_
        if window is not None and shown is not None and window.exhibit == shown.number:
            window.follow(self.pane.view)

    def blank(self) -> None:
        """Show nothing in the second window; what was said to be shown stays said."""
        self.on_show = None
        self._mirror()

    def toggle_window(self) -> None:
        """Open the second window, or close it."""
        if self.window_ is not None:
            window, self.window_ = self.window_, None
            window.close()
            window.deleteLater()
            self.window_toggled.emit(False)
            return
        self.window_ = ExhibitWindow(self._session, self.window())
        self.window_.open(self.screen())
        self._mirror()
        self.window_toggled.emit(True)
        self.window().activateWindow()

    def turn(self, by: int) -> None:
        """Go to the next exhibit of the question, or back."""
        if self._shows:
            self._choose_exhibit(self._exhibit + by)

    def close_workers(self) -> None:
        """Close the second window and let the workers go."""
        if self.window_ is not None:
            self.toggle_window()
        self.begin()
        self.pane.close_workers()
