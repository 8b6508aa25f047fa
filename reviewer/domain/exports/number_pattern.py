"""Numbers of telephones and accounts as they are looked for: by their digits, however these are grouped."""

from __future__ import annotations

import re
from collections.abc import Iterator

FEWEST = 7
"""Digits that a number must have to be looked for in any groups: fewer are there by chance."""

_LAST = 9
"""Of a number that is longer than one of a telephone within a country, so many digits at its end are compared."""

_NATIONAL, _COUNTRY = 10, 11
"""Digits of a telephone number in North America, and with the code of the country."""

_GIVEN = re.compile(r"[\s+().\-/\u2010-\u2015\u2063\u00a00-9]+")
_CODE = re.compile(
    r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[0-9]{3}",  # ITU-T E.164, annex: list of country codes
)
_ABROAD = re.compile(r"\+|00(?=[1-9])|011(?=[0-9]{10})")
_BETWEEN = r"(?:%[0-9a-f]{2}|[^\w%]|_){0,4}"
"""What may stand between two digits: blanks, brackets, points, strokes, a line end, and signs as in a link."""


def digits_of(number: str) -> str:
    """The digits of a number that are compared: without the code of its country and a first zero.

    Empty for words, and for too few digits.
    """
    if not _GIVEN.fullmatch(number):
        return ""
    given = re.sub("[^+0-9]", "", number)
    abroad = _ABROAD.match(given)
    digits = given.lstrip("+")
    if abroad is not None:
        digits = _CODE.sub("", given[abroad.end() :], count=1) if _CODE.match(given, abroad.end()) else digits
    elif len(digits) == _COUNTRY and digits[0] == "1":
        digits = digits[1:]
    digits = digits.lstrip("0")
    if len(digits) > _NATIONAL and abroad is None:
        digits = digits[-_LAST:]
    return digits if len(digits) >= FEWEST else ""


def digits_pattern(number: str) -> str:
    """Finds a number by its digits; empty where :func:`digits_of` is."""
    digits = digits_of(number)
    if not digits:
        return ""
    figures = [_figure(each) for each in digits]
    return f"(?={figures[0]})(?<![0-9]{{8}}){_BETWEEN.join(figures)}(?![0-9])"


def _figure(digit: str) -> str:
    """A digit as it is, wide, in Arabic, Persian and Indic figures, and as mathematicians write it."""
    ways = (0xFF10, 0x660, 0x6F0, 0x966, *range(0x1D7CE, 0x1D800, 10))
    return f"[{digit}{''.join(chr(zero + int(digit)) for zero in ways)}]"


def groupings(digits: str) -> Iterator[tuple[str, ...]]:
    """All ways in which digits are grouped, each group of two or more; the first one may be of one alone."""
    yield (digits,)
    for at in range(1, len(digits) - 1):
        yield from ((digits[:at], *rest) for rest in _groups(digits[at:]))


def _groups(digits: str) -> Iterator[tuple[str, ...]]:
    yield (digits,)
    for at in range(2, len(digits) - 1):
        yield from ((digits[:at], *rest) for rest in _groups(digits[at:]))
