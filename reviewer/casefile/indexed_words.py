"""Words of the indexes of texts and of notes: those that are like one which is typed, or that it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from operator import itemgetter

from reviewer.casefile import two_readers
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import reading_state
from reviewer.domain import folding
from reviewer.domain.nearest import nearest
from reviewer.domain.progress import NOTHING_DONE, stop_if_cancelled
from reviewer.domain.query import How, Like, folded
from reviewer.domain.query_matching import fitting
from reviewer.errors import InputError

BEGINS_ALIKE = 2
"""So many letters at the beginning are taken for right: the index is in the order of the alphabet."""

MOST = 20_000
"""So many words that begin alike are looked at; so many may be meant by one that is typed."""

SHORTEST = 4
"""A word of fewer letters is like too many others."""

BLOCKS_OF_A_PART = 500
"""So many blocks of 4 KB of the index are read for words before it is told how far that is."""

_LAST = "\U0010ffff"
_CURRENCIES = ("usd", "eur", "gbp")
_DIGITS = re.compile(r"[0-9]{1,30}")


def meant(case: Case, word: str) -> str:
    """The word of the index that is most like one that it does not have; empty where it has it, or has none like it."""
    typed = folded(word)
    if len(typed) < SHORTEST or not typed.isalpha():
        return ""
    _prepare(case)
    if case.value("SELECT 1 FROM temp.indexed_word WHERE term = ?", (typed,)) is not None:
        return ""
    begins = typed[:BEGINS_ALIKE]
    sql = "SELECT term FROM temp.indexed_word WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ? LIMIT ?"
    values = (begins, begins + _LAST, len(typed) - 2, len(typed) + 2, MOST)
    found = nearest(typed, (str(term) for (term,) in case.tuples(sql, values)))
    return found if found != typed else ""


def written_otherwise(case: Case, word: str, *, prefix: bool = False) -> list[str]:
    """The words, or beginnings of words, of the indexes that a search takes for a folded one, and they keep apart.

    As łukasz for lukasz: see :mod:`reviewer.domain.folding`.
    """
    return case.kept(("written otherwise", word, prefix), lambda: _written_otherwise(case, word, prefix=prefix))


def _written_otherwise(case: Case, word: str, *, prefix: bool) -> list[str]:
    _prepare(case)
    found, known = set[str](), case.kept("beginnings of words", dict[str, bool])

    def there(begin: str) -> bool:
        """Most words begin as others do: asked for each, 600 terms are 100,000 questions to the index."""
        if begin not in known:
            known[begin] = _begins(case, begin)
        return known[begin]

    for begin in filter(there, folding.beginnings(word, prefix=prefix, there=there)):
        for term in _between(case, begin, begin + _LAST):
            if prefix and folding.base(term).startswith(word):
                found.add(
                    next(term[:end] for end in range(1, len(term) + 1) if folding.base(term[:end]).startswith(word))
                )
            elif folding.base(term) == word:
                found.add(term)
    return sorted(found)


def like(case: Case, wanted: Like) -> list[str]:
    """The words of the indexes that are like one that is typed; InputError where they are too many."""
    _prepare(case)
    word, fits = folding.base(wanted.word), fitting(wanted)
    if wanted.how is How.EDIT:
        most = int(wanted.by)
        least, longest = len(word) - most, len(word) + 2 * most
        return _fitting(wanted, fits, (term for term in every(case) if least <= len(term) <= longest))
    if wanted.how is How.FORMS:
        return _fitting(wanted, fits, _beginning(case, word[:1]))
    begin = word[: min(word.index(each) for each in "?*" if each in word)]
    glob = word.replace("[", "[[]")
    return _fitting(wanted, fits, _beginning(case, begin, "(term GLOB ? OR term GLOB '*[^ -~]*')", (glob,)))


def holding(case: Case, letters: str) -> list[str]:
    """The words of the indexes that hold some letters."""
    word = folding.base(letters)
    return sorted({term for term in every(case) if (word in term if term.isascii() else _holds(term, word))})


def _holds(term: str, word: str) -> bool:
    return word in folding.base(term) or word in folding.base(term.replace("ſ", "s"))


def amounts(case: Case, low: int, high: int) -> list[str]:
    """The words of the indexes in which an amount of so many may be written: 50, usd50, 50each.

    0 is among them: what comes behind a point is a word of its own, and $0.5k is 500.
    """
    _prepare(case)
    found = set[str]()
    for begin in ("", *_CURRENCIES):
        for term in _between(case, f"{begin}0", f"{begin}:"):
            digits = _DIGITS.match(term, len(begin))
            number = int(digits[0]) if digits is not None else 0
            if low <= number <= high or not term[len(begin) :].strip("0"):
                found.add(term)
    return sorted(found)


def _fitting(wanted: Like, fits: Callable[[str], bool], terms: Iterable[str]) -> list[str]:
    found = set[str]()
    for term in terms:
        if fits(folding.base(term)):
            found.add(term)
            if len(found) > MOST:
                raise InputError(
                    f"“{wanted}” stands for more than {MOST:,} words", "Write more letters of the word that is meant."
                )
    return sorted(found)


def _beginning(case: Case, begin: str, test: str = "1", values: tuple[object, ...] = ()) -> Iterator[str]:
    """Words with a beginning, however the indexes have it."""
    yield from _between(case, begin, begin + _LAST, test, values)
    for each in folding.beginnings(begin, prefix=True, there=lambda begun: _begins(case, begun)):
        yield from _between(case, each, each + _LAST, test, values)


def _between(case: Case, low: str, high: str, test: str = "1", values: tuple[object, ...] = ()) -> Iterator[str]:
    for table in ("indexed_word", "noted_word"):
        sql = f"SELECT term FROM temp.{table} WHERE term >= ? AND term < ? AND {test}"
        for (term,) in case.tuples(sql, (low, high, *values)):
            yield str(term)


def every(case: Case) -> Iterator[str]:
    """All words of the indexes.

    Those of texts are kept as long as nothing is written to their index, for FTS5 goes through all that it knows of
    each word to come to the next: that takes twice as long as to compare the texts that have a frequent word.
    """
    _prepare(case)
    if case.in_transaction:  # which may have added some
        yield from _between(case, "", _LAST)
        return
    words = of_texts(case)
    yield from words.split("\n") if words else ()
    yield from (str(term) for (term,) in case.tuples("SELECT term FROM temp.noted_word"))


def of_texts(case: Case) -> str:
    """All words of the index of texts, line by line. Not within a transaction, which may have added some."""
    return case.kept("words of texts", lambda: _of_texts(case), of=reading_state.index_version(case))


def _of_texts(case: Case) -> str:
    """All words of the index of texts, line by line; those of a large one are read by two connections."""

    def step(begun: int) -> None:
        if len(parts) > 1:
            case.progress.step(begun, len(parts), "reading the words of the index")
        stop_if_cancelled(case.progress, NOTHING_DONE)

    parts = list(pairwise(["", *_between_parts(case), _LAST]))
    return "\n".join(filter(None, two_readers.each_of(case, parts, _some, step)))


def _some(case: Case, part: tuple[str, str]) -> str:
    _prepare(case)
    sql = "SELECT group_concat(term, char(10)) FROM temp.indexed_word WHERE term >= ? AND term < ?"
    return str(case.value(sql, part) or "")


def _between_parts(case: Case) -> list[str]:
    """Words in their order, by which a large index falls into parts of about as many blocks."""
    blocks = case.tuples("SELECT segid, count(*) FROM item_fts_idx GROUP BY segid")
    parts = sum(count for _, count in blocks) // BLOCKS_OF_A_PART
    if parts < 2:
        return []
    largest, count = max(blocks, key=itemgetter(1))
    # https://www.sqlite.org/fts5.html#the_idx_table: the first word of each block, behind a byte that names the index.
    sql = "SELECT term FROM item_fts_idx WHERE segid = ? AND (pgno >> 1) % ? = 0 ORDER BY term"
    found = case.tuples(sql, (largest, max(count // parts, 1)))
    return [word for (term,) in found if (word := bytes(term)[1:].decode(errors="replace"))]


def _begins(case: Case, begin: str) -> bool:
    """Whether any word begins so. By places: of a word, all that have a frequent one would be gone through."""
    sql = "SELECT 1 FROM temp.{} WHERE term >= ? AND term < ? LIMIT 1"
    values = begin, begin + _LAST
    return any(case.value(sql.format(table), values) is not None for table in ("word_place", "noted_place"))


def _prepare(case: Case) -> None:
    """Make what lists the words of the indexes; a transaction that is taken back takes it along."""
    for index, word, place in (("item_fts", "indexed_word", "word_place"), ("note_fts", "noted_word", "noted_place")):
        case.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{word} USING fts5vocab (main, {index}, 'row')")
        case.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{place} USING fts5vocab (main, {index}, 'instance')")
