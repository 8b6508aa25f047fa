"""An officer's page: everything about one officer, kind by kind, and in order of time.

Each kind is a provider, a function of the case and the officer; another noun joins the page by one more line in
:data:`PROVIDERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from reviewer.casefile.analysis import correspondence as letters
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.interviews import interviews
from reviewer.casefile.pages import notes, passages
from reviewer.casefile.people import alias_candidates, item_officers, merging, officers
from reviewer.domain.evidence.item import control_number
from reviewer.domain.interviews.interview import clock
from reviewer.domain.pages.note import Note
from reviewer.domain.pages.passage import one_line
from reviewer.domain.people import people_found, timeline
from reviewer.domain.people.assignments import doubts, sentence
from reviewer.domain.people.officer import Officer, station_on
from reviewer.domain.people.roster import assignment_text
from reviewer.domain.people.timeline import Entry, Section
from reviewer.usecases.analysis import correspondence
from reviewer.usecases.people import officer_ledger

Provider = Callable[[Case, Officer], list[Entry]]


@dataclass(frozen=True, slots=True)
class Page:
    """An officer, what is known kind by kind, and all of it in order of time.

    ``description`` is what is known of one who is not identified.
    """

    officer: Officer
    description: str
    sections: tuple[Section, ...]
    timeline: tuple[Entry, ...]

    def entries(self, name: str) -> tuple[Entry, ...]:
        """The entries of one kind; none where the page has no such section."""
        return next((section.entries for section in self.sections if section.name == name), ())

    def station(self, entry: Entry) -> str:
        """The station on the day of an entry; empty where that is not known."""
        return station_on(self.officer, entry.at[:10]) if entry.at else ""


def show(case: Case, who: str, *, kinds: Collection[str] | None = None) -> Page:
    """The page of the officer of a serial number, address or name; with ``kinds``, only these of :data:`PROVIDERS`."""
    officer = officers.find(case, who)
    sections = tuple(
        Section(name, tuple(provide(case, officer)), timed)
        for name, (provide, timed) in PROVIDERS.items()
        if kinds is None or name in kinds
    )
    description = merging.unidentified(case).get(officer.id, "") if officer.unidentified else ""
    return Page(officer, description, sections, tuple(timeline.timeline(sections)))


def _links(case: Case, officer: Officer) -> list[Entry]:
    made = []
    for each in passages.of_officer(case, officer.id):
        quote = one_line(each.passage.anchor.quote)
        for link, linked in each.officers:
            if linked.id == officer.id:
                values = {"link": link.id, "role": link.role.value, "grade": link.grade.value, "quote": quote}
                text = f"{link.role.words} ({link.grade.value}): “{quote}”"
                made.append(Entry("link", each.date, text, (each.control,), (each.passage.id,), values))
    return made


def _whole_items(case: Case, officer: Officer) -> list[Entry]:
    """What is linked to the officer as a whole, whether a passage of it is linked as well or not."""
    return [
        Entry("item", each.date, f"linked as a whole: {one_line(each.title)}", (each.control,))
        for each in items.many(case, item_officers.of_officer(case, officer.id))
    ]


def _notes(case: Case, officer: Officer) -> list[Entry]:
    return [
        Entry("note", each.created, one_line(each.text), values=_note(each))
        for each in notes.on_officer(case, officer.id)
    ]


def _note(each: Note) -> dict[str, Any]:
    return {"note": each.id, "reviewer": each.reviewer, "for_report": each.for_report}


def _assignments(_: Case, officer: Officer) -> list[Entry]:
    return [
        Entry(
            "assignment",
            each.start,
            assignment_text(each),
            values={"station": each.station, "start": each.start, "end": each.end},
        )
        for each in officer.assignments
    ]


def _doubts(_: Case, officer: Officer) -> list[Entry]:
    return [
        Entry("doubt", each.start, sentence(each, officer.assignments), values={"what": each.what.value})
        for each in doubts(officer.assignments)
    ]


def _names(case: Case, officer: Officer) -> list[Entry]:
    known = [
        Entry("name", "", value, values={"what": kind, "value": value, "origin": origin})
        for kind, value, origin in officers.names(case, officer.id)
    ]
    former = [
        Entry(
            "former",
            each.created,
            f"{each.serial} {each.name} {'turned out to be' if each.description is not None else 'was merged into'} "
            f"{officer.serial}",
            values={"serial": each.serial, "name": each.name, "reason": each.reason, "reviewer": each.reviewer},
        )
        for each in merging.formers(case, officer.id)
    ]
    return known + former


def _candidates(case: Case, officer: Officer) -> list[Entry]:
    """As `alias list` has them, which also tells whom else they fit."""
    made = []
    refused = alias_candidates.refused(case)
    for found in people_found.candidates([officer], alias_candidates.seen(case)):
        if (officer.id, found.kind, found.value.lower()) in refused:
            continue
        signs = "; ".join(f"{one.sign.value}, in {one.source.value} of {one.items:,}" for one in found.evidence)
        first = tuple(dict.fromkeys(items.get(case, one.first).control for one in found.evidence))
        values = {"what": found.kind, "value": found.value}
        made.append(Entry("candidate", "", f"{found.value}: {signs}", first, values=values))
    return made


def _correspondents(case: Case, officer: Officer) -> list[Entry]:
    return [
        Entry(
            "correspondent",
            "",
            f"{each.name}: wrote to {len(each.sent):,}, had {len(each.received):,} from",
            tuple(sorted({*each.sent, *each.received})),
            values={
                "name": each.name,
                "names": list(each.correspondent.names),
                "addresses": list(each.correspondent.addresses),
                "officers": list(each.officers),
                "organisation": each.organisation,
                "sent": len(each.sent),
                "received": len(each.received),
                "sent_items": list(each.sent),
                "received_items": list(each.received),
            },
        )
        for each in correspondence.of_officer(case, officer)
    ]


def _messages(case: Case, officer: Officer) -> list[Entry]:
    start = items.prefix(case)
    own = sorted({address.lower() for address in officer.addresses})
    return [
        Entry(
            "message",
            each.date,
            f"{each.sender} to {each.recipients}: {one_line(each.subject)}",
            (control_number(start, each.item),),
            values={"sender": each.sender, "recipients": each.recipients, "subject": each.subject},
        )
        for each in (letters.messages(case, own) if own else [])
    ]


def _interviews(case: Case, officer: Officer) -> list[Entry]:
    """The officer's interviews, each followed by its answers; those still planned by the day they are planned for."""
    made = []
    for each in interviews.of_officer(case, officer.id):
        at = each.started or each.planned[:10]
        values = {"interview": each.id, "state": each.state.value, "planned": each.planned, "place": each.place}
        made.append(Entry("interview", at, f"interview {each.id} ({each.state.value})", values=values))
        for question in each.questions:
            answer = question.answer
            if answer is None:
                continue
            text = f"interview {each.id}, question {question.number}: {question.text} {answer.reply.value}".strip()
            said = f" “{answer.text}”" if answer.text else ""
            facts = {
                "interview": each.id,
                "question": question.number,
                "reply": answer.reply.value,
                "time": clock(answer.seconds),
                "compelled": each.is_compelled(answer),
            }
            on = () if answer.passage is None else (int(answer.passage),)
            made.append(Entry("answer", at, f"{text}{said}", (), on, facts))
    return made


PROVIDERS: dict[str, tuple[Provider, bool]] = {
    "assignments": (_assignments, True),
    "doubts": (_doubts, False),
    "names": (_names, False),
    "candidates": (_candidates, False),
    "links": (_links, True),
    "items": (_whole_items, True),
    "benefits": (officer_ledger.benefits_of, True),
    "endorsements": (officer_ledger.endorsements_of, True),
    "allegations": (officer_ledger.allegations_against, True),
    "complaints": (officer_ledger.complaints_about, True),
    "interviews": (_interviews, True),
    "notes": (_notes, False),
    "correspondents": (_correspondents, False),
    "messages": (_messages, True),
}
"""What a page is made of, and whether it belongs into the timeline; notes do not, for their time is the reviewer's."""
