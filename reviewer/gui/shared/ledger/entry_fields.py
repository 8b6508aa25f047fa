"""The fields of an entry form: each says its words, takes words, and tells what is wrong with them where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QLabel, QLineEdit, QWidget

from reviewer.domain import dates
from reviewer.domain.dates import How
from reviewer.domain.ids import OfficerId
from reviewer.domain.people.officer import Officer
from reviewer.domain.query import fold
from reviewer.errors import InputError
from reviewer.gui import text
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.choice import Choice, choice
from reviewer.gui.widgets.lists.offered import OfferedList
from reviewer.gui.widgets.officer_line import OfficerLine
from reviewer.gui.widgets.parts import line, row
from reviewer.gui.widgets.tab_order import lead

Check = Callable[[str], object]
"""Raises InputError for words that cannot be."""


class Field(Protocol):
    """What a form needs of a field."""

    @property
    def widget(self) -> QWidget:
        """What stands in the form."""

    def words(self) -> str:
        """What it says."""

    def say(self, words: str) -> None:
        """Make it say this."""

    def problem(self) -> str:
        """What is wrong with it; empty when nothing is."""

    def on_change(self, call: Callable[[], None]) -> None:
        """Have something done whenever it is changed."""


class LineField:
    """A line of text, checked when the entry is saved."""

    def __init__(self, name: str, hint: str = "", check: Check | None = None) -> None:
        self.widget: QLineEdit = line(name, hint)
        self._check = check
        self._known: QStringListModel | None = None

    def words(self) -> str:
        """What it says."""
        return self.widget.text().strip()

    def say(self, words: str) -> None:
        """Make it say this."""
        self.widget.setText(words)
        self.widget.setCursorPosition(0)

    def problem(self) -> str:
        """What is wrong with it."""
        return complaint(self._check, self.words())

    def offer(self, known: Sequence[str]) -> None:
        """Offer words while one types."""
        if self._known is None:
            self._known = QStringListModel(self.widget)
            completer = QCompleter(self._known, self.widget)
            OfferedList().offer_for(completer)
            self.widget.setCompleter(completer)  # once: one that takes the place of another may end the program
        self._known.setStringList(list(known))

    def on_change(self, call: Callable[[], None]) -> None:
        """Have something done whenever it is changed."""
        self.widget.textChanged.connect(lambda _text: call())


class ChoiceField:
    """One of a few words."""

    def __init__(self, name: str, values: Sequence[str | tuple[str, str]], first: str) -> None:
        self.widget: Choice = choice(name, values, first)
        self._first = first

    def words(self) -> str:
        """What it says."""
        return self.widget.value

    def say(self, words: str) -> None:
        """Make it say this; nothing is what it says at first."""
        self.widget.say(words or self._first)

    def problem(self) -> str:
        """Nothing can be wrong with it."""
        return ""

    def on_change(self, call: Callable[[], None]) -> None:
        """Have something done whenever it is changed."""
        self.widget.currentIndexChanged.connect(lambda _index: call())


class CountField(QLabel):
    """How many passages were counted; nothing that is typed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.widget: QWidget = self
        self.setAccessibleDescription(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "muted")
        self.count(0)

    def count(self, number: int) -> None:
        """Show a number."""
        one, more = self.tr("use proved by a passage"), self.tr("uses proved by passages")
        self.setText(text.counted(number, one, more) if number else self.tr("Each passage is one use"))

    def words(self) -> str:
        """It says nothing of its own."""
        return ""

    def say(self, words: str) -> None:
        """It takes no words."""

    def problem(self) -> str:
        """Nothing can be wrong with it."""
        return ""

    def on_change(self, call: Callable[[], None]) -> None:
        """It does not change by itself."""


