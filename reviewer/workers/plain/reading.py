"""One text file read: its words to search, and what it is."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.evidence.reading import Child, Hidden, Kind, Reading, State
from reviewer.domain.reasons.reason import Reason, Reasons, reasons_of
from reviewer.workers.email.beside import words_beside
from reviewer.workers.email.html_text import html_text, tidy, visible_text
from reviewer.workers.email.sanitise import Sanitised, sanitise
from reviewer.workers.hidden.html import hidden_in_html
from reviewer.workers.plain.fields import Entry, Fields, fields_of
from reviewer.workers.plain.tables import Dialect, dialect_of
from reviewer.workers.plain.text import Decoded, decode_plain, format_of, identify_plain
from reviewer.workers.refusal import Refusal
from reviewer.workers.turned import turned_in_page


@dataclass(slots=True)
class Plain:
    """A text file taken apart: ``fields`` of entries, ``dialect`` of a table, ``title`` of a web page."""

    kind: Kind
    decoded: Decoded
    format: str
    fields: Fields | None = None
    dialect: Dialect | None = None
    title: str = ""

    @property
    def reasons(self) -> Reasons:
        """What is not whole."""
        return (*self.decoded.reasons, *(self.fields.remarks if self.fields else ()))


def open_plain(data: bytes, name: str) -> Plain:
    """Take a text file apart. Refusal when it is none."""
    if not data:
        raise Refusal(Reason("reader.empty"))
    kind = identify_plain(data) or Kind.TEXT
    decoded = decode_plain(data)
    if kind is not Kind.TEXT:
        fields = fields_of(decoded.text)
        if fields.entries:
            return Plain(kind, decoded, "calendar" if kind is Kind.CALENDAR else "contact cards", fields=fields)
        fields.remarks = [Reason("plain.no_entry_in_calendar" if kind is Kind.CALENDAR else "plain.no_entry_in_card")]
        return Plain(kind, decoded, "text", fields=fields)
    made = Plain(kind, decoded, format_of(decoded.text, name))
    if made.format == "HTML":
        made.title = _title(decoded.text)
    if made.format in ("CSV", "TSV", "text"):
        made.dialect = dialect_of(decoded.text, hinted=made.format != "text")
        if made.dialect:
            made.format = "TSV" if made.dialect.separator == "\t" else "CSV"
    return made


def read_plain(data: bytes, name: str) -> Reading:
    """Read one text file; its name is a hint for tables and Markdown only. Refusal when there is nothing to read."""
    return read_with_files(data, name)[0]


def read_with_files(data: bytes, name: str) -> tuple[Reading, list[bytes]]:
    """The same, and the bytes of the files that a calendar or contact cards hold."""
    plain = open_plain(data, name)
    named = "character set guessed" if plain.decoded.guessed else "character set"
    told = {"format": plain.format, named: plain.decoded.charset}
    hidden: tuple[Hidden, ...] = ()
    turned: Reason | None = None
    if plain.fields and plain.fields.entries:
        text = "\n\n".join(each for each in (entries_text(plain.fields), plain.fields.html.beside) if each)
        hidden, turned = plain.fields.html.hidden, plain.fields.html.turned
        told |= _facts(plain.fields)
    elif plain.format == "HTML":
        shown = shown_words(sanitise(plain.decoded.text, {}))
        # Its page says its title, and where its links lead.
        text = "\n\n".join(each for each in (plain.title, shown, words_beside([plain.decoded.text])) if each)
        hidden = hidden_in_html(plain.decoded.text)
        turned = turned_in_page(plain.decoded.text)
        if plain.title:
            told["title"] = plain.title
    else:
        text = plain.decoded.text
        if plain.dialect:
            told["cells separated by"] = plain.dialect.name
    state = State.PARTIAL if plain.reasons else State.OK
    guessed = (Reason("plain.charset_guessed", charset=plain.decoded.charset),) if plain.decoded.guessed else ()
    remarks = (*guessed, *reasons_of(turned))
    held = plain.fields.attached if plain.fields else []
    children = tuple(Child(each.name, each.media_type, reasons=reasons_of(each.reason)) for each in held)
    reading = Reading(
        plain.kind, state, plain.reasons, text=text, hidden=hidden, metadata=told, remarks=remarks, children=children
    )
    return reading, [each.data for each in held]


def shown_words(clean: Sanitised) -> str:
    """The words of a web page that its printed page shows."""
    return visible_text(clean.html, clean.sheet)


def _title(html: str) -> str:
    start = html.lower().find("<title", 0, 100_000)
    if start < 0:
        return ""
    return " ".join(html_text(html[start : start + 2_000].partition(">")[2].partition("<")[0]).split())[:500]


def entries_text(fields: Fields) -> str:
    """All entries as lines of label and value, a blank line between two."""
    blocks = [fields.about, *(entry.rows for entry in fields.entries)]
    return tidy("\n\n".join("\n".join(f"{label}: {value}" for label, value in rows) for rows in blocks if rows))


def _facts(fields: Fields) -> dict[str, str]:
    first = fields.entries[0]
    told = {"entries": str(len(fields.entries))}
    for key, names in (
        ("title", ("SUMMARY", "FN", "N", "ORG")),
        ("start", ("DTSTART",)),
        ("end", ("DTEND", "DUE")),
        ("where", ("LOCATION",)),
        ("organiser", ("ORGANIZER",)),
        ("organisation", ("ORG",)),
        ("e-mail", ("EMAIL",)),
        ("telephone", ("TEL",)),
    ):
        value = _first(first, names)
        if value:
            told[key] = " ".join(value.split())[:500]
    attendees = sum(label == "Attendee" for label, _ in first.rows)
    if attendees:
        told["attendees"] = str(attendees)
    method = next((value for label, value in fields.about if label == "Method"), "")
    if method:
        told["method"] = method[:100]
    return told


def _first(entry: Entry, names: tuple[str, ...]) -> str:
    return next((entry.raw[name] for name in names if entry.raw.get(name)), "")
