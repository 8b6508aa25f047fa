"""Productions: numbered sets of items for one receiver. One number a page, no gap, none given twice.

Parents come before their attachments, and what belongs together stays together. What stays has no number; a slip sheet
has one. See docs/decisions/0028-productions.md.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType

from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.leaving import StayReason, Way
from reviewer.domain.ids import ItemId, RenditionId
from reviewer.errors import InputError

ProductionId = NewType("ProductionId", int)
ProductionItemId = NewType("ProductionItemId", int)

WIDTH = 6
_MOST_DIGITS = 12
_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9._]{0,18}[A-Za-z])?")
_HOLDERS = frozenset({Kind.MBOX, Kind.STORE, Kind.ARCHIVE, Kind.FOLDER})
"""What holds items without being a document itself: a family does not reach above them, unless in a message."""


class ProductionOrder(StrEnum):
    """In which order the families of a production are numbered. Stored, so never changed."""

    CONTROL = "control"  # by control number, as they were taken in
    DATE = "date"
    CUSTODIAN = "custodian"  # and by date with each
    THREAD = "thread"  # by the first date of a thread, and by date in it


def order_words(order: ProductionOrder) -> str:
    """The order, in words."""
    return {
        ProductionOrder.CONTROL: "by control number",
        ProductionOrder.DATE: "by date",
        ProductionOrder.CUSTODIAN: "by custodian, then by date",
        ProductionOrder.THREAD: "by thread, then by date",
    }[order]


class ScopeReason(StrEnum):
    """Why an item that was asked for is not in a production, or has a slip sheet. Stored, so never changed."""

    CONTAINER = "container"
    DELIVERED = "delivered"
    RECALLED = "recalled"
    NO_PAGES = "no-pages"
    NO_BYTES = "no-bytes"
    DAMAGED = "damaged-pages"

    @property
    def words(self) -> str:
        """The reason, to follow the name of the item."""
        return _WORDS[self]


_WORDS = {
    ScopeReason.CONTAINER: "holds other items, which are counted by themselves",
    ScopeReason.DELIVERED: "the receiver has it",
    ScopeReason.RECALLED: "was called back from this receiver, or its file holds what was",
    ScopeReason.NO_PAGES: "has no pages; the file itself goes",
    ScopeReason.DAMAGED: "has pages that are too damaged to bear numbers; the file itself goes",
    ScopeReason.NO_BYTES: "could not be had when it was taken in",
}


def reason_words(code: str) -> str:
    """The reason that a production stores, in words; empty where it stores none."""
    if not code:
        return ""
    return ScopeReason(code).words if code in set(ScopeReason) else StayReason(code).words


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Numbering:
    """How page numbers are written: ``PMPD-000231``."""

    prefix: str
    width: int = WIDTH

    def __post_init__(self) -> None:
        """InputError for a prefix or a width that load files cannot carry."""
        if not _PREFIX.fullmatch(self.prefix):
            raise InputError(
                f"“{self.prefix}” cannot stand before page numbers",
                "It begins and ends with a letter; letters, digits, dots and underscores are between; 20 in all.",
            )
        if not 1 <= self.width <= _MOST_DIGITS:
            raise InputError(f"a page number cannot have {self.width} digits", f"1 to {_MOST_DIGITS} will do.")

    def written(self, number: int) -> str:
        """A number as it stands on its page; InputError when it has more digits than there is room for."""
        if number >= 10**self.width:
            raise InputError(
                f"page number {number} has more than {self.width} digits",
                "Use another prefix, so that all numbers of a prefix are equally long.",
            )
        return f"{self.prefix}-{number:0{self.width}d}"


# ── families ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Node:
    """An item by its place: within which other, and where among its siblings."""

    item: ItemId
    parent: ItemId | None
    kind: Kind
    position: int

    @property
    def holder(self) -> bool:
        """Whether it is a mailbox, a store, an archive or a folder."""
        return self.kind in _HOLDERS


def families(nodes: Mapping[ItemId, Node], wanted: Collection[ItemId]) -> Iterator[tuple[ItemId, list[ItemId]]]:
    """The families of some items whole, by their outermost item: it comes first, then what is within, in its order.

    A container in no family is one by itself, without what it holds.
    """
    within: defaultdict[ItemId, list[Node]] = defaultdict(list)
    for node in nodes.values():
        if node.parent is not None:
            within[node.parent].append(node)
    for top in sorted({outermost(nodes, item) for item in wanted}):
        if nodes[top].holder:
            yield top, [top]
            continue
        members, left = [], [top]
        while left:
            members.append(left.pop())
            below = sorted(within[members[-1]], key=lambda node: (node.position, node.item))
            left.extend(node.item for node in reversed(below))
        yield top, members


@dataclass(frozen=True, slots=True)
class FamilyPlace:
    """By what a family is put in order: its outermost item, when that was sent (UTC), whose it is, and in which thread.

    ``thread`` is the item by which the thread is named; what belongs to none is one by itself.
    """

    top: ItemId
    date: str
    custodian: str
    thread: ItemId


def arranged(places: Sequence[FamilyPlace], order: ProductionOrder) -> list[ItemId]:
    """The families in order, by their outermost items. What has no date, or no custodian, comes after what has one."""
    begun: dict[ItemId, tuple[bool, str, ItemId]] = {}
    for each in places:
        begun[each.thread] = min(_by_date(each), begun.get(each.thread, _by_date(each)))

    def key(each: FamilyPlace) -> tuple[object, ...]:
        if order is ProductionOrder.DATE:
            return _by_date(each)
        if order is ProductionOrder.CUSTODIAN:
            return (not each.custodian, each.custodian.casefold(), each.custodian, *_by_date(each))
        if order is ProductionOrder.THREAD:
            return (*begun[each.thread], *_by_date(each))
        return (each.top,)

    return [each.top for each in sorted(places, key=key)]


def _by_date(place: FamilyPlace) -> tuple[bool, str, ItemId]:
    return not place.date, place.date, place.top


def outermost(nodes: Mapping[ItemId, Node], item: ItemId) -> ItemId:
    """The highest ancestor that is no mailbox, store, archive or folder; the item itself where there is none."""
    top, at = item, nodes[item]
    while at.parent is not None:
        at = nodes[at.parent]
        if not at.holder:
            top = at.item
    return top


# ── what a production is ────────────────────────────────────────────────────────────────────────────────────────────


PRIVILEGED = frozenset(
    reason.value for reason in (StayReason.PRIVILEGED, StayReason.PRIVILEGED_COPY, StayReason.PRIVILEGED_FAMILY)
)
"""The reasons for which a slip sheet says that something is withheld as privileged, and the log what is claimed."""


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes of one item, with the numbers of its pages; ``first`` and ``last`` are 0 for what stays.

    ``native`` says that its bytes go, beside a slip sheet; ``rendition`` are its pages, None for a slip sheet alone.
    ``recalled`` says why it was called back, empty when it was not.
    """

    item: ItemId
    family: ItemId
    way: Way
    reason: str = ""
    native: bool = False
    rendition: RenditionId | None = None
    pages: int = 0
    first: int = 0
    last: int = 0
    id: ProductionItemId = ProductionItemId(0)
    recalled: str = ""

    @property
    def numbered(self) -> bool:
        """Whether it has numbers."""
        return self.way is not Way.STAYS

    @property
    def as_decided(self) -> tuple[Way, bool, RenditionId | None, int]:
        """What must still be so when the production is written, since the numbers were given for it."""
        return self.way, self.native, self.rendition, self.pages


