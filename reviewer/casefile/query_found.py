"""What of a query the index of words cannot tell by itself, found out: a tree of words, conditions and lists of items.

Words that are like one, and letters that the index keeps apart, become the words that the index has. Signs, exact
words, patterns, amounts, and words near to each other in an order are compared with the texts of the items that may
have them; what is found is a list.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, product
from math import prod
from typing import cast
from weakref import WeakKeyDictionary

from pyroaring import BitMap

from reviewer.casefile import indexed_words, item_sets, noted_words, saved_parts, two_readers
from reviewer.casefile.analysis import coding_scopes, threads
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import texts
from reviewer.casefile.query_conditions import refuse_too_many
from reviewer.casefile.query_sql import meeting, size
from reviewer.domain import folding, query_matching
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import NOTHING_DONE, stop_if_cancelled
from reviewer.domain.query import (
    NOTES,
    And,
    Condition,
    Like,
    Listed,
    Money,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Side,
    Sought,
    Term,
    Written,
    joined,
    leaves,
    words_in,
)
from reviewer.domain.query_literals import literals, sign
from reviewer.domain.query_words import ITEM, overlap
from reviewer.errors import DamagedError

MOST_WORDS = 200
"""So many words are looked for as one question, and ranked by; of more there is a list of what has them."""

MOST_WAYS = 64
"""In so many ways of spelling a phrase is looked for in the index; of more, its words are, and texts are compared."""

MOST_OPENED = 100
"""A saved search of so many parts becomes one with the query that names it, and ranks; of more there is a list."""

MOST_HOLDING = 1_000
"""Letters that stand in more words than this narrow nothing: to ask for all these takes as long as to compare texts."""

_AT_ONCE = 400
"""Items whose texts are compared before the next are read; words in one question to the index."""
_SMALL = 1_000_00
"""Hundredths: a smaller amount is written without a comma, and so is one word of the index."""
_KEPT = 50

_ABOUT = frozenset({"thread", "family", "near"})

_LEAST_FIRST = ("subject", "people", "attachments", "hidden", "body")
"""The columns of the index: what need not be unpacked comes first."""

Having = Callable[[Iterable[tuple[ItemId, bytes]]], Iterable[ItemId]]
"""Tells which items are as asked for by one column of each, in UTF-8."""


@dataclass(frozen=True, slots=True)
class _Test:
    """What texts are compared with. ``may_have`` tells at once of a column of many items whether any may be so."""

    having: Having
    may_have: Callable[[bytes], bool] | None = None


_known: WeakKeyDictionary[Case, tuple[tuple[int, int], dict[Node, Listed]]] = WeakKeyDictionary()
"""What was found, by connection: as of which state of the file, and by part of a query."""


def resolved(case: Case, root: Node | None, reviewer: str) -> Node | None:
    """A query's tree of what can be asked in SQL alone. InputError for a word that stands for too many.

    What a saved search stands for is found as this reviewer finds it; none may stand for itself, which is for
    ``query_names.check`` to refuse.
    """
    refuse_too_many(len(list(leaves(root))))
    return None if root is None else _Finding(case, reviewer).of(root)


class _Finding:
    def __init__(self, case: Case, reviewer: str) -> None:
        self._case = case
        self._reviewer = reviewer
        self._saved: dict[str, Node] = {}
        self._written_otherwise: dict[tuple[str, bool], list[str]] = {}

    def of(self, node: Node) -> Node:
        match node:
            case And(parts) | Or(parts):
                return joined(type(node), map(self.of, parts))
            case Not(part):
                return Not(self.of(part))
            case Near():
                return self._near(node)
            case Condition(field) if field in _ABOUT:
                return Listed(frozenset(self._about(node)))
            case Condition() | Listed():
                return self._saved_search(node.value) if isinstance(node, Condition) and node.field == "saved" else node
        return self._leaf(node)

    def _saved_search(self, name: str) -> Node:
        if name not in self._saved:
            self._saved[name] = self._stands_for(name)
        return self._saved[name]

    def _stands_for(self, name: str) -> Node:
        """A saved search as a part of this query; of a long one, as of a list of terms, the items that it finds."""
        every = item_sets.every
        roots = saved_parts.roots(self._case, name)
        parts = [Listed(frozenset(every(self._case))) if root is None else self.of(root) for root in roots]
        if sum(map(size, parts)) <= MOST_OPENED:
            return joined(Or, parts)
        return Listed(frozenset(BitMap.union(*(meeting(self._case, part, self._reviewer) for part in parts))))

    def _leaf(self, leaf: Sought) -> Node:
        match leaf:
            case Term():
                spelled = self._spelled(leaf)
                if prod(map(len, spelled)) > MOST_WAYS:
                    return self._kept(leaf, lambda: self._spread(leaf, spelled))
                return joined(Or, _phrases(leaf, spelled))
            case Like():
                words = self._words_like(leaf)
                few = 0 < len(words) <= MOST_WORDS
                return joined(Or, words) if few else self._kept(leaf, lambda: self._any(words))
            case Written():
                ways, _ = self._candidates(leaf)
                listed = self._kept(leaf, lambda: self._written(leaf, ways))
                return joined(And, (*ways, listed)) if len(ways) == 1 else listed  # so that it can be ranked
            case Pattern():
                return self._kept(leaf, lambda: self._pattern(leaf))
        return self._kept(leaf, lambda: self._money(leaf))

    def _about(self, condition: Condition) -> set[ItemId]:
        """What is of one thread or family with an item, or near to it, and the item."""
        member = ITEM.fullmatch(condition.value)
        item = ItemId(int(member[1]) if member else 0)
        if condition.field == "family":
            return coding_scopes.families(self._case, [item])
        if condition.field == "thread":
            return threads.whole(self._case, item)
        ways = (("other", "item"), ("item", "other"))
        sql = " UNION ".join(f"SELECT {one} FROM near_duplicate WHERE {by} = :item" for one, by in ways)
        return {item, *(ItemId(each) for (each,) in self._case.tuples(sql, {"item": item}))}

    def _kept(self, node: Node, find: Callable[[], frozenset[int]]) -> Listed:
        """What is found, or was and cannot have changed since."""
        if self._case.in_transaction and not self._case.read_only:  # what it wrote may be taken back
            return Listed(find())
        now = int(self._case.value("PRAGMA data_version")), int(self._case.value("SELECT total_changes()"))
        as_of, kept = _known.get(self._case, (now, {}))
        if as_of != now or len(kept) > _KEPT:
            kept = {}
        if node not in kept:
            kept[node] = Listed(find())
            _known[self._case] = (now, kept)
        return kept[node]

    # -- words ---------------------------------------------------------------------------------------------------

    def _spelled(self, term: Term) -> list[list[str]]:
        """Each word of a word or phrase in all ways that the indexes have it."""
        ways = []
        for number, word in enumerate(term.words):
            plain = folding.base(word)
            going_on = term.prefix and number == len(term.words) - 1
            key = plain, going_on
            if key not in self._written_otherwise:
                self._written_otherwise[key] = indexed_words.written_otherwise(self._case, plain, prefix=going_on)
            ways.append([plain, *self._written_otherwise[key]])
        return ways

    def _spread(self, term: Term, spelled: Sequence[Sequence[str]]) -> frozenset[int]:
        """The items with a phrase whose words are spelled in too many ways to ask for them all."""
        in_texts, in_notes = self._all("item_fts"), self._all("note_fts")
        for terms in _apart(term, spelled):
            in_texts &= self._in_texts(terms)
            in_notes &= self._in_notes(terms)
        return self._compared(term.column, in_texts, in_notes, _has(term))

    def _words_like(self, wanted: Like) -> list[Term]:
        return [Term((word,), wanted.column) for word in indexed_words.like(self._case, wanted)]

    def _candidates(self, side: Side) -> tuple[list[Term], bool]:
        """Words or phrases of which what is sought has one, and whether each of its words is in them."""
        if isinstance(side, Like):
            return self._words_like(side), True
        term = side if isinstance(side, Term) else Term(words_in(side.text), side.column)
        spelled = self._spelled(term)
        if prod(map(len, spelled)) > MOST_WAYS:
            return min(_apart(term, spelled), key=len), False
        return _phrases(term, spelled), True

    def _any(self, terms: Sequence[Term]) -> frozenset[int]:
        """The items that have any of some words, in their texts or in notes."""
        return frozenset(chain(self._in_texts(terms), self._in_notes(terms)))

    def _in_texts(self, parts: Sequence[Node], where: str = "") -> set[int]:
        return self._match("item_fts", [each for each in parts if noted_words.column_of(each) != NOTES], where)

    def _in_notes(self, parts: Sequence[Node]) -> set[int]:
        return self._match("note_fts", [each for each in parts if noted_words.column_of(each) in ("", NOTES)])

    def _match(self, index: str, parts: Sequence[Node], where: str = "") -> set[int]:
        found = set[int]()
        for at in range(0, len(parts), _AT_ONCE):
            asked = f"{where}({noted_words.any_of(parts[at : at + _AT_ONCE])})"
            found |= {
                int(row) for (row,) in self._case.tuples(f"SELECT rowid FROM {index} WHERE {index} MATCH ?", (asked,))
            }
        return found

    # -- what is compared ------------------------------------------------------------------------------------------

    def _written(self, wanted: Written, terms: Sequence[Term]) -> frozenset[int]:
        return self._compared(wanted.column, self._in_texts(terms), self._in_notes(terms), _has(wanted))

    def _pattern(self, wanted: Pattern) -> frozenset[int]:
        """By runs of letters that have to be there, where some are: those that stand in too many words tell little."""
        holding = [indexed_words.holding(self._case, letters) for letters in literals(wanted.source)]
        runs = [[Term((word,), wanted.column) for word in words] for words in holding if len(words) <= MOST_HOLDING]
        if not runs:
            return self._signs(wanted, sign(wanted.source))
        in_texts = set.intersection(*map(self._in_texts, runs))
        in_notes = set.intersection(*map(self._in_notes, runs))
        beside = set.intersection(*(self._in_texts(run, "- body : ") for run in runs)) if not wanted.column else None
        return self._compared(wanted.column, in_texts, in_notes, _has(wanted), beside)

    def _signs(self, wanted: Pattern, needed: str) -> frozenset[int]:
        """By a sign that has to be there, where one is: columns but the body are looked through for it at once."""
        in_texts, in_notes = self._all("item_fts"), self._all("note_fts")
        beside = None
        if needed and wanted.column not in ("body", NOTES):
            names = (wanted.column,) if wanted.column else _LEAST_FIRST[:-1]

            def look() -> None:
                self._told(0, len(in_texts))

            beside = set[int]().union(*(texts.with_sign(self._case, name, needed, look) for name in names))
        some = in_texts & beside if wanted.column and beside is not None else in_texts
        return self._compared(wanted.column, some, in_notes, _has(wanted), beside)

    def _money(self, wanted: Money) -> frozenset[int]:
        if wanted.high is not None and wanted.high < _SMALL:
            found = indexed_words.amounts(self._case, (wanted.low or 0) // 100, wanted.high // 100)
            terms = [Term((word,)) for word in found]
            return self._compared("", self._in_texts(terms), self._in_notes(terms), _has(wanted))
        return self._compared("", self._all("item_fts"), self._all("note_fts"), _has(wanted))

    def _near(self, wanted: Near) -> Node:
        sides = [[self._candidates(each) for each in side] for side in (wanted.left, wanted.right)]
        left, right = (tuple(dict.fromkeys(chain(*(terms for terms, _ in side)))) for side in sides)
        few = all(whole for _, whole in chain(*sides)) and len(left) * len(right) <= MOST_WORDS
        compared = wanted.ordered or any(isinstance(each, Written) for each in (*wanted.left, *wanted.right))
        if left and right and few and not compared and not any(overlap(*pair) for pair in product(left, right)):
            return Near(left, right, wanted.distance)
        return self._kept(wanted, lambda: self._compared_near(wanted, left, right, few=few))

    def _compared_near(
        self, wanted: Near, left: tuple[Term, ...], right: tuple[Term, ...], *, few: bool
    ) -> frozenset[int]:
        if not left or not right:
            return frozenset()
        if few:
            asked = [Near(left, right, wanted.distance)]
            in_texts, in_notes = self._in_texts(asked), self._in_notes(asked)
        else:
            in_texts = self._in_texts(left) & self._in_texts(right)
            in_notes = self._in_notes(left) & self._in_notes(right)
        return self._compared(wanted.column, in_texts, in_notes, _that(lambda text: query_matching.near(text, wanted)))

    def _all(self, index: str) -> set[int]:
        table = "item_text" if index == "item_fts" else "note_fts"
        column = "item" if index == "item_fts" else "rowid"
        return set(self._case.numbers(f"SELECT {column} FROM {table}"))

    def _compared(
        self, column: str, in_texts: set[int], in_notes: set[int], test: _Test, beside: set[int] | None = None
    ) -> frozenset[int]:
        """Those of some items whose texts, or notes, are as asked for.

        ``beside``: those that may be so by another column than the body; all of them if not said.
        """
        found = set(test.having(self._noted(in_notes if column in ("", NOTES) else set())))
        rest = cast("list[ItemId]", sorted(in_texts - found if found else in_texts)) if column != NOTES else []
        names = (column,) if column else _LEAST_FIRST

        def step(begun: int) -> None:
            self._told(begun * _AT_ONCE, len(rest))

        parts = [rest[at : at + _AT_ONCE] for at in range(0, len(rest), _AT_ONCE)]
        compared = partial(_compared_texts, names=names, test=test, beside=beside)
        return frozenset(found.union(*two_readers.each_of(self._case, parts, compared, step)))

    def _told(self, done: int, every: int) -> None:
        """Tell how many texts were compared where they are many; CancelledError once nobody waits for it."""
        if every > _AT_ONCE:
            self._case.progress.step(done, every, "comparing texts")
        stop_if_cancelled(self._case.progress, NOTHING_DONE)

    def _noted(self, items: Iterable[int]) -> Iterator[tuple[ItemId, bytes]]:
        sql = "SELECT rowid, notes FROM note_fts WHERE rowid IN (SELECT value FROM json_each(?))"
        for item, told in self._case.tuples(sql, (json.dumps(sorted(items)),)):
            yield ItemId(item), str(told).encode()


def _compared_texts(
    case: Case, items: Sequence[ItemId], names: Sequence[str], test: _Test, beside: set[int] | None
) -> set[ItemId]:
    """Those of some items whose texts are as asked for; by columns other than the body, of those ``beside`` alone."""
    found, left = set[ItemId](), set(items)
    for name in names:
        some = left if beside is None or name == "body" else left & beside
        had = set(_of_column(case, name, sorted(some), test))
        found |= had
        left -= had
    return found


def _of_column(case: Case, name: str, items: Sequence[ItemId], test: _Test) -> Iterable[ItemId]:
    """Those of some items that have what is asked for in one column."""
    if not items or (
        name != "body" and test.may_have is not None and not test.may_have(texts.joined(case, items, name))
    ):
        return ()
    return test.having(texts.column(case, items, name, _harmed))


def _phrases(term: Term, spelled: Sequence[Sequence[str]]) -> list[Term]:
    return [Term(words, term.column, term.prefix) for words in product(*spelled)]


def _apart(term: Term, spelled: Sequence[Sequence[str]]) -> list[list[Term]]:
    """Each word of a phrase in its spellings, by itself."""
    last = len(spelled) - 1
    return [
        [Term((word,), term.column, term.prefix and number == last) for word in words]
        for number, words in enumerate(spelled)
    ]


def _has(wanted: Sought) -> _Test:
    if isinstance(wanted, Pattern):
        source = wanted.source
        return _Test(partial(query_matching.having, source), partial(query_matching.may_have, source))
    return _that(lambda text: next(query_matching.spans(text, wanted), None) is not None)


def _that(is_so: Callable[[str], bool]) -> _Test:
    return _Test(lambda parts: (item for item, text in parts if is_so(text.decode())))


def _harmed(item: ItemId, why: str) -> None:
    raise DamagedError(f"the text of item {item} cannot be read, so this search would not be sure: {why}")
