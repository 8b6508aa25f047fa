"""The mock run of a production: what becomes of each item, and what is wrong, stopping things first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.production import Problem, Production, Wrong, reason_words
from reviewer.domain.ids import ItemId
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.at_hand import row_kept
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.keys import ENTER, on_keys
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import boxed, button, column, label, row
from reviewer.gui.widgets.switch import ways_switch
from reviewer.usecases.exports.production_history import Sheet
from reviewer.usecases.exports.productions import Member, Mock, Trial

HIGH = 60
"""How high the list is at least, in steps of the grid: its head and five lines."""

NAMED = 6
"""So many documents are named above the list, which has all of them."""


class Which(StrEnum):
    """Which items are listed."""

    ALL = "all"
    WRONG = "wrong"
    UNREAD = "unread"
    GOES = "goes"
    REDACTED = "redacted"
    PLACEHOLDER = "placeholder"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Listed:
    """An item with what is wrong with it."""

    member: Member
    problems: tuple[Problem, ...]

    @property
    def rank(self) -> int:
        """Stopping ones first, then what is to be looked at."""
        return 0 if any(each.wrong.stops for each in self.problems) else 1 if self.problems else 2


class MockPart(QFrame):
    """``opened`` carries the item of a line, ``chosen`` the member at hand or None; ``again`` asks for another run."""

    opened = Signal(object)
    chosen = Signal(object)
    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._members: Sequence[Member] = ()
        self._made: Production | None = None
        self._mock: Mock | None = None
        self._lines: list[Listed] = []
        self._shown: list[Listed] = []
        self.summary = label("", wrap=True, selectable=True)
        self.summary.setAccessibleDescription(self.tr("What would leave now"))
        self.verdict = label("", "strong", wrap=True, selectable=True)
        self.verdict.setAccessibleDescription(self.tr("What the mock run finds"))
        self.run = button(self.tr("Run again"), self.again.emit, "link")
        self.chips = ways_switch(self, self._names(), lambda _which: self._list())
        self.chips[Which.ALL].setChecked(True)
        names = [self.tr("Pages"), self.tr("Document"), self.tr("Title"), self.tr("Becomes"), self.tr("To look at")]
        self.model = RowsModel(names)
        self.model.setParent(self)
        widths = {0: 30, 1: 29}
        self.list = table(self.model, self.tr("Documents of the production"), widths, lines=2, wrapped=True)
        self.list.setMinimumHeight(room_for(HIGH))
        self.none = label("", "muted", wrap=True)
        self.detail = label("", "small", wrap=True, selectable=True)
        self.detail.setAccessibleDescription(self.tr("What is to be looked at in this document"))
        self.open = button(self.tr("Open document"), self._open)
        self._lay_out()
        self.list.selectionModel().currentRowChanged.connect(lambda _now, _before: self._choose())
        self.list.doubleClicked.connect(lambda _index: self._open())
        on_keys(self.list, {ENTER: self._open})

    def _names(self) -> dict[Which, str]:
        return {
            Which.ALL: self.tr("All"),
            Which.WRONG: self.tr("To look at"),
            Which.UNREAD: self.tr("Cited, read by nobody"),
            Which.GOES: self.tr("Goes"),
            Which.REDACTED: self.tr("Redacted"),
            Which.PLACEHOLDER: self.tr("Slip sheet"),
            Which.STAYS: self.tr("Stays"),
        }

    def _lay_out(self) -> None:
        flow = Flow()
        for chip in self.chips.values():
            flow.addWidget(chip)
        top = row(self.verdict, self.run, gap=2)
        top.setStretchFactor(self.verdict, 1)
        below = row(self.detail, self.open, gap=2)
        below.setStretchFactor(self.detail, 1)
        below.setAlignment(self.open, Qt.AlignmentFlag.AlignTop)
        self._inside = column(top, self.summary, boxed(flow), self.none, self.list, below, gap=2)
        self.setLayout(self._inside)
        self.none.hide()

    def place_wait(self, line: QWidget) -> None:
        """Put the line that tells how far a long mock run is below its list, where no row moves under a hand."""
        self._inside.insertWidget(self._inside.count() - 1, line)

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the items as they were numbered, until the mock run has looked at them."""
        before, made = self._made, sheet.standing.production
        self._members, self._made = sheet.members, made
        if before is None or before.id != made.id:
            self._mock = None
            self.verdict.setText(self.tr("Looking at what would leave…"))
            self.summary.clear()
            self.chips[Which.ALL].setChecked(True)
        self._match()

    def show_trial(self, trial: Trial) -> None:
        """Show what a mock run found of what is not numbered yet."""
        if self._made is not None:
            self.chips[Which.ALL].setChecked(True)
        self._members, self._made = trial.members, None
        self.show_mock(trial)
        pages = text.counted(trial.pages, self.tr("page"), self.tr("pages"))
        if trial.unmade:
            items = text.counted(trial.unmade, self.tr("document"), self.tr("documents"))
            ahead = self.tr("{0}, and those of {1} that are still to be made: nothing on them was looked at yet.")
            told = ahead.format(pages, items)
        else:
            told = self.tr("{0}.").format(pages)
        self.summary.setText(f"{self.summary.text()}\n{told}")

    def show_stale(self) -> None:
        """Say that what a mock run found is of before."""
        self.verdict.setText(self.tr("Something changed since. Run it again."))
        self._color(problem=False)

    def show_mock(self, mock: Mock) -> None:
        """Show what a mock run found."""
        self._mock = mock
        self._match()
        stopping, more = len(mock.stopping), len(mock.problems) - len(mock.stopping)
        told = [
            text.counted(stopping, self.tr("thing stops it"), self.tr("things stop it")) if stopping else "",
            text.counted(more, self.tr("thing to look at"), self.tr("things to look at")) if more else "",
        ]
        words = "; ".join(part for part in told if part) or self.tr("Nothing is wrong with it")
        self.verdict.setText(f"{words}.")
        self._color(problem=bool(stopping))
        lines = [self._in_full(each) for each in mock.problems if each.item is None]
        lines.append(" · ".join(self._counted(mock, way) for way in Way))
        left_out = self.tr("{0:,} of those that stay: {1}.")
        lines += [left_out.format(number, reason.words) for reason, number in mock.left_out.items() if number]
        lines.append(self._unread(mock))
        if mock.ways[Way.REDACTED]:
            lines.append(
                self.tr(
                    "Redacted pages are made and searched only as the bundle is written, or on demand: V in Review."
                )
            )
        lines.append(
            self.tr("New notes of this case are for the report, unless one is marked private (Settings).")
            if mock.notes_for_report
            else self.tr("New notes of this case are private, unless one is marked for the report.")
        )
        self.summary.setText("\n".join(filter(None, lines)))
        announce(self.verdict, self.verdict.text())

    def _unread(self, mock: Mock) -> str:
        """How many documents are cited though nobody has read them, and which; empty for none."""
        if not mock.unread:
            return ""
        unread = set(mock.unread)
        names = [each.control for each in self._members if each.part.item in unread]
        more = self.tr(" and {0:,} more").format(len(names) - NAMED) if len(names) > NAMED else ""
        counted = text.counted(len(names), self.tr("document is cited"), self.tr("documents are cited"))
        return self.tr("{0} and read by nobody: {1}{2}.").format(counted, ", ".join(names[:NAMED]), more)

    def _color(self, *, problem: bool) -> None:
        self.verdict.setProperty("role", "problem" if problem else "strong")
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

    def refuse(self, words: str) -> None:
        """Say why there is no mock run."""
        self._mock = None
        self.verdict.setText(words)
        self.summary.clear()
        self._match()

    def _counted(self, mock: Mock, way: Way) -> str:
        one, many = {
            Way.GOES: (self.tr("document goes"), self.tr("documents go")),
            Way.REDACTED: (self.tr("goes redacted"), self.tr("go redacted")),
            Way.PLACEHOLDER: (self.tr("has a slip sheet"), self.tr("have a slip sheet")),
            Way.STAYS: (self.tr("stays"), self.tr("stay")),
        }[way]
        return text.counted(mock.ways[way], one, many)

    def _match(self) -> None:
        by_item: defaultdict[ItemId | None, list[Problem]] = defaultdict(list)
        for each in () if self._mock is None else self._mock.problems:
            by_item[each.item].append(each)
        lines = [Listed(each, _sorted(by_item.pop(each.part.item, []))) for each in self._members]
        self._lines = sorted(lines, key=lambda each: each.rank)
        self._list()

    def _list(self) -> None:
        """List what the filter wants, with the line at hand still at hand."""
        now, stood = self.at_hand, self.list.currentIndex().row()
        which = next(which for which, chip in self.chips.items() if chip.isChecked())
        self._shown = [each for each in self._lines if _wanted(each, which)]
        rows = [self._cells(each) for each in self._shown]
        self.model.show(rows, [at for at, each in enumerate(self._shown) if each.rank == 0])
        self.none.setVisible(not self._shown and bool(self._lines))
        self.none.setText(self.tr("None of the documents is like this."))
        at = row_kept([each.member.part.item for each in self._shown], None if now is None else now.part.item, stood)
        if self._shown:
            choose_row(self.list, at)
        self._choose()

    def _cells(self, each: Listed) -> tuple[str, ...]:
        return (
            self._pages(each.member),
            each.member.control,
            each.member.title,
            self.becomes(each.member),
            self._wrong(each),
        )

    def _pages(self, member: Member) -> str:
        """The numbers of an item's pages; before numbers are given, how many there are."""
        part, made = member.part, self._made
        if not part.numbered:
            return self.tr("none")
        if made is None:
            counted = text.counted(part.pages, self.tr("page"), self.tr("pages"))
            return counted if part.pages else self.tr("to be made")
        first = made.numbering.written(part.first)
        last = made.numbering.written(part.last)
        return self.tr("{0} to {1}").format(first, last) if part.last > part.first else first

    def becomes(self, member: Member) -> str:
        """What becomes of an item, in words."""
        part = member.part
        words = {
            Way.GOES: self.tr("goes, the file itself") if part.native else self.tr("goes"),
            Way.REDACTED: self.tr("goes redacted"),
            Way.PLACEHOLDER: self.tr("slip sheet"),
            Way.STAYS: self.tr("stays"),
        }[part.way]
        why = reason_words(part.reason)
        if why:
            words = self.tr("{0}: {1}").format(words, why)
        return self.tr("called back; {0}").format(words) if part.recalled else words

    def _wrong(self, each: Listed) -> str:
        """What is wrong, without the name of the document, which stands beside it."""
        words = "; ".join(one.words.removeprefix(f"{each.member.control} ") for one in each.problems)
        return self.tr("stops it: {0}").format(words) if words and each.rank == 0 else words

    def _in_full(self, each: Problem) -> str:
        return (self.tr("Stops it: {0}.") if each.wrong.stops else self.tr("To look at: {0}.")).format(each.words)

    # ── what is done ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def at_hand(self) -> Member | None:
        """The item of the line at hand."""
        index: QModelIndex = self.list.currentIndex()
        return self._shown[index.row()].member if index.isValid() and index.row() < len(self._shown) else None

    def _choose(self) -> None:
        index = self.list.currentIndex()
        here = self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None
        self.open.setEnabled(here is not None)
        lines = [] if here is None else [self._in_full(each) for each in here.problems]
        if here is not None and here.member.part.recalled:
            lines.append(self.tr("Called back: {0}").format(here.member.part.recalled))
        self.detail.setText("\n".join(lines))
        self.chosen.emit(None if here is None else here.member)

    def _open(self) -> None:
        member = self.at_hand
        if member is not None:
            self.opened.emit(member.part.item)


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda each: not each.wrong.stops))


def _wanted(each: Listed, which: Which) -> bool:
    if which is Which.ALL:
        return True
    if which is Which.UNREAD:
        return any(one.wrong is Wrong.UNREAD for one in each.problems)
    return each.rank < 2 if which is Which.WRONG else each.member.part.way.value == which.value
