"""Outlook's attachment containers (winmail.dat) as mail ([MS-OXTNEF])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.outlook.compound import is_compound
from reviewer.workers.outlook.mime import Converted, to_mime
from reviewer.workers.outlook.narrow import Narrow
from reviewer.workers.outlook.properties import (
    BINARY,
    FIXED,
    GUID,
    INT32,
    MULTIPLE,
    OBJECT,
    STRING8,
    TIME,
    UNICODE,
    Attachment,
    Item,
    Key,
    Properties,
    Raw,
    filetime,
    guid_text,
)
from reviewer.workers.refusal import ReasonedError, Refusal

FORMAT = "Outlook attachment container (winmail.dat)"
DEEPEST = 20
"""Levels of containers within containers that are unpacked."""
MOST = 10_000
"""Attributes of one container, recipients of one message, and properties of one object that are read."""

_SIGNATURE = 0x223E9F78
_IN_MESSAGE, _IN_ATTACHMENT = 1, 2
_MESSAGE_OBJECT = "00020307-0000-0000-c000-000000000046"
_CUT = Reason("outlook.container_cut")
_TRIPLE = 4  # of an address: the kind that is in use

# Attributes of the message that are texts, and the properties that say the same (section 2.1.3.3).
_TEXTS = {0x8004: 0x0037, 0x8008: 0x001A, 0x800C: 0x1000}
_TIMES = {0x8005: 0x0039, 0x8006: 0x0E06, 0x8020: 0x3008, 0x0006: 0x0060, 0x0007: 0x0061}
_FILE_TIMES = {0x8012: 0x3007, 0x8013: 0x3008}
_CLASSES = {
    "IPM.MICROSOFT MAIL.NOTE": "IPM.Note", "IPM.MICROSOFT SCHEDULE.MTGREQ": "IPM.Schedule.Meeting.Request",
    "IPM.MICROSOFT SCHEDULE.MTGRESPP": "IPM.Schedule.Meeting.Resp.Pos",
    "IPM.MICROSOFT SCHEDULE.MTGRESPN": "IPM.Schedule.Meeting.Resp.Neg",
    "IPM.MICROSOFT SCHEDULE.MTGRESPA": "IPM.Schedule.Meeting.Resp.Tent",
    "IPM.MICROSOFT SCHEDULE.MTGCNCL": "IPM.Schedule.Meeting.Canceled",
    "IPM.MICROSOFT MAIL.NON-DELIVERY": "Report.IPM.Note.NDR",
    "IPM.MICROSOFT MAIL.READ RECEIPT": "Report.IPM.Note.IPNRN",
}  # fmt: skip


class _CutError(ReasonedError):
    """The data end before what they announce, or, as the reason says, are more than is read."""


@dataclass(slots=True)
class _Cursor:
    """A place in some bytes, which no reading leaves."""

    data: memoryview
    at: int = 0

    def take(self, count: int) -> bytes:
        if count < 0 or self.at + count > len(self.data):
            raise _CutError(_CUT)
        self.at += count
        return bytes(self.data[self.at - count : self.at])

    def number(self, size: int = 4) -> int:
        return int.from_bytes(self.take(size), "little")

    @property
    def left(self) -> int:
        return len(self.data) - self.at


@dataclass(slots=True)
class _Container:
    """What one container holds, while it is read."""

    depth: int
    page: int = 0
    item: Item = field(default_factory=lambda: Item(Properties()))


def tnef_to_mime(data: bytes) -> Converted:
    """The mail in a winmail.dat; Refusal when it is none."""
    return to_mime(open_container(data), FORMAT)


def open_container(data: bytes, depth: int = 1) -> Item:
    """The message in a container, with its attachments; what cannot be read is among its remarks."""
    if len(data) < 6 or int.from_bytes(data[:4], "little") != _SIGNATURE:
        raise Refusal(Reason("outlook.no_container"))
    container = _Container(depth)
    legacy: list[tuple[int, bytes]] = []
    for level, attribute, content in _attributes(data, container.item.remarks):
        try:
            if level == _IN_ATTACHMENT:
                _to_attachment(container, attribute, content)
            elif attribute == 0x9007 and len(content) >= 4:
                container.page = int.from_bytes(content[:4], "little")
            elif attribute == 0x9003:
                _read_properties(_Cursor(memoryview(content)), container.item.properties)
            elif attribute == 0x9004:
                _recipients(content, container)
            else:
                legacy.append((attribute, content))
        except _CutError as cut:
            container.item.remarks.append(cut.reason)
    _add_legacy(container, legacy)
    _finish(container)
    return container.item


def _attributes(data: bytes, remarks: list[Reason]) -> Iterator[tuple[int, int, bytes]]:
    """Level, attribute and bytes, one after the other (section 2.1.3.1); the last as far as it goes."""
    cursor = _Cursor(memoryview(data), 6)
    for _ in range(MOST):
        if cursor.left < 9 or cursor.data[cursor.at] not in (_IN_MESSAGE, _IN_ATTACHMENT):
            if cursor.left > 9 and any(cursor.data[cursor.at :]):
                remarks.append(Reason("outlook.container_trailing", count=cursor.left))
            return
        level, attribute, _kind = cursor.number(1), cursor.number(2), cursor.number(2)
        size = cursor.number(4)
        if size > cursor.left:
            remarks.append(Reason("outlook.container_cut_at", found=cursor.left, size=size))
            yield level, attribute, cursor.take(cursor.left)
            return
        content = cursor.take(size)
        given = cursor.number(2) if cursor.left >= 2 else -1
        if given != sum(content) & 0xFFFF and given != -1:
            remarks.append(Reason("outlook.container_checksum"))
        yield level, attribute, content
    remarks.append(Reason("outlook.container_parts_many", limit=MOST))


def _read_properties(cursor: _Cursor, into: Properties) -> None:
    """A list of MAPI properties (section 2.1.3.4)."""
    count = cursor.number()
    for _ in range(min(count, MOST)):
        kind, number = cursor.number(2), cursor.number(2)
        key: Key = number
        if number >= 0x8000:
            group, named = guid_text(cursor.take(16)), cursor.number()
            if named:
                name = _padded(cursor, cursor.number()).decode("utf-16-le", "replace").rstrip("\0")
                key = (group, name)
            else:
                key = (group, cursor.number())
        raw = _value(cursor, kind)
        into.add(key, kind, raw)
    if count > MOST:
        raise _CutError(Reason("outlook.container_properties_many", count=count, limit=MOST))


def _value(cursor: _Cursor, kind: int) -> Raw:
    single = kind & ~MULTIPLE
    if single in FIXED and not kind & MULTIPLE:
        return cursor.take(max(FIXED[single], 4))
    if single in FIXED or (single == GUID and kind & MULTIPLE):
        size = 16 if single == GUID else max(FIXED[single], 4)
        return tuple(cursor.take(size) for _ in range(_bounded(cursor)))
    if single == GUID:
        return cursor.take(16)
    if single not in (STRING8, UNICODE, BINARY, OBJECT):
        raise _CutError(_CUT)  # a type that is not known has no known size
    values = tuple(_padded(cursor, cursor.number()) for _ in range(_bounded(cursor)))
    return values if kind & MULTIPLE else values[0] if values else b""


def _bounded(cursor: _Cursor) -> int:
    count = cursor.number()
    if count > cursor.left // 4:
        raise _CutError(_CUT)
    return count


def _padded(cursor: _Cursor, size: int) -> bytes:
    data = cursor.take(size)
    cursor.at = min(cursor.at + -size % 4, len(cursor.data))
    return data


def _recipients(content: bytes, container: _Container) -> None:
    cursor = _Cursor(memoryview(content))
    count = cursor.number()
    for _ in range(min(count, MOST)):
        recipient = Properties()
        container.item.recipients.append(recipient)
        _read_properties(cursor, recipient)
    if count > MOST:
        raise _CutError(Reason("outlook.recipients_many", count=count, limit=MOST))


def _to_attachment(container: _Container, attribute: int, content: bytes) -> None:
    attachments = container.item.attachments
    if attribute == 0x9002 or not attachments:
        attachments.append(Attachment(Properties()))
    attachment = attachments[-1]
    properties = attachment.properties
    if attribute == 0x800F:
        attachment.pieces, attachment.size = (lambda: (content,)), len(content)
    elif attribute == 0x8010:
        properties.add(0x3704, STRING8, content)
    elif attribute in _FILE_TIMES:
        properties.add(_FILE_TIMES[attribute], TIME, _time(content))
    elif attribute == 0x9005:
        try:
            _read_properties(_Cursor(memoryview(content)), properties)
        finally:
            _object(attachment, container)


def _object(attachment: Attachment, container: _Container) -> None:
    """An attachment that is kept as a property: a message, an embedded object, or just bytes."""
    data = attachment.properties.raw(0x3701)
    if not data:
        return
    inner = data
    if attachment.properties.kind(0x3701) == OBJECT and len(data) > 16:
        inner = data[16:]
        if guid_text(data[:16]) == _MESSAGE_OBJECT or inner[:4] == _SIGNATURE.to_bytes(4, "little"):
            if container.depth < DEEPEST:
                attachment.item = lambda: open_container(inner, container.depth + 1)
                return
            attachment.reasons = (Reason("outlook.containers_deep", limit=DEEPEST),)
        elif not is_compound(inner):
            attachment.reasons = (Reason("outlook.embedded_as_is"),)
    attachment.pieces, attachment.size = (lambda: (inner,)), len(inner)


def _add_legacy(container: _Container, found: list[tuple[int, bytes]]) -> None:
    """The older attributes, where the properties do not say the same already."""
    properties = container.item.properties
    for attribute, content in found:
        if attribute in _TEXTS:
            properties.add(_TEXTS[attribute], STRING8, content)
        elif attribute in _TIMES:
            properties.add(_TIMES[attribute], TIME, _time(content))
        elif attribute == 0x8000:
            _sender(properties, content)
        elif attribute == 0x8009:
            text = content.rstrip(b"\0")
            if b"@" in text:
                properties.add(0x1035, STRING8, text)
        elif attribute == 0x800D and len(content) >= 2:
            importance = {1: 2, 2: 1, 3: 0}.get(int.from_bytes(content[:2], "little"), 1)
            properties.add(0x0017, INT32, importance.to_bytes(4, "little"))


def _sender(properties: Properties, content: bytes) -> None:
    """An address as a triple: kind, length of name, length of address, both (section 2.1.3.3.8)."""
    if len(content) < 8 or int.from_bytes(content[:2], "little") != _TRIPLE:
        return
    _, _, name_size, address_size = struct.unpack_from("<HHHH", content)
    name = content[8 : 8 + name_size].rstrip(b"\0")
    address = content[8 + name_size : 8 + name_size + address_size].rstrip(b"\0")
    kind, colon, plain = address.partition(b":")
    properties.add(0x0C1A, STRING8, name)
    properties.add(0x0C1E, STRING8, kind if colon else b"")
    properties.add(0x0C1F, STRING8, plain if colon else address)


def _time(content: bytes) -> bytes:
    """A date of the older attributes, year to second in 16 bits each, as the bytes of a FILETIME; empty if it is none.

    Nothing tells its zone; Outlook writes UTC.
    """
    if len(content) < 12:
        return b""
    year, month, day, hour, minute, second = struct.unpack_from("<6H", content)
    try:
        return filetime(datetime(year, month, day, hour, minute, second, tzinfo=UTC))
    except ValueError:
        return b""


def _finish(container: _Container) -> None:
    item = container.item
    properties = item.properties
    narrow = properties.settle_charset(Narrow(), container.page)
    kind = properties.text(0x001A)
    known = _CLASSES.get(kind.upper())
    if known:
        properties.values[0x001A] = (UNICODE, known.encode("utf-16-le"))
    for one in (*item.recipients, *(attachment.properties for attachment in item.attachments)):
        one.narrow = narrow
    for attachment in item.attachments:
        if attachment.pieces is None and attachment.item is None and 0x3701 in attachment.properties:
            _object(attachment, container)
