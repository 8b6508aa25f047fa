"""Unix ``compress`` (.Z): LZW with codes of 9 to 16 bits, as in compress 4.0."""

from __future__ import annotations

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.archive.archive import DamagedError
from reviewer.workers.archive.decompress import DAMAGED, ENDS_EARLY, TOO_MUCH_MEMORY
from reviewer.workers.archive.feed import Feed

_CLEAR = 256
_MOST_HELD = 128 * 2**20  # bytes in the table; real files need less than one


class Lzw:
    """What comes out of a .Z file; the feed stands at its beginning. Raises DamagedError."""

    def __init__(self, feed: Feed) -> None:
        head = feed.exactly(3)
        if len(head) < 3 or head[:2] != b"\x1f\x9d":
            raise DamagedError(ENDS_EARLY)
        self.fault: Reason | None = None
        self._feed = feed
        self._widest, self._blocks = head[2] & 0x1F, bool(head[2] & 0x80)
        if not 9 <= self._widest <= 16:
            raise DamagedError(DAMAGED)
        self._table = [bytes((byte,)) for byte in range(256)]
        self._last = b""
        self._bits = 9
        self._broken: DamagedError | None = None
        self._restart()

    def _restart(self) -> None:
        del self._table[256:]
        if self._blocks:
            self._table.append(b"")
        self._last, self._bits, self._held = b"", 9, 0

    def read(self, most: int) -> bytes:
        """About ``most`` bytes (a code may make 64 kB more), none at the end."""
        if self._broken:
            raise self._broken
        out = bytearray()
        try:
            # Codes come in groups of eight; a change of width, and a clear, begin a new group.
            while len(out) < most and (group := self._feed.exactly(self._bits)):
                self._group(group, out)
        except DamagedError as error:
            self._broken = error
            if not out:
                raise
        return bytes(out)

    def _group(self, group: bytes, out: bytearray) -> None:
        width, number = self._bits, int.from_bytes(group, "little")
        for index in range(len(group) * 8 // width):
            code = number >> (index * width) & ((1 << width) - 1)
            if code == _CLEAR and self._blocks:
                self._restart()
                return
            out += self._entry(code)
            if len(self._table) >= 1 << width and width < self._widest:
                self._bits = width + 1
                return

    def _entry(self, code: int) -> bytes:
        table, last = self._table, self._last
        if code < len(table):
            entry = table[code]
        elif code == len(table) and last:
            entry = last + last[:1]
        else:
            raise DamagedError(DAMAGED)
        if last and len(table) < 1 << self._widest:
            self._held += len(last)
            if self._held > _MOST_HELD:
                raise DamagedError(TOO_MUCH_MEMORY)
            table.append(last + entry[:1])
        self._last = entry
        return entry
