"""Mark passages: the words, the tags on them, the officers they concern, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import items
from reviewer.casefile.pages import notes, passages, renditions, tags
from reviewer.casefile.people import merging, officers
from reviewer.domain.ids import ItemId, LinkId, OfficerId, PassageId, RenditionId, TagId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import CONTEXT, Anchor, Span, anchor, find_quote
from reviewer.domain.people.officer import Grade, Role
from reviewer.errors import InputError

# Handed on as the case file answers them.
get = passages.get
listed = passages.listed
of_officer = passages.of_officer


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of an item's pages that are no passage yet."""

    item: ItemId
    span: Span


Source = PassageId | Stretch
"""Words to act on: a passage, or a stretch that the same act makes one."""


@dataclass(frozen=True, slots=True)
class Unidentified:
    """An officer who is in no roster, by the name that the words give; the act that names them adds them."""

    name: str


@dataclass(frozen=True, slots=True)
class Concern:
    """An officer whom a passage concerns, in a role, and how sure that is."""

    officer: OfficerId | Unidentified
    role: Role
    grade: Grade = Grade.CERTAIN


def found(case: Case, text: str, *, limit: int = 500) -> list[MarkedPassage]:
    """The first passages, in order of their items' time, whose quote holds every word of a text."""
    return passages.found(case, text.split(), limit)


def add(
    case: Case,
    item: ItemId,
    span: Span,
    *,
    tag_ids: Sequence[TagId] = (),
    concerns: Sequence[Concern] = (),
    note: str = "",
    note_for_report: bool | None = None,
    reviewer: str,
) -> MarkedPassage:
    """Mark a span of an item's pages; QuoteError when it holds no words.

    A passage that stands just there already gets what is new.
    """
    rendition, found = _anchored(case, item, span)
    said = _Said(tag_ids, concerns, note, note_for_report)
    return _add(case, item, rendition, found, said, reviewer=reviewer)


def anchor_of(case: Case, item: ItemId, span: Span) -> Anchor:
    """The words of a span of an item's pages; QuoteError when it holds none. Nothing is marked."""
    return _anchored(case, item, span)[1]


def mark(act: Act, item: ItemId, span: Span, reviewer: str) -> PassageId:
    """As part of another act: the passage that stands just there, made if there is none yet; fails as :func:`add`."""
    rendition, found = _anchored(act.case, item, span)
    return passages.at(act.case, item, found) or passages.add(act, item, rendition, found, reviewer)


def of_source(act: Act, source: Source, reviewer: str) -> PassageId:
    """As part of another act: the passage that a source is, or that is made of it; fails as :func:`add`."""
    if isinstance(source, Stretch):
        return mark(act, source.item, source.span, reviewer)
    return passages.get(act.case, source).passage.id


def add_quote(
    case: Case,
    item: ItemId,
    quote: str,
    *,
    occurrence: int | None = None,
    tag_ids: Sequence[TagId] = (),
    concerns: Sequence[Concern] = (),
    note: str = "",
    note_for_report: bool | None = None,
    reviewer: str,
) -> MarkedPassage:
    """Mark the words of an item that a quote gives; QuoteError when they are not there, or more than once."""
    rendition = _rendition(case, item)
    texts = renditions.texts(case, rendition)
    said = _Said(tag_ids, concerns, note, note_for_report)
    return _add(case, item, rendition, find_quote(texts, quote, occurrence), said, reviewer=reviewer)


def tag(case: Case, passage: PassageId, tag_id: TagId, *, reviewer: str) -> MarkedPassage:
    """Set a tag on a passage."""
    marked = passages.get(case, passage)
    with case.act(reviewer, "passage tag", f"{marked.control} {tags.get(case, tag_id).name}") as act:
        passages.tag(act, passage, tag_id)
    return passages.get(case, passage)


