"""A mail written from what Outlook kept of it: the same item gives the same bytes, and no attachment is left out."""

from __future__ import annotations

import binascii
import hashlib
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from reviewer.domain.evidence.reading import NEVER_SENT
from reviewer.domain.reasons.reason import Reason, Reasons, pack
from reviewer.workers.email.names import fit_name
from reviewer.workers.outlook.body import Words, plain_words, words_of
from reviewer.workers.outlook.fields import describe, is_mail
from reviewer.workers.outlook.header import date_text, field_line, header_block, parameter, subject_of
from reviewer.workers.outlook.properties import Attachment, Item
from reviewer.workers.outlook.smime import protection, signed_entity
from reviewer.workers.refusal import Refusal

REASON = "X-Evidence-Reviewer-Reason"
"""The header of a part whose bytes are not, or may not be, what was sent; its value says why."""
LARGEST = 512 * 2**20
"""Bytes of all texts and attachments of one message, those of attached messages included."""
MOST = 10_000
"""Attachments of one message, those of attached messages included."""

_LINE = 57  # bytes that make a line of 76 characters
_MOST_REASONS = 10  # of one attachment that its header tells
_AT_ONCE = 2**20  # bytes that are encoded at once
_BATCH = struct.Struct("76s" * 1_000)  # lines cut at once: ten times as fast as one by one
_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,60}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,100}")
_CID = re.compile(rb"""cid:([^"'\s>)]{1,500})""", re.IGNORECASE)
_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp",
    "tif": "image/tiff", "tiff": "image/tiff", "webp": "image/webp", "pdf": "application/pdf", "txt": "text/plain",
    "htm": "text/html", "html": "text/html", "csv": "text/csv", "ics": "text/calendar", "vcf": "text/vcard",
    "rtf": "application/rtf", "doc": "application/msword", "xls": "application/vnd.ms-excel", "zip": "application/zip",
    "ppt": "application/vnd.ms-powerpoint", "p7m": "application/pkcs7-mime", "p7s": "application/pkcs7-signature",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Converted:
    """A mail made from one of Outlook's formats, or from a signed message that was saved alone.

    ``remarks`` tell what could not be read, ``odd`` what was read by guess, ``protection`` how it was signed or
    encrypted; ``metadata`` holds what mail headers have no place for.
    """

    mime: bytes
    format: str
    remarks: Reasons = ()
    protection: Reasons = ()
    metadata: dict[str, str] = field(default_factory=dict)
    odd: Reasons = ()


@dataclass(slots=True)
class _Entity:
    """A part: its header, what writes its content, and what tells it from others."""

    head: bytes
    write: Callable[[BytesIO], None]
    seed: bytes = b""


@dataclass(slots=True)
class _Budget:
    left: int = LARGEST
    attachments: int = MOST
    odd: dict[Reason, None] = field(default_factory=dict)


def to_mime(item: Item, kind: str) -> Converted:
    """The mail of an item; ``kind`` is the name of its format for people."""
    remarks: list[Reason] = []
    budget = _Budget()
    mime = _message(item, budget, remarks)
    metadata = {"format": kind, "message class": item.message_class[:200]}
    if item.properties.number(0x0E07) & 8 and item.message_class.upper().startswith("IPM.NOTE"):
        metadata[NEVER_SENT] = pack((Reason("outlook.never_sent"),))
    lost = tuple(dict.fromkeys([*item.remarks, *remarks]))
    return Converted(mime, kind, lost, protection(item), metadata, tuple(budget.odd))


def _message(item: Item, budget: _Budget, remarks: list[Reason]) -> bytes:
    header = header_block(item)
    signed = signed_entity(item)
    if signed:
        return header + b"MIME-Version: 1.0\r\n" + signed
    words = words_of(item) if is_mail(item) else Words(plain=_described(item))
    budget.left -= len(words.plain) + len(words.html)
    if budget.left < 0:
        raise Refusal(Reason("outlook.message_large"))
    entity = _arrange(item, words, budget, remarks)
    out = BytesIO()
    out.write(header + b"MIME-Version: 1.0\r\n" + entity.head + b"\r\n")
    entity.write(out)
    budget.odd |= dict.fromkeys(item.properties.narrow.remarks)
    return out.getvalue()