def number_pages(parts: Iterable[Part], start: int) -> list[Part]:
    """The parts with numbers from ``start`` on, one a page, in their order."""
    numbered, following = [], start
    for part in parts:
        if part.numbered:
            numbered.append(replace(part, first=following, last=following + part.pages - 1))
            following += part.pages
        else:
            numbered.append(part)
    return numbered


def family_spans(parts: Iterable[Part]) -> dict[ItemId, tuple[int, int]]:
    """The first and the last number of each family, by its outermost item."""
    spans: dict[ItemId, tuple[int, int]] = {}
    for part in parts:
        if part.numbered:
            first, last = spans.get(part.family, (part.first, part.last))
            spans[part.family] = min(first, part.first), max(last, part.last)
    return spans


@dataclass(frozen=True, slots=True)
class Delivery:
    """That it was handed over: by whom, when (UTC), and what was said of that."""

    reviewer: str
    at: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Drop:
    """That it is not handed over any more: who said so, when (UTC), and why. Its numbers are given to nothing else."""

    reviewer: str
    at: str
    reason: str


def written_about(title: str, receiver: str, confidentiality: str) -> dict[str, str]:
    """What is written about a production on pages and papers, by what that is."""
    return {"title": title, "receiver": receiver, "confidentiality": confidentiality}


