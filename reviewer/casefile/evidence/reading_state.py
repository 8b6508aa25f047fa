"""What of the evidence was read, by anybody, as the case counts it; and how many words there are to read."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain.evidence.reading_rule import Counts, ReadingRule
from reviewer.domain.ids import ItemId

_DECIDED = "SELECT item FROM item_mark WHERE relevance <> ''"
_PRIVILEGED = "SELECT item FROM privilege_call WHERE passage IS NULL AND kind <> 'not-privileged'"
_FAILED = "SELECT id FROM item WHERE state <> 'ok' AND state = 'failed'"  # the index has what is not ok


@dataclass(frozen=True, slots=True)
class ReadingState:
    """The items that somebody marked, opened for long enough or said to have read; and those that could not be read."""

    marked: frozenset[int]
    opened: frozenset[int]
    said: frozenset[int]
    failed: frozenset[int]
    counts: Counts
    decided: frozenset[int]
    """Those that were marked relevant or not relevant."""
    read: frozenset[int]
    """Those that count as read."""


def rule(case: Case) -> ReadingRule:
    """What counts as read in the case."""
    row = case.row("SELECT counts, pace FROM reading_rule")
    return ReadingRule() if row is None else ReadingRule(Counts(row["counts"]), row["pace"])


def set_rule(act: Act, wanted: ReadingRule) -> None:
    """Decide what counts as read."""
    values = {"counts": wanted.counts.value, "pace": wanted.pace}
    if act.case.row("SELECT 1 FROM reading_rule") is None:
        act.insert("reading_rule", {"id": 1, **values})
    else:
        act.update("reading_rule", 1, values)


def state(case: Case) -> ReadingState:
    """What of the case was read."""

    def items(sql: str) -> frozenset[int]:
        return frozenset(case.numbers(sql))

    counts, decided = rule(case).counts, items(_DECIDED)
    marked = decided | items(_PRIVILEGED)
    opened, said = items("SELECT item FROM item_read"), items("SELECT item FROM item_reviewed")
    read = marked.union(said, opened if counts is Counts.OPENED else ())
    return ReadingState(marked, opened, said, items(_FAILED), counts, decided, read)


def kinds(case: Case) -> dict[ItemId, str]:
    """Of which kind each item is."""
    return {ItemId(item): kind for item, kind in case.tuples("SELECT id, kind FROM item")}


def relevant(case: Case) -> frozenset[int]:
    """The items that were marked relevant."""
    return frozenset(case.numbers("SELECT item FROM item_mark WHERE relevance = 'relevant'"))


def openers(case: Case) -> Mapping[str, frozenset[int]]:
    """What each reviewer opened for long enough."""
    return _by_reviewer(case, "SELECT reviewer, item FROM item_read")


def sayers(case: Case) -> Mapping[str, frozenset[int]]:
    """What each reviewer said to have read."""
    return _by_reviewer(case, "SELECT reviewer, item FROM item_reviewed")


def _by_reviewer(case: Case, sql: str) -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for name, item in case.tuples(sql):
        found[name].add(item)
    return {name: frozenset(items) for name, items in found.items()}


def words(case: Case, items: Iterable[int]) -> dict[ItemId, int]:
    """How many words the index has of some items, whatever column they stand in."""
    rows = case.tuples(
        "SELECT id, sz FROM item_fts_docsize WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(items)),)
    )
    return {ItemId(item): sum(unpacked(packed)) for item, packed in rows}


def words_of_each(case: Case, key: Hashable, items: tuple[ItemId, ...]) -> Sequence[int]:
    """The same of each of some items in their order, for what is asked again and again: kept by ``key``.

    It stands as long as the items are the same and nothing was written to the index.
    """

    def count() -> array[int]:
        known = words(case, items)
        return array("I", [known.get(item, 0) for item in items])

    same = array("I", items).tobytes()  # a tenth of the memory that the items would take
    return case.kept(("words", key), count, of=(index_version(case), same))


def index_version(case: Case) -> Hashable:
    """What is another one whenever the index was written to, also where as many texts and words stand in it then.

    Within a transaction that may write to it, it is never the same again.
    https://www.sqlite.org/fts5.html#fts5_data_structures: the averages record, and the structure record, which counts
    the blocks ever written and names each segment.
    """
    if case.in_transaction and not case.read_only:
        return object()
    return tuple(case.value("SELECT block FROM item_fts_data WHERE id = ?", (record,)) for record in (1, 10))


def index_sizes(case: Case) -> tuple[int, ...]:
    """How many texts were ever put in the index, and how many words in each of its columns."""
    return tuple(unpacked(case.value("SELECT block FROM item_fts_data WHERE id = 1") or b""))


def put_in_index(case: Case) -> int:
    """How many texts BM25 takes the index to have: what was taken out of it again is among them."""
    return case.kept("texts put in the index", lambda: _put_in_index(case), of=index_version(case))


def _put_in_index(case: Case) -> int:
    return max(*index_sizes(case)[:1], int(case.value("SELECT count(*) FROM item_fts_docsize")), 0)


def unpacked(packed: bytes) -> list[int]:
    """SQLite's variable-length integers below 2**56: seven bits a byte, the highest first."""
    found, number = [], 0
    for byte in packed:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            found.append(number)
            number = 0
    return found
