"""Whether a text repeats what somebody said: so many of the same words one after the other."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

RUN = 5
"""Words in a row that are no chance any more; a statement of three or four words has to be repeated as a whole."""

_FEWEST = 3
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.?!…])[\"'”’»)]*\s+|\n{2,}")


def repeats(text: str, statements: Iterable[str]) -> bool:
    """Whether a text has words of any of the statements, whatever their case and the punctuation between them."""
    words = _words(text)
    runs = {length: _runs(words, length) for length in range(_FEWEST, RUN + 1)}
    for statement in statements:
        said = _words(statement)
        length = min(RUN, len(said))
        if length >= _FEWEST and not runs[length].isdisjoint(_in_a_row(said, length)):
            return True
    return False


def sentences(statement: str) -> tuple[str, ...]:
    """The sentences of a statement that are long enough to be told again; all of one that has only short ones."""
    found = tuple(each for each in _SENTENCE.split(statement) if len(_words(each)) >= RUN)
    return found or ((statement,) if len(_words(statement)) >= _FEWEST else ())


def phrases(sentence: str) -> tuple[str, ...]:
    """The runs of three words of a sentence, each once: a text that nearly repeats it has most of them."""
    return tuple(dict.fromkeys(" ".join(run) for run in _in_a_row(_words(sentence), _FEWEST)))


def nearly_repeats(text: str, wanted: Iterable[str]) -> list[str]:
    """Those of some sentences that a text has word by word, or nearly: with a word changed, left out or put in.

    It has one where half of its runs of three words, and no fewer than three of them where it has as many, stand
    within twice its length. With one word changed it finds sentences of eight words and more, and a third of those of
    five to seven: docs/cli.md has the table, of real mails.
    """
    runs = list(_in_a_row(_words(text), _FEWEST))
    return [each for each in wanted if _stands_in(runs, _words(each))]


def _stands_in(runs: Sequence[tuple[str, ...]], said: tuple[str, ...]) -> bool:
    own = _runs(said, _FEWEST)
    enough = max(min(_FEWEST, len(own)), (len(own) + 1) // 2)
    places = [at for at, run in enumerate(runs) if run in own]
    for number, first in enumerate(places):
        near = places[number : bisect_left(places, first + 2 * len(said), number)]
        if len({runs[at] for at in near}) >= enough:
            return True
    return False


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _runs(words: tuple[str, ...], length: int) -> set[tuple[str, ...]]:
    return set(_in_a_row(words, length))


def _in_a_row(words: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    return (words[at : at + length] for at in range(len(words) - length + 1))
