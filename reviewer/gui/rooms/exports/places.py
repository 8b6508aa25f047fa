"""Places that could be redacted: listed with their words before anything is proposed; those chosen are one act."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.domain.pages.passage import one_line
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.keys import ENTER, on_keys
from reviewer.gui.widgets.lists.table import choose_several, table
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.usecases.exports.redaction.redaction_following import OnPage
from reviewer.usecases.exports.redaction.redaction_patterns import Hit

HIGH = 40
NAMED = 8
AROUND = 24
"""Characters of what stands around the words, at most."""

Place = Hit | OnPage


class PlacesList(QFrame):
    """``proposed`` carries the places that were chosen, ``opened`` one, ``pages_wanted`` documents without pages."""

    proposed = Signal(object)
    opened = Signal(object)
    pages_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._places: Sequence[Place] = ()
        self._missing: Sequence[str] = ()
        self.told = label("", "strong", wrap=True, selectable=True)
        self.told.setAccessibleDescription(self.tr("What was found"))
        names = [self.tr("Document"), self.tr("Page"), self.tr("Words")]
        self.model = RowsModel(names, numbers=(1,))
        self.model.setParent(self)
        self.list = table(self.model, self.tr("Places to redact"), {0: 32, 1: 14})
        choose_several(self.list)
        self.list.setMinimumHeight(room_for(HIGH))
        self.hint = label("", "small", wrap=True)
        self.rest = label("", "small", wrap=True, selectable=True)
        self.rest.setAccessibleDescription(self.tr("What is not listed"))
        self.pages = button(self.tr("Make their pages"), self._want_pages)
        self.go = button("", self._go, "main")
        self.open = button(self.tr("Open document"), self._open)
        rest = row(self.rest, self.pages, gap=2)
        rest.setStretchFactor(self.rest, 1)
        self.setLayout(column(self.told, self.list, self.hint, row(self.go, self.open, 1), rest, gap=2))
        self.list.selectionModel().selectionChanged.connect(lambda _now, _before: self._look())
        self.list.doubleClicked.connect(lambda _index: self._open())
        on_keys(self.list, {ENTER: self._open})
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self._places, self._missing = (), ()
        self.model.show([])
        self.hide()

    def show_places(
        self,
        places: Sequence[Place],
        *,
        missing: Sequence[str],
        without: Sequence[str],
        beside: Sequence[str] = (),
        nowhere: Sequence[str] = (),
        chosen: bool = True,
    ) -> None:
        """Show places; documents without pages yet; those that can have none; other places; words that are nowhere.

        ``chosen``: all of them are; else none, where one has left them out before.
        """
        self._places, self._missing = places, missing
        self.model.show([self._cells(each) for each in places])
        if chosen:
            self.list.selectAll()
        documents = text.counted(len({each.item for each in places}), self.tr("document"), self.tr("documents"))
        found = text.counted(len(places), self.tr("place"), self.tr("places"))
        none = self.tr("Nothing is found on pages that is still to be redacted.")
        self.told.setText(self.tr("{0} in {1}").format(found, documents) if places else none)
        for part in (self.list, self.hint, self.go, self.open):
            part.setVisible(bool(places))
        words = [self.tr("“{0}”").format(each) for each in nowhere]
        lines = [
            self.tr("Nowhere, or redacted already wherever it stands: {0}").format(self._named(words)) if words else "",
            self.tr("No pages yet: {0}").format(self._named(missing)) if missing else "",
            self.tr("Cannot have pages, so they stay with the case: {0}").format(self._named(without))
            if without
            else "",
            self.tr("What no box can cover is left out of what leaves: {0}").format(self._named(beside))
            if beside
            else "",
        ]
        self.rest.setText("\n".join(line for line in lines if line))
        self.rest.setVisible(bool(self.rest.text()))
        self.pages.setVisible(bool(missing))
        self.show()
        self._look()
        announce(self.told, self.told.text())

    def _named(self, names: Sequence[str]) -> str:
        shown = ", ".join(names[:NAMED])
        more = len(names) - NAMED
        return self.tr("{0} and {1:,} more").format(shown, more) if more > 0 else shown

    def _cells(self, each: Place) -> tuple[str, ...]:
        at = each.anchor
        before, after = _beside(one_line(at.prefix), ends=True), _beside(one_line(at.suffix), ends=False)
        words = self.tr("…{0} “{1}” {2}…").format(before, one_line(at.quote), after)
        return each.control, f"{at.span.start.page:,}", words

    @property
    def chosen(self) -> list[Place]:
        """The places that are chosen."""
        return [self._places[index.row()] for index in self.list.selectionModel().selectedRows()]

    @property
    def left_out(self) -> bool:
        """Whether some of the places are not chosen."""
        return len(self.chosen) < len(self._places)

    def _look(self) -> None:
        number = len(self.chosen)
        words = text.counted(number, self.tr("place"), self.tr("places"))
        self.go.setText(self.tr("Propose {0}").format(words))
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(bool(number))
        how = self.tr("Click one to choose it alone; Ctrl or Shift with a click or an arrow for more.")
        every = bool(number) and number == len(self._places)
        self.hint.setText(self.tr("All are chosen. {0}").format(how) if every else how)
        self.open.setEnabled(self.list.currentIndex().isValid() or number == 1)

    def _go(self) -> None:
        self.proposed.emit(sorted(self.chosen, key=lambda each: (each.item, each.anchor.span.start)))

    def _open(self) -> None:
        index = self.list.currentIndex()
        rows = [index.row()] if index.isValid() else [each.row() for each in self.list.selectionModel().selectedRows()]
        if rows:
            self.opened.emit(self._places[rows[0]])

    def _want_pages(self) -> None:
        self.pages_wanted.emit(list(self._missing))


def _beside(words: str, *, ends: bool) -> str:
    """How the words before a place end, or how those behind it begin: whole words, where there is more than one."""
    if len(words) <= AROUND:
        return words
    kept = words[-AROUND - 1 :].partition(" ")[2] if ends else words[: AROUND + 1].rpartition(" ")[0]
    return kept or (words[-AROUND:] if ends else words[:AROUND])
