"""Compare the texts of a case with the index of their words, which holds none of them itself.

SQLite's own check looks at how the index is built. That it holds the words of the texts, no others and none less, is
found by indexing all texts anew, some at a time in memory, and comparing: for each item the number of its words in each
column, and over all items a sum that each word adds to as often as it stands somewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from reviewer.casefile.engine import cipher
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.cipher import Connection
from reviewer.casefile.evidence import texts
from reviewer.domain.evidence.item import control_number
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Progress, stop_if_cancelled

_AT_ONCE = 200
_READ_AT_ONCE = 20
_CODE_POINTS = 2**24
_ALL = 2**64


def check(case: Case, progress: Progress) -> tuple[int, list[str]]:
    """How many texts there are; those that cannot be read, those that are not in the index as they are, and notes."""
    found: list[str] = []
    prefix = str(case.value("SELECT control_prefix FROM case_record"))
    total = int(case.value("SELECT count(*) FROM item_text"))
    done, said = 0, 0
    for batch in batches(case, prefix, found):
        with closing(indexed(batch)) as scratch:
            said = (said + _sum(scratch)) % _ALL
            sizes = dict(scratch.execute("SELECT id, sz FROM words_docsize").fetchall())
        kept = _sizes(case, batch[0][0], batch[-1][0])
        for item, _ in batch:
            if kept.get(item) != sizes[item]:
                found.append(f"the words of {control_number(prefix, item)} are not indexed as they stand in its text")
        done += len(batch)
        stop_if_cancelled(progress)
        progress.step(done, total, "texts")
    if done == total and not found and _index_sum(case) != said:
        found.append("the index of words does not hold the words of the texts")
    found += [
        f"the index of words has some of item {row['id']}, which has no text"
        for row in case.rows("SELECT id FROM item_fts_docsize WHERE id NOT IN (SELECT item FROM item_text)")
    ]
    return total, [*found, *_notes(case, prefix), *_leaves(case, "item_fts"), *_leaves(case, "note_fts", for_good=True)]


def batches(case: Case, prefix: str, found: list[str]) -> Iterator[list[tuple[ItemId, texts.Words]]]:
    """The texts in order, some at a time; what cannot be read is noted and left out."""

    def damaged(item: ItemId, why: str) -> None:
        found.append(f"the text of {control_number(prefix, item)} cannot be read: {why}")

    batch: list[tuple[ItemId, texts.Words]] = []
    for some in _items(case):
        words = texts.of_items(case, some, damaged)
        batch += ((item, words[item]) for item in some if item in words)
        if len(batch) >= _AT_ONCE or sum(len(each.body) for _, each in batch) >= _CODE_POINTS:
            yield batch
            batch = []
    if batch:
        yield batch


def _items(case: Case) -> Iterator[list[ItemId]]:
    last = -1
    while rows := case.tuples("SELECT item FROM item_text WHERE item > ? ORDER BY item LIMIT ?", (last, _READ_AT_ONCE)):
        yield [ItemId(item) for (item,) in rows]
        last = rows[-1][0]


def indexed(batch: list[tuple[ItemId, texts.Words]]) -> Connection:
    """An index in memory of some texts, made as that of the case is."""
    scratch = cipher.connect(":memory:", isolation_level=None)
    columns = ", ".join(texts.COLUMNS)
    scratch.execute(f"CREATE VIRTUAL TABLE words USING fts5 ({columns}, content='', tokenize=\"{texts.TOKENIZER}\")")
    scratch.execute("BEGIN")
    marks = ",".join("?" * (1 + len(texts.COLUMNS)))
    scratch.executemany(
        f"INSERT INTO words (rowid, {columns}) VALUES ({marks})",
        [(item, *(getattr(words, name) for name in texts.COLUMNS)) for item, words in batch],
    )
    scratch.execute("COMMIT")
    scratch.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, 'col')")
    return scratch


def _sum(scratch: Connection) -> int:
    return sum(_hash(term, column) * count for term, column, count in scratch.execute(_VOCABULARY))


def _hash(term: str, column: str) -> int:
    """Of one string: hashes of tuples add up to the same when words of two columns are exchanged."""
    return hash(f"{column} {term}")


def _index_sum(case: Case) -> int:
    case.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab (main, item_fts, 'col')")
    found = 0
    for row in case.rows(_VOCABULARY):
        found += _hash(row[0], row[1]) * row[2]
    return found % _ALL


_VOCABULARY = "SELECT term, col, cnt FROM vocabulary"


def _sizes(case: Case, first: ItemId, last: ItemId) -> dict[int, bytes]:
    return dict(case.tuples("SELECT id, sz FROM item_fts_docsize WHERE id BETWEEN ? AND ?", (first, last)))


def _leaves(case: Case, index: str, *, for_good: bool = False) -> Iterator[str]:
    """Blocks with words that the index of an index does not know, or the other way round: FTS5 does not look for them.

    A block has words when its own list of them stands behind what its second number, of 16 bits, says is its end. Where
    words are deleted ``for_good`` it may have lost them all and is known nonetheless; and the first block of a part,
    which is found without the index of the index, may be known no more. Numbers of parts
    from 2^16 on are those of lists of what was deleted.
    """
    there: set[tuple[int, int]] = set()
    worded: set[tuple[int, int]] = set()
    for number, head, size in case.tuples(f"SELECT id, substr(block, 1, 4), length(block) FROM {index}_data"):
        if 0 < number >> 37 < 2**16 and not number >> 31 & 63:
            block = (number >> 37, number & (2**31 - 1))
            there.add(block)
            if int.from_bytes(head[2:4], "big") < size:
                worded.add(block)
    known = set(case.tuples(f"SELECT segid, pgno >> 1 FROM {index}_idx"))
    first = dict(sorted(there, reverse=True))
    unseen, unfounded = worded - known, known - worded
    if for_good:
        unseen = {(segment, number) for segment, number in unseen if number != first[segment]}
        unfounded -= there
    for segment, number in sorted(unseen | unfounded):
        yield f"the index of words cannot find block {number} of its part {segment} in {index}_idx"


def _notes(case: Case, prefix: str) -> Iterator[str]:
    rows = case.rows(
        """SELECT coalesce(about, rowid) AS item FROM note_fts FULL JOIN (
               SELECT coalesce(note.item, passage.item) AS about, count(*) + sum(length(text)) - 1 AS size FROM note
               LEFT JOIN passage ON passage.id = note.passage
               WHERE note.item IS NOT NULL OR passage.item IS NOT NULL GROUP BY about)
           ON about = rowid WHERE size IS NOT length(notes)"""
    )
    for row in rows:
        yield f"the notes on {control_number(prefix, row['item'])} are not searched as they were written"
