"""What all messages of the story share: their times, their ids, and how an answer quotes what it answers."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone

from reviewer.usecases.demo.plan import Mail, Person

_STANDARD, _SUMMER = timezone(timedelta(hours=-8)), timezone(timedelta(hours=-7))
_SUMMER_BEGINS, _SUMMER_ENDS = "2016-03-13T02", "2016-11-06T02"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def local(moment: datetime) -> datetime:
    """A wall clock time of 2016 in Port Merrow, with its zone: Pacific, summer time from 13 March to 6 November."""
    summer = _SUMMER_BEGINS <= moment.isoformat() < _SUMMER_ENDS
    return moment.replace(tzinfo=_SUMMER if summer else _STANDARD)


def mail_date(moment: datetime) -> str:
    """A time as a Date header has it (RFC 5322 section 3.3), whatever the language of this machine."""
    return f"{_DAYS[moment.weekday()]}, {moment.day} {_MONTHS[moment.month - 1]} {moment:%Y %H:%M:%S %z}"


def mbox_date(moment: datetime) -> str:
    """A time as the From line of an mbox has it (asctime, RFC 4155)."""
    return f"{_DAYS[moment.weekday()]} {_MONTHS[moment.month - 1]} {moment.day:2} {moment:%H:%M:%S %Y}"


def message_id(key: str, sender: Person) -> str:
    """An id that is the same in each run, and tells nothing."""
    host = sender.address.partition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:20]}@{host}>"


def quoted_below(mail: Mail) -> str:
    """The message as an answer quotes it below its own words."""
    day = f"{_MONTHS[mail.date.month - 1]} {mail.date.day}, {mail.date.year}"
    lines = "\n".join(f"> {line}".rstrip() for line in mail.body.splitlines())
    return f"\n\nOn {day}, {mail.sender.name} wrote:\n\n{lines}"