@dataclass(frozen=True, slots=True)
class Production:
    """A numbered set for a receiver. ``first`` and ``last`` are its page numbers, without a gap; ``at`` is UTC.

    Of kinds in ``natives`` the files themselves go. ``follows`` is the production that it supplements, or, once
    dropped, would have supplemented.
    """

    id: ProductionId
    title: str
    receiver: str
    query: str
    numbering: Numbering
    first: int
    last: int
    confidentiality: str
    natives: frozenset[Kind]
    follows: ProductionId | None
    reviewer: str
    at: str
    delivery: Delivery | None = None
    drop: Drop | None = None
    order: ProductionOrder = ProductionOrder.CONTROL
    sources: bool = False
    """Whether its receiver may see confidential sources."""

    @property
    def said(self) -> dict[str, str]:
        """What is written about it on pages and papers, by what that is."""
        return written_about(self.title, self.receiver, self.confidentiality)

    @property
    def bates_first(self) -> str:
        """Its first page number as written."""
        return self.numbering.written(self.first)

    @property
    def bates_last(self) -> str:
        """Its last page number as written."""
        return self.numbering.written(self.last)

    @property
    def numbers(self) -> str:
        """“PMPD-000002 to PMPD-000004”, or the one number that there is."""
        return self.bates_first if self.first == self.last else f"{self.bates_first} to {self.bates_last}"

    def labels(self, part: Part) -> list[str]:
        """What stands below each page of one of its items: the number, and how confidential it is."""
        stamp = f"  {self.confidentiality}" if self.confidentiality else ""
        return [f"{self.numbering.written(number)}{stamp}" for number in range(part.first, part.last + 1)]


_RANK = {Way.STAYS: 0, Way.PLACEHOLDER: 1, Way.REDACTED: 2, Way.GOES: 3}


def has_as_much(had: Way | None, now: Way) -> bool:
    """Whether a receiver who got an item in one way would get no more of it in another."""
    return had is not None and _RANK[had] >= _RANK[now]


def most(ways: Sequence[Way]) -> Way:
    """The way by which most of an item goes."""
    return max(ways, key=_RANK.__getitem__)


# ── what is wrong with one ──────────────────────────────────────────────────────────────────────────────────────────


class Wrong(StrEnum):
    """What a mock run finds wrong. The values are an interface of the command line."""

    SPLIT = "family-split"
    NATIVE = "redacted-with-native"
    PRIVILEGED_AGAIN = "privileged-repeated"
    COMPELLED_AGAIN = "compelled-repeated"
    CHANGED = "changed-since"
    AGAIN = "recalled-goes-again"
    UNREAD = "cited-unread"
    FAILED = "cited-not-read"
    NOTE = "note-repeats"
    NOTE_TAG = "note-names-tag"
    UNRECOGNISED = "page-unrecognised"
    PICTURED = "page-pictures"
    UNEXPLAINED = "privilege-unexplained"
    UNDECIDED = "redaction-undecided"
    UNCOVERED = "redaction-misfits"
    UNSEARCHED = "file-unsearched"
    COMPELLED = "compelled"
    SOURCE = "source-named"
    SOURCE_SHOWN = "source-shown"
    TITLE = "title-repeats"
    WORK = "work-repeats"

    @property
    def stops(self) -> bool:
        """Whether nothing is written while it is so."""
        return self not in _TOLD


_TOLD = frozenset({
    Wrong.SPLIT, Wrong.PRIVILEGED_AGAIN, Wrong.COMPELLED_AGAIN, Wrong.UNREAD, Wrong.FAILED, Wrong.COMPELLED,
    Wrong.UNSEARCHED, Wrong.SOURCE, Wrong.SOURCE_SHOWN, Wrong.WORK,
    Wrong.NOTE_TAG, Wrong.UNRECOGNISED, Wrong.PICTURED,
})  # fmt: skip
"""What is told and stops nothing."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to look at before a production leaves: of which item, what, and in words what and why.

    ``item`` is None where it is about no item.
    """

    item: ItemId | None
    wrong: Wrong
    words: str
