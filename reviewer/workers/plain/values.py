"""Values of calendar and contact fields in words: moments, people, addresses, rules of repetition, and their labels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?\Z")

_LABELS = {
    "SUMMARY": "What",
    "DTSTART": "Start",
    "DTEND": "End",
    "DURATION": "Duration",
    "DUE": "Due",
    "COMPLETED": "Completed",
    "PERCENT-COMPLETE": "Done (per cent)",
    "LOCATION": "Where",
    "ORGANIZER": "Organiser",
    "ATTENDEE": "Attendee",
    "DESCRIPTION": "Description",
    "X-ALT-DESC": "Description (HTML)",
    "COMMENT": "Comment",
    "STATUS": "Status",
    "CATEGORIES": "Categories",
    "RRULE": "Repeats",
    "RDATE": "Also on",
    "EXDATE": "Except on",
    "RECURRENCE-ID": "Replaces that of",
    "CREATED": "Created",
    "DCREATED": "Created",
    "LAST-MODIFIED": "Changed",
    "DTSTAMP": "Written",
    "SEQUENCE": "Version of the entry",
    "PRIORITY": "Priority",
    "CLASS": "Access",
    "TRANSP": "Shown as",
    "URL": "Address",
    "ATTACH": "Attached",
    "CONTACT": "Contact",
    "UID": "Identifier",
    "GEO": "Position",
    "METHOD": "Method",
    "PRODID": "Written by",
    "VERSION": "Version",
    "X-WR-CALNAME": "Calendar",
    "X-WR-TIMEZONE": "Zone of the calendar",
    "FREEBUSY": "Free or busy",
}
_CARD_LABELS = {
    "FN": "Name",
    "N": "Name in parts",
    "NICKNAME": "Nickname",
    "ORG": "Organisation",
    "TITLE": "Position",
    "ROLE": "Role",
    "TEL": "Telephone",
    "EMAIL": "E-mail",
    "ADR": "Postal address",
    "LABEL": "Address label",
    "BDAY": "Birthday",
    "ANNIVERSARY": "Anniversary",
    "NOTE": "Note",
    "PHOTO": "Photo",
    "LOGO": "Logo",
    "SOUND": "Sound",
    "KEY": "Key",
    "REV": "Changed",
    "IMPP": "Chat",
    "RELATED": "Related",
    "TZ": "Zone",
    "MAILER": "Mail program",
    "GENDER": "Gender",
    "LANG": "Language",
    "SORT-STRING": "Sorted as",
}
KNOWN = frozenset(_LABELS) | frozenset(_CARD_LABELS)
"""The fields that have a label in words."""

_UNSAID = frozenset({"PREF", "INTERNET", "VOICE"})
_FREQUENCY = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year", "HOURLY": "hour"}


def label_of(name: str, parameters: Mapping[str, Sequence[str]], *, card: bool) -> str:
    """The label of a field, with its types in brackets; a name that is not known stands as it is."""
    label = (_CARD_LABELS.get(name) if card else None) or _LABELS.get(name) or _CARD_LABELS.get(name) or name
    types = [one.lower() for one in parameters.get("TYPE", ()) if one and one.upper() not in _UNSAID]
    return f"{label} ({', '.join(types[:5])})" if types and card else label


def moment(value: str, zone: str) -> str:
    """A date or time as ``2016-05-03 09:15:00`` with its zone, or that it has none; else as written."""
    match = _MOMENT.match(value.strip())
    if not match:
        return value.strip()
    year, month, day, hour, minute, second, offset = match.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    said = "UTC" if offset == "Z" else offset or (f"({zone})" if zone else "(no zone stated)")
    return f"{year}-{month}-{day} {hour}:{minute}:{second or '00'} {said}"


def person(value: str, parameters: Mapping[str, Sequence[str]]) -> str:
    """Name and address of an organiser or attendee, with role and answer."""
    written = re.sub(r"^mailto:", "", value.strip(), flags=re.IGNORECASE)
    name = ", ".join(parameters.get("CN", ())).strip()
    who = f"{name} <{written}>" if name and name != written else written
    told = [
        words.lower().replace("-", " ")
        for key in ("ROLE", "PARTSTAT", "CUTYPE")
        for words in parameters.get(key, ())[:1]
        if words and words.upper() != "INDIVIDUAL"
    ]
    sent_by = "".join(parameters.get("SENT-BY", ())[:1])
    if sent_by:
        told.append(f"sent by {re.sub(r'^mailto:', '', sent_by, flags=re.IGNORECASE)}")
    return f"{who} ({', '.join(told)})" if told else who


def address(parts: Sequence[str], *, turned: bool) -> str:
    """A structured value in one line; a name has its family name first and is turned round."""
    held = [" ".join(part.replace("\n", ", ").split()) for part in parts]
    if turned:
        family, given, more, before, after = [*held, "", "", "", "", ""][:5]
        held = [" ".join(filter(None, (before, given, more, family, after)))]
    return ", ".join(part for part in held if part)


def repeats(rule: str) -> str:
    """A rule of repetition (RFC 5545, 3.3.10): its frequency in words, the rest as written."""
    parts = dict(part.partition("=")[::2] for part in rule.strip().split(";"))
    unit = _FREQUENCY.get(parts.get("FREQ", "").upper())
    if not unit:
        return rule.strip()
    every = parts.get("INTERVAL", "1")
    words = f"every {unit}" if every == "1" else f"every {every} {unit}s"
    if parts.get("COUNT"):
        words += f", {parts['COUNT']} times"
    if parts.get("UNTIL"):
        words += f", until {moment(parts['UNTIL'], '')}"
    rest = [f"{key}={value}" for key, value in parts.items() if key not in ("FREQ", "INTERVAL", "COUNT", "UNTIL")]
    return f"{words} ({'; '.join(rest)})" if rest else words
