"""What every reader of archives is, and how a member's bytes are taken from it."""

from __future__ import annotations

import io
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from reviewer.domain.evidence.reading import Member
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.archive.limits import Allowance
from reviewer.workers.refusal import ReasonedError

CHUNK = 256 * 1024
"""Bytes that are unpacked at a time."""

PART = 4 * 2**20
"""Bytes that are handed on at a time, of a member that is too large to hold."""


class DamagedError(ReasonedError):
    """The bytes of a member cannot be unpacked further."""


class LockedError(ReasonedError):
    """A password for a member is missing."""


class Archive(ABC):
    """An archive that was opened; its members are taken out one after the other.

    ``format`` is what it is for people. ``declared`` is how many members its own list says it has, folders left out,
    or None where it keeps no list. Members flagged "recovered" stand beside that list. ``remarks`` tell
    what could not be read, final once all members were taken. ``password`` counts, from 1, which of those given has
    opened something, 0 for none. ``locked`` says that not even the names of the members can be read without one,
    ``opaque`` that nothing here can read them.
    """

    def __init__(self, format_name: str, allowance: Allowance) -> None:
        self.format = format_name
        self.declared: int | None = None
        self.remarks: list[Reason] = []
        self.password = 0
        self.locked = False
        self.opaque = False
        self._allowance = allowance

    @abstractmethod
    def members(self) -> Iterator[tuple[Member, Data]]:
        """Each member with its bytes, once; raises nothing for damage, which becomes a reason or a remark."""

    def _remark(self, reason: Reason) -> None:
        if reason not in self.remarks:
            self.remarks.append(reason)


class Readable(Protocol):
    """Bytes that come out in order; ``fault`` says, once they have, what was wrong with them."""

    fault: Reason | None

    def read(self, most: int, /) -> bytes:
        """Up to ``most`` bytes, none at the end; raises DamagedError."""


@dataclass(frozen=True, slots=True)
class Handed:
    """Bytes of a member that were handed on as they came out: how many, and their CRC-32."""

    size: int
    checksum: int

    def __len__(self) -> int:
        return self.size


Data = bytes | Handed
"""A member's bytes, or what is known of them once they are out of hand."""


def checksum(data: Data) -> int:
    """The CRC-32 of a member's bytes."""
    return data.checksum if isinstance(data, Handed) else zlib.crc32(data)


@dataclass(frozen=True, slots=True)
class Taken:
    """A member's bytes, and why they may not be what was put in."""

    data: Data
    reason: Reason | None = None


class _Kept:
    """A member's bytes as they come out: held, or handed on once they are too many to hold."""

    def __init__(self, allowance: Allowance) -> None:
        self.size = 0
        self._held = io.BytesIO()
        self._most = allowance.limits.held
        self._part = min(PART, self._most)
        self._hand = allowance.hand
        self._checksum = self._handed = 0

    def add(self, piece: bytes) -> None:
        """Put the next bytes behind what came before."""
        self.size += len(piece)
        self._held.write(piece)
        if self._hand is not None and self.size > self._most and self._held.tell() >= self._part:
            self._let_go()

    def all(self) -> Data:
        """All of it, once nothing more comes."""
        if not self._handed:
            return self._held.getvalue()
        if self._held.tell():
            self._let_go()
        return Handed(self.size, self._checksum)

    def _let_go(self) -> None:
        if self._hand is not None:
            for at in range(0, self._held.tell(), self._part):
                self._held.seek(at)
                part = self._held.read(self._part)
                self._checksum = zlib.crc32(part, self._checksum)
                self._hand(part, not self._handed)
                self._handed += len(part)
        self._held = io.BytesIO()


def collect(source: Readable, allowance: Allowance, packed: int = -1) -> Taken:
    """All bytes of one member that takes ``packed`` in the archive (-1: not known); raises OverLimitError.

    What comes out before damage is kept. Of more bytes than may be held each part is handed on as it comes out.
    """
    kept = _Kept(allowance)
    while True:
        try:
            piece = source.read(CHUNK)
        except DamagedError as error:
            return Taken(kept.all(), error.reason.because_of("archive.after", size=kept.size))
        if not piece:
            return Taken(kept.all(), source.fault)
        allowance.spend(len(piece))
        allowance.admit(kept.size + len(piece), packed)
        kept.add(piece)


def without_bytes(member: Member, reason: Reason, *, locked: bool = False) -> tuple[Member, Data]:
    """The member as one that gives no bytes, with the reason."""
    return replace(member, missing=True, reasons=(reason,), locked=locked), b""
