"""Compare where each word stands in the texts of a case with where the index of words has it.

A search for a phrase, or for words near each other, goes by that. All texts are indexed anew, some at a time in memory;
of each item both sides have one sum that every word adds to at each of its places.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from reviewer.casefile.engine import cipher
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import text_check, texts
from reviewer.domain.evidence.item import control_number
from reviewer.domain.progress import Progress, stop_if_cancelled

_ALL = 2**64
_LOOK_EVERY = 100_000
_PLACES = 'SELECT doc, term, col, "offset" FROM places'


def check(case: Case, progress: Progress) -> tuple[int, list[str]]:
    """How many texts there are, and those of which the index has a word elsewhere than it stands."""
    prefix = str(case.value("SELECT control_prefix FROM case_record"))
    left, unreadable = _sums(case, "item_fts", progress), list[str]()
    total, done = int(case.value("SELECT count(*) FROM item_text")), 0
    found = []
    for batch in text_check.batches(case, prefix, unreadable):
        with closing(text_check.indexed(batch)) as scratch:
            scratch.execute("CREATE VIRTUAL TABLE places USING fts5vocab (words, 'instance')")
            said = _summed(scratch.execute(_PLACES))
        for item, _ in batch:
            if left.pop(item, 0) != said.get(item, 0):
                found.append(
                    f"{control_number(prefix, item)}: the index has words elsewhere than they stand in its text"
                )
        done += len(batch)
        stop_if_cancelled(progress)
        progress.step(done, total, "positions of words")
    found += [f"{control_number(prefix, item)}: the index has words of it, and it has no text" for item in sorted(left)]
    return total, [*unreadable, *found, *_notes(case, prefix, progress)]


def _sums(case: Case, index: str, progress: Progress) -> dict[int, int]:
    """The sum of every item in an index of the case."""
    case.execute("DROP TABLE IF EXISTS temp.places")
    case.execute(f"CREATE VIRTUAL TABLE temp.places USING fts5vocab (main, {index}, 'instance')")

    def watched() -> Iterable[tuple[int, str, str, int]]:
        for number, row in enumerate(case.streamed(_PLACES)):
            if number % _LOOK_EVERY == 0:
                stop_if_cancelled(progress)
                progress.step(number, 0, "positions of words")
            yield row

    return _summed(watched())


def _summed(places: Iterable[tuple[int, str, str, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for item, term, column, offset in places:
        # Of one string: the hash of a tuple is so near to linear that sums of two orders of words come out the same.
        found[item] = (found.get(item, 0) + hash(f"{offset} {column} {term}")) % _ALL
    return found


def _notes(case: Case, prefix: str, progress: Progress) -> list[str]:
    """Items whose notes are not searched as they were written. One note may come before another or behind."""
    left, found = _sums(case, "note_fts", progress), []
    rows = case.tuples(
        """SELECT about, group_concat(text, char(10)), notes FROM (
               SELECT coalesce(note.item, passage.item) AS about, text FROM note
               LEFT JOIN passage ON passage.id = note.passage)
           LEFT JOIN note_fts ON note_fts.rowid = about WHERE about IS NOT NULL GROUP BY about"""
    )
    for item, written, searched in rows:
        if sorted((searched or "").split("\n")) != sorted(written.split("\n")) or left.pop(item, 0) != _of_note(
            searched
        ):
            found.append(f"{control_number(prefix, item)}: the notes on it are not searched as they were written")
    return found


def _of_note(text: str) -> int:
    with closing(cipher.connect(":memory:", isolation_level=None)) as scratch:
        scratch.execute(f'CREATE VIRTUAL TABLE words USING fts5 (notes, tokenize="{texts.TOKENIZER}")')
        scratch.execute("INSERT INTO words (rowid, notes) VALUES (1, ?)", (text,))
        scratch.execute("CREATE VIRTUAL TABLE places USING fts5vocab (words, 'instance')")
        return _summed(scratch.execute(_PLACES)).get(1, 0)
