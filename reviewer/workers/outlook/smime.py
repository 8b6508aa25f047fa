"""Outlook's messages that were signed or encrypted by S/MIME: what they are, and the signed part as it was sent."""

from __future__ import annotations

import re

from reviewer.workers.email.header import split_headers
from reviewer.workers.email.parameters import parse_value
from reviewer.workers.outlook.properties import Attachment, Item

_CLASSES = ("IPM.NOTE.SMIME", "IPM.NOTE.SECURE")
# Content types of RFC 5652 in DER: 1.2.840.113549.1.7.2, .3, and .1.9.16.1.23 (RFC 5083)
_SIGNED = bytes.fromhex("06092a864886f70d010702")
_ENVELOPED = bytes.fromhex("06092a864886f70d010703")
_AUTHENTICATED = bytes.fromhex("060b2a864886f70d0109100117")
_HEAD = 64
_LARGEST = 64 * 2**20  # bytes of a signed message that are shown and not just kept
_MULTIPART = re.compile(rb"content-type[ \t]*:\s*multipart/signed", re.IGNORECASE)


def protection(item: Item) -> str:
    """A phrase for people when the message is signed or encrypted, else empty."""
    if not item.message_class.upper().startswith(_CLASSES):
        return ""
    if signed_entity(item) or "MULTIPARTSIGNED" in item.message_class.upper():
        return "signed (S/MIME)"
    head = _bytes(item.attachments[0], _HEAD) if len(item.attachments) == 1 else b""
    if _SIGNED in head:
        return "signed (S/MIME)"
    if _ENVELOPED in head or _AUTHENTICATED in head:
        return "encrypted (S/MIME)"
    return "signed or encrypted (S/MIME)"


def signed_entity(item: Item) -> bytes:
    """The multipart/signed with its own header, which Outlook keeps as the only attachment; empty if there is none."""
    if not item.message_class.upper().startswith(_CLASSES) or len(item.attachments) != 1:
        return b""
    data = _bytes(item.attachments[0], _LARGEST)
    if not _MULTIPART.search(data[:2_000]) or len(data) >= _LARGEST or item.attachments[0].reason:
        return b""  # what is not whole is better kept as an attachment
    headers, body = split_headers(data, 0, len(data))
    kind, parameters = parse_value(headers.first("content-type"))
    boundary = parameters.get("boundary", "").encode("utf-8", "replace")
    if kind != "multipart/signed" or not boundary or b"--" + boundary not in data[body:]:
        return b""
    content_type = headers.first("content-type").strip().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return b"Content-Type: " + content_type + b"\r\n\r\n" + data[body:]


def _bytes(attachment: Attachment, most: int) -> bytes:
    out = bytearray()
    for piece in attachment.pieces() if attachment.pieces else ():
        out += piece
        if len(out) >= most:
            break
    return bytes(out[:most])
