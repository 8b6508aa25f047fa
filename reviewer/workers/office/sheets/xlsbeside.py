"""What lies beside the cells of an older Excel sheet: comments, text boxes, links, headers, chart titles, prompts."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from reviewer.workers.office.content import Block, Box, line
from reviewer.workers.office.plain import column_name
from reviewer.workers.office.sheets.biff import Cursor, Record, long_string, short_string
from reviewer.workers.office.sheets.xlsx import plain_margin

_URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_FILE = bytes.fromhex("0303000000000000c000000000000046")
_NOTE = 0x19  # the type of object that draws a comment


@dataclass(slots=True)
class Beside:
    """Collects from the records of one sheet; ``text`` reads a string as the workbook's version writes it."""

    text: Callable[[bytes, int], str]
    version: int
    margins: list[str] = field(default_factory=list)
    links: list[Block] = field(default_factory=list)
    titles: list[Block] = field(default_factory=list)
    notes: list[tuple[str, str, int]] = field(default_factory=list)  # place, author, object
    drawn: dict[int, str] = field(default_factory=dict)  # object → its words
    kinds: dict[int, int] = field(default_factory=dict)
    said: list[Block] = field(default_factory=list)
    object: int = -1

    def take(self, record: Record) -> None:
        """Take a record if it is of use here."""
        kind, data = record.kind, record.data
        if kind in {0x14, 0x15} and data:
            text = self.text(data, 0) if self.version == 8 else data[1 : 1 + data[0]].decode("cp1252", "replace")
            if plain_margin(text):
                self.margins.append(plain_margin(text))
        elif kind == 0x5D and len(data) >= 8:  # OBJ
            kind_of, number = struct.unpack_from("<HH", data, 4)
            self.object = number
            self.kinds[number] = kind_of
        elif kind == 0x1B6 and len(data) >= 12:  # TXO
            count = struct.unpack_from("<H", data, 10)[0]
            if count and len(record.pieces) > 1:
                wide = bool(record.pieces[1][:1] and record.pieces[1][0] & 1)
                rest = [record.pieces[1][1:], *record.pieces[2:]]
                self.drawn[self.object] = Cursor(rest).characters(count, wide=wide)
        elif kind == 0x1C:
            self._note(data)
        else:
            self._rarer(record)

    def _rarer(self, record: Record) -> None:
        kind, data = record.kind, record.data
        if kind == 0x1B8:
            self._link(data)
        elif kind == 0x100D and len(data) > 4:  # SERIESTEXT
            text = short_string(data, 2) if self.version == 8 else data[3 : 3 + data[2]].decode("cp1252", "replace")
            if text.strip():
                self.titles.append(line(text))
        elif kind == 0x1BE and len(data) > 8:
            self._prompt(record)

    def _note(self, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        place = f"{column_name(column)}{row + 1}"
        if self.version == 8:
            number = struct.unpack_from("<H", data, 6)[0]
            self.notes.append((place, long_string(data, 8), number))
        elif row == 0xFFFF and self.said:  # more of the comment before
            self.said.append(line(data[6:].decode("cp1252", "replace")))
        else:
            size = struct.unpack_from("<H", data, 4)[0]
            text = data[6 : 6 + size].decode("cp1252", "replace")
            self.said.append(Box(f"Comment at {place}", (line(text),)))

    def _link(self, data: bytes) -> None:
        row, _, column, _ = struct.unpack_from("<4H", data)
        flags, at = struct.unpack_from("<I", data, 28)[0], 32
        parts: list[str] = []
        for bit in (0x14, 0x80):  # its words, the frame it opens in
            if flags & bit:
                text, at = _counted(data, at)
                parts.append(text)
        target = ""
        if flags & 0x101 == 0x101:
            target, at = _counted(data, at)
        elif flags & 1:
            target = _moniker(data, at)
        if target:
            label = parts[0] if parts and flags & 0x14 else ""
            self.links.append(line(f"{column_name(column)}{row + 1} {label}".strip(), link=target))

    def _prompt(self, record: Record) -> None:
        cursor = Cursor(record.pieces)
        cursor.take(4)
        texts = [text for text in (cursor.rich() for _ in range(4)) if text.strip("\0")]
        if texts:
            self.links.append(line(f"Prompt: {' '.join(texts)}"))

    def blocks(self) -> list[Block]:
        """All of it as blocks."""
        found: list[Block] = [line(f"Header or footer: {text}") for text in dict.fromkeys(self.margins)]
        found += self.links
        shown = set()
        for place, author, number in self.notes:
            shown.add(number)
            text = self.drawn.get(number, "")
            found.append(Box(f"Comment at {place} by {author or 'an unnamed person'}", (line(text),)))
        for number, text in self.drawn.items():
            if number not in shown and text.strip():
                title = "Comment" if self.kinds.get(number) == _NOTE else "Text box"
                found.append(Box(title, (line(text),)))
        if self.titles:
            found.append(Box("Chart", tuple(self.titles)))
        return found + self.said


def _counted(data: bytes, at: int) -> tuple[str, int]:
    count = struct.unpack_from("<I", data, at)[0]
    end = at + 4 + min(count, 40_000) * 2
    return data[at + 4 : end].decode("utf-16-le", "replace").rstrip("\0"), end


def _moniker(data: bytes, at: int) -> str:
    """Where a link leads: an address of the web, or a path ([MS-OSHARED] 2.3.7)."""
    kind, at = data[at : at + 16], at + 16
    size: int = struct.unpack_from("<I", data, at)[0] if kind == _URL else 0
    if kind == _URL:
        return data[at + 4 : at + 4 + size].decode("utf-16-le", "replace").partition("\0")[0]
    if kind == _FILE:
        up, length = struct.unpack_from("<HI", data, at)
        path = data[at + 6 : at + 6 + length].decode("cp1252", "replace").rstrip("\0")
        return f"{'../' * min(up, 20)}{path}"
    return ""
