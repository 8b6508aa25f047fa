"""Below the pages: which earlier messages an item quotes, ways to them, and where a quote differs from its original."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.domain.analysis.header_changes import HeaderChange
from reviewer.domain.analysis.quote_changes import QuoteChange, QuoteChangeKind, QuoteDoubt
from reviewer.domain.evidence.item import Item
from reviewer.domain.ids import ItemId
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.theme import grid
from reviewer.gui.tips import plain
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.parts import boxed, button, clear, column, label
from reviewer.usecases.analysis.quoted_text import QuotedMessage, QuotedText

MOST_LINKS = 3
"""So many of the messages that are quoted are named."""

MOST_REMARKS = 3
"""So many remarks are shown, and how many more there are."""

MOST_CHANGES = 2
"""So many of the places in which a quote differs are told."""

MOST_OF_A_NAME = 30
"""So many characters of a sender's name are shown: the pane is no wider for a longer one."""

MOST_OF_A_HEADER = 40
"""So many characters are shown of who wrote what is not in the case, and when."""


class QuotesBar(QFrame):
    """Hidden where nothing is quoted. ``followed`` and ``compare_wanted`` carry an item that is quoted."""

    followed = Signal(object)
    compare_wanted = Signal(object)
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footbar")
        self.setAccessibleName(self.tr("Quoted messages"))
        self._links = Flow(gap=2)
        self._remarks = column(gap=0)
        self.links, self.remarks = boxed(self._links), boxed(self._remarks)
        self.setLayout(column(self.links, self.remarks, margins=(2, 1, 2, 1), gap=0))
        self._told: object = None
        self.hide()

    def show_quoted(self, told: QuotedText, *, placed: Sequence[bool] | None, back: str = "") -> None:
        """Tell of the quotes of an item.

        ``placed`` says of each whether it was found on the pages, ``back`` which item one came from, if by a quote.
        """
        if self._told == (told, placed, back):
            self.show()
            return
        self._told = told, placed, back
        clear(self._links)
        clear(self._remarks)
        found = list({each.item.id: each.item for each in told.quotes if each.item is not None}.values())
        if back:
            self._link(self.tr("Back to {0} (Alt+Left)").format(back), self.back_wanted.emit)
        if told.quotes:
            self._say_quoted(told, found)
        remarks = [*self._of_quotes(told.quotes), *self._of_the_whole(told, placed)]
        differing = next((each.item for each in told.quotes if _is_altered(each) and each.item is not None), None)
        self._show_remarks(remarks, differing)
        self.show()
        spoken = [f"{self.tr('Quotes')} {', '.join(each.control for each in found)}."] if found else []
        announce(self, " ".join([*spoken, *remarks]))

    def _say_quoted(self, told: QuotedText, found: Sequence[Item]) -> None:
        gone = sum(each.item is None for each in told.quotes)
        words = self.tr("Quotes") if found else self.tr("Quotes what is not in the case")
        self._say(words)
        for number, item in enumerate(found[:MOST_LINKS]):
            sender = text.short(text.person(item.sender), MOST_OF_A_NAME)
            who = " · ".join(filter(None, (item.control, text.day(item), sender)))
            self._link(f"{who} (W)" if not number else who, partial(self.followed.emit, item.id), item.title)
        if len(found) > MOST_LINKS:
            self._say(self.tr("and {0:,} more").format(len(found) - MOST_LINKS))
        headers = [each.quote.header for each in told.quotes if each.item is None and each.quote.header is not None]
        if headers:
            who = " · ".join(filter(None, (headers[0].name or headers[0].address, headers[0].date_text)))
            self._say(text.short(who, MOST_OF_A_HEADER))
        if found and gone:
            words = text.counted(gone, self.tr("quote"), self.tr("quotes"))
            self._say(self.tr("{0} of what is not in the case").format(words))

    def _say(self, words: str) -> None:
        made = label(words, "small")
        made.setContentsMargins(0, grid(1), 0, 0)  # on one line with the links beside it
        self._links.addWidget(made)

    def _link(self, words: str, pressed: Callable[[], object], tip: str = "") -> None:
        made = button(text.on_button(words), pressed, "link")
        made.setToolTip(plain(tip))
        self._links.addWidget(made)

    def _show_remarks(self, remarks: Sequence[str], differing: Item | None) -> None:
        for number, words in enumerate(remarks[:MOST_REMARKS]):
            self._remarks.addWidget(label(words, "problem" if differing and not number else "small", wrap=True))
        more = len(remarks) - MOST_REMARKS
        if more > 0:
            words = text.counted(more, self.tr("more remark"), self.tr("more remarks"))
            made = label(self.tr("and {0}").format(words), "small")
            made.setToolTip(plain("\n".join(remarks[MOST_REMARKS:])))
            self._remarks.addWidget(made)
        if differing is not None:
            self._compare(differing.id)
        self.remarks.setVisible(bool(remarks))

    def _compare(self, item: ItemId) -> None:
        self._link(self.tr("Compare the two (Shift+W)"), partial(self.compare_wanted.emit, item))

    def _of_quotes(self, quotes: Sequence[QuotedMessage]) -> list[str]:
        """Where quotes are not what their originals are; what differs comes first."""
        said = []
        for each in sorted(quotes, key=lambda each: not _is_altered(each)):
            control = "" if each.item is None else each.item.control
            if each.differs:
                words = self.tr("The quote of {0} differs from the original: {1}.")
                said.append(words.format(control, self._changes(each.changes or ())))
            if not each.quote.marked and (each.differs or each.changes is None):
                said.append(self.tr("Its lines are not marked as a quote: some may be the message’s own."))
            if each.misnamed:
                words = self.tr("The lines above the quote of {0} are not as in the original: {1}.")
                told = (self._named(change) for change in each.header if not change.doubt)
                said.append(words.format(control, self._listed(told)))
            elif each.header_agrees is False:
                words = self.tr("The lines above the quote of {0} name another sender, time or subject.")
                said.append(words.format(control))
            if not each.sure:
                words = self.tr(
                    "It is not sure that {0} is what is quoted: its words are others. They were not compared."
                )
                said.append(words.format(control))
            elif each.item is not None and each.changes is None and each.quote.text:
                said.append(
                    self.tr(
                        "The quote of {0} was not compared: it is too long, or cannot be told from another one."
                    ).format(control)
                )
            if each.doubts:
                words = self.tr("Parts of the quote of {0} were not compared: {1}.")
                said.append(words.format(control, "; ".join(map(self._why, each.doubts))))
        return [*said, *self._unsure(quotes)]

    def _unsure(self, quotes: Sequence[QuotedMessage]) -> Iterator[str]:
        """What of the lines above quotes may be the same as in their originals, or not."""
        for each in quotes:
            unsure = [change for change in each.header if change.doubt]
            if unsure and each.item is not None:
                words = self.tr("Above the quote of {0} it cannot be told whether these are the same: {1}.")
                yield words.format(each.item.control, self._listed(map(self._pair, unsure)))

    def _pair(self, change: HeaderChange) -> str:
        quoted, original = _short(change)
        if quoted and original:
            return self.tr("“{0}” and “{1}”").format(quoted, original)
        return self.tr("“{0}” and nothing").format(quoted or original)

    def _named(self, change: HeaderChange) -> str:
        quoted, original = _short(change)
        if not original:
            return self.tr("“{0}” is put in").format(quoted)
        if not quoted:
            return self.tr("“{0}” is left out").format(original)
        return self.tr("“{0}” in place of “{1}”").format(quoted, original)

    def _listed(self, several: Iterable[str]) -> str:
        said = list(several)
        more = len(said) - MOST_CHANGES
        if more > 0:
            said = [*said[:MOST_CHANGES], self.tr("and {0:,} more").format(more)]
        return "; ".join(said)

    def _why(self, doubt: QuoteDoubt) -> str:
        """Why some words could not be compared."""
        return {
            QuoteDoubt.ENDS: self.tr("what stands before or after it may come from a program or a mailing list"),
            QuoteDoubt.LINES: self.tr("some lines may be an answer’s own"),
            QuoteDoubt.SIGNS: self.tr("links, markup or damaged letters"),
            QuoteDoubt.ORDER: self.tr("some words stand in another order"),
            QuoteDoubt.OTHER: self.tr("too few words are the same"),
        }[doubt]

    def _of_the_whole(self, told: QuotedText, placed: Sequence[bool] | None) -> list[str]:
        said = []
        lost = 0 if placed is None else sum(not each for each in placed)
        if placed is None and told.quotes:
            said.append(self.tr("The text is too long for its quotes to be shown on the pages."))
        elif lost:
            words = text.counted(lost, self.tr("quote was"), self.tr("quotes were"))
            said.append(self.tr("{0} not found on the pages.").format(words))
        if told.cut:
            said.append(self.tr("What comes after the first million characters was not looked at."))
        if told.left:
            words = text.counted(told.left, self.tr("message farther back was"), self.tr("messages farther back were"))
            said.append(self.tr("{0} not compared with what is quoted.").format(words))
        return said

    def _changes(self, changes: Sequence[QuoteChange]) -> str:
        """The words that differ, with those that a quote leaves out at its beginning and end."""
        words = {
            QuoteChangeKind.CHANGED: self.tr("“{0}” in place of “{1}”"),
            QuoteChangeKind.ADDED: self.tr("“{0}” is put in"),
            QuoteChangeKind.LEFT_OUT: self.tr("“{1}” is left out"),
        }
        told = (each for each in changes if each.tells)
        return self._listed(
            words[each.kind].format(text.short(each.quoted), text.short(each.original)) for each in told
        )


def _is_altered(each: QuotedMessage) -> bool:
    return each.differs or each.misnamed


def _short(change: HeaderChange) -> tuple[str, str]:
    return text.short(change.quoted), text.short(change.original)
