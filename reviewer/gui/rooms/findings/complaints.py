"""The history of complaints: what earlier years had, what of it this case meets again, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Noun
from reviewer.domain.query import fold
from reviewer.gui.at_hand import row_kept
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.findings.acts import FindingsActs
from reviewer.gui.rooms.findings.complaint_details import ComplaintDetails
from reviewer.gui.rooms.findings.complaint_groups import ComplaintGroups
from reviewer.gui.rooms.findings.complaint_table import complaint_table
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.fitting import CurrentStack
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.folding import Folding
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.mapping import TableImport
from reviewer.gui.widgets.parts import boxed, button, column, label, lookup, row
from reviewer.gui.widgets.switch import ways_switch
from reviewer.gui.widgets.tab_order import lead, lead_by_list
from reviewer.usecases.policy import complaints
from reviewer.usecases.policy.complaints import Figures, Known, Related

CONCERNS = frozenset(
    {Noun.COMPLAINTS, Noun.POLICY, Noun.FINDINGS, Noun.OFFICERS, Noun.ORGANISATIONS, Noun.LEDGER, Noun.PASSAGES}
)
"""What decides whether a complaint is a conflict, and where it is met again."""


class Which(StrEnum):
    """Which complaints are listed."""

    ALL = "all"
    CONFLICTS = "conflicts"
    VENDOR = "vendor"
    MET = "met"


@dataclass(frozen=True, slots=True)
class History:
    """All complaints with what they add up to, and where this case meets them again."""

    known: tuple[Known, ...]
    figures: Figures
    related: dict[int, Related]


def look(case: Case) -> History:
    """Look all of it up."""
    found = complaints.overview(case)
    return History(found.known, found.figures, {each.known.complaint.id: each for each in found.related})


class ComplaintsPart(QWidget):
    """Looks the history up while it is in sight."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest()
        self._history: History | None = None
        self._folded: dict[int, str] = {}
        self._shown: list[Known] = []
        self.which = Which.ALL
        self.filter = lookup(self.tr("Filter complaints"), self.tr("Number, officer, clause, vendor, finding"))
        self.filter.setClearButtonEnabled(True)
        self.importing = button(self.tr("Import a table…"), self._import)
        self.chips = ways_switch(self, {which: self._called(which) for which in Which}, self.choose)
        self.span = label("", "small", wrap=True)
        self.none = label("", "muted", wrap=True)
        self.model = RowsModel(self._names())
        self.model.setParent(self)
        self.list = table(self.model, self.tr("Complaints"), {0: 22, 1: 22, 2: 32, 4: 13, 5: 24, 6: 24, 7: 40})
        self.groups = ComplaintGroups()
        self.details = ComplaintDetails(session, FindingsActs(session, self))
        self.table = TableImport(session, complaint_table(session, self._columns()))
        self.stack = CurrentStack()
        self._lay_out()
        self._connect()
        lead(self, self.importing)

    def _names(self) -> list[str]:
        columns = self._columns()
        names = [
            columns[each] for each in ("number", "received", "officer", "allegation", "clause", "vendor", "finding")
        ]
        return [*names, self.tr("Marks")]

    def _columns(self) -> dict[str, str]:
        return {
            "number": self.tr("Number"),
            "received": self.tr("Received"),
            "closed": self.tr("Closed"),
            "serial": self.tr("Serial"),
            "officer": self.tr("Officer"),
            "station": self.tr("Station"),
            "allegation": self.tr("Allegation"),
            "clause": self.tr("Clause"),
            "vendor": self.tr("Vendor"),
            "finding": self.tr("Finding"),
            "discipline": self.tr("Discipline"),
        }

    def _lay_out(self) -> None:
        flow = Flow()
        for chip in self.chips.values():
            flow.addWidget(chip)
        self.chips[Which.ALL].setChecked(True)
        self.choosing = boxed(flow)
        above = QFrame()
        above.setObjectName("panel")
        search = row(self.filter, self.importing, gap=2)
        search.setStretchFactor(self.filter, 1)
        head = column(search, self.choosing, self.span, margins=(2, 2, 2, 1), gap=2)
        inside = column(head, self.none, self.list, gap=0)
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        inside.setStretchFactor(self.list, 1)
        inside.addStretch(0)
        above.setLayout(inside)
        left = QSplitter(Qt.Orientation.Vertical)
        for part in (above, self.groups):
            left.addWidget(part)
        left.setChildrenCollapsible(False)
        left.setSizes([grid(110), grid(70)])
        fold = Folding()
        fold.add(left, self.tr("Complaints"), least=100, usual=120, stretch=1)
        fold.add(self.details, self.tr("Complaint"), least=60, usual=84)
        for part in (fold, self.table):
            self.stack.addWidget(part)
        self.setLayout(column(self.stack))

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._list)
        self.list.selectionModel().currentRowChanged.connect(self._chosen)
        self.groups.wanted.connect(self.filter.setText)
        self.details.filter_wanted.connect(self.filter.setText)
        self.table.left.connect(lambda: self.stack.setCurrentIndex(0))
        Refresher(self, self._session, CONCERNS, lambda _changes: self._ask())

    def _ask(self) -> None:
        self._session.query(self, look).unless(self._latest.ask()).success(self._show).run()

    def _import(self) -> None:
        self.stack.setCurrentWidget(self.table)
        self.table.choose()

    # -- what is shown --------------------------------------------------------------------------------------------

    def _show(self, found: History) -> None:
        self._history = found
        self._folded = {
            each.complaint.id: fold(" ".join((*self._row(each), *each.complaint.values.values())))
            for each in found.known
        }
        for which, chip in self.chips.items():
            words = f"{self._called(which)} {self._number(which):,}"
            chip.setText(words)
            chip.setAccessibleName(words)
        figures = found.figures
        self.span.setText(
            self.tr("Received {0} to {1}. A complaint counts once, however many allegations it holds.").format(
                figures.first, figures.last
            )
        )
        for part in (self.choosing, self.span, self.groups):
            part.setVisible(bool(found.known))
        self.filter.setEnabled(bool(found.known))
        self.groups.show_figures(figures)
        self._list()

    def _called(self, which: Which) -> str:
        return {
            Which.ALL: self.tr("All"),
            Which.CONFLICTS: self.tr("Conflicts of interest"),
            Which.VENDOR: self.tr("About a vendor of this case"),
            Which.MET: self.tr("Met again in this case"),
        }[which]

    def _numbers(self, which: Which) -> frozenset[str]:
        history = self._history
        if history is None:
            return frozenset()
        figures = history.figures
        met = (each.known.complaint.number for each in history.related.values())
        return frozenset(
            {
                Which.ALL: figures.complaints,
                Which.CONFLICTS: figures.conflicts,
                Which.VENDOR: figures.vendor,
                Which.MET: tuple(met),
            }[which]
        )

    def _number(self, which: Which) -> int:
        return len(self._numbers(which))

    def choose(self, which: Which) -> None:
        """List all complaints, or those that matter here."""
        self.which = which
        self.chips[which].setChecked(True)
        self._list()

    def _list(self) -> None:
        history = self._history
        if history is None:
            return
        at = self.list.currentIndex().row()
        kept = self._shown[at].complaint.id if 0 <= at < len(self._shown) else None
        words, numbers = fold(self.filter.text()).split(), self._numbers(self.which)
        self._shown = [
            each
            for each in history.known
            if each.complaint.number in numbers and all(word in self._folded[each.complaint.id] for word in words)
        ]
        if self.which is Which.MET:
            order = {each: at for at, each in enumerate(history.related)}
            self._shown = [each for each in self._shown if each.complaint.id in order]
            self._shown.sort(key=lambda each: order[each.complaint.id])
        self.model.show([self._row(each) for each in self._shown])
        self.none.setVisible(not self._shown)
        lead_by_list(self, self.list, self.importing, there=bool(self._shown))
        self.none.setText(
            self.tr("No complaints match.")
            if history.known
            else self.tr(
                "No complaints yet. Import the history of earlier years as CSV or XLSX: number, received, closed, "
                "serial, officer, allegation, clause, vendor, finding, discipline. What this case meets again is told."
            )
        )
        if self._shown:
            choose_row(self.list, row_kept([each.complaint.id for each in self._shown], kept, 0))
        else:
            self.details.show_nothing(empty=not history.known)

    def _row(self, each: Known) -> tuple[str, ...]:
        said = each.complaint
        marks = [self.tr("conflict")] if each.conflict else []
        if self._history is not None and said.id in self._history.related:
            marks.append(self.tr("same {0}").format(", ".join(self._met(self._history.related[said.id]))))
        who = said.officer or said.serial
        return (
            said.number,
            said.received,
            who,
            said.allegation,
            said.clause,
            said.vendor,
            said.finding,
            "; ".join(marks),
        )

    def _met(self, each: Related) -> list[str]:
        said = (
            (each.officer, self.tr("officer")),
            (each.vendor, self.tr("vendor")),
            (each.clause, self.tr("clause")),
        )
        return [words for there, words in said if there]

    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._history is not None and 0 <= current.row() < len(self._shown):
            known = self._shown[current.row()]
            self.details.show_complaint(known, self._history.related.get(known.complaint.id))
