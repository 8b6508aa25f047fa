"""Calendar entries (RFC 5545, vCalendar 1.0) and contact cards (RFC 6350, vCard 2.1 and 3.0) as fields a person reads.

Read line by line, so that one bad line costs itself and nothing else.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote_to_bytes

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.charsets import decode
from reviewer.workers.email.names import fit_name
from reviewer.workers.email.transfer import Content, from_base64
from reviewer.workers.plain.html_values import HtmlValues
from reviewer.workers.plain.values import KNOWN, address, label_of, moment, person, repeats
from reviewer.workers.word_count import count_words

MOST_ATTACHED = 5_000
"""Files within one file that are taken out."""

MOST_ENTRIES = 20_000
"""Entries of one file that are read."""

_DEEPEST = 10
_LINE = re.compile(r'(?:([\w-]{1,60})\.)?([\w-]{1,100})((?:;[^:";]*(?:"[^"]*"[^:";]*)*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([^=;":]*)(?:=((?:"[^"]*"|[^";])*))?')
_ADDRESS = re.compile(r'"([^"]*)"|([^",]+)')
_FOLD = re.compile(r"\n[ \t]")
_SOFT = re.compile(r"=\n[ \t]?")
_ENTRIES = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VCARD"})
_MOMENTS = frozenset(
    [
        "DTSTART",
        "DTEND",
        "DTSTAMP",
        "DUE",
        "COMPLETED",
        "CREATED",
        "LAST-MODIFIED",
        "RECURRENCE-ID",
        "EXDATE",
        "RDATE",
        "DCREATED",
        "REV",
        "BDAY",
        "ANNIVERSARY",
        "DEATHDATE",
    ]
)
_ZONES = frozenset({"VTIMEZONE", "STANDARD", "DAYLIGHT"})
_OF_ZONES = frozenset(
    [
        "TZID",
        "TZNAME",
        "TZOFFSETFROM",
        "TZOFFSETTO",
        "TZURL",
        "TZUNTIL",
        "DTSTART",
        "RRULE",
        "RDATE",
        "EXRULE",
        "EXDATE",
        "LAST-MODIFIED",
        "X-LIC-LOCATION",
        "X-TZINFO",
    ]
)
"""What a description of a time zone is made of (RFC 5545, 3.6.5): no page shows it. All else in one is words."""
_NAME_OF_ZONE = 2  # words; what has more is told
_OF_REMINDERS = {"TRIGGER": "Reminder", "ATTACH": "Reminder brings", "DESCRIPTION": "Reminder says"}
_OF_REMINDERS["SUMMARY"] = _OF_REMINDERS["DESCRIPTION"]
_PEOPLE = frozenset({"ORGANIZER", "ATTENDEE"})
_KEPT_OUT = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "ATTACH", "THUMBNAIL"})
_NAMES = ("FILENAME", "X-FILENAME", "X-ORACLE-FILENAME", "X-APPLE-FILENAME")
_TYPES = {"JPEG": "image/jpeg", "JPG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif"}
_DATA = re.compile(
    r"data:([\w!#$&^.+-]{1,100}/[\w!#$&^.+-]{1,100})?((?:\\?;[\w!#$&^.+%-]{1,100}(?:=[^\s;,\\]{0,200})?){0,20})\\?,",
    re.IGNORECASE,
)
"""The head of a ``data:`` address (RFC 2397), with commas and semicolons escaped as some programs do."""
_NO_LETTERS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\N{REPLACEMENT CHARACTER}]")
_SHORTEST_PIECE = 16  # characters of base64 before a blank; what is shorter may be a word
_OTHER_FORM = "X-ALTREP"
_STRUCTURED = frozenset({"N", "ADR", "ORG", "GEO", "X-ADR"})


@dataclass(slots=True)
class ContentLine:
    """One content line: group, name in capitals, parameters by name in capitals, value as it stands."""

    group: str
    name: str
    parameters: dict[str, list[str]]
    value: str


@dataclass(slots=True)
class Entry:
    """One event, task or card: its rows are (label, value) in the file's order; ``raw`` has the first of each name."""

    kind: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    raw: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a field holds: its name, its type, its bytes, and why they may not be whole."""

    name: str
    media_type: str
    data: bytes
    reason: Reason | None


@dataclass(slots=True)
class Fields:
    """A file of entries; ``remarks`` are sentences on what is not as it should be, ``attached`` the files in it.

    ``html`` is what its fields hold in HTML.
    """

    entries: list[Entry] = field(default_factory=list)
    about: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Reason] = field(default_factory=list)
    attached: list[Attached] = field(default_factory=list)
    html: HtmlValues = field(default_factory=HtmlValues)


def fields_of(text: str) -> Fields:
    """All entries of a file, and what was wrong with it."""
    found = Fields()
    open_names: list[str] = []
    entry: Entry | None = None
    bad = 0
    for written in _logical_lines(text):
        line = parse_line(written)
        if line is None:
            bad += 1
            _keep_bad(found, entry, written)
        elif line.name == "BEGIN":
            open_names.append(line.value.strip().upper())
            entry = _begin(found, open_names, entry)
        elif line.name == "END":
            entry = _end(open_names, line.value.strip().upper(), entry)
        else:
            _note(found, entry, open_names, line)
    if bad:
        found.remarks.append(Reason("plain.lines_unread", count=bad))
    if open_names:
        found.remarks.append(Reason("plain.entry_open"))
    if len(found.entries) > MOST_ENTRIES:
        del found.entries[MOST_ENTRIES:]
        found.remarks.append(Reason("plain.entries_many", limit=MOST_ENTRIES))
    return found


def parse_line(written: str) -> ContentLine | None:
    """One content line taken apart, quoted-printable and base64 left as they are; None when it is none."""
    match = _LINE.match(written)
    if not match:
        return None
    parameters: dict[str, list[str]] = {}
    for parameter in _PARAMETER.finditer(match[3]):
        name, value = parameter[1].strip().upper(), parameter[2]
        if value is None:  # vCard 2.1 has types and encodings without a name
            name, value = (
                ("ENCODING", name) if name in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT") else ("TYPE", name)
            )
        parts = ["".join(each) for each in _ADDRESS.findall(value)] if name == "ALTREP" else value.split(",")
        parameters.setdefault(name, []).extend(part.strip('"^ ') for part in parts)
    value = match[4]
    if "QUOTED-PRINTABLE" in _upper(parameters.get("ENCODING")):
        raw = quopri.decodestring(_SOFT.sub("", value).encode("utf-8", "replace"))
        value = decode(raw, "".join(parameters.get("CHARSET", [])[:1]) or "utf-8").text.replace("\r\n", "\n")
    return ContentLine(match[1] or "", match[2].upper().replace("_", "-"), parameters, value)


def _logical_lines(text: str) -> Iterator[str]:
    """Lines with what was folded put together again; quoted-printable goes on after a ``=`` at the end."""
    text = _FOLD.sub("", text)
    lines = iter(text.split("\n"))
    for line in lines:
        joined = [line]
        if line.endswith("=") and "quoted-printable" in line.lower():
            for more in lines:
                joined.append(more)
                if not more.endswith("="):
                    break
        if line.strip():
            yield "\n".join(joined)


def _begin(found: Fields, open_names: list[str], entry: Entry | None) -> Entry | None:
    if len(open_names) > _DEEPEST:
        open_names.pop()
        return entry
    if open_names[-1] in _ENTRIES:
        entry = Entry(open_names[-1])
        if len(found.entries) <= MOST_ENTRIES:
            found.entries.append(entry)
    return entry


def _end(open_names: list[str], name: str, entry: Entry | None) -> Entry | None:
    if name in open_names:
        while open_names and open_names.pop() != name:
            pass
    return None if name in _ENTRIES else entry


def _keep_bad(found: Fields, entry: Entry | None, written: str) -> None:
    (entry.rows if entry else found.about).append(("(no field)", written.strip()[:10_000]))


def _note(found: Fields, entry: Entry | None, open_names: list[str], line: ContentLine) -> None:
    within = open_names[-1] if open_names else ""
    if within == "VALARM":
        label = _OF_REMINDERS.get(line.name) or f"Reminder: {label_of(line.name, line.parameters, card=False)}"
    else:
        label = label_of(line.name, line.parameters, card=bool(entry and entry.kind == "VCARD"))
    rows = entry.rows if entry else found.about
    names_zone = within in _ZONES and line.name in _OF_ZONES and count_words(line.value) <= _NAME_OF_ZONE
    if line.value.strip(" ;") and not names_zone:
        value = shown(line, found)
        rows.append((label, value))
        if entry and within != "VALARM" and within not in _ZONES:
            entry.raw.setdefault(line.name, value)
    rows += _other_forms(label, line, found)


def _other_forms(label: str, line: ContentLine, found: Fields) -> Iterator[tuple[str, str]]:
    """The same words once more, in HTML or elsewhere (RFC 5545, 3.2.1), which need not be the same."""
    for each in filter(None, line.parameters.get("ALTREP", ())):
        held = _held(ContentLine(line.group, "ATTACH", {}, each))
        told = each if held is None else _taken_out(replace(line, name=_OTHER_FORM, value=each), *held, found)
        yield f"{label} in another form", told


def shown(line: ContentLine, found: Fields) -> str:
    """The value of a field as a person reads it; a file that it holds is put with the others of ``found``."""
    held = _held(line)
    return _shown(line, found) if held is None else _taken_out(line, *held, found)


def _taken_out(line: ContentLine, media_type: str, data: bytes, reason: Reason | None, found: Fields) -> str:
    """What a field holds itself: its words, or the name of the file that it is."""
    if line.name not in _KEPT_OUT and (line.name in KNOWN or media_type.startswith("text/")):
        read = decode(data, "".join(line.parameters.get("CHARSET", [])[:1]) or "utf-8")
        if read.whole and reason is None and not _NO_LETTERS.search(read.text):
            return found.html.read(read.text) if _is_html(line, media_type) else read.text.replace("\r\n", "\n").strip()
    written = f" {line.value.strip()}" if _may_be_words(line) else ""
    if len(found.attached) >= MOST_ATTACHED:
        many = Reason("plain.attached_many", limit=MOST_ATTACHED)
        if many not in found.remarks:
            found.remarks.append(many)
        return f"(data of {len(data):,} bytes, not taken out){written}"
    named = (each for key in _NAMES for each in line.parameters.get(key, ()))
    name = fit_name(next(named, ""), str(len(found.attached) + 1), media_type)
    found.attached.append(Attached(name, media_type, data, reason))
    return f"(data of {len(data):,} bytes: {name}){written}"


def _may_be_words(line: ContentLine) -> bool:
    """Whether what calls itself base64 may be words as they stand: in a field of words, or with blanks between them."""
    if _DATA.match(line.value):
        return False
    return line.name in KNOWN - _KEPT_OUT or any(len(each) < _SHORTEST_PIECE for each in line.value.split()[:-1])


def _shown(line: ContentLine, found: Fields) -> str:
    if line.name in _MOMENTS:
        zone = "".join(line.parameters.get("TZID", [])[:1])
        return ", ".join(moment(one, zone) for one in line.value.split(",")[:1_000])
    if line.name in _PEOPLE:
        return person(line.value, line.parameters)
    if line.name in _STRUCTURED:
        return address(_words_escaped(line), turned=line.name == "N")
    if line.name == "RRULE":
        return repeats(line.value)
    words = _words(line)
    return found.html.read(words) if _is_html(line, "") else words


def _is_html(line: ContentLine, media_type: str) -> bool:
    told = {media_type.upper(), *_upper(line.parameters.get("FMTTYPE"))}
    return "TEXT/HTML" in told or (line.name == "X-ALT-DESC" and "TEXT/PLAIN" not in told)


def _held(line: ContentLine) -> tuple[str, bytes, Reason | None] | None:
    """Type and bytes of what a field holds itself, and what is wrong with them; None for words, and for an address."""
    types = (each.lower() for key in ("FMTTYPE", "MEDIATYPE") for each in line.parameters.get(key, ()))
    media_type = next(types, "")
    address_of_data = _DATA.match(line.value)
    if address_of_data and (line.name in _KEPT_OUT or "URI" in _upper(line.parameters.get("VALUE"))):
        media_type = (address_of_data[1] or "").lower() or media_type
        raw = unquote_to_bytes(line.value[address_of_data.end() :])
        packed = "base64" in re.split(r"[\\;]+", address_of_data[2].lower())
        content = from_base64(raw) if packed else Content(raw)
    elif {"B", "BASE64"} & _upper(line.parameters.get("ENCODING")):
        content = from_base64(line.value.encode("ascii", "replace"))
        kinds = sorted(_upper(line.parameters.get("TYPE")) & _TYPES.keys())
        media_type = media_type or (_TYPES[kinds[0]] if kinds else "")
    else:
        return None
    return (media_type, content.data, content.reason) if content.data else None


def _words(line: ContentLine) -> str:
    return re.sub(r"\\([nN,;:\\\"])", lambda match: "\n" if match[1] in "nN" else match[1], line.value).strip()


def _words_escaped(line: ContentLine) -> list[str]:
    """The components of a structured value, each unescaped."""
    parts = re.split(r"(?<!\\);", line.value)
    return [_words(ContentLine(line.group, line.name, {}, part)) for part in parts[:100]]


def _upper(values: list[str] | None) -> set[str]:
    return {value.upper() for value in values or ()}
