"""What every reader of archives is, and how a member's bytes are taken from it."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from reviewer.domain.reading import Member
from reviewer.workers.archive.limits import Allowance

CHUNK = 256 * 1024
"""Bytes that are unpacked at a time."""


class DamagedError(Exception):
    """The bytes cannot be unpacked further; ``str(error)`` says why, as the end of a sentence about the member."""


class LockedError(Exception):
    """A password is missing; ``str(error)`` says so, as the end of a sentence about the member."""


class Archive(ABC):
    """An archive that was opened; its members are taken out one after the other.

    ``format`` is what it is for people. ``declared`` is how many members its own list says it has, folders left out,
    or None where it keeps no list. Members flagged "recovered" stand beside that list. ``remarks`` are sentences on
    what could not be read, final once all members were taken. ``password`` counts, from 1, which of those given has
    opened something, 0 for none. ``locked`` says that not even the names of the members can be read without one.
    """

    def __init__(self, format_name: str, allowance: Allowance) -> None:
        self.format = format_name
        self.declared: int | None = None
        self.remarks: list[str] = []
        self.password = 0
        self.locked = False
        self._allowance = allowance

    @abstractmethod
    def members(self) -> Iterator[tuple[Member, bytes]]:
        """Each member with its bytes, once; raises nothing for damage, which becomes a reason or a remark."""

    def _remark(self, sentence: str) -> None:
        if sentence not in self.remarks:
            self.remarks.append(sentence)


class Readable(Protocol):
    """Bytes that come out in order; ``fault`` says, once they have, what was wrong with them."""

    fault: str

    def read(self, most: int, /) -> bytes:
        """Up to ``most`` bytes, none at the end; raises DamagedError."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A member's bytes, and why they may not be what was put in."""

    data: bytes
    reason: str = ""


def collect(source: Readable, allowance: Allowance, packed: int = -1) -> Taken:
    """All bytes of one member that takes ``packed`` in the archive (-1: not known); raises OverLimitError.

    What comes out before damage is kept.
    """
    kept = io.BytesIO()
    size = 0
    while True:
        try:
            piece = source.read(CHUNK)
        except DamagedError as error:
            return Taken(kept.getvalue(), f"{error} after {size:,} bytes")
        if not piece:
            return Taken(kept.getvalue(), source.fault)
        size += len(piece)
        allowance.spend(len(piece))
        allowance.admit(size, packed)
        kept.write(piece)


def without_bytes(member: Member, reason: str, *, locked: bool = False) -> tuple[Member, bytes]:
    """The member as one that gives no bytes, with the reason."""
    return replace(member, missing=True, reason=reason, locked=locked), b""
