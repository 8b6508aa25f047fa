"""How the index of texts has words in a code: in small letters, and parted by all that is neither letter nor figure."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

_FEWEST = 4
"""Letters of a fragment that leads to few words of an index by chance."""
_WORD = re.compile(r"[^\W_]+")


def fragments(words: str) -> set[str]:
    """What words of the index hold that are base64 or hexadecimal figures of these, wherever these begin in a run."""
    found: set[str] = set()
    for data in {data for each in _written(words) for data in _bytes(each)}:
        found.add(data.hex())
        for lead in range(3):
            code = base64.b64encode(bytes(lead) + data).decode()
            sure = code[-(-8 * lead // 6) : 8 * (lead + len(data)) // 6]  # what is not of the bytes beside it, too
            found.add(max(re.split("[+/]", sure), key=len).lower())
    return {each for each in found if len(each) >= _FEWEST}


def phrases(words: str) -> Iterator[Sequence[str]]:
    """The words of the index, one after the other, that are these with all of their letters escaped, or one of them."""
    for each in _written(words):
        for data in _bytes(each):
            yield [f"{byte:02x}" for byte in data]
            yield [f"x{byte:02x}" for byte in data]
            yield [f"0x{byte:02x}" for byte in data]
        yield [f"{ord(char)}" for char in each]
        yield [f"u{ord(char):04x}" for char in each]
        if not each.isascii():
            yield from (_WORD.findall(quote(each, encoding=one, errors="replace")) for one in ("utf-8", "cp1252"))
        for at, char in enumerate(each):
            code = quote(char, safe="") if not char.isascii() else f"%{ord(char):02x}"
            yield _WORD.findall(f"{each[:at]}{code}{each[at + 1 :]}")
            for escape in (f"&#{ord(char)};", f"\\u{ord(char):04x}", f"\\x{ord(char):02x}"):
                yield _WORD.findall(f"{each[:at]}{escape}{each[at + 1 :]}")


def _written(words: str) -> set[str]:
    return {words, words.lower(), words.upper(), words.title()}


def _bytes(words: str) -> Iterator[bytes]:
    yield words.encode()
    yield words.encode("utf-16-le")
    yield words.encode("cp1252", "replace")