def _described(item: Item) -> str:
    fields = "\r\n".join(f"{name}: {value}" for name, value in describe(item))
    return f"{fields}\r\n\r\n{plain_words(item)}"


def _arrange(item: Item, words: Words, budget: _Budget, remarks: list[Reason]) -> _Entity:
    """Alternatives of the body, pictures that it shows beside it, the other attachments behind (RFC 2046, RFC 2387)."""
    shown = {cid.decode("latin-1").lower() for cid in _CID.findall(words.html)}
    body = [_text("plain", words.plain.encode("utf-8", "replace"), "utf-8")] if words.plain or not words.html else []
    if words.html:
        body.append(_text("html", words.html, words.charset))
    inline: list[_Entity] = []
    behind: list[_Entity] = []
    for number, attachment in enumerate(item.attachments, 1):
        is_shown = attachment.item is None and _content_id(attachment).lower() in shown - {""}
        entity = _attached(attachment, number, budget, remarks, inline=is_shown)
        (inline if is_shown else behind).append(entity)
    whole = body[0] if len(body) == 1 else _multipart("alternative", body)
    if inline:
        whole = _multipart("related", [whole, *inline])
    return _multipart("mixed", [whole, *behind]) if behind else whole


def _multipart(kind: str, parts: list[_Entity]) -> _Entity:
    seed = hashlib.sha256(kind.encode())
    for part in parts:
        seed.update(hashlib.sha256(part.head + part.seed).digest())
    # No line of base64 or quoted-printable can begin with “--=_”, and an attached message has another digest.
    boundary = f"=_{seed.hexdigest()[:40]}"
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n'.encode()

    def write(out: BytesIO) -> None:
        for part in parts:
            out.write(b"--" + boundary.encode() + b"\r\n")
            out.write(part.head + b"\r\n")
            part.write(out)
            out.write(b"\r\n")
        out.write(b"--" + boundary.encode() + b"--\r\n")

    return _Entity(head, write, seed.digest())


def _text(kind: str, data: bytes, charset: str) -> _Entity:
    named = parameter("charset", charset).replace("\r\n", "") if charset else ""
    lines = data.replace(b"\r\n", b"")
    if b"\r" in lines or b"\n" in lines or b"\0" in lines or charset.startswith("utf-16"):
        coding, coded = "base64", _base64_lines(data)
    elif data.isascii() and max(map(len, data.split(b"\r\n"))) <= 998 and b"--=_" not in data:
        coding, coded = "7bit", data
    else:
        coding, coded = "quoted-printable", binascii.b2a_qp(data, istext=True)
    head = f"Content-Type: text/{kind}{named}\r\nContent-Transfer-Encoding: {coding}\r\n".encode()
    return _Entity(head, lambda out: _put(out, coded), hashlib.sha256(data).digest())


def _attached(attachment: Attachment, number: int, budget: _Budget, remarks: list[Reason], *, inline: bool) -> _Entity:
    name = _name(attachment, number)
    budget.attachments -= 1
    if attachment.item is not None and budget.attachments < 0:
        attachment.reasons = (Reason("outlook.attachments_over", limit=MOST),)
    elif attachment.item is not None:
        try:
            return _attached_message(attachment, name, attachment.item(), budget, remarks)
        except Refusal as refusal:
            attachment.reasons = (refusal.reason,)
    _explain(attachment, budget)
    kind = _media_type(attachment, name)
    place = "inline" if inline else "attachment"
    known = attachment.reasons
    head = _head(kind, name, place, attachment)

    def write(out: BytesIO) -> None:
        start = out.tell()
        _write_base64(out, attachment, budget)
        if attachment.reasons != known:  # it came out while the bytes were fetched, and belongs into the header
            content = out.getvalue()[start:]
            out.seek(start - len(head) - 2)
            out.truncate()
            out.write(_head(kind, name, place, attachment) + b"\r\n" + content)
        remarks.extend(each.because_of("outlook.attachment", name=name) for each in attachment.reasons)

    return _Entity(head, write, f"{number} {attachment.size}".encode())


