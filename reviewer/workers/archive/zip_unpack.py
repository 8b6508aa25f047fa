"""One member of a zip file: unlocked, unpacked, its checksum compared."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.archive.archive import DamagedError, Handed, LockedError, Readable, Taken, checksum, collect
from reviewer.workers.archive.decompress import (
    DAMAGED,
    ENDS_EARLY,
    Decoder,
    Inflate,
    Inflate64,
    Stored,
    Unpacked,
    bzip2,
    lzma_alone,
    xz,
    zstandard,
)
from reviewer.workers.archive.feed import Feed, span
from reviewer.workers.archive.gzipped import CHECKSUM
from reviewer.workers.archive.limits import Allowance
from reviewer.workers.archive.zip_directory import DESCRIBED, LOCKED, Entry
from reviewer.workers.archive.zip_lock import AES_METHOD, UNKNOWN_CIPHER, Unlocked, aes_facts, as_bytes
from reviewer.workers.archive.zip_old import MOST_PACKED, MOST_UNPACKED, Exploded, Unshrunk

_ENDS_BY_MARK = 1 << 1  # LZMA: the stream has an end mark
_FRUITLESS = 40  # locked members on which every password failed, after which no more is tried
_METHODS: dict[int, Callable[[], Decoder]] = {
    8: Inflate,
    9: Inflate64,
    12: bzip2,
    20: zstandard,
    93: zstandard,
    95: xz,
}
_OTHERS = {
    1: "Shrink", 2: "Reduce", 3: "Reduce", 4: "Reduce", 5: "Reduce", 6: "Implode", 10: "PKWARE Implode", 18: "TERSE",
    19: "LZ77", 94: "MP3", 96: "JPEG", 97: "WavPack", 98: "PPMd",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packed:
    """Where a member's bytes are in the file."""

    file: BinaryIO
    start: int
    end: int


@dataclass(slots=True)
class Keys:
    """The passwords to try. ``opened`` counts, from 1, the one that opened something last, 0 for none."""

    passwords: Sequence[str]
    opened: int = 0
    fruitless: int = field(default=0)

    def tries(self) -> Iterator[tuple[int, bytes]]:
        """Each password with its number, the one that worked last first."""
        order = sorted(range(1, len(self.passwords) + 1), key=lambda number: number != self.opened)
        for number in order:
            for coded in as_bytes(self.passwords[number - 1]):
                yield number, coded


def unpack(entry: Entry, packed: Packed, keys: Keys, allowance: Allowance) -> tuple[Taken, int]:
    """The member's bytes, and the offset where what it takes in the file ends; LockedError, OverLimitError."""
    if entry.flags & LOCKED:
        return _unlock(entry, packed, keys, allowance), packed.end
    feed = span(packed.file, packed.start, packed.end)
    taken = _unpack(entry, feed, entry.method, allowance)
    return _checked(entry, taken), packed.start + feed.taken


def _unlock(entry: Entry, packed: Packed, keys: Keys, allowance: Allowance) -> Taken:
    damaged: Taken | None = None
    if keys.fruitless < _FRUITLESS:
        for number, password in keys.tries():
            try:
                unlocked = Unlocked(entry, span(packed.file, packed.start, packed.end), password)
            except LockedError as error:
                if error.reason == UNKNOWN_CIPHER:
                    raise
                continue
            method = aes_facts(entry)[2] if unlocked.is_aes else entry.method
            taken = _unpack(entry, unlocked.feed, method, allowance)
            taken = _checked(entry, taken)
            if not taken.reason and not unlocked.intact():
                taken = Taken(taken.data, CHECKSUM)
            if not taken.reason:
                keys.opened, keys.fruitless = number, 0
                return taken
            if number == keys.opened or unlocked.is_aes:
                damaged = damaged or taken
                if isinstance(taken.data, Handed):  # another try would put its bytes in the place of these
                    return taken
    if damaged:
        return damaged
    keys.fruitless += not keys.opened and bool(keys.passwords)
    raise LockedError(Reason("reader.locked"))


def _unpack(entry: Entry, feed: Feed, method: int, allowance: Allowance) -> Taken:
    try:
        return collect(_reader(entry, feed, method), allowance, entry.packed)
    except DamagedError as error:
        return Taken(b"", error.reason)


def _reader(entry: Entry, feed: Feed, method: int) -> Readable:
    if method == 0:
        return Stored(feed)
    if method == 14:
        return Unpacked(_as_lzma_alone(entry, feed), lzma_alone)
    if method in {1, 6} and 0 <= entry.packed <= MOST_PACKED and 0 <= entry.size <= MOST_UNPACKED:
        return Unshrunk(feed, entry.size) if method == 1 else Exploded(feed, entry.flags, entry.size)
    make = _METHODS.get(method)
    if not make:
        named = _OTHERS.get(method, f"number {method}")
        raise DamagedError(Reason("archive.unknown_method", method=named))
    return Unpacked(feed, make)


def _as_lzma_alone(entry: Entry, feed: Feed) -> Feed:
    """Put the header of an .lzma file where zip has its own: version, length of properties, properties."""
    head = feed.exactly(4)
    length = struct.unpack_from("<H", head, 2)[0] if len(head) == 4 else 0
    if length != 5:
        raise DamagedError(DAMAGED)
    size = -1 if entry.flags & _ENDS_BY_MARK else entry.size
    feed.put_back(feed.exactly(5) + struct.pack("<q", size))
    return feed


def _checked(entry: Entry, taken: Taken) -> Taken:
    """With a reason if the bytes are not those that the header tells of."""
    if taken.reason or (entry.packed < 0 and entry.flags & DESCRIBED):
        return taken
    if len(taken.data) < entry.size:
        return Taken(taken.data, ENDS_EARLY.because_of("archive.after", size=len(taken.data)))
    without_sum = entry.method == AES_METHOD and aes_facts(entry)[1] == 2
    if not without_sum and checksum(taken.data) != entry.crc:
        return Taken(taken.data, CHECKSUM)
    return taken
