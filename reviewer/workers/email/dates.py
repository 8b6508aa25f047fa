"""The Date header: RFC 5322 with its obsolete forms, and what else real mail writes there."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz
from typing import NamedTuple

from reviewer.domain.reasons.reason import Reason

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?", re.IGNORECASE)
_MINUS_ZERO = re.compile(r"-0000\b")
_ZONE = re.compile(r"\d\d:\d\d(?::\d\d)?(?:\s*[AP]M)?\s*(?:[+-]\d{3,4}\b|[A-Z]{1,5}\b)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_FRACTION = re.compile(r"(\d\d:\d\d:\d\d)\.\d+")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_USUAL = re.compile(
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([12][0-9]{{3}}) "
    r"([0-9]{2}):([0-9]{2}):([0-9]{2}) (?!-0000)([+-])([0-9]{2})([0-9]{2})\Z"
)
"""As nearly all programs write it: read so in a third of the time that the standard library takes."""


class SentDate(NamedTuple):
    """UTC as the case file writes it (empty when unreadable), minutes from UTC (None unknown), and a defect."""

    utc: str
    zone: int | None
    defect: Reason | None = None


def parse_date(text: str) -> SentDate:
    """Read a Date header's value; a date without a zone is taken as UTC, with zone None."""
    text = text.strip()[:200]
    if not text:
        return SentDate("", None, Reason("email.date_missing"))
    ancient = None
    plain = _COMMENT.sub(" ", text).strip() if "(" in text else text
    found = _iso(text) or _rfc(_FRACTION.sub(r"\1", plain) if "." in plain else plain)
    if found is None:
        return SentDate("", None, Reason("email.date_unreadable", text=text[:60]))
    local, zone = found
    if local.year < 1900:  # programs of 2000 to 2002 wrote 100 to 102; RFC 5322, section 4.3, says to add 1900
        ancient = Reason("email.date_year", written=f"{local.year:04}", read=local.year % 1000 + 1900)
        local = local.replace(year=local.year % 1000 + 1900, day=min(local.day, 28) if local.month == 2 else local.day)
    if zone is not None and abs(zone) >= 24 * 60:
        return SentDate("", None, Reason("email.date_zone", text=text[:60]))
    try:
        utc = local - timedelta(minutes=zone or 0)
    except OverflowError:
        return SentDate("", None, Reason("email.date_unreadable", text=text[:60]))
    defect = Reason("email.date_no_zone") if zone is None and not _MINUS_ZERO.search(text) else ancient
    return SentDate(f"{utc.isoformat()[:19]}Z", zone, defect)


def _rfc(text: str) -> tuple[datetime, int | None] | None:
    if usual := _USUAL.match(text):
        day, month, year, hour, minute, second, sign, hours, minutes = usual.groups()
        with suppress(ValueError):  # no day of that month, say
            local = datetime(
                int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), min(int(second), 59), tzinfo=UTC
            )
            zone = int(hours) * 60 + int(minutes)
            return local, -zone if sign == "-" else zone
    try:
        fields = parsedate_tz(text)
        if fields is None:
            return None
        year, month, day, hour, minute, second = fields[:6]
        local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    seconds = fields[9]
    if seconds is None or _MINUS_ZERO.search(text) or not _ZONE.search(text):
        return local, None
    return local, seconds // 60


def _iso(text: str) -> tuple[datetime, int | None] | None:
    match = _ISO.match(text)
    if not match:
        return None
    try:
        year, month, day, hour, minute, second = (int(match[n] or 0) for n in range(1, 7))
        local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None
    zone = match[7]
    if not zone:
        return local, None
    if zone in "Zz":
        return local, 0
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return local, -minutes if zone[0] == "-" else minutes
