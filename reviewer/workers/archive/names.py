"""Names that do not say their character set: which one most likely makes sense of them.

A zip marks names in UTF-8; the others are in whatever the system spoke that made it, and tar never says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

_JOINED = 4_000  # bytes of names that are enough to tell


@dataclass(frozen=True, slots=True)
class _Candidate:
    codec: str
    spoken: str
    usual: Callable[[str], int]  # how many characters of a text are usual in what the set is for


def _within(*ranges: tuple[int, int]) -> Callable[[str], int]:
    return lambda text: sum(any(low <= ord(letter) <= high for low, high in ranges) for letter in text)


def _in_level_one(codec: str, lead: range) -> Callable[[str], int]:
    """Characters whose first byte is in the part of the set that holds the most frequent ones."""

    def count(text: str) -> int:
        coded = (letter.encode(codec, "replace") for letter in text)
        return sum(len(pair) == 2 and pair[0] in lead for pair in coded)

    return count


def _japanese(text: str) -> int:
    return _within((0x3041, 0x30FF))(text) + _in_level_one("cp932", range(0x88, 0x98))(text)


def _korean(text: str) -> int:
    """Hangul stands where simplified Chinese has its frequent half: too few characters do not tell them apart."""
    count = _in_level_one("cp949", range(0xB0, 0xC9))(text)
    return count if count >= 4 else count // 2


_WESTERN = _within((0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0xFF), (0x152, 0x153), (0x2013, 0x201D))
_CANDIDATES = (
    _Candidate("cp932", "Shift JIS", _japanese),
    _Candidate("cp949", "EUC-KR", _korean),
    _Candidate("gb18030", "GB 18030", _in_level_one("gbk", range(0xB0, 0xD8))),
    _Candidate("big5", "Big5", _in_level_one("big5", range(0xA4, 0xC7))),
    _Candidate("cp437", "code page 437", _WESTERN),
    _Candidate("cp1252", "Windows-1252", _WESTERN),
    _Candidate("cp866", "code page 866", _within((0x410, 0x44F), (0x401, 0x401), (0x451, 0x451))),
    _Candidate("cp1251", "Windows-1251", _within((0x410, 0x44F), (0x401, 0x401), (0x451, 0x451))),
)
_CYRILLIC = frozenset({"cp866", "cp1251"})
_FALLBACK = ("cp437", "code page 437")  # what APPNOTE.TXT of zip says, and it decodes anything


def guess_charset(names: Iterable[bytes]) -> tuple[str, str]:
    """The codec, and its name for people, that fits the names outside ASCII best; UTF-8 if they are that."""
    joined = b"\n".join(_beyond_ascii(names))
    try:
        joined.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8", "UTF-8"
    best, chosen = 0.5, _FALLBACK
    for candidate in _CANDIDATES:
        score = _score(candidate, joined)
        if score > best:
            best, chosen = score, (candidate.codec, candidate.spoken)
    return chosen


def decode_name(raw: bytes, codec: str) -> str:
    """The name; what the codec cannot tell becomes U+FFFD."""
    return raw.decode(codec, "replace")


def _beyond_ascii(names: Iterable[bytes]) -> list[bytes]:
    kept, size = [], 0
    for name in names:
        if not name.isascii():
            kept.append(name)
            size += len(name)
        if size > _JOINED:
            break
    return kept


def _score(candidate: _Candidate, joined: bytes) -> float:
    """The share of the characters outside ASCII that are usual; Cyrillic names have few Latin letters beside."""
    try:
        text = joined.decode(candidate.codec)
    except UnicodeDecodeError:
        return 0.0
    foreign = [letter for letter in text if ord(letter) > 0x7F]
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    if candidate.codec in _CYRILLIC and len(foreign) < latin:
        return 0.0
    return candidate.usual("".join(foreign)) / len(foreign) if foreign else 0.0
