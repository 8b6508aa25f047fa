"""Propose what words may say of a benefit or an endorsement, to be looked at and changed before it is entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, participants
from reviewer.casefile.ledger import benefits
from reviewer.casefile.ledger.benefits import Wanted
from reviewer.casefile.pages import passages
from reviewer.casefile.people import officers, organisations
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind as ItemKind
from reviewer.domain.ids import BenefitId, ItemId, PassageId
from reviewer.domain.ledger.endorsement import Audience
from reviewer.domain.ledger.recognise import Found, Kind, prefill, recognise
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import Anchor
from reviewer.domain.people.header_standing import in_header
from reviewer.domain.people.officer import Link, Officer, Role
from reviewer.domain.people.organisation import OrganisationKind

__all__ = ["Found", "Proposal", "Proposed", "propose", "read", "read_praise"]

_RECEIVING = (Role.BENEFICIARY, Role.SOLICITOR, Role.RECIPIENT, Role.MENTIONED)
"""The roles in which an officer may be the one who received, the likeliest first."""

_PRAISING = (Role.PROMOTER, Role.AUTHOR, Role.MENTIONED)
"""The roles in which an officer may be the one who recommended."""

_WATCH = ("neighborhood watch", "neighbourhood watch", "block captain")
_RESIDENTS = ("neighbor", "neighbour", "resident", "homeowner", "tenant")

_MOST_ADDRESSES = 50

Links = Iterable[tuple[Link, Officer]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was recognised, the fields to fill in, by the names of ``benefit add``, and what the passage proves already.

    ``of_message`` says that the date is only that of the message.
    """

    passage: MarkedPassage
    found: tuple[Found, ...]
    fields: dict[str, str | int]
    of_message: bool
    entered: tuple[BenefitId, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What words may say: what was recognised, fields to fill in, and of some of them why, where they do not say so."""

    found: tuple[Found, ...]
    fields: dict[str, str | int]
    why: dict[str, str]


def propose(case: Case, passage: PassageId) -> Proposal:
    """What a passage may say of a benefit; NotFoundError when there is none of that id. Nothing is entered."""
    marked = passages.get(case, passage)
    made = read(case, marked.passage.item, marked.passage.anchor, marked.officers)
    entered = benefits.listed(case, Wanted(passage=passage))
    return Proposal(marked, made.found, made.fields, "date" in made.why, tuple(each.id for each in entered))


def read(case: Case, item: ItemId, anchor: Anchor, links: Links = ()) -> Proposed:
    """What words of an item, and who is linked to them, may say of a benefit."""
    found, day = _recognised(case, item, anchor)
    fields = prefill(found)
    why: dict[str, str] = {}
    if "date" not in fields and day:
        fields["date"], why["date"] = f"around {day}", "the day of the message"
    _say_officer(case, item, _linked(links, _RECEIVING), fields, why, sender=False)
    donor, via, reason = _donor(case, item, anchor.quote)
    fields |= {name: value for name, value in (("donor", donor), ("via", via)) if value}
    why |= {"donor": reason} if reason else {}
    return Proposed(tuple(found), fields, why)


def read_praise(case: Case, item: ItemId, anchor: Anchor, links: Links = ()) -> Proposed:
    """What words of an item, and who is linked to them, may say of an endorsement."""
    found, day = _recognised(case, item, anchor)
    fields: dict[str, str | int] = {}
    why: dict[str, str] = {}
    said = next((each.value for each in found if each.kind is Kind.DATE), "")
    if said or day:
        fields["date"] = said or f"on {day}"
        why |= {} if said else {"date": "the day of the message"}
    _say_officer(case, item, _linked(links, _PRAISING), fields, why, sender=True)
    product = next((each.value for each in found if each.kind is Kind.DEVICE), "")
    known = next((name for name, _ in benefits.donors(case) if name.casefold() in anchor.quote.casefold()), "")
    fields |= {"product": known or product} if known or product else {}
    if items.get(case, item).kind is ItemKind.EMAIL:
        fields["medium"], why["medium"] = "e-mail", "the kind of item"
    text = anchor.quote.casefold()
    if any(word in text for word in (*_WATCH, *_RESIDENTS)):
        watch = any(word in text for word in _WATCH)
        fields["audience"] = (Audience.NEIGHBOURHOOD_WATCH if watch else Audience.RESIDENTS).value
    return Proposed(tuple(found), fields, why)


def _recognised(case: Case, item: ItemId, anchor: Anchor) -> tuple[list[Found], str]:
    day = _day(case, item)
    return recognise(anchor.quote, day, before=anchor.prefix, after=anchor.suffix), day


def _say_officer(
    case: Case,
    item: ItemId,
    linked: Officer | None,
    fields: dict[str, str | int],
    why: dict[str, str],
    *,
    sender: bool,
) -> None:
    """The officer who is linked; else the only one who sent the message, or whom it was sent to."""
    if linked is not None:
        fields["officer"] = linked.serial
        return
    role = Role.AUTHOR if sender else Role.RECIPIENT
    people = participants.of_item(case, items.message_of(case, item).id)
    known = [each.officer for each in in_header(people, officers.listed(case)) if each.role is role] if people else []
    if len(known) == 1:
        fields["officer"] = known[0].serial
        why["officer"] = "the sender of the message" if sender else "the only officer to whom the message went"


def _addresses(case: Case, message: ItemId, *roles: str) -> list[str]:
    """The addresses of those who stand in a message in such roles, the first ones."""
    people = (person for person in participants.of_item(case, message) if person.role in roles and person.address)
    return [person.address for person in islice(people, _MOST_ADDRESSES)]


def _linked(links: Links, roles: Iterable[Role]) -> Officer | None:
    held = list(links)
    return next((who for role in roles for link, who in held if link.role is role), None)


def _day(case: Case, item: ItemId) -> str:
    """The day on which a message, or the message that an attachment came with, was sent where it was sent; or empty."""
    found: Item | None = items.get(case, item)
    while found is not None and not found.date:
        found = None if found.parent is None else items.get(case, found.parent)
    if found is None:
        return ""
    moment = datetime.fromisoformat(found.date) + timedelta(minutes=found.zone or 0)
    return moment.date().isoformat()


def own_agencies(case: Case) -> frozenset[str]:
    """The names, case folded, of the organisations whose officers are investigated: they are never proposed as donor.

    Those are the agencies, and whatever is no vendor and has the domain of an officer's address.
    """
    domains = officers.domains(case)
    return frozenset(
        each.name.casefold()
        for each in organisations.listed(case)
        if each.kind is OrganisationKind.AGENCY
        or (each.kind is not OrganisationKind.VENDOR and domains & set(each.domains))
    )


def _donor(case: Case, item: ItemId, words: str) -> tuple[str, str, str]:
    """A donor whom the words name, or for whom the sender gave before or speaks; that sender; and why.

    The reason is empty where the ledger or the words say so.
    """
    quote = words.casefold()
    message = items.message_of(case, item)
    sender = message.sender.partition("<")[0].strip().strip('"')
    agencies = own_agencies(case)
    known = [(donor, via) for donor, via in benefits.donors(case) if donor.casefold() not in agencies]
    for donor, via in known:
        if via and via.casefold() == sender.casefold():
            return donor, sender, ""
    named = next((donor for donor, _ in known if donor.casefold() in quote), "")
    if named:
        return named, "", ""
    address = next(iter(_addresses(case, message.id, "from", "sender")), "")
    own = organisations.of_domain(case, address.lower().rpartition("@")[2]) if "@" in address else None
    if own is None or own.name.casefold() in agencies:
        return "", "", ""
    return own.name, sender, "the sender's organisation"
