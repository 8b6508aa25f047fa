"""Outlook's message files (.msg) as mail."""

from __future__ import annotations

from reviewer.workers.outlook.mime import Converted, to_mime
from reviewer.workers.outlook.ole import open_message

FORMAT = "Outlook message"


def msg_to_mime(data: bytes) -> Converted:
    """The mail in a .msg file; Refusal when the file is none or too damaged."""
    return to_mime(open_message(data), FORMAT)
