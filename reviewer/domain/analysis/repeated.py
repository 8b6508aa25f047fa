"""Whether a text repeats what somebody said: so many of the same words one after the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

RUN = 5
"""Words in a row that are no chance any more; a statement of three or four words has to be repeated as a whole."""

_FEWEST = 3
_WORD = re.compile(r"\w+")


def repeats(text: str, statements: Iterable[str]) -> bool:
    """Whether a text has words of any of the statements, whatever their case and the punctuation between them."""
    words = _words(text)
    for statement in statements:
        said = _words(statement)
        run = min(RUN, len(said))
        if run >= _FEWEST and _runs(said, run) & _runs(words, run):
            return True
    return False


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _runs(words: tuple[str, ...], length: int) -> set[tuple[str, ...]]:
    return {words[at : at + length] for at in range(len(words) - length + 1)}
