"""What a change of the case concerns: nouns, and the items whose rows were touched where the rows tell.

The case file derives the changes of each transaction from the rows it wrote; nobody names them by hand. A view says
which nouns it shows, and so whether it has to look again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from reviewer.domain.ids import ItemId


class Noun(StrEnum):
    """What of a case may be no longer what it was."""

    CASE = "case"
    ITEMS = "items"
    RENDITIONS = "renditions"  # pages made when an item is first opened
    PAGES = "pages"  # the words on them: what was read by machine
    READS = "reads"
    MARKS = "marks"
    QUEUES = "queues"  # what is to be read in which order, and samples
    SAVED = "saved"  # searches under a name
    PASSAGES = "passages"
    TAGS = "tags"
    OFFICERS = "officers"
    NOTES = "notes"
    ORDER = "order"  # threads, copies, texts that are nearly the same
    LEDGER = "ledger"  # benefits, endorsements, limits
    ORGANISATIONS = "organisations"
    POLICY = "policy"  # clauses and their elements
    FINDINGS = "findings"  # allegations, their matrix, findings
    COMPLAINTS = "complaints"
    INTERVIEWS = "interviews"
    PRODUCTIONS = "productions"  # with their items, delivery, recall and drop
    REDACTIONS = "redactions"
    LAWYERS = "lawyers"  # by whom privilege is looked for
    SOURCES = "sources"  # whose identity must not leave
    TRAIL = "trail"  # the audit entries, so those of exports too


@dataclass(frozen=True, slots=True)
class Touched:
    """One noun that changed. ``item`` says of which item; None: of no item in particular, so of any."""

    noun: Noun
    item: ItemId | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed together. Changes add up with ``|``; those of nothing are false."""

    touched: frozenset[Touched] = frozenset()

    @classmethod
    def of(cls, nouns: Iterable[Noun]) -> Self:
        """Whole nouns, of any item."""
        return cls(frozenset(map(Touched, nouns)))

    @property
    def nouns(self) -> frozenset[Noun]:
        """The nouns that changed."""
        return frozenset(each.noun for each in self.touched)

    def concern(self, nouns: Iterable[Noun], item: ItemId | None = None) -> bool:
        """Whether any of these nouns changed; with an item, whether it changed for that one."""
        wanted = frozenset(nouns)
        return any(
            each.noun in wanted and (item is None or each.item is None or each.item == item) for each in self.touched
        )

    def only(self, nouns: Iterable[Noun]) -> Changes:
        """What of it is about these nouns."""
        wanted = frozenset(nouns)
        return Changes(frozenset(each for each in self.touched if each.noun in wanted))

    def __or__(self, other: Changes) -> Changes:
        return Changes(self.touched | other.touched)

    def __bool__(self) -> bool:
        return bool(self.touched)


EVERYTHING = Changes.of(Noun)
"""What one looks at for the first time has changed in every way."""
