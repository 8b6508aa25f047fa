"""Records that stand in a text as programs write them, each by its fields: rows, cards, objects, elements.

A row is a line whose cells a tab, a bar, a semicolon or a comma parts; a card, lines of a label and a value; an object,
one of JSON, or a list there; an element, one of XML with what is in it. Told are those about some places, by the fields
that hold one. What is hostile costs no more than its length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Stretch = tuple[int, int]

MOST_FIELDS = 300
"""A longer row, object or element is a list, of which no two fields belong together."""
_LONGEST_ROW = 50_000

_SEPARATORS = "\t|;,"
_CELL = {
    each: re.compile(
        rf' *(?:"((?:[^"]|""){{0,1000}})" *(?={re.escape(each)}|$)|([^{re.escape(each)}]*))',
        re.DOTALL,
    )
    for each in _SEPARATORS
}
_LABEL = re.compile(r"""[\s"'({\[]*[^\W\d_][\w .;-]{0,39}["']?[ \t]*[:=][ \t]*""")
"""What may stand before a value in its own cell."""
_ENDS, _BEGINS = re.compile(r"[)\]}]\s*\Z"), re.compile(r"\s*[(\[{]")
"""Where a row ends and the next one begins on the same line: “(1, 'a'), (2, 'b')”."""
_QUOTED_LINES = 40
"""Lines that a cell in quotation marks may have."""

_LABELLED = re.compile(
    r"""[ \t>|*•-]*["']?(?P<label>[^\W\d_][^:=\n\t"'<>{}]{0,39}?)["']?[ \t]*[:=][ \t]*(?P<value>[^\n]*)"""
)
_LETTER_HEAD = frozenset({"from", "to", "cc", "bcc", "sender", "reply-to", "von", "an", "kopie", "de", "à", "copie"})
"""Labels of the head of a letter: two of them are two people."""
_GAP = 3
"""Lines without a label that may stand between two that have one: a value that goes on, blank lines."""

_KEY = re.compile(r'"\s*:')
_LIST = re.compile(r'\[\s*"')
_IN_JSON = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}\[\]"]', re.DOTALL)
_XML = re.compile(r"</[A-Za-z_]|/>")
_HTML = re.compile(r"<(?:html|body|table|div|p|td|span|br)\b", re.IGNORECASE)
_IN_XML = re.compile(r"<(?P<tag>[^<>]*)>|(?P<text>[^<]+)")
_NAME = re.compile(r"/?([A-Za-z_][\w:.-]*)")
_GIVEN = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)')")
_CDATA = re.compile(r"!\[CDATA\[(.*)\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of a record that hold a place: its own, and those of what is within it."""

    own: tuple[Stretch, ...]
    within: tuple[Stretch, ...] = ()


def records(text: str, about: Sequence[Stretch], places: Sequence[Stretch]) -> Iterator[Record]:
    """The records that hold one of the places which they are ``about``; each may be read in several ways.

    Their fields are those that hold any of ``places``.
    """
    asked = _Places(places)
    lines = _Lines(text, sorted(start for start, _ in about), asked)
    yield from lines.rows()
    yield from lines.cards()
    if _KEY.search(text) or _LIST.search(text):
        yield from _objects(text, asked)
    if _XML.search(text) and not _HTML.search(text):  # the cells of HTML are parted by tabs in its text
        yield from _elements(text, asked)


class _Places:
    """Places, to tell whether a field holds one."""

    def __init__(self, places: Sequence[Stretch]) -> None:
        self._starts = sorted(start for start, _ in places)

    def has(self, stretch: Stretch) -> bool:
        at = bisect_left(self._starts, stretch[0])
        return at < len(self._starts) and self._starts[at] < stretch[1]


# ── lines ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Lines:
    """A text line by line, about some places."""

    def __init__(self, text: str, about: Sequence[int], asked: _Places) -> None:
        self._text = text
        self._about = about
        self._asked = asked

    def rows(self) -> Iterator[Record]:
        """Rows of cells, a line each, or more where a cell in quotation marks has more."""
        for start, end in self._stretches():
            line = self._text[start:end]
            if len(line) > _LONGEST_ROW or _KEY.search(line) or _XML.search(line):
                continue
            for separator in _SEPARATORS:
                # “Tarn, Jo; Doe, Al” are two people
                if separator in line and not (separator == "," and ";" in line and ", " in line):
                    yield from self._cells(start, end, separator)

    def _stretches(self) -> Iterator[Stretch]:
        last = (-1, -1)
        for at in self._about:
            line = self._line(at)
            if line == last:
                continue
            last = line
            yield line
            if self._text.count('"', *line) % 2:
                yield from {self._joined(line, back=True), self._joined(line, back=False)} - {line}

    def _line(self, at: int) -> Stretch:
        end = self._text.find("\n", at)
        return self._text.rfind("\n", 0, at) + 1, len(self._text) if end < 0 else end

    def _joined(self, line: Stretch, *, back: bool) -> Stretch:
        """A line with those above or below it, up to the other end of a cell in quotation marks."""
        start, end = line
        for _ in range(_QUOTED_LINES):
            if start == 0 if back else end >= len(self._text):
                break
            beside = self._line(start - 1 if back else end + 1)
            start, end = min(start, beside[0]), max(end, beside[1])
            if self._text.count('"', *beside) % 2:
                return start, end
        return line

    def _cells(self, start: int, end: int, separator: str) -> Iterator[Record]:
        held: list[Stretch] = []
        count, at, ended = 0, start, False
        while at <= end and (match := _CELL[separator].match(self._text, at, end)) is not None:
            cell = match.span(1) if match[1] is not None else match.span(2)
            if ended and _BEGINS.match(self._text, *cell):
                yield from _whole(held, count)
                held, count = [], 0
            ended = _ENDS.search(self._text, *cell) is not None
            if self._asked.has(cell):
                label = _LABEL.match(self._text, *cell)
                value = (label.end() if label else cell[0], cell[1])
                held.append(value if self._asked.has(value) else cell)
            count += 1
            at = match.end() + 1
        yield from _whole(held, count)

    def cards(self) -> Iterator[Record]:
        """Lines of a label and a value, as far as no label comes again."""
        done = -1
        for at in self._about:
            if at > done:
                found, done = self._cards(self._first_of_cards(self._line(at)))
                yield from found

    def _first_of_cards(self, line: Stretch) -> int:
        """Where the lines begin that have labels, from one of them upwards."""
        first, gap = line[0], 0
        while line[0] and gap <= _GAP:
            line = self._line(line[0] - 1)
            labelled = _LABELLED.match(self._text, *line) is not None
            first, gap = (line[0], 0) if labelled else (first, gap + 1)
        return first

    def _cards(self, start: int) -> tuple[list[Record], int]:
        """The cards from a line on, and where the last of them ends."""
        found: list[Record] = []
        held: list[Stretch] = []
        labels, gap = set[str](), 0
        while start <= len(self._text) and gap <= _GAP:
            line = self._line(start)
            match = _LABELLED.match(self._text, *line)
            label = match["label"].casefold().strip() if match else ""
            if label in labels:
                found += _whole(held, len(labels))
                held, labels = [], set()
            if match:
                labels.add(label)
                value = match.span("value")
                held += [value] if label not in _LETTER_HEAD and self._asked.has(value) else []
            gap = 0 if match else gap + 1
            start = line[1] + 1
        return [*found, *_whole(held, len(labels))], start - 1


def _whole(held: Sequence[Stretch], count: int) -> Iterator[Record]:
    """A row or a card of so many fields, if it is one."""
    if held and 1 < count <= MOST_FIELDS:
        yield Record(tuple(held))


# ── trees ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Open:
    """An object or an element whose end has not come yet, with the fields that hold a place."""

    name: str
    own: list[Stretch] = field(default_factory=list)
    count: int = 0
    parts: list[tuple[str, list[Stretch]]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)

    def add(self, stretch: Stretch, asked: _Places) -> None:
        """Another field of its own."""
        self.count += 1
        if asked.has(stretch):
            self.own.append(stretch)

    def close(self, above: _Open) -> Iterator[Record]:
        """Its record. What has one field is one of what it is in; what has more is part of that, if alone so called."""
        within = [each for name, fields in self.parts if self.names[name] == 1 for each in fields][:MOST_FIELDS]
        if self.own and self.count <= MOST_FIELDS:
            yield Record(tuple(self.own), tuple(within))
        above.names[self.name] += 1
        if self.count == 1 and not self.parts:
            above.count += 1
            above.own += self.own
        elif self.own or within:
            above.parts.append((self.name, [*self.own, *within][:MOST_FIELDS]))


def _objects(text: str, asked: _Places) -> Iterator[Record]:
    """Objects of JSON, and lists; those in a list have the same name there."""
    stack, key = [_Open("")], ""
    for match in _IN_JSON.finditer(text):
        sign = match[0]
        if match[2] is not None:
            key = match[1]
            continue
        if match[1] is not None:
            stack[-1].add(match.span(1), asked)
        elif sign == '"':  # a string without an end: nothing more is sure
            break
        elif sign in "{[":
            stack.append(_Open(key))
        elif len(stack) > 1:
            done = stack.pop()
            yield from done.close(stack[-1])
        key = ""


def _elements(text: str, asked: _Places) -> Iterator[Record]:
    """Elements of XML with their attributes; what is never closed ends with what it is in."""
    stack = [_Open("")]
    for match in _IN_XML.finditer(text):
        if match["tag"] is None:
            if match[0].strip():
                stack[-1].add(match.span(), asked)
            continue
        named = _NAME.match(match["tag"])
        if named is None:
            data = _CDATA.fullmatch(match["tag"])
            if data is not None:
                stack[-1].add((match.start("tag") + data.start(1), match.start("tag") + data.end(1)), asked)
        elif not match["tag"].startswith("/"):
            stack.append(_Open(named[1]))
            for given in _GIVEN.finditer(text, match.start("tag"), match.end("tag")):
                stack[-1].add(given.span(1) if given[1] is not None else given.span(2), asked)
        if named is not None and (match["tag"][-1] == "/" or match["tag"][0] == "/"):
            yield from _closed(stack, named[1])


def _closed(stack: list[_Open], name: str) -> Iterator[Record]:
    """The elements that end where one of a name does."""
    if all(each.name != name for each in stack[1:]):
        return
    while len(stack) > 1:
        done = stack.pop()
        yield from done.close(stack[-1])
        if done.name == name:
            return
