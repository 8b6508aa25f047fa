"""One e-mail read: its facts, its text to search, and every part that is not its body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice
from urllib.parse import unquote

from reviewer.domain.evidence.reading import Child, Kind, MailFacts, Reading, State
from reviewer.domain.reasons.reason import Reason, Reasons, read_untrusted, reasons_of
from reviewer.workers.email.beside import words_beside
from reviewer.workers.email.body import Body, BodyReader, body_text, name_of
from reviewer.workers.email.dates import parse_date
from reviewer.workers.email.header import LONGEST, Headers, each_text, header_text, in_charset, letters_of, raw_text
from reviewer.workers.email.mbox import envelopes_passed_over
from reviewer.workers.email.names import fit_name
from reviewer.workers.email.parameters import parse_value
from reviewer.workers.email.people import TRAVEL, people_of, travelled
from reviewer.workers.email.smime import Protection, open_signed, tell_of_armour
from reviewer.workers.email.structure import Part, Structure, take_apart
from reviewer.workers.email.transfer import undo
from reviewer.workers.hidden.html import seen_across
from reviewer.workers.hidden.mail import hidden_in_mail
from reviewer.workers.turned import turned_by_markup

_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*")
_EMLX = re.compile(rb"(\d{1,10})[ \t]*\r?\n")
_ID = re.compile(r"<[^<>\s]{1,1000}>")
_CID = re.compile(r"""cid:([^"'\s>)]{1,500})""", re.IGNORECASE)
_MOST_REFERENCES = 1_000
_REASON = "x-evidence-reviewer-reason"  # our own reader of Outlook's formats puts it where bytes are missing
_MESSAGES = ("message/rfc822", "message/global", "message/news")
_METADATA = {
    "user-agent": "mailer",
    "x-mailer": "mailer",
    "x-priority": "priority",
    "importance": "priority",
    "priority": "priority",
    "organization": "organization",
    "list-id": "list",
    "x-originating-ip": "originating address",
    "x-gmail-labels": "labels",
    "x-folder": "folder",
    "x-filename": "file",
    "x-origin": "origin",
    "disposition-notification-to": "receipt to",
    "return-path": "return path",
    **{name: label.lower() for name, label in TRAVEL.items()},
}


@dataclass(slots=True)
class Mail:
    """A message taken apart: what reading and laying out both need."""

    structure: Structure
    headers: Headers
    body: Body
    protection: Protection


def open_mail(data: bytes, *, from_mbox: bool) -> Mail:
    """Take a message apart, past what stands before its header (BOM, blank lines, Apple Mail's byte count)."""
    start, end = message_span(data)
    structure = take_apart(data, start, end)
    protection = open_signed(structure)
    enveloped = data.startswith(b"From ", start)  # it was cut out of a mailbox with its envelope
    body = BodyReader(data, unquote=from_mbox or enveloped).read(structure.root)
    for block in body.blocks:
        tell_of_armour(protection, block.plain or "")
    body.reasons += [each for each in (*protection.damage, protection.sealed) if each]
    return Mail(structure, _readable(structure, body), body, protection)


def _readable(structure: Structure, body: Body) -> Headers:
    """The header of a message, and those of its parts; bytes that name no charset are taken to be in that of the body.

    Where the body has none, their letters tell, all together.
    """
    headers = structure.root.headers
    for part in body.attached:
        part.headers = in_charset(part.headers, body.charset)[0]
    if headers.isascii():
        return headers
    for code, charset in (("email.header_charset", body.charset), ("email.header_guessed", letters_of(headers))):
        headers, changed = in_charset(headers, charset)
        if changed:
            structure.defects.append(Reason(code, charset=charset))
    return headers


def message_span(data: bytes) -> tuple[int, int]:
    """Where the message itself stands in a file."""
    leading = _LEADING.match(data)
    start = leading.end() if leading else 0
    count = _EMLX.match(data, start)
    if count and count.end() + int(count[1]) <= len(data):
        return count.end(), count.end() + int(count[1])
    return (count.end() if count else start), len(data)


def read_mail(data: bytes, *, from_mbox: bool) -> tuple[Reading, list[bytes]]:
    """Read one e-mail; the bytes of its children come in the order of ``Reading.children``."""
    mail = open_mail(data, from_mbox=from_mbox)
    text = body_text(mail.body)
    children, contents = _children(mail)
    facts = _facts(mail, text, _passed_over(data) if from_mbox else None)
    reasons = tuple(mail.body.reasons) or _undivided(children)
    reading = Reading(
        Kind.EMAIL,
        State.PARTIAL if reasons else State.OK,
        reasons,
        facts,
        children=children,
        hidden=hidden_in_mail(mail.body) if facts.has_html else (),
        protection=mail.protection.told,
        metadata=_metadata(mail.headers),
    )
    return reading, contents


def _undivided(children: Sequence[Child]) -> Reasons:
    """Why a part was not taken apart, of the first of which that is so."""
    found = (each for child in children for each in child.reasons if "email.undivided" in each.codes)
    return tuple(islice(found, 1))


def _passed_over(data: bytes) -> Reason | None:
    """A remark where another message may begin within this one of a mailbox."""
    count, line = envelopes_passed_over(data)
    return Reason("email.envelope_passed_over", count=count, line=line) if count else None


def _facts(mail: Mail, text: str, remark: Reason | None) -> MailFacts:
    headers = mail.headers
    people, crowd = people_of(headers)
    subject = " ".join(header_text(headers.first("subject")).split())
    date_text = header_text(headers.first("date"))
    sent = parse_date(date_text)
    defects = [*mail.structure.defects, *mail.body.defects]
    turned = [turned_by_markup(each.html, each.page) for each in mail.body.blocks if each.html and each.page]
    defects += reasons_of(crowd, sent.defect, remark, *turned)
    if max(map(len, [value for _, value in headers.fields]), default=0) > LONGEST:
        defects.append(Reason("email.header_long", limit=LONGEST))
    return MailFacts(
        subject=subject,
        people=people,
        date=sent.utc,
        zone=sent.zone,
        date_text=date_text,
        message_id=_id(headers.first("message-id")),
        in_reply_to=_id(headers.first("in-reply-to")),
        references=tuple(dict.fromkeys(_ID.findall(raw_text(headers.first("references")))))[:_MOST_REFERENCES],
        body=text,
        beside=_beside(mail, subject, date_text),
        has_html=any(block.html is not None for block in mail.body.blocks),
        defects=tuple(dict.fromkeys(defects)),
    )


def _beside(mail: Mail, subject: str, date_text: str) -> str:
    """What the page shows beside the text: of HTML, and further subjects and dates of a header that has several."""
    lines = [words_beside(block.html for block in mail.body.blocks if block.html)]
    lines += [seen_across(block.html, block.page) for block in mail.body.blocks if block.html and block.page]
    lines += [text for _, text in travelled(mail.headers)]
    for name, first in (("subject", subject), ("date", " ".join(date_text.split()))):
        if len(mail.headers.every(name)) > 1:
            lines += [text for text in each_text(mail.headers, name) if text != first]
    return "\n".join(filter(None, lines))


def _id(value: bytes) -> str:
    text = header_text(value)
    match = _ID.search(text)
    return match[0] if match else "".join(text.split()[:1])


def _metadata(headers: Headers) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers.fields:
        key = _METADATA.get(name)
        if key and key not in found and (text := header_text(value)):
            found[key] = text[:1_000]
    return found


def _children(mail: Mail) -> tuple[tuple[Child, ...], list[bytes]]:
    children: list[Child] = []
    contents: list[bytes] = []
    if not mail.body.attached and not mail.body.uuencoded:
        return (), []
    cids = {unquote(unescape(cid)).strip() for cid in _CID.findall(mail.body.html)}
    for part in mail.body.attached:
        child, content = _child(part, cids)
        children.append(child)
        contents.append(content)
    for number, block in enumerate(mail.body.uuencoded, 1):
        name = fit_name(header_text(block.name), f"uu{number}", "")
        children.append(Child(name, "application/octet-stream", reasons=reasons_of(block.reason)))
        contents.append(block.data)
    return tuple(children), contents


def _child(part: Part, cids: set[str]) -> tuple[Child, bytes]:
    content_id = content_id_of(part)
    encoding = parse_value(part.headers.first("content-transfer-encoding"))[0]
    content, reason = (part.content, None) if part.reason else undo(part.content, encoding)
    name = name_of(part)
    if not name and part.media_type in _MESSAGES:
        name = _subject_name(content)
    child = Child(
        name=fit_name(name, part.number, part.media_type),
        media_type=part.media_type,
        inline=bool(content_id) and content_id in cids,
        content_id=content_id,
        reasons=reasons_of(part.reason) or _said(header_text(part.headers.first(_REASON))) or reasons_of(reason),
    )
    return child, content


def _said(field: str) -> Reasons:
    """What our own reader wrote; anybody can have written it, so it is taken for no more than the header's word."""
    if not field:
        return ()
    return read_untrusted(field) or (Reason("email.said_in_header", detail=field),)


def content_id_of(part: Part) -> str:
    """The Content-ID without its brackets, or empty."""
    value = part.headers.first("content-id")
    return header_text(value).strip().strip("<>").strip()[:500] if value else ""


def _subject_name(message: bytes) -> str:
    """An attached message without a file name goes by its subject."""
    headers = take_apart(message[:LONGEST]).root.headers
    subject = " ".join(header_text(headers.first("subject")).split())
    return f"{re.sub(r'[/:]', '-', subject)[:100]}.eml" if subject else ""
