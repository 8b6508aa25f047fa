"""An entry with what proves each field of it: choose a line, and its passage is shown on its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame

from reviewer.domain.ids import ItemId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import one_line
from reviewer.domain.people.officer import Officer
from reviewer.domain.pictures.picture import Target
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.navigation import ItemTarget, OfficerTarget, PassageTarget
from reviewer.gui.rooms.ledger import lookup
from reviewer.gui.rooms.ledger.lookup import Said, Told
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.flow import flow
from reviewer.gui.widgets.keys import ENTER, on_keys
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import button, column, label, tool
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.policy.complaints import Known


class EntryDetail(QFrame):
    """``passage_chosen`` with the passage of the line at hand, None where there is none."""

    passage_chosen = Signal(object)
    told_changed = Signal()
    edit_wanted = Signal()
    remove_wanted = Signal()
    part_wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self.told: Told | None = None
        self._on_its_way = False
        self._target: Target | None = None  # asked for last
        self._then: Callable[[], None] | None = None
        self._table: tuple[ItemId, str] | None = None  # in which a complaint is written, and its number
        self.title = Elided("title")
        self.none = label("", "muted", wrap=True)
        self.model: ColumnsModel[Said] = ColumnsModel(
            [
                Column(self.tr("Field"), lambda said: said.field),
                Column(self.tr("States"), lambda said: said.words),
                Column(self.tr("Proved by"), _quote),
            ],
            muted=lambda said: said.heading,
        )
        self.model.setParent(self)
        self.lines = table(self.model, self.tr("What is said, and what proves it"), {0: 22, 1: 50})
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.edit = tool("edit", self.tr("Change this entry"), self.edit_wanted.emit, "F2")
        self.remove = tool(
            "delete", self.tr("Delete this entry; Ctrl+Z brings it back"), self.remove_wanted.emit, "Del"
        )
        self.officer = button(self.tr("Officer"), partial(self.when_told, self._go_to_officer), "link")
        self.open = button(self.tr("Open in Review"), self._open, "link")
        self.part = button(self.tr("Part"), partial(self.when_told, self._part), "link")
        self.part.setToolTip(self.tr("Let what was merged into this entry stand for itself again"))
        head = flow(self.title, self.officer, self.open, self.part, self.edit, self.remove)
        head.setContentsMargins(grid(3), grid(1), grid(2), grid(1))
        self.none.setContentsMargins(grid(3), grid(2), grid(3), grid(2))
        whole = column(head, self.none, self.lines, gap=0)
        whole.setStretchFactor(self.lines, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        lead(self, self.lines)
        self.lines.selectionModel().currentRowChanged.connect(self._line_chosen)
        self.lines.activated.connect(lambda _index: self._open())
        on_keys(self.lines, {ENTER: self._open})
        self.show_nothing(self.tr("Choose an entry to see what proves it."))

    def show_nothing(self, words: str) -> None:
        """Say what belongs here."""
        self._latest.ask()
        self._show(None, [], "")
        self.none.setText(words)
        self.none.show()
        self.lines.hide()
        self.passage_chosen.emit(None)

    def show_target(self, target: Target) -> None:
        """Look up and show an entry, or a few beside each other; what waits for just these goes on waiting."""
        if not (self._on_its_way and target == self._target):
            self._then = None
        self._on_its_way, self._target = True, target
        asked = self._session.query(self, partial(lookup.look, target=target)).unless(self._latest.ask())
        asked.success(lambda told: self._show(told, list(told.lines), told.title)).failure(self._refuse).run()

    def _refuse(self, error: KnownError) -> None:
        """It is not shown, and no more is the one before it: a key would act on what nobody has chosen."""
        self._then = None
        self.show_nothing(text.sentence(error))
        self._session.report(error)

    def when_told(self, act: Callable[[], None]) -> None:
        """Do something to the entry that was chosen: now, or as soon as it is shown in place of another."""
        if self._on_its_way:
            self._then = act
        else:
            act()

    def show_complaint(self, known: Known) -> None:
        """Show what the history says of a complaint."""
        self._latest.ask()
        self._show(None, list(lookup.complaint_lines(known)), known.complaint.number)
        said = known.complaint
        self._table = None if said.item is None else (said.item, f'"{said.number}"')
        self.open.setVisible(self._table is not None)

    def _show(self, told: Told | None, lines: list[Said], title: str) -> None:
        self.told, self._table = told, None
        self._on_its_way = False
        then, self._then = self._then, None
        self.title.setText(title)
        self.none.hide()
        self.lines.show()
        self.model.show(lines)
        self._span(lines)
        one = told is not None and (told.only_benefit is not None or told.only_endorsement is not None)
        for part in (self.edit, self.remove):
            part.setVisible(one)
        self.officer.setVisible(told is not None and bool(told.benefits or told.endorsements))
        if told is not None and (told.benefits or told.endorsements):
            name = self._officer().name  # a pair is called by it already
            self.officer.setText(self.tr("Officer's page") if name == title else name)
            self.officer.setAccessibleName(self.tr("Go to {0}").format(self._officer().name))
        merged = told is not None and told.only_benefit is not None and bool(told.only_benefit.benefit.merged)
        self.part.setVisible(merged)
        self.remove.setVisible(one and not merged)
        first = self.model.row_of(lambda said: said.passage is not None)
        self.open.setVisible(first >= 0)
        if lines:
            choose_row(self.lines, max(0, first))
        self.told_changed.emit()
        if then is not None and told is not None:
            then()

    def _span(self, lines: list[Said]) -> None:
        """Let headings, and words that no passage of their own proves, take the room there is."""
        self.lines.clearSpans()
        for number, said in enumerate(lines):
            if said.heading:
                self.lines.setSpan(number, 0, 1, 3)
            elif said.passage is None:
                self.lines.setSpan(number, 1, 1, 2)

    def _officer(self) -> Officer:
        assert self.told is not None  # noqa: S101 - tells mypy what was checked already
        return self.told.benefits[0].officer if self.told.benefits else self.told.endorsements[0].officer

    def marked(self) -> MarkedPassage | None:
        """The passage of the line at hand; of a field without its own, that of the entry as a whole."""
        at = self.lines.currentIndex().row()
        said = self.model.at(at)
        if said is None:
            return None
        if said.passage is not None:
            return said.passage
        return next((each.passage for each in self.model.rows if each.passage is not None), None)

    def _line_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.passage_chosen.emit(self.marked())

    def _go_to_officer(self) -> None:
        if self.told is not None and (self.told.benefits or self.told.endorsements):
            self._session.go(OfficerTarget(self._officer().id))

    def _part(self) -> None:
        if self.told is not None and self.told.only_benefit is not None:
            self.part_wanted.emit(self.told.only_benefit.benefit.merged)

    def _open(self) -> None:
        marked = self.marked()
        if marked is not None:
            self._session.go(PassageTarget(marked.passage.id))
        elif self._table is not None:
            self._session.go(ItemTarget(*self._table))


def _quote(said: Said) -> str:
    if said.passage is None:
        return ""
    anchor = said.passage.passage.anchor
    return f"{said.passage.control} p. {anchor.span.start.page} “{one_line(anchor.quote)}”"
