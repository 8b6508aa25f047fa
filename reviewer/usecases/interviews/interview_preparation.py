"""Prepare an interview: all there is about an officer in order of time, contradictions and gaps first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from reviewer.casefile.analysis import correspondence
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.interviews import interviews
from reviewer.casefile.ledger import benefits
from reviewer.casefile.ledger.benefits import Wanted
from reviewer.casefile.pages import passages
from reviewer.casefile.policy import allegations
from reviewer.domain.analysis.gaps import gaps
from reviewer.domain.evidence.item import control_number
from reviewer.domain.interviews.preparation import Concern, Point, in_order, of_allegations, of_answers, of_benefits
from reviewer.domain.people.officer import Officer, Role
from reviewer.domain.people.people_found import name_key
from reviewer.domain.people.timeline import Entry
from reviewer.usecases.analysis import threads
from reviewer.usecases.people import officer_page

KINDS = ("doubts", "links", "benefits", "endorsements", "allegations", "complaints", "interviews", "messages")
"""The sections of an officer's page that a preparation reads."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """An officer, what an interview should clear up, and everything in order of time.

    ``points`` stand in the order of :class:`~reviewer.domain.interviews.preparation.Concern`; ``timeline`` holds
    what the page of the officer has: messages, passages with roles, benefits, endorsements, allegations, complaints,
    earlier answers.
    """

    officer: Officer
    points: tuple[Point, ...]
    timeline: tuple[Entry, ...]


def prepare(case: Case, who: str) -> Preparation:
    """What there is to know before interviewing the officer of a serial number, address or name.

    Everything is computed from the case; nothing is kept. NotFoundError for an unknown officer.
    """
    page = officer_page.show(case, who, kinds=KINDS)
    officer = page.officer
    received = benefits.listed(case, Wanted(officer=officer.id))
    quotes = {number: passages.get(case, number) for each in received for number in each.passages}
    points = [
        *of_benefits(received, {int(number): marked for number, marked in quotes.items()}),
        *of_allegations(allegations.of_officer(case, officer.id)),
        *of_answers(interviews.of_officer(case, officer.id)),
        *(Point(Concern.ASSIGNMENT, each.text, each.at) for each in page.entries("doubts")),
        *_missing(case, officer, {control for each in page.entries("messages") for control in each.items}),
        *_silences(case, officer),
    ]
    return Preparation(officer, tuple(in_order(points)), tuple(_told_once(page.timeline)))


def _told_once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Copies of a message as one entry, and a passage with its several roles as one; the first of each kind leads."""
    together: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for each in entries:
        same = each.passages if each.kind == "link" else (each.text,) if each.kind == "message" else (id(each),)
        together[each.kind, each.at, same].append(each)
    for several in together.values():
        first = several[0]
        found = tuple(dict.fromkeys(item for each in several for item in each.items))
        if first.kind == "link":
            roles = ", ".join(f"{Role(each.values['role']).words} ({each.values['grade']})" for each in several)
            values = {**first.values, "roles": [each.values["role"] for each in several]}
            yield replace(first, items=found, text=f"{roles}: “{first.values['quote']}”", values=values)
        else:
            yield replace(first, items=found)


def _missing(case: Case, officer: Officer, own: set[str]) -> Iterator[Point]:
    """Messages that are not there and that the officer wrote, as a quote has it, or that the officer's mail names."""
    addresses = {each.lower() for each in officer.addresses}
    names = {name_key(each) for each in (officer.name, *officer.aliases)} - {None, ""}
    for each in threads.missing(case):
        controls = tuple(item.control for item, _ in each.referrers)
        told = each.told
        wrote = told is not None and (told.address.lower() in addresses or name_key(told.name) in names)
        if not wrote and not own & set(controls):
            continue
        what = "a message that is not in the evidence"
        if told is not None:
            subject = f", “{told.subject}”" if told.subject else ""
            what += f", from {told.name or told.address or 'somebody'}{subject}, {told.date_text or 'no date'}"
        text = f"{what}; named or quoted by {', '.join(controls[:5])}"
        yield Point(Concern.MISSING, text, (told.date if told else "") or each.not_after, controls)


def _silences(case: Case, officer: Officer) -> Iterator[Point]:
    """Stretches without any mail from or to the officer's addresses, against the rhythm of that mail."""
    own = sorted({each.lower() for each in officer.addresses})
    sent = correspondence.messages(case, own) if own else []
    dated = [each for each in sent if each.date]
    start = items.prefix(case)
    for gap in gaps(date.fromisoformat(each.date[:10]) for each in dated):
        before = next(each for each in reversed(dated) if each.date[:10] == gap.after.isoformat())
        after = next(each for each in dated if each.date[:10] == gap.before.isoformat())
        yield Point(
            Concern.SILENCE,
            f"no mail for {gap.days} days, from {gap.after} to {gap.before}; usual are {gap.usual} or fewer",
            gap.after.isoformat(),
            (control_number(start, before.item), control_number(start, after.item)),
        )