def _attached_message(attachment: Attachment, name: str, item: Item, budget: _Budget, remarks: list[Reason]) -> _Entity:
    mime = _message(item, budget, item.remarks)
    found = list(dict.fromkeys(item.remarks))
    remarks += [remark.because_of("outlook.attached_message", name=name) for remark in found]
    attachment.reasons = (*attachment.reasons, *found)
    head = _head("message/rfc822", name, "attachment", attachment, coding="8bit")
    return _Entity(head, lambda out: _put(out, mime), hashlib.sha256(mime).digest())


def _explain(attachment: Attachment, budget: _Budget) -> None:
    """Why an attachment has no bytes, where that is known beforehand."""
    properties = attachment.properties
    if attachment.pieces is None and not attachment.reasons:
        path = properties.text(0x370D, 0x3708, 0x3713)
        method = properties.number(0x3705)
        if path and method in (2, 3, 4, 7):
            attachment.reasons = (Reason("outlook.attachment_elsewhere", path=path[:300]),)
        else:
            attachment.reasons = (Reason("outlook.attachment_missing"),)
    elif attachment.size > budget.left:
        attachment.pieces = None
        attachment.reasons = (Reason("outlook.attachment_large_by", count=attachment.size),)


def _write_base64(out: BytesIO, attachment: Attachment, budget: _Budget) -> None:
    start, rest = out.tell(), b""
    for piece in attachment.pieces() if attachment.pieces else ():
        budget.left -= len(piece)
        if budget.left < 0:
            out.seek(start)
            out.truncate()
            attachment.reasons = (Reason("outlook.attachment_large"),)
            return
        for at in range(0, len(piece), _AT_ONCE):
            rest += piece[at : at + _AT_ONCE]
            whole = len(rest) // _LINE * _LINE
            out.write(_base64_lines(rest[:whole]))
            rest = rest[whole:]
    out.write(_base64_lines(rest))


def _base64_lines(data: bytes) -> bytes:
    coded = binascii.b2a_base64(data, newline=False)
    whole = len(coded) // _BATCH.size * _BATCH.size
    pieces = [b"\r\n".join((*batch, b"")) for batch in _BATCH.iter_unpack(memoryview(coded)[:whole])]
    pieces += [coded[at : at + 76] + b"\r\n" for at in range(whole, len(coded), 76)]
    return b"".join(pieces)


def _put(out: BytesIO, data: bytes) -> None:
    out.write(data)


def _head(kind: str, name: str, place: str, attachment: Attachment, *, coding: str = "base64") -> bytes:
    head = f"Content-Type: {kind}{parameter('name', name)}\r\nContent-Transfer-Encoding: {coding}\r\n"
    head += f"Content-Disposition: {place}{parameter('filename', name)}"
    times = (("creation-date", 0x3007), ("modification-date", 0x3008))
    for label, key in times:
        time = attachment.properties.time(key)
        if time:
            head += f';\r\n {label}="{date_text(time)}"'
    made = f"{head}\r\n".encode("ascii")
    cid = _content_id(attachment)
    if cid:
        made += field_line("Content-ID", f"<{cid}>")
    if attachment.reasons:
        made += field_line(REASON, pack(attachment.reasons[:_MOST_REASONS]))
    return made


def _content_id(attachment: Attachment) -> str:
    return re.sub(r"[\s<>]+", "", attachment.properties.text(0x3712))[:500]


def _media_type(attachment: Attachment, name: str) -> str:
    """What the message says it is, unless that would be taken apart; else by the ending of its name."""
    named = attachment.properties.text(0x370E).strip().lower()
    if _TYPE.fullmatch(named) and not named.startswith(("multipart/", "message/")):
        return named
    return _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def _name(attachment: Attachment, number: int) -> str:
    properties = attachment.properties
    name = properties.text(0x3707, 0x3704, 0x3001)
    if attachment.item is not None:
        stem = re.sub(r"[/\\:]", "-", name or subject_of(properties) or "attached message")
        name = re.sub(r"\.(?:msg|eml)\Z", "", stem, flags=re.IGNORECASE) + ".eml"
    ending = re.sub(r"[^A-Za-z0-9]", "", properties.text(0x3703))[:8]
    if name and ending and "." not in name:
        name = f"{name}.{ending}"
    return fit_name(name, str(number), _TYPES.get(ending.lower(), ""))
