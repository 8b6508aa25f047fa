"""Propose what a passage may say of a benefit, to be looked at and changed before it is entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from reviewer.casefile import benefits, items, passages
from reviewer.casefile.benefits import Wanted
from reviewer.casefile.case import Case
from reviewer.domain.ids import BenefitId, ItemId, PassageId
from reviewer.domain.item import Item
from reviewer.domain.marked import MarkedPassage
from reviewer.domain.officer import Role
from reviewer.domain.recognise import Found, prefill, recognise

__all__ = ["Found", "Proposal", "propose"]

_RECEIVING = (Role.BENEFICIARY, Role.SOLICITOR, Role.RECIPIENT, Role.MENTIONED)
"""The roles in which an officer may be the one who received, the likeliest first."""


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


def propose(case: Case, passage: PassageId) -> Proposal:
    """What a passage may say of a benefit; NotFoundError when there is none of that id. Nothing is entered."""
    marked = passages.get(case, passage)
    day = _day(case, marked.passage.item)
    anchor = marked.passage.anchor
    found = recognise(anchor.quote, day, before=anchor.prefix, after=anchor.suffix)
    fields = prefill(found)
    of_message = "date" not in fields and bool(day)
    if of_message:
        fields["date"] = f"around {day}"
    serial = next(
        (who.serial for role in _RECEIVING for link, who in marked.officers if link.role is role),
        "",
    )
    if serial:
        fields["officer"] = serial
    giver, via = _giver(case, marked)
    fields |= {name: value for name, value in (("giver", giver), ("via", via)) if value}
    entered = benefits.listed(case, Wanted(passage=passage))
    return Proposal(marked, tuple(found), fields, of_message, tuple(each.id for each in entered))


def _day(case: Case, item: ItemId) -> str:
    """The day on which a message, or the message that an attachment came with, was sent where it was sent; or empty."""
    found: Item | None = items.get(case, item)
    while found is not None and not found.date:
        found = None if found.parent is None else items.get(case, found.parent)
    if found is None:
        return ""
    moment = datetime.fromisoformat(found.date) + timedelta(minutes=found.zone or 0)
    return moment.date().isoformat()


def _giver(case: Case, marked: MarkedPassage) -> tuple[str, str]:
    """A giver of the ledger whom the words name, or for whom the sender gave before; and that sender."""
    quote = marked.passage.anchor.quote.casefold()
    sender = items.get(case, marked.passage.item).sender.partition("<")[0].strip().strip('"')
    known = benefits.givers(case)
    for giver, via in known:
        if via and via.casefold() == sender.casefold():
            return giver, sender
    return next((giver for giver, _ in known if giver.casefold() in quote), ""), ""