def untag(case: Case, passage: PassageId, tag_id: TagId, *, reviewer: str) -> MarkedPassage:
    """Take a tag off a passage."""
    marked = passages.get(case, passage)
    with case.act(reviewer, "passage untag", f"{marked.control} {tags.get(case, tag_id).name}") as act:
        passages.untag(act, passage, tag_id)
    return passages.get(case, passage)


def link(case: Case, passage: PassageId, concern: Concern, *, reviewer: str) -> MarkedPassage:
    """Link a passage to an officer in a role; a link that is there already takes the new grade.

    InputError for an unidentified officer without a name.
    """
    marked, serial = passages.get(case, passage), _serial(case, concern)
    with case.act(reviewer, "passage link", f"{marked.control} {serial}") as act:
        passages.link(act, passage, _officer(act, concern), concern.role, concern.grade)
    return passages.get(case, passage)


def unlink(case: Case, passage: PassageId, link_id: LinkId, *, reviewer: str) -> MarkedPassage:
    """Remove a link of a passage."""
    with case.act(reviewer, "passage unlink", passages.get(case, passage).control) as act:
        passages.unlink(act, link_id)
    return passages.get(case, passage)


def remove(case: Case, passage: PassageId, *, reviewer: str) -> MarkedPassage:
    """Remove a passage with its tags, links and notes; returns what it was."""
    before = passages.get(case, passage)
    with case.act(reviewer, "passage remove", before.control) as act:
        passages.remove(act, passage)
    return before


def concern(case: Case, text: str) -> Concern:
    """What ``SERIAL:ROLE`` or ``SERIAL:ROLE:GRADE`` names; the officer may be named by address or name too."""
    who, _, rest = text.partition(":")
    role, _, grade = rest.partition(":")
    try:
        return Concern(officers.find(case, who).id, Role(role or "mentioned"), Grade(grade or "certain"))
    except ValueError as error:
        roles, grades = ", ".join(Role), ", ".join(Grade)
        raise InputError(f"“{text}” is no officer and role", f"Roles: {roles}. Grades: {grades}.") from error


def _serial(case: Case, concern: Concern) -> str:
    if isinstance(concern.officer, Unidentified):
        return merging.next_serial(case)
    return officers.get(case, concern.officer).serial


def _officer(act: Act, concern: Concern) -> OfficerId:
    if isinstance(concern.officer, Unidentified):
        return merging.add_unidentified(act, concern.officer.name)
    return concern.officer


def _anchored(case: Case, item: ItemId, span: Span) -> tuple[RenditionId, Anchor]:
    """A span with its words. No more of the pages is read than they need: a document may have thousands."""
    rendition = _rendition(case, item)
    first, texts = renditions.texts_around(case, rendition, span, CONTEXT)
    return rendition, anchor(texts, span, first=first)


def _rendition(case: Case, item: ItemId) -> RenditionId:
    rendition = renditions.of_item(case, item)
    if rendition is None:
        raise InputError(f"{items.get(case, item).control} has no pages yet", "Open it once, then mark passages.")
    return rendition.id


@dataclass(frozen=True, slots=True)
class _Said:
    tag_ids: Sequence[TagId]
    concerns: Sequence[Concern]
    note: str
    note_for_report: bool | None


def _add(
    case: Case,
    item: ItemId,
    rendition: RenditionId,
    found: Anchor,
    said: _Said,
    *,
    reviewer: str,
) -> MarkedPassage:
    with case.act(reviewer, "passage add", items.get(case, item).control) as act:
        passage = passages.at(case, item, found) or passages.add(act, item, rendition, found, reviewer)
        for tag_id in said.tag_ids:
            passages.tag(act, passage, tag_id)
        for each in said.concerns:
            passages.link(act, passage, _officer(act, each), each.role, each.grade)
        if said.note.strip():
            notes.add(act, said.note.strip(), reviewer, passage=passage, for_report=said.note_for_report)
    return passages.get(case, passage)
