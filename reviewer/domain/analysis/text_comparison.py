"""In which words two texts differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from reviewer.errors import InputError

MOST_WORDS = 100_000
"""Words of one text, but for those that both begin and end with; more would take minutes."""

_WORD = re.compile(r"\S+")
_QUOTE_MARKS = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)


class NotCompared(StrEnum):
    """Why it is not known in which words an item differs from another one."""

    UNREAD = "unread"
    DAMAGED = "damaged"
    NO_WORDS = "no words"
    TOO_LONG = "too long"


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of one text in the place of words of the other; either may be none. Places are code points."""

    a: str
    b: str
    a_place: tuple[int, int]
    b_place: tuple[int, int]


def differences(a: str, b: str) -> list[Difference]:
    """In which words two texts differ, in order. InputError for texts that are too long.

    White space does not count, and neither do marks of quoting (``>``) at the beginning of a line: where lines end says
    the program that wrote the text, and an answer quotes what it answers word by word.
    """
    return list(_differences(a, b))


def without_number(page: str, control: str) -> str:
    """A page with blanks for the control number that the program prints at the top of it, and each word in its place.

    Every two documents differ in it, and no evidence does. Further down it is somebody's word.
    """
    return re.sub(
        rf"\A(\s*(?:Item:?\s+)?)({re.escape(control)})(?!\S)", lambda found: found[1] + " " * len(found[2]), page
    )


def _differences(a: str, b: str) -> Iterator[Difference]:
    texts = (_QUOTE_MARKS.sub(lambda marks: " " * len(marks[0]), text) for text in (a, b))
    left, right = ([(found[0], found.start(), found.end()) for found in _WORD.finditer(text)] for text in texts)
    start = 0
    while start < min(len(left), len(right)) and left[start][0] == right[start][0]:
        start += 1
    same = 0
    while same < min(len(left), len(right)) - start and left[-1 - same][0] == right[-1 - same][0]:
        same += 1
    one, other = left[start : len(left) - same], right[start : len(right) - same]
    if max(len(one), len(other)) > MOST_WORDS:
        raise InputError(f"texts that differ over more than {MOST_WORDS:,} words are not compared")
    matcher = SequenceMatcher(None, [word for word, _, _ in one], [word for word, _, _ in other])
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind != "equal":
            a_place, b_place = _place(left, start + first, start + last), _place(right, start + begin, start + end)
            yield Difference(a[slice(*a_place)], b[slice(*b_place)], a_place, b_place)


def _place(words: list[tuple[str, int, int]], first: int, last: int) -> tuple[int, int]:
    if first < last:
        return words[first][1], words[last - 1][2]
    at = words[first][1] if first < len(words) else words[-1][2] if words else 0
    return at, at
