"""What the findings report cites, each with the name of its exhibit, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reviewer.casefile.evidence import items
from reviewer.casefile.interviews.interview_compelled import heard_in
from reviewer.casefile.pages import passages
from reviewer.casefile.people import item_officers
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.redaction_boxes import PageBox
from reviewer.domain.ids import ItemId, OfficerId
from reviewer.domain.interviews.interview import Interview
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.policy.element_searches import ranges
from reviewer.export.exhibits import ExhibitName
from reviewer.export.model import Withheld
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.redaction.redacted_passages import boxes_of_exhibit, passage_told, told
from reviewer.usecases.interviews.interview_compelled import Derived


@dataclass(frozen=True, slots=True)
class Cited:
    """An item that passages are cited from, the names of its exhibit, and the message it was attached to, if any.

    ``interview`` is that of which it is the record, the transcript or the recording; ``boxes`` are those over what is
    redacted on its pages, which are rebuilt without it.
    """

    item: Item
    name: ExhibitName
    message: Item | None
    marked: tuple[MarkedPassage, ...]
    interview: Interview | None = None
    boxes: tuple[PageBox, ...] = ()

    @property
    def date(self) -> str:
        """When it was sent (UTC); of what has no date of its own, when its message was, or when its interview began."""
        if self.item.date or (self.message is not None and self.message.date):
            return self.item.date or (self.message.date if self.message else "")
        return self.interview.started if self.interview else ""

    @property
    def sender(self) -> str:
        """Who sent it, or what it was attached to, or which interview it keeps."""
        if self.interview is not None and not self.item.sender and self.date == self.interview.started:
            return f"interview {self.interview.id}, by when it began"
        if self.message is None or self.item.sender:
            return self.item.sender
        return f"attached to {self.message.control}" + (f", {self.message.sender}" if self.message.sender else "")


def cited_items(gate: Gate) -> list[Cited]:
    """All items with passages that may leave, in order of time, numbered from 1 as exhibits.

    Passages are in order of place, with those of their notes that may leave.
    """
    case = gate.case
    by_item: dict[ItemId, list[MarkedPassage]] = {}
    for marked in passages.listed(case):
        if gate.exhibit(marked.passage.item) is None:
            by_item.setdefault(marked.passage.item, []).append(gate.marked(marked))
    found = items.many(case, list(by_item))
    parents = items.many(case, list({item.parent for item in found if item.parent is not None}))
    messages = {
        parent.id: replace(parent, sender="") if parent.id in gate.withheld.redacted else parent
        for parent in parents
        if parent.kind is Kind.EMAIL
    }
    heard = heard_in(case)
    unnumbered = [
        without_redacted(
            gate,
            Cited(
                item,
                ExhibitName(0, item.control),
                None if item.parent is None else messages.get(item.parent),
                tuple(sorted(by_item[item.id], key=lambda each: each.passage.anchor.span.start)),
                heard.get(item.id),
            ),
        )
        for item in found
    ]
    unnumbered.sort(key=lambda cited: (not cited.date, cited.date, cited.item.id))
    return [replace(cited, name=ExhibitName(number, cited.item.control)) for number, cited in enumerate(unnumbered, 1)]


def linked_whole(gate: Gate) -> dict[OfficerId, str]:
    """What is linked to each officer as a whole and may leave, by control numbers, with what is in a row as a range."""
    found: dict[OfficerId, str] = {}
    for officer, linked in item_officers.by_officer(gate.case).items():
        going = ranges(item for item in linked if gate.exhibit(item) is None)
        if going:
            named = ([gate.control(ItemId(end)) for end in dict.fromkeys(each)] for each in going)
            found[officer] = ", ".join(map("–".join, named))
    return found


def without_redacted(gate: Gate, cited: Cited) -> Cited:
    """What is cited, as it may be told where its pages go without what is redacted; as it is where they go whole."""
    if cited.item.id not in gate.withheld.rebuilt:
        return cited
    rendition, boxes = boxes_of_exhibit(gate, cited.item)
    marked = tuple(passage_told(gate, each, rendition, boxes) for each in cited.marked)
    return replace(cited, item=told(gate, cited.item, rendition, boxes), marked=marked, boxes=boxes)


def withheld(gate: Gate, compelled: Derived | None, privileged: Derived | None) -> tuple[Withheld, ...]:
    """What is left out as compelled or privileged, and what rests on it, by number and without a word of it."""
    found: list[Withheld] = []
    for derived, why in ((compelled, "compelled"), (privileged, "privileged")):
        if derived is not None and (derived.items or derived.grounds):
            found += _withheld(gate, derived, why)
    return tuple(found)


def _withheld(gate: Gate, derived: Derived, why: str) -> Iterator[Withheld]:
    on_items = passages.on_items(gate.case, derived.items)
    grounds = dict.fromkeys(f"{each.allegation} (element {each.element}, {each.name})" for each in derived.grounds)
    questions = [f"{number} of interview {interview}" for interview, number in derived.questions]
    groups: tuple[tuple[str, list[str]], ...] = (
        (f"Items left out as {why}", [gate.control(item) for item in derived.items]),
        ("Passages left out", [str(each) for each in on_items]),
        ("Benefits that rest on them", [str(each) for each in derived.benefits]),
        ("Endorsements that rest on them", [str(each) for each in derived.endorsements]),
        ("Allegations weighed by them", list(grounds)),
        ("Findings that rest on them", [f"{each} (allegation {of})" for each, of in derived.findings]),
        ("Questions put because of them", questions),
    )
    yield from (Withheld(name, tuple(numbers)) for name, numbers in groups)
