"""Older Word documents: body, headers and footers, notes, comments, text boxes, changes, hidden words and fields."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Found, Mark, Picture, Span, line
from reviewer.workers.office.ole import listed, open_ole, stream
from reviewer.workers.office.olefiles import ole_extras
from reviewer.workers.office.plain import text_of
from reviewer.workers.office.word.docfile import (
    Letters,
    WordFile,
    open_word,
    owners,
    positions,
    string_table,
    time_text,
)
from reviewer.workers.office.word.fields import Fields, fetches, whole
from reviewer.workers.office.word.rtfstory import Story
from reviewer.workers.refusal import Refusal

_MARKS = re.compile(r"[\x01-\x08\x0b-\x0f\x13-\x15\x1e\x1f\r(]")
_WHITE = {"\x0b": "\n", "\x0e": "\n", "\x1e": "\u2011", "\x1f": ""}
_HEADERS = ("Header", "Header", "Footer", "Footer", "Header", "Footer")
_MOST_PICTURE_BYTES = 48 * 2**20
_COMMENT_SIZE = 30  # of an ATRDPre10


@dataclass(slots=True)
class _Reader:
    """Reads the stories of one file."""

    word: WordFile
    found: Found
    revisers: list[str] = field(default_factory=list)
    notes: dict[int, list[Block]] = field(default_factory=dict)  # position in the body → what is noted there
    fetching: list[str] = field(default_factory=list)
    left: int = 0  # characters that may still be read; no sound file holds more than it has bytes
    pictures: int = 0
    fields: Fields = field(default_factory=Fields)

    def story(self, start: int, end: int) -> list[Block]:
        """The blocks of the text between two positions."""
        story = Story()
        self.fields = Fields()
        for position, text, letters, offset in self.word.runs(start, end):
            self.left -= len(text)
            if self.left < 0:
                self.found.remark(Reason("office.text_repeated"))
                break
            width = 2 if len(text) and self._wide(position) else 1
            at = 0
            for found in _MARKS.finditer(text):
                self._words(story, text[at : found.start()], letters)
                place = position + found.start()
                self._mark(story, found[0], letters, place, offset + found.start() * width)
                at = found.end()
            self._words(story, text[at:], letters)
        self._tell_unclosed(story)
        return story.close()

    def _tell_unclosed(self, story: Story) -> None:
        """Tell of fields that nothing closes, with all that an instruction without an end has taken up."""
        for opened in self.fields.opened:
            if told := whole(opened):
                story.write(Span(told, Mark.HIDDEN))
                self.found.remark(Reason("office.field_open"))
            elif span := self.fields.untold(opened):
                story.write(span)
        self.fields = Fields()

    def _wide(self, position: int) -> bool:
        return any(piece.wide for piece in self.word.pieces if piece.start <= position < piece.end)

    def _words(self, story: Story, text: str, letters: Letters) -> None:
        if not text:
            return
        if self.fields.telling:
            self.fields.tell(text)
            return
        self.fields.show(text)
        mark, who = Mark.PLAIN, ""
        if letters.deleted:
            mark, who = Mark.DELETED, self._who(letters.changed_out)
        elif letters.inserted:
            mark, who = Mark.INSERTED, self._who(letters.changed)
        elif letters.hidden:
            mark = Mark.HIDDEN
        story.write(Span(text, mark, who, self.fields.link, letters.bold, letters.italic))

    def _who(self, changed: tuple[int, int]) -> str:
        number, when = changed
        name = self.revisers[number] if number < len(self.revisers) else ""
        return ", ".join(filter(None, (name, time_text(when))))

    def _mark(self, story: Story, mark: str, letters: Letters, place: int, offset: int) -> None:
        if self.fields.telling and mark in "\r\x0c\x07":
            self.fields.tell("\n")
        if mark in "\r\x0c":
            layout = self.word.layout(offset)
            story.end_paragraph(in_table=layout.in_table, heading=layout.heading)
        elif mark == "\x07":
            self._cell(story, offset)
        elif mark in "\x13\x14\x15":
            self._field(story, mark)
        elif mark in _WHITE:
            self._words(story, _WHITE[mark], letters)
        elif mark in "\x02\x05":
            story.after += self.notes.pop(place, [])
        elif mark == "(":
            symbol = chr(letters.symbol) if letters.special and letters.symbol else "("
            self._words(story, symbol, letters)
        elif mark == "\x01" and letters.special and not self.fields.telling:
            self._picture(story, letters)

    def _picture(self, story: Story, letters: Letters) -> None:
        data = self.word.picture(letters)
        self.pictures += len(data)
        if data and self.pictures < _MOST_PICTURE_BYTES:
            story.after.append(Picture(data, "image/png" if data.startswith(b"\x89") else "image/jpeg"))
        else:
            story.after.append(line("[Picture or object, not shown]"))

    def _cell(self, story: Story, offset: int) -> None:
        row_end = self.word.layout(offset).row_end
        if self.word.old:
            row_end = not story.cell and not story.spans and bool(story.row)
        if row_end:
            story.end_row()
        else:
            story.end_cell()

    def _field(self, story: Story, mark: str) -> None:
        if mark == "\x13":
            self.fields.begin()
        elif mark == "\x14" and self.fields.telling:
            self.fields.come(self.fields.opened[-1])
            self._remember(self.fields.opened[-1].instruction)
        elif mark == "\x15" and (opened := self.fields.close()):
            if not opened.come:
                self._remember(opened.instruction)
            if told := self.fields.untold(opened):
                story.write(told)

    def _remember(self, instruction: str) -> None:
        if fetches(instruction) and instruction.strip() not in self.fetching:
            self.fetching.append(instruction.strip())

    def take_notes(self) -> None:
        """Read footnotes, endnotes and comments, to be shown where the body refers to them."""
        for name, refs, texts, size in (
            ("footnotes", 2, 3, 2),
            ("endnotes", 46, 47, 2),
            ("comments", 4, 5, _COMMENT_SIZE),
        ):
            places = positions(self.word.block(refs), size)[:-1]
            bounds = positions(self.word.block(texts), 0)
            begin, end = self.word.stories[name]
            for number, place in enumerate(places):
                if number + 1 < len(bounds) and begin + bounds[number] < end:
                    blocks = self.story(begin + bounds[number], min(begin + bounds[number + 1], end))
                    title = self._title(name, number, len(places))
                    self.notes.setdefault(place, []).append(Box(title, tuple(blocks)))

    def _title(self, name: str, number: int, count: int) -> str:
        if name != "comments":
            return f"{name[:-1].capitalize()} {number + 1}"
        people = owners(self.word.block(36))
        at = (count + 1) * 4 + number * _COMMENT_SIZE + 20
        block = self.word.block(4)
        index = struct.unpack_from("<H", block, at)[0] if at + 2 <= len(block) else len(people)
        return f"Comment by {people[index] if index < len(people) else 'an unnamed person'}"

    def margins(self) -> list[tuple[str, list[Block]]]:
        """Headers and footers, each that says something else once."""
        begin, end = self.word.stories["headers"]
        bounds = positions(self.word.block(11), 0)
        found: list[tuple[str, list[Block]]] = []
        for index in range(6, len(bounds) - 2):  # the first six belong to the notes
            blocks = self.story(begin + bounds[index], min(begin + bounds[index + 1], end))
            made = (_HEADERS[index % 6], blocks)
            if text_of(blocks).strip() and made not in found:
                found.append(made)
        if end > begin and not bounds:
            found.append(("Header", self.story(begin, end)))
        return found


def read_doc(data: bytes, found: Found) -> None:
    """Read a document into ``found``."""
    ole = open_ole(data)
    if ole is None:
        raise Refusal(Reason("office.too_damaged"))
    with ole:
        named = {path.lower(): path for path in listed(ole)}
        tables: dict[str, bytes] = {name: stream(ole, named.get(name, "")) for name in ("0table", "1table")}
        try:
            word = open_word(stream(ole, named.get("worddocument", "")), tables)
            word.data = stream(ole, named.get("data", ""))
            _read(word, found)
        except (struct.error, IndexError) as why:
            raise Refusal(Reason("office.tables_damaged")) from why
        ole_extras(ole, found)


def read_word_2(data: bytes, found: Found) -> None:
    """Read a document of Word 2, which lies in no compound file, into ``found``."""
    try:
        if struct.unpack_from("<H", data, 0x0A)[0] & 4:
            found.remark(Reason("office.saved_fast"))
        _read(open_word(data, {}), found)
    except (struct.error, IndexError) as why:
        raise Refusal(Reason("office.tables_damaged")) from why


def _read(word: WordFile, found: Found) -> None:
    reader = _Reader(word, found, string_table(word.block(51)), left=2 * len(word.main))
    reader.take_notes()
    margins = reader.margins()
    found.blocks += [Box(title, tuple(blocks)) for title, blocks in margins if title == "Header"]
    found.blocks += reader.story(*word.stories["text"])
    found.blocks += [block for blocks in reader.notes.values() for block in blocks]
    for name, title in (
        ("boxes", "Text boxes"),
        ("header boxes", "Text boxes of headers and footers"),
        ("macros", "Macros"),
    ):
        begin, end = word.stories[name]
        blocks = reader.story(begin, end) if end > begin else []
        if text_of(blocks).strip():
            found.blocks.append(Box(title, tuple(blocks)))
    if word.old:
        for name in ("footnotes", "comments", "endnotes"):
            begin, end = word.stories[name]
            if end > begin:
                found.blocks.append(Box(name.capitalize(), tuple(reader.story(begin, end))))
        found.remark(Reason("office.word_95"))
        if word.guessed:
            found.remark(Reason("office.charset_guessed", charset=word.codec))
    found.blocks += [Box(title, tuple(blocks)) for title, blocks in margins if title == "Footer"]
    if reader.fetching:
        told = tuple(map(line, reader.fetching))
        found.blocks.append(Box("Fields that would fetch or run something (nothing was)", told))
    saved = string_table(word.block(71))
    if saved:
        pairs = zip(saved[::2], saved[1::2], strict=False)
        told_saves = (f"{person} as {path}" if path else person for person, path in pairs)
        found.facts["saved by"] = "; ".join(told_saves)[:3000]
