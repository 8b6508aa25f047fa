"""Where a reviewer was in the window when the case was last open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.domain.analysis.grouping import Grouping
from reviewer.domain.ids import ItemId


@dataclass(frozen=True, slots=True)
class ReportView:
    """How the report was to be made: the agency's name, and words of ReportOptions; empty for as usual."""

    agency: str = ""
    paper: str = ""
    language: str = ""
    forms: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class LastView:
    """The room, what was listed and how, and the item and page at hand.

    ``typed`` and ``chips`` are the filter; ``sort`` is a word of the search. ``grouping`` is what
    stands together in that list, ``hits`` what does among the items found. ``following`` are the items that were
    listed after the one at hand: by them its place is found where it is no longer listed itself. ``panes`` are widths
    and heights, in pixels, by room and splitter. ``report`` is what was chosen for the report,
    ``drawer`` whether tags and notes stood beside the pages.
    """

    room: str = ""
    typed: str = ""
    chips: Sequence[str] = ()
    sort: str = ""
    descending: bool = False
    grouping: Grouping = Grouping.NONE
    hits: Grouping = Grouping.NONE
    item: ItemId | None = None
    page: int = 1
    following: Sequence[ItemId] = ()
    panes: Mapping[str, Sequence[Sequence[int]]] = field(default_factory=dict)
    report: ReportView = field(default_factory=ReportView)
    drawer: bool = True
