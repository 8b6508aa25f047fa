"""Rich text as HTML or words: HTML that was wrapped in it comes out again ([MS-OXRTFEX]), else its plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from reviewer.workers.email.charsets import decode
from reviewer.workers.outlook.narrow import charset_of

MOST_TOKENS = 4_000_000
"""Control words, braces and runs of text that are read: some seconds' worth."""

_TOKEN = re.compile(
    rb"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|'([0-9a-fA-F]{2})|(\r?\n|[^a-zA-Z]))|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)
_SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict object objdata fldinst header footer headerl headerr headerf footerl "
    b"footerr footerf ftnsep ftnsepc listtable listoverridetable revtbl rsidtbl generator xmlnstbl themedata "
    b"colorschememapping datastore latentstyles filetbl mhtmltag pntext pnseclvl bkmkstart bkmkend".split()
)
_WORDS = {
    b"par": "\r\n", b"line": "\r\n", b"sect": "\r\n", b"page": "\r\n", b"row": "\r\n", b"tab": "\t", b"cell": "\t",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•",
    b"endash": "–", b"emdash": "—", b"emspace": "\u2003", b"enspace": "\u2002",
    b"~": "\u00a0", b"_": "\u00ad", b"-": "", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\r\n", b"\r\n": "\r\n",
}  # fmt: skip
_CHARSETS = {
    77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255,
    178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 0: 1252,
}  # fmt: skip


class Rich(NamedTuple):
    """What a rich text holds: ``html`` is empty unless HTML was wrapped in it; ``whole`` says that all was read."""

    html: str
    text: str
    whole: bool = True


@dataclass(slots=True)
class _State:
    """What holds until the end of a group."""

    silent: bool = False
    within_tag: bool = False
    html_rtf: bool = False
    fonts: bool = False
    skip: int = 1
    charset: str = ""


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._wraps_html = b"\\fromhtml" in data[:2_000]
        self._wrapped = self._wraps_html or b"\\fromtext" in data[:2_000]
        self._charset = "windows-1252"
        self._fonts: dict[int, str] = {}
        self._font = -1
        self._default = -1
        self._state = _State()
        self._stack: list[_State] = []
        self._out: list[str] = []
        self._bytes = bytearray()
        self._skip = 0  # what stands in for a character that was written in Unicode
        self._high = 0  # the first half of a pair
        self._star = False
        self.tokens = 0

    def read(self) -> str:
        at, data = 0, self._data
        while token := _TOKEN.match(data, at):
            at = token.end()
            self.tokens += 1
            if self.tokens > MOST_TOKENS:
                break
            word, number, code, symbol, brace, text = token.groups()
            if text is not None:
                self._text(text)
            elif word is not None:
                value = int(number) if number else None
                if word == b"bin":
                    at += max(value or 0, 0)
                else:
                    self._word(word, value)
                self._star = False
            elif code is not None:
                self._text(bytes((int(code, 16),)))
            elif symbol is not None:
                self._symbol(symbol)
            elif brace is not None:
                self._brace(brace)
        self._flush()
        return "".join(self._out)

    def _brace(self, brace: bytes) -> None:
        if self._bytes:
            self._flush()
        self._skip, self._star = 0, False
        if brace == b"{":
            state = self._state
            self._stack.append(state)
            self._state = _State(state.silent, state.within_tag, state.html_rtf, state.fonts, state.skip, state.charset)
        elif self._stack:
            self._state = self._stack.pop()

    @property
    def _heard(self) -> bool:
        return not self._state.silent and not self._state.html_rtf

    def _text(self, raw: bytes) -> None:
        if self._skip:
            left = raw[self._skip :]
            self._skip = max(self._skip - len(raw), 0)
            raw = left
        if self._heard:
            self._bytes += raw

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._star = True
        elif symbol in _WORDS and self._heard:
            self._put(_WORDS[symbol])

    def _put(self, text: str) -> None:
        if self._skip:
            self._skip -= 1
            return
        self._flush()
        self._out.append(text)

    def _word(self, word: bytes, value: int | None) -> None:
        state = self._state
        if word == b"htmltag" and self._star:
            self._flush()
            state.within_tag, state.silent, state.charset = True, state.silent or not self._wraps_html, ""
        elif word in _SILENT or self._star:
            self._flush()
            state.silent, state.fonts = True, word == b"fonttbl"
        elif word == b"htmlrtf":
            self._flush()
            state.html_rtf = value != 0 and self._wrapped
        elif word == b"u" and value is not None:
            self._unicode(value)
        elif word in _WORDS:
            if self._heard:
                self._put(_WORDS[word])
        else:
            self._setting(word, value)

    def _setting(self, word: bytes, value: int | None) -> None:
        state = self._state
        if word == b"uc":
            state.skip = max(value if value is not None else 1, 0)
        elif word == b"ansicpg":
            self._charset = charset_of(value or 1252) or self._charset
        elif word == b"deff":
            self._default = value or 0
        elif word == b"f":
            self._flush()
            self._font = value or 0
            state.charset = "" if state.fonts else self._fonts.get(value or 0, "")
        elif word == b"plain":
            self._flush()
            state.charset = self._fonts.get(self._default, "")
        elif word == b"fcharset" and state.fonts and value in _CHARSETS:
            self._fonts[self._font] = charset_of(_CHARSETS[value])

    def _unicode(self, value: int) -> None:
        if self._heard:
            self._flush()
            code = value & 0xFFFF if value < 0x10000 else min(value, 0x10FFFF)
            if 0xD800 <= code < 0xDC00:
                self._high = code
            elif 0xDC00 <= code < 0xE000:
                pair = 0x10000 + (self._high - 0xD800 << 10) + (code - 0xDC00)
                self._out.append(chr(pair) if self._high else "\ufffd")
                self._high = 0
            else:
                self._out.append(chr(code))
        self._skip = self._state.skip

    def _flush(self) -> None:
        if self._bytes:
            self._out.append(decode(bytes(self._bytes), self._state.charset or self._charset).text)
            self._bytes.clear()


def read_rtf(data: bytes) -> Rich:
    """The HTML that a rich text wraps, or its words."""
    reader = _Reader(data)
    made = reader.read().replace("\0", "")
    whole = reader.tokens <= MOST_TOKENS
    return Rich(made, "", whole) if b"\\fromhtml" in data[:2_000] else Rich("", made, whole)
