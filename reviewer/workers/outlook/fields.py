"""What appointments, contacts, tasks, notes and reports say, as lines a person reads ([MS-OXOCAL], [MS-OXOCNTC] …)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from reviewer.workers.email.header import decode_words
from reviewer.workers.outlook.contact import contact_lines, member_lines
from reviewer.workers.outlook.header import people, sender, subject_of
from reviewer.workers.outlook.properties import (
    APPOINTMENT,
    COMMON,
    JOURNAL,
    MEETING,
    NOTE,
    PUBLIC,
    TASK,
    Item,
    Key,
    Properties,
)

Line = tuple[str, str]

_BUSY = {0: "free", 1: "tentative", 2: "busy", 3: "out of office", 4: "working elsewhere"}
_ANSWERS = {1: "organised by the owner", 2: "tentative", 3: "accepted", 4: "declined", 5: "not answered"}
_STATUS = {0: "not started", 1: "in progress", 2: "completed", 3: "waiting for someone else", 4: "deferred"}
_COLOURS = {0: "blue", 1: "green", 2: "pink", 3: "yellow", 4: "white"}
_MEETINGS = {
    "REQUEST": "meeting request", "CANCELED": "meeting cancelled", "RESP.POS": "meeting accepted",
    "RESP.NEG": "meeting declined", "RESP.TENT": "meeting tentatively accepted",
    "NOTIFICATION.FORWARD": "meeting forwarded",
}  # fmt: skip
_REPORTS = {
    "NDR": "report: the message could not be delivered", "DR": "report: the message was delivered",
    "IPNRN": "report: the message was read", "IPNNRN": "report: the message was deleted without being read",
}  # fmt: skip


def is_mail(item: Item) -> bool:
    """Whether the item is shown by its body alone."""
    return not any(item.message_class.upper().startswith(prefixes) for prefixes, _ in _KINDS)


def describe(item: Item) -> Iterator[Line]:
    """The name and value of each field that says something; line breaks in values are spaces."""
    kind = item.message_class.upper()
    for prefixes, lines in _KINDS:
        if kind.startswith(prefixes):
            for name, value in lines(item):
                clean = " ".join(value.split())
                if clean:
                    yield name, clean
            break


def shown(time: datetime | None) -> str:
    """A time as people read it, always UTC."""
    return f"{time:%Y-%m-%d %H:%M} UTC" if time else ""


def _appointment(item: Item) -> Iterator[Line]:
    properties = item.properties
    kind = item.message_class.upper()
    yield "Kind", next((text for end, text in _MEETINGS.items() if f".MEETING.{end}" in kind), "appointment")
    yield "Subject", subject_of(properties)
    yield "Start", _when(properties, (APPOINTMENT, 0x820D), (COMMON, 0x8516), 0x0060)
    yield "End", _when(properties, (APPOINTMENT, 0x820E), (COMMON, 0x8517), 0x0061)
    yield "All day", _yes(properties, (APPOINTMENT, 0x8215))
    yield "Time zone", properties.text((APPOINTMENT, 0x8234))
    yield "Place", properties.text((APPOINTMENT, 0x8208), (MEETING, 0x0002))
    yield "Repeats", properties.text((APPOINTMENT, 0x8232)) or _yes(properties, (APPOINTMENT, 0x8223))
    yield "Organiser", _spoken(sender(item)[0])
    for role, name in ((1, "Required"), (2, "Optional"), (3, "Rooms and equipment")):
        yield name, "; ".join(_spoken(one) for one in people(item, role))
    yield "Attendees", properties.text((APPOINTMENT, 0x8238)) if not item.recipients else ""
    yield "Shown as", _named(properties, (APPOINTMENT, 0x8205), _BUSY)
    yield "Answer", _named(properties, (APPOINTMENT, 0x8218), _ANSWERS)
    if properties.number((COMMON, 0x8503)):
        yield "Reminder", f"{properties.number((COMMON, 0x8501)):,} minutes before"
    yield from _marks(properties)


def _task(item: Item) -> Iterator[Line]:
    properties = item.properties
    yield "Kind", "task"
    yield "Subject", subject_of(properties)
    yield "Start", _day(properties, (TASK, 0x8104))
    yield "Due", _day(properties, (TASK, 0x8105))
    yield "Completed", _day(properties, (TASK, 0x810F))
    yield "Status", _named(properties, (TASK, 0x8101), _STATUS)
    if (TASK, 0x8102) in properties:
        yield "Done", f"{properties.real((TASK, 0x8102)):.0%}"
    yield "Owner", properties.text((TASK, 0x811F))
    yield "Assigned by", properties.text((TASK, 0x8121))
    for name, key in (("Estimated work", (TASK, 0x8111)), ("Actual work", (TASK, 0x8110))):
        yield name, f"{properties.number(key):,} minutes" if properties.number(key) else ""
    yield from _marks(properties)


def _note(item: Item) -> Iterator[Line]:
    yield "Kind", "sticky note"
    yield "Colour", _named(item.properties, (NOTE, 0x8B00), _COLOURS)
    yield "Made", shown(item.properties.time(0x3007))
    yield "Changed", shown(item.properties.time(0x3008))


def _journal(item: Item) -> Iterator[Line]:
    properties = item.properties
    yield "Kind", "journal entry"
    yield "Subject", subject_of(properties)
    yield "Type", properties.text((JOURNAL, 0x8712), (JOURNAL, 0x8700))
    yield "Start", _when(properties, (JOURNAL, 0x8706), (COMMON, 0x8516))
    yield "End", _when(properties, (JOURNAL, 0x8708), (COMMON, 0x8517))
    yield "Duration", f"{properties.number((JOURNAL, 0x8707)):,} minutes" if (JOURNAL, 0x8707) in properties else ""
    yield from _marks(properties)


def _contact(item: Item) -> Iterator[Line]:
    yield "Kind", "contact"
    yield from contact_lines(item.properties)
    yield from _marks(item.properties)


def _list(item: Item) -> Iterator[Line]:
    yield "Kind", "distribution list"
    yield from member_lines(item.properties, item.remarks)
    yield from _marks(item.properties)


def _report(item: Item) -> Iterator[Line]:
    properties = item.properties
    end = item.message_class.upper().rpartition(".")[2]
    yield "Kind", _REPORTS.get(end, "report")
    yield "About the message", properties.text(0x0049)
    yield "Sent", shown(properties.time(0x004E))
    yield "Reported", shown(properties.time(0x0032, 0x0E06))
    yield "Report", properties.text(0x1001)
    for recipient in item.recipients:
        told = " ".join(recipient.text(key) for key in (0x1001, 0x0C1B) if recipient.text(key))
        name, address = recipient.text(0x3001), recipient.text(0x39FE, 0x3003)
        yield "Recipient", f"{name} <{address}> {told}" if address != name else f"{name} {told}"


_KINDS: tuple[tuple[tuple[str, ...], Callable[[Item], Iterator[Line]]], ...] = (
    (("REPORT.",), _report),
    # The class with the number is that of an exception to a repeated appointment.
    (("IPM.APPOINTMENT", "IPM.SCHEDULE.MEETING", "IPM.OLE.CLASS.{00061055"), _appointment),
    (("IPM.CONTACT", "IPM.ABCHPERSON"), _contact),
    (("IPM.DISTLIST",), _list),
    (("IPM.TASK",), _task),
    (("IPM.STICKYNOTE",), _note),
    (("IPM.ACTIVITY",), _journal),
)


def _marks(properties: Properties) -> Iterator[Line]:
    yield "Categories", "; ".join(properties.texts((PUBLIC, "Keywords")))
    yield "Companies", "; ".join(properties.texts((COMMON, 0x8539)))
    yield "Contacts", "; ".join(properties.texts((COMMON, 0x853A)))
    yield "Private", _yes(properties, (COMMON, 0x8506))


def _when(properties: Properties, *keys: Key) -> str:
    return shown(properties.time(*keys))


def _day(properties: Properties, key: Key) -> str:
    time = properties.time(key)
    return f"{time:%Y-%m-%d}" if time else ""


def _yes(properties: Properties, key: Key) -> str:
    return "yes" if properties.number(key) else ""


def _named(properties: Properties, key: Key, names: dict[int, str]) -> str:
    return names.get(properties.number(key), "") if key in properties else ""


def _spoken(mailbox: str) -> str:
    """A mailbox of a header for people: without Exchange's own address where there is a name."""
    name, bracket, address = mailbox.partition(" <")
    plain = decode_words(name).strip('"').replace("\\", "")
    return f"{plain} <{address}" if bracket and "@" in address else plain.strip("<>")
