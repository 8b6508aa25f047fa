"""MAPI properties, the one vocabulary of Outlook's messages, attachment containers and stores ([MS-OXPROPS]).

Values are kept as the bytes that were found, and read only when they are asked for.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.workers.outlook.narrow import Narrow, narrow_of

INT16, INT32, FLOAT32, FLOAT64, APPTIME, BOOLEAN, OBJECT, INT64 = 0x02, 0x03, 0x04, 0x05, 0x07, 0x0B, 0x0D, 0x14
STRING8, UNICODE, TIME, GUID, BINARY, MULTIPLE = 0x1E, 0x1F, 0x40, 0x48, 0x0102, 0x1000

FIXED = {INT16: 2, INT32: 4, FLOAT32: 4, FLOAT64: 8, 0x06: 8, APPTIME: 8, 0x0A: 4, BOOLEAN: 2, INT64: 8, TIME: 8}
"""Bytes of the values that have a fixed size."""

Key = int | tuple[str, int | str]
"""A property: its number below 0x8000, or the set and the number or name of a named one."""
Raw = bytes | tuple[bytes, ...]

APPOINTMENT = "00062002-0000-0000-c000-000000000046"
TASK = "00062003-0000-0000-c000-000000000046"
ADDRESS = "00062004-0000-0000-c000-000000000046"
COMMON = "00062008-0000-0000-c000-000000000046"
JOURNAL = "0006200a-0000-0000-c000-000000000046"
NOTE = "0006200e-0000-0000-c000-000000000046"
MEETING = "6ed8da90-450b-101b-98da-00aa003f1305"
PUBLIC = "00020329-0000-0000-c000-000000000046"
HEADERS = "00020386-0000-0000-c000-000000000046"

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Properties:
    """The properties of one message, recipient, attachment or folder; ``narrow`` reads its 8-bit strings."""

    values: dict[Key, tuple[int, Raw]] = field(default_factory=dict)
    narrow: Narrow = field(default_factory=Narrow)

    def __contains__(self, key: Key) -> bool:
        return key in self.values

    def add(self, key: Key, kind: int, raw: Raw) -> None:
        """Keep a value, unless one that says more is there."""
        if key not in self.values or not self.values[key][1]:
            self.values[key] = (kind, raw)

    def text(self, *keys: Key, charset: str = "") -> str:
        """The first of these properties that is a text and not empty; ``charset`` is a set to try before others."""
        for key in keys:
            kind, raw = self.values.get(key, (0, b""))
            if not isinstance(raw, bytes) or not raw or kind not in (STRING8, UNICODE):
                continue
            if text := self._text(kind, raw, charset):
                return text
        return ""

    def texts(self, key: Key) -> list[str]:
        """A property of several texts."""
        kind, raw = self.values.get(key, (0, b""))
        if isinstance(raw, bytes):
            return [text] if (text := self.text(key)) else []
        return [self._text(kind & ~MULTIPLE, one) for one in raw] if kind & ~MULTIPLE in (STRING8, UNICODE) else []

    def raw(self, key: Key) -> bytes:
        """The bytes of a property, as they stand."""
        raw = self.values.get(key, (0, b""))[1]
        return raw if isinstance(raw, bytes) else b""

    def kind(self, key: Key) -> int:
        """The type of a property, or 0."""
        return self.values.get(key, (0, b""))[0]

    def number(self, key: Key, default: int = 0) -> int:
        """An integer or a truth value."""
        kind, raw = self.values.get(key, (0, b""))
        size = {INT16: 2, INT32: 4, 0x0A: 4, BOOLEAN: 1, INT64: 8}.get(kind, 0)
        if not size or not isinstance(raw, bytes) or len(raw) < size:
            return default
        return int.from_bytes(raw[:size], "little", signed=kind != BOOLEAN)

    def real(self, key: Key) -> float:
        """A floating-point number, or 0."""
        kind, raw = self.values.get(key, (0, b""))
        if kind == FLOAT64 and isinstance(raw, bytes) and len(raw) >= 8:
            return float(struct.unpack_from("<d", raw)[0])
        return 0.0

    def time(self, *keys: Key) -> datetime | None:
        """The first of these times that is one, in UTC ([MS-DTYP] FILETIME: 100 ns since 1601)."""
        for key in keys:
            kind, raw = self.values.get(key, (0, b""))
            if kind == TIME and isinstance(raw, bytes) and len(raw) >= 8:
                ticks = int.from_bytes(raw[:8], "little")
                if 0 < ticks < 0x0CB34557A3DD4000:  # Outlook's "none" is the end of the year 4500
                    return _EPOCH + timedelta(microseconds=ticks // 10)
        return None

    def _text(self, kind: int, raw: bytes, charset: str = "") -> str:
        if kind == UNICODE:
            text = raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace")
        else:
            text = self.narrow.text(raw.rstrip(b"\0"), charset)
        return text.rstrip("\0").replace("\0", "\ufffd")

    def settle_charset(self, fallback: Narrow, page: int = 0) -> Narrow:
        """Take the character sets of 8-bit strings from what the message says of itself; returns them.

        ``page`` is the code page that a container names beside the properties.
        """
        found = (raw for kind, raw in self.values.values() if kind == STRING8 and isinstance(raw, bytes))
        pages = (page or self.number(0x3FFD), self.number(0x3FDE))
        self.narrow = narrow_of(pages, self.number(0x3FF1), found, fallback)
        return self.narrow


@dataclass(slots=True)
class Attachment:
    """One attachment: bytes in pieces, or an attached message; ``reasons`` tell why there is neither, or not all."""

    properties: Properties
    pieces: Callable[[], Iterable[bytes]] | None = None
    item: Callable[[], Item] | None = None
    size: int = 0
    reasons: Reasons = ()


@dataclass(slots=True)
class Item:
    """A message, appointment, contact, task or note, and what could not be read of it."""

    properties: Properties
    recipients: list[Properties] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    remarks: list[Reason] = field(default_factory=list)

    @property
    def message_class(self) -> str:
        """What Outlook calls this sort of item, such as IPM.Note."""
        return self.properties.text(0x001A) or "IPM.Note"


def filetime(time: datetime) -> bytes:
    """A time as the 8 bytes of a FILETIME; ValueError before 1601."""
    ticks = (time - _EPOCH) // timedelta(microseconds=1) * 10
    if ticks < 0:
        raise ValueError(time)
    return ticks.to_bytes(8, "little")


def guid_text(raw: bytes) -> str:
    """16 bytes as the usual text of a GUID, in lower case."""
    return str(uuid.UUID(bytes_le=raw)) if len(raw) == 16 else ""
