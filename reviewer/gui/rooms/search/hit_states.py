"""What the Search room asks of the hits that it lists: what became of each so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.item import Mark
from reviewer.domain.ids import ItemId
from reviewer.usecases.evidence import items


@dataclass(frozen=True, slots=True)
class HitState:
    """How an item is marked, and whether the reviewer has seen it: had it open, or said to have read it."""

    mark: Mark
    read: bool = False
    reviewed: bool = False

    @property
    def words(self) -> str:
        """In a few words, what one has not seen first."""
        parts = [] if self.read or self.reviewed else [_tr("● not seen by you")]
        parts += [self.mark.relevance] if self.mark.relevance else []
        parts += [_tr("privileged")] if self.mark.privileged else []
        return ", ".join(parts)


def states(case: Case, ids: Sequence[ItemId], reviewer: str) -> dict[ItemId, HitState]:
    """What became of some items."""
    marks = items.marks_of(case, ids)
    read = items.read_by(case, ids, reviewer=reviewer)
    reviewed = items.reviewed_by(case, ids, reviewer=reviewer)
    return {each: HitState(marks.get(each, Mark(each)), each in read, each in reviewed) for each in ids}


def _tr(words: str) -> str:
    return QCoreApplication.translate("HitStates", words)
