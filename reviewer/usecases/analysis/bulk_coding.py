"""Say the same of many items at once, as one act with one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pyroaring import BitMap

from reviewer.casefile import bulk_rows
from reviewer.casefile.analysis import coding_scopes
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import items
from reviewer.casefile.pages import item_tags, notes, review_coding, tags
from reviewer.casefile.people import item_officers, officers
from reviewer.domain.analysis.coding_scope import CodingScope
from reviewer.domain.evidence.item import Mark
from reviewer.domain.ids import ItemId
from reviewer.errors import InputError
from reviewer.usecases.analysis.threads import whole_threads
from reviewer.usecases.pages.review_coding import RELEVANCES

_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Coded:
    """How many items were meant, with those that the scope adds, and of how many something changed."""

    items: int
    changed: int


@dataclass(frozen=True, slots=True)
class Marked:
    """The same of marks, and what one should look at.

    ``overturned`` had the other relevance before, ``withheld`` are privileged whatever their relevance, and
    ``copies_differ`` are duplicates that the mark does not reach and that are marked otherwise now.
    """

    items: int
    changed: int
    overturned: int
    withheld: int
    copies_differ: int


def reached(case: Case, found: Iterable[ItemId], scope: CodingScope) -> BitMap:
    """Some items and those that a scope adds to them."""
    wanted = BitMap()
    given = iter(found)
    while some := list(islice(given, _AT_ONCE)):
        wanted.update(some)
    if scope is CodingScope.FAMILY:
        return BitMap(coding_scopes.families(case, wanted))
    if scope is CodingScope.THREAD:
        threads = whole_threads(case, coding_scopes.heads(case, wanted))
        return BitMap(coding_scopes.families(case, wanted | BitMap(threads)))
    return coding_scopes.copies(case, wanted) if scope is CodingScope.DUPLICATES else wanted


def mark(
    case: Case,
    found: Sequence[ItemId],
    *,
    relevance: str | None = None,
    privileged: bool | None = None,
    scope: CodingScope = CodingScope.ITEM,
    subject: str = "",
    trial: bool = False,
    reviewer: str,
) -> Marked:
    """Change what is given of the marks of many items; ``subject`` is by what they were chosen, for the trail.

    A ``trial`` tells what would change and writes nothing. CancelledError once it is stopped, as :meth:`Case.watched`
    tells; then nothing is marked.
    """
    if relevance is not None and relevance not in RELEVANCES:
        raise InputError(f"“{relevance}” is no relevance", "Use relevant, not relevant, or nothing.")
    chosen = reached(case, found, scope)
    told = _Told()

    def write(act: Act | None, some: Sequence[ItemId]) -> int:
        before = review_coding.of_items(case, some)
        marks = [(was, _changed(was, relevance, privileged)) for was in (before.get(item, Mark(item)) for item in some)]
        if act is not None:
            review_coding.put_many(act, [(was, now) for was, now in marks if was != now], reviewer)
        told.overturned += sum(_overturned(was, now) for was, now in marks)
        told.withheld += sum(now.privileged for _, now in marks)
        told.ways.update((now.relevance, now.privileged) for _, now in marks)
        changed = sum(was != now for was, now in marks)
        told.changed += changed
        return changed

    if trial:
        for some in coding_scopes.in_parts(chosen):
            write(None, [ItemId(item) for item in some])
    else:
        who = reviewer, "item code", _subject(case, subject, chosen)
        bulk_rows.act(case, who, chosen, write, facts={"scope": scope.value})
    differ = _copies_differ(case, chosen, told.ways)
    return Marked(len(chosen), told.changed, told.overturned, told.withheld, differ)


@dataclass(slots=True)
class _Told:
    """What is counted of marks, part by part."""

    changed: int = 0
    overturned: int = 0
    withheld: int = 0
    ways: set[tuple[str, bool]] = field(default_factory=set)


def _changed(before: Mark, relevance: str | None, privileged: bool | None) -> Mark:  # noqa: FBT001 - one of three
    return Mark(
        before.item,
        before.relevance if relevance is None else relevance,
        before.privileged if privileged is None else privileged,
    )


def _overturned(before: Mark, after: Mark) -> bool:
    """Whether it was one and is the other now; to take a mark off says nothing against it."""
    return before.relevance != after.relevance and bool(before.relevance and after.relevance)


def _copies_differ(case: Case, marked: BitMap, ways: set[tuple[str, bool]]) -> int:
    """How many duplicates of some items are marked otherwise than any that these are marked with."""
    differ = 0
    for some in coding_scopes.in_parts(coding_scopes.copies(case, marked) - marked):
        said = review_coding.of_items(case, [ItemId(item) for item in some])
        marks = (said.get(ItemId(item), Mark(ItemId(item))) for item in some)
        differ += sum((each.relevance, each.privileged) not in ways for each in marks)
    return differ


def tag(
    case: Case,
    found: Sequence[ItemId],
    name: str,
    *,
    remove: bool = False,
    scope: CodingScope = CodingScope.ITEM,
    reviewer: str,
) -> Coded:
    """Tag many items with a tag of the codebook, or take it off; stopped as :func:`mark`."""
    wanted = tags.find(case, name)

    def write(act: Act, some: Sequence[ItemId]) -> int:
        there = item_tags.tagged(case, wanted.id, some)
        if remove:
            item_tags.remove(act, there.values())
            return len(there)
        item_tags.put(act, [item for item in some if item not in there], wanted.id)
        return len(some) - len(there)

    who = reviewer, "item untag" if remove else "item tag", wanted.name
    return _code(case, who, reached(case, found, scope), write)


def link(
    case: Case,
    found: Sequence[ItemId],
    who: str,
    *,
    remove: bool = False,
    scope: CodingScope = CodingScope.ITEM,
    reviewer: str,
) -> Coded:
    """Link many items, each as a whole, to the officer of a serial number, address or name, or take the officer off.

    Stopped as :func:`mark`.
    """
    officer = officers.find(case, who)

    def write(act: Act, some: Sequence[ItemId]) -> int:
        there = item_officers.linked(case, officer.id, some)
        if remove:
            item_officers.remove(act, there.values())
            return len(there)
        item_officers.put(act, [item for item in some if item not in there], officer.id)
        return len(some) - len(there)

    told = reviewer, "item unlink" if remove else "item link", f"{officer.name} ({officer.serial})"
    return _code(case, told, reached(case, found, scope), write)


def _code(
    case: Case,
    who: tuple[str, str, str],
    chosen: BitMap,
    write: Callable[[Act, Sequence[ItemId]], int],
    facts: Mapping[str, object] | None = None,
) -> Coded:
    changed = 0

    def counted(act: Act, some: Sequence[ItemId]) -> int:
        nonlocal changed
        changed += (now := write(act, some))
        return now

    bulk_rows.act(case, who, chosen, counted, facts=facts)
    return Coded(len(chosen), changed)


def note(
    case: Case,
    found: Sequence[ItemId],
    text: str,
    *,
    scope: CodingScope = CodingScope.ITEM,
    begun_private: bool = False,
    reviewer: str,
) -> Coded:
    """Write the same note on each of many items; what it is, the rule of the case says. Stopped as :func:`mark`.

    One that was ``begun_private``, while new notes were, stays so whatever was decided until it is written.
    """
    if not text.strip():
        raise InputError("a note needs words")
    chosen = reached(case, found, scope)
    for_report = notes.rule(case) and not begun_private
    facts = {notes.BEGUN_BEFORE_RULE: True} if notes.rule(case) and begun_private else None

    def write(act: Act, some: Sequence[ItemId]) -> int:
        for item in some:
            notes.add(act, text.strip(), reviewer, item=item, for_report=for_report)
        return len(some)

    return _code(case, (reviewer, "item note", _subject(case, "", chosen)), chosen, write, facts)


def _subject(case: Case, subject: str, chosen: BitMap) -> str:
    """By what they were chosen; else the first and the last of them."""
    if subject or not chosen:
        return subject
    ends = [items.get(case, ItemId(item)).control for item in dict.fromkeys((chosen.min(), chosen.max()))]
    return " … ".join(ends)
