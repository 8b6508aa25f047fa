"""The character set of text that names none and is no UTF-8, told from its letters.

chardet tells it, within bounds: a few letters above 127 among plain ones are those of Western Europe unless there are
enough of them to say otherwise.
"""

from __future__ import annotations

import chardet

WESTERN = "windows-1252"
_ENOUGH = 65_536
"""Bytes that are looked at."""
_FEW = 8
"""Letters above 127 in a text of Latin letters that say little."""
_AMONG = 40
"""Plain letters to each of so few above 127 among which they say nothing."""
_HIGH, _LETTERS = bytes(range(0x80, 0x100)), bytes((*range(65, 91), *range(97, 123)))
_SURE = 0.105
"""The confidence from which on they are believed: wrong answers stayed below 0.10, right ones above 0.11, over the
lines of ``benchmarks/bench_charsets.py``."""


def likely(data: bytes) -> str:
    """The name of the character set; windows-1252 where nothing speaks for another."""
    head = data[:_ENOUGH]
    high = len(head) - len(head.translate(None, _HIGH))
    letters = len(head) - len(head.translate(None, _LETTERS))
    if high < _FEW and letters > _AMONG * high:
        return WESTERN
    found = chardet.detect(head)
    if high < _FEW and high <= letters and found["confidence"] < _SURE:
        return WESTERN
    return found["encoding"] or WESTERN


likely("Сегодня".encode("cp1251") * 3)  # a walled-in reader can load no models later
