"""Which lines of a message quote an earlier one.

As :mod:`reviewer.domain.analysis.quote_parser` tells a message's own words from others, for showing: each quote with
its place, at every level, and with the lines above it that say whose words it has. A quote that is broken by what was
written between its lines is one quote in several stretches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from reviewer.domain.analysis.quote_parser import (
    LONGEST_TEXT,
    MOST_HEADERS,
    MarkedLine,
    QuotedHeader,
    ends_own_words,
    header_at,
    is_block,
    marked_lines,
    may_quote,
    named_at,
    put_in,
    recipients_at,
)

Place = tuple[int, int]
"""Where something begins and ends in a text, in code points."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an earlier message: at level 1 of the one that was answered, at level 2 of the one before that.

    ``places`` are its stretches with the lines above them, ``lines`` the same by line, both ends counted from 1.
    ``text`` is what is quoted, without marks, an empty line between stretches. ``marked`` is false where nothing but a
    line like “Ada wrote:” says that what is below is a quote, so that words of the message itself may be among it.
    ``put_in`` are lines among those above it that no program writes there; ``recipients`` is all that stands there
    behind “To:” and “Cc:”, None for a line that is not there.
    """

    level: int
    header: QuotedHeader | None
    places: tuple[Place, ...]
    lines: tuple[Place, ...]
    text: str
    marked: bool = True
    put_in: tuple[str, ...] = ()
    recipients: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True, slots=True)
class QuotedLines:
    """The quotes of a text, in order, and the rest. ``cut`` says that a text is too long to be looked at to its end."""

    quotes: tuple[Quote, ...]
    own: str
    cut: bool = False


@dataclass(slots=True)
class _Open:
    """A quote that is being read: its stretches by line, the end excluded, and what it says."""

    level: int
    header: QuotedHeader | None
    marked: bool
    stretches: list[Place] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    put_in: tuple[str, ...] = ()
    recipients: tuple[str | None, str | None] = (None, None)

    def add(self, first: int, end: int, lines: Sequence[MarkedLine]) -> None:
        """Lines more; empty ones between are part of it."""
        if self.stretches and not any(line.text.strip() for line in lines[self.stretches[-1][1] : first]):
            first = self.stretches.pop()[0]
        self.stretches.append((first, end))


def quoted_lines(text: str, knows: Callable[[str], bool] = lambda _name: False) -> QuotedLines:
    """The quotes of a text. “Ada wrote:” stands above one where Ada is somebody whom one ``knows``."""
    cut, text = len(text) > LONGEST_TEXT, text[:LONGEST_TEXT]
    if not may_quote(text):
        return QuotedLines((), text, cut)
    reading = _Reading(marked_lines(text), knows)
    reading.read()
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    found = (_quote(each, starts, text) for each in reading.quotes)
    return QuotedLines(tuple(quote for quote in found if quote is not None), "\n".join(reading.own), cut)


class _Reading:
    def __init__(self, lines: Sequence[MarkedLine], knows: Callable[[str], bool]) -> None:
        self.lines = lines
        self._knows = knows
        self.quotes: list[_Open] = []
        self.own: list[str] = []
        self._within: dict[int, _Open] = {}  # by level, what goes on when a line of that level comes
        self._below: list[int] = []  # the depths at which something without marks began
        self._headers = 0

    def read(self) -> None:
        """Go through all lines."""
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            self._below = [depth for depth in self._below if depth <= line.depth]
            head = self._announced(at)
            header, end = self._header(head) if self._headers < MOST_HEADERS else (None, at)
            if header is not None:
                self._begin(header, at, head, end)
                at = end
                continue
            self._line(at, line.depth + len(self._below))
            at += 1

    def _header(self, at: int) -> tuple[QuotedHeader | None, int]:
        """The header that begins at a line, if one does, and the line after it."""
        header, end = header_at(self.lines, at)
        if header is None and (name := named_at(self.lines, at)) and self._knows(name):
            return QuotedHeader(name), at + 1
        return header, end

    def _announced(self, at: int) -> int:
        """The next line with words after one like “Original Message”, which is part of a quote whose header is there.

        Else the line itself.
        """
        text = self.lines[at].text
        if text.strip() == "--" or not ends_own_words(text):
            return at
        return next((number for number in range(at + 1, len(self.lines)) if self.lines[number].text.strip()), at)

    def _begin(self, header: QuotedHeader, first: int, at: int, end: int) -> None:
        """A quote begins with the lines above it."""
        self._headers += 1
        depth = self.lines[at].depth
        self._below = [known for known in self._below if known <= depth]
        level = depth + len(self._below) + 1
        block = is_block(self.lines, at)
        following = next((line for line in self.lines[end:] if line.text.strip()), None)
        marked = block or (following is not None and following.depth > depth)
        if block or not marked:
            self._below.append(depth)
        self._within = {known: each for known, each in self._within.items() if known < level}
        begun = self._open(level, header, marked=marked)
        begun.add(first, end, self.lines)
        begun.put_in = put_in(self.lines, at)
        begun.recipients = recipients_at(self.lines, at)

    def _line(self, at: int, level: int) -> None:
        if not level:
            self.own.append(self.lines[at].text)
            return
        within = self._within.get(level) or self._open(level, None, marked=True)
        if self.lines[at].text.strip():
            if within.stretches and within.stretches[-1][1] < at and within.said and within.said[-1].strip():
                within.said.append("")  # a paragraph ends where something else stands between
            within.add(at, at + 1, self.lines)
        within.said.append(self.lines[at].text)

    def _open(self, level: int, header: QuotedHeader | None, *, marked: bool) -> _Open:
        self._within[level] = _Open(level, header, marked)
        self.quotes.append(self._within[level])
        return self._within[level]


def _quote(each: _Open, starts: Sequence[int], text: str) -> Quote | None:
    if not each.stretches:
        return None
    places = tuple((starts[first], min(starts[end] - 1, len(text))) for first, end in each.stretches)
    numbers = tuple((first + 1, end) for first, end in each.stretches)
    text = "\n".join(each.said).strip()
    return Quote(each.level, each.header, places, numbers, text, each.marked, each.put_in, each.recipients)
