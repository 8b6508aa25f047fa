"""Messages of Outlook for Mac, one XML file each in an archive (.olm), as the items that Outlook's other formats give.

There is no published description; names of elements and attributes are those that the program writes. Attachments lie
in the archive beside the messages, which name their places.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.xml import Element, attr, name, parse, words
from reviewer.workers.outlook.mime import Converted, to_mime
from reviewer.workers.outlook.properties import INT32, TIME, UNICODE, Attachment, Item, Properties, filetime
from reviewer.workers.refusal import Refusal

FORMAT = "Outlook for Mac message"
Fetch = Callable[[str], bytes | None]
_TEXTS = {
    "Subject": 0x0037, "Body": 0x1000, "HTMLBody": 0x1013, "MessageID": 0x1035, "InReplyTo": 0x1042,
    "References": 0x1039, "ThreadTopic": 0x0070, "Source": 0x007D,
}  # fmt: skip
_PEOPLE = (("ToAddresses", 1), ("CCAddresses", 2), ("BCCAddresses", 3))
_SENDERS = (("FromAddresses", 0x0042, 0x0065), ("SenderAddress", 0x0C1A, 0x0C1F))
_TIMES = {"SentTime": 0x0039, "ReceivedTime": 0x0E06}
_PREFIX = ":OPFMessageCopy"
_MOST_PEOPLE = 10_000
_MOST_ATTACHMENTS = 10_000


def mac_to_mime(data: bytes, fetch: Fetch = lambda _: None) -> Converted:
    """The mail of a message; Refusal when it holds none. ``fetch`` gets the bytes of an attachment by its place."""
    parsed = parse(data)
    found = [each for each in parsed.root if name(each) == ":email"] if name(parsed.root) == ":emails" else []
    if not found:
        raise Refusal(Reason("outlook.no_message"))
    item = _item(found[0], fetch)
    item.attachments += [_attached(each, number, fetch) for number, each in enumerate(found[1:], 2)]
    if parsed.mended:
        item.remarks.append(Reason("office.xml_damaged"))
    if parsed.entities:
        item.remarks.append(Reason("office.entities_left_out"))
    return to_mime(item, FORMAT)


def _item(email: Element, fetch: Fetch) -> Item:
    item = Item(Properties())
    parts = {name(each).removeprefix(_PREFIX): each for each in email if name(each).startswith(_PREFIX)}
    for key, number in _TEXTS.items():
        if key in parts:
            item.properties.add(number, UNICODE, _wide(words(parts[key])))
    for key, number in _TIMES.items():
        if key in parts and (time := _time(words(parts[key]))):
            item.properties.add(number, TIME, time)
    for key, shown, address in _SENDERS:
        for person in _people(parts.get(key))[:1]:
            item.properties.add(shown, UNICODE, _wide(person[0]))
            item.properties.add(address, UNICODE, _wide(person[1]))
    for key, role in _PEOPLE:
        item.recipients += [_recipient(*person, role) for person in _people(parts.get(key))]
    for each in list(parts.get("AttachmentList", ()))[:_MOST_ATTACHMENTS]:
        item.attachments.append(_attachment(each, fetch))
    return item


def _people(parent: Element | None) -> list[tuple[str, str]]:
    """The names and addresses in a list of people."""
    found = [each for each in parent if name(each) == ":emailAddress"] if parent is not None else []
    return [
        (attr(each, "OPFContactEmailAddressName"), attr(each, "OPFContactEmailAddressAddress"))
        for each in found[:_MOST_PEOPLE]
    ]


def _recipient(shown: str, address: str, role: int) -> Properties:
    made = Properties()
    made.add(0x3001, UNICODE, _wide(shown))
    made.add(0x3003, UNICODE, _wide(address))
    made.add(0x0C15, INT32, role.to_bytes(4, "little"))
    return made


def _attachment(told: Element, fetch: Fetch) -> Attachment:
    """An attachment: its bytes where they can be fetched, else where it lies in the archive."""
    properties = Properties()
    properties.add(0x3707, UNICODE, _wide(attr(told, "OPFAttachmentName")))
    properties.add(0x370E, UNICODE, _wide(attr(told, "OPFAttachmentContentType")))
    properties.add(0x3712, UNICODE, _wide(attr(told, "OPFAttachmentContentID")))
    path = attr(told, "OPFAttachmentURL")
    data = fetch(path) if path else None
    if data is not None:
        return Attachment(properties, pieces=lambda: (data,), size=len(data))
    why = Reason("outlook.attachment_elsewhere", path=path) if path else Reason("outlook.attachment_missing")
    return Attachment(properties, reasons=(why,))


def _attached(email: Element, number: int, fetch: Fetch) -> Attachment:
    """A further message of the same file."""
    properties = Properties()
    properties.add(0x3707, UNICODE, _wide(f"message {number}.eml"))
    return Attachment(properties, item=lambda: _item(email, fetch))


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le", "replace")


def _time(text: str) -> bytes:
    """A time, which is UTC where it names no zone."""
    try:
        time = datetime.fromisoformat(text.strip())
        return filetime(time if time.tzinfo else time.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return b""
