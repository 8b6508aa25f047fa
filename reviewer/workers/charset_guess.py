"""The character set of text that names none and is no UTF-8, told from its letters.

chardet tells it, within bounds: a few letters above 127 among plain ones are those of Western Europe unless there are
enough of them to say otherwise, and its answer is taken only if every byte can be read that way.
"""

from __future__ import annotations

import chardet

from reviewer.workers.email.charsets import codec_of

_ENOUGH = 65_536
"""Bytes that are looked at."""
_FEW = 8
"""Letters above 127 in a text of Latin letters that say nothing yet."""
_WESTERN = "cp1252"


def guess(data: bytes) -> str:
    """The codec by which to read these bytes; windows-1252 where nothing speaks for another."""
    head = data[:_ENOUGH]
    high = sum(byte >= 0x80 for byte in head)
    letters = sum(65 <= byte & 0xDF <= 90 for byte in head)
    if high < _FEW and high * 3 < letters:
        return _WESTERN
    codec = codec_of(chardet.detect(head)["encoding"] or "")
    return codec if codec and _reads(data, codec) else _WESTERN


def _reads(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except (UnicodeError, ValueError):
        return False
    return True


guess("Сегодня".encode("cp1251") * 3)  # a walled-in reader can load no models later
