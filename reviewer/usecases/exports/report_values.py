"""What the findings report says of a case, drawn up from what reviewers have marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reviewer import __version__
from reviewer.casefile.engine.record import record
from reviewer.casefile.evidence import items
from reviewer.casefile.interviews.interview_compelled import heard_in
from reviewer.casefile.pages import notes, passages
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.ids import ItemId, OfficerId
from reviewer.domain.interviews.interview import Interview
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.note import Note
from reviewer.domain.people.officer import Grade, Link, Officer, station_on
from reviewer.export.exhibits import ExhibitName
from reviewer.export.model import (
    Cite,
    ExhibitRow,
    FindingSection,
    OfficerSection,
    Report,
    ReportNote,
    TagLabel,
    Withheld,
)
from reviewer.usecases.exports.account_sheet import intake_section
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.interviews.interview_compelled import Derived


@dataclass(frozen=True, slots=True)
class Cited:
    """An item that passages are cited from, the names of its exhibit, and the message it was attached to, if any.

    ``interview`` is that of which it is the record, the transcript or the recording.
    """

    item: Item
    name: ExhibitName
    message: Item | None
    marked: tuple[MarkedPassage, ...]
    interview: Interview | None = None

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
        if gate.item(marked.passage.item) is None:
            by_item.setdefault(marked.passage.item, []).append(gate.marked(marked))
    found = items.many(case, list(by_item))
    parents = items.many(case, list({item.parent for item in found if item.parent is not None}))
    messages = {parent.id: parent for parent in parents if parent.kind is Kind.EMAIL}
    heard = heard_in(case)
    unnumbered = [
        Cited(
            item,
            ExhibitName(0, item.control),
            None if item.parent is None else messages.get(item.parent),
            tuple(sorted(by_item[item.id], key=lambda each: each.passage.anchor.span.start)),
            heard.get(item.id),
        )
        for item in found
    ]
    unnumbered.sort(key=lambda cited: (not cited.date, cited.date, cited.item.id))
    return [replace(cited, name=ExhibitName(number, cited.item.control)) for number, cited in enumerate(unnumbered, 1)]


def draw_up(
    gate: Gate,
    cited: Sequence[Cited],
    exhibits: Sequence[ExhibitRow],
    *,
    made: str,
    confidentiality: str,
    findings: tuple[FindingSection, ...] = (),
    withheld: tuple[Withheld, ...] = (),
    final: bool = False,
) -> Report:
    """The whole report, without any evidence in it that is not cited."""
    every = [(each, marked) for each in cited for marked in each.marked]
    kept = record(gate.case)
    return Report(
        title=kept.title,
        reference=kept.reference,
        made=made,
        reviewers=_reviewers((marked for _, marked in every), gate.reviewer),
        confidentiality=confidentiality,
        program=f"Evidence Reviewer {__version__}",
        intake=intake_section(gate),
        findings=findings,
        officers=_sections(gate, every),
        unlinked=tuple(_cite(each, marked, ()) for each, marked in every if not marked.officers),
        exhibits=tuple(exhibits),
        quotes_checked=len(every),
        withheld=withheld,
        final=final,
    )


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


# ── passages ────────────────────────────────────────────────────────────────────────────────────────────────────


def _sections(gate: Gate, every: Sequence[tuple[Cited, MarkedPassage]]) -> tuple[OfficerSection, ...]:
    known: dict[OfficerId, Officer] = {}
    cites: dict[OfficerId, list[Cite]] = {}
    for cited, marked in every:
        links: dict[OfficerId, list[Link]] = {}
        for link, officer in marked.officers:
            known[officer.id] = officer
            links.setdefault(officer.id, []).append(link)
        for officer_id, of_officer in links.items():
            cites.setdefault(officer_id, []).append(_cite(cited, marked, of_officer))
    in_order = sorted(known.values(), key=lambda officer: (officer.name.casefold(), officer.serial))
    return tuple(
        OfficerSection(
            officer.name,
            officer.serial,
            officer.rank,
            officer.unit,
            station_on(officer, ""),
            _notes(gate.notes(notes.on_officer(gate.case, officer.id))),
            tuple(cites[officer.id]),
        )
        for officer in in_order
    )


def _cite(cited: Cited, marked: MarkedPassage, links: Sequence[Link]) -> Cite:
    anchor = marked.passage.anchor
    return Cite(
        quote=anchor.quote,
        before=anchor.prefix,
        after=anchor.suffix,
        exhibit=cited.name.number,
        page=anchor.span.start.page,
        control=cited.item.control,
        date=cited.date,
        sender=cited.sender,
        subject=cited.item.title,
        tags=tuple(TagLabel(tag.name, tag.color) for tag in marked.tags),
        roles=tuple(_role(link) for link in links),
        notes=_notes(marked.notes),
        reviewer=marked.passage.reviewer,
        read_by=marked.read_by,
    )


def _role(link: Link) -> str:
    return link.role.words if link.grade is Grade.CERTAIN else f"{link.role.words} ({link.grade.value})"


def _notes(found: Iterable[Note]) -> tuple[ReportNote, ...]:
    return tuple(ReportNote(note.text, note.reviewer) for note in found)


def _reviewers(every: Iterable[MarkedPassage], reviewer: str) -> tuple[str, ...]:
    names = {reviewer}
    for marked in every:
        names.add(marked.passage.reviewer)
        names.update(note.reviewer for note in marked.notes)
    return tuple(sorted(names, key=str.casefold))
