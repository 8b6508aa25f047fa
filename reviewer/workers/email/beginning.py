"""Whether bytes begin as mail: one message, or a mailbox of several."""

from __future__ import annotations

import re

from reviewer.workers.email.mbox import Splitter

HEAD = 65_536
"""Bytes from the beginning that are enough to tell."""

_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*(?:\d{1,10}[ \t]*\r?\n(?=[!-9;-~]{1,100}:))?")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)")
_ENVELOPE_LIKE = re.compile(rb">*From [^\n]{0,1000}\n")
_MOST_JUNK = 3  # lines in a header block that are no header

_MAC_MESSAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,100}(?:<\?xml[^>]{0,200}\?>\s{0,100})?<emails\b[^>]{0,500}>\s{0,100}<email\b"
)

_STRONG = frozenset(
    b"message-id received return-path mime-version delivered-to x-mozilla-status x-originating-ip dkim-signature "
    b"content-transfer-encoding x-mailer".split()
)
_ONLY_MAIL = re.compile(
    rb"content-type[ \t]*:\s*multipart/|subject:.{0,200}=\?[^?\s]{1,60}\?[bq]\?", re.IGNORECASE | re.DOTALL
)
_KNOWN = _STRONG | frozenset(
    b"from to cc bcc date subject sender reply-to in-reply-to references content-type newsgroups "
    b"resent-from resent-date x-from x-to list-id user-agent content-disposition content-id x-priority lines status "
    b"envelope-to".split()
)


def is_mbox(head: bytes) -> bool:
    """Whether a mailbox begins here: at least two messages, or one that goes on beyond the head."""
    found = Splitter().feed(head, last=True) if b"From " in head[:HEAD] else []
    return len(found) > 1 or (len(found) == 1 and len(head) >= HEAD)


def is_mail(head: bytes) -> bool:
    """Whether the first block is a mail header: at least two well-known names, or one that only mail has."""
    head = head[:HEAD]
    if b"\n" not in head:
        head = head.replace(b"\r", b"\n")
    leading = _LEADING.match(head)
    at = leading.end() if leading else 0
    known: set[bytes] = set()
    junk = fields = 0
    while at < len(head):
        field = _FIELD.match(head, at)
        if field:
            fields += 1
            name = field[1].lower()
            if name in _KNOWN:
                known.add(b"message-id" if _ONLY_MAIL.match(field[0]) else name)
                if len(known) >= 2:
                    return True
            at = field.end()
            continue
        if head.startswith((b"\n", b"\r\n"), at):
            break
        envelope = _ENVELOPE_LIKE.match(head, at)
        if envelope:
            at = envelope.end()
            continue
        junk += 1
        line_end = head.find(b"\n", at) + 1
        if junk > _MOST_JUNK or not line_end or not fields:
            break
        at = line_end
    return bool(known & _STRONG) and not junk


def is_mac_message(head: bytes) -> bool:
    """Whether a message of Outlook for Mac begins here, an XML file as its archives (.olm) hold them."""
    return _MAC_MESSAGE.match(head) is not None
