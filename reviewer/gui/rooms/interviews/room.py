"""The Interviews room: the list and what there is to ask about, the interview, and the page beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QPlainTextEdit, QSplitter, QWidget

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.interviews.interview import Interview, InterviewId
from reviewer.domain.people.timeline import Entry
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.navigation import InterviewTarget, Room, Target
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.interviews.acts import InterviewActs
from reviewer.gui.rooms.interviews.entering import InterviewForm
from reviewer.gui.rooms.interviews.hold import HoldWindow
from reviewer.gui.rooms.interviews.listing import InterviewsModel, InterviewsView
from reviewer.gui.rooms.interviews.lookup import Whole, whole
from reviewer.gui.rooms.interviews.material import MaterialPart
from reviewer.gui.rooms.interviews.sheet import AFTER, OUTLINE, InterviewSheet
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.ledger.entry_pane import EntryPane
from reviewer.gui.theme import grid
from reviewer.gui.until_shown import UntilShown
from reviewer.gui.widgets.fitting import CurrentStack
from reviewer.gui.widgets.folding import Folding, bring
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.parts import boxed, button, column, label, row
from reviewer.gui.widgets.tab_order import lead, lead_by_list
from reviewer.usecases.interviews import interviews

CONCERNS = frozenset(
    {
        Noun.INTERVIEWS,
        Noun.PASSAGES,
        Noun.TAGS,
        Noun.OFFICERS,
        Noun.LEDGER,
        Noun.FINDINGS,
        Noun.COMPLAINTS,
        Noun.ITEMS,
        Noun.ORDER,
    }
)
"""What an interview is prepared from."""


class InterviewsRoom(Room):
    """Looks anything up only while it is in sight."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stale, self._stale_material = True, True
        self._latest, self._latest_whole = Latest(), Latest()
        self.at_hand: InterviewId | None = None
        self.whole: Whole | None = None
        self.acts = InterviewActs(session, self)
        self.model = InterviewsModel()
        self.model.setParent(self)
        self.list = InterviewsView(self.model)
        self.new = button(self.tr("New interview…"), self.begin)
        self.new.setToolTip(self.tr("Plan an interview (Ctrl+N)"))
        self.none = label("", "muted", wrap=True)
        self.nothing = label("", "muted", wrap=True)
        self.material = MaterialPart(session)
        self.sheet = InterviewSheet(session, self.acts)
        self._until_shown = UntilShown(self.sheet)
        self.form = InterviewForm(session, self.acts)
        self.place = EntryPane(session)
        self.hold = HoldWindow(session, self.acts, self)
        self._lay_out()
        self._connect()
        self._connect_keys()
        self._show_nothing()

    def _lay_out(self) -> None:
        listing = QFrame()
        listing.setObjectName("panel")
        inside = column(row(self.new, 1, margins=(2, 2, 2, 1)), self.none, self.list, gap=0)
        self.none.setContentsMargins(grid(3), grid(2), grid(3), grid(2))
        inside.setStretchFactor(self.list, 1)
        inside.addStretch(0)
        listing.setLayout(inside)
        left = QSplitter(Qt.Orientation.Vertical)
        for part in (listing, self.material):
            left.addWidget(part)
        left.setChildrenCollapsible(False)
        left.setStretchFactor(1, 1)
        left.setSizes([grid(44), grid(120)])
        self.middle = CurrentStack()
        empty = boxed(column(self.nothing, 1, margins=(4, 4, 4, 4)), "panel")
        for view in (empty, self.sheet, self.form):
            self.middle.addWidget(view)
        self.fold = Folding()
        self.fold.add(left, self.tr("List"), least=72, usual=80, stretch=1)
        self.fold.add(self.middle, self.tr("Interview"), least=92, usual=110, stretch=4)
        self.fold.add(self.place, self.tr("Page"), least=60, usual=98, stretch=4)
        self.setLayout(column(self.fold))
        lead(self, self.list)

    def _connect(self) -> None:
        self.list.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.list.activated.connect(lambda _index: self._go_to(self.sheet))
        self.material.chosen.connect(self._show_place)
        self.material.put.connect(self._put)
        self.sheet.chosen.connect(self._show_place)
        self.sheet.hold_wanted.connect(self.go_in)
        self.sheet.removed.connect(self._removed)
        self.sheet.plan.told.connect(self._session.said)
        self.form.saved.connect(self._saved)
        self.form.left.connect(self._leave_form)
        self.hold.left.connect(self._come_back)
        self.hold.ended.connect(partial(self.sheet.show_part, AFTER))
        Refresher(self, self._session, CONCERNS, self._refresh)

    def _connect_keys(self) -> None:
        on_keys_within(
            self,
            {
                "Ctrl+N": self.begin,
                "Ctrl+H": self.sheet.hold.click,
                "Ctrl+P": self.sheet.binder.click,
                "Q": self._type_question,
                "L": partial(self._go_to, self.material.view),
            },
        )

    # -- the list -------------------------------------------------------------------------------------------------

    def _refresh(self, changes: Changes) -> None:
        # The preparation reads everything about an officer; an outline that is typed into does not change it.
        self._stale_material = self._stale_material or changes.concern(CONCERNS - {Noun.INTERVIEWS})
        self._ask()

    def _ask(self) -> None:
        self._session.query(self, interviews.listed).unless(self._latest.ask()).success(self._show).run()
        if self.at_hand is not None:
            self._look_up(self.at_hand)

    def _show(self, found: list[Interview]) -> None:
        self.model.show(found)
        self.none.setVisible(not found)
        self.none.setText(self.tr("No interview is planned."))
        lead_by_list(self, self.list, self.new, there=bool(found))
        row_ = self.model.row_of(self.at_hand)
        if row_ >= 0:
            self.list.setCurrentIndex(self.model.index(row_, 0))
        elif self.middle.currentWidget() is not self.form and self.at_hand is None and found:
            self.show_interview(found[0].id)
        elif self.at_hand is None or not found:
            self._show_nothing()

    def _row_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        found = self.model.at(current.row())
        if found is not None and found.id != self.at_hand:
            self.show_interview(found.id)

    def _show_nothing(self) -> None:
        self.at_hand, self.whole = None, None
        self.material.show_interview(None)
        self.material.none.setText(
            self.tr("All there is about an officer shows here: contradictions and gaps first, then in order of time.")
        )
        self.nothing.setText(
            self.tr(
                "An interview shows here with its outline, checklist, exhibits, and later its answers. Begin with “New "
                "interview…” (Ctrl+N)."
            )
        )
        if self.middle.currentWidget() is not self.form:
            self.middle.setCurrentIndex(0)
        self.place.show_nothing()

    # -- one interview --------------------------------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show an interview."""
        if isinstance(target, InterviewTarget):
            self.show_interview(target.interview)

    def show_interview(self, interview: InterviewId) -> None:
        """Show one interview."""
        other = self.at_hand != interview
        self.at_hand = interview
        self.middle.setCurrentWidget(self.sheet)
        row_ = self.model.row_of(interview)
        if row_ >= 0:
            self.list.setCurrentIndex(self.model.index(row_, 0))
        if other:
            self.whole = None
            self._until_shown.wait()  # until this one has come, the sheet shows another
            self._stale_material = True
            self.place.show_nothing()
            self._look_up(interview)

    def _look_up(self, interview: InterviewId) -> None:
        asked = self._session.query(self, partial(whole, interview=interview)).unless(self._latest_whole.ask())
        asked.success(self._show_whole).failure(self._gone).run()

    def _show_whole(self, found: Whole) -> None:
        self.whole = found
        self.sheet.show_whole(found)
        self._until_shown.arrived()
        if self.place.entry is None:
            self._show_first(found.interview)
        if self._stale_material:
            self._stale_material = False
            self.material.show_interview(found.interview)

    def _gone(self, error: KnownError) -> None:
        self._show_nothing()
        self.nothing.setText(text.sentence(error))
        self._session.query(self, interviews.listed).unless(self._latest.ask()).success(self._show).run()

    def begin(self) -> None:
        """Plan a new interview."""
        self.form.begin()
        self.middle.setCurrentWidget(self.form)
        self._go_to(self.form.officer)

    def _saved(self, made: Interview) -> None:
        self.show_interview(made.id)
        self.sheet.show_part(OUTLINE)
        self._go_to(self.sheet.outline)

    def _leave_form(self) -> None:
        self.middle.setCurrentIndex(0 if self.at_hand is None else 1)
        self._go_to(self.list if self.model.rowCount() else self.new)

    def _go_to(self, widget: QWidget) -> None:
        bring(widget)
        if self.sheet is widget or self.sheet.isAncestorOf(widget):
            self._until_shown.focus(widget)
        else:
            widget.setFocus()

    def _removed(self) -> None:
        self._session.said.emit(self.tr("Removed; Ctrl+Z brings it back"))

    def go_in(self, *, full_screen: bool = True) -> None:
        """Hold the interview at hand, over the whole screen."""
        if self.at_hand is not None:
            self.sheet.writing.settle()
            self.hold.hold(self.at_hand, full_screen=full_screen)

    def _come_back(self) -> None:
        """What was answered is something to ask about, too."""
        self._stale_material = True
        if self.at_hand is not None and self.isVisible():
            self._look_up(self.at_hand)

    # -- going round ----------------------------------------------------------------------------------------------

    def _show_place(self, entry: Entry | None) -> None:
        if entry is not None:
            self.place.show_entry(entry)

    def _show_first(self, interview: Interview) -> None:
        """Until something with a page is chosen, show the first exhibit."""
        first = next(iter(interview.exhibits), None)
        if first is None:
            self.place.show_nothing(
                self.tr(
                    "The page behind what you choose shows here. There is no exhibit yet: put something from the left "
                    "into a question (+), and its page becomes one."
                )
            )
        else:
            why = self.tr("Exhibit {0:,}, until you choose something with a page").format(first.number)
            self.place.show_entry(Entry("item", "", first.title, (first.control,)), why)

    def _put(self, names: list[str]) -> None:
        if self.middle.currentWidget() is self.sheet and self.whole is not None:
            if self.sheet.stack.currentWidget() is not self.sheet.outline:
                self.sheet.show_part(OUTLINE)
                self._go_to(self.material.view)
            self.sheet.outline.cite(names)

    def _type_question(self) -> None:
        if isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit) or self.at_hand is None:
            return
        self.sheet.show_part(OUTLINE)
        self._go_to(self.sheet.outline.new)

    def close_workers(self) -> None:
        """Leave the interview that is held, let the workers go, and ask what is being written to stop."""
        self.sheet.writing.cancel()
        self.hold.close()
        self.hold.close_workers()
        self.place.close_workers()
