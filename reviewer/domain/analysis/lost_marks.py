"""Lines of a quote that a mail program wrapped, and that lost the mark of the quote when it did.

::

    >> we can let you have the four cameras for
    > your help.

“your help.” is of the message quoted at second hand, as the line before it. It is sure where a message before has
both in a row, and else the line stays what its marks say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reviewer.domain.analysis.quote_parser import LONGEST_TEXT, MarkedLine, header_at, marked_lines

_TAIL = 30
"""So many signs of the line before, without white space, must stand before those of a line that lost its mark."""

_LONGEST = 60
"""A rest of a line that was wrapped is no longer."""


def in_a_row(text: str) -> str:
    """The words of a text without white space and without marks of quoting, in one case."""
    return "".join("".join(line.text.split()) for line in marked_lines(text)).casefold()


def rejoined(text: str, stands: Callable[[str], bool]) -> str:
    """A text with the marks that such lines lost; it has the same lines.

    ``stands`` says whether a message before has some words, which are as :func:`in_a_row` has them.
    """
    if len(text) > LONGEST_TEXT or ">" not in text:
        return text
    lines, told = marked_lines(text), text.split("\n")
    for at in range(1, len(lines)):
        before, line = lines[at - 1], lines[at]
        words = line.text.strip()
        if not words or len(words) > _LONGEST or not before.text.strip() or line.depth >= before.depth:
            continue
        if header_at(lines, at)[0] is None and _goes_on(lines, at, before.depth, stands):
            lines[at] = MarkedLine(before.depth, line.text)
            told[at] = f"{'>' * before.depth} {words}"
    return "\n".join(told)


def _goes_on(lines: Sequence[MarkedLine], at: int, depth: int, stands: Callable[[str], bool]) -> bool:
    before, first = "", at
    while first and len(before) < _TAIL and lines[first - 1].depth == depth:
        first -= 1
        before = "".join(lines[first].text.split()) + before
    words = "".join(lines[at].text.split())
    return len(before) >= _TAIL and stands((before[-_TAIL:] + words).casefold())
