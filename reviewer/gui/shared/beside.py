"""What stands beside an item: the thread of its message, its copies, and what is nearly the same."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.ids import ItemId
from reviewer.errors import KnownError
from reviewer.gui.models.tree import Branch
from reviewer.usecases.analysis import analysis, duplicates, near_duplicates, threads
from reviewer.usecases.analysis.duplicates import Copy, Duplicates
from reviewer.usecases.analysis.near_duplicates import SHINGLE, THRESHOLD, Alike
from reviewer.usecases.analysis.threads import ThreadLine
from reviewer.usecases.evidence import items


@dataclass(frozen=True, slots=True)
class Beside:
    """The thread of an item's message, its copies, what is nearly the same; how many messages are not in order."""

    item: Item
    message: Item | None
    thread: tuple[ThreadLine, ...]
    copies: Duplicates
    alike: tuple[Alike, ...]
    waiting: int


def look(case: Case, item: ItemId) -> Beside:
    """Look up what stands beside an item; an attachment has the thread of its message."""
    found = items.get(case, item)
    message: Item | None = found
    while message is not None and message.kind is not Kind.EMAIL:
        message = None if message.parent is None else items.get(case, message.parent)
    waiting = analysis.waiting(case)
    lines: tuple[ThreadLine, ...] = ()
    if message is not None:
        try:
            lines = tuple(threads.of_item(case, message.id))
        except KnownError:
            if not waiting:
                raise
    return Beside(
        found,
        message,
        lines,
        duplicates.of_item(case, item),
        tuple(near_duplicates.of_item(case, item)),
        waiting,
    )


def rows(found: Beside) -> list[Branch]:
    """Copies with their custodians and places, then what is nearly the same; each opens its item."""
    return [_copies(found), _alike(found)]


def _copies(found: Beside) -> Branch:
    copies = found.copies.copies
    if len(copies) < 2:
        return Branch((_tr("No duplicates of it"), ""))
    return Branch((_tr("Duplicate group · {0:,}").format(len(copies)), ""), "", [_copy(each) for each in copies])


def _copy(copy: Copy) -> Branch:
    where = " › ".join(part for part in (copy.item.path, copy.folder) if part)
    words = " · ".join(part for part in (copy.item.custodian, where) if part)
    return Branch((words, copy.item.control), str(copy.item.id))


def _alike(found: Beside) -> Branch:
    others = [each for each in found.alike if each.item.id != found.item.id]
    others.sort(key=lambda each: -each.similarity)
    if not others:
        return Branch((_tr("No near-duplicates"), ""))
    words = _tr("Near-duplicates · {0:,} (they share {1:.0%} of their runs of {2} words)")
    name = words.format(len(others), THRESHOLD, SHINGLE)
    return Branch((name, ""), "", [_near(each) for each in others])


def _near(each: Alike) -> Branch:
    like = _tr("{0:.0%} like {1}").format(each.similarity, each.nearest.control)
    return Branch((f"{like} · {each.item.title}", each.item.control), str(each.item.id))


def _tr(words: str) -> str:
    return QCoreApplication.translate("Beside", words)
