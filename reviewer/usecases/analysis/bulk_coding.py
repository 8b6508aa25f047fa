"""Say the same of many items at once, as one act with one undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.casefile.analysis import coding_scopes
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.pages import item_tags, notes, review_coding, tags
from reviewer.casefile.people import item_officers, officers
from reviewer.domain.analysis.coding_scope import CodingScope
from reviewer.domain.evidence.item import Mark
from reviewer.domain.ids import ItemId
from reviewer.errors import InputError
from reviewer.usecases.analysis.threads import whole_threads
from reviewer.usecases.pages.review_coding import RELEVANCES


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


def reached(case: Case, found: Iterable[ItemId], scope: CodingScope) -> list[ItemId]:
    """Some items and those that a scope adds to them, in order of control numbers."""
    wanted = set(found)
    if scope is CodingScope.FAMILY:
        wanted = coding_scopes.families(case, wanted)
    elif scope is CodingScope.THREAD:
        wanted = coding_scopes.families(case, wanted | whole_threads(case, coding_scopes.heads(case, wanted)))
    elif scope is CodingScope.DUPLICATES:
        wanted = coding_scopes.copies(case, wanted)
    return sorted(wanted)


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

    A ``trial`` tells what would change and writes nothing.
    """
    if relevance is not None and relevance not in RELEVANCES:
        raise InputError(f"“{relevance}” is no relevance", "Use relevant, not relevant, or nothing.")
    chosen = reached(case, found, scope)
    before = review_coding.of_items(case, chosen)
    after = {item: _changed(before.get(item, Mark(item)), relevance, privileged) for item in chosen}
    changes = [item for item in chosen if after[item] != before.get(item, Mark(item))]
    if not trial:
        with case.act(reviewer, "item code", _subject(case, subject, chosen)) as act:
            for item in changes:
                review_coding.put(act, after[item], reviewer, before.get(item, Mark(item)))
            if act.changes:
                act.facts["scope"] = scope.value
    return Marked(
        len(chosen),
        len(changes),
        sum(_overturned(before[item], after[item]) for item in chosen if item in before),
        sum(each.privileged for each in after.values()),
        _copies_differ(case, after),
    )


def _changed(before: Mark, relevance: str | None, privileged: bool | None) -> Mark:  # noqa: FBT001 - one of three
    return Mark(
        before.item,
        before.relevance if relevance is None else relevance,
        before.privileged if privileged is None else privileged,
    )


def _overturned(before: Mark, after: Mark) -> bool:
    """Whether it was one and is the other now; to take a mark off says nothing against it."""
    return before.relevance != after.relevance and bool(before.relevance and after.relevance)


def _copies_differ(case: Case, after: dict[ItemId, Mark]) -> int:
    """How many duplicates of some items are marked otherwise than any that these are marked with."""
    outside = coding_scopes.copies(case, after) - after.keys()
    if not outside:
        return 0
    said = review_coding.of_items(case, sorted(outside))
    ways = {(each.relevance, each.privileged) for each in after.values()}
    marks = (said.get(item, Mark(item)) for item in outside)
    return sum((each.relevance, each.privileged) not in ways for each in marks)


def tag(
    case: Case,
    found: Sequence[ItemId],
    name: str,
    *,
    remove: bool = False,
    scope: CodingScope = CodingScope.ITEM,
    reviewer: str,
) -> Coded:
    """Tag many items with a tag of the codebook, or take it off."""
    wanted = tags.find(case, name)
    chosen = reached(case, found, scope)
    there = item_tags.tagged(case, wanted.id, chosen)
    if remove:
        with case.act(reviewer, "item untag", wanted.name) as act:
            for number in there.values():
                item_tags.remove(act, number)
        return Coded(len(chosen), len(there))
    with case.act(reviewer, "item tag", wanted.name) as act:
        for item in chosen:
            if item not in there:
                item_tags.put(act, item, wanted.id)
    return Coded(len(chosen), len(chosen) - len(there))


def link(
    case: Case,
    found: Sequence[ItemId],
    who: str,
    *,
    remove: bool = False,
    scope: CodingScope = CodingScope.ITEM,
    reviewer: str,
) -> Coded:
    """Link many items, each as a whole, to the officer of a serial number, address or name, or take the officer off."""
    officer = officers.find(case, who)
    chosen = reached(case, found, scope)
    there = item_officers.linked(case, officer.id, chosen)
    left = [item for item in chosen if item not in there]
    with case.act(reviewer, "item unlink" if remove else "item link", f"{officer.name} ({officer.serial})") as act:
        if remove:
            item_officers.remove(act, there.values())
        else:
            item_officers.put(act, left, officer.id)
    return Coded(len(chosen), len(there) if remove else len(left))


def note(
    case: Case, found: Sequence[ItemId], text: str, *, scope: CodingScope = CodingScope.ITEM, reviewer: str
) -> Coded:
    """Write the same note on each of many items; what it is, the rule of the case says."""
    if not text.strip():
        raise InputError("a note needs words")
    chosen = reached(case, found, scope)
    with case.act(reviewer, "item note", _subject(case, "", chosen)) as act:
        for item in chosen:
            notes.add(act, text.strip(), reviewer, item=item)
    return Coded(len(chosen), len(chosen))


def _subject(case: Case, subject: str, chosen: Sequence[ItemId]) -> str:
    """By what they were chosen; else the first and the last of them."""
    if subject or not chosen:
        return subject
    ends = [items.get(case, item).control for item in dict.fromkeys((chosen[0], chosen[-1]))]
    return " … ".join(ends)
