"""Who has some runs of words, or quotes them, by the samples of all messages of a case: looked through seldom.

To read the samples takes longer than all that is done with them. So what will be asked for is said beforehand, as far
as it is known, and what was found once is not looked for again.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from reviewer.casefile.analysis import threads
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.quote_match import Holders, few
from reviewer.domain.analysis.shingles import spacing, unpacked

_MOST_HELD = 16 * 2**20
"""Runs of messages' own words that are held for the next question, four bytes each: those of some 600,000 messages."""

_LOOKED_THROUGH = 64
"""Samples are joined before they are looked through, for the most have none of the runs."""


_Held = tuple["array[int]", "array[int]", "array[int]"]
"""Of some messages: their items, how many runs of each are kept, and these; all of a case where it is not too large."""


class Samples:
    """The samples of a case as they are now. Its messages must not change meanwhile."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._own = _Found()
        self._quoted = _Found()
        self._spacing: dict[int, int] = {}
        self._held: list[_Held] = []

    def look(self, own: Iterable[int] = (), quoted: Iterable[int] = ()) -> None:
        """Find who has some runs among their own words, and who quotes some, unless that is known."""
        owned, quotes = self._own.unknown(own), self._quoted.unknown(quoted)
        if quotes or (owned and not self._held):
            self._look_through(owned, quotes)
            return
        for items, sizes, samples in self._held if owned else ():
            if not owned.isdisjoint(samples):
                self._note_own(owned, zip(items, _parted(samples, sizes), strict=True))

    def _look_through(self, owned: set[int], quotes: set[int]) -> None:
        held: list[_Held] = []
        runs = 0
        rows = threads.all_samples(self._case)
        while some := list(islice(rows, _LOOKED_THROUGH)):
            owns = unpacked(b"".join([own for _, own, _ in some]))
            if not owned.isdisjoint(owns):
                self._note_own(owned, ((item, unpacked(own)) for item, own, _ in some))
            if quotes and not quotes.isdisjoint(unpacked(b"".join([quoted for _, _, quoted in some]))):
                self._note_quoted(quotes, ((item, unpacked(quoted)) for item, _, quoted in some))
            runs += len(owns)
            if runs <= _MOST_HELD:
                items, sizes = array("Q", [each[0] for each in some]), array("H", [len(each[1]) // 4 for each in some])
                held.append((items, sizes, owns))
        self._held = held if runs <= _MOST_HELD else []

    def _note_quoted(self, wanted: set[int], some: Iterable[tuple[int, array[int]]]) -> None:
        for item, sample in some:
            self._quoted.add(item, wanted.intersection(sample))

    def _note_own(self, wanted: set[int], some: Iterable[tuple[int, array[int]]]) -> None:
        for item, sample in some:
            found = wanted.intersection(sample)
            if found:
                self._own.add(item, found)
                self._spacing[item] = spacing(sample)

    def holders(self, wanted: set[int], places: Mapping[int, int]) -> Holders:
        """Which messages have some runs; ``places`` are those of items where they differ from what is stored."""
        self.look(own=wanted)
        copies = threads.copies(self._case)

        def counts(item: int) -> bool:
            return places.get(item, 0 if item in copies else item) == item

        found = {run: few(filter(counts, self._own.items(run))) for run in wanted}
        held = {run: items for run, items in found.items() if items}
        return Holders(held, {item: self._spacing[item] for items in held.values() for item in items})

    def quoting(self, wanted: set[int]) -> list[int]:
        """The messages that quote any of some runs, in order."""
        self.look(quoted=wanted)
        return sorted({item for run in wanted for item in self._quoted.items(run)})


class _Found:
    """The items that have each run, in order, and for which runs they were looked for."""

    def __init__(self) -> None:
        self._asked: set[int] = set()
        self._items: dict[int, array[int]] = {}

    def unknown(self, runs: Iterable[int]) -> set[int]:
        """Those of some runs that were not asked for yet; from now on they were."""
        new = set(runs) - self._asked
        self._asked |= new
        return new

    def add(self, item: int, runs: Iterable[int]) -> None:
        for run in runs:
            self._items.setdefault(run, array("Q")).append(item)

    def items(self, run: int) -> Iterable[int]:
        return self._items.get(run, ())


def _parted(samples: array[int], sizes: Iterable[int]) -> Iterator[array[int]]:
    end = 0
    for size in sizes:
        yield samples[end : end + size]
        end += size
