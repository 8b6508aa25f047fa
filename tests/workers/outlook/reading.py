"""Reading what was made with the standard library's parser, which knows nothing of ours."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage


def parsed(mime: bytes) -> EmailMessage:
    message = email.message_from_bytes(mime, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def attachments(message: EmailMessage) -> list[tuple[str, bytes]]:
    """Name and bytes of each attachment in order; an attached message as it stands in the mail's own reading."""
    found = []
    for part in message.walk():
        if part is not message and part.get_content_disposition() and part.get_content_type() != "message/rfc822":
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            found.append((part.get_filename() or "", data))
    return found


def inner(message: EmailMessage) -> list[EmailMessage]:
    """The messages attached to a message."""
    found = []
    for part in message.iter_attachments():
        if part.get_content_type() == "message/rfc822":
            payload = part.get_payload()
            assert isinstance(payload, list)
            found += [one for one in payload if isinstance(one, EmailMessage)]
    return found


def text(message: EmailMessage, kind: str = "plain") -> str:
    """The text of the body, with the line ends of Python."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
