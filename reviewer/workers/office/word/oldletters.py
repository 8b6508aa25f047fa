"""The character set of Word files before Word 97, which keep one byte for a letter, or two for one of East Asia.

The file names the language of the Word that wrote it, and each font the set it is for. Neither is always that of the
text, so the letters of the text are asked too.
"""

from __future__ import annotations

import re
import struct

from reviewer.workers.email.charsets import by_letters, codec_of
from reviewer.workers.office.word.marks import WORD_2
from reviewer.workers.office.word.rtftokens import charset, codepage

CODEPAGES = {
    0x0401: 1256, 0x0404: 950, 0x0405: 1250, 0x0408: 1253, 0x040D: 1255, 0x040E: 1250, 0x0411: 932, 0x0412: 949,
    0x0415: 1250, 0x0418: 1250, 0x0419: 1251, 0x041A: 1250, 0x041B: 1250, 0x041E: 874, 0x041F: 1254, 0x0422: 1251,
    0x0425: 1257, 0x0426: 1257, 0x0427: 1257, 0x0804: 936,
}  # fmt: skip
"""The code page that a language is written in."""

_FONTS = 0xD0  # in the file information block: where the table of fonts lies, and its size
_MOST_FONTS = 1_000
_SAID_BY_ANY = re.compile(rb"[\x00-\x7f\x82-\x85\x91-\x97\xa0]+")  # ASCII, quotation marks and dashes


def unpaired(data: bytes) -> bytes:
    """The bytes of letters that are kept as numbers of two bytes, the lower one first; one of one byte has a zero."""
    pairs = zip(data[::2], data[1::2], strict=False)
    return bytes(each for low, high in pairs for each in ((high, low) if high else (low,)))


def old_codec(main: bytes, sample: bytes) -> tuple[str, bool]:
    """The codec for the letters of a file, of which ``sample`` has some, and whether nothing but these tells it."""
    if not _SAID_BY_ANY.sub(b"", sample):
        return "cp1252", False
    named = codepage(CODEPAGES.get(struct.unpack_from("<H", main, 6)[0], 1252))
    if named != "cp1252" and _fits(sample, named):
        return named, False
    told = codec_of(by_letters(sample)[1]) or "cp1252"
    fonts = _fonts(main)
    of_font = next((each for each in fonts if codec_of(each) == told), "")
    return (of_font, False) if of_font else (told, told != "cp1252")


def _fits(sample: bytes, codec: str) -> bool:
    try:
        sample.decode(codec)
    except UnicodeDecodeError as error:
        return error.start >= len(sample) - 2  # it may end within a letter
    return True


def _fonts(main: bytes) -> list[str]:
    """The codecs that the fonts are for, in order."""
    if len(main) < _FONTS + 8 or main.startswith(WORD_2):  # which has the table elsewhere
        return []
    at, size = struct.unpack_from("<II", main, _FONTS)
    table = main[at : at + size]
    found: list[str] = []
    step = 2
    while step + 6 <= len(table) and len(found) < _MOST_FONTS:
        codec = charset(table[step + 4], "")
        if codec:
            found.append(codec)
        step += table[step] + 1
    return found
