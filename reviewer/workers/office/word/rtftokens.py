"""RTF taken apart: groups, control words, bytes and text; and the character sets its fonts stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,40})(-?\d{1,10})? ?"  # 1 control word, 2 its number
    rb"|\\'([0-9a-fA-F]{2})"  # 3 a byte
    rb"|\\(.)"  # 4 a control symbol
    rb"|([{}])"  # 5 a group begins or ends
    rb"|([^\\{}\r\n\x00]+)"  # 6 text
    rb"|[\r\n\x00]+|\\",
    re.DOTALL,
)
_CHARSETS = {
    77: "mac_roman", 78: "cp932", 79: "cp949", 80: "gb2312", 81: "big5", 128: "cp932", 129: "cp949", 130: "johab",
    134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_PAGES = {
    10000: "mac_roman",
    10001: "shift_jis",
    10008: "gb2312",
    936: "gbk",
    950: "cp950",
    65001: "utf-8",
    20127: "ascii",
}
_KNOWN_PAGES = {
    437, 708, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874, 932, 949, 1125,
    1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of RTF; ``kind`` is word, byte, symbol, group or text, and ``number`` None where none is given."""

    kind: str
    text: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    r"""The pieces of RTF in order; what ``\bin`` announces comes as one piece of text with the word before it."""
    at = 0
    while at < len(data):
        found = _TOKEN.match(data, at)
        if found is None:
            return
        at = found.end()
        word, number, byte, symbol, group, text = found.groups()
        if word is not None:
            value = int(number) if number else None
            yield Token("word", word.decode(), value)
            if word == b"bin" and value and value > 0:
                yield Token("binary", data=data[at : at + value])
                at += value
        elif byte is not None:
            yield Token("byte", data=bytes((int(byte, 16),)))
        elif text is not None:
            yield Token("text", data=text)
        elif group is not None:
            yield Token("group", group.decode())
        elif symbol is not None:
            yield Token("symbol", symbol.decode("latin-1"))


def charset(number: int, otherwise: str) -> str:
    r"""The codec of a font's ``\fcharset``."""
    return _CHARSETS.get(number, otherwise)


def codepage(number: int) -> str:
    """The codec of a code page; that of Windows in the West for one that is not known."""
    return _PAGES.get(number) or (f"cp{number}" if number in _KNOWN_PAGES else "cp1252")


def paired(text: str) -> str:
    """Text in which two surrogates have become the character they stand for."""
    if not re.search(r"[\ud800-\udfff]", text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
