"""One allegation: what is alleged, what has to be looked at again, the matrix, the finding, and what went before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from reviewer.domain.policy.allegation import Side
from reviewer.domain.policy.complaint_figures import Ended
from reviewer.gui import text
from reviewer.gui.held_in_place import HeldInPlace
from reviewer.gui.navigation import OfficerTarget
from reviewer.gui.rooms.findings.acts import FindingsActs
from reviewer.gui.rooms.findings.finding import FindingPart
from reviewer.gui.rooms.findings.lookup import Whole
from reviewer.gui.rooms.findings.matrix import Matrix
from reviewer.gui.theme import grid
from reviewer.gui.widgets.parts import boxed, button, clear, column, label, row
from reviewer.usecases.policy.complaints import Comparable, Related

MOST_SHOWN = 5


class FindingSheet(QScrollArea):
    """A page that one reads from top to bottom; everything on it is in reach of Tab."""

    change_wanted = Signal()
    remove_wanted = Signal()
    going = Signal(object)
    complaints_wanted = Signal()

    def __init__(self, acts: FindingsActs) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Allegation"))
        self._whole: Whole | None = None
        self.title = label("", "title", wrap=True)
        self.act = label("", wrap=True, selectable=True)
        self.facts = label("", "small", wrap=True, selectable=True)
        self.again = label("", "problem", wrap=True, selectable=True)
        self.how = label("", "small", wrap=True)
        self.matrix = Matrix()
        self.finding = FindingPart(acts)
        self.before = column(gap=1)
        self._of_before: tuple[Comparable, Sequence[Related]] | None = None
        self.change = button(self.tr("Describe otherwise…"), self.change_wanted.emit, "link")
        self.remove = button(self.tr("Remove"), self.remove_wanted.emit, "link")
        self.officer = button(self.tr("Officer's page"), self._to_officer, "link")
        self.finding.lack_wanted.connect(self.go_to)
        self._lay_out()

    def _lay_out(self) -> None:
        links = row(self.officer, self.change, self.remove, 1, gap=2)
        self.banner = boxed(column(self.again, self.how, margins=(3, 0, 3, 0), gap=1), "banner")
        head = column(self.title, self.act, self.facts, links, margins=(4, 3, 4, 1), gap=1)
        inside = QFrame()
        inside.setObjectName("panel")
        earlier = boxed(self.before)
        self.before.setContentsMargins(grid(4), grid(1), grid(4), grid(4))
        banner = column(self.banner, margins=(4, 1, 4, 1))
        inside.setLayout(column(head, banner, self.matrix, self.finding, earlier, 1, gap=1))
        self.setWidget(inside)
        HeldInPlace(self)

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_whole(self, whole: Whole) -> None:
        """Show an allegation, at its top unless it is the one that is shown already."""
        other = self._whole is None or self._whole.allegation.id != whole.allegation.id
        self._whole = whole
        each = whole.allegation
        self.title.setText(f"{each.name} · {each.clause.code} {each.clause.name}")
        self.act.setText(each.act)
        facts = (self.tr("allegation {0}").format(each.id), each.serial, str(each.period), each.vendor)
        by = self.tr("alleged by {0} on {1}").format(each.reviewer, each.created[:10])
        self.facts.setText(" · ".join(part for part in (*facts, by) if part))
        self.remove.setVisible(not whole.history)
        self._warn(whole)
        self.matrix.show_allegation(each)
        self.finding.show_whole(whole)
        self._show_before(whole)
        if other:
            self.verticalScrollBar().setValue(0)

    def _warn(self, whole: Whole) -> None:
        finding = whole.current
        reasons = tuple(
            dict.fromkeys((*(finding.look_again if finding is not None else ()), *whole.allegation.look_again))
        )
        self.again.setText("\n".join((self.tr("⚑ Look again:"), *(f"– {each}" for each in reasons))))
        self.how.setText(
            self.tr(
                "Weigh or search anew what has changed, in its cell. A finding that is past its draft is then "
                "reopened, or proposed again."
            )
        )
        self.banner.setVisible(bool(reasons))

    def _show_before(self, whole: Whole) -> None:
        if (whole.comparable, whole.related) == self._of_before:
            return
        self._of_before = (whole.comparable, whole.related)
        clear(self.before)
        self.before.addWidget(label(self.tr("How comparable allegations ended"), "caption"))
        for words in self._comparable(whole.comparable):
            self.before.addWidget(label(words, wrap=True, selectable=True))
        if not whole.related:
            self.before.addWidget(
                label(self.tr("No complaint of earlier years has its officer, clause or vendor."), "muted", wrap=True)
            )
            return
        self.before.addWidget(label(self.tr("Complaints with something in common"), "caption"))
        for each in whole.related[:MOST_SHOWN]:
            known = each.known.complaint
            said = " · ".join(part for part in (known.number, known.received, known.officer, known.allegation) if part)
            ended = known.finding or self.tr("open")
            self.before.addWidget(label(f"{said}: {ended}", wrap=True, selectable=True))
            self.before.addWidget(label(self._same(each), "small", wrap=True))
        more = len(whole.related) - MOST_SHOWN
        words = self.tr("{0:,} more in Complaints").format(more) if more > 0 else self.tr("See Complaints")
        self.before.addLayout(row(button(words, self.complaints_wanted.emit, "link"), 1))

    def _same(self, each: Related) -> str:
        said = (
            (each.officer, self.tr("same officer")),
            (each.vendor, self.tr("same vendor")),
            (each.clause, self.tr("same clause")),
        )
        return ", ".join(words for there, words in said if there)

    def _comparable(self, found: Comparable) -> list[str]:
        each = self._whole.allegation if self._whole is not None else None
        named = (
            (self.tr("Same clause"), found.clause),
            (self.tr("Same officer"), found.officer),
            (self.tr("Same vendor"), found.vendor),
        )
        return [f"{name}: {self.ended(how)}" for name, how in named if how.allegations and each is not None]

    def ended(self, how: Ended) -> str:
        """How allegations ended, counted."""
        counts = [f"{number:,} {outcome}" for outcome, number in how.outcomes.items()]
        counts += [f"{number:,} “{name}”" for name, number in how.others.items()]
        known = sum(how.outcomes.values()) + sum(how.others.values())
        if known < how.allegations:
            counts.append(self.tr("{0:,} open").format(how.allegations - known))
        told = text.counted(how.allegations, self.tr("allegation"), self.tr("allegations"))
        days = self.tr("; half of them within {0:,} days").format(how.days) if how.days is not None else ""
        given = ", ".join(f"{name} ({number:,})" for name, number in list(how.disciplines.items())[:MOST_SHOWN])
        imposed = self.tr("; imposed: {0}").format(given) if given else ""
        return f"{told}: {', '.join(counts)}{days}{imposed}"

    # -- going ----------------------------------------------------------------------------------------------------

    def go_to(self, element: int, side: Side | None) -> None:
        """Bring a cell into sight and put the cursor into it; without a side, the explanation of the element."""
        if not self.matrix.boxes:
            return
        cell = self.matrix.cell(element, side)
        focus = getattr(cell, "focus", None)
        (focus or cell.setFocus)()
        # Where it is only shows once the page is laid out.
        QTimer.singleShot(0, cell, partial(self.reveal, cell))

    def reveal(self, cell: QWidget) -> None:
        """Bring a cell into sight."""
        self.ensureWidgetVisible(cell, grid(4), grid(12))

    def _to_officer(self) -> None:
        if self._whole is not None:
            self.going.emit(OfficerTarget(self._whole.allegation.officer))
