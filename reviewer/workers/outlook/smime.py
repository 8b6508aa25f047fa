"""Outlook's messages that were signed or encrypted by S/MIME: what they are, and the signed part as it was sent."""

from __future__ import annotations

import re

from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.workers.email.cms import Wrap, wrap_of
from reviewer.workers.email.header import split_headers
from reviewer.workers.email.parameters import parse_value
from reviewer.workers.outlook.properties import Attachment, Item

_CLASSES = ("IPM.NOTE.SMIME", "IPM.NOTE.SECURE")
_HEAD = 64
_LARGEST = 64 * 2**20  # bytes of a signed message that are shown and not just kept
_MULTIPART = re.compile(rb"content-type[ \t]*:\s*multipart/signed", re.IGNORECASE)


def protection(item: Item) -> Reasons:
    """Whether the message is signed or encrypted, as far as can be told."""
    if not item.message_class.upper().startswith(_CLASSES):
        return ()
    if signed_entity(item) or "MULTIPARTSIGNED" in item.message_class.upper():
        return (Reason("outlook.signed"),)
    head = _bytes(item.attachments[0], _HEAD) if len(item.attachments) == 1 else b""
    wrap = wrap_of(head)
    if wrap in (Wrap.SIGNED, Wrap.ENCRYPTED):
        return (Reason("outlook.signed" if wrap is Wrap.SIGNED else "outlook.encrypted"),)
    return (Reason("email.signed_or_encrypted"),)


def signed_entity(item: Item) -> bytes:
    """The multipart/signed with its own header, which Outlook keeps as the only attachment; empty if there is none."""
    if not item.message_class.upper().startswith(_CLASSES) or len(item.attachments) != 1:
        return b""
    data = _bytes(item.attachments[0], _LARGEST)
    if not _MULTIPART.search(data[:2_000]) or len(data) >= _LARGEST or item.attachments[0].reasons:
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
