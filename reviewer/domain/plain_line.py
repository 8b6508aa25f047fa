"""What somebody typed, as one line that can stand in a paper, a list or on a terminal."""

from __future__ import annotations

import re

_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
"""What commands a terminal, turns the direction of reading, or is no character (Unicode 17.0, 23.2, 23.7)."""

_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What ends a line (Unicode 17.0, 5.8)."""


def whole_line(text: str) -> str:
    """The text with each line break as U+FFFD, so that a name cannot stand in a list as a line of its own."""
    return _BREAKS.sub("\N{REPLACEMENT CHARACTER}", text)


def plain_line(text: str) -> str:
    """The text with each run of white space as one space, without what is no letter of it."""
    return " ".join(_UNFIT.sub("", " ".join(text.split())).split())