class OfficerField(OfficerLine):
    """An officer, named by typing."""

    settled = Signal()

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(name, hint)
        self.widget: QWidget = self
        self.serial = ""
        self._officers: Sequence[Officer] = ()
        self.chosen.connect(self._take_officer)
        self.textEdited.connect(self._forget)

    def show_officers(self, officers: Sequence[Officer]) -> None:
        """Offer these; who was named stays named."""
        self._officers = officers
        super().show_officers(officers)
        if self.serial:
            self.say(self.serial)

    def words(self) -> str:
        """The serial number of the officer."""
        return self.serial

    def say(self, words: str) -> None:
        """Name an officer by serial number."""
        self.serial = words
        who = next((each for each in self._officers if each.serial == words), None)
        self.setText(" · ".join(part for part in (who.name, who.rank, who.serial) if part) if who else words)
        self.setCursorPosition(0)

    def problem(self) -> str:
        """What is wrong: nobody, or several, may be meant."""
        if self.serial:
            return ""
        meant = self._meant_now()
        if len(meant) == 1:
            self.say(meant[0].serial)
            return ""
        typed = self.text().strip()
        if not typed:
            return self.tr("Name the officer.")
        if not meant:
            return self.tr("No officer is called “{0}”.").format(typed)
        return self.tr("“{0}” may be any of {1}; type more of the name or the serial number.").format(
            typed, text.counted(len(meant), self.tr("officer"), self.tr("officers"))
        )

    def on_change(self, call: Callable[[], None]) -> None:
        """Have something done whenever it is clear who is meant."""
        self.settled.connect(call)

    def _meant_now(self) -> list[Officer]:
        words = fold(self.text()).split()
        told = ((each, fold(f"{each.name} {each.rank} {each.serial}")) for each in self._officers)
        return [each for each, folded in told if words and all(word in folded for word in words)]

    def _take_officer(self, officer: OfficerId) -> None:
        who = next((each for each in self._officers if each.id == officer), None)
        if who is not None:
            self.say(who.serial)
            self.settled.emit()

    def _forget(self, _typed: str) -> None:
        self.serial = ""


DAY = "2000-00-00"


class DateField(QFrame):
    """A date as far as it is known: on, around, before, after, between, to the day, month or year."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.widget: QWidget = self
        ways = [(how.value, how.value or self.tr("not known")) for how in How]
        self.how = choice(self.tr("{0}: how it is known").format(name), ways, How.ON.value, wide=5)
        self.first = line(name, "2016-05-16")
        self.last = line(self.tr("{0}: the last day").format(name), "2016-06-30")
        for part in (self.first, self.last):
            part.setToolTip(self.tr("A day, a month or a year: 2016-05-16, 2016-05, 2016"))
            part.setMinimumWidth(part.fontMetrics().horizontalAdvance(DAY) + room_for(7))  # never cut
        self.setLayout(row(self.how, self.first, self.last, gap=1))
        lead(self, self.how)
        self.how.currentIndexChanged.connect(lambda _index: self._show_ends())
        self._show_ends()

    def words(self) -> str:
        """What it says, as :func:`dates.read` reads it."""
        how = How(self.how.value)
        if how is How.UNKNOWN or not self.first.text().strip():
            return ""
        if how is How.BETWEEN:
            return f"between {self.first.text().strip()} and {self.last.text().strip()}"
        return f"{how.value} {self.first.text().strip()}"

    def say(self, words: str) -> None:
        """Make it say this."""
        said = dates.read(words)
        self.how.say(said.how.value)
        self.first.setText(said.first)
        self.last.setText(said.last)
        self._show_ends()

    def problem(self) -> str:
        """What is wrong with it."""
        if How(self.how.value) is How.BETWEEN and not (self.first.text().strip() and self.last.text().strip()):
            return self.tr("Enter the first and the last day.")
        return complaint(dates.read, self.words())

    def on_change(self, call: Callable[[], None]) -> None:
        """Have something done whenever it is changed."""
        self.how.currentIndexChanged.connect(lambda _index: call())
        for part in (self.first, self.last):
            part.textChanged.connect(lambda _text: call())

    def _show_ends(self) -> None:
        how = How(self.how.value)
        self.first.setVisible(how is not How.UNKNOWN)
        self.last.setVisible(how is How.BETWEEN)


@dataclass(frozen=True, slots=True)
class Number:
    """Checks for a whole number, ``least`` or more."""

    least: int = 0

    def __call__(self, words: str) -> int:
        """The number; InputError for anything else."""
        plain = words.replace(",", "")
        if not plain.isdecimal():
            raise InputError(f"“{words}” is no whole number")
        if int(plain) < self.least:
            raise InputError(f"it is {self.least} or more")
        return int(plain)


def complaint(check: Check | None, words: str) -> str:
    """What a check says against words; nothing against none."""
    if check is None or not words:
        return ""
    try:
        check(words)
    except InputError as error:
        return text.refusal(error)
    return ""
