"""The filter line: what is typed, chips for what is often wanted, and how many items that leaves."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton

from reviewer.domain.query_grammar import parse
from reviewer.errors import KnownError, QueryError
from reviewer.gui import icons
from reviewer.gui.accessibility import announce
from reviewer.gui.theme import room_for
from reviewer.gui.tips import plain
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.parts import column, follow_theme, label, lookup, row, tool
from reviewer.gui.widgets.query_field import mark_refused

_BEFORE = {"is:unseen": "is:unread"}
"""What the query of a chip was when an earlier version kept which were down."""


class FilterLine(QFrame):
    """Asks for a query in the words of the search."""

    query_changed = Signal(str)
    sort_wanted = Signal()
    drawer_wanted = Signal()
    entered = Signal()
    overviews_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.typed = lookup(self.tr("Filter"), self.tr("Filter: words, to:…"))
        self.typed.setClearButtonEnabled(True)
        self.typed.setMinimumWidth(
            room_for(20)
        )  # else as wide as needed with that button once there is something typed
        self.typed.textChanged.connect(lambda: self.query_changed.emit(self.query()))
        self.typed.returnPressed.connect(self.entered)
        self.count = label("", "small")
        self.count.setAccessibleDescription(self.tr("How many items are listed"))
        self.sort = tool("sort", self.tr("Sort by…, threads or families together"), self.sort_wanted.emit)
        self.drawer = tool("drawer", self.tr("Show or hide tags and notes"), self.drawer_wanted.emit, "I")
        self.overviews = tool("overviews", self.tr("Queues of what to read, coverage…"), self.overviews_wanted.emit)
        self.chips = {
            "is:unseen": self._chip(
                self.tr("not seen"),
                self.tr("Only what you neither had open nor said to have read, whatever is marked"),
            ),
            "has:attachment": self._chip("", self.tr("Only those with attachments"), "attachment"),
            "is:relevant": self._chip(self.tr("relevant")),
            "is:tagged": self._chip(self.tr("tagged")),
            "-is:suppressed": self._chip(self.tr("no duplicates"), self.tr("Leave out duplicates")),
        }
        first = row(self.typed, self.count, self.sort, self.overviews, self.drawer, gap=1)
        second = Flow(gap=1)
        for chip in self.chips.values():
            second.addWidget(chip)
        self.setLayout(column(first, second, margins=(2, 2, 1, 1), gap=1))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # grows with the lines of chips
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def begin(self) -> None:
        """Type another query in the place of the one that stands there; after End it is gone on with."""
        self.typed.setFocus()
        self.typed.selectAll()

    def query(self) -> str:
        """What is wanted, in the words of the search."""
        chosen = self.chosen()
        typed = self.typed.text()
        if not typed.strip():
            return " ".join(chosen)
        return " ".join((f"({typed})", *chosen)) if chosen else typed

    def problem(self) -> QueryError | None:
        """Why what is typed is not understood; None where it is, as far as one can tell without the case."""
        try:
            parse(self.typed.text())
        except QueryError as error:
            return error
        return None

    def refuse(self, error: KnownError) -> KnownError:
        """Show in what is typed where it is not understood, and that the list is not what it asks for.

        Answers with the error as one of what is typed.
        """
        if isinstance(error, QueryError) and error.query != self.typed.text():
            start, end = (max(at - 1, 0) for at in error.place)  # it was put between brackets
            error = QueryError(
                str(error), error.advice, query=self.typed.text(), place=(start, end), nearest=error.nearest
            )
        mark_refused(self.typed, error)
        self.count.setText(self.tr("not run"))
        return error

    def chosen(self) -> tuple[str, ...]:
        """The queries of the chips that are down."""
        return tuple(query for query, chip in self.chips.items() if chip.isChecked())

    def come_back(self, typed: str, chips: Collection[str]) -> None:
        """Want what was wanted before."""
        for query, chip in self.chips.items():
            chip.setChecked(query in chips or _BEFORE.get(query) in chips)
        self.typed.setText(typed)

    def clear(self) -> None:
        """Want everything."""
        for chip in self.chips.values():
            chip.setChecked(False)
        self.typed.clear()

    def show_count(self, found: int, every: int) -> None:
        """How many items are listed, of how many."""
        text = f"{found:,}" if found == every else self.tr("{0:,} of {1:,}").format(found, every)
        most = self.count.fontMetrics().horizontalAdvance(self.tr("{0:,} of {1:,}").format(every, every))
        if most > self.count.minimumWidth():  # for whatever is found of them: the line one types in stays as wide
            self.count.setMinimumWidth(most)
        if text != self.count.text():
            self.count.setText(text)
            announce(self.count, self.tr("{0} items").format(text))

    def _chip(self, name: str, meaning: str = "", icon: str = "") -> QToolButton:
        made = QToolButton()
        made.setProperty("role", "chip")
        made.setText(name)
        made.setAccessibleName(meaning or self.tr("Only {0}").format(name))
        made.setToolTip(plain(made.accessibleName()))
        made.setCheckable(True)
        if icon:
            follow_theme(made, lambda: made.setIcon(icons.icon(icon)))
        made.toggled.connect(lambda: self.query_changed.emit(self.query()))
        return made
